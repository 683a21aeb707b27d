//! From answers and facts to findings.

use super::answer::{Answer, Answers};
use super::booking::{Booking, Fact, facts};
use super::deferral::{Deferral, Time};
use super::finding::Finding;
use super::repeat::{QuestionToAsk, questions_to_ask_in};
use super::rule::{Blocks, DATED, Grade, ONGOING, Outcome, Scope, ScreeningRule, ScreeningRules};
use crate::speech::Speech;

/// All findings for one booking, in the order of the rules.
pub(super) fn findings(
    rules: &ScreeningRules,
    booking: &Booking,
    answers: Option<&Answers>,
    speech: Speech,
) -> Vec<Finding> {
    let facts = facts(booking, rules, speech);
    let mut found = Vec::new();
    for rule in rules.iter() {
        let evaluation = Evaluation {
            rules,
            rule,
            booking,
            answers,
            speech,
        };
        for finding in evaluation.of_answer() {
            add(&mut found, finding);
        }
        for fact in facts.iter().filter(|fact| fact.rule == rule.record.id) {
            for finding in evaluation.of_fact(fact) {
                add(&mut found, finding);
            }
        }
    }
    found.extend(
        questions_to_ask_in(rules, answers, booking.appointment, speech)
            .into_iter()
            .filter_map(|question| unanswered(rules, question, speech)),
    );
    found
}

/// A rule that fires twice for the same reason (asked and calculated) is one finding; one about no particular zone speaks
/// about each.
fn add(found: &mut Vec<Finding>, finding: Finding) {
    let is_there = found.iter().any(|one| {
        one.rule == finding.rule
            && one.because == finding.because
            && (one.zone.is_none() || one.zone == finding.zone)
    });
    if !is_there {
        found.push(finding);
    }
}

struct Evaluation<'a> {
    rules: &'a ScreeningRules,
    rule: &'a ScreeningRule,
    booking: &'a Booking<'a>,
    answers: Option<&'a Answers>,
    speech: Speech<'a>,
}

