//! From answers and facts to findings.

use jiff::civil::Date;

use super::answer::{Answer, Answers};
use super::booking::{Booking, Fact, facts};
use super::date::{Anchor, after, days_after, interval_words, spoken, whole};
use super::finding::Finding;
use super::repeat::{QuestionToAsk, questions_to_ask};
use super::rule::{
    Blocks, DATED, Grade, ONGOING, Outcome, Scope, ScreeningRule, ScreeningRules, Until,
};

/// All findings for one booking, in the order of the rules.
pub(super) fn findings(
    rules: &ScreeningRules,
    booking: &Booking,
    answers: Option<&Answers>,
) -> Vec<Finding> {
    let facts = facts(booking, rules);
    let mut found = Vec::new();
    for rule in rules.iter() {
        let evaluation = Evaluation {
            rules,
            rule,
            booking,
            answers,
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
        questions_to_ask(rules, answers, booking.appointment)
            .into_iter()
            .filter_map(|question| unanswered(rules, question)),
    );
    found
}

/// A rule that fires twice for the same zone (asked and calculated) is one finding.
fn add(found: &mut Vec<Finding>, finding: Finding) {
    let is_there = found.iter().any(|one| {
        one.rule == finding.rule && one.zone == finding.zone && one.because == finding.because
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
}

/// What the arithmetic of an outcome says.
enum Time {
    /// The deferral is over, or the condition of the outcome does not hold.
    Over,
    /// It holds until a day.
    Until(Date, String),
    /// It holds without a date.
    Open(Option<String>),
    /// No day can be calculated from what is known: a clinician decides.
    Unknown(String),
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
        for outcome in self.outcomes(&answer.word) {
            for zone in self.zones(answer) {
                found.extend(self.finding(outcome, answer, zone));
            }
        }
        found
    }

    fn of_fact(&self, fact: &Fact) -> Vec<Finding> {
        self.outcomes(fact.word)
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

    fn outcomes(&self, word: &str) -> impl Iterator<Item = &Outcome> {
        self.rule
            .outcomes
            .iter()
            .filter(move |outcome| outcome.when.iter().any(|one| one == word))
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
        for outcome in self.outcomes(DATED) {
            for zone in self.zones(answer) {
                let time = Time::Open(Some("still ongoing".to_owned()));
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
        match self.time(outcome, answer, zone.as_deref()) {
            Time::Over => None,
            Time::Unknown(detail) => {
                let grade = outcome.grade.min(Grade::NeedsClinicianDecision);
                Some(self.shaped(outcome, zone, Time::Unknown(detail), grade))
            }
            time => Some(self.shaped(outcome, zone, time, outcome.grade)),
        }
    }

    fn time(&self, outcome: &Outcome, answer: &Answer, zone: Option<&str>) -> Time {
        if let Some(days) = outcome.within_days {
            let Some(anchor) = answer.anchor.and_then(Anchor::day) else {
                return Time::Over;
            };
            let end = days_after(anchor, i64::from(days));
            return if self.booking.appointment < end {
                Time::Open(Some(format!("on {}", spoken(anchor))))
            } else {
                Time::Over
            };
        }
        match outcome.until {
            Until::None => Time::Open(self.plain_detail(answer)),
            Until::State => self.until_resolved(answer, zone),
            Until::Interval => self.until(self.interval_end(answer)),
            Until::Clearance => self.until(clearance(answer)),
            Until::IntervalAndClearance => {
                self.until(later(self.interval_end(answer), clearance(answer)))
            }
            Until::OutsideRange => self.outside_range(answer),
            Until::IntervalAfterSession => self.after_session(answer),
        }
    }

    /// Eligible when the appointment is not before the earliest day.
    fn until(&self, time: Time) -> Time {
        match time {
            Time::Until(day, _) if self.booking.appointment >= day => Time::Over,
            other => other,
        }
    }

    fn interval_end(&self, answer: &Answer) -> Time {
        let Some(anchor) = answer.anchor else {
            return Time::Unknown("no date is known".to_owned());
        };
        let Some(interval) = &self.rule.record.setting else {
            return Time::Open(None);
        };
        match anchor.day().and_then(|day| after(day, interval)) {
            Some(end) => Time::Until(
                end,
                format!("{} + {}", anchor.spoken(), interval_words(interval)),
            ),
            None => Time::Unknown(format!("only known: {}", anchor.spoken())),
        }
    }

    fn until_resolved(&self, answer: &Answer, zone: Option<&str>) -> Time {
        let resolved = self
            .answers
            .into_iter()
            .flat_map(|answers| &answers.resolved)
            .filter(|one| one.rule == self.rule.record.id)
            .filter(|one| {
                one.zones.is_empty()
                    || zone.is_some_and(|zone| one.zones.iter().any(|named| named == zone))
            })
            .map(|one| one.on)
            .min();
        match resolved {
            Some(day) => self.until(Time::Until(
                day,
                format!("recorded as resolved on {}", spoken(day)),
            )),
            None => Time::Open(self.plain_detail(answer)),
        }
    }

    /// The appointment lies so far before a planned range that its interval is over, or so far behind it.
    fn outside_range(&self, answer: &Answer) -> Time {
        let (Some([from, to]), Some(days)) = (answer.range, self.interval_days()) else {
            return Time::Over;
        };
        let last_before = days_after(from, -days - 1);
        if self.booking.appointment <= last_before {
            return Time::Over;
        }
        let end = days_after(to, days);
        let detail = format!(
            "{} to {}; on or before {}, or from {}",
            spoken(from),
            spoken(to),
            spoken(last_before),
            spoken(end)
        );
        self.until(Time::Until(end, detail))
    }

    /// The date of the answer must lie behind the session and its interval.
    fn after_session(&self, answer: &Answer) -> Time {
        let Some(days) = self.interval_days() else {
            return Time::Over;
        };
        let end = days_after(self.booking.appointment, days);
        match answer.anchor.map(|anchor| (anchor, anchor.first_day())) {
            Some((_, Some(planned))) if planned >= end => Time::Over,
            _ => Time::Until(end, format!("the injection not before {}", spoken(end))),
        }
    }

    fn interval_days(&self) -> Option<i64> {
        self.rule.record.setting.as_ref()?.value.map(whole)
    }

    /// What an answer without date arithmetic adds: places, a name, or how long ago it was.
    fn plain_detail(&self, answer: &Answer) -> Option<String> {
        let age = answer.anchor.map(|anchor| match anchor.day() {
            Some(day) => {
                let days = self.booking.appointment.duration_since(day).as_hours() / 24;
                format!(
                    "{} days before the appointment; values seen: {}",
                    days,
                    self.rule
                        .record
                        .seen
                        .iter()
                        .map(|seen| seen.value.as_str())
                        .collect::<Vec<_>>()
                        .join("; ")
                )
            }
            None => anchor.spoken(),
        });
        let parts: Vec<String> = answer
            .marked
            .iter()
            .cloned()
            .chain(answer.detail.clone())
            .chain(age)
            .collect();
        (!parts.is_empty()).then(|| parts.join("; "))
    }

    fn shaped(&self, outcome: &Outcome, zone: Option<String>, time: Time, grade: Grade) -> Finding {
        let record = &self.rule.record;
        let (earliest, detail) = match time {
            Time::Over => (None, None),
            Time::Until(day, detail) => (Some(day), Some(detail)),
            Time::Open(detail) => (None, detail),
            Time::Unknown(detail) => (None, Some(detail)),
        };
        let patient = outcome.patient.as_ref().or(record.patient.as_ref());
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
            because: outcome.because.clone(),
            detail,
            patient: patient.unwrap_or(&record.text).clone(),
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
        let decisions = self
            .answers
            .into_iter()
            .flat_map(|answers| &answers.overrides)
            .filter(|one| one.rule == self.rule.record.id)
            .filter(|one| one.covers(finding.zone.as_deref()))
            .filter(|one| one.on <= self.booking.appointment);
        for decision in decisions {
            match decision.check(self.rule, finding.override_role) {
                Ok(()) => {
                    finding.overridden = Some(decision.clone());
                    finding.override_refused = None;
                    return;
                }
                Err(refused) => finding.override_refused = Some(refused.to_string()),
            }
        }
    }
}

fn clearance(answer: &Answer) -> Time {
    match answer.cleared_on {
        Some(day) => Time::Until(day, format!("cleared in writing on {}", spoken(day))),
        None => Time::Open(Some("no written clearance".to_owned())),
    }
}

/// Both must be over: the later day counts, and what has no day counts before any day.
fn later(one: Time, other: Time) -> Time {
    match (one, other) {
        (Time::Unknown(detail), _) | (_, Time::Unknown(detail)) => Time::Unknown(detail),
        (Time::Open(detail), _) | (_, Time::Open(detail)) => Time::Open(detail),
        (Time::Over, other) | (other, Time::Over) => other,
        (Time::Until(a, why_a), Time::Until(b, why_b)) => {
            if a >= b {
                Time::Until(a, why_a)
            } else {
                Time::Until(b, why_b)
            }
        }
    }
}

/// A question without an answer for this appointment leaves the booking unconfirmed.
fn unanswered(rules: &ScreeningRules, question: QuestionToAsk) -> Option<Finding> {
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
        because: "an open question".to_owned(),
        detail: None,
        patient: question.question.clone(),
        unanswered: Some(question.question),
        overridden: None,
        override_refused: None,
        sources: Vec::new(),
    })
}
