//! Consents: four kinds, each with its text, signed on the screen, each taken back for itself.

use askama::Template;
use axum::extract::Path;
use axum::response::Redirect;
use axum_extra::extract::Form;
use jiff::civil::Date;
use needlework_chart::event::{ConsentClass, ConsentGiven, ConsentRevoked, Signature};
use needlework_chart::fold::{Chart, Consent};
use needlework_chart::id::{ConsentId, PatientId};
use needlework_protocol::ConsentClass as TextClass;
use serde::Deserialize;

use super::patient::{Tabs, open_chart};
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
    let consents = CLASSES
        .into_iter()
        .map(|(name, class, _)| class_row(&page, patient, chart, (name, class), may_take, today));
    show(&ConsentsPage {
        consents: consents.collect(),
        tabs: Tabs::of(&page, patient, "/consents"),
        patient,
        page,
    })
}

fn class_row(
    page: &Page,
    patient: PatientId,
    chart: &Chart,
    (name, class): (&'static str, ConsentClass),
    may_take: bool,
    today: Date,
) -> ClassRow {
    let plan = chart.plan_in_force().map(|(id, _)| id);
    let is_treatment = class == ConsentClass::Treatment;
    let holds = match (is_treatment, plan) {
        (true, None) => false,
        (true, plan) => chart.has_consent(class, plan, today),
        (false, _) => chart.has_consent(class, None, today),
    };
    let given = chart
        .consents
        .iter()
        .filter(|(_, consent)| consent.given.facts.class == class)
        .map(|(id, consent)| GivenRow {
            id: *id,
            words: given_words(page, consent),
            may_revoke: may_take && consent.revoked.is_none(),
        });
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
        given: given.collect(),
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
}

/// The text of a consent, with this person's own predicted risks where it is about a treatment.
pub(in crate::server) async fn show_sign(
    taker: Allowed<TakeConsent>,
    Path((patient, class)): Path<(PatientId, String)>,
) -> Shown {
    let (name, class, text_class) = known(&class)?;
    let (page, opened) = open_chart(&taker, patient).await?;
    let chart = opened.chart();
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
        name: format!("{} {}", identity.name.given, identity.name.family)
            .trim()
            .to_owned(),
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
}

/// Records a consent. The text that was shown must be the one of today.
pub(in crate::server) async fn sign(
    taker: Allowed<TakeConsent>,
    Path((patient, class)): Path<(PatientId, String)>,
    Form(signed): Form<Signed>,
) -> Done {
    let (_, class, text_class) = known(&class)?;
    let reader = taker.and::<ReadCharts>().ok_or(Problem::NotFound)?;
    let opened = reader.open(patient).await?;
    let library = taker.clinic().library().await;
    let text = library.consents.get(text_class).ok_or(Problem::NotFound)?;
    if text.text_version() != signed.text_version {
        return Err(Problem::Conflict(
            "the text of this consent has changed since it was shown; read and sign the new one."
                .to_owned(),
        ));
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
    Ok(Redirect::to(&format!("/patients/{patient}/consents")))
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
