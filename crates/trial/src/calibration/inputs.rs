//! Which uncertain numbers the studies can teach about, as inputs of the response surfaces.

use needlework_evidence::{DataError, Draw, Keys, ParameterSet};

use crate::error::TrialError;
use crate::knowledge::Knowledge;
use crate::measure::Family;

/// Numbers of one person: nobody's study teaches about the next person.
const OF_A_PERSON: &str = "outcome.person";
/// Tables of spreads between places and of where a place lies: they act through their product alone.
const SPREADS: &str = "outcome.between_places";
const DEVIATIONS: &str = "outcome.place";

/// All inputs: first the numbers that are the same for every study, as standard scores, then for each [`Family`] where this
/// study lies between studies, relative to the usual spread.
#[derive(Debug, Clone)]
pub(crate) struct Inputs {
    pub(crate) globals: Keys,
    pub(crate) global_names: Vec<String>,
    /// Spreads between studies, in the order of [`Family::ALL`].
    pub(crate) spreads: Vec<Spread>,
}

/// The spread between studies of one family of measures.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Spread {
    pub(crate) key: String,
    deviation_key: String,
    nominal: f64,
    /// Logarithm of the spread per standard score.
    log_per_score: f64,
    log_middle: f64,
}

impl Inputs {
    pub(crate) fn of(knowledge: &Knowledge) -> Result<Self, DataError> {
        let set = &knowledge.parameters;
        let apart = set.keys_under(&[OF_A_PERSON, SPREADS, DEVIATIONS])?;
        let globals = set
            .uncertain()
            .without(&knowledge.of_study)
            .without(&knowledge.of_person)
            .without(&apart);
        Ok(Self {
            global_names: set.names(&globals).map(str::to_owned).collect(),
            globals,
            spreads: Family::ALL
                .iter()
                .map(|family| Spread::of(set, family.name()))
                .collect::<Result<_, _>>()?,
        })
    }

    /// Number of inputs.
    pub(crate) fn count(&self) -> usize {
        self.globals.len() + self.spreads.len()
    }

    /// Index of the input that says where a study lies in a family.
    pub(crate) fn place(&self, family: Family) -> usize {
        self.globals.len() + family as usize
    }

    /// The inputs of a draw.
    pub(crate) fn at(&self, set: &ParameterSet, draw: &Draw) -> Result<Vec<f64>, TrialError> {
        let mut inputs = set.scores(draw, &self.globals);
        for spread in &self.spreads {
            let deviation = set.value(draw, &spread.deviation_key)?;
            inputs.push(set.value(draw, &spread.key)? * deviation / spread.nominal);
        }
        Ok(inputs)
    }
}

impl Spread {
    fn of(set: &ParameterSet, family: &str) -> Result<Self, DataError> {
        let key = format!("{SPREADS}.{family}");
        let keys = set.keys_under(&[&key])?;
        let at = |score: f64| set.value(&set.at_scores(set.nominal(), &keys, &[score]), &key);
        let (middle, one_above) = (at(0.0)?.ln(), at(1.0)?.ln());
        Ok(Self {
            deviation_key: format!("{DEVIATIONS}.{family}"),
            nominal: set.value(&set.nominal(), &key)?,
            log_middle: middle,
            log_per_score: one_above - middle,
            key,
        })
    }

    /// The input at this standard score of the spread and this deviation of the study, with its derivatives by the two.
    pub(crate) fn place(&self, score: f64, deviation: f64) -> (f64, [f64; 2]) {
        let relative = (self.log_middle + self.log_per_score * score).exp() / self.nominal;
        let place = relative * deviation;
        (place, [place * self.log_per_score, relative])
    }
}
