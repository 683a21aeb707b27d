//! The form of a plan: wishes, device, zones, dates, and how they become a case.

use std::collections::BTreeSet;

use jiff::civil::Date;
use needlework_chart::fold::{Chart, Plan};
use needlework_chart::id::{PatientId, PlanId, ScreeningId};
use needlework_needling::{Coverage, Device, DeviceKind};
use needlework_planning::{Library, usual_coverage};
use needlework_protocol::screening::mechanical_lengths_mm;
use needlework_skin::{Photodamage, Phototype, Sex, ZoneKind};

use super::plans::typed::spared;
use crate::server::case_draft::{
    CaseDraft, CourseDraft, DatesDraft, DeviceDraft, PersonDraft, ZoneDraft,
};
use crate::server::earlier::learn;
use crate::server::face_map::ZoneRole;
use crate::server::intake::{CoverageField, Fields, Intake, person_of, refused_field, zones_of};
use crate::server::page::{Page, age_years};
use crate::server::plan_document::PlanDocument;
use crate::server::problem::Problem;

/// Device that the form proposes where nothing was said yet.
const FIRST_DEVICE: &str = "exceed-unlimited";
/// How many times the usual coverage a slider reaches.
const SLIDER_REACH: f64 = 4.0;
/// Wish that the form proposes where nothing was said yet.
const FIRST_INDICATION: &str = "facial-wrinkles";

/// One choice of a list.
pub(super) struct Choice {
    pub(super) id: String,
    pub(super) text: String,
    pub(super) is_chosen: bool,
}

/// One zone in the form.
pub(super) struct ZoneRow {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) is_target: bool,
    /// The role of a zone that is spared: protected, or left out by the clinician.
    pub(super) spared: Option<ZoneRole>,
    pub(super) is_main: bool,
    pub(super) length: String,
    pub(super) usual_length: String,
    pub(super) coverage: String,
    pub(super) lemperle: String,
    pub(super) scar: String,
    pub(super) laxity: String,
}

impl ZoneRow {
    /// Whether it is spared in this role.
    pub(super) fn is_spared_as(&self, role: &str) -> bool {
        self.spared.is_some_and(|spared| spared.name() == role)
    }
}

/// The form, filled in.
pub(super) struct PlanForm {
    pub(super) name: String,
    pub(super) indications: Vec<Choice>,
    pub(super) devices: Vec<Choice>,
    pub(super) sexes: Vec<Choice>,
    pub(super) phototypes: Vec<Choice>,
    pub(super) photodamages: Vec<Choice>,
    pub(super) years_since_menopause: String,
    pub(super) acne_prone: bool,
    /// Whether something of the person must be chosen before a plan can be made.
    pub(super) lacks_person: bool,
    pub(super) zones: Vec<ZoneRow>,
    pub(super) coverage_label: String,
    /// How coverage is counted in the fields of this form.
    pub(super) coverage_kind: &'static str,
    pub(super) usual_coverage: String,
    /// Steps of the slider of coverage, and where it ends; the field beside it takes more.
    pub(super) coverage_step: f64,
    pub(super) most_coverage: f64,
    pub(super) shortest_mm: f64,
    pub(super) longest_mm: f64,
    pub(super) numbing_minutes: String,
    pub(super) usual_sessions: String,
    pub(super) usual_interval_days: String,
    pub(super) sessions: String,
    pub(super) interval_days: String,
    pub(super) maintenance_per_year: String,
    pub(super) first_session: String,
    pub(super) event: String,
}

/// A plan that is being written.
#[derive(Debug, Clone)]
pub(in crate::server) struct Draft {
    pub(in crate::server) name: String,
    pub(in crate::server) protected: BTreeSet<String>,
    pub(in crate::server) excluded: BTreeSet<String>,
    pub(in crate::server) case: CaseDraft,
}

impl From<PlanDocument> for Draft {
    fn from(document: PlanDocument) -> Self {
        Self {
            name: document.name,
            protected: document.protected,
            excluded: document.excluded,
            case: document.case,
        }
    }
}

