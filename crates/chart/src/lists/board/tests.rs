//! Boards that are kept hold what a plain walk over everybody would find, after anything that can happen in any order.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::date;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use serde_json::Value;

use super::*;
use crate::event::{
    AdverseEventClosed, AdverseEventOpened, CheckInAnswered, CheckInReported, DeviceUsed, Event,
    Glance, IdentityCorrected, PlanApproved, PlanCompleted, PlanReturned, PlanStopped,
    SessionAbandoned, SessionSigned, SessionStarted,
};
use crate::id::{AdverseEventId, CheckInId, SessionId, UserId};
use crate::lists::directory::Directory;
use crate::lists::made_up::{id, in_review, name, plan, registered};

const PATIENTS: u8 = 6;
const SHOWN: usize = 3;

/// What may happen to a patient; with which plan, session or report, by number.
#[derive(Debug, Clone, Copy)]
enum Step {
    Register,
    Erase,
    Rename,
    Submit(u8),
    Return(u8),
    Approve(u8),
    Replace(u8, u8),
    Complete(u8),
    Stop(u8),
    Start(u8, u8),
    Sign(u8),
    Abandon(u8),
    Report(u8, bool),
    Answer(u8),
    Open(u8),
    Close(u8),
}

fn steps() -> impl Strategy<Value = Vec<(u8, Step)>> {
    let number = 0..3_u8;
    let step = prop_oneof![
        3 => Just(Step::Register),
        1 => Just(Step::Erase),
        1 => Just(Step::Rename),
        3 => number.clone().prop_map(Step::Submit),
        1 => number.clone().prop_map(Step::Return),
        3 => number.clone().prop_map(Step::Approve),
        1 => (number.clone(), number.clone()).prop_map(|(new, old)| Step::Replace(new, old)),
        1 => number.clone().prop_map(Step::Complete),
        1 => number.clone().prop_map(Step::Stop),
        3 => (number.clone(), number.clone()).prop_map(|(session, plan)| Step::Start(session, plan)),
        2 => number.clone().prop_map(Step::Sign),
        1 => number.clone().prop_map(Step::Abandon),
        3 => (number.clone(), any::<bool>()).prop_map(|(report, grave)| Step::Report(report, grave)),
        2 => number.clone().prop_map(Step::Answer),
        2 => number.clone().prop_map(Step::Open),
        2 => number.prop_map(Step::Close),
    ];
    prop::collection::vec((0..PATIENTS, step), 1..150)
}

/// A patient as somebody would keep it on paper.
#[derive(Debug, Default, Clone)]
struct Card {
    drafts: BTreeMap<u8, Option<u8>>,
    in_review: BTreeSet<u8>,
    /// Plans in force, and whether a session was signed by each.
    in_force: BTreeMap<u8, bool>,
    open_sessions: BTreeMap<u8, u8>,
    reports: BTreeSet<u8>,
    adverse_events: BTreeSet<u8>,
    ever_opened: BTreeSet<u8>,
    since: BTreeMap<Board, Timestamp>,
}

impl Card {
    fn is_on(&self, board: Board) -> bool {
        match board {
            Board::UnsignedSession => !self.open_sessions.is_empty(),
            Board::PlanInReview => !self.in_review.is_empty(),
            Board::UnansweredCheckIn => !self.reports.is_empty(),
            Board::OpenAdverseEvent => !self.adverse_events.is_empty(),
            Board::PlanWithoutSession => self.in_force.iter().any(|(plan, has_signed)| {
                !has_signed && self.open_sessions.values().all(|by_plan| by_plan != plan)
            }),
            Board::UnreportedAdverseEvent => !self.ever_opened.is_empty(),
        }
    }

