//! From requests to courses.

use needlework_needling::Injury;
use needlework_skin::DERMAL_LAYERS;

use crate::course::{Course, LayerState};
use crate::healthy::Healthy;
use crate::lanes::Lanes;
use crate::layers::{HealthySkin, RemodelledLayers, follow};
use crate::processor::simulate_fast;
use crate::rates::Inflammation;
use crate::remodelled::{Effort, Remodelled};
use crate::request::{Ageing, CourseRequest, HealingError, check_days};
use crate::surface::{COURSES, LinearCourses};

/// The last terms that a step may leave out of the series of a state, relative to health or, where a state may stay small
/// throughout a course, to its own size. Courses then agree with an independent solution to three parts in ten million,
/// over fifty courses that differ in everything; one in a million is what is asked.
pub const TOLERANCE: f64 = 2e-7;

/// Courses whose layers share the lanes at a time: many enough that lanes seldom idle, few enough for the cache.
const BATCH: usize = 128;

/// Simulates one course and samples it on the given days.
///
/// # Errors
/// A sentence on what in the days, the sessions, the skin or the parameters cannot be simulated.
pub fn heal(
    request: &CourseRequest<'_>,
    days: &[f64],
    ageing: Ageing,
) -> Result<Course, HealingError> {
    let (courses, _) = heal_within(std::slice::from_ref(request), days, ageing, TOLERANCE)?;
    courses
        .into_iter()
        .next()
        .ok_or(HealingError::DifferentDays { position: 1 })
}

