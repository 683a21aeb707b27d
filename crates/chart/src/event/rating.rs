//! Ratings of an outcome on a scale, and those that were taken back (protocol 6).

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::id::RatingId;

/// Where a rater saw the skin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Seen {
    /// On the person.
    Live,
    /// On photographs.
    Photographs,
}

/// Which way a scale improves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ScaleDirection {
    /// A lower value is better.
    LowerIsBetter,
    /// A higher value is better.
    HigherIsBetter,
}

/// A scale was rated by a person. The role of the rater is that of the author.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScaleRated {
    /// This rating.
    pub rating: RatingId,
    /// Scale id.
    pub scale: String,
    /// Version of what the scale says of itself; absent: an event of version 1, which did not keep it.
    pub scale_version: Option<u32>,
    /// Zone id; absent: the whole face.
    pub zone: Option<String>,
    /// Grade or points.
    pub grade: f64,
    /// What the grade meant when it was given, in the English words of the scale; absent: the scale has none for it, or the event is
    /// of version 1.
    pub label: Option<String>,
    /// Which way the scale improved when the grade was given; absent: an event of version 1.
    pub direction: Option<ScaleDirection>,
    /// Day on which the skin looked so.
    pub day: Date,
    /// Where the rater saw it; absent: nobody was asked.
    pub seen: Option<Seen>,
    /// Whether the rater claimed not to know what was done. Nobody can be asked that in an open chart: it is written no more, and a
    /// rating counts as open whatever it says.
    pub is_blinded: bool,
}

/// A rating was taken back: it stays in the chart and counts nowhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RatingWithdrawn {
    /// The rating.
    pub rating: RatingId,
    /// Why.
    pub reason: String,
}
