//! What a scale of a trial file means in terms of the model.

use crate::trial::Statistic;

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// A clinical scale of the catalogue.
    Grade(&'static str),
    /// A score whose best value is 0 and that follows a clinical scale in relative terms.
    Score(&'static str),
    /// Classes of global improvement by the main scale of the indication.
    GlobalImprovement,
    /// A biopsy finding, relative to before.
    Biopsy(&'static str),
    /// How many hours a sign is noticeable.
    SignHours(&'static str),
    /// Whether a sign is noticeable at all.
    SignHappens(&'static str),
    /// Pain during needling, 0 to 10.
    Pain,
    /// Depth of the channels, mm.
    ChannelDepth,
    /// Visible bleeding points per cm².
    BleedingPoints,
    /// Hours until this share of the channel area is still open, in per cent.
    OpenUntil(u8),
    /// Uptake of a class of molecules relative to untouched skin.
    Uptake(&'static str),
    /// A risk over the course.
    Risk(&'static str),
}

/// Scale ids of trial files, with what they mean.
const MEASURES: &[(&str, Measure)] = &[
    ("lemperle-wrinkles", Measure::Grade("lemperle-wrinkles")),
    ("fine-lines", Measure::Grade("fine-lines")),
    ("texture", Measure::Grade("texture")),
    ("alexiades-laxity", Measure::Grade("alexiades-laxity")),
    ("goodman-baron", Measure::Grade("goodman-baron")),
    ("radiance", Measure::Grade("radiance")),
    ("scar-vas", Measure::Grade("scar-vas")),
    ("pore-area", Measure::Grade("pore-area")),
    ("pigment-evenness", Measure::Grade("pigment-evenness")),
    ("stretch-marks", Measure::Grade("stretch-marks")),
    ("acne-scar-score", Measure::Score("goodman-baron")),
    ("melasma-score", Measure::Score("pigment-evenness")),
    ("wrinkle-depth", Measure::Score("lemperle-wrinkles")),
    ("global-improvement", Measure::GlobalImprovement),
    ("collagen-1", Measure::Biopsy("collagen-1")),
    ("collagen-3", Measure::Biopsy("collagen-3")),
    ("new-collagen", Measure::Biopsy("new-collagen")),
    ("masson-papillary", Measure::Biopsy("masson-papillary")),
    ("tropoelastin", Measure::Biopsy("tropoelastin")),
    ("total-elastin", Measure::Biopsy("total-elastin")),
    (
        "epidermal-thickness",
        Measure::Biopsy("epidermal-thickness"),
    ),
    ("redness-hours", Measure::SignHours("redness")),
    ("swelling-hours", Measure::SignHours("swelling")),
    ("tenderness-hours", Measure::SignHours("tenderness")),
    ("tightness-hours", Measure::SignHours("tightness")),
    ("flaking-hours", Measure::SignHours("flaking")),
    ("spots-hours", Measure::SignHours("spots")),
    ("redness", Measure::SignHappens("redness")),
    ("swelling", Measure::SignHappens("swelling")),
    ("tenderness", Measure::SignHappens("tenderness")),
    ("tightness", Measure::SignHappens("tightness")),
    ("flaking", Measure::SignHappens("flaking")),
    ("spots", Measure::SignHappens("spots")),
    ("pain", Measure::Pain),
    ("channel-depth", Measure::ChannelDepth),
    ("bleeding-points", Measure::BleedingPoints),
    ("closure-hours", Measure::OpenUntil(5)),
    ("closure-half-life-hours", Measure::OpenUntil(50)),
    ("uptake-small-permeable", Measure::Uptake("small-permeable")),
    ("uptake-ascorbic-acid", Measure::Uptake("ascorbic-acid")),
    ("uptake-peptides", Measure::Uptake("peptides")),
    ("uptake-large-molecules", Measure::Uptake("large-molecules")),
    ("pigment-darkening", Measure::Risk("pigment-darkening")),
    ("tram-track", Measure::Risk("tram-track")),
    ("infection", Measure::Risk("infection")),
];

/// Measures that differ between studies together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Family {
    Response,
    Biopsy,
    Duration,
    Closure,
    Uptake,
    Pain,
    Risk,
}

impl Family {
    pub(crate) const ALL: [Self; 7] = [
        Self::Response,
        Self::Biopsy,
        Self::Duration,
        Self::Closure,
        Self::Uptake,
        Self::Pain,
        Self::Risk,
    ];

    /// Name in `outcome.between_places` and `outcome.place`.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Response => "response",
            Self::Biopsy => "biopsy",
            Self::Duration => "duration",
            Self::Closure => "closure",
            Self::Uptake => "uptake",
            Self::Pain => "pain",
            Self::Risk => "risk",
        }
    }
}

impl Measure {
    /// What a scale id of a trial file means.
    pub fn of_scale(id: &str) -> Option<Self> {
        let mut known = MEASURES.iter();
        known.find(|(known, _)| *known == id).map(|(_, it)| *it)
    }

    /// The family whose place between studies it shares; `None` for what follows from needle and skin alone.
    pub(crate) fn family(self) -> Option<Family> {
        match self {
            Self::Grade(_) | Self::Score(_) | Self::GlobalImprovement => Some(Family::Response),
            Self::Biopsy(_) => Some(Family::Biopsy),
            Self::SignHours(_) => Some(Family::Duration),
            Self::OpenUntil(_) => Some(Family::Closure),
            Self::Uptake(_) => Some(Family::Uptake),
            Self::Pain => Some(Family::Pain),
            Self::Risk(_) => Some(Family::Risk),
            Self::SignHappens(_) | Self::ChannelDepth | Self::BleedingPoints => None,
        }
    }

    /// All scale ids with what they mean, for the reader.
    pub(crate) fn choices() -> &'static [(&'static str, Self)] {
        MEASURES
    }

    /// Whether it is read on a day of the course; everything else belongs to the session, or to the course as a whole.
    pub(crate) fn has_day(self) -> bool {
        matches!(
            self,
            Self::Grade(_) | Self::Score(_) | Self::GlobalImprovement | Self::Biopsy(_)
        )
    }

    /// Whether it is read so many hours after the first session.
    pub(crate) fn has_hour(self) -> bool {
        matches!(self, Self::Uptake(_))
    }

    /// Whether somebody who expects success judges it (evidence trap 6).
    pub(crate) fn is_judged(self) -> bool {
        matches!(
            self,
            Self::Grade(_) | Self::Score(_) | Self::GlobalImprovement
        )
    }

    /// Whether there is anything to report without a session.
    pub(crate) fn exists_untreated(self) -> bool {
        self.has_day()
    }

    /// Whether this statistic can be told of it.
    pub(crate) fn tells(self, statistic: Statistic) -> bool {
        use Statistic as S;
        match self {
            Self::Grade(_) => !matches!(statistic, S::Events),
            Self::Score(_) => matches!(statistic, S::PercentChange | S::PercentResponders(_)),
            Self::GlobalImprovement => matches!(statistic, S::Responders(_)),
            Self::Biopsy(_) => matches!(statistic, S::PercentChange),
            Self::SignHours(_) | Self::OpenUntil(_) => {
                matches!(
                    statistic,
                    S::Mean | S::Median | S::StandardDeviation | S::Responders(_)
                )
            }
            Self::Pain | Self::ChannelDepth | Self::BleedingPoints | Self::Uptake(_) => {
                matches!(statistic, S::Mean | S::Median | S::StandardDeviation)
            }
            Self::SignHappens(_) | Self::Risk(_) => matches!(statistic, S::Events),
        }
    }
}
