//! What somebody answered before treatment, as it lies in the chart, and what follows from it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use needlework_chart::event::{OverrideSubject, Role};
use needlework_chart::fold::Chart;
use needlework_chart::id::ScreeningId;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::access::SignedIn;
use super::case_draft::{
    AnswerDraft, OverrideDraft, PersonDraft, ResolvedDraft, ScreeningDraft, ZoneDraft,
};
use super::decided_lengths::longest_decided_mm;
use super::engine_refusal::EngineRefusal;
use super::page::Page;
use super::problem::Problem;
use super::said::Said;

/// Name and version of the format of the answers in the record.
const SCHEMA: &str = "needlework.intake/1";

/// Answers before treatment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Intake {
    schema: String,
    /// The person.
    pub person: PersonDraft,
    /// The wish, as an indication id.
    pub indication: String,
    /// Device that is thought of; screening looks at its limits.
    pub device: String,
    /// Zones, with what was graded.
    pub zones: Vec<ZoneDraft>,
    /// Answers to the questions.
    pub screening: ScreeningDraft,
}

impl Intake {
    /// New answers.
    pub(super) fn new(
        person: PersonDraft,
        indication: String,
        device: String,
        zones: Vec<ZoneDraft>,
        screening: ScreeningDraft,
    ) -> Self {
        Self {
            schema: SCHEMA.to_owned(),
            person,
            indication,
            device,
            zones,
            screening,
        }
    }

    /// The newest answers of a chart; `None` where nobody was asked, or in a form that this version cannot read.
    pub(super) fn newest(chart: &Chart) -> Option<(ScreeningId, Self)> {
        chart
            .screenings
            .iter()
            .max_by_key(|(_, stated)| stated.recorded_at)
            .and_then(|(id, stated)| Some((*id, Self::read(&stated.facts.answers)?)))
    }

    /// The newest answers that the person sent before the first visit, with the moment; nobody has confirmed them.
    pub(super) fn sent(chart: &Chart) -> Option<(Timestamp, Self)> {
        let newest = chart
            .intakes
            .values()
            .max_by_key(|sent| sent.facts.sent_at)?;
        let intake = Self::read(&newest.facts.answers)?;
        Some((newest.facts.sent_at, intake))
    }

    /// What the person sent, if nobody has asked the questions since it was taken into the chart.
    pub(super) fn unconfirmed(chart: &Chart) -> Option<(Timestamp, Self)> {
        let taken_in = chart.intakes.values().map(|sent| sent.recorded_at).max()?;
        if last_asked(chart) >= Some(taken_in) {
            return None;
        }
        Self::sent(chart)
    }

    /// Answers as they were recorded; `None`: in a form that this version cannot read.
    pub(super) fn read(answers: &Value) -> Option<Self> {
        let intake: Self = serde_json::from_value(answers.clone()).ok()?;
        (intake.schema == SCHEMA).then_some(intake)
    }

    /// As it is recorded.
    ///
    /// # Errors
    /// When it cannot be written as JSON, which no answers are known to cause.
    pub(super) fn to_value(&self) -> Result<Value, Problem> {
        Ok(serde_json::to_value(self)?)
    }

    /// The answers with the decisions that stand: those about these answers, and those about an earlier state of the same
    /// questioning, as long as what they were about is unchanged. Where a state is recorded as over, or an answer is corrected on
    /// its day, everything else keeps its decision. Answers of another day are for another appointment and are decided anew.
    pub(super) fn with_decisions(
        &self,
        chart: &Chart,
        screening: ScreeningId,
        page: &Page,
    ) -> ScreeningDraft {
        let rules = &page.library().screening;
        let mut draft = self.screening.clone();
        for stated in chart.overrides.values() {
            let OverrideSubject::ScreeningRule {
                screening: about,
                rule,
                version,
            } = &stated.facts.subject
            else {
                continue;
            };
            let still_stands = *about == screening || self.leaves_alone(chart, *about, rule);
            let Some(role) = deciding_role(stated.author.role).filter(|_| still_stands) else {
                continue;
            };
            let code = &stated.facts.reason_code;
            draft.overrides.push(OverrideDraft {
                rule: rule.clone(),
                version: *version,
                role: role.name().to_owned(),
                decision: (!code.is_empty()).then(|| code.clone()),
                reason: stated.facts.reason.clone(),
                at: local(stated.recorded_at, page.zone()),
                longest_mm: longest_decided_mm(chart, (rules, rule), stated.recorded_at),
            });
        }
        draft
    }

