//! A plan in the words of a language: everything that it says by itself, and nothing that it counts.

use needlework_outcome::{Outlook, ScaleOutlook};
use needlework_protocol::check_in::{expected_course, guide};
use needlework_protocol::screening::Screening;
use needlework_protocol::{Language, Names, ScaleDefinition, Translations};

use crate::care::care_in;
use crate::consent::{consent_facts, named_risks};
use crate::error::PlanError;
use crate::library::Library;
use crate::outline::Outline;
use crate::plan::{Plan, Scenario, ZonePlan};
use crate::planner::{notices_in, variants_in};

/// Id under which the caveat on open channels is translated.
const OPEN_CHANNELS: &str = "open-channels";

/// A plan in the words of a language: the same ids, numbers and dates. What is not translated stays English: everything about
/// sources and assumptions.
///
/// # Errors
/// As [`crate::screening`], which a plan that was made with this library rules out.
pub fn plan_in(plan: &Plan, library: &Library, language: Language) -> Result<Plan, PlanError> {
    let Some(into) = library.translation(language) else {
        return Ok(plan.clone());
    };
    let outline = Outline::speaking(&plan.case, library, language)?;
    let check_in = library.check_in.translated(library.speech(language));
    let mut said = plan.clone();
    said.care = care_in(plan, library, language)?;
    said.notices = notices_in(plan, library, language)?;
    for (session, appointment) in said.sessions.iter_mut().zip(&outline.appointments) {
        session.moved_because.clone_from(&appointment.moved_because);
    }
    // A preview compares with no other course.
    if !said.scenarios.is_empty() {
        for variant in variants_in(&plan.case, &outline, library, language)? {
            let named = said.scenarios.iter_mut().filter(|one| one.id == variant.id);
            for scenario in named {
                scenario.name.clone_from(&variant.name);
                say_units(scenario, into);
            }
        }
    }
    if let Some(names) = into.indication(&plan.case.indication) {
        said.indication_name.clone_from(&names.name);
        said.indication_plain_name.clone_from(&names.plain_name);
    }
    for zone in &mut said.zones {
        say_zone(zone, &plan.case.indication, into);
        zone.expected_days = expected_course(&check_in, &zone.outlook.side_effects);
    }
    for result in said
        .own_results
        .iter_mut()
        .flat_map(|update| &mut update.known)
    {
        result.say(into);
    }
    say_quotes(&mut said, library, into);
    said.screening = outline.screening;
    say_screening(&mut said.screening, into);
    said.first_session = outline.first_session;
    said.check_ins = guide(&check_in);
    said.consent = consent_facts(&said.zones);
    said.named_risks = named_risks(&check_in);
    for (id, text) in &mut said.texts {
        if let Some(wording) = into.wording(id) {
            text.clone_from(&wording.text);
        }
    }
    Ok(said)
}

/// Rules, conflicts and decisions: findings and verdicts are said already.
fn say_screening(screening: &mut Screening, into: &Translations) {
    for record in screening.rules.values_mut() {
        record.say(into);
    }
    for (id, conflict) in &mut screening.conflicts {
        if let Some(words) = into.conflict(id) {
            words.say(conflict);
        }
    }
    for finding in &mut screening.findings {
        let decided = finding.overridden.as_mut();
        let decision = decided.and_then(|one| one.decision.as_mut());
        if let Some(decision) = decision
            && let Some(word) = into.word(&finding.rule, decision)
        {
            *decision = word.to_owned();
        }
    }
}

/// Other ways, the meaning of grades, and evaluated uses.
fn say_quotes(said: &mut Plan, library: &Library, into: &Translations) {
    if let Some(comparison) = &mut said.comparison {
        let alternatives = library.alternatives.translated(into);
        let phototype = said.case.person.phototype;
        let translated = alternatives.compare(&comparison.wish, phototype, comparison.years);
        if let Some(translated) = translated {
            *comparison = translated;
        }
    }
    let definitions = said.scale_definitions.iter_mut();
    into.say(&mut said.device.name);
    let uses = said.device.evaluated_uses.iter_mut();
    let texts = definitions
        .flat_map(ScaleDefinition::texts_mut)
        .chain(uses.map(|one| &mut one.indication));
    for text in texts {
        into.say(text);
    }
}

fn say_units(scenario: &mut Scenario, into: &Translations) {
    let scale = &mut scenario.scale;
    for series in [&mut scale.improvement, &mut scale.difference] {
        say_unit(&mut series.unit, into);
    }
}

fn say_unit(unit: &mut String, into: &Translations) {
    if let Some(word) = into.common_word(unit) {
        word.clone_into(unit);
    }
}

fn say_zone(zone: &mut ZonePlan, indication: &str, into: &Translations) {
    if let Some(names) = into.zone(&zone.zone) {
        zone.name.clone_from(&names.name);
        zone.plain_name.clone_from(&names.plain_name);
    }
    let Outlook {
        scales,
        side_effects,
        barrier,
        absorption,
        risks,
        histology,
        bleeding,
        discomfort,
        ..
    } = &mut zone.outlook;
    for scale in scales {
        say_scale(scale, indication, into);
    }
    for one in side_effects {
        let names = into.sign(&one.id);
        say_names((&mut one.name, Some(&mut one.plain_name)), names);
        say_caveat(&mut one.caveat, names);
    }
    for one in risks {
        let names = into.sign(&one.id);
        say_names((&mut one.name, Some(&mut one.plain_name)), names);
        say_caveat(&mut one.caveat, names);
    }
    for one in [bleeding, discomfort] {
        let names = into.sign(&one.id);
        say_names((&mut one.name, Some(&mut one.plain_name)), names);
        say_caveat(&mut one.caveat, names);
    }
    for one in absorption {
        let names = into.sign(&one.id);
        say_names((&mut one.name, None), names);
        say_caveat(&mut one.caveat, names);
    }
    for one in histology {
        let names = into.sign(&one.id);
        say_names((&mut one.name, None), names);
        say_caveat(&mut one.caveat, names);
    }
    say_caveat(&mut barrier.caveat, into.sign(OPEN_CHANNELS));
}

/// The caveat of a scale is followed by that of the wish.
fn say_scale(scale: &mut ScaleOutlook, indication: &str, into: &Translations) {
    let names = into.scale(&scale.id);
    say_names((&mut scale.name, Some(&mut scale.plain_name)), names);
    let caveats = [names, into.indication(indication)];
    let caveats = caveats.into_iter().flatten();
    let caveats: Vec<&str> = caveats.filter_map(|one| one.more.as_deref()).collect();
    if scale.caveat.is_some() && !caveats.is_empty() {
        scale.caveat = Some(caveats.join(" "));
    }
    say_unit(&mut scale.improvement.unit, into);
}

/// The names for a clinician and, where the plan holds it, for the patient.
fn say_names((name, plain_name): (&mut String, Option<&mut String>), names: Option<&Names>) {
    let Some(names) = names else {
        return;
    };
    name.clone_from(&names.name);
    if let Some(plain_name) = plain_name {
        plain_name.clone_from(&names.plain_name);
    }
}

fn say_caveat(caveat: &mut Option<String>, names: Option<&Names>) {
    let more = names.and_then(|names| names.more.as_ref());
    if let (Some(caveat), Some(more)) = (caveat, more) {
        caveat.clone_from(more);
    }
}
