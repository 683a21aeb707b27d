//! What studies taught about uncertain numbers: joint draws that take the place of their priors.

use std::fmt::Write as _;

use crate::parameter::{digest, shuffle, stream};
use crate::{Block, DataError, DataFile, ParameterSet};

/// Parts of a standard deviation in which a posterior file counts.
const HUNDREDTHS: f64 = 100.0;
/// Largest standard score in a posterior file: beyond it no prior has any weight.
const LARGEST_SCORE: f64 = 12.0;
/// Fewest joint draws of which intervals can be told.
const FEWEST_DRAWS: usize = 20;

/// Joint draws of some parameters from their posterior, as standard scores of their priors, with what they were made from.
#[derive(Debug, Clone, PartialEq)]
pub struct Posterior {
    /// Version of Needlework that made them.
    pub version: String,
    /// [`ParameterSet::hash`] of the priors.
    pub parameter_set: String,
    /// Hash of the studies.
    pub studies: String,
    /// Sampler and settings, in words.
    pub sampler: String,
    /// Seed.
    pub seed: u64,
    /// Keys of the parameters.
    pub keys: Vec<String>,
    /// One row per joint draw, one standard score per key.
    pub draws: Vec<Vec<f64>>,
}

/// The draws of a posterior in the order of one parameter set.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Informed {
    /// Positions of the parameters in the set.
    positions: Vec<usize>,
    /// One row per joint draw, one value per position.
    rows: Vec<Vec<f64>>,
}

impl Informed {
    /// The rows of `count` joint draws, in an order that the seed decides.
    pub(crate) fn chosen(&self, count: usize, seed: u64) -> Vec<&[f64]> {
        let mut order: Vec<&[f64]> = self.rows.iter().map(Vec::as_slice).collect();
        shuffle(&mut order, &mut stream(seed, "posterior"));
        order.into_iter().cycle().take(count).collect()
    }

    /// The values of the parameter at a position of the set in the rows that [`Self::chosen`] gave; `None` when the posterior
    /// does not hold it.
    pub(crate) fn samples(&self, position: usize, rows: &[&[f64]]) -> Option<Vec<f64>> {
        let column = self.positions.iter().position(|at| *at == position)?;
        rows.iter().map(|row| row.get(column).copied()).collect()
    }
}

impl Posterior {
    /// Reads a posterior file.
    ///
    /// # Errors
    /// When it is not TOML, a key is missing or unknown, or a draw does not hold one whole number per parameter.
    pub fn read(file: &DataFile) -> Result<Self, DataError> {
        let mut root = Block::parse(file.name, file.text)?;
        let version = root.text("version")?;
        let parameter_set = root.text("parameter_set")?;
        let studies = root.text("studies")?;
        let sampler = root.text("sampler")?;
        let seed = u64::from(root.whole("seed", 0..=u32::MAX)?);
        let keys = root.texts("keys")?;
        let rows = root.texts("draws")?;
        let draws = rows
            .iter()
            .map(|row| {
                read_row(row, keys.len()).ok_or_else(|| {
                    let allowed = format!(
                        "{} whole numbers, hundredths of a standard deviation",
                        keys.len()
                    );
                    root.error("draws", row, &allowed)
                })
            })
            .collect::<Result<Vec<_>, _>>()?;
        if draws.len() < FEWEST_DRAWS {
            let allowed = format!("at least {FEWEST_DRAWS} draws");
            return Err(root.error("draws", &format!("a list of {}", draws.len()), &allowed));
        }
        root.finish()?;
        Ok(Self {
            version,
            parameter_set,
            studies,
            sampler,
            seed,
            keys,
            draws,
        })
    }

    /// The text of its file.
    pub fn text(&self) -> String {
        let mut text = String::from(
            "# Made by `needlework calibrate`; not to be edited. One row per joint draw, one number per key: by how many hundredths of\n\
             # a standard deviation the value lies above the middle of its prior.\n",
        );
        // Writing to a text cannot fail.
        let _ = writeln!(text, "version = {:?}", self.version);
        let _ = writeln!(text, "parameter_set = {:?}", self.parameter_set);
        let _ = writeln!(text, "studies = {:?}", self.studies);
        let _ = writeln!(text, "sampler = {:?}", self.sampler);
        let _ = writeln!(text, "seed = {}", self.seed);
        text.push_str("keys = [\n");
        for key in &self.keys {
            let _ = writeln!(text, "    {key:?},");
        }
        text.push_str("]\ndraws = [\n");
        for draw in &self.draws {
            let numbers: Vec<String> = draw
                .iter()
                .map(|score| format!("{:.0}", score * HUNDREDTHS))
                .collect();
            let _ = writeln!(text, "    \"{}\",", numbers.join(" ").replace("-0", "0"));
        }
        text.push_str("]\n");
        text
    }
}

fn read_row(row: &str, keys: usize) -> Option<Vec<f64>> {
    let scores: Vec<f64> = row
        .split_whitespace()
        .map(|number| number.parse::<i32>().ok())
        .map(|number| number.map(|it| f64::from(it) / HUNDREDTHS))
        .collect::<Option<_>>()?;
    let sound = scores.iter().all(|score| score.abs() <= LARGEST_SCORE);
    (sound && scores.len() == keys).then_some(scores)
}

impl ParameterSet {
    /// This set, whose draws now come from a posterior for the parameters that it holds. Parameters of the posterior that this
    /// set does not hold are left out: a plan needs no raters.
    #[must_use]
    pub fn informed_by(mut self, posterior: &Posterior) -> Self {
        let held: Vec<(usize, usize)> = posterior
            .keys
            .iter()
            .enumerate()
            .filter_map(|(column, key)| self.index.get(key).map(|position| (column, *position)))
            .collect();
        let rows = posterior
            .draws
            .iter()
            .map(|draw| {
                held.iter()
                    .filter_map(|(column, position)| {
                        let parameter = self.parameters.get(*position)?;
                        Some(parameter.at_score(*draw.get(*column)?))
                    })
                    .collect()
            })
            .collect();
        self.informed = Some(Informed {
            positions: held.into_iter().map(|(_, position)| position).collect(),
            rows,
        });
        self.digest = digest(&self.parameters, self.informed.as_ref());
        self
    }

    /// This set with its priors alone.
    #[must_use]
    pub fn uninformed(mut self) -> Self {
        self.informed = None;
        self.digest = digest(&self.parameters, None);
        self
    }
}
