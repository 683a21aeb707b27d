//! Forms of the console: each is carried out once, and only on the state of the chart that whoever sent it had before the eyes.

use axum::response::{IntoResponse as _, Redirect, Response};
use needlework_chart::event::Event;
use needlework_chart::id::{PatientId, SessionId};
use needlework_chart::record::OpenChart;

use super::super::patient::open_chart;
use super::super::stale::{is_stale, shown_again};
use super::super::twice::{recorded_already, version_seen};
use super::console::{Why, console_with};
use super::typed::{Held, Typed};
use crate::server::access::{Allowed, Treat};
use crate::server::present::sentence;
use crate::server::problem::Problem;

/// Where a form was sent from.
pub(super) type Place = (PatientId, SessionId);

/// Back to the page of the session; where something was amended, to it.
fn back((patient, session): Place, fact: &Event) -> Response {
    let part = match fact {
        Event::SessionAmended(amended) => amended.entry.map_or_else(
            || "#amendments".to_owned(),
            |entry| format!("#entry-{entry}"),
        ),
        _ => String::new(),
    };
    Redirect::to(&format!("/patients/{patient}/sessions/{session}{part}")).into_response()
}

/// The answer to a form that must not be carried out: the page as it stands now, where a first tap has carried out the same form;
/// else the page with what was typed, and the sentence that somebody else wrote meanwhile. `None`: the form is up to date.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn answered_already(
    treat: &Allowed<Treat>,
    opened: &OpenChart,
    (place, typed): (Place, &Typed),
    fact: &Event,
) -> Result<Option<Response>, Problem> {
    if !is_stale(opened, typed.seen()) {
        return Ok(None);
    }
    answer_of_stale(treat, (place, typed), fact).await.map(Some)
}

/// Records what a form says, in one piece.
///
/// # Errors
/// When it does not fit the chart, or the database does not answer.
pub(super) async fn record_once(
    treat: &Allowed<Treat>,
    opened: &OpenChart,
    (place, typed): (Place, &Typed),
    events: Vec<Event>,
) -> Result<Response, Problem> {
    let Some(fact) = events.last().cloned() else {
        return Err(Problem::Fault("session"));
    };
    if let Some(answer) = answered_already(treat, opened, (place, typed), &fact).await? {
        return Ok(answer);
    }
    let recorded = treat.record(opened, events).await;
    answer_of(treat, (place, typed), &fact, recorded).await
}

/// The answer once something was written, or somebody else was found to have written at the same moment.
///
/// # Errors
/// As what was written.
pub(super) async fn answer_of(
    treat: &Allowed<Treat>,
    (place, typed): (Place, &Typed),
    fact: &Event,
    recorded: Result<OpenChart, Problem>,
) -> Result<Response, Problem> {
    match recorded {
        Ok(_) => Ok(back(place, fact)),
        Err(Problem::Conflict(_)) => answer_of_stale(treat, (place, typed), fact).await,
        Err(problem) => Err(problem),
    }
}

/// The answer to a form; where it is refused, as [`refused_again`].
///
/// # Errors
/// What is no refusal, or what drawing the page meets.
pub(super) async fn keeping_typed(
    treat: &Allowed<Treat>,
    sent: (Place, &Typed),
    answered: Result<Response, Problem>,
) -> Result<Response, Problem> {
    match answered {
        Ok(answer) => Ok(answer),
        Err(problem) => refused_again(treat, sent, None, problem).await,
    }
}

/// The console as it stands, with what was typed but for passwords, and the sentence that says why the form was refused; with what
/// waits for a reason and a second name. Going back in a browser would show the form without what was typed.
///
/// # Errors
/// The problem, where it is no refusal; when there is no such session, or the database does not answer.
pub(super) async fn refused_again(
    treat: &Allowed<Treat>,
    ((patient, session), typed): (Place, &Typed),
    held: Option<Held>,
    problem: Problem,
) -> Result<Response, Problem> {
    if !matches!(problem, Problem::Refused(_) | Problem::TooMany(_)) {
        return Err(problem);
    }
    let (page, opened) = open_chart(treat, patient).await?;
    let why = Why::Refused(sentence(&page, &problem));
    let shown = console_with(treat, page, &opened, session, Some((typed, why)), held).await?;
    Ok((problem.status(), shown).into_response())
}

async fn answer_of_stale(
    treat: &Allowed<Treat>,
    (place, typed): (Place, &Typed),
    fact: &Event,
) -> Result<Response, Problem> {
    let (patient, session) = place;
    let since = treat
        .recorded_since(patient, version_seen(typed.seen()))
        .await?;
    if recorded_already(&since, treat.who().account().user, fact).is_some() {
        return Ok(back(place, fact));
    }
    let (page, opened) = open_chart(treat, patient).await?;
    let shown = console_with(
        treat,
        page,
        &opened,
        session,
        Some((typed, Why::Stale)),
        None,
    )
    .await?;
    Ok(shown_again(shown))
}
