//! Rules of check-ins as they stand in `data/effects.toml` and `data/triage.toml`.

use std::collections::BTreeMap;

use needlework_evidence::{Bibliography, Block, DataError, DataFile};

use super::level::{Level, LevelRow, joined};
use super::symptom::{Grade, GradedSign, Symptom};
use crate::record::{Record, RecordReader};
use crate::speech::Speech;

const EFFECTS: DataFile = DataFile {
    name: "effects.toml",
    text: include_str!("../../data/effects.toml"),
};
const TRIAGE: DataFile = DataFile {
    name: "triage.toml",
    text: include_str!("../../data/triage.toml"),
};
const LATEST_DAY: u32 = 366;
/// Highest rank of a sign within its level.
const HIGHEST_RANK: u32 = 9;
/// The row about a grade that this person was not expected to reach.
pub(super) const OUTSIDE_FORECAST: &str = "outside-forecast";

/// A grade with the predicted values that it names.
#[derive(Debug, Clone, PartialEq)]
pub struct GradeRow {
    /// What every rule says about itself; its text is the meaning.
    pub record: Record,
    /// The grade.
    pub grade: Grade,
    /// Its name.
    pub name: String,
    /// Predicted value from which this name is used: halfway from the grade below.
    pub from: f64,
    /// Fewest and most points of the pain scale.
    pub pain: [f64; 2],
}

/// What is expected in a span of days (protocol 5.1).
#[derive(Debug, Clone, PartialEq)]
pub struct CourseRow {
    /// What every rule says about itself.
    pub record: Record,
    /// First and last day after `T0`; absent for rows that speak of no day.
    pub days: Option<[u32; 2]>,
    /// Signs that are expected then.
    pub signs: Vec<GradedSign>,
}

/// What a graded answer means at its time (protocol 5.3).
#[derive(Debug, Clone, PartialEq)]
pub struct ResultRow {
    /// What every rule says about itself.
    pub record: Record,
    /// Its level; absent: expected, or a number only.
    pub level: Option<Level>,
}

/// An abnormal sign or red flag (protocol 5.5).
#[derive(Debug, Clone, PartialEq)]
pub struct SignRow {
    /// What every rule says about itself.
    pub record: Record,
    /// Its fixed level.
    pub level: Level,
    /// Questions that report it.
    pub symptoms: Vec<Symptom>,
    /// What the patient is told to do, where it is not what the level tells.
    pub order: Option<String>,
    /// Whether it is known of needles that carry radiofrequency alone.
    pub radiofrequency_only: bool,
    /// Of signs of one level the one of the higher rank comes first and gives the order.
    pub rank: u32,
    /// Note for the clinic.
    pub clinic: Option<String>,
}

/// Everything by which a check-in is judged, and the risks that a consent names.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckInRules {
    grades: Vec<GradeRow>,
    course: Vec<CourseRow>,
    results: BTreeMap<String, ResultRow>,
    risks: Vec<Record>,
    levels: Vec<LevelRow>,
    signs: Vec<SignRow>,
}

impl CheckInRules {
    /// The rules that Needlework ships.
    ///
    /// # Errors
    /// When an embedded file is not well formed, which the tests rule out.
    pub fn shipped(bibliography: &Bibliography) -> Result<Self, DataError> {
        Self::load(EFFECTS, TRIAGE, bibliography)
    }

    /// Reads both files.
    ///
    /// # Errors
    /// When a file is not TOML; a record is refused by [`RecordReader::read`]; a key is missing or unknown; a grade or
    /// level is missing; or a question belongs to no sign or to two.
    pub fn load(
        effects: DataFile,
        triage: DataFile,
        bibliography: &Bibliography,
    ) -> Result<Self, DataError> {
        let reader = RecordReader::shipped(bibliography)?;
        let mut root = Block::parse(effects.name, effects.text)?;
        let mut grades = rows(&mut root, "grade", |id, block| grade(id, block, &reader))?;
        grades.sort_by_key(|row| row.grade);
        let mut course = rows(&mut root, "course", |id, block| {
            course_row(id, block, &reader)
        })?;
        course.sort_by_key(|row| row.days.map_or([u32::MAX; 2], |days| days));
        let results = rows(&mut root, "result", |id, block| result(id, block, &reader))?;
        let risks = rows(&mut root, "risk", |id, block| reader.read(id, block))?;
        root.finish()?;
        let mut root = Block::parse(triage.name, triage.text)?;
        let mut levels = rows(&mut root, "level", |id, block| {
            LevelRow::read(id, block, &reader)
        })?;
        levels.sort_by_key(|row| row.level);
        let signs = rows(&mut root, "sign", |id, block| sign(id, block, &reader))?;
        root.finish()?;
        let rules = Self {
            grades,
            course,
            results: results
                .into_iter()
                .map(|row| (row.record.id.clone(), row))
                .collect(),
            risks,
            levels,
            signs,
        };
        rules.check(effects, triage)?;
        Ok(rules)
    }

