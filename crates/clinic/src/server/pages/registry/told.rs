//! What is told to whom: whoever works for research alone sees no small counts, nor any from which such a one could be worked out.

use needlework_registry::{
    SMALLEST_CELL, ToldAgreement, ToldCount, ToldReview, ToldRun, ToldVerdicts,
};

use super::share_words;
use crate::server::page::Page;
use crate::server::registry::RegistryNumbers;

/// Who looks at the page.
#[derive(Debug, Clone, Copy)]
pub(super) struct Onlooker {
    /// Whether charts may be opened: then decisions lead there.
    pub(super) may_open_charts: bool,
    /// Whether small counts are told: whoever works for research alone gets none that could point at somebody, and none from which
    /// such a one could be worked out.
    pub(super) sees_small_counts: bool,
}

impl Onlooker {
    /// A count as it is told to whoever looks.
    pub(super) const fn told(self, count: usize) -> ToldCount {
        if self.sees_small_counts {
            ToldCount::Exactly(count)
        } else {
            ToldCount::of_any(count)
        }
    }
}

/// The parts of the page that hold counts of few, as they are told.
pub(super) struct Told {
    pub(super) review: ToldReview,
    pub(super) runs: Vec<ToldRun>,
    pub(super) agreements: Vec<ToldAgreement>,
    pub(super) verdicts: ToldVerdicts,
}

impl Told {
    /// What is told to whoever looks.
    pub(super) fn of(numbers: &RegistryNumbers, onlooker: Onlooker) -> Self {
        if onlooker.sees_small_counts {
            return Self {
                review: ToldReview::in_full(&numbers.review),
                runs: ToldRun::in_full(&numbers.runs),
                agreements: ToldAgreement::in_full(&numbers.agreements),
                verdicts: ToldVerdicts::in_full(&numbers.verdicts),
            };
        }
        let review = ToldReview::without_small_counts(&numbers.review);
        Self {
            runs: ToldRun::without_small_counts(&numbers.runs, &review),
            review,
            agreements: ToldAgreement::without_small_counts(&numbers.agreements),
            verdicts: ToldVerdicts::without_small_counts(&numbers.verdicts),
        }
    }
}

/// A count of another one, with its share where both are told as they are.
pub(super) fn counted(page: &Page, came: ToldCount, all: ToldCount) -> String {
    let (came_words, all_words) = (count_words(page, came), count_words(page, all));
    let both = [("came", &*came_words), ("all", &*all_words)];
    match (came.share_of(all), all) {
        (Some(share), _) if share.of == 0 => page.say("told-no-session"),
        (Some(share), _) => {
            let share = share_words(&share);
            let [came, all] = both;
            page.say_all("told-share", &[came, all, ("share", &share)])
        }
        (None, _) if [came, all].contains(&ToldCount::Withheld) => came_words,
        (None, _) => page.say_all("told-some-of", &both),
    }
}

pub(super) fn count_words(page: &Page, count: ToldCount) -> String {
    match count {
        ToldCount::Exactly(count) => count.to_string(),
        ToldCount::Between(_, most) if most < SMALLEST_CELL => {
            page.count("told-fewer-than", SMALLEST_CELL)
        }
        ToldCount::Between(least, most) => {
            let (least, most) = (least.to_string(), most.to_string());
            page.say_all("told-between", &[("least", &least), ("most", &most)])
        }
        ToldCount::Withheld => page.say("told-withheld"),
    }
}
