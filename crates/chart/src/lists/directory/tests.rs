//! What is kept beside the rows is what a plain walk over everybody would find, after anything that can happen in any order.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::*;
use crate::event::{
    ConsentClass, ConsentGiven, ConsentRevoked, PhotographAdded, PhotographTakenBack,
    PhotographWithdrawn, PlanApproved, PlanCompleted, ReminderMail, RemindersChosen, Signature,
};
use crate::id::{ConsentId, PhotographId, UserId};
use crate::lists::made_up::{id, in_review, plan, registered};

const PATIENTS: u8 = 4;
/// Last days of consents, and one day beyond them.
const DAYS: std::ops::RangeInclusive<i8> = 1..=6;

/// What may happen to a patient; with which photograph, consent or plan, by number.
#[derive(Debug, Clone, Copy)]
enum Step {
    Photograph(u8, u8),
    TakeBack(u8),
    Withdraw(u8),
    Consent(u8, Option<i8>),
    Revoke(u8),
    Remind(bool),
    Approve(u8),
    Complete(u8),
    Erase,
}

fn steps() -> impl Strategy<Value = Vec<(u8, Step)>> {
    let number = 0..3_u8;
    let last = prop::option::of(*DAYS.start()..*DAYS.end());
    let step = prop_oneof![
        4 => (number.clone(), number.clone()).prop_map(|(one, consent)| Step::Photograph(one, consent)),
        1 => number.clone().prop_map(Step::TakeBack),
        1 => number.clone().prop_map(Step::Withdraw),
        4 => (number.clone(), last).prop_map(|(one, last)| Step::Consent(one, last)),
        1 => number.clone().prop_map(Step::Revoke),
        2 => any::<bool>().prop_map(Step::Remind),
        2 => number.clone().prop_map(Step::Approve),
        1 => number.prop_map(Step::Complete),
        1 => Just(Step::Erase),
    ];
    prop::collection::vec((0..PATIENTS, step), 1..80)
}

/// A patient as somebody would keep it on paper.
#[derive(Debug, Default, Clone)]
struct Card {
    /// Consents of photographs in the album.
    album: BTreeMap<u8, u8>,
    taken_back: BTreeSet<u8>,
    /// Consents that hold, with their last days.
    consents: BTreeMap<u8, Option<i8>>,
    is_reminded: bool,
    in_force: BTreeSet<u8>,
}

impl Card {
    fn carry_out(&mut self, step: Step) {
        match step {
            Step::Photograph(one, consent) => {
                self.album.insert(one, consent);
            }
            Step::TakeBack(one) => {
                self.taken_back.insert(one);
            }
            Step::Withdraw(one) => {
                self.album.remove(&one);
                self.taken_back.remove(&one);
            }
            Step::Consent(one, last) => {
                self.consents.insert(one, last);
            }
            Step::Revoke(one) => {
                if self.consents.contains_key(&one) {
                    self.consents.clear();
                }
            }
            Step::Remind(wanted) => self.is_reminded = wanted,
            Step::Approve(plan) => {
                self.in_force.insert(plan);
            }
            Step::Complete(plan) => {
                self.in_force.remove(&plan);
            }
            Step::Erase => {}
        }
    }

    /// Whether a photograph must have gone by a day.
    fn is_one_to_go(&self, day: i8) -> bool {
        let covers = |last: &Option<i8>| last.is_none_or(|last| day <= last);
        self.album.iter().any(|(one, consent)| {
            self.taken_back.contains(one) || !self.consents.get(consent).is_some_and(covers)
        })
    }
}

fn day(number: i8) -> Date {
    date(2026, 11, number)
}

fn consent(number: u8) -> ConsentId {
    ConsentId::from_uuid(id(number))
}

fn photograph(number: u8) -> PhotographId {
    PhotographId::from_uuid(id(number))
}

