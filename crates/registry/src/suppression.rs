//! What somebody is told who may not see small counts: here the review of decisions against rules, below it run charts, agreement of
//! raters and what patients say.
//!
//! Counts below [`SMALLEST_CELL`] are not told. That alone keeps nothing: who knows how often a rule was decided against, and how
//! often by every role but one, knows the rest by subtraction. So whatever else is told follows from what is told already: the
//! sum of roles is the range that the told ones leave open, sessions without a decision are what is left of all sessions, even the
//! order of the rules is that of the told ranges. A count that would narrow such a range is not told either.

mod agreement;
mod run_chart;
mod verdict;

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

pub use self::agreement::ToldAgreement;
pub use self::run_chart::{SignRun, ToldRun};
pub use self::verdict::ToldVerdicts;
use crate::exact::{SharedInterval, share};
use crate::overrides::{
    CONFIDENCE, Compared, OverrideReview, ReviewedRule, RuleKind, RuleReview, compared,
};
use crate::research::SMALLEST_CELL;

/// The largest count that is not told.
const LARGEST_SMALL: usize = SMALLEST_CELL - 1;

/// A count as it is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ToldCount {
    /// As it is.
    Exactly(usize),
    /// The least and the most that it can be.
    Between(usize, usize),
    /// Not at all.
    Withheld,
}

impl ToldCount {
    /// The least and the most that it can be; `None`: nothing is told of it.
    pub const fn range(self) -> Option<RangeInclusive<usize>> {
        match self {
            Self::Exactly(count) => Some(count..=count),
            Self::Between(least, most) => Some(least..=most),
            Self::Withheld => None,
        }
    }

    /// The share of this count in another one; `None` unless both are told as they are.
    pub fn share_of(self, all: Self) -> Option<SharedInterval> {
        match (self, all) {
            (Self::Exactly(counted), Self::Exactly(of)) => {
                Some(share(counted as f64, of, CONFIDENCE))
            }
            _ => None,
        }
    }

    const fn between(least: usize, most: usize) -> Self {
        if least == most {
            Self::Exactly(least)
        } else {
            Self::Between(least, most)
        }
    }

    /// A count of at least one that is told if it is large enough.
    const fn of_some(count: usize) -> Self {
        if count < SMALLEST_CELL {
            Self::Between(1, LARGEST_SMALL)
        } else {
            Self::Exactly(count)
        }
    }

    /// A count that may be nothing, as it is told to whoever may not see small ones.
    pub const fn of_any(count: usize) -> Self {
        if count == 0 {
            Self::Exactly(0)
        } else {
            Self::of_some(count)
        }
    }
}

/// The review of one rule as it is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldRule {
    /// The rule.
    pub rule: ReviewedRule,
    /// How often it was decided against.
    pub decided: ToldCount,
    /// How often it was asked.
    pub asked: ToldCount,
    /// Decisions by role.
    pub by_role: BTreeMap<String, ToldCount>,
    /// Sessions for which it was decided against.
    pub after: ToldCount,
    /// Those of them with trouble afterwards.
    pub troubled: ToldCount,
    /// Against the sessions without any decision; `None`: not told.
    pub compared: Option<Compared>,
}

/// The review as it is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldReview {
    /// The rules, those decided against most often first, as far as that is told.
    pub rules: Vec<ToldRule>,
    /// Sessions without any decision against a rule.
    pub without: ToldCount,
    /// Those of them with trouble afterwards.
    pub troubled_without: ToldCount,
}

impl ToldReview {
    /// All counts as they are: for those who may open charts or keep the clinic.
    pub fn in_full(review: &OverrideReview) -> Self {
        let all = review.rules.iter().map(|rule| ToldRule {
            rule: rule.rule.clone(),
            decided: ToldCount::Exactly(whole(&rule.decided)),
            asked: ToldCount::Exactly(rule.decided.of),
            by_role: rule
                .by_role
                .iter()
                .map(|(role, times)| (role.clone(), ToldCount::Exactly(*times)))
                .collect(),
            after: ToldCount::Exactly(rule.afterwards.of),
            troubled: ToldCount::Exactly(whole(&rule.afterwards)),
            compared: Some(rule.compared),
        });
        Self {
            rules: all.collect(),
            without: ToldCount::Exactly(review.without.of),
            troubled_without: ToldCount::Exactly(whole(&review.without)),
        }
    }

    /// Without any count below [`SMALLEST_CELL`], and without any from which such a one could be worked out. That nothing
    /// happened at all is told.
    pub fn without_small_counts(review: &OverrideReview) -> Self {
        let mut rules: Vec<ToldRule> = review.rules.iter().map(decisions).collect();
        withhold_telling_questions(&mut rules, review);
        let sessions = Sessions::of(review);
        for (told, rule) in rules.iter_mut().zip(&review.rules) {
            sessions.tell(told, rule);
        }
        let (without, troubled_without) = sessions.without(review, &rules);
        for told in &mut rules {
            told.compared = comparison(told, without, troubled_without);
        }
        rules.sort_by(|one, other| {
            let often = most(other.decided).cmp(&most(one.decided));
            often.then_with(|| one.rule.cmp(&other.rule))
        });
        Self {
            rules,
            without,
            troubled_without,
        }
    }

    /// The fewest sessions with trouble afterwards that there can be by what is told; `None`: nothing is told of sessions, since
    /// nobody decided against a rule.
    fn least_troubled(&self) -> Option<u64> {
        let after = self.rules.iter().map(|rule| least(rule.troubled)).max()?;
        u64::try_from(after + least(self.troubled_without)).ok()
    }
}

