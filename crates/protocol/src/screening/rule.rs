//! A screening rule: the question, the answers, and what follows from each, from `data/screening.toml` (what is asked,
//! protocol 1) and `data/limits.toml` (what is calculated from device, depth and person, protocol 3.1 to 3.3).

use needlework_evidence::{Bibliography, Block, DataError, DataFile};
use schemars::JsonSchema;
use serde::Serialize;

use crate::phrase::Phrases;
use crate::record::{Record, RecordReader};
use crate::role::Role;
use crate::speech::Speech;

const FILES: [DataFile; 2] = [
    DataFile {
        name: "screening.toml",
        text: include_str!("../../data/screening.toml"),
    },
    DataFile {
        name: "limits.toml",
        text: include_str!("../../data/limits.toml"),
    },
];

/// How much a rule restricts, the mildest first (protocol 0.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Grade {
    /// Allowed; shown, acknowledged and recorded.
    Precaution,
    /// Unconfirmed until a role records a decision and a reason.
    NeedsClinicianDecision,
    /// Blocked until a date, or until a change is recorded where no interval exists.
    DeferUntil,
    /// Cannot proceed unless an allowed role overrides.
    Refuse,
}

/// What a rule blocks (protocol 0.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    /// The person, wherever and with whatever device.
    Patient,
    /// One zone; the others may go ahead.
    Zone,
    /// The use of this device.
    Device,
    /// This booking.
    Booking,
}

/// What must not happen while a finding stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Blocks {
    /// The needling.
    Needling,
    /// Needling of the marked area; the zone around it may go ahead.
    MarkedArea,
    /// An injection after the session, not the needling.
    Injection,
}

/// What ends a deferral (protocol 0.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Until {
    /// No date arithmetic.
    None,
    /// A role of at least `operator` records the state as resolved, with date.
    State,
    /// The date of the answer and the interval of the rule.
    Interval,
    /// The date of a written clearance.
    Clearance,
    /// The later of interval and clearance.
    IntervalAndClearance,
    /// The appointment lies clear of a planned range of days by the interval of the rule.
    OutsideRange,
    /// The appointment and the interval of the rule: the date of the answer must lie behind it.
    IntervalAfterSession,
}

/// How a question is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AnswerKind {
    /// `yes` or `no`.
    YesNo,
    /// `yes` or `no`, with the marked places.
    Map,
    /// One of the choices of the rule.
    Choice,
    /// One of the results of a questionnaire that the clinic holds a licence for.
    Questionnaire,
    /// When it last happened: `never`, `ongoing`, `unknown`, a day, a month or a year.
    Date,
    /// `no`, or the first and last day of what is planned.
    DateRange,
    /// Not asked: it follows from person, device, depth and date.
    Computed,
}

/// Who answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AskedOf {
    /// The patient.
    Patient,
    /// The person who needles.
    Operator,
    /// Nobody: the program.
    Nobody,
}

/// For how long an answer holds; screening is repeated before every session (protocol 0.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Validity {
    /// A state of today: asked in full for every appointment.
    Appointment,
    /// A dated event of the past: asked whether there was another since.
    SinceThen,
    /// A lasting fact: read back and confirmed.
    Lasting,
}

/// What follows from some answers.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Outcome {
    /// The answers it follows from.
    pub when: Vec<String>,
    /// How much it restricts.
    pub grade: Grade,
    /// What ends it.
    pub until: Until,
    /// What must not happen.
    pub blocks: Blocks,
    /// Lowest role that may override; `None`: nobody.
    pub override_role: Option<Role>,
    /// It follows only when the appointment is less than this after the answer's date, d.
    pub within_days: Option<u32>,
    /// The cause as a noun phrase, for "because of ...".
    pub because: String,
    /// What the patient reads, where it differs from the text of the rule.
    pub patient: Option<String>,
}

/// One screening rule.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each says something of its own about a question"
)]
pub struct ScreeningRule {
    /// What every rule says about itself.
    pub record: Record,
    /// What it blocks.
    pub scope: Scope,
    /// Who answers.
    pub asked_of: AskedOf,
    /// The question; for a computed rule, what is compared.
    pub question: String,
    /// How it is answered.
    pub kind: AnswerKind,
    /// The words that an answer may be.
    pub words: Vec<String>,
    /// How long the answer holds.
    pub validity: Validity,
    /// The rule that applies where the answer is `ongoing`; `None`: deferred until it has ended.
    pub current_rule: Option<String>,
    /// Whether it happens on one day, so that nobody is offered `ongoing`.
    pub is_momentary: bool,
    /// Whether the last session of the clinic's own record answers it, where that is later than what the person says.
    pub is_of_last_session: bool,
    /// Whether it is about the length of the needles in a zone: a decision about it holds for the length that was seen.
    pub is_about_length: bool,
    /// Whether what follows is told wherever the name of the person stands.
    pub is_told_at_a_glance: bool,
    /// What a decision may say; empty: any decision with a reason.
    pub decisions: Vec<String>,
    /// What follows from the answers.
    pub outcomes: Vec<Outcome>,
}

