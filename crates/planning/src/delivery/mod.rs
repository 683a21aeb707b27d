//! Delivered against planned: how far one zone lies from the plan, and one score for a session (clinic reference 2.3).

mod received;
mod score;
mod technique;

use needlework_needling::Device;
use needlework_protocol::screening::mechanical_lengths_mm;
use needlework_protocol::{Endpoint, Language, Phrases, Tolerances};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use self::received::received_coverage;
pub use self::score::{DELIVERY_VERSION, DeliveryScore, delivery_score};
pub use self::technique::{DeliveredTechnique, delivered_technique};
use crate::library::Library;
use crate::locked::{LockedCoverage, LockedForecast};

/// Decimals of a depth, mm: no device is set more finely.
const DEPTH_DECIMALS: usize = 2;
/// Decimals of passes, channels and seconds.
const COVERAGE_DECIMALS: usize = 1;
/// Differences of settings below this are those of binary fractions, not of the hand.
const SAME: f64 = 1e-9;

/// How far something lies from the plan.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum DeviationClass {
    /// As planned: recorded.
    Inside,
    /// Recorded and shown.
    Minor,
    /// Recorded with a reason and a second name.
    Major,
    /// Refused; nobody may override it.
    HardStop,
}

/// What the plan says of a zone.
#[derive(Debug, Clone, PartialEq)]
pub enum Planned {
    /// It is to be needled like this.
    Target(PlannedZone),
    /// It must not be needled: inside the orbital rim, or left out by screening or by the clinician.
    Excluded,
    /// The plan does not speak about it.
    NotPlanned,
}

/// What is to be done in one zone.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PlannedZone {
    /// Needle length or setting, mm.
    pub needle_length_mm: f64,
    /// How much of the skin is covered.
    pub coverage: LockedCoverage,
    /// Area of the zone, cm².
    pub area_cm2: f64,
    /// What the skin is to show.
    pub endpoint: Endpoint,
}

impl Planned {
    /// What an approved plan says of a zone. A zone that the catalogue blocks, or that screening left out, is excluded; so is
    /// one that the catalogue does not hold, since nobody knows what lies below it.
    pub fn of(forecast: &LockedForecast, zone: &str, library: &Library) -> Self {
        let known = library.zones.get(zone);
        let is_blocked = known.is_none_or(|known| known.blocked.is_some());
        if is_blocked || forecast.left_out.iter().any(|one| one == zone) {
            return Self::Excluded;
        }
        match forecast.zone(zone) {
            Some(planned) => Self::Target(PlannedZone {
                needle_length_mm: planned.technique.needle_length_mm,
                coverage: planned.technique.coverage,
                area_cm2: planned.area_cm2,
                endpoint: library.tolerances.target_endpoint,
            }),
            None => Self::NotPlanned,
        }
    }
}

/// One entry of what was done in a zone; a zone may have several in one session.
#[derive(Debug, Clone, PartialEq)]
pub struct DeliveredZone {
    /// Zone id.
    pub zone: String,
    /// Depth set on the device, or length of the needles, mm; `None`: not known.
    pub depth_set_mm: Option<f64>,
    /// Passes over every spot; `None`: not known.
    pub passes: Option<f64>,
    /// Time of needling, min; `None`: not noted.
    pub minutes: Option<f64>,
    /// Area, cm²; `None`: not noted, and taken to be the whole zone.
    pub area_cm2: Option<f64>,
    /// What the skin showed; `None`: not noted.
    pub endpoint: Option<Endpoint>,
}

/// What a difference is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Measured {
    /// Whether the zone may be needled by this plan at all.
    Zone,
    /// The depth that was set.
    Depth,
    /// Passes, channels or seconds per area.
    Coverage,
    /// What the skin showed.
    Endpoint,
}

/// One thing that was compared.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Difference {
    /// What.
    pub what: Measured,
    /// How far it lies from the plan.
    pub class: DeviationClass,
    /// Whether less was delivered than planned.
    pub is_less: bool,
    /// What was planned, with its unit; empty where nothing was.
    pub planned: String,
    /// What was delivered, with its unit.
    pub delivered: String,
    /// In one sentence that names the zone.
    pub sentence: String,
}

/// How far an entry of a zone lies from the plan, and with it what the zone has received in the session up to it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Comparison {
    /// Zone id.
    pub zone: String,
    /// The gravest class of all differences.
    pub class: DeviationClass,
    /// What was compared, also where it is as planned.
    pub differences: Vec<Difference>,
    /// What could not be compared, and why, in sentences.
    pub not_compared: Vec<String>,
    /// The deviation of the depth of this entry in units of its minor tolerance; `None` where nothing was planned, or the
    /// depth is not known.
    pub depth_gamma: Option<f64>,
    /// The deviation of the coverage of the zone up to this entry in units of its minor tolerance; `None` where nothing was
    /// planned, or it cannot be told.
    pub coverage_gamma: Option<f64>,
}