/// The events of a step.
fn events(step: Step) -> Vec<Event> {
    match step {
        Step::Photograph(one, of) => vec![Event::from(PhotographAdded {
            photograph: photograph(one),
            consent: consent(of),
            session: None,
            view: String::new(),
            taken_at: Timestamp::UNIX_EPOCH,
            media_type: String::new(),
            bytes: 1,
            sha256: String::new(),
        })],
        Step::TakeBack(one) => vec![Event::from(PhotographTakenBack {
            photograph: photograph(one),
        })],
        Step::Withdraw(one) => vec![Event::from(PhotographWithdrawn {
            photograph: photograph(one),
            reason: String::new(),
        })],
        Step::Consent(one, last) => vec![Event::from(ConsentGiven {
            consent: consent(one),
            class: ConsentClass::Photograph,
            text_version: String::new(),
            plan: None,
            purpose: None,
            expires_on: last.map(day),
            signature: Signature::SignedIn {
                name: String::new(),
            },
            signed: None,
        })],
        Step::Revoke(one) => vec![Event::from(ConsentRevoked {
            consent: consent(one),
            reason: None,
        })],
        Step::Remind(is_wanted) => vec![Event::from(RemindersChosen {
            mail: is_wanted.then(|| ReminderMail {
                address: String::new(),
                language: "en".to_owned(),
                time_zone: None,
            }),
        })],
        Step::Approve(number) => {
            let approved = PlanApproved {
                plan: plan(number),
                second_name: None,
            };
            let mut events = in_review(number, None);
            events.push(Event::from(approved));
            events
        }
        Step::Complete(number) => vec![Event::from(PlanCompleted { plan: plan(number) })],
        Step::Erase => Vec::new(),
    }
}

/// Directory and cards after the same steps; who is not known yet registers first.
fn after(steps: &[(u8, Step)]) -> (Directory, BTreeMap<PatientId, Card>) {
    let mut directory = Directory::default();
    let mut cards: BTreeMap<PatientId, Card> = BTreeMap::new();
    for (number, step) in steps {
        let patient = PatientId::from_uuid(id(*number));
        if matches!(step, Step::Erase) {
            directory.remove(patient);
            cards.remove(&patient);
            continue;
        }
        let mut all = events(*step);
        if !cards.contains_key(&patient) {
            all.insert(0, registered());
        }
        for event in all {
            let glance = Glance {
                recorded_at: Timestamp::UNIX_EPOCH,
                by: UserId::from_uuid(id(0)),
                event: Some(event),
            };
            directory.take(patient, &glance);
        }
        cards.entry(patient).or_default().carry_out(*step);
    }
    directory.settle();
    (directory, cards)
}

/// Whoever fits, by a walk over all cards.
fn walked(cards: &BTreeMap<PatientId, Card>, fits: impl Fn(&Card) -> bool) -> BTreeSet<PatientId> {
    let fitting = cards.iter().filter(|(_, card)| fits(card));
    fitting.map(|(patient, _)| *patient).collect()
}

fn kept<'a>(rows: impl Iterator<Item = &'a PatientRow>) -> Vec<PatientId> {
    let mut patients: Vec<_> = rows.map(|row| row.patient).collect();
    patients.sort();
    patients
}

proptest! {
    #[test]
    fn what_is_kept_beside_the_rows_is_what_a_walk_over_everybody_finds(steps in steps()) {
        let (directory, cards) = after(&steps);
        for number in DAYS {
            let to_go = walked(&cards, |card| card.is_one_to_go(number));
            let found = kept(directory.photographs_gone_by(day(number)));
            prop_assert_eq!(found, Vec::from_iter(to_go));
        }
        let reminded = walked(&cards, |card| card.is_reminded && !card.in_force.is_empty());
        prop_assert_eq!(kept(directory.reminded_of_plans()), Vec::from_iter(reminded));
    }

    #[test]
    fn a_directory_of_the_same_rows_is_the_same(steps in steps()) {
        let (directory, _) = after(&steps);
        let mut again = Directory::default();
        for row in directory.rows() {
            again.insert(row.clone());
        }
        again.settle();
        prop_assert!(directory == again);
    }
}
