//! Parameters of the model, and joint draws of them.

use std::collections::HashMap;
use std::fmt::Write as _;

use rand_chacha::ChaCha12Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use schemars::JsonSchema;
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::posterior::Informed;
use crate::{Bibliography, Block, DataError, DataFile, Prior, Provenance, Sourced};

/// An uncertain number of the model.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Parameter {
    /// Full key, `<crate>.<table>.<field>`, for example `healing.collagen.labile_decay_per_day`.
    pub key: String,
    /// Nominal value with unit and source.
    #[serde(flatten)]
    pub nominal: Sourced<f64>,
    /// Smallest and largest value that makes sense.
    pub allowed: [f64; 2],
    /// What is believed about it before calibration.
    pub prior: Prior,
}

/// The shape of one table of a data file: which fields it must hold, in which unit. Made by [`crate::parameters!`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Table {
    /// `<crate>.<table>`, for example `healing.collagen`.
    pub name: &'static str,
    /// Field name and unit.
    pub fields: &'static [(&'static str, &'static str)],
}

/// One joint sample of all parameters, in the order of its [`ParameterSet`].
#[derive(Debug, Clone, PartialEq)]
pub struct Draw {
    pub(crate) values: Vec<f64>,
}

/// Some parameters of a [`ParameterSet`], chosen by [`ParameterSet::keys_under`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keys {
    pub(crate) positions: Vec<usize>,
}

/// One joint sample of the parameters of [`Keys`], in their order.
#[derive(Debug, Clone, PartialEq)]
pub struct PartialDraw {
    values: Vec<f64>,
}

/// All parameters of all crates.
#[derive(Debug, Clone, PartialEq)]
pub struct ParameterSet {
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) index: HashMap<String, usize>,
    pub(crate) informed: Option<Informed>,
    /// [`Self::hash`]: made whenever the set is, since writing out all draws of a posterior takes milliseconds.
    pub(crate) digest: String,
}

impl ParameterSet {
    /// Loads the data files of several crates: for each the crate's name, its file and the tables the file must hold.
    ///
    /// # Errors
    /// When a file is not TOML, a table or field is missing or unknown, a unit differs from the one the code expects, a
    /// value or prior is out of its allowed range, a value lies outside its own prior, a parameter has neither a source nor the mark `assumption`, or a table
    /// is listed twice.
    pub fn load(
        files: &[(&str, DataFile, &[Table])],
        bibliography: &Bibliography,
    ) -> Result<Self, DataError> {
        let mut parameters = Vec::new();
        for (crate_name, file, tables) in files {
            let mut root = Block::parse(file.name, file.text)?;
            for table in *tables {
                let section = table
                    .name
                    .strip_prefix(&format!("{crate_name}."))
                    .unwrap_or(table.name);
                let mut block = root.block(section)?;
                for (field, unit) in table.fields {
                    let key = format!("{}.{field}", table.name);
                    parameters.push(read_parameter(&mut block, field, unit, key, bibliography)?);
                }
                block.finish()?;
            }
            root.finish()?;
        }
        let mut index = HashMap::new();
        for (at, row) in parameters.iter().enumerate() {
            if index.insert(row.key.clone(), at).is_some() {
                return Err(DataError::sentence(
                    "the parameter set",
                    &format!("{} is loaded twice; list each table once.", row.key),
                ));
            }
        }
        let digest = digest(&parameters, None);
        Ok(Self {
            parameters,
            index,
            informed: None,
            digest,
        })
    }

    /// The nominal value of every parameter.
    pub fn nominal(&self) -> Draw {
        Draw {
            values: self
                .parameters
                .iter()
                .map(|row| row.nominal.value)
                .collect(),
        }
    }

    /// `count` joint draws: from the posterior where the set was [informed](ParameterSet::informed_by), and from the priors
    /// by Latin hypercube everywhere else: each parameter's `count` values lie one in each of `count` equally likely slices.
    /// A parameter's stream depends on `seed` and its own key only, so draw `i` holds the same numbers for every plan, and
    /// adding a parameter leaves the others as they were.
    pub fn draws(&self, count: usize, seed: u64) -> Vec<Draw> {
        let mut draws = vec![
            Draw {
                values: Vec::with_capacity(self.parameters.len())
            };
            count
        ];
        let rows = self.rows(count, seed);
        for at in 0..self.parameters.len() {
            for (draw, value) in draws.iter_mut().zip(self.samples(at, &rows, count, seed)) {
                draw.values.push(value);
            }
        }
        draws
    }

