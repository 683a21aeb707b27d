//! What stands first: for whom, with what, when, and the answer in one sentence.

use needlework_evidence::Confidence;
use needlework_outcome::ScaleOutlook;
use needlework_planning::{NoticeLevel, Plan, SessionKind};
use needlework_protocol::capitalised;
use needlework_protocol::screening::Permission;
use needlework_skin::{Menopause, Person, Photodamage, Phototype, Sex};

use super::amount::{against_today, at_day, end, finest_of, of_hundred, plain};
use super::day;
use super::evidence::{Evidence, origins};
use super::how_it_works::kind_name;

/// The head of the page.
pub(crate) struct Head {
    pub(crate) title: String,
    pub(crate) indication: String,
    pub(crate) person: String,
    pub(crate) facts: Vec<Fact>,
    pub(crate) answer: String,
    pub(crate) visible: String,
    pub(crate) sureness: String,
    pub(crate) notices: Vec<NoticeView>,
}

/// One fact at a glance.
pub(crate) struct Fact {
    pub(crate) label: &'static str,
    pub(crate) value: String,
    pub(crate) more: String,
}

/// One notice.
pub(crate) struct NoticeView {
    pub(crate) class: &'static str,
    pub(crate) level: &'static str,
    pub(crate) text: String,
    pub(crate) evidence: Evidence,
}

impl Head {
    pub(crate) fn of(plan: &Plan) -> Self {
        let main = plan
            .zones
            .first()
            .and_then(|zone| zone.outlook.scales.first());
        Self {
            title: plan.case.title.clone(),
            indication: plan.indication_plain_name.clone(),
            person: person(&plan.case.person),
            facts: facts(plan),
            answer: main.map_or_else(String::new, |scale| answer(plan, scale)),
            visible: main.map_or_else(String::new, |scale| visible(plan, scale)),
            sureness: sureness(plan),
            notices: notices(plan),
        }
    }
}

fn person(person: &Person) -> String {
    let who = match person.sex {
        Sex::Female => "woman",
        Sex::Male => "man",
    };
    let tone = match person.phototype {
        Phototype::I => "I (always burns, never tans)",
        Phototype::II => "II (burns, tans with difficulty)",
        Phototype::III => "III (sometimes burns, tans)",
        Phototype::IV => "IV (rarely burns, tans easily)",
        Phototype::V => "V (never burns, tans very easily)",
        Phototype::VI => "VI (deeply pigmented)",
    };
    let sun = match person.photodamage {
        Photodamage::None => "no sun damage",
        Photodamage::Mild => "mild sun damage",
        Photodamage::Moderate => "moderate sun damage",
        Photodamage::Severe => "severe sun damage",
    };
    let menopause = match person.menopause {
        Menopause::NotReached => String::new(),
        Menopause::YearsSince(years) if years < 1.5 => ", 1 year after menopause".to_owned(),
        Menopause::YearsSince(years) => format!(", {years:.0} years after menopause"),
    };
    let acne = if person.acne_prone {
        ", prone to acne"
    } else {
        ""
    };
    format!(
        "A {who} of {:.0}, skin type {tone}, {sun}{menopause}{acne}",
        person.age_years
    )
}

fn facts(plan: &Plan) -> Vec<Fact> {
    let zones: Vec<&str> = plan
        .zones
        .iter()
        .map(|zone| zone.plain_name.as_str())
        .collect();
    let treatments = || {
        plan.sessions
            .iter()
            .filter(|row| row.kind == SessionKind::Treatment)
    };
    let first = treatments()
        .next()
        .map_or_else(String::new, |row| day::date(&row.starts));
    let last = treatments()
        .next_back()
        .map_or_else(String::new, |row| day::date(&row.starts));
    let count = treatments().count();
    let upkeep = plan.sessions.len() - count;
    let upkeep = match upkeep {
        0 => "no upkeep afterwards".to_owned(),
        1 => "then 1 upkeep session, proposed".to_owned(),
        count => format!("then {count} upkeep sessions, proposed"),
    };
    let plural = if count == 1 { "session" } else { "sessions" };
    let redness = plan.zones.first().and_then(|zone| {
        let mut signs = zone.outlook.side_effects.iter();
        signs
            .find(|sign| sign.id == "redness")
            .map(|sign| end(&sign.ends_hour))
    });
    let mut facts = vec![
        fact("Where", zones.join(", "), String::new()),
        fact("With", plan.device.name.clone(), needles(plan)),
        fact("How often", format!("{count} {plural}"), upkeep),
        fact(
            match plan.permission() {
                Permission::Permitted => "From",
                Permission::NotYet | Permission::Refused => "Draft, not confirmed: from",
            },
            first,
            format!("until {last}"),
        ),
        fact(
            "Judged on",
            day::date(&plan.judged_on),
            format!("{} after the first session", day::stretch(plan.judged_day)),
        ),
    ];
    if let Some(redness) = redness {
        facts.insert(
            4,
            fact("Redness lasts", redness, "after each session".to_owned()),
        );
    }
    facts
}

