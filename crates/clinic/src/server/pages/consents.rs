//! Consents: four kinds, each with its text, signed on the screen, each taken back for itself.

use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse as _, Redirect, Response};
use axum_extra::extract::Form;
use jiff::civil::Date;
use needlework_chart::event::{ConsentClass, ConsentGiven, ConsentRevoked, Signature};
use needlework_chart::fold::{Chart, Consent};
use needlework_chart::id::{ConsentId, PatientId};
use needlework_chart::record::OpenChart;
use needlework_planning::Library;
use needlework_protocol::{Consent as Text, ConsentClass as TextClass, ConsentWords};
use serde::Deserialize;

use super::patient::{Tabs, open_chart};
use super::stale::{is_stale, shown_again};
use super::{Done, Shown, show};
use crate::server::access::{Allowed, ReadCharts, TakeConsent};
use crate::server::page::Page;
use crate::server::plan_document::PlanDocument;
use crate::server::problem::Problem;

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
/// Longest drawn signature, characters of the path: minutes of scribbling.
const LONGEST_PATH: usize = 60_000;

/// A consent that was given.
struct GivenRow {
    id: ConsentId,
    words: String,
    /// The text that was signed; `None` where that version is not kept.
    signed: Option<ConsentWords>,
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
    let may_take = reader.and::<TakeConsent>().is_some();
    let library = reader.clinic().library().await;
    let consents = CLASSES.into_iter().map(|(name, class, _)| {
        let given = given_rows(&page, &library, (chart, class), may_take);
        class_row(
            &page,
            (patient, chart, today),
            (name, class),
            given,
            may_take,
        )
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
            signed: signed_words(page, library, &consent.given.facts).cloned(),
            may_revoke: may_take && consent.revoked.is_none(),
        })
        .collect()
}

/// The text that somebody signed, in the language of the page; `None` where that version is not kept.
pub(super) fn signed_words<'library>(
    page: &Page,
    library: &'library Library,
    given: &ConsentGiven,
) -> Option<&'library ConsentWords> {
    let text = text_of(library, given.class)?;
    text.signed_words(&given.text_version, page.protocol_language())
}

/// The text of a kind of consent, as it is signed today.
pub(in crate::server) fn text_of(library: &Library, class: ConsentClass) -> Option<&Text> {
    let (_, _, text_class) = CLASSES.iter().find(|(_, one, _)| *one == class)?;
    library.consents.get(*text_class)
}

fn class_row(
    page: &Page,
    (patient, chart, today): (PatientId, &Chart, Date),
    (name, class): (&'static str, ConsentClass),
    given: Vec<GivenRow>,
    may_take: bool,
) -> ClassRow {
    let plan = chart.plan_in_force().map(|(id, _)| id);
    let is_treatment = class == ConsentClass::Treatment;
    let holds = match (is_treatment, plan) {
        (true, None) => false,
        (true, plan) => chart.has_consent(class, plan, today),
        (false, _) => chart.has_consent(class, None, today),
    };
    let lacks_plan = is_treatment && plan.is_none();
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
        sign: (may_take && !holds && !lacks_plan)
            .then(|| format!("/patients/{patient}/consents/{name}")),
        why_not: if lacks_plan {
            page.say("consent-needs-plan")
        } else {
            String::new()
        },
    }
}

fn given_words(page: &Page, consent: &Consent) -> String {
    let signer = match &consent.given.facts.signature {
        Signature::Drawn { name, .. }
        | Signature::SignedIn { name }
        | Signature::OnPaper { name, .. } => name,
    };
    let given = page.say_all(
        "consent-given-by",
        &[
            ("name", signer),
            ("when", &page.moment(consent.given.recorded_at)),
            ("version", &consent.given.facts.text_version),
        ],
    );
    match &consent.revoked {
        Some(revoked) => format!(
            "{given} {}",
            page.say_with(
                "consent-revoked-at",
                "when",
                &page.moment(revoked.recorded_at)
            )
        ),
        None => given,
    }
}

#[derive(Template)]
#[template(path = "clinic/sign_consent.html")]
struct SignPage {
    page: Page,
    tabs: Tabs,
    patient: PatientId,
    class: &'static str,
    title: String,
    paragraphs: Vec<String>,
    revoking: String,
    /// Whether the text is in the language of the page.
    speaks: bool,
    facts: Vec<String>,
    named: Vec<String>,
    text_version: String,
    seen: u64,
    name: String,
    place: String,
    is_stale: bool,
}

/// The text of a consent, with this person's own predicted risks where it is about a treatment.
pub(in crate::server) async fn show_sign(
    taker: Allowed<TakeConsent>,
    Path((patient, class)): Path<(PatientId, String)>,
) -> Shown {
    let class = known(&class)?;
    let (page, opened) = open_chart(&taker, patient).await?;
    sign_page(&taker, page, &opened, class, None).await
}

