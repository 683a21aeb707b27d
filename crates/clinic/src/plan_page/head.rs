//! What stands first: for whom, with what, when, and the answer in one sentence.

use needlework_evidence::Confidence;
use needlework_outcome::ScaleOutlook;
use needlework_planning::{NoticeLevel, Plan, PlannedSession, SessionKind};
use needlework_protocol::capitalised;
use needlework_protocol::screening::Permission;
use needlework_skin::{Menopause, Person, Photodamage, Phototype, Sex};

use super::amount::{against_today, at_day, end, finest_of, of_hundred, plain};
use super::day;
use super::evidence::{Evidence, origins};
use super::how_it_works::kind_name;
use crate::language::Language;

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
    pub(crate) label: String,
    pub(crate) value: String,
    pub(crate) more: String,
}

/// One notice.
pub(crate) struct NoticeView {
    pub(crate) class: &'static str,
    pub(crate) level: String,
    pub(crate) text: String,
    pub(crate) evidence: Evidence,
}

impl Head {
    pub(crate) fn of(plan: &Plan, words: &Language) -> Self {
        let main = plan
            .zones
            .first()
            .and_then(|zone| zone.outlook.scales.first());
        Self {
            title: plan.case.title.clone(),
            indication: plan.indication_plain_name.clone(),
            person: person(&plan.case.person, words),
            facts: facts(plan, words),
            answer: main.map_or_else(String::new, |scale| answer(plan, scale, words)),
            visible: main.map_or_else(String::new, |scale| visible(plan, scale, words)),
            sureness: sureness(plan, words),
            notices: notices(plan, words),
        }
    }
}

fn person(person: &Person, words: &Language) -> String {
    let age = format!("{:.0}", person.age_years);
    let who = match person.sex {
        Sex::Female => "plan-woman",
        Sex::Male => "plan-man",
    };
    let tone = match person.phototype {
        Phototype::I => "plan-phototype-I",
        Phototype::II => "plan-phototype-II",
        Phototype::III => "plan-phototype-III",
        Phototype::IV => "plan-phototype-IV",
        Phototype::V => "plan-phototype-V",
        Phototype::VI => "plan-phototype-VI",
    };
    let sun = match person.photodamage {
        Photodamage::None => "plan-photodamage-none",
        Photodamage::Mild => "plan-photodamage-mild",
        Photodamage::Moderate => "plan-photodamage-moderate",
        Photodamage::Severe => "plan-photodamage-severe",
    };
    let mut said = vec![
        words.say_with(who, "age", &age),
        words.say(tone),
        words.say(sun),
    ];
    match person.menopause {
        Menopause::NotReached => {}
        Menopause::YearsSince(years) if years < 1.5 => {
            said.push(words.say("plan-menopause-one"));
        }
        Menopause::YearsSince(years) => {
            let years = format!("{years:.0}");
            said.push(words.say_with("plan-menopause", "years", &years));
        }
    }
    if person.acne_prone {
        said.push(words.say("plan-acne-prone"));
    }
    said.join(", ")
}

fn facts(plan: &Plan, words: &Language) -> Vec<Fact> {
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
    let date = |row: Option<&PlannedSession>| {
        row.map_or_else(String::new, |row| day::date(words, &row.starts))
    };
    let (first, last) = (date(treatments().next()), date(treatments().next_back()));
    let count = treatments().count();
    let upkeep = match plan.sessions.len() - count {
        0 => words.say("plan-no-upkeep"),
        count => words.count("plan-then-upkeep", count),
    };
    let from = match plan.permission() {
        Permission::Permitted => "plan-from",
        Permission::NotYet | Permission::Refused => "plan-draft-from",
    };
    let judged = words.say_with(
        "plan-after-the-first",
        "stretch",
        &day::stretch(words, plan.judged_day),
    );
    let fact = |key: &str, value: String, more: String| Fact {
        label: words.say(key),
        value,
        more,
    };
    let mut facts = vec![
        fact("plan-where", zones.join(", "), String::new()),
        fact("plan-with", plan.device.name.clone(), needles(plan, words)),
        fact(
            "plan-how-often",
            words.count("plan-session-count", count),
            upkeep,
        ),
        fact(from, first, words.say_with("plan-until", "day", &last)),
        fact("plan-judged-on", day::date(words, &plan.judged_on), judged),
    ];
    let redness = plan.zones.first().and_then(|zone| {
        let mut signs = zone.outlook.side_effects.iter();
        signs
            .find(|sign| sign.id == "redness")
            .map(|sign| end(words, &sign.ends_hour))
    });
    if let Some(redness) = redness {
        let more = words.say("plan-after-each-session");
        facts.insert(4, fact("plan-redness-lasts", redness, more));
    }
    facts
}

