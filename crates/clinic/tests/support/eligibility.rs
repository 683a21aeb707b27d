//! A screening made by hand: filler in the cheeks, a history of herpes that a prescriber decided about, one open question.

use std::collections::BTreeMap;

use jiff::civil::{Date, date};
use needlework_evidence::{Confidence, Provenance};
use needlework_protocol::screening::{
    Blocks, Earliest, Finding, Grade, Override, Scope, Screening, Standing, ZoneStanding,
};
use needlework_protocol::{Conflict, Record, Role, Seen, Setting};

pub(crate) fn screening(appointment: Date) -> Screening {
    let day = date(2026, 12, 20);
    let waiting = Standing {
        grade: Some(Grade::DeferUntil),
        earliest: Some(Earliest {
            day,
            rule: "filler-recent".to_owned(),
        }),
        waits_for_change: false,
        role: None,
        set_by: vec!["filler-recent".to_owned()],
        sentence: "Not before 20 December 2026, because of recent filler.".to_owned(),
    };
    let free = first_session();
    Screening {
        appointment,
        answered_on: Some(date(2026, 11, 23)),
        booking: Standing {
            sentence: format!("Cheeks: {} Temples: {}", waiting.sentence, free.sentence),
            ..free.clone()
        },
        earliest_together: waiting.earliest.clone(),
        zones: vec![
            zone("cheek", "cheeks", waiting),
            zone("temple", "temples", free),
        ],
        findings: vec![
            Finding {
                earliest: Some(day),
                zone: Some("cheek".to_owned()),
                detail: Some("22 November 2026 + 28 days".to_owned()),
                ..finding("filler-recent", Grade::DeferUntil, "recent filler")
            },
            Finding {
                overridden: Some(Override {
                    rule: "herpes-history".to_owned(),
                    version: 1,
                    role: Role::Prescriber,
                    reason: "One outbreak, ten years ago.".to_owned(),
                    at: date(2026, 11, 22).at(9, 30, 0, 0),
                    decision: Some("no cover".to_owned()),
                    zones: Vec::new(),
                    longest_mm: None,
                }),
                ..finding(
                    "herpes-history",
                    Grade::NeedsClinicianDecision,
                    "a history of herpes",
                )
            },
            Finding {
                unanswered: Some("Have you ever had a keloid?".to_owned()),
                ..finding(
                    "keloid-tendency",
                    Grade::NeedsClinicianDecision,
                    "an open question",
                )
            },
        ],
        rules: BTreeMap::from([
            ("filler-recent".to_owned(), record()),
            (
                "herpes-history".to_owned(),
                Record {
                    id: "herpes-history".to_owned(),
                    setting: None,
                    conflicts: Vec::new(),
                    ..record()
                },
            ),
        ]),
        conflicts: BTreeMap::from([(
            "C4".to_owned(),
            Conflict {
                id: "C4".to_owned(),
                topic: "Filler before".to_owned(),
                one_side: "2 weeks".to_owned(),
                other_side: "up to 12 months".to_owned(),
                chosen: "28 days, editable".to_owned(),
                affects: vec!["filler-recent".to_owned()],
                sources: vec!["ablon-2018".to_owned()],
            },
        )]),
    }
}

pub(crate) fn first_session() -> Standing {
    Standing {
        grade: Some(Grade::Precaution),
        earliest: None,
        waits_for_change: false,
        role: None,
        set_by: vec!["herpes-history".to_owned()],
        sentence: "Yes, with care on 21 December 2026: a history of herpes.".to_owned(),
    }
}

fn zone(id: &str, name: &str, standing: Standing) -> ZoneStanding {
    ZoneStanding {
        zone: id.to_owned(),
        name: name.to_owned(),
        standing,
        left_out: false,
    }
}

fn finding(rule: &str, grade: Grade, because: &str) -> Finding {
    Finding {
        rule: rule.to_owned(),
        version: 1,
        grade,
        scope: Scope::Zone,
        blocks: Blocks::Needling,
        zone: None,
        earliest: None,
        override_role: Some(Role::Clinician),
        decisions: Vec::new(),
        because: because.to_owned(),
        detail: None,
        patient: "Filler needs time to settle before the area is needled.".to_owned(),
        unanswered: None,
        overridden: None,
        override_refused: None,
        sources: vec!["ablon-2018".to_owned()],
    }
}

fn record() -> Record {
    Record {
        id: "filler-recent".to_owned(),
        version: 1,
        text: "Filler in the zone: wait four weeks; a clinic may set longer.".to_owned(),
        patient: Some("Filler needs time to settle.".to_owned()),
        rationale: Some("Advice of clinics and of a meeting.".to_owned()),
        setting: Some(Setting {
            value: Some(28.0),
            shipped: Some(28.0),
            unit: "d".to_owned(),
            allowed: [28.0, 365.0],
        }),
        provenance: Provenance {
            sources: vec!["ablon-2018".to_owned()],
            confidence: Confidence::Secondary,
            note: None,
        },
        opposite: vec!["verzijl-2000".to_owned()],
        conflicts: vec!["C4".to_owned()],
        override_role: Some(Role::Clinician),
        ask_prescriber: false,
        enforced: true,
        seen: vec![Seen {
            value: "12 months".to_owned(),
            sources: vec!["kalluri-2011".to_owned()],
        }],
        signed_off: None,
    }
}
