//! What somebody has answered, as a case and as an intake.

use std::collections::BTreeSet;

use jiff::civil::Date;
use needlework_planning::{Case, Library};
use needlework_protocol::Indication;
use needlework_protocol::screening::{Anchor, AnswerKind, AskedOf, ScreeningRule};
use needlework_skin::{AGES_YEARS, Photodamage, Phototype, Sex};

use super::Sent;
use super::device::with_first;
use crate::server::case_draft::{CaseDraft, CourseDraft, DeviceDraft, PersonDraft, ZoneDraft};
use crate::server::intake::{Beside, Fields, Intake, person_of};
use crate::server::page::Page;
use crate::server::pages::questionnaire::{DATED, answers};

/// What stands in the place of a title: nobody is named here.
const NOBODY: &str = "before";

/// Answers that can be read.
pub(super) struct Given {
    pub(super) intake: Intake,
    /// As it is screened: with every zone that was chosen.
    pub(super) case: Case,
    /// As it is planned, where it can be: with the zones for which a usual needle length is known.
    pub(super) draft: CaseDraft,
    /// Zones for which no usual needle length is known for this wish.
    pub(super) undecided: Vec<String>,
    /// Whether the usual course of this wish in these zones is known, so that it can be planned.
    pub(super) is_planned: bool,
    /// Questions that were asked and not answered.
    pub(super) unanswered: usize,
}

/// Whether a question is asked before the first visit.
pub(super) fn is_asked(library: &Library, rule: &ScreeningRule) -> bool {
    rule.asked_of == AskedOf::Patient
        && !matches!(rule.kind, AnswerKind::Computed | AnswerKind::Questionnaire)
        && library.typical.is_asked(&rule.record.id)
}

fn asked(library: &Library) -> impl Iterator<Item = &ScreeningRule> {
    let rules = library.screening.iter();
    rules.filter(|rule| is_asked(library, rule))
}

/// The case of the person of the public page, with a device.
pub(super) fn typical_case(page: &Page, library: &Library, today: Date, device: &str) -> CaseDraft {
    let typical = &library.typical;
    let person = PersonDraft {
        age_years: typical.age_years,
        sex: name_of(Sex::NAMES, typical.sex),
        phototype: name_of(Phototype::NAMES, typical.phototype),
        photodamage: name_of(Photodamage::NAMES, typical.photodamage),
        years_since_menopause: None,
        acne_prone: false,
    };
    let mut case = empty_case(page, today, person, typical.indication.clone(), device);
    case.zones = typical.zones.iter().map(|id| zone(id)).collect();
    case
}

fn name_of<T: Copy + PartialEq>(names: &[(&str, T)], value: T) -> String {
    let found = names.iter().find(|(_, one)| *one == value);
    found.map_or_else(String::new, |(name, _)| (*name).to_owned())
}

fn zone(id: &str) -> ZoneDraft {
    ZoneDraft {
        zone: id.to_owned(),
        ..ZoneDraft::default()
    }
}

fn empty_case(
    page: &Page,
    today: Date,
    person: PersonDraft,
    indication: String,
    device: &str,
) -> CaseDraft {
    let device = DeviceDraft {
        id: device.to_owned(),
        numbing_minutes: None,
    };
    let time_zone = page.zone().iana_name().unwrap_or("UTC").to_owned();
    let (title, identifier) = (NOBODY.to_owned(), NOBODY.to_owned());
    CaseDraft::new(
        title, identifier, today, indication, person, device, time_zone,
    )
}

impl Given {
    /// Reads the answers of a form.
    ///
    /// # Errors
    /// When something is missing or cannot be read: what, in sentences for the person.
    pub(super) fn read(sent: &Sent) -> Result<Self, Vec<String>> {
        let mistakes = mistakes(&sent.page, &sent.library, &sent.fields);
        if !mistakes.is_empty() {
            return Err(mistakes);
        }
        Self::screened(sent).ok_or_else(|| vec![sent.page.say("before-mistake-other")])
    }

    fn screened(sent: &Sent) -> Option<Self> {
        let (page, library, fields) = (&sent.page, &sent.library, &sent.fields);
        let today = sent.today;
        let age_years = fields.number("age").ok()??;
        let person = person_of(fields, age_years).ok()?;
        let course = library.courses.get(fields.get("indication"))?;
        let language = page.protocol_language();
        let screening = answers(library, fields, &Beside::default(), (today, language)).ok()?;
        let unanswered = asked(library)
            .filter(|rule| !screening.answers.contains_key(&rule.record.id))
            .count();
        let chosen = zones(library, fields, course);
        let with_device = |device: &str| {
            let wish = course.id.clone();
            let mut draft = empty_case(page, today, person.clone(), wish, device);
            draft.screening = Some(screening.clone());
            draft.course = course_of(library, course);
            draft.zones = placed(library, &draft, &chosen);
            let case = draft.read(library)?;
            Ok((draft, case))
        };
        let usual = &library.typical.device;
        let (mut draft, case) = with_first(&sent.own_devices, usual, with_device).ok()?;
        let intake = Intake::new(
            person,
            course.id.clone(),
            draft.device.id.clone(),
            chosen.iter().map(|id| zone(id)).collect(),
            screening,
        );
        let is_known = |id: &str| library.depths.get(id, &course.id).is_some();
        let is_planned = course.sessions.is_some() && chosen.iter().any(|id| is_known(id));
        if is_planned {
            draft.zones.retain(|one| is_known(&one.zone));
        }
        let undecided = chosen.iter().filter(|id| !is_known(id));
        Some(Self {
            intake,
            case,
            draft,
            undecided: undecided.map(|id| page.zone_name(id)).collect(),
            is_planned,
            unanswered,
        })
    }
}