    /// Carries a step out, if it can happen.
    fn carry_out(&mut self, step: Step) -> bool {
        match step {
            Step::Submit(plan) | Step::Replace(plan, _)
                if self.in_force.contains_key(&plan) || self.in_review.contains(&plan) =>
            {
                false
            }
            Step::Submit(plan) => {
                self.drafts.insert(plan, None);
                self.in_review.insert(plan)
            }
            Step::Replace(plan, earlier) => {
                self.drafts.insert(plan, Some(earlier));
                self.in_review.insert(plan)
            }
            Step::Return(plan) => self.in_review.remove(&plan),
            Step::Approve(plan) => {
                if !self.in_review.remove(&plan) {
                    return false;
                }
                if let Some(Some(earlier)) = self.drafts.remove(&plan) {
                    self.in_force.remove(&earlier);
                }
                self.in_force.insert(plan, false);
                true
            }
            Step::Complete(plan) | Step::Stop(plan) => self.in_force.remove(&plan).is_some(),
            Step::Start(session, plan) => {
                let can_start =
                    self.in_force.contains_key(&plan) && !self.open_sessions.contains_key(&session);
                if can_start {
                    self.open_sessions.insert(session, plan);
                }
                can_start
            }
            Step::Sign(session) => {
                let Some(plan) = self.open_sessions.remove(&session) else {
                    return false;
                };
                if let Some(has_signed) = self.in_force.get_mut(&plan) {
                    *has_signed = true;
                }
                true
            }
            Step::Abandon(session) => self.open_sessions.remove(&session).is_some(),
            Step::Report(report, is_grave) => !is_grave || self.reports.insert(report),
            Step::Answer(report) => self.reports.remove(&report),
            Step::Open(event) => {
                self.ever_opened.insert(event);
                self.adverse_events.insert(event)
            }
            Step::Close(event) => self.adverse_events.remove(&event),
            Step::Rename => true,
            Step::Register | Step::Erase => false,
        }
    }

    fn look(&mut self, at: Timestamp) {
        for board in Board::ALL {
            if self.is_on(board) {
                self.since.entry(board).or_insert(at);
            } else {
                self.since.remove(&board);
            }
        }
    }
}

fn started(session: u8, by_plan: u8) -> Event {
    Event::from(SessionStarted {
        session: SessionId::from_uuid(id(session)),
        plan: plan(by_plan),
        day: date(2026, 11, 2),
        t0: Timestamp::UNIX_EPOCH,
        operator: String::new(),
        supervisor: String::new(),
        clinic: None,
        room: String::new(),
        identified_by: std::collections::BTreeSet::new(),
        is_contact_verified: true,
        device: DeviceUsed {
            device: String::new(),
            clearance_number: None,
            serial: String::new(),
            maximum_depth_mm: None,
            off_label_reason: None,
        },
    })
}

fn reported(report: u8, is_grave: bool) -> Event {
    Event::from(CheckInReported {
        check_in: CheckInId::from_uuid(id(report)),
        session: SessionId::from_uuid(id(0)),
        hours_after_t0: 20.0,
        answers: Value::Null,
        level: is_grave.then_some(2),
        free_text: None,
    })
}

fn opened(number: u8) -> Event {
    Event::from(AdverseEventOpened {
        adverse_event: AdverseEventId::from_uuid(id(number)),
        session: None,
        sign: String::new(),
        description: String::new(),
        onset_on: None,
        is_serious: false,
        is_thought_serious: false,
        grade: 1,
    })
}

/// The events of a step.
fn events(step: Step) -> Vec<Event> {
    let session = |number| SessionId::from_uuid(id(number));
    match step {
        Step::Register | Step::Erase => Vec::new(),
        Step::Rename => vec![Event::from(IdentityCorrected {
            name: name("Zimmer"),
            birth_date: date(1980, 1, 2),
            clinic_number: "7".to_owned(),
            reason: "mistyped".to_owned(),
        })],
        Step::Submit(number) => in_review(number, None),
        Step::Replace(number, earlier) => in_review(number, Some(earlier)),
        Step::Return(number) => vec![Event::from(PlanReturned {
            plan: plan(number),
            comment: "shorter".to_owned(),
        })],
        Step::Approve(number) => vec![Event::from(PlanApproved {
            plan: plan(number),
            second_name: None,
        })],
        Step::Complete(number) => vec![Event::from(PlanCompleted { plan: plan(number) })],
        Step::Stop(number) => vec![Event::from(PlanStopped {
            plan: plan(number),
            reason: "wish".to_owned(),
        })],
        Step::Start(number, by_plan) => vec![started(number, by_plan)],
        Step::Sign(number) => vec![Event::from(SessionSigned {
            session: session(number),
            ended_at: Timestamp::UNIX_EPOCH,
            aftercare_card_version: String::new(),
            score: None,
        })],
        Step::Abandon(number) => vec![Event::from(SessionAbandoned {
            session: session(number),
            reason: "fever".to_owned(),
        })],
        Step::Report(report, is_grave) => vec![reported(report, is_grave)],
        Step::Answer(report) => vec![Event::from(CheckInAnswered {
            check_in: CheckInId::from_uuid(id(report)),
            response: "cool it".to_owned(),
            words: None,
        })],
        Step::Open(number) => vec![opened(number)],
        Step::Close(number) => vec![Event::from(AdverseEventClosed {
            adverse_event: AdverseEventId::from_uuid(id(number)),
            outcome: "healed".to_owned(),
        })],
    }
}

