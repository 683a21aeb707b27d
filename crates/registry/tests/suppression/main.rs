//! What is told to whoever may not see small counts: none of them can be worked out, by subtraction or otherwise.
//!
//! The judge knows how counts are withheld, and everything that must hold between counts. It makes every small clinic, tells each
//! of them, and puts together those that are told alike: whatever is withheld in one must have another value in another one.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a broken example must stop its test"
)]

mod agreement;
mod review;
mod run_charts;
mod verdicts;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use needlework_registry::SMALLEST_CELL;

/// Whether a count is small.
fn is_small(count: usize) -> bool {
    (1..SMALLEST_CELL).contains(&count)
}

/// Values of counts that are not told, by what is told, and by the name of the count.
#[derive(Default)]
struct Alike {
    values: HashMap<String, BTreeMap<String, BTreeSet<usize>>>,
    clinics: usize,
}

impl Alike {
    /// Adds a clinic: what is told of it, and the counts that are not.
    fn tell(&mut self, told: String, withheld: impl Iterator<Item = (String, usize)>) {
        self.clinics += 1;
        let values = self.values.entry(told).or_default();
        for (name, value) in withheld {
            values.entry(name).or_default().insert(value);
        }
    }

    /// Fails where a count that is not told can have one value only, and that one is to be kept; else the number of clinics.
    fn judge(self, is_kept: impl Fn(usize) -> bool) -> usize {
        for (told, withheld) in &self.values {
            for (name, values) in withheld {
                let is_known = values.len() == 1 && values.iter().all(|value| is_kept(*value));
                assert!(!is_known, "{name} can only be {values:?}: {told}");
            }
        }
        self.clinics
    }
}
