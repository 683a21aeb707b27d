//! The answers of one person for one appointment, as a case file holds them.

use std::collections::BTreeMap;

use jiff::civil::Date;
use needlework_evidence::{Block, DataError};
use schemars::JsonSchema;
use serde::Serialize;

use super::date::Anchor;
use super::overrides::Override;
use super::rule::{AnswerKind, DATED, NEVER, NO, ONGOING, ScreeningRule, ScreeningRules, Until};
use crate::role::Role;

/// One answer.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Answer {
    /// One of the words of the rule; `dated` where `anchor` or `range` says when.
    pub word: String,
    /// When it last happened.
    pub anchor: Option<Anchor>,
    /// First and last day of what is planned.
    #[schemars(with = "Option<[String; 2]>")]
    pub range: Option<[Date; 2]>,
    /// Date of a written clearance.
    #[schemars(with = "Option<String>")]
    pub cleared_on: Option<Date>,
    /// Zones it speaks about; empty: all of the case.
    pub zones: Vec<String>,
    /// Marked places in the zones, in words.
    pub marked: Vec<String>,
    /// Name of the medicine, or the reason that the operator gives.
    pub detail: Option<String>,
    /// Version of the rule whose question was answered.
    pub version: u32,
}

impl Answer {
    /// A word of a rule, and nothing else.
    fn plain(rule: &ScreeningRule, word: &str) -> Self {
        Self {
            word: word.to_owned(),
            anchor: None,
            range: None,
            cleared_on: None,
            zones: Vec::new(),
            marked: Vec::new(),
            detail: None,
            version: rule.record.version,
        }
    }
}

/// A state recorded as resolved: what lifts a deferral that has no interval.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Resolution {
    /// Rule id.
    pub rule: String,
    /// Day from which the state is resolved.
    #[schemars(with = "String")]
    pub on: Date,
    /// Who recorded it.
    pub role: Role,
    /// Zones it speaks about; empty: all of the case.
    pub zones: Vec<String>,
}

/// All answers for one appointment.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Answers {
    /// The day on which they were given.
    #[schemars(with = "String")]
    pub answered_on: Date,
    /// The appointment they are for; `None`: the first one that is planned.
    #[schemars(with = "Option<String>")]
    pub appointment: Option<Date>,
    /// Answers by rule id.
    pub answers: BTreeMap<String, Answer>,
    /// States recorded as resolved.
    pub resolved: Vec<Resolution>,
    /// Decisions against a rule.
    pub overrides: Vec<Override>,
}

/// How a day is written in a case.
const DAY: &str = "a day, for example 2026-11-23";

impl Answers {
    /// Reads `[screening]`: `answered_on`, `last_session`, `[screening.answers]`, `[[screening.resolved]]` and `[[screening.overrides]]`.
    /// `zones` are the zones of the case.
    ///
    /// # Errors
    /// When a key is unknown or missing; an answer is none of the words of its question; a past event lies after the day
    /// of the answers; a zone is not in the case; or an override is not allowed.
    pub fn read(
        mut block: Block,
        rules: &ScreeningRules,
        zones: &[&str],
    ) -> Result<Self, DataError> {
        let answered_on = day(&mut block, "answered_on")?;
        let appointment = optional_day(&mut block, "appointment")?;
        let last_session = optional_day(&mut block, "last_session")?;
        let mut given = block.block("answers")?;
        let mut answers = BTreeMap::new();
        for rule in rules.iter() {
            if rule.kind != AnswerKind::Computed && given.has(&rule.record.id) {
                let reader = Reader {
                    rule,
                    zones,
                    answered_on,
                };
                answers.insert(rule.record.id.clone(), reader.read(&mut given)?);
            }
            if let Some(day) = last_session.filter(|_| rule.is_of_last_session) {
                note_session(&mut answers, rule, day);
            }
        }
        given.finish()?;
        let resolved = block
            .blocks("resolved")?
            .into_iter()
            .map(|row| resolution(row, rules, zones))
            .collect::<Result<_, _>>()?;
        let overrides = block
            .blocks("overrides")?
            .into_iter()
            .map(|row| Override::read(row, rules, zones))
            .collect::<Result<_, _>>()?;
        block.finish()?;
        Ok(Self {
            answered_on,
            appointment,
            answers,
            resolved,
            overrides,
        })
    }
}

/// Answers a question by the last session that the clinic holds a record of, unless the person names a later day.
fn note_session(answers: &mut BTreeMap<String, Answer>, rule: &ScreeningRule, day: Date) {
    let said = answers.get(&rule.record.id);
    let said = said.and_then(|answer| answer.anchor?.day());
    if said.is_none_or(|said| said < day) {
        let answer = Answer {
            anchor: Some(Anchor::Day(day)),
            ..Answer::plain(rule, DATED)
        };
        answers.insert(rule.record.id.clone(), answer);
    }
}

struct Reader<'a> {
    rule: &'a ScreeningRule,
    zones: &'a [&'a str],
    answered_on: Date,
}

