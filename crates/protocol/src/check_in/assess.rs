//! From a check-in to a response level (protocol 5.3 to 5.5, 8.5).
//!
//! Answers are mapped to fixed levels. Nothing is diagnosed, the highest level wins, no answer lowers the level of another,
//! and free text goes to a person unread.

use std::cmp::Reverse;

use needlework_evidence::HOURS_PER_DAY;

use super::answer::{Context, Inside, words};
use super::level::Level;
use super::rules::{CheckInRules, SignRow};
use super::symptom::{CheckIn, Grade, GradedSign};
use crate::record::Record;

/// One rule that spoke.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// Name of the rule in `basis` lists.
    pub rule: String,
    /// Version of the rule.
    pub version: u32,
    /// Its level; absent: expected.
    pub level: Option<Level>,
    /// What the patient is told to do, where it is not what the level tells.
    pub order: Option<String>,
    /// Place among the findings of a level, the highest first.
    rank: u32,
    /// What the patient reads besides what to do.
    pub patient: String,
}

/// What is beyond the forecast of this person.
#[derive(Debug, Clone, PartialEq)]
pub struct Outside {
    /// The rule about it.
    pub finding: Finding,
    /// The signs that are.
    pub signs: Vec<GradedSign>,
}

impl Finding {
    /// What a row about graded answers says.
    pub(super) fn of_result(rules: &CheckInRules, id: &str) -> Option<Self> {
        let row = rules.result(id)?;
        Some(Self {
            rule: format!("protocol.effects.result.{id}"),
            version: row.record.version,
            level: row.level,
            order: None,
            rank: 0,
            patient: patient(&row.record),
        })
    }
}

/// What follows from a check-in.
#[derive(Debug, Clone, PartialEq)]
pub struct Assessment {
    /// The highest level of all findings; absent: everything reported is expected, or nothing was reported.
    pub level: Option<Level>,
    /// The rules that spoke, the gravest first.
    pub findings: Vec<Finding>,
    /// What the patient reads, in this order: from level 2 on nothing but the words of the level, with one order. At level 4
    /// nothing else is shown or asked.
    pub patient: Vec<String>,
}

/// Judges a check-in against the earlier ones of the same session.
pub fn assess(
    rules: &CheckInRules,
    check_in: &CheckIn,
    history: &[CheckIn],
    context: Context<'_>,
) -> Assessment {
    assess_with(rules, check_in, history, context, None)
}

/// Judges a check-in as [`assess`] does, together with what somebody else found in it. What was found can raise the level and
/// never lowers it.
pub fn assess_with(
    rules: &CheckInRules,
    check_in: &CheckIn,
    history: &[CheckIn],
    context: Context<'_>,
    outside: Option<Outside>,
) -> Assessment {
    let judge = Judge {
        rules,
        check_in,
        history,
    };
    let mut findings: Vec<Finding> = judge.reported_signs();
    let mut inside = Inside::default();
    for sign in GradedSign::NAMES.iter().map(|(_, sign)| *sign) {
        let found = judge.graded(sign);
        inside.add(sign, &found);
        findings.extend(found);
    }
    if let Some(outside) = outside {
        inside.remove(&outside.signs);
        findings.push(outside.finding);
    }
    findings.extend(judge.rising_pain());
    let has_free_text = check_in
        .free_text
        .as_ref()
        .is_some_and(|text| !text.trim().is_empty());
    if has_free_text {
        findings.extend(judge.sign("other"));
    }
    findings.sort_by_key(|finding| Reverse((finding.level, finding.rank)));
    findings.dedup();
    let level = findings.iter().filter_map(|finding| finding.level).max();
    Assessment {
        level,
        patient: words(rules, &findings, context, (judge.day(), &inside)),
        findings,
    }
}

struct Judge<'a> {
    rules: &'a CheckInRules,
    check_in: &'a CheckIn,
    history: &'a [CheckIn],
}

