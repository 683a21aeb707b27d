//! Clinics of made-up courses whose truth is known, to check what the registry finds.
//!
//! The numbers in here are made up. They are of the size of what plans predict, and describe no device and nobody.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp, ToSpan as _};
use needlework_planning::Quantiles;
use rand_chacha::ChaCha12Rng;
use rand_chacha::rand_core::SeedableRng;

use crate::outcome::{CourseOutcome, Group, Kind, TreatedSession};
use crate::position::{knots, score_of};
use crate::ranks::unit;

/// Sessions of a course, and days between them.
const SESSIONS: u32 = 4;
const INTERVAL_DAYS: u32 = 30;
/// Days from the last session to the day of judgement.
const JUDGED_AFTER_DAYS: u32 = 90;
/// Days after the first session by which the end of redness is known.
const RED_AT_MOST_DAYS: u32 = 7;
/// Standard error of a change of a grade, and the step in which grades are given.
const GRADE_ERROR: f64 = 0.35;
const GRADE_STEP: f64 = 0.5;
/// Standard error of remembered hours of redness.
const HOURS_ERROR: f64 = 4.0;
/// Share of sessions after which darkening is recorded, in skin of phototype I to III and of IV to VI.
const DARKENING_SHARE_LIGHT: f64 = 0.01;
const DARKENING_SHARE_DARK: f64 = 0.05;
/// The sign that is recorded.
const SIGN: &str = "pigment-darkening";
const ZONES: [&str; 4] = ["cheek", "forehead", "upper-lip", "neck"];
const INDICATIONS: [&str; 2] = ["fine-lines", "acne-scars"];

/// A device that changes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Drift {
    /// Which device, counted from 0.
    pub device: usize,
    /// Day from which on it is no longer what it was, counted from the first.
    pub from_day: u32,
    /// What it achieves from then on, of what it should: 0.8 is a fifth less.
    pub factor: f64,
    /// How often darkening comes from then on, of how often it came.
    pub darkening_factor: f64,
}

/// A clinic to be made.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SyntheticClinic {
    /// The same seed makes the same clinic.
    pub seed: u64,
    /// Courses.
    pub courses: usize,
    /// Days over which they begin.
    pub days: u32,
    /// Devices.
    pub devices: usize,
    /// Operators.
    pub operators: usize,
    /// What the clinic achieves of what is predicted, with every device: how places differ.
    pub place_factor: f64,
    /// A device that changes, if one does.
    pub drift: Option<Drift>,
}

/// What such a clinic recorded.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SyntheticRecord {
    /// Results of courses.
    pub outcomes: Vec<CourseOutcome>,
    /// Sessions.
    pub sessions: Vec<TreatedSession>,
}

impl SyntheticClinic {
    /// A clinic of usual size in which nothing changes.
    pub const fn steady(seed: u64) -> Self {
        Self {
            seed,
            courses: 2000,
            days: 1095,
            devices: 3,
            operators: 4,
            place_factor: 1.0,
            drift: None,
        }
    }

    /// Lets it work.
    pub fn record(&self) -> SyntheticRecord {
        let mut chance = Chance(ChaCha12Rng::seed_from_u64(self.seed));
        let mut record = SyntheticRecord::default();
        for number in 0..self.courses {
            self.course(number, &mut chance, &mut record);
        }
        record
    }

    fn course(&self, number: usize, chance: &mut Chance, record: &mut SyntheticRecord) {
        let begins = chance.below(self.days as usize);
        let device = chance.below(self.devices);
        let group = Group {
            zone: chance.one_of(&ZONES),
            indication: chance.one_of(&INDICATIONS),
            phototype: 1 + u8::try_from(chance.below(6)).unwrap_or_default(),
            age_years: 20 + u32::try_from(chance.below(55)).unwrap_or_default(),
            device: format!("device-{device}"),
            operator: format!("operator-{}", chance.below(self.operators)),
        };
        let begins = u32::try_from(begins).unwrap_or_default();
        let drift = self
            .drift
            .filter(|drift| drift.device == device && begins >= drift.from_day);
        let factor = self.place_factor * drift.map_or(1.0, |drift| drift.factor);
        let judged = begins + (SESSIONS - 1) * INTERVAL_DAYS + JUDGED_AFTER_DAYS;
        let came = [
            improvement(&group, factor, judged, chance),
            redness(&group, factor, begins + RED_AT_MOST_DAYS, chance),
        ];
        record.outcomes.extend(came.map(|outcome| CourseOutcome {
            course: format!("course-{number}"),
            ..outcome
        }));
        let usual = if group.phototype > 3 {
            DARKENING_SHARE_DARK
        } else {
            DARKENING_SHARE_LIGHT
        };
        let darkening = usual * drift.map_or(1.0, |drift| drift.darkening_factor);
        for session in 0..SESSIONS {
            let came = chance.share() < darkening;
            record.sessions.push(TreatedSession {
                person: format!("course-{number}"),
                group: group.clone(),
                day: day(begins + session * INTERVAL_DAYS),
                signs: came.then(|| SIGN.to_owned()).into_iter().collect(),
            });
        }
    }
}

