//! A complete plan made by hand, with realistic numbers, for tests that draw.
#![allow(
    dead_code,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "each test file is a program of its own and uses a part of this; a test may stop at a fault"
)]

mod care;
mod eligibility;
mod outlook;

use std::collections::BTreeMap;

use jiff::civil::{Date, date, time};
use jiff::{ToSpan as _, Zoned};
use needlework_clinic::language::Languages;
use needlework_clinic::plan_page;
use needlework_evidence::{
    Bibliography, Citation, Confidence, Parameter, Prior, Provenance, Sourced,
};
use needlework_needling::{Coverage, Device, DeviceKind, HandPressure, LengthRange, Technique};
use needlework_outcome::Estimate;
use needlework_planning::{
    BasisRow, CalibratedOn, CareAnswers, Case, CaseDevice, ChairTime, ConsentFact, ConsentMeasure,
    CourseWish, DateWishes, Identity, NamedRisk, Notice, NoticeLevel, PLAN_SCHEMA, Plan,
    PlannedInjury, PlannedSession, SessionKind, ZonePlan,
};
use needlework_protocol::{Alternatives, Comparison};
use needlework_skin::{Menopause, Person, Photodamage, Phototype, Sex};

/// Quantiles between two ends, a little skewed upwards.
pub(crate) fn around(low: f64, middle: f64, high: f64) -> Estimate {
    Estimate {
        mean: middle + 0.05 * (high - low),
        p05: low,
        p25: middle - 0.4 * (middle - low),
        p50: middle,
        p75: middle + 0.35 * (high - middle),
        p95: high,
    }
}

/// A value marked as an assumption.
pub(crate) fn assumed(value: f64, unit: &str) -> Sourced<f64> {
    Sourced {
        value,
        unit: unit.to_owned(),
        sources: Vec::new(),
        confidence: Confidence::Assumption,
        note: Some("No source was found.".to_owned()),
    }
}

/// The plan of a woman of 52 with lines on the cheeks: four sessions with a pen, two upkeep sessions.
pub(crate) fn cheek_lines() -> Plan {
    let sessions = sessions(date(2026, 12, 7));
    Plan {
        schema: PLAN_SCHEMA.to_owned(),
        identity: Identity {
            engine_version: "0.1.0".to_owned(),
            parameter_set: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
                .to_owned(),
            input: "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752".to_owned(),
            course: "4be5ab1e3bb0a8f0b8b7b7b7ad0b3d5c9fd7f94d0f3e2f9d5a3a1c2e4f6b8d90".to_owned(),
            draws: 256,
            seed: 1,
        },
        case: case(),
        indication_name: "Facial wrinkles".to_owned(),
        indication_plain_name: "lines and wrinkles of the face".to_owned(),
        device: device(),
        judged_on: moment(date(2027, 6, 5)),
        judged_day: 180.0,
        zones: vec![
            zone("cheek", "Cheek", "cheeks", 1.5),
            zone("temple", "Temple", "temples", 1.0),
        ],
        screening: eligibility::screening(date(2026, 12, 7)),
        first_session: eligibility::first_session(),
        clinic: None,
        chair_time: chair_time(),
        scenarios: outlook::scenarios(),
        own_results: None,
        calibrated: CalibratedOn {
            studies: "c".repeat(64),
            sampler: "a sampler".to_owned(),
            seed: 1,
            parameters: vec!["healing.matrix.collagen_1_gain".to_owned()],
        },
        care: care::timeline(&sessions),
        check_ins: care::check_ins(),
        consent: consent(),
        named_risks: vec![NamedRisk {
            text: "Common: dryness, redness, itching.".to_owned(),
            basis: vec!["protocol.depths.facial-wrinkles".to_owned()],
        }],
        comparison: comparison(),
        scale_definitions: Vec::new(),
        texts: BTreeMap::from([
            (
                "forecast".to_owned(),
                "An estimate, not a promise.".to_owned(),
            ),
            (
                "emergency".to_owned(),
                "If you have trouble breathing, call the emergency number now.".to_owned(),
            ),
            (
                "prescribed-medicine".to_owned(),
                "Do not stop any medicine that was prescribed for you.".to_owned(),
            ),
            (
                "costs".to_owned(),
                "Costs come from public pages.".to_owned(),
            ),
        ]),
        notices: notices(),
        parameters: parameters(),
        rows: rows(),
        sources: sources(),
        sessions,
    }
}

/// The rendered page of a plan.
pub(crate) fn page(plan: &Plan) -> String {
    page_in(plan, "en")
}

/// The page in a language. The plan is said as it is.
pub(crate) fn page_in(plan: &Plan, code: &str) -> String {
    let languages = Languages::shipped().expect("the texts are well formed");
    plan_page(plan, languages.get(code)).expect("the page is written")
}

