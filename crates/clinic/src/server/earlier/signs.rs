//! How long a sign was noticeable after a session, where reports tell it.

use needlework_chart::fold::Chart;
use needlework_chart::id::SessionId;
use needlework_evidence::HOURS_PER_DAY;
use needlework_outcome::SIDE_EFFECT_DAYS;
use needlework_planning::{Library, TOLD_SIGNS};
use needlework_protocol::check_in::{Grade, GradedSign};

use super::draft::{ResultDraft, Seen, kept};
use crate::server::check_in::CheckInAnswers;

/// Signs that one report named and a later one no longer did: each ended in between. A sign that nobody named, or of which no
/// later report is there, is left out, since nobody knows when it ended.
pub(super) fn sign_hours(session: SessionId, chart: &Chart, library: &Library) -> Vec<ResultDraft> {
    let reports = chart.check_ins.values().map(|one| &one.reported.facts);
    let mut reports: Vec<(f64, CheckInAnswers)> = reports
        .filter(|reported| reported.session == session)
        .filter_map(|reported| {
            let answers = CheckInAnswers::read(&reported.answers)?;
            Some((reported.hours_after_t0, answers))
        })
        .collect();
    reports.sort_by(|one, other| one.0.total_cmp(&other.0));
    let signs = GradedSign::NAMES.iter().map(|(_, sign)| *sign);
    let signs = signs.filter(|sign| TOLD_SIGNS.contains(&sign.id()));
    signs
        .filter_map(|sign| {
            let told = reports.iter().filter_map(|(hour, answers)| {
                let grade = answers.told().grades.get(&sign)?;
                Some((*hour, *grade > Grade::None))
            });
            let [from, to] = bracket(&told.collect::<Vec<_>>())?;
            result(sign, [from, to], library)
        })
        .collect()
}

/// Hours of the last report with a sign and of the first one after it without.
fn bracket(told: &[(f64, bool)]) -> Option<[f64; 2]> {
    let (from, _) = *told.iter().rev().find(|(_, is_there)| *is_there)?;
    let (to, _) = *told.iter().find(|(hour, _)| *hour > from)?;
    Some([from, to])
}

/// The middle of the bracket. Its error is that of an hour anywhere in it, and that of what people call noticeable.
fn result(sign: GradedSign, [from, to]: [f64; 2], library: &Library) -> Option<ResultDraft> {
    /// Width of an interval over the standard deviation of a value that lies anywhere in it.
    const WIDTH_PER_DEVIATION: f64 = 3.464_101_615_137_754_5;
    let value = f64::midpoint(from, to);
    let of_words = value * library.told_hours_error();
    let is_followed = from > 0.0 && to <= SIDE_EFFECT_DAYS * HOURS_PER_DAY;
    is_followed.then(|| ResultDraft {
        id: sign.id().to_owned(),
        value: kept(value),
        error: Some(kept(((to - from) / WIDTH_PER_DEVIATION).hypot(of_words))),
        seen: Seen::Hours {
            from: kept(from),
            to: kept(to),
        },
    })
}

#[cfg(test)]
mod tests {
    use super::bracket;

    #[test]
    fn a_sign_ended_between_the_last_report_with_it_and_the_first_without() {
        let told = [
            (6.0, true),
            (20.0, false),
            (30.0, true),
            (50.0, false),
            (70.0, false),
        ];
        assert_eq!(bracket(&told), Some([30.0, 50.0]));
    }

    #[test]
    fn nobody_knows_when_a_sign_ended_that_was_never_named_or_is_still_there() {
        assert_eq!(bracket(&[(6.0, false), (20.0, false)]), None);
        assert_eq!(bracket(&[(6.0, false), (20.0, true)]), None);
        assert_eq!(bracket(&[]), None);
    }
}