    /// The grades, the lowest first.
    pub fn grades(&self) -> &[GradeRow] {
        &self.grades
    }

    /// The expected course, in the order of days.
    pub fn course(&self) -> &[CourseRow] {
        &self.course
    }

    /// The risks that a consent names.
    pub fn risks(&self) -> &[Record] {
        &self.risks
    }

    /// The levels, the lowest first.
    pub fn levels(&self) -> &[LevelRow] {
        &self.levels
    }

    /// The signs, in the order of their ids.
    pub fn signs(&self) -> &[SignRow] {
        &self.signs
    }

    /// What a graded answer means, by id.
    pub fn result(&self, id: &str) -> Option<&ResultRow> {
        self.results.get(id)
    }

    /// Every record with its name in `basis` lists.
    pub fn records(&self) -> impl Iterator<Item = (String, &Record)> {
        let named =
            |kind: &'static str, record: &'_ Record| format!("protocol.{kind}.{}", record.id);
        let grades = self.grades.iter().map(|row| ("effects.grade", &row.record));
        let course = self
            .course
            .iter()
            .map(|row| ("effects.course", &row.record));
        let results = self
            .results
            .values()
            .map(|row| ("effects.result", &row.record));
        let risks = self.risks.iter().map(|record| ("effects.risk", record));
        let levels = self.levels.iter().map(|row| ("triage.level", &row.record));
        let signs = self.signs.iter().map(|row| ("triage.sign", &row.record));
        grades
            .chain(course)
            .chain(results)
            .chain(risks)
            .chain(levels)
            .chain(signs)
            .map(move |(kind, record)| (named(kind, record), record))
    }

    /// The same rules in the words of a language. What is not translated stays as it is.
    #[must_use]
    pub fn translated(&self, speech: Speech) -> Self {
        let mut rules = self.clone();
        let Some(into) = speech.translations else {
            return rules;
        };
        for grade in &mut rules.grades {
            let words = into.rule(&grade.record.id);
            if let Some(name) = words.and_then(|words| words.name.as_ref()) {
                grade.name.clone_from(name);
            }
        }
        for level in &mut rules.levels {
            if let Some(words) = into.rule(&level.record.id) {
                if let Some(name) = &words.name {
                    level.name.clone_from(name);
                }
                for (own, other) in [
                    (&mut level.order, &words.order),
                    (&mut level.without_photo, &words.without_photo),
                    (&mut level.patient_by, &words.patient_by),
                    (&mut level.closed, &words.closed),
                    (&mut level.patient_closed, &words.patient_closed),
                ] {
                    if own.is_some() {
                        own.clone_from(other);
                    }
                }
            }
        }
        for sign in &mut rules.signs {
            let words = into.rule(&sign.record.id);
            if let Some(clinic) = words.and_then(|words| words.clinic.as_ref()) {
                sign.clinic = Some(clinic.clone());
            }
            if let Some(order) = words.and_then(|words| words.order.as_ref()) {
                sign.order = Some(order.clone());
            }
        }
        for record in rules.records_mut() {
            if let Some(words) = into.rule(&record.id) {
                record.translate(words);
            }
        }
        rules
    }

    /// Every record, for the settings of a clinic.
    pub fn records_mut(&mut self) -> impl Iterator<Item = &mut Record> {
        let grades = self.grades.iter_mut().map(|row| &mut row.record);
        let course = self.course.iter_mut().map(|row| &mut row.record);
        let results = self.results.values_mut().map(|row| &mut row.record);
        let levels = self.levels.iter_mut().map(|row| &mut row.record);
        let signs = self.signs.iter_mut().map(|row| &mut row.record);
        grades
            .chain(course)
            .chain(results)
            .chain(&mut self.risks)
            .chain(levels)
            .chain(signs)
    }

    /// The number of a result row; 0 where it has none.
    pub(super) fn number(&self, id: &str) -> f64 {
        self.result(id)
            .and_then(|row| row.record.number())
            .unwrap_or(0.0)
    }

    /// The row of a level.
    pub fn level_row(&self, level: Level) -> Option<&LevelRow> {
        self.levels.iter().find(|row| row.level == level)
    }

    /// The level of the sign that a question reports; every question belongs to one.
    pub fn level_of(&self, symptom: Symptom) -> Level {
        let owner = self
            .signs
            .iter()
            .find(|row| row.symptoms.contains(&symptom));
        owner.map_or(Level::Emergency, |row| row.level)
    }

