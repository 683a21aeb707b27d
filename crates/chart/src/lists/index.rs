//! Who is found by which word, and in which order everybody is listed.
//!
//! Everybody has a slot. A word knows its slots; a question marks those of each word that was typed in a set of bits, keeps
//! those that all sets have, and walks along the order until a page is full. So it costs the same whether it fits one person
//! or everybody, and counts them all.

use std::collections::{BTreeMap, HashMap};
use std::ops::Bound;

use jiff::civil::Date;

use super::words::{plain_name, words_of};
use crate::event::PersonName;
use crate::id::PatientId;

/// As many newcomers are put into their places one by one; with more, everybody is sorted anew.
const FEW: usize = 64;
/// Letters of a beginning that has its own list.
const SHORT: usize = 2;
const BITS: usize = 64;

/// By what lists are sorted: family name, given name, day of birth, id.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct SortKey {
    family: Box<str>,
    given: Box<str>,
    birth_date: Date,
    patient: PatientId,
}

impl SortKey {
    pub(super) fn new(patient: PatientId, name: &PersonName, birth_date: Date) -> Self {
        Self {
            family: plain_name(&name.family).into(),
            given: plain_name(&name.given).into(),
            birth_date,
            patient,
        }
    }
}

/// Words and order of all patients.
#[derive(Debug, Clone, Default)]
pub(super) struct Index {
    /// By slot; `None`: nobody has it.
    keys: Vec<Option<SortKey>>,
    free: Vec<u32>,
    slots: HashMap<PatientId, u32>,
    words: BTreeMap<Box<str>, Vec<u32>>,
    /// By the first letter of a word, and by its first two: a short beginning has a great many words.
    beginnings: HashMap<Box<str>, Vec<u32>>,
    /// Slots, sorted by their keys.
    order: Vec<u32>,
    /// Slots that have no place in the order yet.
    newcomers: Vec<u32>,
    /// Numbers at the clinic that are numbers and nothing else, with how many patients have each.
    numbers: BTreeMap<u64, usize>,
}

impl Index {
    /// Takes in somebody who is not in it.
    pub(super) fn insert(
        &mut self,
        patient: PatientId,
        name: &PersonName,
        birth_date: Date,
        clinic_number: &str,
    ) {
        let key = Some(SortKey::new(patient, name, birth_date));
        let slot = match self.free.pop() {
            Some(slot) => slot,
            // Four thousand million people are more than any clinic has.
            None => u32::try_from(self.keys.len()).unwrap_or(u32::MAX),
        };
        match self.keys.get_mut(slot as usize) {
            Some(place) => *place = key,
            None => self.keys.push(key),
        }
        self.slots.insert(patient, slot);
        let words = words_of(name, birth_date, clinic_number);
        for beginning in beginnings_of(&words) {
            self.beginnings
                .entry(beginning.into())
                .or_default()
                .push(slot);
        }
        for word in words {
            self.words.entry(word.into()).or_default().push(slot);
        }
        self.newcomers.push(slot);
        if let Ok(number) = clinic_number.parse() {
            *self.numbers.entry(number).or_default() += 1;
        }
    }

    /// Takes somebody out, who is known by these facts.
    pub(super) fn remove(
        &mut self,
        patient: PatientId,
        name: &PersonName,
        birth_date: Date,
        clinic_number: &str,
    ) {
        let Some(slot) = self.slots.remove(&patient) else {
            return;
        };
        let words = words_of(name, birth_date, clinic_number);
        for beginning in beginnings_of(&words) {
            if let Some(slots) = self.beginnings.get_mut(beginning) {
                slots.retain(|one| *one != slot);
            }
        }
        for word in words {
            if let Some(slots) = self.words.get_mut(&*word) {
                slots.retain(|one| *one != slot);
                if slots.is_empty() {
                    self.words.remove(&*word);
                }
            }
        }
        self.order.retain(|one| *one != slot);
        self.newcomers.retain(|one| *one != slot);
        if let Some(place) = self.keys.get_mut(slot as usize) {
            *place = None;
        }
        self.free.push(slot);
        self.forget_number(clinic_number);
    }

    fn forget_number(&mut self, clinic_number: &str) {
        let Ok(number) = clinic_number.parse() else {
            return;
        };
        if let Some(patients) = self.numbers.get_mut(&number) {
            *patients = patients.saturating_sub(1);
            if *patients == 0 {
                self.numbers.remove(&number);
            }
        }
    }

    /// The highest number at the clinic.
    pub(super) fn highest_number(&self) -> Option<u64> {
        self.numbers.last_key_value().map(|(number, _)| *number)
    }

