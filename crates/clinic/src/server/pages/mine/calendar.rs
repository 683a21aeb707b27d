//! The calendar that a telephone reads by a secret address: made, ended, and read.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use data_encoding::HEXLOWER;
use needlework_exchange::{Feed, Reminder, Titles, Visit, feed};
use sha2::{Digest as _, Sha256};

use crate::server::access::{Allowed, OwnCalendar, OwnChart};
use crate::server::chart_care::{ChartCare, Standing};
use crate::server::clinic::Shared;
use crate::server::page::Page;
use crate::server::pages::{Done, Shown, address_of_server, show};
use crate::server::problem::Problem;

/// How an address of a calendar ends.
const ENDING: &str = ".ics";

#[derive(Template)]
#[template(path = "clinic/mine/calendar.html")]
struct CalendarPage {
    page: Page,
    /// The address, shown once.
    address: Option<String>,
    /// The same for programs that subscribe at a touch.
    subscribe: String,
    /// Since when there is one, in words.
    since: Option<String>,
}

/// Shows whether there is a calendar to subscribe to.
pub(in crate::server) async fn show_calendar(own: Allowed<OwnChart>) -> Shown {
    let page = Page::of(own.who(), "/mine/more").await;
    let since = own.calendar_address().await.map(|address| {
        let when = page.moment(address.made_at);
        page.say_with("own-calendar-since", "when", &when)
    });
    show(&CalendarPage {
        page,
        address: None,
        subscribe: String::new(),
        since,
    })
}

/// Makes a new address, in the place of an earlier one, and shows it once.
pub(in crate::server) async fn make(own: Allowed<OwnChart>, headers: HeaderMap) -> Shown {
    let token = own.make_calendar_address().await?;
    let server = address_of_server(own.clinic(), &headers);
    let address = format!("{server}/calendar/{token}{ENDING}");
    let subscribe = address
        .split_once("://")
        .map_or_else(String::new, |(_, rest)| format!("webcal://{rest}"));
    show(&CalendarPage {
        page: Page::of(own.who(), "/mine/more").await,
        address: Some(address),
        subscribe,
        since: None,
    })
}

/// Makes the address void.
pub(in crate::server) async fn end(own: Allowed<OwnChart>) -> Done {
    own.end_calendar_address().await?;
    Ok(Redirect::to("/mine/calendar"))
}

/// The calendar itself, for whoever has its address; unchanged if it is what the program has already.
pub(in crate::server) async fn read(
    State(clinic): State<Shared>,
    Path(file): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let token = file.strip_suffix(ENDING).ok_or(Problem::NotFound)?;
    let calendar = clinic.calendar(token).await?;
    let text = text(&clinic, &calendar, &headers).await?;
    let tag = format!("\"{}\"", HEXLOWER.encode(&Sha256::digest(&text)));
    let known = headers.get(header::IF_NONE_MATCH);
    let is_known = known.is_some_and(|known| known.as_bytes() == tag.as_bytes());
    let headers = [
        (header::ETAG, tag),
        (header::CACHE_CONTROL, "private, no-cache".to_owned()),
        (
            header::CONTENT_TYPE,
            "text/calendar; charset=utf-8".to_owned(),
        ),
    ];
    if is_known {
        return Ok((StatusCode::NOT_MODIFIED, headers).into_response());
    }
    Ok((headers, text).into_response())
}

async fn text(
    clinic: &Shared,
    calendar: &OwnCalendar,
    headers: &HeaderMap,
) -> Result<String, Problem> {
    let page = Page::of_patient(clinic, &calendar.language).await;
    let library = clinic.library().await;
    let chart = calendar.chart.chart();
    let now = clinic.now();
    let care = ChartCare::of(&page, chart, &calendar.appointments, &library, now)?;
    let visits = calendar.appointments.iter().map(|one| Visit {
        key: one.id.to_string(),
        starts: page.local(one.starts_at),
        ends: page.local(one.ends_at()),
    });
    let server = address_of_server(clinic, headers);
    Ok(feed(&Feed {
        secret: calendar.address.token.clone(),
        made_at: calendar.address.made_at,
        titles: Titles {
            visit: page.say("own-calendar-visit"),
            reminder: page.say("own-calendar-reminder"),
            where_to_read: page.say_with(
                "own-calendar-where",
                "address",
                &format!("{server}/mine"),
            ),
        },
        visits: visits.collect(),
        reminders: care.iter().flat_map(reminders).collect(),
    }))
}

/// Moments around sessions whose day is sure.
fn reminders(care: &ChartCare) -> Vec<Reminder> {
    let moments = care.timeline.moments.iter();
    let sure = moments.filter(|one| {
        let session = care.session(one.session);
        session.is_some_and(|(_, standing)| standing != Standing::Planned)
    });
    sure.map(|moment| Reminder {
        key: moment.identifier(),
        at: moment.at.clone(),
        whole_day: moment.whole_day,
    })
    .collect()
}