impl Comparison {
    /// The class where the rest of the zone follows in another entry: too little is not judged yet, all else is.
    pub fn class_of_part(&self) -> DeviationClass {
        let judged = self.differences.iter().filter(|one| !one.is_shortfall());
        gravest(judged)
    }

    /// How far the coverage of the zone up to this entry lies from the plan; `None` where it cannot be told.
    pub fn coverage(&self) -> Option<&Difference> {
        let mut differences = self.differences.iter();
        differences.find(|one| one.what == Measured::Coverage)
    }

    /// How far the entry itself lies from the plan, whatever the zone has received.
    fn class_of_entry(&self) -> DeviationClass {
        let own = self.differences.iter();
        gravest(own.filter(|one| one.what != Measured::Coverage))
    }
}

impl Difference {
    /// Whether the zone has received less than planned, which another entry can still make good.
    pub fn is_shortfall(&self) -> bool {
        self.what == Measured::Coverage && self.is_less
    }
}

fn gravest<'a>(differences: impl Iterator<Item = &'a Difference>) -> DeviationClass {
    let classes = differences.map(|one| one.class);
    classes.max().unwrap_or(DeviationClass::Inside)
}

/// Compares an entry of a zone with the plan, in the words of a language. Depth and endpoint are those of the entry; coverage is
/// what the skin has received with it in the session: `before` are the earlier entries of the same zone.
pub fn compare(
    planned: &Planned,
    (before, delivered): (&[DeliveredZone], &DeliveredZone),
    device: &Device,
    library: &Library,
    language: Language,
) -> Comparison {
    let translated = library.translation(language);
    let translated = translated.and_then(|into| into.zone(&delivered.zone));
    let english = library.zones.get(&delivered.zone).map(|zone| &zone.name);
    let name = translated
        .map(|names| &names.name)
        .or(english)
        .unwrap_or(&delivered.zone);
    let mut comparing = Comparing {
        before,
        delivered,
        device,
        tolerances: &library.tolerances,
        phrases: library.phrasebook.of(language),
        name,
        differences: Vec::new(),
        not_compared: Vec::new(),
    };
    comparing.reach();
    let (mut depth_gamma, mut coverage_gamma) = (None, None);
    match planned {
        Planned::Target(zone) => {
            depth_gamma = comparing.depth(zone);
            coverage_gamma = comparing.coverage(zone);
            comparing.endpoint(zone);
        }
        Planned::Excluded => comparing.zone("delivery.excluded", DeviationClass::HardStop),
        Planned::NotPlanned => comparing.zone("delivery.not-planned", DeviationClass::Major),
    }
    Comparison {
        zone: delivered.zone.clone(),
        class: gravest(comparing.differences.iter()),
        differences: comparing.differences,
        not_compared: comparing.not_compared,
        depth_gamma,
        coverage_gamma,
    }
}

struct Comparing<'a> {
    before: &'a [DeliveredZone],
    delivered: &'a DeliveredZone,
    device: &'a Device,
    tolerances: &'a Tolerances,
    phrases: &'a Phrases,
    name: &'a str,
    differences: Vec<Difference>,
    not_compared: Vec<String>,
}

