//! The whole chain for tests: person, zone, device and course in; one observation per parameter draw out.
#![expect(
    clippy::expect_used,
    reason = "a test may stop where the chain refuses"
)]

use needlework_evidence::{Bibliography, Draw, ParameterSet};
use needlework_healing::{Ageing, CourseRequest, HealingParameters, TreatmentSession, heal};
use needlework_needling::{
    Coverage, DeviceCatalogue, HandPressure, NeedlingParameters, Technique, discomfort, injure,
};
use needlework_outcome::{
    ObservedDraw, OutcomeParameters, Scale, ScaleCatalogue, Treatment, ZoneBaseline, observe,
    sample_days,
};
use needlework_skin::{
    Menopause, Person, Photodamage, Phototype, Sex, Skin, SkinParameters, ZoneCatalogue,
};

/// Everything that is loaded once.
pub(crate) struct Chain {
    /// Parameters of all crates up to this one.
    pub(crate) parameters: ParameterSet,
    /// Scales and findings.
    pub(crate) catalogue: ScaleCatalogue,
    zones: ZoneCatalogue,
    devices: DeviceCatalogue,
}

/// What is done to whom; the default is the pen series of Ablon 2018.
#[derive(Clone)]
pub(crate) struct Protocol {
    pub(crate) person: Person,
    pub(crate) zone: &'static str,
    pub(crate) device: &'static str,
    pub(crate) needle_length_mm: f64,
    pub(crate) coverage: Coverage,
    pub(crate) session_days: Vec<f64>,
    pub(crate) horizon_days: f64,
    pub(crate) baseline: ZoneBaseline,
    pub(crate) ageing: Ageing,
}

/// Sessions one interval apart, the first on day 0.
pub(crate) fn every(interval_days: f64, sessions: u32) -> Vec<f64> {
    (0..sessions)
        .map(|at| interval_days * f64::from(at))
        .collect()
}

impl Default for Protocol {
    fn default() -> Self {
        Self {
            person: Person {
                age_years: 54.0,
                sex: Sex::Female,
                phototype: Phototype::II,
                photodamage: Photodamage::Moderate,
                menopause: Menopause::NotReached,
                acne_prone: false,
            },
            zone: "cheek",
            device: "exceed",
            needle_length_mm: 1.25,
            coverage: Coverage::SecondsPerCm2(4.0),
            session_days: every(30.0, 4),
            horizon_days: 730.0,
            baseline: ZoneBaseline::default(),
            ageing: Ageing::On,
        }
    }
}

impl Chain {
    pub(crate) fn load() -> Self {
        let bibliography = Bibliography::shipped().expect("bibliography");
        let files = [
            ("skin", needlework_skin::PARAMETERS, needlework_skin::TABLES),
            (
                "needling",
                needlework_needling::PARAMETERS,
                needlework_needling::TABLES,
            ),
            (
                "healing",
                needlework_healing::PARAMETERS,
                needlework_healing::TABLES,
            ),
            (
                "outcome",
                needlework_outcome::PARAMETERS,
                needlework_outcome::TABLES,
            ),
        ];
        Self {
            parameters: ParameterSet::load(&files, &bibliography).expect("parameters"),
            catalogue: ScaleCatalogue::shipped(&bibliography).expect("scales"),
            zones: ZoneCatalogue::shipped(&bibliography).expect("zones"),
            devices: DeviceCatalogue::shipped(&bibliography).expect("devices"),
        }
    }

    /// One observation per draw; the same draws for every protocol.
    pub(crate) fn observe(&self, protocol: &Protocol, draws: usize) -> Vec<ObservedDraw> {
        let draws = self.parameters.draws(draws, 20);
        draws
            .iter()
            .map(|draw| self.observe_draw(protocol, draw))
            .collect()
    }

    /// The observation of one draw.
    pub(crate) fn observe_draw(&self, protocol: &Protocol, draw: &Draw) -> ObservedDraw {
        let set = &self.parameters;
        let zone = self.zones.get(protocol.zone).expect("zone");
        let device = self.devices.get(protocol.device).expect("device");
        let skin = Skin::of(
            &protocol.person,
            zone,
            &SkinParameters::at(set, draw).expect("skin"),
        );
        let technique = Technique {
            device: device.id.clone(),
            needle_length_mm: protocol.needle_length_mm,
            coverage: protocol.coverage,
            hand_pressure: HandPressure::Usual,
        };
        let needling = NeedlingParameters::at(set, draw).expect("needling");
        let injury = injure(device, &technique, &skin, &needling).expect("injury");
        let sessions: Vec<TreatmentSession> = protocol
            .session_days
            .iter()
            .map(|day| TreatmentSession {
                day: *day,
                injury: injury.clone(),
            })
            .collect();
        let healing = HealingParameters::at(set, draw).expect("healing");
        let request = |sessions| CourseRequest {
            skin: &skin,
            sessions,
            parameters: &healing,
        };
        let untreated = heal(&request(&[]), &[0.0], Ageing::Off).expect("healthy skin");
        let days = sample_days(&protocol.session_days, protocol.horizon_days);
        let course = heal(&request(&sessions), &days, protocol.ageing).expect("course");
        let treatment = Treatment {
            skin: &skin,
            zone,
            device,
            technique: &technique,
            injury: &injury,
            discomfort: discomfort(device, &technique, &needling),
            session_days: &protocol.session_days,
            before: untreated.layers.first().expect("one day"),
            course: &course,
            baseline: &protocol.baseline,
        };
        let mut outcome = OutcomeParameters::at(set, draw).expect("outcome");
        make_typical(&mut outcome);
        let scales: Vec<&Scale> = self.catalogue.scales().collect();
        observe(&treatment, &scales, &outcome).expect("observation")
    }
}

/// A typical person at a typical place: what pooled and mean numbers of studies tell of.
fn make_typical(outcome: &mut OutcomeParameters) {
    let (place, person) = (&mut outcome.place, &mut outcome.person);
    for deviation in [
        &mut place.response,
        &mut place.biopsy,
        &mut place.duration,
        &mut place.closure,
        &mut place.uptake,
        &mut place.pain,
        &mut place.risk,
        &mut person.response,
        &mut person.duration,
    ] {
        *deviation = 0.0;
    }
}

/// Quantile of values, 0 to 1.
pub(crate) fn quantile(values: &[f64], probability: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a rank within the list"
    )]
    let rank = (probability * (sorted.len() - 1) as f64).round() as usize;
    sorted.get(rank).copied().unwrap_or(f64::NAN)
}
