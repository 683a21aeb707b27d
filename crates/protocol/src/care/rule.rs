//! Rules of pre-care and aftercare as they stand in `data/precare.toml` and `data/aftercare.toml`.

use needlework_evidence::{Bibliography, Block, DataError, DataFile};
use schemars::JsonSchema;
use serde::Serialize;

use super::subject::{Products, Subject};
use crate::own_care::OwnCareWords;
use crate::phrase::Phrases;
use crate::record::{Record, RecordReader};
use crate::speech::Speech;

const PRE_CARE: DataFile = DataFile {
    name: "precare.toml",
    text: include_str!("../../data/precare.toml"),
};
const AFTERCARE: DataFile = DataFile {
    name: "aftercare.toml",
    text: include_str!("../../data/aftercare.toml"),
};

/// The rule that asks for new answers before the next treatment.
pub const NEW_SCREENING: &str = "rescreen";

/// Most days after a session on which a rule of aftercare may begin.
pub const MOST_DAYS_AFTER_SESSION: u32 = 366;

/// What an instruction tells the patient to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum InstructionKind {
    /// Stop using a product that nobody prescribed.
    Stop,
    /// Avoid an activity or a product.
    Avoid,
    /// Use a product, or use it in this way.
    Use,
    /// Wait until the clinic releases it.
    Wait,
    /// Do something.
    Do,
    /// Answer questions or send a photo.
    CheckIn,
    /// Ask the person who prescribed it, or the clinic.
    Ask,
}

impl InstructionKind {
    const NAMES: [(&'static str, Option<Self>); 8] = [
        ("stop", Some(Self::Stop)),
        ("avoid", Some(Self::Avoid)),
        ("use", Some(Self::Use)),
        ("wait", Some(Self::Wait)),
        ("do", Some(Self::Do)),
        ("check-in", Some(Self::CheckIn)),
        ("ask", Some(Self::Ask)),
        ("note", None),
    ];
}

/// How an instruction ends (protocol 0.2, 4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub enum EndsBy {
    /// At the hour given.
    #[serde(rename = "time")]
    Time,
    /// At the hour given and once a check-in reports neither redness nor flaking; otherwise extended day by day.
    #[serde(rename = "time+calm")]
    TimeAndCalm,
    /// When somebody at the clinic releases it, not before the hour given.
    #[serde(rename = "clearance")]
    Clearance,
    /// When a state is reached.
    #[serde(rename = "condition")]
    Condition,
}

impl EndsBy {
    const NAMES: [(&'static str, Self); 4] = [
        ("time", Self::Time),
        ("time+calm", Self::TimeAndCalm),
        ("clearance", Self::Clearance),
        ("condition", Self::Condition),
    ];
}

/// Before or after the session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Phase {
    /// By calendar dates before the session.
    Before,
    /// By hours after the last needle pass.
    After,
}

/// When a rule begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Start {
    /// On the day of booking.
    Booking,
    /// On the day after the last allowed use, which is the appointment minus the rule's days.
    DaysBefore,
    /// On the day before the appointment.
    DayBefore,
    /// On the day of the appointment.
    DayOfTreatment,
    /// At `T0`, the end of the last needle pass.
    Needling,
    /// When another rule ends.
    EndOf(String),
    /// On each of these days after `T0`.
    OnDays(Vec<u32>),
}

/// To whom a rule applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnlyIf {
    /// People whose skin tends to acne.
    AcneProne,
    /// People with dense hair in the area.
    DenseHair,
    /// People who are needled on the face or the neck.
    FaceOrNeck,
}

/// One rule of pre-care or aftercare.
#[derive(Debug, Clone, PartialEq)]
pub struct CareRule {
    /// What every rule says about itself.
    pub record: Record,
    /// Before or after the session.
    pub phase: Phase,
    /// A few words for a list.
    pub label: String,
    /// What it tells the patient to do; `None` for numbers that only the program or the clinic uses.
    pub kind: Option<InstructionKind>,
    /// What it forbids, without what is part of it.
    pub forbids: Vec<Subject>,
    /// What it asks for or shows how to use.
    pub asks_for: Vec<Subject>,
    /// What it asks about.
    pub concerns: Vec<Subject>,
    /// When it begins.
    pub start: Start,
    /// How it ends.
    pub ends_by: EndsBy,
    /// The rule at whose end this one ends.
    pub until_end_of: Option<String>,
    /// The rule whose release by the clinic also ends this one.
    pub ends_with: Option<String>,
    /// Whether the clinic releases it only once a check-in has reported neither redness nor flaking.
    pub released_when_calm: bool,
    /// To whom it applies; `None`: to everybody.
    pub only_if: Option<OnlyIf>,
    /// A further sentence for people of phototypes IV to VI.
    pub patient_darker: Option<String>,
    /// Id of the screening rule that also checks it.
    pub enforced_by: Option<String>,
    /// Words of the clinic for the patient.
    own: OwnCareWords,
}