impl Comparing<'_> {
    /// A hard stop where the depth lies outside what the device can be set to; what is no number lies outside too.
    fn reach(&mut self) {
        let reach = mechanical_lengths_mm(self.device);
        let Some(depth) = self.delivered.depth_set_mm else {
            return;
        };
        if reach.contains(&depth) {
            return;
        }
        let delivered = self.depth_words(depth);
        let sentence = self.say(
            "delivery.beyond-device",
            &[
                ("delivered", &delivered),
                ("shortest", &self.depth_words(*reach.start())),
                ("longest", &self.depth_words(*reach.end())),
            ],
        );
        self.differences.push(Difference {
            what: Measured::Depth,
            class: DeviationClass::HardStop,
            is_less: false,
            planned: String::new(),
            delivered,
            sentence,
        });
    }

    fn zone(&mut self, key: &str, class: DeviationClass) {
        let sentence = self.say(key, &[]);
        self.differences.push(Difference {
            what: Measured::Zone,
            class,
            is_less: false,
            planned: String::new(),
            delivered: self
                .delivered
                .depth_set_mm
                .map_or_else(String::new, |depth| self.depth_words(depth)),
            sentence,
        });
    }

    /// The deviation of depth in units of its tolerance; `None` where the depth is not known.
    fn depth(&mut self, zone: &PlannedZone) -> Option<f64> {
        let planned = self.depth_words(zone.needle_length_mm);
        let Some(depth) = self.delivered.depth_set_mm else {
            let values = [("planned", planned.as_str())];
            self.not_compared
                .push(self.say("delivery.depth-unknown", &values));
            return None;
        };
        let difference = depth - zone.needle_length_mm;
        let class = class(
            difference.abs(),
            self.tolerances.depth_inside_mm.value,
            self.tolerances.depth_minor_mm.value,
        );
        let key = match class {
            DeviationClass::Inside => "delivery.as-deep",
            _ if difference < 0.0 => "delivery.shallower",
            _ => "delivery.deeper",
        };
        let delivered = self.depth_words(depth);
        let difference_words = self.depth_words(difference.abs());
        self.add(
            (Measured::Depth, class, difference < 0.0),
            key,
            [planned, delivered, difference_words],
        );
        Some(in_units(difference, self.tolerances.depth_minor_mm.value))
    }

    /// The deviation of what the zone has received in units of its tolerance; `None` where it cannot be told.
    fn coverage(&mut self, zone: &PlannedZone) -> Option<f64> {
        let by_passes = "delivery.passes-unknown";
        let (unit, planned, unknown) = match zone.coverage {
            LockedCoverage::Passes(passes) => ("passes", passes, by_passes),
            LockedCoverage::ChannelsPerCm2(channels) => ("channels-per-cm2", channels, by_passes),
            LockedCoverage::SecondsPerCm2(seconds) => {
                ("seconds-per-cm2", seconds, "delivery.coverage-unknown")
            }
        };
        let planned_words = self.phrases.amount(unit, planned, COVERAGE_DECIMALS);
        let entries = self.before.iter().chain([self.delivered]);
        let received = received_coverage(entries, zone.coverage, zone.area_cm2, self.device);
        let delivered = received.known;
        let deviation = (delivered - planned) / planned;
        let class = class(
            deviation.abs(),
            self.tolerances.coverage_inside_share.value,
            self.tolerances.coverage_minor_share.value,
        );
        // What is known may be too much already, whatever is not.
        let is_too_much = deviation > 0.0 && class > DeviationClass::Inside;
        if !(planned > 0.0 && (received.is_whole || is_too_much)) {
            let values = [("planned", planned_words.as_str())];
            self.not_compared.push(self.say(unknown, &values));
            return None;
        }
        let key = self.coverage_key(class, deviation < 0.0);
        let delivered_words = self.phrases.amount(unit, delivered, COVERAGE_DECIMALS);
        let percent = self.phrases.amount("percent", 100.0 * deviation.abs(), 0);
        self.add(
            (Measured::Coverage, class, deviation < 0.0),
            key,
            [planned_words, delivered_words, percent],
        );
        Some(in_units(
            deviation,
            self.tolerances.coverage_minor_share.value,
        ))
    }

    /// Of several entries the sentence says that they count together.
    fn coverage_key(&self, class: DeviationClass, is_less: bool) -> &'static str {
        let is_one = self.before.is_empty();
        match (class, is_less) {
            (DeviationClass::Inside, _) if is_one => "delivery.as-much",
            (DeviationClass::Inside, _) => "delivery.as-much-together",
            (_, true) if is_one => "delivery.less",
            (_, true) => "delivery.less-together",
            (_, false) if is_one => "delivery.more",
            (_, false) => "delivery.more-together",
        }
    }

    fn endpoint(&mut self, zone: &PlannedZone) {
        let Some(shown) = self.delivered.endpoint else {
            self.not_compared
                .push(self.say("delivery.endpoint-unknown", &[]));
            return;
        };
        let steps = (shown as i32 - zone.endpoint as i32).abs();
        let (class, key) = if steps == 0 {
            (DeviationClass::Inside, "delivery.endpoint-reached")
        } else if f64::from(steps) <= self.tolerances.endpoint_minor_steps.value {
            (DeviationClass::Minor, "delivery.endpoint")
        } else {
            (DeviationClass::Major, "delivery.endpoint")
        };
        let words = |endpoint: Endpoint| {
            let key = format!("endpoint.{}", endpoint.name());
            self.phrases.say(&key, &[])
        };
        let values = [words(zone.endpoint), words(shown), String::new()];
        self.add((Measured::Endpoint, class, false), key, values);
    }

    fn add(
        &mut self,
        (what, class, is_less): (Measured, DeviationClass, bool),
        key: &str,
        [planned, delivered, difference]: [String; 3],
    ) {
        let sentence = self.say(
            key,
            &[
                ("planned", &planned),
                ("delivered", &delivered),
                ("difference", &difference),
            ],
        );
        self.differences.push(Difference {
            what,
            class,
            is_less,
            planned,
            delivered,
            sentence,
        });
    }

    fn say(&self, key: &str, values: &[(&str, &str)]) -> String {
        let mut all = vec![("zone", self.name)];
        all.extend_from_slice(values);
        self.phrases.say(key, &all)
    }

    fn depth_words(&self, depth_mm: f64) -> String {
        self.phrases.amount("mm", depth_mm, DEPTH_DECIMALS)
    }
}

/// The class of a deviation. What is no number is major.
fn class(deviation: f64, inside: f64, minor: f64) -> DeviationClass {
    if deviation <= inside + SAME {
        DeviationClass::Inside
    } else if deviation <= minor + SAME {
        DeviationClass::Minor
    } else {
        DeviationClass::Major
    }
}

/// A deviation in units of its tolerance; a tolerance of nothing makes any deviation infinite.
fn in_units(deviation: f64, tolerance: f64) -> f64 {
    if deviation.abs() <= SAME {
        0.0
    } else {
        deviation.abs() / tolerance
    }
}
