//! The own consents: what was signed, and taking it back.

use askama::Template;
use axum::extract::Path;
use axum::response::Redirect;
use axum_extra::extract::Form;
use jiff::civil::Date;
use needlework_chart::event::ConsentRevoked;
use needlework_chart::fold::Consent;
use needlework_chart::id::ConsentId;
use needlework_planning::Library;
use needlework_protocol::capitalised;
use serde::Deserialize;

use crate::server::access::{Allowed, OwnChart};
use crate::server::page::Page;
use crate::server::pages::consents::{CLASSES, SignedView, signer};
use crate::server::pages::{Done, Shown, show};
use crate::server::problem::Problem;

/// Longest reason, characters.
const LONGEST_REASON: usize = 300;

/// A consent that was given.
struct GivenRow {
    id: ConsentId,
    title: String,
    given: String,
    /// Whether it still holds.
    holds: bool,
    /// Why it no longer does.
    over: String,
    /// Until when it holds; empty: it has no end.
    until: String,
    signed: SignedView,
}

#[derive(Template)]
#[template(path = "clinic/mine/consents.html")]
struct ConsentsPage {
    page: Page,
    consents: Vec<GivenRow>,
}

/// Shows the own consents, the newest first.
pub(in crate::server) async fn show_consents(own: Allowed<OwnChart>) -> Shown {
    let opened = own.open().await?;
    let page = Page::of(own.who(), "/mine/more").await;
    let library = own.clinic().library().await;
    let today = own.clinic().today().await;
    let given = opened.chart().consents.iter().rev();
    let rows = given.filter_map(|(id, consent)| row(&page, &library, today, (*id, consent)));
    show(&ConsentsPage {
        consents: rows.collect(),
        page,
    })
}

fn row(
    page: &Page,
    library: &Library,
    today: Date,
    (id, consent): (ConsentId, &Consent),
) -> Option<GivenRow> {
    let facts = &consent.given.facts;
    let (name, _, _) = CLASSES.iter().find(|(_, class, _)| *class == facts.class)?;
    let when = page.moment(consent.given.recorded_at);
    let last = facts.expires_on.map(|last| page.day(last));
    let over = match (&consent.revoked, &last) {
        (Some(revoked), _) => {
            let when = page.moment(revoked.recorded_at);
            page.say_with("own-consent-taken-back", "when", &when)
        }
        (None, Some(last)) => page.say_with("own-consent-ended", "day", last),
        (None, None) => String::new(),
    };
    Some(GivenRow {
        id,
        title: capitalised(&page.say(&format!("consent-{name}"))),
        given: page.say_all(
            "own-consent-given",
            &[("name", signer(facts)), ("when", &when)],
        ),
        holds: consent.is_valid(today),
        over,
        until: last.map_or_else(String::new, |last| {
            page.say_with("own-consent-until", "day", &last)
        }),
        signed: SignedView::of(page, library, facts),
    })
}

/// Why a consent is taken back, if somebody wants to say so.
#[derive(Deserialize)]
pub(in crate::server) struct Revoked {
    #[serde(default)]
    reason: String,
}

/// Takes a consent back.
pub(in crate::server) async fn take_back(
    own: Allowed<OwnChart>,
    Path(consent): Path<ConsentId>,
    Form(revoked): Form<Revoked>,
) -> Done {
    let opened = own.open().await?;
    if !opened.chart().consents.contains_key(&consent) {
        return Err(Problem::NotFound);
    }
    let reason = revoked.reason.trim();
    if reason.chars().count() > LONGEST_REASON {
        return Err(Problem::refused("own-reason-too-long"));
    }
    let reason = (!reason.is_empty()).then(|| reason.to_owned());
    own.take_back(&opened, ConsentRevoked { consent, reason })
        .await?;
    Ok(Redirect::to("/mine/consents"))
}