/// The page of a text, with what was typed on one that was out of date; the signature is drawn anew, below what is read now.
async fn sign_page(
    taker: &Allowed<TakeConsent>,
    page: Page,
    opened: &OpenChart,
    (name, class, text_class): (&'static str, ConsentClass, TextClass),
    typed: Option<&Signed>,
) -> Shown {
    let (patient, chart) = (opened.patient(), opened.chart());
    let library = taker.clinic().library().await;
    let text = library.consents.get(text_class).ok_or(Problem::NotFound)?;
    let words = text.words(page.protocol_language());
    let mut facts = Vec::new();
    let mut named = Vec::new();
    if class == ConsentClass::Treatment {
        let (_, plan) = chart
            .plan_in_force()
            .ok_or_else(|| Problem::refused(page.say("consent-needs-plan")))?;
        let document = PlanDocument::read(&plan.document)?;
        facts = document
            .forecast
            .consent_sentences(&library, page.protocol_language());
        let translated = library.translation(page.protocol_language());
        named = needlework_planning::named_risks(&library.check_in)
            .into_iter()
            .map(|risk| {
                let id = risk.basis.first().and_then(|key| key.rsplit('.').next());
                let text = translated.and_then(|into| into.text(id?));
                text.unwrap_or(&risk.text).to_owned()
            })
            .collect();
    }
    let identity = chart.identity.as_ref().ok_or(Problem::NotFound)?;
    show(&SignPage {
        tabs: Tabs::of(&page, patient, "/consents"),
        title: words.title.clone(),
        paragraphs: words.paragraphs.clone(),
        revoking: words.revoking.clone(),
        speaks: text.speaks(page.protocol_language()),
        text_version: text.text_version(),
        name: typed.map_or_else(
            || {
                let whole = format!("{} {}", identity.name.given, identity.name.family);
                whole.trim().to_owned()
            },
            |typed| typed.name.clone(),
        ),
        place: typed.map_or_else(String::new, |typed| typed.place.clone()),
        is_stale: typed.is_some(),
        seen: opened.sequence(),
        class: name,
        patient,
        facts,
        named,
        page,
    })
}

fn known(class: &str) -> Result<(&'static str, ConsentClass, TextClass), Problem> {
    CLASSES
        .into_iter()
        .find(|(name, _, _)| *name == class)
        .ok_or(Problem::NotFound)
}

/// A signed text.
#[derive(Deserialize)]
pub(in crate::server) struct Signed {
    text_version: String,
    name: String,
    #[serde(default)]
    path: String,
    #[serde(default)]
    place: String,
    /// Version of the chart that the page showed.
    #[serde(default)]
    seen: String,
}

/// Records a consent. The text that was shown must be the one of today, and so must the plan whose risks were read.
pub(in crate::server) async fn sign(
    taker: Allowed<TakeConsent>,
    Path((patient, class)): Path<(PatientId, String)>,
    Form(signed): Form<Signed>,
) -> Result<Response, Problem> {
    let known = known(&class)?;
    let (_, class, text_class) = known;
    let (page, opened) = open_chart(&taker, patient).await?;
    let library = taker.clinic().library().await;
    let text = library.consents.get(text_class).ok_or(Problem::NotFound)?;
    if text.text_version() != signed.text_version {
        return Err(Problem::Conflict(
            "the text of this consent has changed since it was shown; read and sign the new one."
                .to_owned(),
        ));
    }
    if is_stale(&opened, &signed.seen) {
        let shown = sign_page(&taker, page, &opened, known, Some(&signed)).await?;
        return Ok(shown_again(shown));
    }
    let plan = match class {
        ConsentClass::Treatment => opened.chart().plan_in_force().map(|(id, _)| id),
        _ => None,
    };
    let given = ConsentGiven {
        consent: ConsentId::new(taker.clinic().now(), taker.clinic().chance())?,
        class,
        text_version: signed.text_version.clone(),
        plan,
        purpose: None,
        expires_on: None,
        signature: signature(&signed)?,
    };
    taker.take(&opened, given).await?;
    Ok(Redirect::to(&format!("/patients/{patient}/consents")).into_response())
}

fn signature(signed: &Signed) -> Result<Signature, Problem> {
    let name = signed.name.trim().to_owned();
    if name.is_empty() {
        return Err(Problem::refused("the name of whoever signs is missing."));
    }
    let place = signed.place.trim();
    if !place.is_empty() {
        return Ok(Signature::OnPaper {
            name,
            place: place.to_owned(),
        });
    }
    let is_path = |one: char| one.is_ascii_digit() || matches!(one, 'M' | 'L' | ' ' | '-');
    let path = signed.path.trim();
    if path.is_empty() || path.len() > LONGEST_PATH || !path.chars().all(is_path) {
        return Err(Problem::refused(
            "there is no signature; draw it in the field, or say where the signed paper lies.",
        ));
    }
    Ok(Signature::Drawn {
        name,
        path: path.to_owned(),
    })
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
