//! A chart as somebody opened it.

use crate::fold::Chart;
use crate::id::PatientId;

/// A chart with the version at which it was opened: what is appended to it is appended to what was seen.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenChart {
    patient: PatientId,
    sequence: u64,
    chart: Chart,
}

impl OpenChart {
    pub(super) fn empty(patient: PatientId) -> Self {
        Self::new(patient, 0, Chart::default())
    }

    pub(super) const fn new(patient: PatientId, sequence: u64, chart: Chart) -> Self {
        Self {
            patient,
            sequence,
            chart,
        }
    }

    /// Whose chart.
    pub const fn patient(&self) -> PatientId {
        self.patient
    }

    /// Number of events that were seen.
    pub const fn sequence(&self) -> u64 {
        self.sequence
    }

    /// What it says.
    pub const fn chart(&self) -> &Chart {
        &self.chart
    }
}
