//! From one rule to the dated instructions of one session.

use jiff::civil::Date;
use jiff::{SignedDuration, Span, Zoned};
use needlework_evidence::{HOURS_PER_DAY, elapsed};
use needlework_skin::Phototype;

use super::instruction::{CareSession, Instruction};
use super::rule::{CareRule, CareRules, EndsBy, InstructionKind, Phase, Start};
use super::subject::Subject;
use super::timeline::{CarePerson, last_allowed_use};

/// Turns rules into instructions for one session.
pub(super) struct Builder<'a> {
    pub(super) rules: &'a CareRules,
    pub(super) person: &'a CarePerson,
    pub(super) booked_on: Date,
    pub(super) before: Option<&'a CareSession>,
    pub(super) session: &'a CareSession,
    pub(super) next: Option<&'a CareSession>,
}

/// When an instruction holds.
struct Window {
    from: Zoned,
    until: Option<Zoned>,
    earliest_end: Option<Zoned>,
    begins_with_clearance_of: Option<String>,
}

impl Builder<'_> {
    /// The instructions of a rule for this session: usually one, several for repeated check-ins, and a question to the
    /// prescriber in place of a ban on what was prescribed.
    pub(super) fn instructions(&self, rule: &CareRule) -> Vec<Instruction> {
        let Some(kind) = rule.kind else {
            return Vec::new();
        };
        let windows: Vec<Window> = match &rule.start {
            Start::OnDays(days) if rule.ends_by == EndsBy::Condition => {
                self.days_together(days).into_iter().collect()
            }
            Start::OnDays(days) => days.iter().map(|day| self.on_day(*day)).collect(),
            _ => self.window(rule, 0).into_iter().collect(),
        };
        let several = windows.len() > 1;
        let mut made = Vec::new();
        for (at, window) in windows.into_iter().enumerate() {
            let part = if several {
                format!(".{}", at + 1)
            } else {
                String::new()
            };
            let Some(instruction) = self.instruction(rule, kind, window, &part) else {
                continue;
            };
            made.extend(self.with_questions(rule, instruction));
        }
        made
    }

    fn instruction(
        &self,
        rule: &CareRule,
        kind: InstructionKind,
        window: Window,
        part: &str,
    ) -> Option<Instruction> {
        let (until, replaced) = self.cut(rule, window.until);
        if until.as_ref().is_some_and(|until| *until <= window.from) {
            return None;
        }
        let record = &rule.record;
        let darker = (self.person.phototype >= Phototype::IV)
            .then_some(rule.patient_darker.as_deref())
            .flatten();
        let text = [record.patient.as_deref(), darker];
        let earliest_end = window
            .earliest_end
            .filter(|end| until.as_ref().is_none_or(|until| end <= until));
        Some(Instruction {
            id: format!("{}{part}@{}", record.id, self.session.number),
            rule: record.id.clone(),
            version: record.version,
            session: self.session.number,
            phase: rule.phase,
            kind,
            label: rule.label.clone(),
            text: text.into_iter().flatten().collect::<Vec<_>>().join(" "),
            from: window.from,
            until,
            ends_by: rule.ends_by,
            earliest_end,
            begins_with_clearance_of: window.begins_with_clearance_of,
            clearance_of: (rule.ends_by == EndsBy::Clearance)
                .then(|| rule.ends_with.clone().unwrap_or_else(|| record.id.clone())),
            released_when_calm: rule.released_when_calm,
            replaced_by_session: replaced,
            forbids: self
                .rules
                .products()
                .all_parts(&rule.forbids)
                .iter()
                .collect(),
            asks_for: rule.asks_for.clone(),
            concerns: rule.concerns.clone(),
        })
    }

    /// A ban holds until the next session's own bans begin at its `T0`; everything else ends when that visit begins.
    fn cut(&self, rule: &CareRule, until: Option<Zoned>) -> (Option<Zoned>, Option<u32>) {
        let Some(next) = self.next.filter(|_| rule.phase == Phase::After) else {
            return (until, None);
        };
        let end = if rule.forbids.is_empty() {
            &next.starts
        } else {
            &next.needling_ends
        };
        match until {
            // A ban that would end during the visit goes on to its end: no hour of the visit is left open.
            Some(until) if until < next.starts => (Some(until), None),
            _ => (Some(end.clone()), Some(next.number)),
        }
    }

    /// Takes what was prescribed out of a ban and adds the question to the prescriber.
    fn with_questions(&self, rule: &CareRule, mut instruction: Instruction) -> Vec<Instruction> {
        let prescribed: Vec<Subject> = rule
            .forbids
            .iter()
            .copied()
            .filter(|subject| self.person.prescribed.contains(subject))
            .collect();
        instruction
            .forbids
            .retain(|subject| !self.person.prescribed.contains(subject));
        let mut made = Vec::new();
        if !prescribed.is_empty() {
            let names: Vec<&str> = prescribed
                .iter()
                .map(|subject| self.rules.products().name(*subject))
                .collect();
            let names = names.join(", ");
            let values = [
                ("names", names.as_str()),
                ("ask", self.rules.ask_prescriber()),
            ];
            made.push(Instruction {
                id: format!("{}.ask@{}", rule.record.id, self.session.number),
                kind: InstructionKind::Ask,
                // What somebody prescribed is locked by nobody at the clinic: the question needs no release.
                ends_by: match rule.ends_by {
                    EndsBy::Clearance => EndsBy::TimeAndCalm,
                    ends_by => ends_by,
                },
                clearance_of: None,
                released_when_calm: false,
                label: self.rules.phrases().say("care.ask-label", &values),
                text: self.rules.phrases().say("care.prescribed", &values),
                forbids: Vec::new(),
                asks_for: Vec::new(),
                concerns: prescribed,
                ..instruction.clone()
            });
        }
        let bans_nothing_left = !rule.forbids.is_empty()
            && instruction.forbids.is_empty()
            && instruction.asks_for.is_empty();
        if !bans_nothing_left {
            made.push(instruction);
        }
        made
    }

    /// When a rule holds; `None` when its parts leave no time. `depth` guards against rules that wait for one another.
    fn window(&self, rule: &CareRule, depth: u8) -> Option<Window> {
        const DEEPEST: u8 = 4;
        if depth > DEEPEST {
            return None;
        }
        let hours = rule.record.number();
        if rule.phase == Phase::Before {
            return Some(self.window_before(rule, hours.unwrap_or(0.0)));
        }
        let end = hours.map(|hours| self.after(hours));
        let (from, begins_with_clearance_of) = match &rule.start {
            Start::EndOf(other) => {
                let before = self.rules.get(other)?;
                let window = self.window(before, depth + 1)?;
                let waits = before.ends_by == EndsBy::Clearance;
                (window.earliest_end?, waits.then(|| other.clone()))
            }
            _ => (self.session.needling_ends.clone(), None),
        };
        let end = match &rule.until_end_of {
            Some(other) => {
                let other = self.rules.get(other)?;
                self.window(other, depth + 1)?.earliest_end
            }
            None => end,
        };
        let until = match rule.ends_by {
            EndsBy::Time => end.clone(),
            _ => None,
        };
        Some(Window {
            from,
            until,
            earliest_end: self.earliest_end(rule, end, depth),
            begins_with_clearance_of,
        })
    }

    /// The hour of the rule, or of the rule whose release also ends it.
    fn earliest_end(&self, rule: &CareRule, end: Option<Zoned>, depth: u8) -> Option<Zoned> {
        let Some(other) = &rule.ends_with else {
            return end;
        };
        self.window(self.rules.get(other)?, depth + 1)?.earliest_end
    }

    /// Pre-care ends with the needling, where aftercare takes over without a gap. It begins after the last session.
    fn window_before(&self, rule: &CareRule, days: f64) -> Window {
        let appointment = self.session.starts.date();
        let day = match rule.start {
            Start::DaysBefore => {
                last_allowed_use(appointment, days).saturating_add(Span::new().days(1))
            }
            Start::DayBefore => appointment.saturating_sub(Span::new().days(1)),
            Start::DayOfTreatment => appointment,
            _ => self.booked_on,
        };
        let zone = self.session.starts.time_zone();
        let begins = day
            .to_zoned(zone.clone())
            .unwrap_or_else(|_| self.session.starts.clone());
        let from = match self.before {
            Some(before) if before.needling_ends > begins => before.needling_ends.clone(),
            _ => begins,
        };
        let ends = match rule.start {
            Start::DayBefore => appointment
                .to_zoned(zone.clone())
                .unwrap_or_else(|_| self.session.starts.clone()),
            _ => self.session.needling_ends.clone(),
        };
        Window {
            from: from.min(ends.clone()),
            until: Some(ends.clone()),
            earliest_end: Some(ends),
            begins_with_clearance_of: None,
        }
    }

    fn on_day(&self, day: u32) -> Window {
        let from = self.after(f64::from(day) * HOURS_PER_DAY);
        let until = self.after(f64::from(day + 1) * HOURS_PER_DAY);
        Window {
            from,
            until: Some(until.clone()),
            earliest_end: Some(until),
            begins_with_clearance_of: None,
        }
    }

    /// The days as one stretch; where the next session comes first, the day before it.
    fn days_together(&self, days: &[u32]) -> Option<Window> {
        let first = days.iter().min()?;
        let last = days.iter().max()?;
        let mut from = self.after(f64::from(*first) * HOURS_PER_DAY);
        if let Some(next) = self.next {
            let eve = next
                .starts
                .saturating_sub(SignedDuration::from_hours(24))
                .max(self.session.needling_ends.clone());
            from = from.min(eve);
        }
        Some(Window {
            from,
            until: None,
            earliest_end: Some(self.after(f64::from(*last + 1) * HOURS_PER_DAY)),
            begins_with_clearance_of: None,
        })
    }

    /// So many elapsed hours after `T0`.
    fn after(&self, hours: f64) -> Zoned {
        self.session.needling_ends.saturating_add(elapsed(hours))
    }
}