fn moment(day: Date) -> Zoned {
    day.to_datetime(time(14, 0, 0, 0))
        .in_tz("Europe/Zurich")
        .expect("the zone is known")
}

fn sessions(first: Date) -> Vec<PlannedSession> {
    let days: [i64; 6] = [0, 28, 58, 91, 365, 548];
    let rows = days.iter().zip(1..).map(|(days, number)| {
        let starts = moment(first + days.days());
        PlannedSession {
            number,
            kind: if *days > 200 {
                SessionKind::Maintenance
            } else {
                SessionKind::Treatment
            },
            ends: &starts + 72.minutes(),
            starts,
            day: *days as f64,
            moved_because: (number == 3)
                .then(|| "Two days later, since you cannot come on 1 February 2027.".to_owned()),
        }
    });
    rows.collect()
}

fn case() -> Case {
    Case {
        identifier: None,
        title: "Cheek lines, woman of 52".to_owned(),
        planned_on: date(2026, 11, 23),
        person: Person {
            age_years: 52.0,
            sex: Sex::Female,
            phototype: Phototype::II,
            photodamage: Photodamage::Moderate,
            menopause: Menopause::YearsSince(2.0),
            acne_prone: false,
        },
        indication: "facial-wrinkles".to_owned(),
        zones: Vec::new(),
        device: CaseDevice {
            id: "exceed-unlimited".to_owned(),
            hand_pressure: HandPressure::Usual,
            numbing_minutes: Some(30.0),
        },
        course: CourseWish::default(),
        dates: DateWishes {
            time_zone: "Europe/Zurich".to_owned(),
            first_session: None,
            time_of_day: time(14, 0, 0, 0),
            sessions: Vec::new(),
            unavailable: Vec::new(),
            event: None,
        },
        care: CareAnswers::default(),
        screening: None,
        earlier: Vec::new(),
    }
}

fn device() -> Device {
    Device {
        id: "exceed-unlimited".to_owned(),
        name: "Exceed Unlimited pen".to_owned(),
        kind: DeviceKind::Pen,
        lengths: LengthRange {
            shortest_mm: 0.0,
            longest_mm: 1.5,
        },
        lengths_provenance: Provenance {
            sources: Vec::new(),
            confidence: Confidence::Assumption,
            note: Some("No source was found.".to_owned()),
        },
        needle_count: assumed(6.0, "-"),
        needle_diameter_mm: assumed(0.25, "mm"),
        tip_diameter_um: assumed(30.0, "um"),
        needle_spacing_mm: assumed(1.0, "mm"),
        strokes_per_second: Some(assumed(110.0, "1/s")),
        channels_per_cm2_per_pass: None,
        setting_error_mm: None,
        evaluated_uses: Vec::new(),
    }
}

fn zone(id: &str, name: &str, plain_name: &str, needle_length_mm: f64) -> ZonePlan {
    let reached = 0.75 * needle_length_mm;
    let outlook = outlook::outlook();
    ZonePlan {
        zone: id.to_owned(),
        name: name.to_owned(),
        plain_name: plain_name.to_owned(),
        area_cm2: 120.0,
        technique: Technique {
            device: "exceed-unlimited".to_owned(),
            needle_length_mm,
            coverage: Coverage::SecondsPerCm2(2.5),
            hand_pressure: HandPressure::Usual,
        },
        injury: PlannedInjury {
            channels_per_cm2: around(130.0, 212.0, 340.0),
            channel_depth_mm: around(0.7 * reached, reached, 1.25 * reached),
            channel_radius_mm: around(0.02, 0.035, 0.06),
            epidermis_mm: around(0.04, 0.055, 0.08),
            dermis_mm: around(1.2, 1.5, 1.9),
            basis: vec![
                "needling.insertion".to_owned(),
                "skin.zones.cheek".to_owned(),
            ],
        },
        expected_days: care::expected_days(&outlook.side_effects),
        outlook,
        basis: vec!["protocol.depths.facial-wrinkles".to_owned()],
    }
}

fn comparison() -> Option<Comparison> {
    let bibliography = Bibliography::shipped().expect("the bibliography is well formed");
    Alternatives::shipped(&bibliography)
        .expect("the alternatives are well formed")
        .compare("facial-wrinkles", Phototype::II, 5)
}

