//! The chain over all parameter draws: skin, injury, course, observation.
//!
//! Every zone and every scenario sees the same draws, so that two plans differ only in what was changed. Draws are worked
//! in parallel; each result depends on its own draw alone, so the bits are the same at any number of threads.

use std::sync::atomic::{AtomicUsize, Ordering};

use needlework_evidence::{DataError, Draw};
use needlework_healing::HealingParameters;
use needlework_needling::{Device, Injury, NeedlingParameters, Technique};
use needlework_outcome::{ObservedDraw, OutcomeParameters, Scale, ZoneBaseline, sample_days};
use needlework_skin::{Person, Skin, SkinParameters, Zone};
use rayon::prelude::*;

use crate::chain::{Needled, Treated, observe_courses};
use crate::error::PlanError;
use crate::library::Library;

/// Draws that are healed together: enough to fill the lanes of the integrator, few enough to keep all threads busy.
const BATCH: usize = 16;

/// The parameters of one draw.
struct DrawParameters {
    skin: SkinParameters,
    needling: NeedlingParameters,
    healing: HealingParameters,
    outcome: OutcomeParameters,
}

/// What one session does to one zone in one draw.
pub(crate) struct ZoneDraw {
    pub(crate) skin: Skin,
    pub(crate) injury: Injury,
    pub(crate) discomfort: f64,
    pub(crate) needling_minutes: f64,
}

/// One zone with what is done there.
#[derive(Clone, Copy)]
pub(crate) struct TreatedZone<'a> {
    pub(crate) zone: &'a Zone,
    pub(crate) technique: &'a Technique,
    pub(crate) area_cm2: f64,
    pub(crate) baseline: ZoneBaseline,
}

/// When the sessions are and how long the skin is followed, days since the first session.
#[derive(Clone, Copy)]
pub(crate) struct Timetable<'a> {
    pub(crate) session_days: &'a [f64],
    pub(crate) horizon_days: f64,
}

/// All draws of one person and one device.
pub(crate) struct Simulation<'a> {
    person: &'a Person,
    device: &'a Device,
    scales: Vec<&'a Scale>,
    draws: Vec<DrawParameters>,
    progress: Progress<'a>,
}

impl<'a> Simulation<'a> {
    /// Draws that are observed on some scales.
    pub(crate) fn new(
        person: &'a Person,
        device: &'a Device,
        (library, scales): (&'a Library, Vec<&'a Scale>),
        draws: &[Draw],
        progress: Progress<'a>,
    ) -> Result<Self, PlanError> {
        let parameters = &library.parameters;
        let draws = draws
            .iter()
            .map(|draw| {
                Ok(DrawParameters {
                    skin: SkinParameters::at(parameters, draw)?,
                    needling: NeedlingParameters::at(parameters, draw)?,
                    healing: HealingParameters::at(parameters, draw)?,
                    outcome: OutcomeParameters::at(parameters, draw)?,
                })
            })
            .collect::<Result<_, DataError>>()?;
        Ok(Self {
            person,
            device,
            scales,
            draws,
            progress,
        })
    }

    /// Number of draws.
    pub(crate) fn draws(&self) -> usize {
        self.draws.len()
    }

    /// Minutes of preparation in every draw.
    pub(crate) fn preparation_minutes(&self) -> impl Iterator<Item = f64> {
        self.draws
            .iter()
            .map(|draw| draw.needling.pace.preparation_minutes)
    }

    /// Skin and injury of a zone in every draw.
    pub(crate) fn needle(&self, treated: TreatedZone) -> Result<Vec<ZoneDraw>, PlanError> {
        self.draws
            .par_iter()
            .map(|draw| self.needle_once(treated, draw))
            .collect()
    }

    fn needle_once(
        &self,
        treated: TreatedZone,
        draw: &DrawParameters,
    ) -> Result<ZoneDraw, PlanError> {
        let TreatedZone {
            zone,
            technique,
            area_cm2,
            ..
        } = treated;
        let skin = Skin::of(self.person, zone, &draw.skin);
        let injury = needlework_needling::injure(self.device, technique, &skin, &draw.needling)?;
        let discomfort = needlework_needling::discomfort(self.device, technique, &draw.needling);
        let needling_minutes = needlework_needling::needling_minutes(
            self.device,
            technique,
            area_cm2,
            &draw.needling,
        )?;
        Ok(ZoneDraw {
            skin,
            injury,
            discomfort,
            needling_minutes,
        })
    }

    /// The course of a zone in every draw, observed.
    pub(crate) fn follow(
        &self,
        treated: TreatedZone,
        zone_draws: &[ZoneDraw],
        timetable: Timetable,
    ) -> Result<Vec<ObservedDraw>, PlanError> {
        let days = sample_days(timetable.session_days, timetable.horizon_days);
        let done = Treated {
            device: self.device,
            technique: treated.technique,
            session_days: timetable.session_days,
            days: &days,
        };
        let observed: Vec<Vec<ObservedDraw>> = zone_draws
            .par_chunks(BATCH)
            .zip(self.draws.par_chunks(BATCH))
            .map(|(zone_draws, draws)| {
                let needled: Vec<Needled> = zone_draws
                    .iter()
                    .zip(draws)
                    .map(|(zone_draw, draw)| Needled {
                        skin: &zone_draw.skin,
                        zone: treated.zone,
                        injury: &zone_draw.injury,
                        discomfort: zone_draw.discomfort,
                        baseline: &treated.baseline,
                        healing: &draw.healing,
                        outcome: &draw.outcome,
                    })
                    .collect();
                let observed = observe_courses(&needled, done, &self.scales)?;
                self.progress.advance(draws.len());
                Ok(observed)
            })
            .collect::<Result<_, PlanError>>()?;
        Ok(observed.into_iter().flatten().collect())
    }
}

/// Tells how far the work has come, 0 to 1. Called from several threads.
pub(crate) struct Progress<'a> {
    report: &'a (dyn Fn(f64) + Sync),
    done: AtomicUsize,
    total: usize,
}

impl<'a> Progress<'a> {
    /// `total` counts courses.
    pub(crate) fn new(report: &'a (dyn Fn(f64) + Sync), total: usize) -> Self {
        Self {
            report,
            done: AtomicUsize::new(0),
            total: total.max(1),
        }
    }

    fn advance(&self, courses: usize) {
        let done = self.done.fetch_add(courses, Ordering::Relaxed) + courses;
        (self.report)((done as f64 / self.total as f64).min(1.0));
    }
}