fn fact(label: &'static str, value: String, more: String) -> Fact {
    Fact { label, value, more }
}

/// "pen, needle 1.5 mm", or the shortest and the longest over the zones.
fn needles(plan: &Plan) -> String {
    let lengths = || {
        plan.zones
            .iter()
            .map(|zone| zone.technique.needle_length_mm)
    };
    let shortest = lengths().fold(f64::INFINITY, f64::min);
    let longest = lengths().fold(0.0, f64::max);
    let kind = kind_name(plan.device.kind);
    match (plain(shortest), plain(longest)) {
        _ if plan.zones.is_empty() => kind.to_owned(),
        (one, other) if one == other => format!("{kind}, needles of {one}\u{a0}mm"),
        (one, other) => format!("{kind}, needles of {one} to {other}\u{a0}mm"),
    }
}

fn answer(plan: &Plan, scale: &ScaleOutlook) -> String {
    let Some(change) = at_day(&scale.improvement, plan.judged_day) else {
        return String::new();
    };
    let zone = plan
        .zones
        .first()
        .map_or("", |zone| zone.plain_name.as_str());
    format!(
        "{} ({zone}) on {}: {}.",
        capitalised(&scale.plain_name),
        day::date(&plan.judged_on),
        against_today(&change, finest_of(scale.range), &scale.improvement.unit),
    )
}

/// How likely the change is to be seen, in words and as a number.
fn visible(plan: &Plan, scale: &ScaleOutlook) -> String {
    let Some(chance) = chance_at(scale, plan.judged_day) else {
        return String::new();
    };
    let middle = at_day(&scale.improvement, plan.judged_day);
    let small = middle.is_some_and(|change| change.p50 < scale.minimal_detectable_change.value);
    let small = if small {
        "The middle forecast is too small to be seen. "
    } else {
        ""
    };
    format!(
        "{small}A change big enough to be seen is {}: {} of 100 simulated courses reach it.",
        likelihood(chance),
        of_hundred(chance)
    )
}

/// Probability of a detectable change at a day: that of the last sample not after it.
pub(crate) fn chance_at(scale: &ScaleOutlook, day: f64) -> Option<f64> {
    let samples = scale
        .improvement
        .days
        .iter()
        .zip(&scale.probability_detectable);
    samples
        .take_while(|(sample, _)| **sample <= day + 0.5)
        .last()
        .map(|(_, chance)| *chance)
}

/// A probability in words.
pub(crate) fn likelihood(chance: f64) -> &'static str {
    if chance >= 0.9 {
        "very likely"
    } else if chance >= 0.66 {
        "likely"
    } else if chance > 0.33 {
        "about as likely as not"
    } else if chance > 0.1 {
        "unlikely"
    } else {
        "very unlikely"
    }
}

fn sureness(plan: &Plan) -> String {
    let total = origins(plan).count();
    let assumed = origins(plan)
        .filter(|origin| origin.confidence == Confidence::Assumption)
        .count();
    format!(
        "Not very sure. The forecast has not yet been checked against patients like this one, and {assumed} of the \
         {total} numbers and data rows behind it are assumptions. The ranges show how much that matters."
    )
}

fn notices(plan: &Plan) -> Vec<NoticeView> {
    let view = plan.notices.iter().map(|notice| NoticeView {
        class: match notice.level {
            NoticeLevel::Decision => "decision",
            NoticeLevel::Warning => "warning",
            NoticeLevel::Note => "note",
        },
        level: match notice.level {
            NoticeLevel::Decision => "A clinician must decide",
            NoticeLevel::Warning => "Warning",
            NoticeLevel::Note => "Note",
        },
        text: notice.text.clone(),
        evidence: Evidence::of(plan, &notice.basis),
    });
    view.collect()
}
