//! Some of all subjects, as bits: cards and moments ask again and again which of them are forbidden.

use super::subject::Subject;

/// Some subjects.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct SubjectSet(u64);

const _: () = assert!(
    Subject::NAMES.len() <= u64::BITS as usize,
    "every subject has a bit"
);

impl SubjectSet {
    pub(super) const fn insert(&mut self, subject: Subject) {
        self.0 |= Self::bit(subject);
    }

    pub(super) const fn contains(self, subject: Subject) -> bool {
        self.0 & Self::bit(subject) != 0
    }

    #[must_use]
    pub(super) const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(super) const fn is_disjoint(self, other: Self) -> bool {
        self.0 & other.0 == 0
    }

    /// Its subjects, in their order.
    pub(super) fn iter(self) -> impl Iterator<Item = Subject> {
        let all = Subject::NAMES.iter().map(|(_, subject)| *subject);
        all.filter(move |subject| self.contains(*subject))
    }

    const fn bit(subject: Subject) -> u64 {
        1 << subject as u8
    }
}

impl<'a> FromIterator<&'a Subject> for SubjectSet {
    fn from_iter<I: IntoIterator<Item = &'a Subject>>(subjects: I) -> Self {
        let mut set = Self::default();
        for subject in subjects {
            set.insert(*subject);
        }
        set
    }
}
