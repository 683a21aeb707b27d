//! Consents: four kinds, each with its text, signed on the screen, each taken back for itself.

mod signed;
mod signing;
mod text;

use askama::Template;
use axum::extract::Path;
use axum::response::Redirect;
use axum_extra::extract::Form;
use jiff::civil::Date;
use needlework_chart::event::{ConsentClass, ConsentRevoked};
use needlework_chart::fold::{Chart, Consent};
use needlework_chart::id::{ConsentId, PatientId};
use needlework_planning::Library;
use needlework_protocol::{Consent as Text, ConsentClass as TextClass};
use serde::Deserialize;

use self::signing::is_treated_on;
use super::patient::{Tabs, open_chart};
use super::{Done, Shown, show};
use crate::server::access::{Allowed, ReadCharts, TakeConsent};
use crate::server::page::Page;
use crate::server::problem::Problem;

pub(in crate::server) use self::signed::{SignedView, signer};
pub(in crate::server) use self::signing::{show_sign, sign};
pub(in crate::server::pages) use self::text::told_risks;
pub(in crate::server) use self::text::whole_text;

/// The four kinds: in addresses, in charts, in texts.
pub(super) const CLASSES: [(&str, ConsentClass, TextClass); 4] = [
    ("treatment", ConsentClass::Treatment, TextClass::Treatment),
    (
        "photograph",
        ConsentClass::Photograph,
        TextClass::Photograph,
    ),
    ("marketing", ConsentClass::Marketing, TextClass::Marketing),
    ("research", ConsentClass::Research, TextClass::Research),
];

/// A consent that was given.
struct GivenRow {
    id: ConsentId,
    words: String,
    signed: SignedView,
    may_revoke: bool,
}

/// One kind.
struct ClassRow {
    class: &'static str,
    title: String,
    state: String,
    mark: &'static str,
    given: Vec<GivenRow>,
    sign: Option<String>,
    why_not: String,
}

#[derive(Template)]
#[template(path = "clinic/consents.html")]
struct ConsentsPage {
    page: Page,
    tabs: Tabs,
    patient: PatientId,
    consents: Vec<ClassRow>,
}

/// All consents of a patient.
pub(in crate::server) async fn show_consents(
    reader: Allowed<ReadCharts>,
    Path(patient): Path<PatientId>,
) -> Shown {
    let (page, opened) = open_chart(&reader, patient).await?;
    let chart = opened.chart();
    let today = reader.clinic().today().await;
    let taker = reader.and::<TakeConsent>();
    let is_treated = match &taker {
        Some(taker) => is_treated_on(taker, &page, &opened, today).await,
        None => false,
    };
    let library = reader.clinic().library().await;
    let consents = CLASSES.into_iter().map(|(name, class, _)| {
        let given = given_rows(&page, &library, (chart, class), taker.is_some());
        let holds = holds(chart, class, today);
        let is_asked = text_of(&library, class).is_some_and(|text| text.asked_on_treatment_day);
        let why_not = match class {
            _ if taker.is_none() || holds => None,
            ConsentClass::Treatment if chart.plan_in_force().is_none() => {
                Some("consent-needs-plan")
            }
            _ if is_treated && !is_asked => Some("consent-not-on-treatment-day"),
            _ => None,
        };
        let may_sign = taker.is_some() && !holds && why_not.is_none();
        ClassRow {
            class: name,
            title: page.say(&format!("consent-{name}")),
            state: page.say(if holds {
                "consent-holds"
            } else {
                "consent-missing"
            }),
            mark: if holds { "yes" } else { "" },
            given,
            sign: may_sign.then(|| format!("/patients/{patient}/consents/{name}")),
            why_not: why_not.map_or_else(String::new, |key| page.say(key)),
        }
    });
    show(&ConsentsPage {
        consents: consents.collect(),
        tabs: Tabs::of(&page, patient, "/consents"),
        patient,
        page,
    })
}

/// All consents of a kind, each with what was signed.
fn given_rows(
    page: &Page,
    library: &Library,
    (chart, class): (&Chart, ConsentClass),
    may_take: bool,
) -> Vec<GivenRow> {
    let given = chart
        .consents
        .iter()
        .filter(|(_, consent)| consent.given.facts.class == class);
    given
        .map(|(id, consent)| GivenRow {
            id: *id,
            words: given_words(page, consent),
            signed: SignedView::of(page, library, &consent.given.facts),
            may_revoke: may_take && consent.revoked.is_none(),
        })
        .collect()
}

/// The text of a kind of consent, as it is signed today.
pub(in crate::server) fn text_of(library: &Library, class: ConsentClass) -> Option<&Text> {
    let (_, _, text_class) = CLASSES.iter().find(|(_, one, _)| *one == class)?;
    library.consents.get(*text_class)
}

/// Whether a consent of this kind holds; that to a treatment, for the plan in force.
fn holds(chart: &Chart, class: ConsentClass, today: Date) -> bool {
    if class != ConsentClass::Treatment {
        return chart.has_consent(class, None, today);
    }
    let plan = chart.plan_in_force().map(|(id, _)| id);
    plan.is_some_and(|plan| chart.has_consent(class, Some(plan), today))
}

fn given_words(page: &Page, consent: &Consent) -> String {
    let given = page.say_all(
        "consent-given-by",
        &[
            ("name", signer(&consent.given.facts)),
            ("when", &page.moment(consent.given.recorded_at)),
            ("version", &consent.given.facts.text_version),
        ],
    );
    let last = consent.given.facts.expires_on;
    let until = last.map(|last| page.say_with("consent-until", "day", &page.day(last)));
    let revoked = consent.revoked.as_ref();
    let revoked = revoked.map(|revoked| {
        let when = page.moment(revoked.recorded_at);
        page.say_with("consent-revoked-at", "when", &when)
    });
    [Some(given), until, revoked]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" ")
}

/// Why a consent is taken back.
#[derive(Deserialize)]
pub(in crate::server) struct Revoked {
    #[serde(default)]
    reason: String,
}

/// Takes a consent back.
pub(in crate::server) async fn revoke(
    taker: Allowed<TakeConsent>,
    Path((patient, consent)): Path<(PatientId, ConsentId)>,
    Form(revoked): Form<Revoked>,
) -> Done {
    let reader = taker.and::<ReadCharts>().ok_or(Problem::NotFound)?;
    let opened = reader.open(patient).await?;
    let reason = Some(revoked.reason.trim().to_owned()).filter(|text| !text.is_empty());
    taker
        .take_back(&opened, ConsentRevoked { consent, reason })
        .await?;
    Ok(Redirect::to(&format!("/patients/{patient}/consents")))
}
