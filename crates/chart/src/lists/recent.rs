//! Which charts the last entries are of, so that whoever knows an earlier state need not compare everybody.

use std::collections::{BTreeSet, VecDeque};

use crate::id::PatientId;

/// Entries of which is kept whose chart they are of: some 100 kB. Whoever is further behind compares everybody.
const MOST: usize = 4096;

/// The last entries that were taken in.
#[derive(Debug, Clone, Default)]
pub(super) struct Recent {
    /// The position after which every entry is known.
    since: u64,
    entries: VecDeque<(u64, PatientId)>,
}

impl Recent {
    /// None yet, of lists that go up to a position.
    pub(super) const fn after(position: u64) -> Self {
        Self {
            since: position,
            entries: VecDeque::new(),
        }
    }

    /// Keeps whose chart an entry is of.
    pub(super) fn push(&mut self, position: u64, patient: PatientId) {
        if self.entries.len() == MOST
            && let Some((gone, _)) = self.entries.pop_front()
        {
            self.since = gone;
        }
        self.entries.push_back((position, patient));
    }

    /// Whose charts went on after a position; `None`: that is too long ago.
    pub(super) fn after_position(&self, position: u64) -> Option<BTreeSet<PatientId>> {
        if position < self.since {
            return None;
        }
        let newest_first = self.entries.iter().rev();
        let after = newest_first.take_while(|(at, _)| *at > position);
        Some(after.map(|(_, patient)| *patient).collect())
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn patient(number: u128) -> PatientId {
        PatientId::from_uuid(Uuid::from_u128(number))
    }

    #[test]
    fn charts_that_went_on_are_known_as_far_back_as_is_kept() {
        let mut recent = Recent::after(7);
        recent.push(8, patient(1));
        recent.push(9, patient(2));
        recent.push(10, patient(1));
        assert_eq!(recent.after_position(6), None);
        let all = BTreeSet::from([patient(1), patient(2)]);
        assert_eq!(recent.after_position(7), Some(all));
        assert_eq!(recent.after_position(9), Some([patient(1)].into()));
        assert_eq!(recent.after_position(10), Some(BTreeSet::new()));
        for position in (11..).take(MOST) {
            recent.push(position, patient(3));
        }
        assert_eq!(recent.after_position(9), None);
        assert_eq!(recent.after_position(10), Some([patient(3)].into()));
    }
}
