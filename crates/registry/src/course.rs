//! What came of one course: ratings of the chart held against the forecast that was locked with the plan.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use needlework_outcome::{Scale, ScaleCatalogue};
use needlework_planning::{LockedForecast, LockedScale, LockedZone, Quantiles};
use serde::Serialize;

use crate::judgement::{Judgement, MeasuredChange};

/// Who rated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rater {
    /// A colleague who did not know what was done.
    Blinded,
    /// A colleague who knew.
    Clinician,
    /// The patient.
    Patient,
}

impl Rater {
    /// All of them: those go first whose ratings are nearest to what a forecast says.
    pub const ALL: [Self; 3] = [Self::Blinded, Self::Clinician, Self::Patient];

    /// Name in texts.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Blinded => "blinded",
            Self::Clinician => "clinician",
            Self::Patient => "patient",
        }
    }
}

/// A rating as the chart holds it.
#[derive(Debug, Clone, PartialEq)]
pub struct GivenGrade {
    /// Id of the scale of the forecast.
    pub scale: String,
    /// Zone id; `None`: the whole face.
    pub zone: Option<String>,
    /// Value on the scale.
    pub value: f64,
    /// Day of the rating.
    pub day: Date,
    /// Who rated.
    pub rater: Rater,
    /// What takes the place of what: of grades of the same day with the same words here, the one that was recorded last counts. The
    /// account of whoever grades openly, and the pair itself where it was graded blind.
    pub given_as: String,
    /// When it was recorded.
    pub recorded_at: Timestamp,
}

/// A course that was carried out.
#[derive(Debug, Clone)]
pub struct CarriedOut<'a> {
    /// What was predicted.
    pub forecast: &'a LockedForecast,
    /// Day of the first signed session.
    pub first_session: Date,
    /// When the first signed session began: an open grade that was recorded later is none from before the course, whatever day it
    /// names, since whoever gave it may have seen what came.
    pub began_at: Timestamp,
    /// Day of the last signed session.
    pub last_session: Date,
    /// All ratings of the chart.
    pub grades: &'a [GivenGrade],
    /// Days after the last session at which a result is judged; which ratings are near enough, [`days_from_judgement`] says.
    pub judge_after_days: f64,
    /// Share of what open raters see that a blinded one would not (`outcome.trials.open_trial_optimism_share`). Forecasts say
    /// what a blinded rater sees, and most ratings of a clinic are open.
    pub open_optimism_share: f64,
}

/// One scale of one zone, before and after.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct JudgedScale {
    /// Zone id.
    pub zone: String,
    /// Scale id.
    pub scale: String,
    /// Value before the course; the mean where several raters gave one on that day, of each the one that was recorded last.
    pub before: f64,
    /// Day of it.
    pub before_on: Date,
    /// Value after the course.
    pub after: f64,
    /// Day of it.
    pub after_on: Date,
    /// Days from the first session to it.
    pub day: f64,
    /// Who rated both.
    pub rater: Rater,
    /// Whether both ratings are of the zone itself, and not of the whole face.
    pub is_of_zone: bool,
    /// When the record knew of the later one.
    pub known_at: Timestamp,
    /// What was measured.
    pub measured: MeasuredChange,
    /// The comparison.
    pub judgement: Judgement,
}