impl Draft {
    /// A draft from the newest answers of a chart, or, where an earlier plan exists, from that.
    pub(in crate::server) fn proposed(
        page: &Page,
        patient: PatientId,
        chart: &Chart,
        today: Date,
    ) -> Result<Self, Problem> {
        let birth_date = chart.identity.as_ref().ok_or(Problem::NotFound)?.birth_date;
        let age = f64::from(age_years(birth_date, today));
        let newest = chart.plans.iter().next_back();
        let earlier = newest.and_then(|(_, plan)| PlanDocument::read(&plan.document).ok());
        let intake = Intake::newest(chart);
        let sent = Intake::sent(chart).filter(|_| intake.is_none());
        let (protected, excluded) = earlier.as_ref().map_or_else(Default::default, |earlier| {
            (earlier.protected.clone(), earlier.excluded.clone())
        });
        let mut case = match (earlier, &intake) {
            (Some(earlier), Some((id, intake))) => {
                let mut case = earlier.case;
                if is_newer(chart, *id, newest.map(|(_, plan)| plan)) {
                    case.person = intake.person.clone();
                }
                case
            }
            (Some(earlier), None) => earlier.case,
            (None, Some((_, intake))) => case_of_intake(page, patient, today, intake),
            // Shown as the person's own words until a clinician records them.
            (None, None) => sent.map_or_else(
                || first_case(page, patient, today),
                |(_, sent)| case_of_intake(page, patient, today, &sent),
            ),
        };
        case.dates.first_session = None;
        case.dates.event = case.dates.event.filter(|event| *event > today);
        let mut draft = Self {
            name: String::new(),
            protected,
            excluded,
            case,
        };
        draft.be_of_today(page, chart, age, today);
        Ok(draft)
    }

    /// What a plan of a chart asks for, with the person and the newest answers as of today: zones that it needles and no others,
    /// and no dates, since the day is that of whoever asks.
    ///
    /// # Errors
    /// When the chart does not hold the plan, or not in a form that this version can read.
    pub(in crate::server) fn of_plan(
        page: &Page,
        chart: &Chart,
        plan: PlanId,
        today: Date,
    ) -> Result<Self, Problem> {
        let birth_date = chart.identity.as_ref().ok_or(Problem::NotFound)?.birth_date;
        let age = f64::from(age_years(birth_date, today));
        let known = chart.plans.get(&plan).ok_or(Problem::NotFound)?;
        let document = PlanDocument::read(&known.document)?;
        let needled: BTreeSet<String> = document
            .forecast
            .zones
            .iter()
            .map(|zone| zone.zone.clone())
            .collect();
        let mut draft = Self::from(document);
        if let Some((id, intake)) = Intake::newest(chart)
            && is_newer(chart, id, Some(known))
        {
            draft.case.person = intake.person;
        }
        let case = &mut draft.case;
        case.zones.retain(|zone| needled.contains(&zone.zone));
        case.dates = DatesDraft {
            time_zone: case.dates.time_zone.clone(),
            ..DatesDraft::default()
        };
        draft.be_of_today(page, chart, age, today);
        Ok(draft)
    }

    fn be_of_today(&mut self, page: &Page, chart: &Chart, age_years: f64, today: Date) {
        self.case.person.age_years = age_years;
        self.case.planned_on = today;
        // Another plan, made on another day, knew other results.
        self.case.earlier = Vec::new();
        self.screen(page, chart);
    }

    /// The draft with what was typed of the person, the wish, the device and the zones.
    ///
    /// # Errors
    /// When a number is none.
    pub(super) fn retype(&mut self, library: &Library, fields: &Fields) -> Result<(), Problem> {
        let case = &mut self.case;
        case.person = person_of(fields, case.person.age_years)?;
        fields.get("indication").clone_into(&mut case.indication);
        fields.get("device").clone_into(&mut case.device.id);
        case.zones = zones_of(fields, coverage_field(library, &case.device.id))?;
        Ok(())
    }

    /// A draft as the form says it.
    pub(super) fn of_form(
        page: &Page,
        patient: PatientId,
        chart: &Chart,
        library: &Library,
        fields: &Fields,
        today: Date,
    ) -> Result<Self, Problem> {
        let birth_date = chart.identity.as_ref().ok_or(Problem::NotFound)?.birth_date;
        let person = person_of(fields, f64::from(age_years(birth_date, today)))?;
        let mut case = empty_case(page, patient, today, person);
        fields.get("indication").clone_into(&mut case.indication);
        case.device = DeviceDraft {
            id: fields.get("device").to_owned(),
            numbing_minutes: fields.number("numbing_minutes")?,
        };
        case.title = title(page, library, &case);
        case.zones = zones_of(fields, coverage_field(library, &case.device.id))?;
        case.course = CourseDraft {
            sessions: fields.whole("sessions")?,
            interval_days: fields.whole("interval_days")?,
            maintenance_per_year: fields.whole("maintenance_per_year")?,
        };
        case.dates = DatesDraft {
            first_session: fields.some("first_session").map(str::to_owned),
            event: day(fields, "event")?,
            ..case.dates
        };
        let mut draft = Self {
            name: fields.get("name").to_owned(),
            protected: spared(library, fields, ZoneRole::Protect),
            excluded: spared(library, fields, ZoneRole::Exclude),
            case,
        };
        draft.screen(page, chart);
        draft.know_last_session(chart);
        learn(&mut draft.case, page, chart, library);
        Ok(draft)
    }