fn consent() -> Vec<ConsentFact> {
    let fact = |id: &str, plain_name: &str, measure, value| ConsentFact {
        id: id.to_owned(),
        name: plain_name.to_owned(),
        plain_name: plain_name.to_owned(),
        zone: "cheeks".to_owned(),
        measure,
        value,
        caveat: Some("Rates contradict each other.".to_owned()),
        basis: vec!["needling.insertion".to_owned()],
    };
    vec![
        fact(
            "pigment-darkening",
            "dark patches",
            ConsentMeasure::ProbabilityOverCourse,
            around(0.003, 0.03, 0.09),
        ),
        fact(
            "redness",
            "redness",
            ConsentMeasure::HoursAfterSession,
            around(6.0, 40.0, 90.0),
        ),
        fact(
            "bleeding",
            "bleeding points",
            ConsentMeasure::PointsPerCm2,
            around(1.0, 4.0, 14.0),
        ),
        fact(
            "discomfort",
            "pain during the session",
            ConsentMeasure::PainOfTen,
            around(3.0, 5.0, 7.5),
        ),
    ]
}

fn chair_time() -> ChairTime {
    ChairTime {
        needling_minutes: around(8.0, 12.0, 19.0),
        preparation_minutes: assumed(20.0, "min"),
        numbing_minutes: Some(30.0),
        total_minutes: around(58.0, 62.0, 69.0),
        basis: vec!["protocol.chair".to_owned()],
    }
}

fn notices() -> Vec<Notice> {
    let notice = |id: &str, level, text: &str| Notice {
        id: id.to_owned(),
        level,
        text: text.to_owned(),
        basis: vec!["protocol.depths.facial-wrinkles".to_owned()],
    };
    vec![
        notice(
            "off-label-use",
            NoticeLevel::Decision,
            "This use is outside what the device was authorised for; a clinician decides and records the reason.",
        ),
        notice(
            "above-usual-depth",
            NoticeLevel::Warning,
            "The needle length of 1.5 mm on the cheeks is above the usual first setting of 1 mm.",
        ),
        notice(
            "event",
            NoticeLevel::Note,
            "The wedding on 20 March 2027 lies nine days after a session.",
        ),
    ]
}

fn parameters() -> BTreeMap<String, Parameter> {
    let row = |key: &str, value: f64, sources: &[&str]| {
        let mut nominal = assumed(value, "1/d");
        if !sources.is_empty() {
            nominal.sources = sources.iter().map(|key| (*key).to_owned()).collect();
            nominal.confidence = Confidence::Secondary;
        }
        let parameter = Parameter {
            key: key.to_owned(),
            nominal,
            allowed: [0.0, 1e3],
            prior: Prior::Lognormal {
                low: value / 2.0,
                high: value * 2.0,
            },
        };
        (key.to_owned(), parameter)
    };
    BTreeMap::from([
        row("healing.collagen.labile_decay_per_day", 0.012, &[]),
        row(
            "healing.collagen.maturation_per_day",
            0.004,
            &["verzijl-2000"],
        ),
        row("needling.insertion.depth_loss_mm", 0.22, &["kalluri-2011"]),
        row("outcome.wrinkles.gain", 4.2, &[]),
    ])
}

fn rows() -> BTreeMap<String, BasisRow> {
    let row = |key: &str, text: &str, source: &str| {
        let provenance = Provenance {
            sources: vec![source.to_owned()],
            confidence: Confidence::Abstract,
            note: None,
        };
        (
            key.to_owned(),
            BasisRow {
                text: text.to_owned(),
                provenance,
            },
        )
    };
    BTreeMap::from([
        row(
            "protocol.depths.facial-wrinkles",
            "Cheeks: 1.0 to 1.5 mm",
            "ablon-2018",
        ),
        row(
            "skin.zones.cheek",
            "Cheek: dermis 1.5 mm in women",
            "chopra-2015",
        ),
        row(
            "outcome.scales.lemperle-wrinkles",
            "Lemperle scale, 0 to 5",
            "ablon-2018",
        ),
    ])
}

fn sources() -> BTreeMap<String, Citation> {
    let source = |key: &str, title: &str, identifier: Option<&str>| {
        let citation = Citation {
            title: title.to_owned(),
            identifier: identifier.map(str::to_owned),
            reading: None,
            note: Some("Abstract only.".to_owned()),
        };
        (key.to_owned(), citation)
    };
    BTreeMap::from([
        source(
            "ablon-2018",
            "Ablon 2018, Safety and effectiveness of an automated microneedling device",
            Some("PMID 30214662"),
        ),
        source(
            "chopra-2015",
            "Chopra 2015, A comprehensive examination of topographic thickness of skin in the human face",
            Some("10.1093/asj/sjv079"),
        ),
        source(
            "kalluri-2011",
            "Kalluri 2011, Characterization of microchannels created by metal microneedles",
            None,
        ),
        source(
            "verzijl-2000",
            "Verzijl 2000, Effect of collagen turnover on the accumulation of advanced glycation end products",
            Some("10.1074/jbc.M006700200"),
        ),
    ])
}