/// Decisions by role, and their sum as far as those that are told leave it open.
fn decisions(review: &RuleReview) -> ToldRule {
    let roles = review.by_role.iter();
    let by_role: BTreeMap<String, ToldCount> = roles
        .map(|(role, times)| (role.clone(), ToldCount::of_some(*times)))
        .collect();
    let ranges = || by_role.values().filter_map(|told| told.range());
    let least: usize = ranges().map(|range| *range.start()).sum();
    let most: usize = ranges().map(|range| *range.end()).sum();
    ToldRule {
        rule: review.rule.clone(),
        decided: ToldCount::between(least, most),
        asked: ToldCount::Exactly(review.decided.of),
        by_role,
        after: ToldCount::Withheld,
        troubled: ToldCount::Withheld,
        compared: None,
    }
}

/// Nobody decides against a rule more often than it is asked: where that would narrow the range of decisions, it is not told how
/// often it was. All conditions of the start are asked equally often.
fn withhold_telling_questions(rules: &mut [ToldRule], review: &OverrideReview) {
    let tells = |told: &ToldRule, rule: &RuleReview| {
        let asked = rule.decided.of;
        asked < SMALLEST_CELL || asked < most(told.decided)
    };
    let is_start = |told: &ToldRule| told.rule.kind == RuleKind::StartGate;
    let tells_start = rules
        .iter()
        .zip(&review.rules)
        .any(|(told, rule)| is_start(told) && tells(told, rule));
    for (told, rule) in rules.iter_mut().zip(&review.rules) {
        if tells(told, rule) || (is_start(told) && tells_start) {
            told.asked = ToldCount::Withheld;
        }
    }
}

/// What is told of sessions.
struct Sessions {
    /// Signed sessions.
    all: usize,
    /// So few are without any decision that it would be told by those with one.
    few_without: bool,
}

impl Sessions {
    const fn of(review: &OverrideReview) -> Self {
        Self {
            all: review.sessions,
            few_without: review.sessions > 0 && review.without.of < SMALLEST_CELL,
        }
    }

    /// Sessions for which a rule was decided against, and trouble after them.
    fn tell(&self, told: &mut ToldRule, review: &RuleReview) {
        let after = review.afterwards.of;
        // A decision at a session is about that one: as many sessions mean at least as many decisions.
        let narrows = told.rule.kind != RuleKind::Screening && after > least(told.decided);
        if self.all == 0 {
            (told.after, told.troubled) = (ToldCount::Exactly(0), ToldCount::Exactly(0));
        } else if after >= SMALLEST_CELL && !narrows && !self.few_without {
            told.after = ToldCount::Exactly(after);
            told.troubled = ToldCount::of_any(whole(&review.afterwards));
        }
    }

    /// The most sessions for which a rule can have been decided against, by what is told.
    fn most_after(&self, told: &ToldRule) -> usize {
        let unknown = match told.rule.kind {
            RuleKind::Screening => LARGEST_SMALL,
            RuleKind::StartGate | RuleKind::Tolerance => LARGEST_SMALL.max(most(told.decided)),
        };
        told.after
            .range()
            .map_or(unknown.min(self.all), |range| *range.end())
    }

    /// Sessions without any decision, and trouble after them: what is left by those with one.
    fn without(&self, review: &OverrideReview, rules: &[ToldRule]) -> (ToldCount, ToldCount) {
        if self.few_without {
            return (ToldCount::Withheld, ToldCount::Withheld);
        }
        let told = rules.iter().filter_map(|told| told.after.range());
        let with_at_least = told.map(|range| *range.start()).max();
        let without = if rules.iter().any(|told| told.after == ToldCount::Withheld) {
            let with: usize = rules.iter().map(|told| self.most_after(told)).sum();
            // Sessions with a decision are told only where there are enough without one.
            let enough = with_at_least.map_or(0, |_| SMALLEST_CELL);
            ToldCount::between(
                self.all.saturating_sub(with).max(enough),
                self.all - with_at_least.unwrap_or(0),
            )
        } else {
            ToldCount::Exactly(review.without.of)
        };
        let fewest = least(without);
        let troubled = whole(&review.without);
        if self.all > 0 && fewest < SMALLEST_CELL {
            (ToldCount::Withheld, ToldCount::Withheld)
        } else if troubled > fewest {
            (without, ToldCount::Withheld)
        } else {
            (without, ToldCount::of_any(troubled))
        }
    }
}

/// How trouble compares, as far as it follows from what is told.
fn comparison(
    told: &ToldRule,
    without: ToldCount,
    troubled_without: ToldCount,
) -> Option<Compared> {
    let after = told.troubled.share_of(told.after)?;
    let range = without.range()?;
    let against = |of: usize| troubled_without.share_of(ToldCount::Exactly(of));
    let fewest = compared(&after, &against(*range.start())?);
    let most = compared(&after, &against(*range.end())?);
    Some(if fewest == most {
        fewest
    } else {
        Compared::NotTold
    })
}

fn least(told: ToldCount) -> usize {
    told.range().map_or(0, |range| *range.start())
}

fn most(told: ToldCount) -> usize {
    told.range().map_or(0, |range| *range.end())
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "sessions are counted one by one"
)]
fn whole(share: &SharedInterval) -> usize {
    share.counted as usize
}