    /// Whether what a decision about an earlier state was about is as it was: the answer, and what findings are calculated from.
    fn leaves_alone(&self, chart: &Chart, earlier: ScreeningId, rule: &str) -> bool {
        let stated = chart.screenings.get(&earlier);
        let Some(before) = stated.and_then(|one| Self::read(&one.facts.answers)) else {
            return false;
        };
        before.screening.answered_on == self.screening.answered_on
            && before.screening.answers.get(rule) == self.screening.answers.get(rule)
            && before.person == self.person
            && before.indication == self.indication
            && before.device == self.device
            && before.zones == self.zones
    }
}

/// When somebody asked the questions the last time. Where a state was recorded as over, answers are written anew and nobody was
/// asked.
fn last_asked(chart: &Chart) -> Option<Timestamp> {
    let mut screenings: Vec<_> = chart.screenings.values().collect();
    screenings.sort_by_key(|stated| stated.recorded_at);
    let given = |answers: &Value| {
        ["/screening/answers", "/screening/answered_on"]
            .map(|place| answers.pointer(place).cloned())
    };
    let over = |answers: &Value| {
        let resolved = answers.pointer("/screening/resolved");
        resolved.and_then(Value::as_array).map_or(0, Vec::len)
    };
    let mut before = None;
    let mut asked = None;
    for stated in screenings {
        let answers = &stated.facts.answers;
        let now = (given(answers), over(answers));
        let is_over_alone = before
            .as_ref()
            .is_some_and(|(given, over)| *given == now.0 && *over < now.1);
        if !is_over_alone {
            asked = Some(stated.recorded_at);
        }
        before = Some(now);
    }
    asked
}

/// What stands beside the questions when they are asked: what was recorded the last time, and in its place what the person has
/// sent since.
#[derive(Debug, Default)]
pub(super) struct Beside {
    /// By rule.
    pub answers: BTreeMap<String, AnswerDraft>,
    /// Rules for which the person's own answer stands there. Nobody has confirmed it.
    pub of_person: BTreeSet<String>,
    /// When the person sent those.
    pub sent_at: Option<Timestamp>,
    /// What was recorded the last time, by rule.
    pub recorded: BTreeMap<String, AnswerDraft>,
    /// The day on which that was answered.
    pub answered_on: Option<Date>,
    /// States that were recorded as over since.
    pub resolved: Vec<ResolvedDraft>,
}

impl Beside {
    /// What a chart holds.
    pub(super) fn of(chart: &Chart) -> Self {
        let newest = Intake::newest(chart);
        let mut beside = newest.map_or_else(Self::default, |(_, intake)| Self {
            answers: intake.screening.answers.clone(),
            recorded: intake.screening.answers,
            answered_on: Some(intake.screening.answered_on),
            resolved: intake.screening.resolved,
            ..Self::default()
        });
        if let Some((at, sent)) = Intake::unconfirmed(chart) {
            beside.sent_at = Some(at);
            beside.of_person = sent.screening.answers.keys().cloned().collect();
            beside.answers.extend(sent.screening.answers);
        }
        beside
    }

    /// Whether the answers were given on a day: asking again on that day corrects them.
    pub(super) fn is_of(&self, day: Date) -> bool {
        self.answered_on == Some(day)
    }

    /// What was recorded about a rule, where the person says something else now.
    pub(super) fn contradicted(&self, rule: &str) -> Option<&AnswerDraft> {
        let recorded = self.recorded.get(rule)?;
        let is_other = self.of_person.contains(rule) && self.answers.get(rule) != Some(recorded);
        is_other.then_some(recorded)
    }
}

/// A role of the chart as rules name it; `None`: rules give it no decisions.
pub(super) const fn deciding_role(role: Role) -> Option<needlework_protocol::Role> {
    match role {
        Role::Operator => Some(needlework_protocol::Role::Operator),
        Role::Clinician => Some(needlework_protocol::Role::Clinician),
        Role::Prescriber => Some(needlework_protocol::Role::Prescriber),
        Role::Physician => Some(needlework_protocol::Role::Physician),
        Role::Patient | Role::Program | Role::FrontDesk => None,
    }
}

/// The role in which somebody who is signed in decides about rules; `None`: in none.
pub(super) fn own_role(who: &SignedIn) -> Option<needlework_protocol::Role> {
    let author = who.account().author()?;
    deciding_role(author.role)
}

fn local(at: Timestamp, zone: &TimeZone) -> String {
    let local = at.to_zoned(zone.clone());
    local.strftime("%Y-%m-%dT%H:%M:%S").to_string()
}

/// Fields of a form by their names; a field may come more than once.
#[derive(Debug, Clone)]
pub(super) struct Fields(Vec<(String, String)>);

