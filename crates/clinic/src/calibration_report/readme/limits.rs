//! What the report cannot tell.

use needlework_trial::Weight;

use super::super::ReportInput;
use super::super::row::Row;
use super::super::words::count;

pub(super) fn section(input: &ReportInput, rows: &[Row]) -> String {
    let of = |weight: Weight| {
        let these = input.trials.iter().filter(|trial| trial.weight == weight);
        these.count()
    };
    let open = input
        .trials
        .iter()
        .filter(|trial| !trial.design.blinded && !trial.design.controlled)
        .count();
    format!(
        "## Limits\n\n\
         * **Few studies, few numbers.** {} numbers of {} studies stand against {} uncertain numbers. Most of what the model \
         believes is still its priors.\n\
         * **Numbers of one study hang together.** They share people, raters, device and hand. Coverage counts each number as \
         one, so its stated uncertainty is too small, and a study with many numbers counts more than one with a single number.\n\
         * **The priors are not blind.** Some were set with these very studies in sight; the notes of the parameters say \
         which. *From priors* and *left out* are then better than they would be for a study that nobody had read. Only a \
         study from after this version can test the model.\n\
         * **Open series.** {} of {} studies are neither blinded nor controlled. How much they overstate is itself learned, from \
         the few that are.\n\
         * **Weights.** {} of low weight, which count a quarter; {} told only. The trial files say why: a drug besides, a scale \
         without limits, a day that was assumed. What such a study finds may be right or wrong for reasons that are not in \
         the model.\n\
         * **Abstracts.** Nearly all numbers come from abstracts. Where a file is silent on device, length, density or days, \
         the model averages over what is plausible, which widens its ranges.\n\
         * **Intervals are of the reported number**, for as many people as the study had: wide for a small study whatever the \
         model knows.\n\
         * **Surfaces.** The posterior rests on response surfaces, whose misfit counts as noise; all predictions here are runs \
         of the model itself.\n\
         * **What no study reports is not tested here**: the course beyond a year, maintenance sessions, most side effects, \
         and the inside of the skin between needle and score.\n",
        rows.len(),
        input.trials.len(),
        input.learned.len(),
        open,
        input.trials.len(),
        count(of(Weight::Low), "study is", "studies are"),
        count(of(Weight::None), "is", "are"),
    )
}
