//! All layers of all courses, healing side by side.
//!
//! Layers do not exchange anything (model 12), so a lane holds any layer of any course. Each lane keeps its own time and
//! step; when its layer is through, the next one takes its place. What a lane computes depends on its own layer only.

use needlework_needling::LayerInjury;
use needlework_skin::DERMAL_LAYERS;

use crate::bundle::{Bundle, LARGEST_CLIP};
use crate::healthy::{Healthy, Region};
use crate::lanes::{LANES, Lanes};
use crate::remodelled::{Effort, Remodelled};
use crate::request::CourseRequest;
use crate::{Ageing, HealingError};

/// More steps of a layer than any course takes, for each session and each day: a course takes about twenty for a session
/// and one in a month of rest. Beyond it the parameters are beyond what can be followed.
const MOST_STEPS_PER_SESSION: u64 = 1_000;
const MOST_STEPS_PER_DAY: u64 = 4;

/// A layer to follow through its sessions.
struct Layer<'a> {
    healthy: &'a Healthy,
    request: &'a CourseRequest<'a>,
    /// Which dermal layer, `None` for one that no needle reaches.
    number: Option<usize>,
    /// Where its states start in the list of results.
    results: usize,
}

/// Healthy papillary and reticular skin of a course.
pub(crate) struct HealthySkin {
    pub(crate) papillary: Healthy,
    pub(crate) reticular: Healthy,
}

impl HealthySkin {
    pub(crate) fn of(request: &CourseRequest<'_>, ageing: Ageing) -> Result<Self, HealingError> {
        let of = |region| Healthy::of(request.skin, request.parameters, region, ageing);
        Ok(Self {
            papillary: of(Region::Papillary)?,
            reticular: of(Region::Reticular)?,
        })
    }

    /// Healthy skin of a dermal layer, the papillary being the first.
    pub(crate) fn layer(&self, number: usize) -> &Healthy {
        if number == 0 {
            &self.papillary
        } else {
            &self.reticular
        }
    }
}

/// Cells and matrix of every layer of every course on every sampled day.
pub(crate) struct RemodelledLayers {
    /// Where the states of layer `n` of course `i` start.
    starts: Vec<[usize; DERMAL_LAYERS]>,
    states: Vec<Remodelled>,
}

impl RemodelledLayers {
    /// The state of a layer of a course on a sampled day.
    pub(crate) fn get(&self, course: usize, layer: usize, day: usize) -> Option<&Remodelled> {
        let start = self.starts.get(course)?.get(layer)?;
        self.states.get(start + day)
    }
}

/// Follows all layers of all courses.
#[inline(always)]
pub(crate) fn follow(
    requests: &[CourseRequest<'_>],
    skins: &[HealthySkin],
    days: &[f64],
    tolerance: f64,
    effort: &mut Effort,
) -> Result<RemodelledLayers, HealingError> {
    let mut layers = Vec::with_capacity(requests.len() * DERMAL_LAYERS);
    let mut starts = Vec::with_capacity(requests.len());
    for (request, skin) in requests.iter().zip(skins) {
        starts.push(distinct_layers(request, skin, days.len(), &mut layers));
    }
    let Some(first) = skins.first() else {
        return Ok(RemodelledLayers {
            starts,
            states: Vec::new(),
        });
    };
    let mut queue = Queue {
        days,
        states: vec![Remodelled::healthy(1.0); layers.len() * days.len()],
        bundle: Bundle::new(&first.reticular, tolerance),
        lanes: [const { None }; LANES],
        waiting: layers.into_iter(),
    };
    queue.run(effort)?;
    Ok(RemodelledLayers {
        starts,
        states: queue.states,
    })
}

/// Adds the layers of a course that differ; layers that suffer the same share their results.
fn distinct_layers<'a>(
    request: &'a CourseRequest<'a>,
    skin: &'a HealthySkin,
    days: usize,
    layers: &mut Vec<Layer<'a>>,
) -> [usize; DERMAL_LAYERS] {
    let of_others = layers.len();
    std::array::from_fn(|number| {
        let healthy = skin.layer(number);
        let reached = injuries(request, number).any(|injury| *injury != LayerInjury::default());
        let same = layers
            .iter()
            .skip(of_others)
            .find(|other| match other.number {
                None => !reached,
                Some(other_number) => {
                    reached
                        && other.healthy == healthy
                        && injuries(request, number).eq(injuries(request, other_number))
                }
            });
        if let Some(same) = same {
            return same.results;
        }
        let results = layers.len() * days;
        layers.push(Layer {
            healthy,
            request,
            number: reached.then_some(number),
            results,
        });
        results
    })
}

fn injuries<'a>(
    request: &CourseRequest<'a>,
    number: usize,
) -> impl Iterator<Item = &'a LayerInjury> {
    request
        .sessions
        .iter()
        .filter_map(move |session| session.injury.dermis.get(number))
}

/// A layer in a lane, and how far it has come.
struct Running<'a> {
    layer: Layer<'a>,
    day: f64,
    until: f64,
    next_session: usize,
    next_sample: usize,
    steps: u64,
}

impl Running<'_> {
    fn is_stuck(&self) -> bool {
        let sessions = self.next_session as u64 + 1;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "days are positive and at most ten years"
        )]
        let days = self.until as u64 + 1;
        self.steps > MOST_STEPS_PER_SESSION * sessions + MOST_STEPS_PER_DAY * days
    }
}

struct Queue<'a, I> {
    days: &'a [f64],
    states: Vec<Remodelled>,
    bundle: Bundle,
    lanes: [Option<Running<'a>>; LANES],
    waiting: I,
}