/// Simulates many courses whose sessions are on the same days, such as one course over many draws of the parameters.
/// Each course comes out bit for bit as from [`heal`], whatever the batch and the processor.
///
/// # Errors
/// As [`heal`], and when sessions are not on the same days in all courses.
pub fn heal_many(
    requests: &[CourseRequest<'_>],
    days: &[f64],
    ageing: Ageing,
) -> Result<Vec<Course>, HealingError> {
    heal_within(requests, days, ageing, TOLERANCE).map(|(courses, _)| courses)
}

/// The same as [`heal_many`] to another tolerance, with what it took: for tests of convergence and for benchmarks.
///
/// # Errors
/// As [`heal_many`].
pub fn heal_within(
    requests: &[CourseRequest<'_>],
    days: &[f64],
    ageing: Ageing,
    tolerance: f64,
) -> Result<(Vec<Course>, Effort), HealingError> {
    check_days(days)?;
    for (index, request) in requests.iter().enumerate() {
        request.check()?;
        check_same_days(index + 1, request, requests)?;
    }
    let skins = requests
        .iter()
        .map(|request| HealthySkin::of(request, ageing))
        .collect::<Result<Vec<_>, _>>()?;
    let mut effort = Effort::default();
    let courses = simulate_fast(requests, &skins, days, tolerance, &mut effort)?;
    Ok((courses, effort))
}

/// Simulates checked requests.
#[inline(always)]
pub(crate) fn simulate<L: Lanes>(
    requests: &[CourseRequest<'_>],
    skins: &[HealthySkin],
    days: &[f64],
    tolerance: f64,
    effort: &mut Effort,
) -> Result<Vec<Course>, HealingError> {
    let mut courses = Vec::with_capacity(requests.len());
    for (requests, skins) in requests.chunks(BATCH).zip(skins.chunks(BATCH)) {
        let remodelled = follow::<L>(requests, skins, days, tolerance, effort)?;
        let groups = requests.chunks(COURSES).zip(skins.chunks(COURSES));
        for (group, (requests, skins)) in groups.enumerate() {
            let first = group * COURSES;
            let group = Assembly {
                first,
                requests,
                skins,
                remodelled: &remodelled,
                days,
            };
            group.append_to::<L>(&mut courses);
        }
    }
    Ok(courses)
}

fn check_same_days(
    position: usize,
    request: &CourseRequest<'_>,
    requests: &[CourseRequest<'_>],
) -> Result<(), HealingError> {
    let days = |request: &CourseRequest<'_>| {
        request
            .sessions
            .iter()
            .map(|session| session.day.to_bits())
            .collect::<Vec<_>>()
    };
    let same = requests.first().is_none_or(|first| {
        std::ptr::eq(first.sessions, request.sessions) || days(first) == days(request)
    });
    if same {
        Ok(())
    } else {
        Err(HealingError::DifferentDays { position })
    }
}

/// A few courses that go through sessions and sampled days together.
struct Assembly<'a> {
    first: usize,
    requests: &'a [CourseRequest<'a>],
    skins: &'a [HealthySkin],
    remodelled: &'a RemodelledLayers,
    days: &'a [f64],
}

impl Assembly<'_> {
    #[inline(always)]
    fn append_to<L: Lanes>(&self, all: &mut Vec<Course>) {
        let empty = |_| Course {
            days: self.days.to_vec(),
            layers: Vec::with_capacity(self.days.len()),
            surface: Vec::with_capacity(self.days.len()),
        };
        let mut courses: Vec<_> = self.requests.iter().map(empty).collect();
        let laws: Vec<_> = self.skins.iter().map(|skin| skin.reticular.laws).collect();
        let mut linear = LinearCourses::<L>::new(self.requests, &laws);
        let sessions = self
            .requests
            .first()
            .map_or(&[][..], |request| request.sessions);
        let mut next_session = 0;
        let mut now = 0.0;
        for (index, &day) in self.days.iter().enumerate() {
            while let Some(session) = sessions
                .get(next_session)
                .filter(|session| session.day <= day)
            {
                linear.advance(session.day - now);
                now = session.day;
                linear.injure(&self.injuries(next_session));
                next_session += 1;
            }
            linear.advance(day - now);
            now = day;
            for (lane, course) in courses.iter_mut().enumerate() {
                course.layers.push(self.layers(lane, index, &linear));
                course.surface.push(linear.surface(lane));
            }
        }
        all.append(&mut courses);
    }

    fn injuries(&self, session: usize) -> Vec<&Injury> {
        self.requests
            .iter()
            .filter_map(|request| request.sessions.get(session).map(|session| &session.injury))
            .collect()
    }

    #[inline(always)]
    fn layers<L: Lanes>(
        &self,
        lane: usize,
        day: usize,
        linear: &LinearCourses<L>,
    ) -> [LayerState; DERMAL_LAYERS] {
        let mut layers = [LayerState::default(); DERMAL_LAYERS];
        for (number, layer) in layers.iter_mut().enumerate() {
            let inflammation = linear.inflammation(lane, number);
            let skin = self.skins.get(lane);
            let remodelled = self.remodelled.get(self.first + lane, number, day);
            if let Some((skin, remodelled)) = skin.zip(remodelled) {
                *layer = layer_state(skin.layer(number), &inflammation, remodelled);
            }
        }
        layers
    }
}

#[inline(always)]
fn layer_state(
    healthy: &Healthy,
    inflammation: &Inflammation<f64>,
    remodelled: &Remodelled,
) -> LayerState {
    let Remodelled { cells, matrix } = remodelled;
    let [labile_3, labile_1, mature_3, mature_1] = healthy.collagen;
    LayerState {
        alarmin: inflammation.alarmin,
        clot: inflammation.clot,
        neutrophils: inflammation.neutrophils,
        inflammatory_macrophages_per_mm3: inflammation.inflammatory,
        repair_macrophages_per_mm3: inflammation.repair,
        latent_tgf_beta_pg_per_mm3: cells.tgf * healthy.tgf_pg_per_mm3,
        relative_tgf_beta: cells.tgf,
        fibroblasts: cells.fibroblasts,
        myofibroblasts: cells.myofibroblasts,
        labile_collagen_3: matrix.labile_3 * labile_3,
        labile_collagen_1: matrix.labile_1 * labile_1,
        mature_collagen_3: matrix.mature_3 * mature_3,
        mature_collagen_1: matrix.mature_1 * mature_1,
        elastin: matrix.elastin,
        new_elastin: matrix.new_elastin,
    }
}