impl<'a> Judge<'a> {
    fn day(&self) -> u32 {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a float to integer cast saturates; day n begins at 24 n hours"
        )]
        let day = (self.check_in.hour / HOURS_PER_DAY).floor().max(0.0) as u32;
        day
    }

    /// Signs whose questions were answered with yes.
    fn reported_signs(&self) -> Vec<Finding> {
        let reported = |row: &&SignRow| {
            row.symptoms
                .iter()
                .any(|symptom| self.check_in.symptoms.contains(symptom))
        };
        self.rules
            .signs()
            .iter()
            .filter(reported)
            .map(sign_finding)
            .collect()
    }

    /// Everything that a graded sign means; pain counts as tenderness.
    fn graded(&self, sign: GradedSign) -> Vec<Finding> {
        let Some(grade) = self.grade(self.check_in, sign) else {
            return Vec::new();
        };
        if grade == Grade::None {
            return Vec::new();
        }
        let mut findings = Vec::new();
        if grade == Grade::Severe {
            findings.extend(self.result("severe-sign"));
        }
        let is_worse = self.last_grade(sign).is_some_and(|before| grade > before);
        let after_day_one = self.check_in.hour >= self.first_hour_after("worse");
        if is_worse && after_day_one {
            findings.extend(self.result("worse"));
        }
        findings.extend(self.of_redness(sign, is_worse && after_day_one));
        if sign == GradedSign::Spots {
            findings.extend(self.sign("acne-milia"));
        }
        if findings.is_empty() {
            let expected = !is_worse && self.is_expected(sign);
            findings.extend(if expected {
                self.expected()
            } else {
                self.sign("other")
            });
        }
        findings
    }

    /// Redness and swelling that last, redness that worsens or returns.
    fn of_redness(&self, sign: GradedSign, is_worse: bool) -> Vec<Finding> {
        let mut findings = Vec::new();
        if !matches!(sign, GradedSign::Redness | GradedSign::Swelling) {
            return findings;
        }
        let late =
            self.check_in.hour >= self.rules.number("redness-or-swelling-late") * HOURS_PER_DAY;
        if late {
            findings.extend(self.result("redness-or-swelling-late"));
        }
        if late || is_worse {
            findings.extend(self.sign("redness-long"));
        }
        let had_settled = sign == GradedSign::Redness
            && self
                .earlier()
                .any(|one| one.grades.get(&sign) == Some(&Grade::None));
        if had_settled {
            findings.extend(self.sign("redness-returns"));
        }
        findings
    }

    fn rising_pain(&self) -> Option<Finding> {
        let now = self.check_in.pain?;
        let before = self
            .earlier()
            .filter_map(|one| one.pain.map(|pain| (one.hour, pain)))
            .max_by(|one, other| one.0.total_cmp(&other.0))
            .map(|(_, pain)| pain)?;
        let rise = f64::from(now) - f64::from(before);
        let rises = rise > 0.0
            && rise >= self.rules.number("rising-pain")
            && self.check_in.hour >= self.first_hour_after("worse");
        self.sign("infection-signs").filter(|_| rises)
    }

    /// Expected: named by the course, within the days of the table, or, for what is not redness or swelling, within the
    /// days of the course.
    fn is_expected(&self, sign: GradedSign) -> bool {
        let mut rows = self
            .rules
            .course()
            .iter()
            .filter(|row| row.signs.contains(&sign))
            .peekable();
        if rows.peek().is_none() {
            return false;
        }
        let early = self.check_in.hour < self.first_hour_after("expected");
        early
            || rows.any(|row| {
                row.days
                    .is_some_and(|[first, last]| (first..=last).contains(&self.day()))
            })
    }

    /// The first hour after the day that a row names.
    fn first_hour_after(&self, row: &str) -> f64 {
        (self.rules.number(row) + 1.0) * HOURS_PER_DAY
    }

    /// The grade of a sign; pain is graded by its points and counts as tenderness.
    fn grade(&self, check_in: &CheckIn, sign: GradedSign) -> Option<Grade> {
        let graded = check_in.grades.get(&sign).copied();
        let pain = check_in
            .pain
            .filter(|_| sign == GradedSign::Tenderness)
            .map(|pain| self.pain_grade(pain));
        graded.max(pain)
    }

    fn pain_grade(&self, pain: u8) -> Grade {
        self.rules
            .grades()
            .iter()
            .rev()
            .find(|row| f64::from(pain) >= row.pain[0])
            .map_or(Grade::None, |row| row.grade)
    }

    /// The grade at the last check-in that asked for the sign.
    fn last_grade(&self, sign: GradedSign) -> Option<Grade> {
        self.earlier()
            .filter_map(|one| self.grade(one, sign).map(|grade| (one.hour, grade)))
            .max_by(|one, other| one.0.total_cmp(&other.0))
            .map(|(_, grade)| grade)
    }

    fn earlier(&self) -> impl Iterator<Item = &'a CheckIn> {
        let hour = self.check_in.hour;
        self.history.iter().filter(move |one| one.hour < hour)
    }

    fn expected(&self) -> Option<Finding> {
        let found = self.result("expected")?;
        Some(Finding {
            level: None,
            patient: String::new(),
            ..found
        })
    }

    fn result(&self, id: &str) -> Option<Finding> {
        Finding::of_result(self.rules, id)
    }

    fn sign(&self, id: &str) -> Option<Finding> {
        self.rules.sign(id).map(sign_finding)
    }
}

fn sign_finding(row: &SignRow) -> Finding {
    Finding {
        rule: format!("protocol.triage.sign.{}", row.record.id),
        version: row.record.version,
        level: Some(row.level),
        order: row.order.clone(),
        rank: row.rank,
        patient: patient(&row.record),
    }
}

fn patient(record: &Record) -> String {
    record.patient.clone().unwrap_or_default()
}
