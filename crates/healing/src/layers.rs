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
const MOST_STEPS_PER_SESSION: f64 = 1_000.0;
const MOST_STEPS_PER_DAY: f64 = 4.0;

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
pub(crate) fn follow<L: Lanes>(
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
        bundle: Bundle::<L>::new(&first.reticular, tolerance),
        clocks: Clocks {
            day: L::all(0.0),
            until: L::all(0.0),
            sample: L::all(f64::INFINITY),
            steps: L::all(0.0),
            most_steps: L::all(0.0),
        },
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

/// A layer in a lane, and what comes next.
struct Running<'a> {
    layer: Layer<'a>,
    next_session: usize,
    next_sample: usize,
}

/// How far the lanes have come.
struct Clocks<L> {
    day: L,
    /// The day on which a lane stops: a session, or the end.
    until: L,
    /// The day of the next sample.
    sample: L,
    steps: L,
    most_steps: L,
}

struct Queue<'a, L, I> {
    days: &'a [f64],
    states: Vec<Remodelled>,
    bundle: Bundle<L>,
    clocks: Clocks<L>,
    lanes: [Option<Running<'a>>; LANES],
    waiting: I,
}

impl<'a, L: Lanes, I: Iterator<Item = Layer<'a>>> Queue<'a, L, I> {
    #[inline(always)]
    fn run(&mut self, effort: &mut Effort) -> Result<(), HealingError> {
        for lane in 0..LANES {
            self.refill(lane, effort);
        }
        while self.lanes.iter().any(Option::is_some) {
            let clocks = &mut self.clocks;
            let remaining = clocks.until - clocks.day;
            let taken = self.bundle.step(remaining, effort);
            let (zero, one) = (L::all(0.0), L::all(1.0));
            clocks.steps = clocks.steps + remaining.where_positive(one, zero);
            let left = remaining - taken;
            let now = left.where_positive(clocks.day + taken, clocks.until);
            self.sample_within_step(now);
            self.clocks.day = now;
            if (one - left.where_positive(one, zero)).any_positive() {
                for lane in 0..LANES {
                    if left[lane] <= 0.0 {
                        self.arrive(lane, effort);
                    }
                }
            }
            if (self.clocks.steps - self.clocks.most_steps).any_positive() {
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
        let day = self.clocks.day.largest();
        HealingError::Unfollowed {
            day,
            reason: "make the cells change too fast or without bound",
        }
    }

    /// Samples on days within the step that ends `now`, one in each lane at a time.
    #[inline(always)]
    fn sample_within_step(&mut self, now: L) {
        loop {
            let due = now - self.clocks.sample;
            if !due.any_positive() {
                return;
            }
            let since = due.where_positive(self.clocks.sample - self.clocks.day, L::all(0.0));
            let states = self.bundle.within_step(since);
            for lane in 0..LANES {
                if due[lane] > 0.0 {
                    self.keep_sample(lane, states.remodelled(lane));
                }
            }
        }
    }

    fn keep_sample(&mut self, lane: usize, state: Remodelled) {
        if let Some(running) = self.lanes.get_mut(lane).and_then(Option::as_mut) {
            let place = running.layer.results + running.next_sample;
            if let Some(slot) = self.states.get_mut(place) {
                *slot = state;
            }
            running.next_sample += 1;
            let next = self.days.get(running.next_sample);
            self.clocks.sample[lane] = next.copied().unwrap_or(f64::INFINITY);
        }
    }

    /// Carries out what is due at the end of a stretch: sessions, then samples, then the next stretch or layer.
    fn arrive(&mut self, lane: usize, effort: &mut Effort) {
        let day = self.clocks.day[lane];
        let Some(running) = self.lanes.get_mut(lane).and_then(Option::as_mut) else {
            return;
        };
        let sessions = running.layer.request.sessions;
        if let Some(number) = running.layer.number {
            while let Some(session) = sessions
                .get(running.next_session)
                .filter(|next| next.day <= day)
            {
                if let Some(injury) = session.injury.dermis.get(number) {
                    let loss = running.layer.request.parameters.matrix.channel_loss;
                    self.bundle
                        .injure(lane, injury.damaged, injury.channel, injury.clot, loss);
                }
                running.next_session += 1;
            }
        }
        let next = running.layer.number.and(sessions.get(running.next_session));
        let end = self.days.last().copied().unwrap_or(day);
        let until = next.map_or(end, |session| session.day.min(end));
        let sessions = running.next_session as f64 + 1.0;
        self.clocks.until[lane] = until;
        self.clocks.most_steps[lane] =
            MOST_STEPS_PER_SESSION * sessions + MOST_STEPS_PER_DAY * (until + 1.0);
        while self.clocks.sample[lane] <= day {
            self.keep_sample(lane, self.bundle.remodelled(lane));
        }
        if self.clocks.sample[lane].is_infinite() {
            self.refill(lane, effort);
        }
    }

    /// Puts the next layer into a lane.
    fn refill(&mut self, lane: usize, effort: &mut Effort) {
        let Some(slot) = self.lanes.get_mut(lane) else {
            return;
        };
        *slot = None;
        let clocks = &mut self.clocks;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a count"
        )]
        let steps = clocks.steps[lane] as u64;
        effort.steps += steps;
        clocks.steps[lane] = 0.0;
        clocks.day[lane] = 0.0;
        clocks.until[lane] = 0.0;
        clocks.sample[lane] = f64::INFINITY;
        let Some(layer) = self.waiting.next() else {
            return;
        };
        self.bundle.load(lane, layer.healthy);
        clocks.sample[lane] = self.days.first().copied().unwrap_or(f64::INFINITY);
        *slot = Some(Running {
            layer,
            next_session: 0,
            next_sample: 0,
        });
        self.arrive(lane, effort);
    }
}

const _: () = assert!(
    LARGEST_CLIP < 1e-12,
    "model 15.1 allows clipping below 1e-12 only"
);
