//! What the grades of an outcome scale mean, who gives them and under which licence, from `data/scales.toml` (protocol 6).
//! How a scale is predicted stands in the outcome crate, under [`ScaleDefinition::predicted_as`].

use needlework_evidence::{Bibliography, Block, DataError, DataFile, Provenance, Sourced};
use needlework_skin::ZoneKind;
use schemars::JsonSchema;
use serde::Serialize;

use crate::translation::Translations;

const FILE: DataFile = DataFile {
    name: "scales.toml",
    text: include_str!("../data/scales.toml"),
};

/// The largest value of any scale: a guard against a slip of the keyboard.
const LARGEST: f64 = 1000.0;
/// Versions run from 1; the upper end only guards against a slip of the keyboard.
const MOST_VERSIONS: u32 = 10_000;
/// How far a grade may lie beside one that can be given, in steps: what is left of a decimal fraction in a float.
const ROUNDING_STEPS: f64 = 1e-6;

/// A published scale.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ScaleDefinition {
    /// Identifier, for example `goodman-baron-qual`.
    pub id: String,
    /// Counted up with every change of range, direction or words; a recorded grade keeps it. No part of a plan.
    #[serde(skip)]
    pub version: u32,
    /// Name for a clinician.
    pub name: String,
    /// What is graded.
    pub measures: String,
    /// Lowest and highest value; absent where not found.
    pub range: Option<[f64; 2]>,
    /// Distance between two grades that can be given; absent where any value can, or where the outcome model holds the step of
    /// the scale that it predicts in its place. No part of a plan.
    #[serde(skip)]
    pub step: Option<f64>,
    /// Of what a grade may be. No part of a plan.
    #[serde(skip)]
    pub graded_on: Vec<GradedOn>,
    /// Whether it is graded on the person alone, and never on photographs. No part of a plan.
    #[serde(skip)]
    pub is_live_only: bool,
    /// Which way it improves; absent where not found, or where the scale is no outcome.
    pub direction: Option<Better>,
    /// Who gives the grade.
    pub rater: Option<String>,
    /// The same for the program; empty where the sources do not say. A plan says it in words.
    #[serde(skip)]
    pub raters: Vec<ScaleRater>,
    /// What was read from the wording of the source, not stated by it: `direction`, `rater`.
    pub inferred: Vec<String>,
    /// Grades whose meaning is known.
    pub grades: Vec<Grade>,
    /// Whether it may be built in.
    pub availability: Availability,
    /// What is known about its licence; absent means: ask before shipping.
    pub licence: Option<String>,
    /// Smallest change that matters to people; absent where not found. Not the rating error of a scale.
    pub smallest_meaningful_change: Option<Sourced<f64>>,
    /// Id of the scale that the outcome model predicts in its place.
    pub predicted_as: Option<String>,
    /// Where the row comes from.
    pub provenance: Provenance,
}

/// Which way a scale improves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Better {
    /// A lower value is better.
    LowerIsBetter,
    /// A higher value is better.
    HigherIsBetter,
}

/// Of what a grade may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GradedOn {
    /// The whole face at once.
    WholeFace,
    /// A zone of this kind.
    Zone(ZoneKind),
}

impl GradedOn {
    const NAMES: [(&'static str, Self); 4] = [
        ("whole-face", Self::WholeFace),
        ("face", Self::Zone(ZoneKind::Face)),
        ("neck", Self::Zone(ZoneKind::Neck)),
        ("body", Self::Zone(ZoneKind::Body)),
    ];
}

/// Who gives grades on a scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScaleRater {
    /// A clinician who knows what was done.
    Clinician,
    /// Somebody who does not know what was done.
    BlindedRater,
    /// The person who was treated.
    Patient,
    /// Anybody of the clinic.
    Staff,
}

impl ScaleRater {
    const NAMES: [(&'static str, Self); 4] = [
        ("clinician", Self::Clinician),
        ("blinded-rater", Self::BlindedRater),
        ("patient", Self::Patient),
        ("staff", Self::Staff),
    ];
}

/// Whether a scale may be built in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Availability {
    /// Text or formula, no claim seen.
    BuiltIn,
    /// Only for a clinic that records its licence.
    LicenceNeeded,
    /// Not enough of it was found.
    NotYet,
}

/// The meaning of a value, or of a band of values.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Grade {
    /// Lowest value of the band.
    pub from: f64,
    /// Highest value of the band.
    pub to: f64,
    /// What it means.
    pub label: String,
    /// The same for the person who was treated, where the person is asked. No part of a plan.
    #[serde(skip)]
    pub patient: Option<String>,
    /// What it says of the skin beside how it was before; absent where the person is not asked. No part of a plan.
    #[serde(skip)]
    pub says: Option<SaidChange>,
}

