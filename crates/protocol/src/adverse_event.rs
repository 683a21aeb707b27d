//! What the grades of an adverse event mean, and from which one on a report is decided, from `data/adverse-events.toml`
//! (protocol 5.6).

use needlework_evidence::{Bibliography, Block, DataError, DataFile, Provenance, Sourced};

const FILE: DataFile = DataFile {
    name: "adverse-events.toml",
    text: include_str!("../data/adverse-events.toml"),
};
/// Grades run from 1 to 5, as in the criteria that they follow; the chart holds no other.
const GRADES: std::ops::RangeInclusive<u32> = 1..=5;

/// A grade of an adverse event.
#[derive(Debug, Clone, PartialEq)]
pub struct AdverseEventGrade {
    /// 1 to 5, the worst last.
    pub grade: u8,
    /// What it means.
    pub label: String,
    /// Where the words come from.
    pub provenance: Provenance,
}

/// All grades, the mildest first.
#[derive(Debug, Clone, PartialEq)]
pub struct AdverseEventGrades {
    grades: Vec<AdverseEventGrade>,
    /// From this grade on it is decided whether a report is due, whether or not somebody calls the event serious.
    pub report_from_grade: Sourced<f64>,
    /// From this grade on nobody takes an event for not serious because nobody has called it serious.
    pub decide_from_grade: Sourced<f64>,
}

impl AdverseEventGrades {
    /// The grades that Needlework ships.
    ///
    /// # Errors
    /// When the embedded file is not well formed, which the tests rule out.
    pub fn shipped(bibliography: &Bibliography) -> Result<Self, DataError> {
        Self::load(FILE, bibliography)
    }

    /// Reads grades from a data file.
    ///
    /// # Errors
    /// When the file is not TOML, a key is missing, unknown or out of range, or a source is not in the bibliography.
    pub fn load(file: DataFile, bibliography: &Bibliography) -> Result<Self, DataError> {
        let mut root = Block::parse(file.name, file.text)?;
        let report_from_grade = Sourced::read(&mut root, "report_from_grade", "-", bibliography)?;
        let decide_from_grade = Sourced::read(&mut root, "decide_from_grade", "-", bibliography)?;
        let grades = root.rows("grade", |row| grade(row, bibliography))?;
        root.finish()?;
        Ok(Self {
            grades,
            report_from_grade,
            decide_from_grade,
        })
    }

    /// All grades, the mildest first.
    pub fn iter(&self) -> impl Iterator<Item = &AdverseEventGrade> {
        self.grades.iter()
    }

    /// What a grade means; `None`: there is no such grade.
    pub fn label(&self, grade: u8) -> Option<&str> {
        let found = self.grades.iter().find(|one| one.grade == grade);
        found.map(|one| one.label.as_str())
    }

    /// Whether somebody has to decide if an event of this grade is reported.
    pub fn asks_for_report(&self, grade: u8, is_serious: bool) -> bool {
        is_serious || f64::from(grade) >= self.report_from_grade.value
    }

    /// Whether a clinician has to decide if an event of this grade is serious, as long as nobody has called it so.
    pub fn asks_whether_serious(&self, grade: u8) -> bool {
        f64::from(grade) >= self.decide_from_grade.value
    }
}

fn grade(row: &mut Block, bibliography: &Bibliography) -> Result<AdverseEventGrade, DataError> {
    let number = row.whole("grade", GRADES)?;
    let grade = u8::try_from(number)
        .map_err(|_| row.error("grade", &number.to_string(), "a grade from 1 to 5"))?;
    Ok(AdverseEventGrade {
        grade,
        label: row.text("label")?,
        provenance: Provenance::read(row, bibliography)?,
    })
}