/// The zones that were chosen, else those that are usual for the wish.
fn zones(library: &Library, fields: &Fields, course: &Indication) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let chosen = fields.all("zone").into_iter();
    let known = chosen.filter(|id| {
        let zone = library.zones.get(id);
        zone.is_some_and(|zone| zone.blocked.is_none()) && seen.insert((*id).to_owned())
    });
    let chosen: Vec<String> = known.map(str::to_owned).collect();
    if chosen.is_empty() {
        course.usual_zones.clone()
    } else {
        chosen
    }
}

/// The zones that were chosen, as they are screened: each in which no usual needle length is known with the shortest that the
/// device has, so that what the person answered is looked at in all of them.
fn placed(library: &Library, draft: &CaseDraft, chosen: &[String]) -> Vec<ZoneDraft> {
    let device = library.devices.get(&draft.device.id);
    let shortest = device.map(|device| device.lengths.shortest_mm);
    let placed = chosen.iter().map(|id| {
        let usual = library.depths.get(id, &draft.indication);
        ZoneDraft {
            needle_length_mm: if usual.is_some() { None } else { shortest },
            ..zone(id)
        }
    });
    placed.collect()
}

/// The usual course; where there is none, the least of what was seen, so that the answers can be looked at.
fn course_of(library: &Library, course: &Indication) -> CourseDraft {
    let [fewest, _] = course.sessions_seen;
    let shortest = course.interval_days_seen.map(|[shortest, _]| shortest);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the row allows 1 to 365 days"
    )]
    let usual_shortest = library.visits.usual_shortest_interval_days.value as u32;
    CourseDraft {
        sessions: Some(course.sessions.unwrap_or(fewest)),
        interval_days: course.interval_days.or(shortest).or(Some(usual_shortest)),
        maintenance_per_year: None,
    }
}

/// What is missing or cannot be read.
fn mistakes(page: &Page, library: &Library, fields: &Fields) -> Vec<String> {
    let mut mistakes = Vec::new();
    let age = fields.number("age").ok().flatten();
    if !age.is_some_and(|age| AGES_YEARS.contains(&age)) {
        let [low, high] = [AGES_YEARS.start(), AGES_YEARS.end()].map(|age| format!("{age:.0}"));
        mistakes.push(page.say_all("before-mistake-age", &[("low", &low), ("high", &high)]));
    }
    let is_among = |name: &str, names: &[&str]| names.contains(&fields.get(name));
    let missing = [
        (is_among("sex", &names(Sex::NAMES)), "sex"),
        (
            is_among("phototype", &names(Phototype::NAMES)),
            "before-phototype",
        ),
        (
            is_among("photodamage", &names(Photodamage::NAMES)),
            "before-photodamage",
        ),
        (
            library.courses.get(fields.get("indication")).is_some(),
            "before-wish",
        ),
    ];
    for (_, key) in missing.into_iter().filter(|(is_there, _)| !is_there) {
        let what = page.say(key);
        mistakes.push(page.say_with("before-mistake-missing", "what", &what));
    }
    let speech = library.speech(page.protocol_language());
    let undated = asked(library).filter(|rule| lacks_date(rule, fields));
    mistakes.extend(undated.map(|rule| {
        let question = speech.question(&rule.record.id, &rule.question);
        page.say_with("before-mistake-date", "question", question)
    }));
    mistakes
}

fn names<'a, T>(names: &[(&'a str, T)]) -> Vec<&'a str> {
    names.iter().map(|(name, _)| *name).collect()
}

/// Whether an answer says that a date follows, and none does that can be read.
fn lacks_date(rule: &ScreeningRule, fields: &Fields) -> bool {
    let id = &rule.record.id;
    let given = |name: &str| fields.get(&format!("{name}_{id}"));
    if given("answer") == DATED {
        return match rule.kind {
            AnswerKind::DateRange => ["from", "to"]
                .into_iter()
                .any(|end| given(end).parse::<Date>().is_err()),
            _ => Anchor::parse(given("date")).is_none(),
        };
    }
    !given("date").is_empty() && Anchor::parse(given("date")).is_none()
}

/// The fields of the questions as they were sent, for the next form: nothing is kept in between. What the page does not ask is
/// left out.
pub(super) fn carried(sent: &Sent) -> Vec<(String, String)> {
    const OF_PERSON: [&str; 7] = [
        "age",
        "sex",
        "phototype",
        "photodamage",
        "years_since_menopause",
        "acne_prone",
        "indication",
    ];
    const OF_ANSWER: [&str; 6] = ["answer", "date", "from", "to", "marked", "detail"];
    let fields = &sent.fields;
    let of_rule = asked(&sent.library)
        .flat_map(|rule| OF_ANSWER.map(|name| format!("{name}_{}", rule.record.id)));
    let single = OF_PERSON.into_iter().map(str::to_owned).chain(of_rule);
    let mut carried: Vec<(String, String)> = single
        .filter_map(|name| {
            let value = fields.some(&name)?.to_owned();
            Some((name, value))
        })
        .collect();
    let zones = fields.all("zone").into_iter();
    carried.extend(zones.map(|zone| ("zone".to_owned(), zone.to_owned())));
    carried
}