    /// Puts newcomers into their places; needed before the next question.
    pub(super) fn settle(&mut self) {
        let newcomers = std::mem::take(&mut self.newcomers);
        if newcomers.len() > FEW {
            self.order.extend(newcomers);
            let keys = &self.keys;
            self.order
                .sort_by(|a, b| key_of(keys, *a).cmp(&key_of(keys, *b)));
            return;
        }
        for slot in newcomers {
            let key = key_of(&self.keys, slot);
            let place = self
                .order
                .partition_point(|one| key_of(&self.keys, *one) < key);
            self.order.insert(place, slot);
        }
    }

    /// Everybody, sorted.
    pub(super) fn in_order(&self) -> impl Iterator<Item = PatientId> {
        self.order.iter().filter_map(|slot| self.patient_in(*slot))
    }

    /// The first who fit every typed word, sorted, and how many fit.
    pub(super) fn search(&self, typed: &[String], at_most: usize) -> (Vec<PatientId>, usize) {
        let Some((first, others)) = typed.split_first() else {
            return (self.in_order().take(at_most).collect(), self.order.len());
        };
        let mut fitting = self.beginning_with(first);
        for word in others {
            fitting.keep_common(&self.beginning_with(word));
        }
        let found = self.order.iter().filter(|slot| fitting.has(**slot));
        let found = found.filter_map(|slot| self.patient_in(*slot));
        (found.take(at_most).collect(), fitting.count())
    }

    /// Everybody with exactly this word.
    pub(super) fn with_word<'a>(&'a self, word: &str) -> impl Iterator<Item = PatientId> + use<'a> {
        let slots = self.words.get(word).into_iter().flatten();
        slots.filter_map(|slot| self.patient_in(*slot))
    }

    fn beginning_with(&self, typed: &str) -> Slots {
        let mut fitting = Slots::none_of(self.keys.len());
        if beginning_of(typed, SHORT).len() == typed.len() {
            fitting.add_all(self.beginnings.get(typed).into_iter().flatten());
            return fitting;
        }
        let words = self
            .words
            .range::<str, _>((Bound::Included(typed), Bound::Unbounded))
            .take_while(|(word, _)| word.starts_with(typed));
        for (_, slots) in words {
            fitting.add_all(slots);
        }
        fitting
    }

    fn patient_in(&self, slot: u32) -> Option<PatientId> {
        key_of(&self.keys, slot).map(|key| key.patient)
    }
}

fn key_of(keys: &[Option<SortKey>], slot: u32) -> Option<&SortKey> {
    keys.get(slot as usize)?.as_ref()
}

/// Beginnings of words up to [`SHORT`] letters; none twice, since the words are sorted.
fn beginnings_of(words: &[String]) -> impl Iterator<Item = &str> {
    let beginnings = (1..=SHORT).flat_map(|letters| {
        let words = words.iter();
        // A word that is shorter has no beginning of this length.
        words.filter_map(move |word| {
            let beginning = beginning_of(word, letters);
            (letters == 1 || beginning.len() > beginning_of(word, letters - 1).len())
                .then_some(beginning)
        })
    });
    let mut last = "";
    beginnings.filter(move |beginning| std::mem::replace(&mut last, beginning) != *beginning)
}

/// The first letters of a word, or all of it.
fn beginning_of(word: &str, letters: usize) -> &str {
    let end = word
        .char_indices()
        .nth(letters)
        .map_or(word.len(), |(at, _)| at);
    word.get(..end).unwrap_or(word)
}

/// A set of slots, one bit each.
struct Slots(Vec<u64>);

impl Slots {
    fn none_of(slots: usize) -> Self {
        Self(vec![0; slots.div_ceil(BITS)])
    }

    fn add_all<'a>(&mut self, slots: impl IntoIterator<Item = &'a u32>) {
        for slot in slots {
            let slot = *slot as usize;
            if let Some(bits) = self.0.get_mut(slot / BITS) {
                *bits |= 1 << (slot % BITS);
            }
        }
    }

    fn has(&self, slot: u32) -> bool {
        let bits = self.0.get(slot as usize / BITS);
        bits.is_some_and(|bits| bits & (1 << (slot as usize % BITS)) != 0)
    }

    fn keep_common(&mut self, other: &Self) {
        for (bits, others) in self.0.iter_mut().zip(&other.0) {
            *bits &= others;
        }
    }

    fn count(&self) -> usize {
        self.0.iter().map(|bits| bits.count_ones() as usize).sum()
    }
}