impl<'a, I: Iterator<Item = Layer<'a>>> Queue<'a, I> {
    #[inline(always)]
    fn run(&mut self, effort: &mut Effort) -> Result<(), HealingError> {
        for lane in 0..LANES {
            self.refill(lane);
        }
        while self.lanes.iter().any(Option::is_some) {
            let remaining = Lanes::from_fn(|lane| self.remaining(lane));
            self.bundle.step(remaining, effort);
            self.sample_within_step(remaining);
            for lane in 0..LANES {
                self.after_step(lane, remaining);
            }
            if self.lanes.iter().flatten().any(Running::is_stuck) {
                return Err(self.unfollowed());
            }
        }
        let finite = |state: &Remodelled| {
            let Remodelled { cells, matrix } = state;
            (cells.tgf + cells.fibroblasts + cells.myofibroblasts + matrix.mature_1).is_finite()
        };
        if self.states.iter().all(finite) {
            Ok(())
        } else {
            Err(self.unfollowed())
        }
    }

    fn unfollowed(&self) -> HealingError {
        let day = self
            .lanes
            .iter()
            .flatten()
            .map(|running| running.day)
            .fold(0.0, f64::max);
        HealingError::Unfollowed {
            day,
            reason: "make the cells change too fast or without bound",
        }
    }

    #[inline(always)]
    fn remaining(&self, lane: usize) -> f64 {
        self.lanes
            .get(lane)
            .and_then(Option::as_ref)
            .map_or(0.0, |running| running.until - running.day)
    }

    /// The time of a lane after the step just taken, and whether its stretch ends there.
    #[inline(always)]
    fn time_after_step(&self, lane: usize, running: &Running<'_>, remaining: Lanes) -> (f64, bool) {
        let taken = self.bundle.taken()[lane];
        let arrived = taken >= remaining[lane];
        (
            if arrived {
                running.until
            } else {
                running.day + taken
            },
            arrived,
        )
    }

    /// Samples on days within the step, one in each lane at a time.
    #[inline(always)]
    fn sample_within_step(&mut self, remaining: Lanes) {
        loop {
            let mut due = false;
            let mut since = Lanes::all(0.0);
            let mut places = [None; LANES];
            for (lane, place) in places.iter_mut().enumerate() {
                let Some(running) = self.lanes.get(lane).and_then(Option::as_ref) else {
                    continue;
                };
                let (now, _) = self.time_after_step(lane, running, remaining);
                if let Some(&day) = self.days.get(running.next_sample).filter(|day| **day < now) {
                    since[lane] = day - running.day;
                    *place = Some(running.layer.results + running.next_sample);
                    due = true;
                }
            }
            if !due {
                return;
            }
            let states = self.bundle.within_step(since);
            for (lane, (place, running)) in places.into_iter().zip(&mut self.lanes).enumerate() {
                if let (Some(place), Some(running)) = (place, running) {
                    if let Some(slot) = self.states.get_mut(place) {
                        *slot = states.remodelled(lane);
                    }
                    running.next_sample += 1;
                }
            }
        }
    }

    /// Moves a lane on to the end of the step, and to the next session or layer where a stretch ends.
    #[inline(always)]
    fn after_step(&mut self, lane: usize, remaining: Lanes) {
        let Some(running) = self.lanes.get(lane).and_then(Option::as_ref) else {
            return;
        };
        let (now, arrived) = self.time_after_step(lane, running, remaining);
        if let Some(running) = self.lanes.get_mut(lane).and_then(Option::as_mut) {
            running.day = now;
            running.steps += 1;
        }
        if arrived {
            self.arrive(lane);
        }
    }

    /// Carries out what is due at the end of a stretch: sessions, then samples, then the next stretch or layer.
    fn arrive(&mut self, lane: usize) {
        let Some(running) = self.lanes.get_mut(lane).and_then(Option::as_mut) else {
            return;
        };
        let sessions = running.layer.request.sessions;
        if let Some(number) = running.layer.number {
            while let Some(session) = sessions
                .get(running.next_session)
                .filter(|next| next.day <= running.day)
            {
                if let Some(injury) = session.injury.dermis.get(number) {
                    let loss = running.layer.request.parameters.matrix.channel_loss;
                    self.bundle
                        .injure(lane, injury.damaged, injury.channel, injury.clot, loss);
                }
                running.next_session += 1;
            }
        }
        while self
            .days
            .get(running.next_sample)
            .is_some_and(|day| *day <= running.day)
        {
            if let Some(slot) = self
                .states
                .get_mut(running.layer.results + running.next_sample)
            {
                *slot = self.bundle.remodelled(lane);
            }
            running.next_sample += 1;
        }
        if running.next_sample >= self.days.len() {
            self.refill(lane);
        } else {
            let end = self.days.last().copied().unwrap_or(running.day);
            let next = running.layer.number.and(sessions.get(running.next_session));
            running.until = next.map_or(end, |session| session.day.min(end));
        }
    }

    /// Puts the next layer into a lane.
    fn refill(&mut self, lane: usize) {
        let Some(slot) = self.lanes.get_mut(lane) else {
            return;
        };
        *slot = None;
        let Some(layer) = self.waiting.next() else {
            return;
        };
        self.bundle.load(lane, layer.healthy);
        *slot = Some(Running {
            layer,
            day: 0.0,
            until: 0.0,
            next_session: 0,
            next_sample: 0,
            steps: 0,
        });
        self.arrive(lane);
    }
}

const _: () = assert!(
    LARGEST_CLIP < 1e-12,
    "model 15.1 allows clipping below 1e-12 only"
);