impl CareRule {
    /// Words of the clinic for the patient: what they are, and everything that they were.
    pub fn own_words(&self) -> &OwnCareWords {
        &self.own
    }

    /// Whether it is an instruction that the patient reads.
    pub fn is_told(&self) -> bool {
        self.kind.is_some() && self.record.patient.is_some()
    }
}

/// All rules of pre-care and aftercare.
#[derive(Debug, Clone, PartialEq)]
pub struct CareRules {
    rules: Vec<CareRule>,
    products: Products,
    ask_prescriber: String,
    phrases: Phrases,
}

impl CareRules {
    /// The rules that Needlework ships.
    ///
    /// # Errors
    /// When an embedded file is not well formed, which the tests rule out.
    pub fn shipped(bibliography: &Bibliography) -> Result<Self, DataError> {
        Self::load(PRE_CARE, AFTERCARE, bibliography)
    }

    /// Reads both files.
    ///
    /// # Errors
    /// When a file is not TOML; a record is refused by [`RecordReader::read`]; a key is missing or unknown; a row has no
    /// text for the patient although one is shown; a reference leads to no row; or a row forbids what it asks for.
    pub fn load(
        pre_care: DataFile,
        aftercare: DataFile,
        bibliography: &Bibliography,
    ) -> Result<Self, DataError> {
        let reader = RecordReader::shipped(bibliography)?;
        let products = Products::shipped()?;
        let mut rules = Vec::new();
        for (file, phase) in [(pre_care, Phase::Before), (aftercare, Phase::After)] {
            for (id, mut block) in Block::parse(file.name, file.text)?.into_blocks()? {
                let rule = read(&id, &mut block, phase, &reader)?;
                let forbidden = products.with_parts(&rule.forbids);
                if let Some(both) = rule.asks_for.iter().find(|one| forbidden.contains(one)) {
                    return Err(block.sentence(&format!(
                        "{id} forbids {} and asks for it; keep one of the two.",
                        both.id()
                    )));
                }
                block.finish()?;
                rules.push(rule);
            }
        }
        let all = Self {
            rules,
            products,
            ask_prescriber: reader.medicines().ask_prescriber().to_owned(),
            phrases: Phrases::english()?,
        };
        all.check_references(aftercare)?;
        Ok(all)
    }

    /// Gives an instruction words of a clinic beside the shipped ones; one that no rule has is left out.
    pub fn reword(&mut self, id: &str, own: &OwnCareWords) {
        let found = self.rules.iter_mut().find(|rule| rule.record.id == id);
        if let Some(rule) = found.filter(|rule| rule.is_told()) {
            rule.own.clone_from(own);
        }
    }

    /// The same rules in the words of a language: where the clinic has words of its own in it, the patient reads those. What is
    /// not translated stays as it is; ids, hours and all else are the same.
    #[must_use]
    pub fn translated(&self, speech: Speech) -> Self {
        let mut rules = self.in_shipped_words(speech);
        let language = speech.phrases.language();
        for rule in &mut rules.rules {
            if let Some(text) = rule.own.now(language, rule.record.version) {
                rule.record.patient = Some(text.to_owned());
            }
        }
        rules
    }

    /// The same rules in the shipped words of a language, whatever the clinic says.
    #[must_use]
    pub fn in_shipped_words(&self, speech: Speech) -> Self {
        let mut rules = self.clone();
        rules.phrases = speech.phrases.clone();
        let Some(into) = speech.translations else {
            return rules;
        };
        if let Some(ask) = into.ask_prescriber() {
            ask.clone_into(&mut rules.ask_prescriber);
        }
        rules.products.translate(into);
        for rule in &mut rules.rules {
            let Some(words) = into.rule(&rule.record.id) else {
                continue;
            };
            rule.record.translate(words);
            if let Some(label) = &words.label {
                rule.label.clone_from(label);
            }
            if rule.patient_darker.is_some() {
                rule.patient_darker.clone_from(&words.patient_darker);
            }
        }
        rules
    }

    /// Sentences that are built, in the language of the rules.
    pub(super) fn phrases(&self) -> &Phrases {
        &self.phrases
    }

    /// The rule with this id, if there is one.
    pub fn get(&self, id: &str) -> Option<&CareRule> {
        self.rules.iter().find(|rule| rule.record.id == id)
    }

    /// All rules, pre-care first, in the order of their ids.
    pub fn iter(&self) -> impl Iterator<Item = &CareRule> {
        self.rules.iter()
    }

    /// Every record, for the settings of a clinic.
    pub fn records_mut(&mut self) -> impl Iterator<Item = &mut Record> {
        self.rules.iter_mut().map(|rule| &mut rule.record)
    }

    /// Names of products and activities.
    pub fn products(&self) -> &Products {
        &self.products
    }