/// What somebody says of the skin beside how it was before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SaidChange {
    /// It looks better.
    Better,
    /// It looks the same.
    Same,
    /// It looks worse.
    Worse,
}

impl SaidChange {
    const NAMES: [(&'static str, Self); 3] = [
        ("better", Self::Better),
        ("same", Self::Same),
        ("worse", Self::Worse),
    ];
}

/// All scales.
#[derive(Debug, Clone, PartialEq)]
pub struct ScaleDefinitions {
    scales: Vec<ScaleDefinition>,
}

impl ScaleDefinition {
    /// What a value means, where that is known.
    pub fn label(&self, value: f64) -> Option<&str> {
        self.grade(value).map(|grade| grade.label.as_str())
    }

    /// Whether a clinic may give grades on it: it may be built in, or the clinic knows its grades from a licence of its own.
    pub fn may_be_graded(&self) -> bool {
        self.range.is_some()
            && self.direction.is_some()
            && self.availability != Availability::NotYet
    }

    /// Whether a clinician may give grades on it here.
    pub fn is_graded_by_clinician(&self) -> bool {
        self.may_be_graded() && self.raters.contains(&ScaleRater::Clinician)
    }

    /// Whether a grade may be of a zone of this kind; `None`: of the whole face.
    pub fn may_be_graded_on(&self, kind: Option<ZoneKind>) -> bool {
        let asked = kind.map_or(GradedOn::WholeFace, GradedOn::Zone);
        self.graded_on.contains(&asked)
    }

    /// Whether the person who was treated is asked for a grade when the result is judged: it may be built in, the person is one
    /// of its raters, and each of its grades has words for that and says whether the skin looks better.
    pub fn is_asked_of_patient(&self) -> bool {
        self.may_be_graded()
            && self.availability == Availability::BuiltIn
            && self.raters.contains(&ScaleRater::Patient)
            && !self.grades.is_empty()
            && self
                .grades
                .iter()
                .all(|grade| grade.patient.is_some() && grade.says.is_some())
    }

    /// What a value means in words for the person who was treated, where that person is asked.
    pub fn patient_words(&self, value: f64) -> Option<&str> {
        let grade = self.grade(value)?;
        grade.patient.as_deref()
    }

    /// Whether a value lies on the scale and on one of its steps; a step of 0: any value of the range does.
    pub fn holds(&self, value: f64, step: f64) -> bool {
        let Some([low, high]) = self.range else {
            return false;
        };
        let steps = (value - low) / step;
        let is_step = step <= 0.0 || (steps - steps.round()).abs() < ROUNDING_STEPS;
        (low..=high).contains(&value) && is_step
    }

    fn grade(&self, value: f64) -> Option<&Grade> {
        let mut grades = self.grades.iter();
        grades.find(|grade| (grade.from..=grade.to).contains(&value))
    }
}

impl ScaleDefinition {
    /// What a page shows of the definition besides its numbers: name, what is graded, rater, licence, note, and what the
    /// grades mean.
    pub fn texts_mut(&mut self) -> impl Iterator<Item = &mut String> {
        let grades = self.grades.iter_mut().map(|grade| &mut grade.label);
        let others = [&mut self.rater, &mut self.licence];
        let others = others.into_iter().flatten();
        let note = self.provenance.note.as_mut();
        [&mut self.name, &mut self.measures]
            .into_iter()
            .chain(others)
            .chain(note)
            .chain(grades)
    }

    /// The same definition in the words of a language.
    #[must_use]
    pub fn translated(&self, into: &Translations) -> Self {
        let mut said = self.clone();
        for text in said.texts_mut() {
            into.say(text);
        }
        said
    }
}

impl ScaleDefinitions {
    /// The scales that Needlework knows.
    ///
    /// # Errors
    /// When the embedded file is not well formed, which the tests rule out.
    pub fn shipped(bibliography: &Bibliography) -> Result<Self, DataError> {
        Self::load(FILE, bibliography)
    }

    /// Reads scales from a data file.
    ///
    /// # Errors
    /// When the file is not TOML, a key is missing, unknown or out of range, or a source is not in the bibliography.
    pub fn load(file: DataFile, bibliography: &Bibliography) -> Result<Self, DataError> {
        let mut root = Block::parse(file.name, file.text)?;
        let scales = root.rows("scale", |row| definition(row, bibliography))?;
        root.finish()?;
        Ok(Self { scales })
    }

