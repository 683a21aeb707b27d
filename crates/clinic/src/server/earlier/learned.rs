//! What earlier results did to a forecast, as it is locked with the plan.

use needlework_planning::{
    ForecastWithout, LockedForecast, LockedScale, PersonalUpdate, Quantiles,
};
use serde::{Deserialize, Serialize};

/// What earlier results did to a forecast.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(in crate::server) struct Learned {
    /// Number of results.
    pub results: usize,
    /// Draws that were weighed.
    pub weighed: usize,
    /// Equally weighted draws that would tell as much.
    pub effective_draws: f64,
    /// Below 1 the results lie where the model hardly ever goes, and were believed less.
    pub power: f64,
    /// The main scale of every zone as it would be forecast without them.
    pub without: Vec<Without>,
}

/// The main scale of a zone, forecast without earlier results.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(in crate::server) struct Without {
    /// Zone id.
    pub zone: String,
    /// Scale id.
    pub scale: String,
    /// Improvement at the day of judgement.
    pub improvement: Quantiles,
}

impl From<&PersonalUpdate> for Learned {
    fn from(update: &PersonalUpdate) -> Self {
        Self {
            results: update.results,
            weighed: update.weighed,
            effective_draws: update.effective_draws,
            power: update.power,
            without: update.without.iter().map(Without::from).collect(),
        }
    }
}

impl From<&ForecastWithout> for Without {
    fn from(forecast: &ForecastWithout) -> Self {
        Self {
            zone: forecast.zone.clone(),
            scale: forecast.scale.clone(),
            improvement: Quantiles::from(&forecast.improvement),
        }
    }
}

/// Which way the middle of a forecast moved.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Moved {
    /// By less than can be told from the chance of the draws.
    Hardly,
    /// Up by so much.
    Up(f64),
    /// Down by so much.
    Down(f64),
}

/// A forecast with earlier results beside the same without.
pub(super) struct Compared<'a> {
    pub(super) zone: &'a str,
    pub(super) scale: &'a LockedScale,
    pub(super) with: Quantiles,
    pub(super) without: Quantiles,
}

impl Compared<'_> {
    /// Which way the middle moved. Both middles come from a few hundred draws: a tenth of the band is less than they tell.
    pub(super) fn moved(&self) -> Moved {
        const LEAST_SHARE_OF_BAND: f64 = 0.1;
        let by = self.with.p50 - self.without.p50;
        let band = self.without.p95 - self.without.p05;
        if by.abs() < LEAST_SHARE_OF_BAND * band {
            Moved::Hardly
        } else if by > 0.0 {
            Moved::Up(by)
        } else {
            Moved::Down(-by)
        }
    }
}

impl Learned {
    /// Every zone with and without, at the day of judgement.
    pub(super) fn compared<'a>(&'a self, forecast: &'a LockedForecast) -> Vec<Compared<'a>> {
        let pairs = self.without.iter().filter_map(|without| {
            let zone = forecast.zone(&without.zone)?;
            let scale = zone.scales.iter().find(|scale| scale.id == without.scale)?;
            Some(Compared {
                zone: &zone.zone,
                with: scale.improvement_at(&forecast.days, forecast.judged_day)?,
                without: without.improvement,
                scale,
            })
        });
        pairs.collect()
    }

    /// Whether the results lie where the model hardly ever goes.
    pub(super) fn is_unlikely(&self) -> bool {
        self.power < 1.0
    }
}

#[cfg(test)]
mod tests {
    use needlework_planning::{LockedScale, Quantiles};

    use super::{Compared, Moved};

    #[test]
    fn a_middle_that_moves_less_than_draws_tell_has_hardly_moved() {
        let scale = LockedScale {
            id: "lemperle-wrinkles".to_owned(),
            plain_name: "wrinkles".to_owned(),
            unit: "grade".to_owned(),
            range: [0.0, 5.0],
            minimal_detectable_change: 0.6,
            baseline: [3.0; 5].into(),
            improvement: Vec::new(),
            probability_detectable: Vec::new(),
        };
        let moved = |middle: f64| {
            let with: Quantiles = [0.0, 0.2, middle, 1.0, 2.0].into();
            let compared = Compared {
                zone: "cheek",
                scale: &scale,
                with,
                without: [0.0, 0.2, 0.5, 1.0, 2.0].into(),
            };
            compared.moved()
        };
        assert_eq!(moved(0.6), Moved::Hardly);
        assert_eq!(moved(1.0), Moved::Up(0.5));
        assert_eq!(moved(0.0), Moved::Down(0.5));
    }
}
