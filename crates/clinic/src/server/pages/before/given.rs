//! What somebody has answered, as a case and as an intake.

use std::collections::BTreeSet;

use jiff::civil::Date;
use needlework_planning::{Case, Library, YOUNGEST_MENOPAUSE_YEARS};
use needlework_protocol::Indication;
use needlework_protocol::screening::{AnswerKind, AskedOf, ScreeningRule};
use needlework_skin::{AGES_YEARS, Photodamage, Phototype, Sex};

use super::Sent;
use super::device::with_first;
use crate::server::case_draft::{
    CaseDraft, CourseDraft, DeviceDraft, PersonDraft, ScreeningDraft, ZoneDraft,
};
use crate::server::intake::{Beside, Fields, Intake, person_of};
use crate::server::page::Page;
use crate::server::pages::questionnaire::{Unclear, answers};

/// What stands in the place of a title: nobody is named here.
const NOBODY: &str = "before";

/// What is missing or cannot be read.
pub(super) struct Mistake {
    /// Id of its place on the page of the questions; empty: it has none.
    pub(super) place: String,
    /// What to do, for the person.
    pub(super) text: String,
}

impl From<Unclear> for Mistake {
    fn from(unclear: Unclear) -> Self {
        Self {
            place: unclear.anchor(),
            text: unclear.text,
        }
    }
}

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
    pub(super) fn read(sent: &Sent) -> Result<Self, Vec<Mistake>> {
        let (page, library) = (&sent.page, &sent.library);
        let mut mistakes = of_person(page, library, &sent.fields);
        let fields = with_unknown_dates(library, &sent.fields);
        let answers = answers(page, library, &fields, &Beside::default(), sent.today);
        match answers {
            Ok(screening) if mistakes.is_empty() => {
                let other = || Mistake {
                    place: String::new(),
                    text: page.say("before-mistake-other"),
                };
                Self::screened(sent, screening).ok_or_else(|| vec![other()])
            }
            Ok(_) => Err(mistakes),
            Err(unclear) => {
                mistakes.extend(unclear.into_iter().map(Mistake::from));
                Err(mistakes)
            }
        }
    }

    fn screened(sent: &Sent, screening: ScreeningDraft) -> Option<Self> {
        let (page, library, fields) = (&sent.page, &sent.library, &sent.fields);
        let today = sent.today;
        let age_years = fields.number("age").ok()??;
        let person = person_of(fields, age_years).ok()?;
        let course = library.courses.get(fields.get("indication"))?;
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
/// device has (the shortest that is usual anywhere, of a device that can be set to nothing), so that what the person answered is
/// looked at in all of them.
fn placed(library: &Library, draft: &CaseDraft, chosen: &[String]) -> Vec<ZoneDraft> {
    let device = library.devices.get(&draft.device.id);
    let usual = library.depths.iter().map(|row| row.start_mm);
    let usual = usual.filter(|length| *length > 0.0).min_by(f64::total_cmp);
    let shortest = device.map(|device| device.lengths.shortest_mm);
    let shortest = shortest.filter(|length| *length > 0.0).or(usual);
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

/// The fields, with an unknown date where a choice needs one and none was written: the page asks for it "if you know". What has
/// no known date is judged as if it could have been yesterday.
fn with_unknown_dates(library: &Library, fields: &Fields) -> Fields {
    let lacking = asked(library).filter_map(|rule| {
        let id = &rule.record.id;
        let (word, date) = (fields.get(&format!("answer_{id}")), format!("date_{id}"));
        let is_choice = !matches!(rule.kind, AnswerKind::Date | AnswerKind::DateRange);
        let is_lacking = is_choice && rule.needs_date(word) && fields.some(&date).is_none();
        is_lacking.then(|| (date, "unknown".to_owned()))
    });
    fields.and(lacking.collect())
}

/// What is missing or cannot be read of the person and the wish.
fn of_person(page: &Page, library: &Library, fields: &Fields) -> Vec<Mistake> {
    let mut mistakes = Vec::new();
    let mut add = |place: &str, text: String| {
        mistakes.push(Mistake {
            place: place.to_owned(),
            text,
        });
    };
    let age = fields.number("age").ok().flatten();
    if !age.is_some_and(|age| AGES_YEARS.contains(&age)) {
        let [low, high] = [AGES_YEARS.start(), AGES_YEARS.end()].map(|age| format!("{age:.0}"));
        add(
            "age",
            page.say_all("before-mistake-age", &[("low", &low), ("high", &high)]),
        );
    }
    let is_among = |name: &str, names: &[&str]| names.contains(&fields.get(name));
    let missing = [
        (is_among("sex", &names(Sex::NAMES)), "sex", "sex"),
        (
            is_among("phototype", &names(Phototype::NAMES)),
            "phototype",
            "before-phototype",
        ),
        (
            is_among("photodamage", &names(Photodamage::NAMES)),
            "photodamage",
            "before-photodamage",
        ),
        (
            library.courses.get(fields.get("indication")).is_some(),
            "wish",
            "before-wish",
        ),
    ];
    for (_, place, key) in missing.into_iter().filter(|(is_there, ..)| !is_there) {
        let what = page.say(key);
        add(
            place,
            page.say_with("before-mistake-missing", "what", &what),
        );
    }
    let may_have = fields.get("sex") != name_of(Sex::NAMES, Sex::Male);
    let longest = age.unwrap_or(*AGES_YEARS.end()) - YOUNGEST_MENOPAUSE_YEARS;
    let is_possible = |years: f64| may_have && (0.0..=longest).contains(&years);
    let years = fields.number("years_since_menopause").ok();
    if !years.is_some_and(|years| years.is_none_or(is_possible)) {
        add(
            "years_since_menopause",
            page.say("before-mistake-menopause"),
        );
    }
    mistakes
}

fn names<'a, T>(names: &[(&'a str, T)]) -> Vec<&'a str> {
    names.iter().map(|(name, _)| *name).collect()
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