impl Fields {
    /// Fields as they were sent.
    pub(super) const fn new(fields: Vec<(String, String)>) -> Self {
        Self(fields)
    }

    /// These fields with others in the place of those of the same name.
    pub(super) fn and(&self, others: Vec<(String, String)>) -> Self {
        let is_other = |name: &str| others.iter().any(|(other, _)| other == name);
        let kept = self.0.iter().filter(|(name, _)| !is_other(name));
        let mut fields: Vec<(String, String)> = kept.cloned().collect();
        fields.extend(others);
        Self(fields)
    }

    /// The first value of a field, trimmed; empty where there is none.
    pub(super) fn get(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(field, _)| field == name);
        found.map_or("", |(_, value)| value.trim())
    }

    /// All fields in their order: name and value, as they were sent.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        let fields = self.0.iter();
        fields.map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// A field that says something.
    pub(super) fn some(&self, name: &str) -> Option<&str> {
        Some(self.get(name)).filter(|value| !value.is_empty())
    }

    /// All values of a field.
    pub(super) fn all(&self, name: &str) -> Vec<&str> {
        let values = self.0.iter().filter(|(field, _)| field == name);
        values.map(|(_, value)| value.trim()).collect()
    }

    /// A number, if there is one.
    ///
    /// # Errors
    /// When it is none.
    pub(super) fn number(&self, name: &str) -> Result<Option<f64>, Problem> {
        self.some(name)
            .map(|text| {
                let number = text.replace(',', ".").parse::<f64>().ok();
                number
                    .filter(|number| number.is_finite())
                    .ok_or_else(|| refused_field("refused-number", name))
            })
            .transpose()
    }

    /// A whole number, if there is one.
    ///
    /// # Errors
    /// When it is none.
    pub(super) fn whole(&self, name: &str) -> Result<Option<u32>, Problem> {
        self.some(name)
            .map(|text| {
                text.parse()
                    .map_err(|_| refused_field("refused-whole-number", name))
            })
            .transpose()
    }
}

/// A field that cannot be taken as it was filled in; the text names it as the form does.
pub(super) fn refused_field(key: &'static str, name: &str) -> Problem {
    let field = vec![("field", Said::Field(name.to_owned()))];
    let sentence = format!("{name} cannot be read as it was filled in; correct it.");
    Problem::engine(EngineRefusal::new(&sentence, key, field))
}

/// What forms say of the person.
///
/// # Errors
/// When a number is none.
pub(super) fn person_of(fields: &Fields, age_years: f64) -> Result<PersonDraft, Problem> {
    Ok(PersonDraft {
        age_years,
        sex: fields.get("sex").to_owned(),
        phototype: fields.get("phototype").to_owned(),
        photodamage: fields.get("photodamage").to_owned(),
        years_since_menopause: fields.number("years_since_menopause")?,
        acne_prone: fields.get("acne_prone") == "yes",
    })
}

/// What forms say of the zones: `zone` for each that is chosen, and numbers under names that end in its id. The main one,
/// which is chosen first, comes first.
///
/// # Errors
/// When a number is none.
pub(super) fn zones_of(
    fields: &Fields,
    coverage: CoverageField,
) -> Result<Vec<ZoneDraft>, Problem> {
    let main = fields.get("main_zone").to_owned();
    let mut zones = Vec::new();
    for zone in fields.all("zone") {
        let number = |name: &str| fields.number(&format!("{name}_{zone}"));
        let amount = number("coverage")?;
        let of = |field: CoverageField| amount.filter(|_| coverage == field);
        zones.push(ZoneDraft {
            zone: zone.to_owned(),
            needle_length_mm: number("length")?,
            passes: of(CoverageField::Passes),
            channels_per_cm2: of(CoverageField::ChannelsPerCm2),
            seconds_per_cm2: of(CoverageField::SecondsPerCm2),
            lemperle_grade: number("lemperle")?,
            goodman_baron_grade: number("scar")?,
            laxity_grade: number("laxity")?,
        });
    }
    zones.sort_by_key(|zone| zone.zone != main);
    Ok(zones)
}

/// How coverage is counted with a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CoverageField {
    /// Passes of a roller.
    Passes,
    /// Channels of a stamp.
    ChannelsPerCm2,
    /// Time of a pen.
    SecondsPerCm2,
}

impl CoverageField {
    /// Key of its text; forms know by it what their amounts count.
    pub(super) const fn label(self) -> &'static str {
        match self {
            Self::Passes => "passes",
            Self::ChannelsPerCm2 => "channels-per-cm2",
            Self::SecondsPerCm2 => "seconds-per-cm2",
        }
    }
}