/// Directory and cards after the same steps.
fn after(steps: &[(u8, Step)]) -> (Directory, BTreeMap<PatientId, Card>) {
    let mut directory = Directory::default();
    let mut cards: BTreeMap<PatientId, Card> = BTreeMap::new();
    for (minute, (number, step)) in steps.iter().enumerate() {
        // Two steps share a moment, as events that are appended together do.
        let minutes = i64::try_from(minute / 2).unwrap_or(i64::MAX);
        let at = Timestamp::UNIX_EPOCH + SignedDuration::from_mins(minutes);
        let patient = PatientId::from_uuid(id(*number));
        let mut take = |event| {
            let glance = Glance {
                recorded_at: at,
                by: UserId::from_uuid(id(0)),
                event: Some(event),
            };
            directory.take(patient, &glance);
        };
        match (step, cards.get_mut(&patient)) {
            (Step::Register, None) => {
                take(registered());
                cards.insert(patient, Card::default());
            }
            (Step::Erase, Some(_)) => {
                directory.remove(patient);
                cards.remove(&patient);
            }
            (_, Some(card)) => {
                if card.carry_out(*step) {
                    events(*step).into_iter().for_each(take);
                    card.look(at);
                }
            }
            (_, None) => {}
        }
    }
    directory.settle();
    (directory, cards)
}

/// Who is on a board, by a walk over all cards.
fn walked(cards: &BTreeMap<PatientId, Card>, board: Board) -> Vec<PatientId> {
    let on = cards.iter().filter(|(_, card)| card.is_on(board));
    let mut on: Vec<_> = on
        .map(|(patient, card)| (card.since.get(&board), *patient))
        .collect();
    on.sort();
    on.into_iter().map(|(_, patient)| patient).collect()
}

fn kept(directory: &Directory, board: Board, at_most: usize) -> (Vec<PatientId>, usize) {
    let found = directory.board(board, at_most);
    let rows = found.rows.iter().map(|row| row.patient).collect();
    (rows, found.total)
}

proptest! {
    #[test]
    fn boards_that_are_kept_are_those_of_a_walk_over_everybody(steps in steps()) {
        let (directory, cards) = after(&steps);
        for board in Board::ALL {
            let all = walked(&cards, board);
            let (shown, total) = kept(&directory, board, SHOWN);
            prop_assert_eq!(total, all.len());
            prop_assert_eq!(&shown[..], all.get(..SHOWN).unwrap_or(&all));
            prop_assert_eq!(kept(&directory, board, usize::MAX).0, all);
        }
    }

    #[test]
    fn boards_of_rows_from_a_snapshot_are_the_same(steps in steps()) {
        let (directory, _) = after(&steps);
        let mut again = Directory::default();
        for row in directory.rows() {
            let text = serde_json::to_vec(row).unwrap_or_default();
            let read: Result<PatientRow, _> = serde_json::from_slice(&text);
            prop_assert!(read.is_ok(), "{read:?}");
            if let Ok(row) = read {
                again.insert(row);
            }
        }
        again.settle();
        prop_assert!(directory == again);
    }
}
