//! What followed where somebody decided against a rule.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::exact::{SharedInterval, share};

/// How sure the intervals around shares are.
pub(crate) const CONFIDENCE: f64 = 0.95;
/// Fewest sessions of which shares are compared: with fewer, nearly any share could be true.
pub const FEWEST_SESSIONS: usize = 10;

/// What a rule speaks about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RuleKind {
    /// A rule of the screening; asked with every set of answers in which it speaks.
    Screening,
    /// A condition of the start of a session; asked at every start.
    StartGate,
    /// The tolerance around what was planned; asked with every zone that is needled.
    Tolerance,
}

impl RuleKind {
    /// Name in texts.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Screening => "screening",
            Self::StartGate => "start-gate",
            Self::Tolerance => "tolerance",
        }
    }
}

/// A rule that can be decided against.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct ReviewedRule {
    /// What it speaks about.
    pub kind: RuleKind,
    /// Id of the rule or of the condition.
    pub id: String,
}

/// A decision against a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DecidedAgainst {
    /// The rule.
    pub rule: ReviewedRule,
    /// Role in which it was decided.
    pub role: String,
}

/// A signed session: which rules were decided against for it, and what came after it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct ReviewedSession {
    /// Rules that were decided against.
    pub against: BTreeSet<ReviewedRule>,
    /// Whether an adverse event or an urgent report followed.
    pub had_trouble: bool,
}

/// How the sessions after a decision compare with those without any.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Compared {
    /// Too few sessions on one side.
    TooFew,
    /// The intervals overlap: these counts show no difference.
    NotTold,
    /// Trouble followed more often.
    MoreOften,
    /// Trouble followed less often.
    LessOften,
}

/// The review of one rule.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RuleReview {
    /// The rule.
    pub rule: ReviewedRule,
    /// How often it was decided against, of how often it was asked.
    pub decided: SharedInterval,
    /// Decisions by role.
    pub by_role: BTreeMap<String, usize>,
    /// Sessions with trouble afterwards, of those for which it was decided against.
    pub afterwards: SharedInterval,
    /// Against the sessions without any decision.
    pub compared: Compared,
}

/// The review of every rule that was ever decided against.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OverrideReview {
    /// The rules, those decided against most often first.
    pub rules: Vec<RuleReview>,
    /// Sessions with trouble afterwards, of those without any decision against a rule.
    pub without: SharedInterval,
    /// Signed sessions in all.
    pub sessions: usize,
}

impl OverrideReview {
    /// The review of these counts: how often each rule was asked, who decided against it, and what followed.
    ///
    /// Intervals are exact (Clopper and Pearson, 1934). Nothing is adjusted for: whoever decides against a rule does so for
    /// other people than those for whom nobody does.
    pub fn of(
        asked: &BTreeMap<ReviewedRule, usize>,
        decided: &[DecidedAgainst],
        sessions: &[ReviewedSession],
    ) -> Self {
        let without = sessions.iter().filter(|session| session.against.is_empty());
        let without = troubled(without);
        let mut roles: BTreeMap<&ReviewedRule, BTreeMap<String, usize>> = BTreeMap::new();
        for one in decided {
            let by_role = roles.entry(&one.rule).or_default();
            *by_role.entry(one.role.clone()).or_default() += 1;
        }
        let mut rules: Vec<RuleReview> = roles
            .into_iter()
            .map(|(rule, by_role)| {
                let times: usize = by_role.values().sum();
                let asked = asked.get(rule).copied().unwrap_or_default().max(times);
                let after = sessions
                    .iter()
                    .filter(|session| session.against.contains(rule));
                let afterwards = troubled(after);
                RuleReview {
                    rule: rule.clone(),
                    decided: share(times as f64, asked, CONFIDENCE),
                    by_role,
                    compared: compared(&afterwards, &without),
                    afterwards,
                }
            })
            .collect();
        rules.sort_by(|one, other| {
            let often = other.decided.counted.total_cmp(&one.decided.counted);
            often.then_with(|| one.rule.cmp(&other.rule))
        });
        Self {
            rules,
            without,
            sessions: sessions.len(),
        }
    }
}

fn troubled<'a>(sessions: impl Iterator<Item = &'a ReviewedSession>) -> SharedInterval {
    let (all, came) = sessions.fold((0, 0.0), |(all, came), session| {
        (all + 1, came + f64::from(u8::from(session.had_trouble)))
    });
    share(came, all, CONFIDENCE)
}

pub(crate) fn compared(after: &SharedInterval, without: &SharedInterval) -> Compared {
    if after.of < FEWEST_SESSIONS || without.of < FEWEST_SESSIONS {
        Compared::TooFew
    } else if after.low > without.high {
        Compared::MoreOften
    } else if after.high < without.low {
        Compared::LessOften
    } else {
        Compared::NotTold
    }
}