    /// What somebody reads whose product was prescribed.
    pub fn ask_prescriber(&self) -> &str {
        &self.ask_prescriber
    }

    /// The number of a rule, if it has one.
    pub(crate) fn value(&self, id: &str) -> Option<f64> {
        self.get(id)?.record.number()
    }

    fn check_references(&self, file: DataFile) -> Result<(), DataError> {
        for rule in &self.rules {
            let after = match &rule.start {
                Start::EndOf(other) => Some(other),
                _ => None,
            };
            let names = [after, rule.until_end_of.as_ref(), rule.ends_with.as_ref()];
            for name in names.into_iter().flatten() {
                if self.get(name).is_none_or(|other| other.phase != rule.phase) {
                    return Err(DataError::sentence(
                        file.name,
                        &format!(
                            "{} refers to {name}, which is no row of this file; check the spelling.",
                            rule.record.id
                        ),
                    ));
                }
            }
        }
        Ok(())
    }
}

fn read(
    id: &str,
    block: &mut Block,
    phase: Phase,
    reader: &RecordReader<'_>,
) -> Result<CareRule, DataError> {
    let record = reader.read(id, block)?;
    let kind = block.choice("kind", &InstructionKind::NAMES)?;
    if kind.is_some() && record.patient.is_none() {
        return Err(block.error(
            "patient",
            "missing",
            "a text for the patient, unless kind is \"note\"",
        ));
    }
    let start = match phase {
        Phase::Before => start_before(block, record.number().is_some())?,
        Phase::After => start_after(block)?,
    };
    let rule = CareRule {
        phase,
        label: block.text("label")?,
        kind,
        forbids: subjects(block, "forbids")?,
        asks_for: subjects(block, "asks_for")?,
        concerns: subjects(block, "concerns")?,
        start,
        ends_by: match phase {
            Phase::Before => EndsBy::Time,
            Phase::After => block.choice("ends_by", &EndsBy::NAMES)?,
        },
        until_end_of: block.optional_text("until_end_of")?,
        ends_with: block.optional_text("ends_with")?,
        released_when_calm: block.flag("released_when_calm", false)?,
        only_if: only_if(block)?,
        patient_darker: block.optional_text("patient_darker")?,
        enforced_by: block.optional_text("enforced_by")?,
        own: OwnCareWords::default(),
        record,
    };
    let has_end = rule.record.number().is_some()
        || rule.until_end_of.is_some()
        || matches!(rule.start, Start::OnDays(_));
    let needs_end = matches!(rule.ends_by, EndsBy::Time | EndsBy::TimeAndCalm);
    if phase == Phase::After && needs_end && !has_end {
        return Err(block.error(
            "value",
            "missing",
            "hours after T0, since ends_by names a time",
        ));
    }
    let has_hour = rule.ends_by == EndsBy::Clearance && rule.record.number().is_some();
    if rule.released_when_calm && !has_hour {
        return Err(block.error(
            "released_when_calm",
            "true",
            "left out, unless ends_by is \"clearance\" and value names its earliest hour",
        ));
    }
    Ok(rule)
}

fn start_before(block: &mut Block, has_days: bool) -> Result<Start, DataError> {
    let start = block.choice(
        "from",
        &[
            ("booking", 0),
            ("days-before", 1),
            ("day-before", 2),
            ("day-of-treatment", 3),
        ],
    )?;
    match (start, has_days) {
        (0, false) => Ok(Start::Booking),
        (1, true) => Ok(Start::DaysBefore),
        (2, false) => Ok(Start::DayBefore),
        (3, false) => Ok(Start::DayOfTreatment),
        (1, false) => Err(block.error("value", "missing", "days, since from is \"days-before\"")),
        _ => Err(block.error("value", "given", "left out, unless from is \"days-before\"")),
    }
}

fn start_after(block: &mut Block) -> Result<Start, DataError> {
    if let Some(rule) = block.optional_text("after")? {
        return Ok(Start::EndOf(rule));
    }
    let days = block.wholes("days", 0..=MOST_DAYS_AFTER_SESSION)?;
    if days.is_empty() {
        return Ok(Start::Needling);
    }
    Ok(Start::OnDays(days))
}

fn only_if(block: &mut Block) -> Result<Option<OnlyIf>, DataError> {
    if !block.has("only_if") {
        return Ok(None);
    }
    let known = [
        ("acne-prone", OnlyIf::AcneProne),
        ("dense-hair", OnlyIf::DenseHair),
        ("face-or-neck", OnlyIf::FaceOrNeck),
    ];
    block.choice("only_if", &known).map(Some)
}

fn subjects(block: &mut Block, key: &str) -> Result<Vec<Subject>, DataError> {
    block
        .texts(key)?
        .iter()
        .map(|name| {
            Subject::named(name).ok_or_else(|| block.error(key, name, "names of products.toml"))
        })
        .collect()
}