    /// Lets the last session that the chart holds count beside the answers: they may be older, or say nothing of it.
    pub(in crate::server) fn know_last_session(&mut self, chart: &Chart) {
        if let Some(screening) = &mut self.case.screening {
            screening.last_session = chart.last_held_on();
        }
    }

    /// Puts the newest answers of the chart into the case, with the decisions about them.
    fn screen(&mut self, page: &Page, chart: &Chart) {
        self.case.screening = Intake::newest(chart).map(|(id, intake)| {
            let mut screening = intake.with_decisions(chart, id, page);
            screening.appointment = None;
            screening
        });
    }
}

/// Whether answers are newer than a plan: what they say of the person then counts.
fn is_newer(chart: &Chart, screening: ScreeningId, plan: Option<&Plan>) -> bool {
    let answered = chart.screenings.get(&screening).map(|one| one.recorded_at);
    let drafted = plan
        .and_then(|plan| plan.moves.first())
        .map(|moved| moved.at);
    answered > drafted
}

fn day(fields: &Fields, name: &str) -> Result<Option<Date>, Problem> {
    fields
        .some(name)
        .map(|text| text.parse().map_err(|_| refused_field("refused-day", name)))
        .transpose()
}

fn empty_case(page: &Page, patient: PatientId, today: Date, person: PersonDraft) -> CaseDraft {
    let zone = page.zone().iana_name().unwrap_or("UTC").to_owned();
    CaseDraft::new(
        page.say("plan"),
        patient.to_string(),
        today,
        FIRST_INDICATION.to_owned(),
        person,
        DeviceDraft {
            id: FIRST_DEVICE.to_owned(),
            numbing_minutes: None,
        },
        zone,
    )
}

/// What the form proposes where nothing is known.
fn first_case(page: &Page, patient: PatientId, today: Date) -> CaseDraft {
    let mut case = empty_case(page, patient, today, unknown_person());
    case.zones.push(ZoneDraft {
        zone: "cheek".to_owned(),
        ..ZoneDraft::default()
    });
    case
}

fn case_of_intake(page: &Page, patient: PatientId, today: Date, intake: &Intake) -> CaseDraft {
    let mut case = empty_case(page, patient, today, intake.person.clone());
    case.indication.clone_from(&intake.indication);
    case.device.id.clone_from(&intake.device);
    case.zones.clone_from(&intake.zones);
    case
}

/// A person of whom only the age is known: the form asks for the rest, since a guess would look like an answer.
fn unknown_person() -> PersonDraft {
    PersonDraft {
        age_years: 0.0,
        sex: String::new(),
        phototype: String::new(),
        photodamage: String::new(),
        years_since_menopause: None,
        acne_prone: false,
    }
}

fn title(page: &Page, library: &Library, case: &CaseDraft) -> String {
    let wish = library
        .courses
        .get(&case.indication)
        .map_or_else(|| page.say("plan"), |indication| indication.name.clone());
    format!("{wish}, {:.0}", case.person.age_years)
}

/// How coverage is counted with a device.
pub(super) fn coverage_field(library: &Library, device: &str) -> CoverageField {
    match library.devices.get(device).map(|device| device.kind) {
        Some(DeviceKind::Pen) | None => CoverageField::SecondsPerCm2,
        Some(DeviceKind::Roller) => CoverageField::Passes,
        Some(DeviceKind::Stamp) => CoverageField::ChannelsPerCm2,
    }
}

impl PlanForm {
    /// The form of a draft.
    pub(super) fn of(page: &Page, library: &Library, draft: &Draft) -> Self {
        let case = &draft.case;
        let person = &case.person;
        let field = coverage_field(library, &case.device.id);
        let device = library.devices.get(&case.device.id);
        let lengths = device.map_or(0.2..=3.0, mechanical_lengths_mm);
        let usual = device.and_then(|device| usual_amount(device, field, library));
        let step = match field {
            CoverageField::Passes => 1.0,
            CoverageField::ChannelsPerCm2 => 10.0,
            CoverageField::SecondsPerCm2 => 0.5,
        };
        let course = library.courses.get(&case.indication);
        Self {
            name: draft.name.clone(),
            indications: indications(page, library, &case.indication),
            devices: library
                .devices
                .iter()
                .map(|device| Choice {
                    id: device.id.clone(),
                    text: page.device_name(&device.id),
                    is_chosen: device.id == case.device.id,
                })
                .collect(),
            sexes: choices(page, "sex", Sex::NAMES, &person.sex),
            phototypes: choices(page, "phototype", Phototype::NAMES, &person.phototype),
            photodamages: choices(page, "photodamage", Photodamage::NAMES, &person.photodamage),
            years_since_menopause: shown(person.years_since_menopause),
            acne_prone: person.acne_prone,
            lacks_person: !person.missing().is_empty(),
            zones: zones(page, library, draft, field),
            coverage_label: page.say(field.label()),
            coverage_kind: field.label(),
            usual_coverage: shown(usual),
            coverage_step: step,
            most_coverage: SLIDER_REACH * usual.unwrap_or(step).max(step),
            usual_sessions: shown_whole(course.and_then(|course| course.sessions)),
            usual_interval_days: shown_whole(course.and_then(|course| course.interval_days)),
            shortest_mm: *lengths.start(),
            longest_mm: *lengths.end(),
            numbing_minutes: shown(case.device.numbing_minutes),
            sessions: shown_whole(case.course.sessions),
            interval_days: shown_whole(case.course.interval_days),
            maintenance_per_year: shown_whole(case.course.maintenance_per_year),
            first_session: case.dates.first_session.clone().unwrap_or_default(),
            event: case
                .dates
                .event
                .map_or_else(String::new, |day| day.to_string()),
        }
    }
}

