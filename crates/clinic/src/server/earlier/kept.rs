//! What was weighed for a person, and what was said of it: kept for the next move of a slider.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use needlework_planning::{Case, Library, PersonDraws, PlanError, Settings};

use crate::server::kept::{OutlookKey, lock, make_room};

/// People whose draws are kept: some half a megabyte each.
const MOST_PEOPLE: usize = 48;
/// Sections that are kept: some 5 kB each.
const MOST_SECTIONS: usize = 500;

/// The draws of one person, once they are weighed.
type Slot = Arc<Mutex<Option<Arc<PersonDraws>>>>;

/// What a section rests on: the forecast, and what the draft says of earlier courses beyond what its case does, such as days.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct SectionKey {
    /// The forecast.
    pub(super) forecast: OutlookKey,
    /// The earlier courses of the draft as JSON.
    pub(super) earlier: String,
}

/// Everything that is kept about earlier results.
#[derive(Default)]
pub(in crate::server) struct KeptLearned {
    people: Mutex<HashMap<String, Slot>>,
    sections: Mutex<HashMap<SectionKey, String>>,
}

impl KeptLearned {
    /// The draws for a case. Weighing them takes many times as long as a plan: whoever asks for the same person meanwhile waits
    /// and does not weigh as well. Where the case tells of no earlier course, there is nothing to weigh and nothing to keep.
    ///
    /// # Errors
    /// As [`PersonDraws::of`].
    pub(in crate::server) fn person(
        &self,
        case: &Case,
        library: &Library,
        settings: &Settings,
    ) -> Result<Arc<PersonDraws>, PlanError> {
        if case.earlier.is_empty() {
            return Ok(Arc::new(PersonDraws::of(case, library, settings)?));
        }
        let key = PersonDraws::key(case, library, settings)?;
        let slot = {
            let mut people = lock(&self.people);
            if !people.contains_key(&key) {
                make_room(&mut people, MOST_PEOPLE);
            }
            Arc::clone(people.entry(key).or_default())
        };
        let mut kept = lock(&slot);
        if let Some(person) = kept.as_ref() {
            return Ok(Arc::clone(person));
        }
        let person = Arc::new(PersonDraws::of(case, library, settings)?);
        *kept = Some(Arc::clone(&person));
        Ok(person)
    }

    /// What was said of a draft before.
    pub(super) fn section(&self, key: &SectionKey) -> Option<String> {
        lock(&self.sections).get(key).cloned()
    }

    /// Keeps what was said of a draft.
    pub(super) fn keep_section(&self, key: SectionKey, html: String) {
        let mut sections = lock(&self.sections);
        make_room(&mut sections, MOST_SECTIONS);
        sections.insert(key, html);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use jiff::civil::date;
    use needlework_planning::{Case, Library, Settings};

    use super::KeptLearned;

    const CHEEK_LINES: &str = include_str!("../../../../../examples/cheek-lines.toml");
    const SETTINGS: Settings = Settings { draws: 20, seed: 1 };

    #[test]
    fn a_person_is_weighed_once_for_all_plans_and_again_once_something_else_is_known() {
        let library = Library::shipped().unwrap();
        let case = |result: &str| {
            let text = format!(
                "{CHEEK_LINES}\n[[earlier]]\nzone = \"cheek\"\ndevice = \"exceed-unlimited\"\nneedle_length_mm = 1.5\n\
                 sessions = [2025-09-01]\nresult = [{{ scale = \"redness-hours\", value = {result} }}]\n"
            );
            Case::read("case", text.as_bytes(), date(2026, 11, 26), &library).unwrap()
        };
        let kept = KeptLearned::default();
        let person = |case: &Case| kept.person(case, &library, &SETTINGS).unwrap();
        let first = person(&case("24"));
        let mut deeper = case("24");
        deeper.zones[0].needle_length_mm = Some(0.5);
        assert!(Arc::ptr_eq(&first, &person(&deeper)));
        assert!(!Arc::ptr_eq(&first, &person(&case("48"))));
    }
}
