//! The default course of each indication, from `data/courses.toml`.

use needlework_evidence::{Bibliography, Block, DataError, DataFile, Provenance};
use schemars::JsonSchema;
use serde::Serialize;

const FILE: DataFile = DataFile {
    name: "courses.toml",
    text: include_str!("../data/courses.toml"),
};

/// Most sessions that a row of the file may name: a guard against a slip of the keyboard, far above any published
/// course.
const MOST_SESSIONS: u32 = 52;
/// Longest interval that a row may name, d: beyond a year it is upkeep, not a course.
const LONGEST_INTERVAL_DAYS: u32 = 365;

/// An indication and its default course (protocol 3.5).
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Indication {
    /// Identifier in case files, for example `facial-wrinkles`.
    pub id: String,
    /// Name for a clinician.
    pub name: String,
    /// Name for a patient.
    pub plain_name: String,
    /// Default number of sessions; `None` where the clinician decides.
    pub sessions: Option<u32>,
    /// Fewest and most sessions of published courses.
    pub sessions_seen: [u32; 2],
    /// Default days between sessions; `None` where the clinician decides.
    pub interval_days: Option<u32>,
    /// Shortest and longest interval of published courses, d; `None` where no source states it.
    pub interval_days_seen: Option<[u32; 2]>,
    /// Days after the last session at which the result is judged; `None` where no source states it.
    pub judge_after_days: Option<u32>,
    /// Zones that are usually treated, the main one first.
    pub usual_zones: Vec<String>,
    /// Where the row comes from.
    pub provenance: Provenance,
}

/// All indications by id.
#[derive(Debug, Clone, PartialEq)]
pub struct Courses {
    indications: Vec<Indication>,
}

impl Courses {
    /// The indications that Needlework ships.
    ///
    /// # Errors
    /// When the embedded file is not well formed, which the tests rule out.
    pub fn shipped(bibliography: &Bibliography) -> Result<Self, DataError> {
        Self::load(FILE, bibliography)
    }

    /// Reads indications from a data file.
    ///
    /// # Errors
    /// When the file is not TOML, a key is missing, unknown or out of range, or a source is not in the bibliography.
    pub fn load(file: DataFile, bibliography: &Bibliography) -> Result<Self, DataError> {
        let indications = Block::parse(file.name, file.text)?
            .into_blocks()?
            .into_iter()
            .map(|(id, block)| indication(id, block, bibliography))
            .collect::<Result<_, _>>()?;
        Ok(Self { indications })
    }

    /// The indication with this id, if there is one.
    pub fn get(&self, id: &str) -> Option<&Indication> {
        self.indications.iter().find(|row| row.id == id)
    }

    /// All indications in the order of their ids.
    pub fn iter(&self) -> impl Iterator<Item = &Indication> {
        self.indications.iter()
    }
}

fn indication(
    id: String,
    mut block: Block,
    bibliography: &Bibliography,
) -> Result<Indication, DataError> {
    let row = Indication {
        id,
        name: block.text("name")?,
        plain_name: block.text("plain_name")?,
        sessions: block.optional_whole("sessions", 1..=MOST_SESSIONS)?,
        sessions_seen: whole_pair(&mut block, "sessions_seen", MOST_SESSIONS)?,
        interval_days: block.optional_whole("interval_days", 1..=LONGEST_INTERVAL_DAYS)?,
        interval_days_seen: if block.has("interval_days_seen") {
            Some(whole_pair(
                &mut block,
                "interval_days_seen",
                LONGEST_INTERVAL_DAYS,
            )?)
        } else {
            None
        },
        judge_after_days: block.optional_whole("judge_after_days", 1..=LONGEST_INTERVAL_DAYS)?,
        usual_zones: block.texts("usual_zones")?,
        provenance: Provenance::read(&mut block, bibliography)?,
    };
    block.finish()?;
    Ok(row)
}

/// Two whole numbers `[low, high]` from 1 to `most`.
fn whole_pair(block: &mut Block, key: &str, most: u32) -> Result<[u32; 2], DataError> {
    let [low, high] = block.number_pair(key)?;
    let whole = |number: f64| {
        let fits = number.fract() == 0.0 && (1.0..=f64::from(most)).contains(&number);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "range and fraction were just checked"
        )]
        fits.then_some(number as u32)
            .ok_or_else(|| block.error(key, &number, &format!("whole numbers from 1 to {most}")))
    };
    Ok([whole(low)?, whole(high)?])
}
