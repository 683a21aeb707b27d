//! Numbers of one kind share a unit, and with it an axis.

use needlework_trial::Measure;

/// Factor from a share to per cent.
const PER_CENT: f64 = 100.0;
/// Hours below which nothing is told apart; an axis in logarithms begins here.
const LEAST_HOURS: f64 = 0.5;
/// Least uptake of an axis, times that of untouched skin.
const LEAST_UPTAKE: f64 = 0.5;

/// A kind of reported number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    ScoreChange,
    GradeChange,
    Grade,
    Responders,
    Biopsy,
    SignHours,
    Closure,
    Uptake,
    Pain,
    Depth,
    Bleeding,
    Events,
}

impl Kind {
    /// In the order in which they are shown.
    pub(super) const ALL: [Self; 12] = [
        Self::ScoreChange,
        Self::GradeChange,
        Self::Grade,
        Self::Responders,
        Self::Biopsy,
        Self::SignHours,
        Self::Closure,
        Self::Uptake,
        Self::Pain,
        Self::Depth,
        Self::Bleeding,
        Self::Events,
    ];

    /// The kind of a number on this scale with this statistic, both as in the trial file.
    pub(super) fn of(scale: &str, statistic: &str) -> Self {
        match (Measure::of_scale(scale), statistic) {
            (_, "events") | (Some(Measure::SignHappens(_) | Measure::Risk(_)), _) => Self::Events,
            (_, "responders") => Self::Responders,
            (Some(Measure::Biopsy(_)), _) => Self::Biopsy,
            (Some(Measure::SignHours(_)), _) => Self::SignHours,
            (Some(Measure::OpenUntil(_)), _) => Self::Closure,
            (Some(Measure::Uptake(_)), _) => Self::Uptake,
            (Some(Measure::Pain), _) => Self::Pain,
            (Some(Measure::ChannelDepth), _) => Self::Depth,
            (Some(Measure::BleedingPoints), _) => Self::Bleeding,
            (_, "percent-change") => Self::ScoreChange,
            (_, "mean-change" | "difference") => Self::GradeChange,
            _ => Self::Grade,
        }
    }

    /// Whether it is read on a clinical score.
    pub(super) fn is_clinical(self) -> bool {
        matches!(
            self,
            Self::ScoreChange | Self::GradeChange | Self::Grade | Self::Responders
        )
    }

    /// Heading with its unit.
    pub(super) fn title(self) -> &'static str {
        match self {
            Self::ScoreChange => "Scores: change, % of before",
            Self::GradeChange => "Grades: change",
            Self::Grade => "Grades: value",
            Self::Responders => "Responders, % of people",
            Self::Biopsy => "Biopsies: change, % of before",
            Self::SignHours => "Signs: hours noticeable (left end: half an hour or less)",
            Self::Closure => "Channels: hours until closed (left end: half an hour or less)",
            Self::Uptake => "Uptake, times untouched skin",
            Self::Pain => "Pain, 0 to 10",
            Self::Depth => "Channel depth, mm",
            Self::Bleeding => "Bleeding points per cm²",
            Self::Events => "Events, % of people",
        }
    }

    /// Heading without what stands in brackets.
    pub(super) fn short_title(self) -> &'static str {
        let title = self.title();
        title.split(" (").next().unwrap_or(title)
    }

    /// Unit after a number.
    pub(super) fn unit(self) -> &'static str {
        match self {
            Self::ScoreChange | Self::Biopsy | Self::Responders | Self::Events => "%",
            Self::GradeChange | Self::Grade | Self::Pain => "",
            Self::SignHours | Self::Closure => "h",
            Self::Uptake => "×",
            Self::Depth => "mm",
            Self::Bleeding => "per cm²",
        }
    }

    /// What a reported number is multiplied by to be shown.
    pub(super) fn factor(self) -> f64 {
        match self {
            Self::Responders | Self::Events => PER_CENT,
            _ => 1.0,
        }
    }

    /// Least value of an axis in logarithms; `None` where the axis is linear.
    pub(super) fn least_of_logarithm(self) -> Option<f64> {
        match self {
            Self::SignHours | Self::Closure => Some(LEAST_HOURS),
            Self::Uptake => Some(LEAST_UPTAKE),
            _ => None,
        }
    }

    /// Values that the axis shows at least.
    pub(super) fn span(self) -> [f64; 2] {
        match self {
            Self::Responders => [0.0, PER_CENT],
            Self::ScoreChange => [-PER_CENT, 0.0],
            Self::Pain | Self::Events => [0.0, 10.0],
            Self::SignHours | Self::Closure => [LEAST_HOURS, 100.0],
            Self::Uptake => [LEAST_UPTAKE, 10.0],
            Self::GradeChange | Self::Grade | Self::Biopsy | Self::Depth | Self::Bleeding => {
                [0.0, 0.0]
            }
        }
    }
}