    /// What a patient reads beforehand about a sign: what to do, and what is said besides.
    pub fn sign_words(&self, sign: &SignRow) -> String {
        let of_level = self.level_row(sign.level).and_then(|row| row.order.clone());
        let order = sign.order.clone().or(of_level);
        let besides = sign.record.patient.clone();
        joined(&[order.unwrap_or_default(), besides.unwrap_or_default()])
    }

    pub(super) fn sign(&self, id: &str) -> Option<&SignRow> {
        self.signs.iter().find(|row| row.record.id == id)
    }

    fn check(&self, effects: DataFile, triage: DataFile) -> Result<(), DataError> {
        const RESULTS: [&str; 7] = [
            "expected",
            "worse",
            "redness-or-swelling-late",
            "severe-sign",
            "rising-pain",
            "no-answer",
            OUTSIDE_FORECAST,
        ];
        const SIGNS: [&str; 5] = [
            "acne-milia",
            "infection-signs",
            "other",
            "redness-long",
            "redness-returns",
        ];
        let missing = |file: DataFile, what: &str| {
            Err(DataError::sentence(
                file.name,
                &format!("the row {what} is missing; a check-in cannot be judged without it."),
            ))
        };
        if let Some(id) = RESULTS.into_iter().find(|id| self.result(id).is_none()) {
            return missing(effects, &format!("result.{id}"));
        }
        if let Some(id) = SIGNS.into_iter().find(|id| self.sign(id).is_none()) {
            return missing(triage, &format!("sign.{id}"));
        }
        if self.grades.iter().map(|row| row.grade).ne(Grade::ALL) {
            return missing(effects, "of one of the four grades");
        }
        if self.levels.iter().map(|row| row.level).ne(Level::ALL) {
            return missing(triage, "of one of the four levels");
        }
        for (name, symptom) in Symptom::NAMES {
            let owners = self
                .signs
                .iter()
                .filter(|row| row.symptoms.contains(symptom));
            if owners.count() != 1 {
                return Err(DataError::sentence(
                    triage.name,
                    &format!("the question {name} must belong to exactly one sign."),
                ));
            }
        }
        Ok(())
    }
}

fn rows<T>(
    root: &mut Block,
    key: &str,
    read: impl Fn(&str, &mut Block) -> Result<T, DataError>,
) -> Result<Vec<T>, DataError> {
    root.block(key)?
        .into_blocks()?
        .into_iter()
        .map(|(id, mut block)| {
            let row = read(&id, &mut block)?;
            block.finish()?;
            Ok(row)
        })
        .collect()
}

fn grade(id: &str, block: &mut Block, reader: &RecordReader<'_>) -> Result<GradeRow, DataError> {
    let number = block.whole("number", 0..=3)?;
    let grade = u8::try_from(number).ok().and_then(Grade::numbered);
    Ok(GradeRow {
        grade: grade.ok_or_else(|| block.error("number", &number.to_string(), "0 to 3"))?,
        name: id.to_owned(),
        from: block.number("from", 0.0..=3.0)?,
        pain: block.number_pair("pain")?,
        record: reader.read(id, block)?,
    })
}

fn course_row(
    id: &str,
    block: &mut Block,
    reader: &RecordReader<'_>,
) -> Result<CourseRow, DataError> {
    let days = block.wholes("days", 0..=LATEST_DAY)?;
    let days = match days.as_slice() {
        [] => None,
        [first, last] if first <= last => Some([*first, *last]),
        _ => {
            return Err(block.error(
                "days",
                &format!("{days:?}"),
                "two days in order, first and last",
            ));
        }
    };
    let signs = block
        .texts("signs")?
        .iter()
        .map(|name| {
            GradedSign::named(name)
                .ok_or_else(|| block.error("signs", name, "names of graded signs"))
        })
        .collect::<Result<_, _>>()?;
    Ok(CourseRow {
        days,
        signs,
        record: reader.read(id, block)?,
    })
}

fn result(id: &str, block: &mut Block, reader: &RecordReader<'_>) -> Result<ResultRow, DataError> {
    Ok(ResultRow {
        level: if block.has("level") {
            Some(Level::read(block, "level")?)
        } else {
            None
        },
        record: reader.read(id, block)?,
    })
}

fn sign(id: &str, block: &mut Block, reader: &RecordReader<'_>) -> Result<SignRow, DataError> {
    let symptoms = block
        .texts("symptoms")?
        .iter()
        .map(|name| {
            Symptom::named(name)
                .ok_or_else(|| block.error("symptoms", name, "names of check-in questions"))
        })
        .collect::<Result<_, _>>()?;
    Ok(SignRow {
        level: Level::read(block, "level")?,
        symptoms,
        order: block.optional_text("order")?,
        radiofrequency_only: block.flag("radiofrequency_only", false)?,
        rank: block.optional_whole("rank", 0..=HIGHEST_RANK)?.unwrap_or(0),
        clinic: block.optional_text("clinic")?,
        record: reader.read(id, block)?,
    })
}