    /// The rows of the posterior that `count` joint draws take, in their order; none for a set with its priors alone.
    fn rows(&self, count: usize, seed: u64) -> Vec<&[f64]> {
        let informed = self.informed.as_ref();
        informed.map_or_else(Vec::new, |informed| informed.chosen(count, seed))
    }

    /// `count` values of the parameter at a position; `rows` are those that [`Self::rows`] gives.
    fn samples(&self, at: usize, rows: &[&[f64]], count: usize, seed: u64) -> Vec<f64> {
        let informed = self.informed.as_ref();
        if let Some(values) = informed.and_then(|it| it.samples(at, rows)) {
            return values;
        }
        let parameter = self.parameters.get(at);
        parameter.map_or_else(Vec::new, |row| row.samples(count, seed).collect())
    }

    /// The parameters whose keys are, or lie under, one of `names`: `skin.thickness` names a table,
    /// `skin.thickness.dermis_deviation` one parameter.
    ///
    /// # Errors
    /// When no parameter has such a key.
    pub fn keys_under(&self, names: &[impl AsRef<str>]) -> Result<Keys, DataError> {
        let mut positions = Vec::new();
        for name in names.iter().map(AsRef::as_ref) {
            let under = |key: &str| {
                key.strip_prefix(name)
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
            };
            let before = positions.len();
            let found = self.parameters.iter().enumerate();
            positions.extend(found.filter(|(_, row)| under(&row.key)).map(|(at, _)| at));
            if positions.len() == before {
                return Err(DataError::missing(
                    "the parameter set",
                    name,
                    "a table or a number",
                ));
            }
        }
        Ok(Keys { positions })
    }

    /// `count` joint draws of some parameters; each is the same number as in [`ParameterSet::draws`].
    pub fn draws_of(&self, keys: &Keys, count: usize, seed: u64) -> Vec<PartialDraw> {
        let mut draws = vec![
            PartialDraw {
                values: Vec::with_capacity(keys.positions.len())
            };
            count
        ];
        let rows = self.rows(count, seed);
        for at in &keys.positions {
            for (draw, value) in draws.iter_mut().zip(self.samples(*at, &rows, count, seed)) {
                draw.values.push(value);
            }
        }
        draws
    }

    /// This draw with the parameters of `keys` as in `part`, which was drawn for the same keys.
    pub fn overlaid(mut draw: Draw, keys: &Keys, part: &PartialDraw) -> Draw {
        for (at, value) in keys.positions.iter().zip(&part.values) {
            if let Some(slot) = draw.values.get_mut(*at) {
                *slot = *value;
            }
        }
        draw
    }

    /// The value of one parameter in a draw.
    ///
    /// # Errors
    /// When no parameter has this key.
    pub fn value(&self, draw: &Draw, key: &str) -> Result<f64, DataError> {
        self.index
            .get(key)
            .and_then(|at| draw.values.get(*at))
            .copied()
            .ok_or_else(|| DataError::missing("the parameter set", key, "a number"))
    }

    /// This draw with one parameter set to another value; for sensitivity studies and tests.
    ///
    /// # Errors
    /// When no parameter has this key.
    pub fn with(&self, mut draw: Draw, key: &str, value: f64) -> Result<Draw, DataError> {
        let slot = self
            .index
            .get(key)
            .and_then(|at| draw.values.get_mut(*at))
            .ok_or_else(|| DataError::missing("the parameter set", key, "a number"))?;
        *slot = value;
        Ok(draw)
    }

    /// All parameters in file order.
    pub fn iter(&self) -> impl Iterator<Item = &Parameter> {
        self.parameters.iter()
    }

    /// SHA-256 of everything that a draw depends on (keys, units, values, priors, allowed ranges, posterior draws) in
    /// hexadecimal: names the parameter set in every result.
    pub fn hash(&self) -> &str {
        &self.digest
    }
}

