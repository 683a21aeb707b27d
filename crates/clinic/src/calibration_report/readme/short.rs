//! The report in a few sentences.

use needlework_trial::{Contest, Coverage};

use super::super::ReportInput;
use super::super::coverage::share;
use super::super::row::Row;
use super::super::verdict::{Verdict, limits};
use super::super::words::number;

pub(super) fn section(input: &ReportInput, rows: &[Row]) -> String {
    let count = |verdict| rows.iter().filter(|row| row.verdict == verdict).count();
    let kept = input.learned.iter().filter(|it| it.kept).count();
    let [_, half, _] = &input.evaluation.coverage_50;
    let [_, wide, _] = &input.evaluation.coverage_90;
    format!(
        "## In short\n\n\
         {} studies report {} numbers that can be compared. Each was predicted by what the *other* publications teach:\n\n\
         * **right**: {}, inside a 90 % range that says something;\n\
         * **wrong**: {}, outside;\n\
         * **ignorant**: {}, inside, but by a range that spans at least {}, and would hold nearly anything.\n\n\
         {}. {}.\n\n\
         Where a number of a clinical score can also be guessed from the others, {}; {}.\n\n\
         {kept} of {} uncertain numbers were learned from the studies; all others stay at their priors.\n",
        input.trials.len(),
        rows.len(),
        count(Verdict::Right),
        count(Verdict::Wrong),
        count(Verdict::Ignorant),
        limits(),
        covered("The left-out 90 % ranges hold", wide),
        covered("Their middle halves hold", half),
        against(
            &input.evaluation.against_mean_of_others,
            "the mean of the other studies"
        ),
        against(
            &input.evaluation.against_per_session,
            "a fixed change per session"
        ),
        input.learned.len(),
    )
}

/// How many numbers an interval holds, with the range of the true share.
pub(super) fn covered(what: &str, coverage: &Coverage) -> String {
    let [low, high] = coverage.range.map(|share| share * 100.0);
    format!(
        "{what} {} of {} numbers, {:.0} % (true share {low:.0} to {high:.0} %)",
        coverage.inside,
        coverage.of,
        share(coverage),
    )
}

/// The model against a rival, in words.
pub(super) fn against(contest: &Contest, rival: &str) -> String {
    if contest.numbers == 0 {
        return format!("nothing can be compared with {rival}");
    }
    let better = if contest.model_error < contest.rival_error {
        "errs less than"
    } else {
        "does not err less than"
    };
    format!(
        "the model {better} {rival} ({} against {} percentage points over {} numbers)",
        number(contest.model_error),
        number(contest.rival_error),
        contest.numbers
    )
}
