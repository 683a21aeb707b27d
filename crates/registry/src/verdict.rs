//! What patients say of their results, and how far it agrees with what was judged.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::exact::{SharedInterval, share};
use crate::judgement::Change;
use crate::outcome::{Group, Trait};
use crate::research::SMALLEST_CELL;

/// How sure intervals are, where one share is looked at; of several groups all of them together.
const CONFIDENCE: f64 = 0.95;
/// How far two numbers may lie apart that are the same grade.
const SAME: f64 = 1e-9;

/// An answer that a patient can choose.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Answer {
    /// Grade on the scale on which patients are asked.
    pub grade: f64,
    /// Whether it says that the skin looks better than before.
    pub is_better: bool,
}

/// What one person said of a result. A person gives at most one: several of one person are no independent witnesses.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Verdict {
    /// Who, where, with what.
    pub group: Group,
    /// The chosen grade.
    pub grade: f64,
    /// What raters of the clinic found of the same zone after the same course; `None`: nothing was judged.
    pub judged: Option<Change>,
}

/// How many people chose an answer.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ChosenAnswer {
    /// The answer.
    pub answer: Answer,
    /// People.
    pub people: usize,
}

/// What was judged of people who said the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct JudgedPeople {
    /// Better by more than the scale can tell from rating error.
    pub better: usize,
    /// Not better by more than that: no change that can be told, or worse.
    pub not_better: usize,
    /// No scale was rated before and after.
    pub not_judged: usize,
}

impl JudgedPeople {
    /// All three, in the order of the fields.
    pub const fn counts(self) -> [usize; 3] {
        [self.better, self.not_better, self.not_judged]
    }

    const fn add(&mut self, judged: Option<Change>) {
        match judged {
            Some(Change::Better) => self.better += 1,
            Some(Change::NotTold | Change::Worse) => self.not_better += 1,
            None => self.not_judged += 1,
        }
    }
}

/// What patients said beside what was judged of the same results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Crossed {
    /// Of those who said that it looks better.
    pub said_better: JudgedPeople,
    /// Of those who said that it looks the same or worse.
    pub said_otherwise: JudgedPeople,
}

impl Crossed {
    /// People of whom both is known and says the same, of all of whom both is known, with the exact interval.
    pub fn agreed(&self) -> SharedInterval {
        let (better, otherwise) = (self.said_better, self.said_otherwise);
        let agreed = better.better + otherwise.not_better;
        let all = agreed + better.not_better + otherwise.better;
        share(agreed as f64, all, CONFIDENCE)
    }
}

/// How many people of one group said that it looks better.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct VerdictGroup {
    /// By what they belong together.
    pub by: Trait,
    /// Its value.
    pub value: String,
    /// The share, with the exact interval. The intervals of all groups of one trait hold together.
    pub better: SharedInterval,
}

/// What all patients who answered said.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct VerdictReview {
    /// People who answered.
    pub people: usize,
    /// Every answer that can be chosen, with how many chose it.
    pub answers: Vec<ChosenAnswer>,
    /// Those who said that it looks better, of all who answered, with the exact interval.
    pub better: SharedInterval,
    /// Beside what was judged.
    pub crossed: Crossed,
    /// By group, of at least [`SMALLEST_CELL`] people each, in the order of [`Trait::ALL`].
    pub groups: Vec<VerdictGroup>,
}

impl VerdictReview {
    /// The review of these verdicts. One whose grade is none of the answers is passed over.
    pub fn of(verdicts: &[Verdict], answers: &[Answer]) -> Self {
        let mut chosen: Vec<ChosenAnswer> = answers
            .iter()
            .map(|answer| ChosenAnswer {
                answer: *answer,
                people: 0,
            })
            .collect();
        let mut crossed = Crossed::default();
        let mut told: Vec<(&Group, bool)> = Vec::new();
        for verdict in verdicts {
            let is_it = |one: &&mut ChosenAnswer| (one.answer.grade - verdict.grade).abs() < SAME;
            let Some(one) = chosen.iter_mut().find(is_it) else {
                continue;
            };
            one.people += 1;
            let is_better = one.answer.is_better;
            told.push((&verdict.group, is_better));
            if is_better {
                crossed.said_better.add(verdict.judged);
            } else {
                crossed.said_otherwise.add(verdict.judged);
            }
        }
        Self {
            people: told.len(),
            answers: chosen,
            better: share_better(told.iter().map(|(_, is_better)| *is_better), 1),
            crossed,
            groups: Trait::ALL
                .into_iter()
                .flat_map(|by| groups(by, &told))
                .collect(),
        }
    }
}

fn groups(by: Trait, told: &[(&Group, bool)]) -> Vec<VerdictGroup> {
    let mut groups: BTreeMap<String, Vec<bool>> = BTreeMap::new();
    for (group, is_better) in told {
        groups.entry(group.by(by)).or_default().push(*is_better);
    }
    groups.retain(|_, people| people.len() >= SMALLEST_CELL);
    let sets = groups.len();
    let groups = groups.into_iter().map(|(value, people)| VerdictGroup {
        by,
        value,
        better: share_better(people.into_iter(), sets),
    });
    groups.collect()
}

/// The share of those who said that it looks better; one of several sets whose intervals hold together.
fn share_better(people: impl Iterator<Item = bool>, sets: usize) -> SharedInterval {
    let (all, better) = people.fold((0, 0), |(all, better), is_better| {
        (all + 1, better + u32::from(is_better))
    });
    let confidence = 1.0 - (1.0 - CONFIDENCE) / sets.max(1) as f64;
    share(f64::from(better), all, confidence)
}