/// Choices of a list that the case files know, with the texts under `subject-name`.
fn choices<T>(page: &Page, subject: &str, names: &[(&str, T)], chosen: &str) -> Vec<Choice> {
    let choice = |(name, _): &(&str, T)| Choice {
        id: (*name).to_owned(),
        text: page.say(&format!("{subject}-{name}")),
        is_chosen: *name == chosen,
    };
    names.iter().map(choice).collect()
}

/// The wishes that a course can be planned for.
pub(super) fn indications(page: &Page, library: &Library, chosen: &str) -> Vec<Choice> {
    library
        .courses
        .iter()
        .map(|indication| Choice {
            text: page.indication_name(&indication.id),
            is_chosen: indication.id == chosen,
            id: indication.id.clone(),
        })
        .collect()
}

fn zones(page: &Page, library: &Library, draft: &Draft, field: CoverageField) -> Vec<ZoneRow> {
    let open = library.zones.iter().filter(|zone| zone.blocked.is_none());
    let mut rows: Vec<ZoneRow> = open
        .map(|zone| {
            let chosen = draft.case.zones.iter().find(|one| one.zone == zone.id);
            let wish = chosen.cloned().unwrap_or_default();
            let usual = library.depths.get(&zone.id, &draft.case.indication);
            let coverage = match field {
                CoverageField::Passes => wish.passes,
                CoverageField::ChannelsPerCm2 => wish.channels_per_cm2,
                CoverageField::SecondsPerCm2 => wish.seconds_per_cm2,
            };
            ZoneRow {
                name: page.zone_name(&zone.id),
                is_target: chosen.is_some(),
                spared: spared_as(draft, &zone.id),
                is_main: draft
                    .case
                    .zones
                    .first()
                    .is_some_and(|main| main.zone == zone.id),
                length: shown(wish.needle_length_mm),
                usual_length: usual.map_or_else(String::new, |row| row.warn_above_mm.to_string()),
                coverage: shown(coverage),
                lemperle: shown(wish.lemperle_grade),
                scar: shown(wish.goodman_baron_grade),
                laxity: shown(wish.laxity_grade),
                id: zone.id.clone(),
            }
        })
        .collect();
    let is_of_body = |id: &str| {
        library
            .zones
            .get(id)
            .is_some_and(|zone| zone.kind == ZoneKind::Body)
    };
    rows.sort_by_key(|row| (!row.is_target, is_of_body(&row.id)));
    rows
}

fn spared_as(draft: &Draft, zone: &str) -> Option<ZoneRole> {
    if draft.excluded.contains(zone) {
        return Some(ZoneRole::Exclude);
    }
    let is_protected = draft.protected.contains(zone);
    is_protected.then_some(ZoneRole::Protect)
}

/// The usual coverage with a device, counted as its field counts; `None` where it is told otherwise alone.
fn usual_amount(device: &Device, field: CoverageField, library: &Library) -> Option<f64> {
    match (usual_coverage(device, &library.visits).0, field) {
        (Coverage::Passes(value), CoverageField::Passes)
        | (Coverage::ChannelsPerCm2(value), CoverageField::ChannelsPerCm2)
        | (Coverage::SecondsPerCm2(value), CoverageField::SecondsPerCm2) => Some(value),
        (_, CoverageField::ChannelsPerCm2) => Some(library.visits.stamp_channels_per_cm2.value),
        _ => None,
    }
}

fn shown(number: Option<f64>) -> String {
    number.map_or_else(String::new, |number| number.to_string())
}

fn shown_whole(number: Option<u32>) -> String {
    number.map_or_else(String::new, |number| number.to_string())
}