impl CarriedOut<'_> {
    /// Every scale of every zone that a colleague rated before and after, in the order of the forecast. Ratings of blinded
    /// raters go before open ones, since what the forecast says is what a blinded rater sees.
    pub fn judged(&self, catalogue: &ScaleCatalogue) -> Vec<JudgedScale> {
        let mut judged = self.judged_by_each(catalogue);
        judged.retain(|one| one.rater != Rater::Patient);
        // They come in the order of `Rater::ALL`: the first one of every scale stays.
        judged.dedup_by(|next, first| next.zone == first.zone && next.scale == first.scale);
        judged
    }

    /// The same of every kind of rater beside each other: of one scale of one zone in the order of [`Rater::ALL`].
    pub fn judged_by_each(&self, catalogue: &ScaleCatalogue) -> Vec<JudgedScale> {
        let zones = self.forecast.zones.iter();
        zones
            .flat_map(|zone| zone.scales.iter().map(move |scale| (zone, scale)))
            .filter_map(|(zone, locked)| Some((zone, locked, catalogue.scale(&locked.id)?)))
            .flat_map(|(zone, locked, scale)| {
                let raters = Rater::ALL.into_iter();
                raters.filter_map(move |rater| self.judge(rater, zone, locked, scale))
            })
            .collect()
    }

    /// Ratings of the zone itself, else of the whole face; those before and after are of one kind.
    fn judge(
        &self,
        rater: Rater,
        zone: &LockedZone,
        locked: &LockedScale,
        scale: &Scale,
    ) -> Option<JudgedScale> {
        let mut kinds = [Some(zone.zone.as_str()), None].into_iter().map(|rated| {
            let grades = self.grades.iter().filter(|grade| {
                grade.scale == locked.id && grade.rater == rater && grade.zone.as_deref() == rated
            });
            grades.collect::<Vec<_>>()
        });
        kinds.find_map(|grades| self.judge_by(&grades, zone, locked, scale))
    }

    fn judge_by(
        &self,
        grades: &[&GivenGrade],
        zone: &LockedZone,
        locked: &LockedScale,
        scale: &Scale,
    ) -> Option<JudgedScale> {
        let known_before: Vec<&GivenGrade> = grades
            .iter()
            .copied()
            .filter(|grade| grade.day <= self.first_session && self.is_known_before(grade))
            .collect();
        let before = known_before.iter().max_by_key(|grade| grade.day)?;
        let after = grades
            .iter()
            .filter_map(|grade| Some((self.days_from_judgement(grade.day)?, grade)))
            .min_by_key(|(away, _)| *away);
        let (_, after) = after?;
        let on = |day: Date| grades.iter().filter(move |one| one.day == day);
        let before_value = mean_on(before.day, &known_before)?;
        let after_value = mean_on(after.day, grades)?;
        let day = f64::from(days_between(self.first_session, after.day));
        let measured = MeasuredChange {
            improvement: scale.improvement(before_value, after_value),
            minimal_detectable_change: locked.minimal_detectable_change,
            error: scale.change_error(),
            step: scale.reading_step,
        };
        let predicted = locked.improvement_at(&self.forecast.days, day)?;
        let predicted = if after.rater == Rater::Blinded {
            predicted
        } else {
            self.as_seen_openly(&predicted, scale.improvable(before_value))
        };
        Some(JudgedScale {
            zone: zone.zone.clone(),
            scale: locked.id.clone(),
            before: before_value,
            before_on: before.day,
            after: after_value,
            after_on: after.day,
            day,
            rater: after.rater,
            is_of_zone: after.zone.is_some(),
            known_at: on(after.day).map(|one| one.recorded_at).max()?,
            measured,
            judgement: Judgement::of(&measured, predicted),
        })
    }

    /// What an open rater would see where a blinded one sees `predicted`: never more than can improve.
    fn as_seen_openly(&self, predicted: &Quantiles, improvable: f64) -> Quantiles {
        let quantiles: [f64; 5] = (*predicted).into();
        let seen =
            |value: f64| (value / (1.0 - self.open_optimism_share)).min(improvable.max(value));
        quantiles.map(seen).into()
    }

    /// A pair is graded blind after the course, and tells nobody which photograph is from before it.
    fn is_known_before(&self, grade: &GivenGrade) -> bool {
        grade.rater == Rater::Blinded || grade.recorded_at <= self.began_at
    }

    fn days_from_judgement(&self, day: Date) -> Option<i32> {
        days_from_judgement(day, self.last_session, self.judge_after_days)
    }
}

/// How far a day lies from the one on which a course is judged, `judge_after_days` after its last session was really held;
/// `None`: during the course, or further than half of that away, so that what was seen then judges nothing.
pub fn days_from_judgement(day: Date, last_session: Date, judge_after_days: f64) -> Option<i32> {
    let after_last = f64::from(days_between(last_session, day));
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a float to integer cast saturates, and dates of a chart lie years apart at most"
    )]
    let away = (after_last - judge_after_days).abs().round() as i32;
    (day > last_session && f64::from(away) <= judge_after_days / 2.0).then_some(away)
}

/// Days from one day to another.
pub fn days_between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(i32::MAX, |span| span.get_days())
}

/// The mean of what raters gave on a day: of each the grade that was recorded last, so that a correction is not averaged with what it
/// corrects.
fn mean_on(day: Date, grades: &[&GivenGrade]) -> Option<f64> {
    let mut newest: BTreeMap<&str, &GivenGrade> = BTreeMap::new();
    for grade in grades.iter().filter(|one| one.day == day) {
        let kept = newest.entry(&grade.given_as).or_insert(grade);
        if kept.recorded_at <= grade.recorded_at {
            *kept = grade;
        }
    }
    mean(newest.values().map(|grade| grade.value))
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, count) = values.fold((0.0, 0.0), |(sum, count), value| (sum + value, count + 1.0));
    (count > 0.0).then_some(sum / count)
}