    /// The scale with this id, if there is one.
    pub fn get(&self, id: &str) -> Option<&ScaleDefinition> {
        self.scales.iter().find(|scale| scale.id == id)
    }

    /// The scale that the outcome model predicts under this id, if there is one.
    pub fn predicted_as(&self, id: &str) -> Option<&ScaleDefinition> {
        self.scales
            .iter()
            .find(|scale| scale.predicted_as.as_deref() == Some(id))
    }

    /// All scales in file order.
    pub fn iter(&self) -> impl Iterator<Item = &ScaleDefinition> {
        self.scales.iter()
    }
}

fn definition(row: &mut Block, bibliography: &Bibliography) -> Result<ScaleDefinition, DataError> {
    let range = if row.has("range") {
        Some(row.number_pair("range")?)
    } else {
        None
    };
    Ok(ScaleDefinition {
        id: row.text("id")?,
        version: row.whole("version", 1..=MOST_VERSIONS)?,
        step: row.optional_number("step", 0.0..=LARGEST)?,
        graded_on: graded_on(row)?,
        is_live_only: row.flag("is_live_only", false)?,
        name: row.text("name")?,
        measures: row.text("measures")?,
        direction: direction(row)?,
        rater: row.optional_text("rater")?,
        raters: raters(row)?,
        inferred: row.texts("inferred")?,
        grades: grades(row, range)?,
        availability: row.choice(
            "use",
            &[
                ("built-in", Availability::BuiltIn),
                ("licence-needed", Availability::LicenceNeeded),
                ("not-yet", Availability::NotYet),
            ],
        )?,
        licence: row.optional_text("licence")?,
        smallest_meaningful_change: meaningful_change(row, bibliography)?,
        predicted_as: row.optional_text("predicted_as")?,
        range,
        provenance: Provenance::read(row, bibliography)?,
    })
}

fn raters(row: &mut Block) -> Result<Vec<ScaleRater>, DataError> {
    let named = |text: &String| {
        let mut names = ScaleRater::NAMES.iter();
        names.find(|(name, _)| name == text).map(|(_, one)| *one)
    };
    let texts = row.texts("raters")?;
    let raters: Option<Vec<ScaleRater>> = texts.iter().map(named).collect();
    let names = ScaleRater::NAMES.map(|(name, _)| name).join(", ");
    raters.ok_or_else(|| row.error("raters", &texts.join(", "), &format!("some of: {names}")))
}

fn graded_on(row: &mut Block) -> Result<Vec<GradedOn>, DataError> {
    let named = |text: &String| {
        let mut names = GradedOn::NAMES.iter();
        names.find(|(name, _)| name == text).map(|(_, one)| *one)
    };
    let texts = row.texts("graded_on")?;
    let graded_on: Option<Vec<GradedOn>> = texts.iter().map(named).collect();
    let names = GradedOn::NAMES.map(|(name, _)| name).join(", ");
    graded_on.ok_or_else(|| row.error("graded_on", &texts.join(", "), &format!("some of: {names}")))
}

fn direction(row: &mut Block) -> Result<Option<Better>, DataError> {
    if !row.has("direction") {
        return Ok(None);
    }
    let names = [
        ("lower-is-better", Better::LowerIsBetter),
        ("higher-is-better", Better::HigherIsBetter),
    ];
    row.choice("direction", &names).map(Some)
}

fn grades(row: &mut Block, range: Option<[f64; 2]>) -> Result<Vec<Grade>, DataError> {
    let [low, high] = range.unwrap_or([-LARGEST, LARGEST]);
    row.rows("grades", |grade| {
        let from = grade.number("from", low..=high)?;
        Ok(Grade {
            from,
            to: grade.number("to", from..=high)?,
            label: grade.text("label")?,
            patient: grade.optional_text("patient")?,
            says: said_change(grade)?,
        })
    })
}

fn said_change(grade: &mut Block) -> Result<Option<SaidChange>, DataError> {
    if !grade.has("says") {
        return Ok(None);
    }
    grade.choice("says", &SaidChange::NAMES).map(Some)
}

fn meaningful_change(
    row: &mut Block,
    bibliography: &Bibliography,
) -> Result<Option<Sourced<f64>>, DataError> {
    let Some(mut change) = row.optional_block("smallest_meaningful_change")? else {
        return Ok(None);
    };
    let value = change.number("value", 0.0..=LARGEST)?;
    let sourced = Provenance::read(&mut change, bibliography)?.of(value, "points");
    change.finish()?;
    Ok(Some(sourced))
}