impl Evaluation<'_> {
    fn of_answer(&self) -> Vec<Finding> {
        let answer = self
            .answers
            .and_then(|answers| answers.answers.get(&self.rule.record.id));
        let Some(answer) = answer else {
            return Vec::new();
        };
        if answer.word == ONGOING {
            return self.ongoing(answer);
        }
        let mut found = Vec::new();
        for outcome in self.rule.outcomes_of(&answer.word) {
            for zone in self.zones(answer) {
                found.extend(self.finding(outcome, answer, zone));
            }
        }
        found
    }

    fn of_fact(&self, fact: &Fact) -> Vec<Finding> {
        self.rule
            .outcomes_of(fact.word)
            .map(|outcome| {
                self.shaped(
                    outcome,
                    fact.zone.clone(),
                    Time::Open(fact.detail.clone()),
                    outcome.grade,
                )
            })
            .collect()
    }

    /// "Still ongoing": no date; the rule about the current state applies, or the deferral holds until it has ended.
    fn ongoing(&self, answer: &Answer) -> Vec<Finding> {
        let current = self
            .rule
            .current_rule
            .as_ref()
            .and_then(|id| self.rules.get(id));
        if let Some(current) = current {
            let evaluation = Evaluation {
                rule: current,
                ..*self
            };
            let zones = evaluation.zones(answer);
            return current
                .outcomes
                .iter()
                .flat_map(|outcome| zones.iter().map(move |zone| (outcome, zone)))
                .map(|(outcome, zone)| {
                    evaluation.shaped(outcome, zone.clone(), Time::Open(None), outcome.grade)
                })
                .collect();
        }
        let mut found = Vec::new();
        for outcome in self.rule.outcomes_of(DATED) {
            for zone in self.zones(answer) {
                let time = Time::Open(Some(self.speech.say("screening.ongoing", &[])));
                found.push(self.shaped(outcome, zone, time, outcome.grade));
            }
        }
        found
    }

    /// The zones that an answer speaks about; no particular one where the rule is not about zones.
    fn zones(&self, answer: &Answer) -> Vec<Option<String>> {
        if self.rule.scope != Scope::Zone {
            return vec![None];
        }
        self.booking
            .zones
            .iter()
            .filter(|zone| {
                answer.zones.is_empty() || answer.zones.iter().any(|named| named == zone.id)
            })
            .map(|zone| Some(zone.id.to_owned()))
            .collect()
    }

    fn finding(&self, outcome: &Outcome, answer: &Answer, zone: Option<String>) -> Option<Finding> {
        let deferral = Deferral {
            rule: self.rule,
            appointment: self.booking.appointment,
            resolved: self.answers.map_or(&[], |answers| &answers.resolved),
            speech: self.speech,
        };
        match deferral.time(outcome, answer, zone.as_deref()) {
            Time::Over => None,
            Time::Unknown(detail) => {
                let grade = outcome.grade.min(Grade::NeedsClinicianDecision);
                Some(self.shaped(outcome, zone, Time::Unknown(detail), grade))
            }
            time => Some(self.shaped(outcome, zone, time, outcome.grade)),
        }
    }

    fn shaped(&self, outcome: &Outcome, zone: Option<String>, time: Time, grade: Grade) -> Finding {
        let record = &self.rule.record;
        let (earliest, detail) = match time {
            Time::Over => (None, None),
            Time::Until(day, detail) => (Some(day), Some(detail)),
            Time::Open(detail) => (None, detail),
            Time::Unknown(detail) => (None, Some(detail)),
        };
        let patient = match &outcome.patient {
            Some(own) => self.speech.word(&record.id, own),
            None => self.speech.patient(record),
        };
        let mut finding = Finding {
            rule: record.id.clone(),
            version: record.version,
            grade,
            scope: self.rule.scope,
            blocks: outcome.blocks,
            zone,
            earliest,
            override_role: outcome.override_role,
            decisions: self.rule.decisions.clone(),
            because: self.speech.word(&record.id, &outcome.because).to_owned(),
            detail,
            patient: patient.to_owned(),
            unanswered: None,
            overridden: None,
            override_refused: None,
            sources: record.provenance.sources.clone(),
        };
        self.apply_override(&mut finding);
        finding
    }

    /// A decision of today or before that speaks about this zone; the first that counts sets the finding aside.
    fn apply_override(&self, finding: &mut Finding) {
        let zone = finding.zone.clone();
        let mut zones = self.booking.zones.iter();
        let booked = zones.find(|one| zone.as_deref() == Some(one.id));
        let length_mm = booked.map(|one| one.needle_length_mm);
        let decisions = self
            .answers
            .into_iter()
            .flat_map(|answers| &answers.overrides)
            .filter(|one| one.rule == self.rule.record.id)
            .filter(|one| one.covers(zone.as_deref()) && one.reaches(zone.as_deref(), length_mm))
            .filter(|one| one.at.date() <= self.booking.appointment);
        for decision in decisions {
            match decision.check(self.rule, finding.override_role) {
                Ok(()) => {
                    finding.overridden = Some(decision.clone());
                    finding.override_refused = None;
                    return;
                }
                Err(refused) => finding.override_refused = Some(refused.said(self.speech)),
            }
        }
    }
}

/// A question without an answer for this appointment leaves the booking unconfirmed.
fn unanswered(rules: &ScreeningRules, question: QuestionToAsk, speech: Speech) -> Option<Finding> {
    let rule = rules.get(&question.rule)?;
    Some(Finding {
        rule: question.rule,
        version: rule.record.version,
        grade: Grade::NeedsClinicianDecision,
        scope: Scope::Booking,
        blocks: Blocks::Needling,
        zone: None,
        earliest: None,
        override_role: None,
        decisions: Vec::new(),
        because: speech.say("screening.open-question", &[]),
        detail: None,
        patient: question.question.clone(),
        unanswered: Some(question.question),
        overridden: None,
        override_refused: None,
        sources: Vec::new(),
    })
}
