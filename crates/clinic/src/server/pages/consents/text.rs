//! The text that somebody is asked to sign: the words of the consent, and below them what they speak of.

use jiff::civil::Date;
use needlework_chart::event::{SignedSection, SignedText};
use needlework_chart::fold::{Chart, Plan, PlanState};
use needlework_planning::Library;
use needlework_protocol::{Consent as Text, ConsentClass as TextClass, Language};

use crate::server::page::Page;
use crate::server::pages::plans::name_of;
use crate::server::plan_document::PlanDocument;
use crate::server::problem::Problem;

/// What a use is agreed to, and for how long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::server) struct Purpose {
    pub(super) text: String,
    pub(super) until: Date,
}

/// The language in which a text is read: the first one that is wanted or known and in which there is a text.
pub(super) fn language_of<'code>(
    text: &Text,
    wanted: impl IntoIterator<Item = &'code str>,
) -> Language {
    let mut known = wanted.into_iter().filter_map(Language::of_code);
    known
        .find(|language| text.speaks(*language))
        .unwrap_or(Language::ENGLISH)
}

/// The whole text, in the language of a page.
///
/// # Errors
/// When a treatment consent has no plan in force to name, or the plan cannot be read.
pub(in crate::server) fn whole_text(
    spoken: &Page,
    library: &Library,
    text: &Text,
    chart: &Chart,
    purpose: Option<&Purpose>,
) -> Result<SignedText, Problem> {
    let words = text.words(spoken.protocol_language());
    let mut sections = Vec::new();
    if text.class == TextClass::Treatment {
        let (_, plan) = chart
            .plan_in_force()
            .ok_or_else(|| Problem::refused("consent-needs-plan"))?;
        sections = about_plan(spoken, library, plan)?;
    }
    sections.extend(purpose.map(|purpose| about_purpose(spoken, purpose)));
    Ok(SignedText {
        language: spoken.code().to_owned(),
        title: words.title.clone(),
        paragraphs: words.paragraphs.clone(),
        sections,
        revoking: words.revoking.clone(),
    })
}

/// The plan, what it predicts for this person, and risks that were reported.
fn about_plan(
    spoken: &Page,
    library: &Library,
    plan: &Plan,
) -> Result<Vec<SignedSection>, Problem> {
    let document = PlanDocument::read(&plan.document)?;
    let language = spoken.protocol_language();
    let mut predicted = vec![spoken.say("own-risks-text")];
    predicted.extend(document.forecast.consent_sentences(library, language));
    Ok(vec![
        SignedSection {
            heading: spoken.say("consent-plan"),
            sentences: plan_sentences(spoken, plan, &document),
        },
        SignedSection {
            heading: spoken.say("own-risks"),
            sentences: predicted,
        },
        SignedSection {
            heading: spoken.say("named-risks"),
            sentences: told_risks(spoken, library),
        },
    ])
}

/// Risks as they are told to patients. What is known of radiofrequency alone has no words for them: no device carries it.
pub(in crate::server::pages) fn told_risks(page: &Page, library: &Library) -> Vec<String> {
    let speech = library.speech(page.protocol_language());
    let risks = library.check_in.risks().iter();
    risks
        .filter(|risk| risk.patient.is_some())
        .map(|risk| speech.patient(risk).to_owned())
        .collect()
}

/// Which plan it is: so much that it cannot be taken for another one.
fn plan_sentences(spoken: &Page, plan: &Plan, document: &PlanDocument) -> Vec<String> {
    let forecast = &document.forecast;
    let zones: Vec<String> = forecast
        .zones
        .iter()
        .map(|zone| spoken.zone_name(&zone.zone))
        .collect();
    let mut sentences = vec![
        spoken.say_all(
            "consent-plan-option",
            &[
                ("name", &name_of(spoken, Some(document))),
                ("wish", &spoken.indication_name(&forecast.indication)),
            ],
        ),
        spoken.say_with("consent-plan-zones", "zones", &zones.join(", ")),
        spoken.say_with(
            "consent-plan-device",
            "device",
            &spoken.device_name(&forecast.device),
        ),
        spoken.say_with(
            "consent-plan-sessions",
            "number",
            &document.treatments().to_string(),
        ),
    ];
    let approval = plan
        .moves
        .iter()
        .rev()
        .find(|one| one.to == PlanState::Approved);
    if let Some(approval) = approval {
        let day = spoken.day(spoken.local(approval.at).date());
        sentences.push(spoken.say_all(
            "consent-plan-approved",
            &[("day", &day), ("name", &approval.by.name)],
        ));
    }
    sentences
}

fn about_purpose(spoken: &Page, purpose: &Purpose) -> SignedSection {
    let until = spoken.day(purpose.until);
    SignedSection {
        heading: spoken.say("consent-purpose-heading"),
        sentences: vec![
            spoken.say_with("consent-purpose-named", "purpose", &purpose.text),
            spoken.say_with("consent-until-named", "day", &until),
        ],
    }
}
