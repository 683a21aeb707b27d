//! What must be true before a session starts, from `data/gate.toml` (clinic reference 2.2).

use needlework_evidence::{Bibliography, DataError, DataFile};

use crate::record::{Record, RecordReader};

const FILE: DataFile = DataFile {
    name: "gate.toml",
    text: include_str!("../data/gate.toml"),
};

/// The conditions of a start, in the order in which they are checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Gate {
    conditions: Vec<Record>,
}

impl Gate {
    /// Ids of all conditions, in the order in which a console asks them.
    pub const IDS: [&'static str; 17] = [
        "start-identity",
        "start-contact",
        "start-consent",
        "start-screening",
        "start-shortest-interval",
        "start-usual-interval",
        "start-session-number",
        "start-planned-day",
        "start-healing",
        "start-adverse-event",
        "start-device",
        "start-device-as-planned",
        "start-off-label",
        "start-cartridge",
        "start-numbing",
        "start-numbing-cover",
        "start-photographs",
    ];

    /// The conditions that Needlework ships.
    ///
    /// # Errors
    /// When the embedded file is not well formed or lacks one of [`Gate::IDS`], which the tests rule out.
    pub fn shipped(bibliography: &Bibliography) -> Result<Self, DataError> {
        let mut rows = RecordReader::shipped(bibliography)?.file(FILE)?;
        let mut conditions = Vec::with_capacity(rows.len());
        for id in Self::IDS {
            let at = rows.iter().position(|row| row.id == id).ok_or_else(|| {
                DataError::missing(FILE.name, id, "a row, since a start depends on it")
            })?;
            conditions.push(rows.swap_remove(at));
        }
        match rows.first() {
            None => Ok(Self { conditions }),
            Some(row) => Err(DataError::refused(
                FILE.name,
                &row.id,
                "a row",
                "left out, since nothing checks it",
            )),
        }
    }

    /// The condition with this id, if there is one.
    pub fn get(&self, id: &str) -> Option<&Record> {
        self.conditions.iter().find(|row| row.id == id)
    }

    /// All conditions in the order of [`Gate::IDS`].
    pub fn iter(&self) -> impl Iterator<Item = &Record> {
        self.conditions.iter()
    }

    /// The conditions, for a clinic file that changes their numbers.
    pub fn records_mut(&mut self) -> impl Iterator<Item = &mut Record> {
        self.conditions.iter_mut()
    }
}
