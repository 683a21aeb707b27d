//! Where every number of Needlework comes from.
//!
//! A number that came from the world is never a literal in code. It is a row of a TOML data file with its unit, its
//! source and how well that source was read ([`Sourced`]); the sources stand in one [`Bibliography`]. A number that is
//! uncertain is a [`Parameter`] with a prior; all parameters of all crates form one [`ParameterSet`], and a [`Draw`] is
//! one joint sample of them. Reading goes through [`Block`], whose errors name the file, the key, the value and the
//! allowed range in one sentence.
//!
//! ```
//! use needlework_evidence::{parameters, Bibliography, DataFile, ParameterSet};
//!
//! parameters! {
//!     /// How fast the pool drains.
//!     pub struct Pool in "example.pool" {
//!         /// Share lost per day.
//!         loss_per_day: "1/d",
//!     }
//! }
//! const FILE: DataFile = DataFile {
//!     name: "example.toml",
//!     text: r#"
//!         [pool.loss_per_day]
//!         value = 0.05
//!         unit = "1/d"
//!         allowed = [0.0, 1.0]
//!         prior = { kind = "lognormal", low = 0.02, high = 0.1 }
//!         confidence = "assumption"
//!         note = "for the example"
//!     "#,
//! };
//! let set = ParameterSet::load(&[("example", FILE, &[Pool::TABLE])], &Bibliography::default()).unwrap();
//! let pool = Pool::at(&set, &set.nominal()).unwrap();
//! assert_eq!(pool.loss_per_day, 0.05);
//! ```

mod block;
mod citation;
mod data_error;
mod file_kind;
mod parameter;
mod posterior;
mod prior;
mod scores;
mod sourced;
mod time;
mod wording;

pub use block::Block;
pub use citation::{Bibliography, Citation, Reading};
pub use data_error::{DataError, DataFile, Fault, Reason};
pub use file_kind::FileKind;
pub use parameter::{Draw, Keys, Parameter, ParameterSet, PartialDraw, Table};
pub use posterior::Posterior;
pub use prior::Prior;
pub use sourced::{Confidence, Provenance, Sourced};
pub use time::{DAYS_PER_YEAR, HOURS_PER_DAY, MONTHS_PER_YEAR, elapsed, hours_in};