impl ScreeningRule {
    /// Whether a word reports nothing: no outcome follows from it.
    pub fn reports_nothing(&self, word: &str) -> bool {
        self.outcomes_of(word).next().is_none()
    }

    /// Whether a word starts an interval, so that it needs a date (or that the date is not known).
    pub fn needs_date(&self, word: &str) -> bool {
        self.outcomes_of(word).any(|outcome| {
            matches!(
                outcome.until,
                Until::Interval | Until::IntervalAndClearance | Until::IntervalAfterSession
            )
        })
    }

    /// Whether a word speaks of marked places, which must be described.
    pub fn needs_places(&self, word: &str) -> bool {
        self.outcomes_of(word)
            .any(|outcome| outcome.blocks == Blocks::MarkedArea)
    }

    /// Whether the date of an answer may lie behind the day of the answers: what is asked about is planned.
    pub fn may_lie_ahead(&self) -> bool {
        let mut outcomes = self.outcomes.iter();
        outcomes.any(|outcome| outcome.until == Until::IntervalAfterSession)
    }

    /// What follows from a word.
    pub fn outcomes_of(&self, word: &str) -> impl Iterator<Item = &Outcome> {
        let outcomes = self.outcomes.iter();
        outcomes.filter(move |outcome| outcome.when.iter().any(|one| one == word))
    }
}

/// The word of a date answer that carries a date.
pub(crate) const DATED: &str = "dated";
/// The word of a date answer that has not ended.
pub(crate) const ONGOING: &str = "ongoing";
/// The word of a date answer where nothing ever happened.
pub(crate) const NEVER: &str = "never";
/// The word of a yes-or-no answer with nothing to report.
pub(crate) const NO: &str = "no";
const YES: &str = "yes";

/// All screening rules.
#[derive(Debug, Clone, PartialEq)]
pub struct ScreeningRules {
    rules: Vec<ScreeningRule>,
    /// Sentences of findings and verdicts in the language of the rules.
    phrases: Phrases,
}

impl ScreeningRules {
    /// The rules that Needlework ships.
    ///
    /// # Errors
    /// When an embedded file is not well formed, which the tests rule out.
    pub fn shipped(bibliography: &Bibliography) -> Result<Self, DataError> {
        Self::load(&FILES, bibliography)
    }

    /// Reads rules from data files.
    ///
    /// # Errors
    /// When a file is not TOML; a key is missing, unknown or out of range; an outcome names an answer that the question
    /// does not have; an arithmetic lacks its interval; or a record is refused by [`RecordReader::read`].
    pub fn load(files: &[DataFile], bibliography: &Bibliography) -> Result<Self, DataError> {
        let reader = RecordReader::shipped(bibliography)?;
        let mut rules: Vec<ScreeningRule> = Vec::new();
        for file in files {
            for (id, block) in Block::parse(file.name, file.text)?.into_blocks()? {
                if rules.iter().any(|rule| rule.record.id == id) {
                    return Err(block.sentence(&format!("{id} is a rule of another file too.")));
                }
                rules.push(rule(&id, block, &reader)?);
            }
        }
        Ok(Self {
            rules,
            phrases: Phrases::english()?,
        })
    }

    /// The rule with this id, if there is one.
    pub fn get(&self, id: &str) -> Option<&ScreeningRule> {
        self.rules.iter().find(|rule| rule.record.id == id)
    }

    /// All rules: first those that are asked, then those that are computed, each in the order of their ids.
    pub fn iter(&self) -> impl Iterator<Item = &ScreeningRule> {
        self.rules.iter()
    }

    /// The language in which the rules are written.
    pub fn english(&self) -> Speech<'_> {
        Speech {
            phrases: &self.phrases,
            translations: None,
        }
    }

    /// The records of all rules, for clinic settings.
    pub fn records_mut(&mut self) -> impl Iterator<Item = &mut Record> {
        self.rules.iter_mut().map(|rule| &mut rule.record)
    }
}