/// What [`ParameterSet::hash`] says of a set.
pub(crate) fn digest(parameters: &[Parameter], informed: Option<&Informed>) -> String {
    let mut hasher = Sha256::new();
    for row in parameters {
        hasher.update(format!(
            "{}={:?} {};{:?};{:?}\n",
            row.key, row.nominal.value, row.nominal.unit, row.prior, row.allowed
        ));
    }
    if let Some(informed) = informed {
        hasher.update(format!("{informed:?}"));
    }
    hexadecimal(&hasher.finalize())
}

impl Parameter {
    /// `count` values from the prior, one in each of `count` equally likely slices, in the order that `seed` and the key
    /// give.
    fn samples(&self, count: usize, seed: u64) -> impl Iterator<Item = f64> {
        let [lowest, highest] = self.allowed;
        shuffled_slices(count, seed, &self.key)
            .into_iter()
            .map(move |probability| {
                let value = self.prior.quantile(probability, self.nominal.value);
                value.clamp(lowest, highest)
            })
    }
}

/// Lower-case hexadecimal digits of a byte string.
pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// One probability in each of `count` equal slices of (0, 1), in random order.
fn shuffled_slices(count: usize, seed: u64, key: &str) -> Vec<f64> {
    let mut random = stream(seed, key);
    let mut slices: Vec<f64> = (0..count)
        .map(|slice| {
            let probability = (slice as f64 + unit_interval(&mut random)) / count as f64;
            // Rounding may carry the last slice to exactly 1, whose quantile is infinite.
            probability.min(1.0 - f64::EPSILON)
        })
        .collect();
    shuffle(&mut slices, &mut random);
    slices
}

/// A generator whose stream depends on the seed and a name alone.
pub(crate) fn stream(seed: u64, name: &str) -> ChaCha12Rng {
    let mut hasher = Sha256::new();
    hasher.update(seed.to_le_bytes());
    hasher.update(name.as_bytes());
    ChaCha12Rng::from_seed(hasher.finalize().into())
}

pub(crate) fn shuffle<T>(items: &mut [T], random: &mut impl Rng) {
    for last in (1..items.len()).rev() {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "the remainder is below the number of items"
        )]
        let other = (random.next_u64() % (last as u64 + 1)) as usize;
        items.swap(last, other);
    }
}

/// A number strictly between 0 and 1, from the upper 52 bits of the generator.
fn unit_interval(random: &mut impl Rng) -> f64 {
    ((random.next_u64() >> 12) as f64 + 0.5) / (1_u64 << 52) as f64
}

fn read_parameter(
    table: &mut Block,
    field: &str,
    unit: &str,
    key: String,
    bibliography: &Bibliography,
) -> Result<Parameter, DataError> {
    let mut row = table.block(field)?;
    row.choice("unit", &[(unit, ())])?;
    let allowed = row.number_pair("allowed")?;
    let value = row.number("value", allowed[0]..=allowed[1])?;
    let prior = Prior::read(&mut row, allowed)?;
    if let Some([low, high]) = prior.ends()
        && !(low..=high).contains(&value)
    {
        let words = format!("within its own prior, from {low} to {high}");
        return Err(row.error("value", &value, &words));
    }
    let provenance = Provenance::read(&mut row, bibliography)?;
    row.finish()?;
    Ok(Parameter {
        key,
        nominal: provenance.of(value, unit),
        allowed,
        prior,
    })
}

/// Declares a struct of model parameters together with the table of the data file that fills it: each field names its
/// unit, and the loader refuses a file whose fields or units differ.
#[macro_export]
macro_rules! parameters {
    (
        $(#[$meta:meta])*
        pub struct $name:ident in $table:literal {
            $( $(#[$field_meta:meta])* $field:ident : $unit:literal ),* $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq)]
        pub struct $name {
            $( $(#[$field_meta])* #[doc = concat!("\n\nUnit: `", $unit, "`.")] pub $field: f64, )*
        }

        impl $name {
            /// The table of the data file that fills this struct.
            pub const TABLE: $crate::Table = $crate::Table {
                name: $table,
                fields: &[$( (stringify!($field), $unit) ),*],
            };

            /// The values of one draw.
            ///
            /// # Errors
            /// When the parameter set was loaded without this table.
            pub fn at(
                set: &$crate::ParameterSet,
                draw: &$crate::Draw,
            ) -> Result<Self, $crate::DataError> {
                Ok(Self {
                    $( $field: set.value(draw, concat!($table, ".", stringify!($field)))?, )*
                })
            }
        }
    };
}
