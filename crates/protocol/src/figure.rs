//! Figures as they were seen on a page or in a paper, each with its own source (protocol 7).

use needlework_evidence::{Bibliography, Block, DataError, Provenance};
use needlework_skin::Phototype;
use schemars::JsonSchema;
use serde::Serialize;

/// The largest number that a figure may state: a guard against a slip of the keyboard.
const LARGEST: f64 = 1e6;

/// Lowest and highest value, in the unit that its field names.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct Interval {
    /// Lowest value.
    pub low: f64,
    /// Highest value.
    pub high: f64,
}

/// What one source, or several together, state about an option.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Figure {
    /// What was seen, in words.
    pub seen: String,
    /// Lower end as a number; absent where none is stated.
    pub low: Option<f64>,
    /// Upper end as a number; absent where none is stated.
    pub high: Option<f64>,
    /// Whether ranges and costs are made from it; otherwise it is shown only.
    pub counted: bool,
    /// Where it comes from.
    #[serde(flatten)]
    pub provenance: Provenance,
}

/// Number of sessions.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct SessionFigure {
    /// The figure, in sessions.
    #[serde(flatten)]
    pub figure: Figure,
    /// Sessions per year instead of sessions of one course.
    pub per_year: bool,
}

/// Price of one session.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct CostFigure {
    /// The figure, in `currency`.
    #[serde(flatten)]
    pub figure: Figure,
    /// ISO 4217 code, for example `USD`.
    pub currency: String,
    /// Year of the price, where it is known.
    pub year: Option<u32>,
}

/// How often the colour of the skin changed, % of people.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct PigmentFigure {
    /// The figure, in % of people.
    #[serde(flatten)]
    pub figure: Figure,
    /// First and last phototype of the group, 1 to 6; absent where the source does not state it.
    pub phototypes: Option<[u8; 2]>,
}

impl PigmentFigure {
    /// Whether the group held people of this phototype; `None` where the source does not say.
    pub fn includes(&self, phototype: Phototype) -> Option<bool> {
        self.phototypes
            .map(|[first, last]| (first..=last).contains(&phototype.number()))
    }
}

/// From the lowest lower end to the highest upper end of all counted figures; `None` when one of the two is not stated
/// anywhere.
pub(crate) fn range<'a>(figures: impl Iterator<Item = &'a Figure> + Clone) -> Option<Interval> {
    let counted = figures.filter(|figure| figure.counted);
    let low = counted
        .clone()
        .filter_map(|figure| figure.low)
        .reduce(f64::min)?;
    let high = counted.filter_map(|figure| figure.high).reduce(f64::max)?;
    (low <= high).then_some(Interval { low, high })
}

pub(crate) fn figures(
    block: &mut Block,
    key: &str,
    bibliography: &Bibliography,
) -> Result<Vec<Figure>, DataError> {
    block.rows(key, |row| figure(row, bibliography))
}

pub(crate) fn session_figures(
    block: &mut Block,
    key: &str,
    bibliography: &Bibliography,
) -> Result<Vec<SessionFigure>, DataError> {
    block.rows(key, |row| {
        Ok(SessionFigure {
            per_year: row.flag("per_year", false)?,
            figure: figure(row, bibliography)?,
        })
    })
}

pub(crate) fn cost_figures(
    block: &mut Block,
    key: &str,
    bibliography: &Bibliography,
) -> Result<Vec<CostFigure>, DataError> {
    const YEARS: std::ops::RangeInclusive<u32> = 1980..=2100;
    block.rows(key, |row| {
        Ok(CostFigure {
            currency: row
                .choice("currency", &[("USD", "USD"), ("EUR", "EUR")])?
                .to_owned(),
            year: row.optional_whole("year", YEARS)?,
            figure: figure(row, bibliography)?,
        })
    })
}

pub(crate) fn pigment_figures(
    block: &mut Block,
    key: &str,
    bibliography: &Bibliography,
) -> Result<Vec<PigmentFigure>, DataError> {
    block.rows(key, |row| {
        Ok(PigmentFigure {
            phototypes: phototypes(row)?,
            figure: figure(row, bibliography)?,
        })
    })
}

fn phototypes(row: &mut Block) -> Result<Option<[u8; 2]>, DataError> {
    if !row.has("phototypes") {
        return Ok(None);
    }
    let pair = row.number_pair("phototypes")?;
    let number = |value: f64| {
        Phototype::ALL
            .map(Phototype::number)
            .into_iter()
            .find(|number| f64::from(*number).total_cmp(&value).is_eq())
            .ok_or_else(|| row.error("phototypes", &value, "whole numbers from 1 to 6"))
    };
    Ok(Some([number(pair[0])?, number(pair[1])?]))
}

fn figure(row: &mut Block, bibliography: &Bibliography) -> Result<Figure, DataError> {
    let low = row.optional_number("low", 0.0..=LARGEST)?;
    Ok(Figure {
        seen: row.text("seen")?,
        low,
        high: row.optional_number("high", low.unwrap_or(0.0)..=LARGEST)?,
        counted: row.flag("counted", true)?,
        provenance: Provenance::read(row, bibliography)?,
    })
}