/// The first day of every synthetic clinic, and days after it.
fn day(after: u32) -> Date {
    const FIRST: Date = jiff::civil::date(2023, 1, 2);
    let later: Span = i64::from(after).days();
    FIRST.saturating_add(later)
}

/// Noon of a day of a synthetic clinic.
fn noon(after: u32) -> Timestamp {
    let noon = day(after).at(12, 0, 0, 0).to_zoned(TimeZone::UTC);
    noon.map_or(Timestamp::UNIX_EPOCH, |noon| noon.timestamp())
}

fn improvement(group: &Group, factor: f64, judged: u32, chance: &mut Chance) -> CourseOutcome {
    let median = 0.9 * (0.3 * chance.normal()).exp();
    let width = median * (0.25 + 0.2 * chance.share());
    let predicted =
        Quantiles::from([-1.645, -0.674, 0.0, 0.674, 1.645].map(|z| median + width * z));
    let truth = factor * chance.drawn_from(&predicted);
    let read = truth + GRADE_ERROR * chance.normal();
    CourseOutcome {
        course: String::new(),
        kind: Kind::Improvement,
        is_main_zone: true,
        group: group.clone(),
        known_at: noon(judged),
        scale: "lemperle-wrinkles".to_owned(),
        predicted,
        reading_error: GRADE_ERROR,
        reading_step: GRADE_STEP,
        observed: (read / GRADE_STEP).round() * GRADE_STEP,
        observed_on: day(judged),
    }
}

fn redness(group: &Group, factor: f64, seen: u32, chance: &mut Chance) -> CourseOutcome {
    let median = 30.0 * (0.3 * chance.normal()).exp();
    let spread = 0.35 + 0.15 * chance.share();
    let predicted = Quantiles::from(
        [-1.645, -0.674, 0.0, 0.674, 1.645].map(|z: f64| median * (spread * z).exp()),
    );
    let truth = factor * chance.drawn_from(&predicted);
    CourseOutcome {
        course: String::new(),
        kind: Kind::Redness,
        is_main_zone: true,
        group: group.clone(),
        known_at: noon(seen),
        scale: "redness".to_owned(),
        predicted,
        reading_error: HOURS_ERROR,
        reading_step: 0.0,
        observed: (truth + HOURS_ERROR * chance.normal()).max(0.0),
        observed_on: day(seen),
    }
}

/// A stream of random numbers.
struct Chance(ChaCha12Rng);

impl Chance {
    fn share(&mut self) -> f64 {
        unit(&mut self.0)
    }

    fn normal(&mut self) -> f64 {
        score_of(self.share())
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share of a small count"
    )]
    fn below(&mut self, count: usize) -> usize {
        (self.share() * count as f64) as usize
    }

    fn one_of(&mut self, names: &[&str]) -> String {
        let at = self.below(names.len());
        names.get(at).copied().unwrap_or_default().to_owned()
    }

    /// A value from a prediction: between its quantiles as [`crate::Position`] reads them.
    fn drawn_from(&mut self, predicted: &Quantiles) -> f64 {
        let score = self.normal();
        let knots = knots(predicted);
        let holds = |pair: &&[(f64, f64)]| matches!(pair, [_, to] if score <= to.1);
        let found = knots.windows(2).find(holds).or(knots.windows(2).last());
        let Some([from, to]) = found else {
            return predicted.p50;
        };
        from.0 + (score - from.1) / (to.1 - from.1) * (to.0 - from.0)
    }
}