fn rule(id: &str, mut block: Block, reader: &RecordReader) -> Result<ScreeningRule, DataError> {
    let record = reader.read(id, &mut block)?;
    let (kind, words) = answers(&mut block)?;
    let asked_of = match kind {
        AnswerKind::Computed => AskedOf::Nobody,
        _ => block.choice(
            "asked_of",
            &[
                ("patient", AskedOf::Patient),
                ("operator", AskedOf::Operator),
            ],
        )?,
    };
    let validity = match kind {
        AnswerKind::Computed => Validity::Appointment,
        _ => block.choice(
            "holds",
            &[
                ("appointment", Validity::Appointment),
                ("since-then", Validity::SinceThen),
                ("lasting", Validity::Lasting),
            ],
        )?,
    };
    let outcomes = block
        .blocks("outcome")?
        .into_iter()
        .map(|row| outcome(row, &record, &words, reader))
        .collect::<Result<Vec<_>, _>>()?;
    if outcomes.is_empty() {
        return Err(block.error("outcome", "nothing", "at least one table [[outcome]]"));
    }
    let rule = ScreeningRule {
        scope: block.choice(
            "scope",
            &[
                ("patient", Scope::Patient),
                ("zone", Scope::Zone),
                ("device", Scope::Device),
                ("booking", Scope::Booking),
            ],
        )?,
        question: block.text("question")?,
        current_rule: block.optional_text("current_rule")?,
        is_momentary: block.flag("momentary", false)?,
        is_of_last_session: block.flag("of_last_session", false)?,
        is_about_length: block.flag("about_length", false)?,
        is_told_at_a_glance: block.flag("told_at_a_glance", false)?,
        decisions: block.texts("decisions")?,
        record,
        asked_of,
        kind,
        words,
        validity,
        outcomes,
    };
    block.finish()?;
    Ok(rule)
}

/// The kind of the answer and its words.
fn answers(block: &mut Block) -> Result<(AnswerKind, Vec<String>), DataError> {
    let kind = block.choice(
        "answer",
        &[
            ("yes-no", AnswerKind::YesNo),
            ("map", AnswerKind::Map),
            ("choice", AnswerKind::Choice),
            ("questionnaire", AnswerKind::Questionnaire),
            ("date", AnswerKind::Date),
            ("date-range", AnswerKind::DateRange),
            ("computed", AnswerKind::Computed),
        ],
    )?;
    let own = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    let words = match kind {
        AnswerKind::YesNo | AnswerKind::Map => own(&[NO, YES]),
        AnswerKind::Date => own(&[NEVER, ONGOING, DATED]),
        AnswerKind::DateRange => own(&[NO, DATED]),
        AnswerKind::Choice | AnswerKind::Questionnaire | AnswerKind::Computed => {
            let words = block.texts("choices")?;
            if words.is_empty() {
                return Err(block.error("choices", "nothing", "a list of answers"));
            }
            words
        }
    };
    Ok((kind, words))
}

fn outcome(
    mut block: Block,
    record: &Record,
    words: &[String],
    reader: &RecordReader,
) -> Result<Outcome, DataError> {
    let when = block.texts("when")?;
    if let Some(unknown) = when.iter().find(|word| !words.contains(word)) {
        let known = format!("answers of the rule: {}", words.join(", "));
        return Err(block.error("when", unknown, &known));
    }
    let until = read_until(&mut block)?;
    let needs_interval = !matches!(until, Until::None | Until::State | Until::Clearance);
    if needs_interval && record.setting.is_none() {
        return Err(block.error("until", "an interval", "none, since the rule has no value"));
    }
    let patient = block.optional_text("patient")?;
    if let Some(text) = &patient {
        reader
            .medicines()
            .check(&block, "patient", text, record.ask_prescriber)?;
    }
    let outcome = Outcome {
        when,
        grade: block.choice(
            "grade",
            &[
                ("precaution", Grade::Precaution),
                ("needs-clinician-decision", Grade::NeedsClinicianDecision),
                ("defer-until", Grade::DeferUntil),
                ("refuse", Grade::Refuse),
            ],
        )?,
        until,
        blocks: if block.has("blocks") {
            block.choice(
                "blocks",
                &[
                    ("marked-area", Blocks::MarkedArea),
                    ("injection", Blocks::Injection),
                ],
            )?
        } else {
            Blocks::Needling
        },
        override_role: if block.has("override_role") {
            block.choice("override_role", &Role::NAMES_OR_NONE)?
        } else {
            record.override_role
        },
        within_days: block.optional_whole("within_days", 1..=365)?,
        because: block.text("because")?,
        patient,
    };
    block.finish()?;
    Ok(outcome)
}

fn read_until(block: &mut Block) -> Result<Until, DataError> {
    if !block.has("until") {
        return Ok(Until::None);
    }
    block.choice(
        "until",
        &[
            ("state", Until::State),
            ("interval", Until::Interval),
            ("clearance", Until::Clearance),
            ("interval-and-clearance", Until::IntervalAndClearance),
            ("outside-range", Until::OutsideRange),
            ("interval-after-session", Until::IntervalAfterSession),
        ],
    )
}