/// "pen, needle 1.5 mm", or the shortest and the longest over the zones.
fn needles(plan: &Plan, words: &Language) -> String {
    let lengths = || {
        plan.zones
            .iter()
            .map(|zone| zone.technique.needle_length_mm)
    };
    let shortest = plain(words, lengths().fold(f64::INFINITY, f64::min));
    let longest = plain(words, lengths().fold(0.0, f64::max));
    let kind = kind_name(plan.device.kind, words);
    if plan.zones.is_empty() {
        return kind;
    }
    let values = [
        ("kind", kind.as_str()),
        ("shortest", &shortest),
        ("longest", &longest),
    ];
    let key = if shortest == longest {
        "plan-needles-of-one-length"
    } else {
        "plan-needles-of-lengths"
    };
    words.say_all(key, &values)
}

fn answer(plan: &Plan, scale: &ScaleOutlook, words: &Language) -> String {
    let Some(change) = at_day(&scale.improvement, plan.judged_day) else {
        return String::new();
    };
    let zone = plan
        .zones
        .first()
        .map_or("", |zone| zone.plain_name.as_str());
    let unit = &scale.improvement.unit;
    let change = against_today(words, &change, finest_of(scale.range), unit);
    words.say_all(
        "plan-answer",
        &[
            ("scale", &capitalised(&scale.plain_name)),
            ("zone", zone),
            ("day", &day::date(words, &plan.judged_on)),
            ("change", &change),
        ],
    )
}

/// How likely the change is to be seen, in words and as a number.
fn visible(plan: &Plan, scale: &ScaleOutlook, words: &Language) -> String {
    let Some(chance) = scale.chance_at(plan.judged_day) else {
        return String::new();
    };
    let middle = at_day(&scale.improvement, plan.judged_day);
    let small = middle.is_some_and(|change| change.p50 < scale.minimal_detectable_change.value);
    let seen = words.say_all(
        "plan-seen",
        &[
            ("likelihood", &likelihood(words, chance)),
            ("number", &of_hundred(words, chance)),
        ],
    );
    if small {
        format!("{} {seen}", words.say("plan-middle-too-small"))
    } else {
        seen
    }
}

/// A probability in words.
pub(crate) fn likelihood(words: &Language, chance: f64) -> String {
    words.say(if chance >= 0.9 {
        "plan-very-likely"
    } else if chance >= 0.66 {
        "plan-likely"
    } else if chance > 0.33 {
        "plan-as-likely-as-not"
    } else if chance > 0.1 {
        "plan-unlikely"
    } else {
        "plan-very-unlikely"
    })
}

fn sureness(plan: &Plan, words: &Language) -> String {
    let total = origins(plan).count();
    let assumed = origins(plan)
        .filter(|origin| origin.confidence == Confidence::Assumption)
        .count();
    words.say_all(
        "plan-sureness",
        &[
            ("assumed", &assumed.to_string()),
            ("total", &total.to_string()),
        ],
    )
}

fn notices(plan: &Plan, words: &Language) -> Vec<NoticeView> {
    let view = plan.notices.iter().map(|notice| NoticeView {
        class: match notice.level {
            NoticeLevel::Decision => "decision",
            NoticeLevel::Warning => "warning",
            NoticeLevel::Note => "note",
        },
        level: words.say(match notice.level {
            NoticeLevel::Decision => "plan-notice-decision",
            NoticeLevel::Warning => "plan-notice-warning",
            NoticeLevel::Note => "plan-notice-note",
        }),
        text: notice.text.clone(),
        evidence: Evidence::of(plan, &notice.basis, words),
    });
    view.collect()
}