impl Reader<'_> {
    fn read(&self, given: &mut Block) -> Result<Answer, DataError> {
        let id = &self.rule.record.id;
        if !given.has_table(id) {
            return self.word(given, id);
        }
        let mut table = given.block(id)?;
        let mut answer = if table.has("answer") {
            self.word(&mut table, "answer")?
        } else if self.rule.kind == AnswerKind::DateRange {
            self.plain(DATED)
        } else {
            return self.word(&mut table, "answer");
        };
        if self.rule.kind == AnswerKind::DateRange && answer.word == DATED {
            answer.range = Some(range(&mut table)?);
        }
        if table.has("date") {
            answer.anchor = self.anchor(&mut table, "date")?;
        }
        answer.cleared_on = optional_day(&mut table, "cleared_on")?;
        answer.zones = known_zones(&mut table, self.zones)?;
        answer.marked = table.texts("marked")?;
        answer.detail = table.optional_text("detail")?;
        if table.has("version") {
            answer.version = table.whole("version", 1..=self.rule.record.version)?;
        }
        self.is_complete(&answer, &table)?;
        table.finish()?;
        Ok(answer)
    }

    fn plain(&self, word: &str) -> Answer {
        Answer::plain(self.rule, word)
    }

    /// The answer where it is one word or one date.
    fn word(&self, block: &mut Block, key: &str) -> Result<Answer, DataError> {
        match self.rule.kind {
            AnswerKind::Date => {
                let text = block.moment(key, &self.date_words())?;
                if text == NEVER || text == ONGOING {
                    return Ok(self.plain(&text));
                }
                let anchor = Some(self.parse(block, key, &text)?);
                Ok(Answer {
                    anchor,
                    ..self.plain(DATED)
                })
            }
            AnswerKind::DateRange => {
                block.choice(key, &[(NO, ())])?;
                Ok(self.plain(NO))
            }
            _ => {
                let words: Vec<(&str, &str)> = self
                    .rule
                    .words
                    .iter()
                    .map(|word| (word.as_str(), word.as_str()))
                    .collect();
                let word = block.choice(key, &words)?;
                let answer = self.plain(word);
                if key != "answer" {
                    self.is_complete(&answer, block)?;
                }
                Ok(answer)
            }
        }
    }

    fn anchor(&self, block: &mut Block, key: &str) -> Result<Option<Anchor>, DataError> {
        let text = block.moment(key, &self.date_words())?;
        self.parse(block, key, &text).map(Some)
    }

    fn parse(&self, block: &Block, key: &str, text: &str) -> Result<Anchor, DataError> {
        Anchor::parse(text)
            .filter(|anchor| self.rule.may_lie_ahead() || !anchor.lies_after(self.answered_on))
            .ok_or_else(|| {
                let error = block.error(key, &text, &self.date_words());
                error.about(&self.rule.record.id).named("answer-date")
            })
    }

    fn date_words(&self) -> String {
        format!(
            "never, ongoing, unknown, a day (2026-11-23), a month (\"2026-11\") or a year (\"2026\") not after the day of \
             the answers, {}",
            self.answered_on
        )
    }

    /// A choice that starts an interval needs its date; a marked area must be described.
    fn is_complete(&self, answer: &Answer, block: &Block) -> Result<(), DataError> {
        let (id, word) = (&self.rule.record.id, &answer.word);
        if self.rule.needs_date(word) && answer.anchor.is_none() {
            let table = format!("{id} = {{ answer = \"{word}\", date = ... }}");
            return Err(block
                .sentence(&format!(
                    "{id} needs a date (or date = \"unknown\"); write {table}."
                ))
                .about(id)
                .named("answer-lacks-date"));
        }
        if self.rule.needs_places(word) && answer.marked.is_empty() {
            return Err(block
                .sentence(&format!(
                    "{id} needs the marked places; write {id} = {{ answer = \"{word}\", marked = [\"where it is\"] }}."
                ))
                .about(id)
                .named("answer-lacks-places"));
        }
        Ok(())
    }
}

fn range(block: &mut Block) -> Result<[Date; 2], DataError> {
    let from = day(block, "from")?;
    let to = day(block, "to")?;
    if to < from {
        return Err(block
            .error("to", &to, &format!("{from} (its own start) or later"))
            .named("ends-before-it-begins"));
    }
    Ok([from, to])
}

fn resolution(
    mut row: Block,
    rules: &ScreeningRules,
    zones: &[&str],
) -> Result<Resolution, DataError> {
    let rule = rule_id(&mut row, rules)?;
    let is_state = rules.get(&rule).is_some_and(|rule| {
        rule.outcomes
            .iter()
            .any(|outcome| outcome.until == Until::State)
    });
    if !is_state {
        return Err(row.error(
            "rule",
            &rule,
            "a rule that a recorded change lifts; others end by their date or by an override",
        ));
    }
    let resolution = Resolution {
        rule,
        on: day(&mut row, "on")?,
        role: row.choice("role", &Role::NAMES)?,
        zones: known_zones(&mut row, zones)?,
    };
    row.finish()?;
    Ok(resolution)
}

/// The id of a known rule.
pub(super) fn rule_id(row: &mut Block, rules: &ScreeningRules) -> Result<String, DataError> {
    let id = row.text("rule")?;
    if rules.get(&id).is_none() {
        return Err(row.error(
            "rule",
            &id,
            "the id of a rule; `needlework rules` lists them",
        ));
    }
    Ok(id)
}

/// Zones of the case.
pub(super) fn known_zones(row: &mut Block, zones: &[&str]) -> Result<Vec<String>, DataError> {
    let named = row.texts("zones")?;
    match named.iter().find(|zone| !zones.contains(&zone.as_str())) {
        None => Ok(named),
        Some(unknown) => Err(row.error(
            "zones",
            unknown,
            &format!("zones of this case: {}", zones.join(", ")),
        )),
    }
}

pub(super) fn day(block: &mut Block, key: &str) -> Result<Date, DataError> {
    let text = block.moment(key, DAY)?;
    text.parse().map_err(|_| block.error(key, &text, DAY))
}

fn optional_day(block: &mut Block, key: &str) -> Result<Option<Date>, DataError> {
    if block.has(key) {
        day(block, key).map(Some)
    } else {
        Ok(None)
    }
}
