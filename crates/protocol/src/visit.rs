//! Length of a visit, first possible day, shortest interval and coverage, from `data/visit.toml`.

use needlework_evidence::{Bibliography, Block, DataError, DataFile, Sourced};

const FILE: DataFile = DataFile {
    name: "visit.toml",
    text: include_str!("../data/visit.toml"),
};

/// Numbers about visits (protocol 0.3, 3.4, 3.5, 3.7).
#[derive(Debug, Clone, PartialEq)]
pub struct Visits {
    /// Time booked for a visit without numbing, min.
    pub procedure_slot_minutes: Sourced<f64>,
    /// Earliest first session after the day of planning, d.
    pub lead_days: Sourced<f64>,
    /// No two sessions are closer than this, d.
    pub shortest_interval_days: Sourced<f64>,
    /// Sessions closer than this need a reason, d.
    pub usual_shortest_interval_days: Sourced<f64>,
    /// Days after the last session at which a result is judged where the indication names no day, d.
    pub judge_after_days: Sourced<f64>,
    /// Days for which a result that nobody judged in its time stays on the list of what was left lying, d.
    pub missed_judgement_days: Sourced<f64>,
    /// Share of people from which a sign counts as usual after a session.
    pub usual_sign_share: Sourced<f64>,
    /// Default channel density with a roller, 1/cm².
    pub roller_channels_per_cm2: Sourced<f64>,
    /// Default channel density with a stamp, 1/cm².
    pub stamp_channels_per_cm2: Sourced<f64>,
    /// Default time of a pen on each cm², s.
    pub pen_seconds_per_cm2: Sourced<f64>,
}

impl Visits {
    /// The numbers that Needlework ships.
    ///
    /// # Errors
    /// When the embedded file is not well formed, which the tests rule out.
    pub fn shipped(bibliography: &Bibliography) -> Result<Self, DataError> {
        Self::load(FILE, bibliography)
    }

    /// Reads the numbers from a data file.
    ///
    /// # Errors
    /// When the file is not TOML, a row is missing, unknown or out of its range, or a source is not in the bibliography.
    pub fn load(file: DataFile, bibliography: &Bibliography) -> Result<Self, DataError> {
        let mut root = Block::parse(file.name, file.text)?;
        let mut row = |key, unit| Sourced::read(&mut root, key, unit, bibliography);
        let visits = Self {
            procedure_slot_minutes: row("procedure_slot_minutes", "min")?,
            lead_days: row("lead_days", "d")?,
            shortest_interval_days: row("shortest_interval_days", "d")?,
            usual_shortest_interval_days: row("usual_shortest_interval_days", "d")?,
            judge_after_days: row("judge_after_days", "d")?,
            missed_judgement_days: row("missed_judgement_days", "d")?,
            usual_sign_share: row("usual_sign_share", "-")?,
            roller_channels_per_cm2: row("roller_channels_per_cm2", "1/cm2")?,
            stamp_channels_per_cm2: row("stamp_channels_per_cm2", "1/cm2")?,
            pen_seconds_per_cm2: row("pen_seconds_per_cm2", "s/cm2")?,
        };
        root.finish()?;
        Ok(visits)
    }

    /// Every row with its key in the data file.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &Sourced<f64>)> {
        [
            ("procedure_slot_minutes", &self.procedure_slot_minutes),
            ("lead_days", &self.lead_days),
            ("shortest_interval_days", &self.shortest_interval_days),
            (
                "usual_shortest_interval_days",
                &self.usual_shortest_interval_days,
            ),
            ("judge_after_days", &self.judge_after_days),
            ("missed_judgement_days", &self.missed_judgement_days),
            ("usual_sign_share", &self.usual_sign_share),
            ("roller_channels_per_cm2", &self.roller_channels_per_cm2),
            ("stamp_channels_per_cm2", &self.stamp_channels_per_cm2),
            ("pen_seconds_per_cm2", &self.pen_seconds_per_cm2),
        ]
        .into_iter()
    }
}
