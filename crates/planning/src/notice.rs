//! What the clinician must know or decide. A notice compares the plan with rules of the protocol and limits of the
//! device; it never changes the plan.

use std::collections::BTreeSet;

use jiff::Span;
use needlework_needling::{Device, EvaluatedUse};
use needlework_protocol::{DepthRow, Indication};
use needlework_skin::Phototype;

use crate::case::Case;
use crate::library::Library;
use crate::plan::{Notice, NoticeLevel, PlannedSession, ZonePlan};
use crate::schedule::CoursePattern;
use crate::technique::{ChosenTechnique, depth_key};

/// Notices about the person, the device and the course.
pub(crate) fn about_course(
    case: &Case,
    device: &Device,
    indication: &Indication,
    pattern: CoursePattern,
    library: &Library,
) -> Vec<Notice> {
    let CoursePattern {
        sessions,
        interval_days,
        ..
    } = pattern;
    let mut notices = Vec::new();
    if indication.sessions.is_none() || indication.interval_days.is_none() {
        notices.push(by_rule(
            library,
            "no-default-course",
            NoticeLevel::Decision,
            &format!("The case asks for {sessions} sessions, {interval_days} days apart."),
        ));
    }
    notices.extend(age(case, device, library));
    notices.extend(phototype(case, device, library));
    let usual = library.visits.usual_shortest_interval_days.value;
    if sessions > 1 && f64::from(interval_days) < usual {
        notices.push(by_rule(
            library,
            "interval-last-needling",
            NoticeLevel::Warning,
            &format!("Here they are {interval_days} days apart, less than the usual {usual}."),
        ));
    }
    let [_, most] = indication.sessions_seen;
    if sessions > most {
        notices.push(Notice {
            id: "more-sessions-than-seen".to_owned(),
            level: NoticeLevel::Note,
            text: format!(
                "{sessions} sessions are more than any published course for {} had ({most}).",
                indication.plain_name
            ),
            basis: vec![format!("protocol.courses.{}", indication.id)],
        });
    }
    notices.push(by_rule(library, "maintenance", NoticeLevel::Note, ""));
    notices.push(by_rule(
        library,
        "setting-is-not-depth",
        NoticeLevel::Note,
        "",
    ));
    notices
}

fn age(case: &Case, device: &Device, library: &Library) -> Option<Notice> {
    let general = library.rules.get("age-minimum")?.threshold?;
    let minimum = uses_for(device, case)
        .filter_map(|one| one.minimum_age_years)
        .fold(general, f64::max);
    (case.person.age_years < minimum).then(|| {
        by_rule(
            library,
            "age-minimum",
            NoticeLevel::Warning,
            &format!(
                "This person is {}, the minimum here is {minimum}.",
                case.person.age_years
            ),
        )
    })
}

fn phototype(case: &Case, device: &Device, library: &Library) -> Vec<Notice> {
    let number = phototype_number(case.person.phototype);
    let mut notices = Vec::new();
    let outside = uses_for(device, case)
        .filter_map(|one| one.phototypes)
        .all(|[low, high]| !(low..=high).contains(&number));
    let is_stated = uses_for(device, case).any(|one| one.phototypes.is_some());
    if is_stated && outside {
        notices.push(by_rule(
            library,
            "phototype-outside-device",
            NoticeLevel::Warning,
            "",
        ));
    }
    let dark = library
        .rules
        .get("phototype-iv-vi")
        .and_then(|rule| rule.threshold);
    if dark.is_some_and(|from| f64::from(number) >= from) {
        notices.push(by_rule(
            library,
            "phototype-iv-vi",
            NoticeLevel::Warning,
            "",
        ));
    }
    notices
}

/// Notices about one zone.
pub(crate) fn about_zone(
    case: &Case,
    device: &Device,
    zone: (&str, &str),
    chosen: &ChosenTechnique,
    library: &Library,
) -> Vec<Notice> {
    let (id, name) = zone;
    let length = chosen.technique.needle_length_mm;
    let evaluated: Vec<&EvaluatedUse> = uses_for(device, case)
        .filter(|one| one.zones.iter().any(|zone| zone == id))
        .collect();
    let mut notices = Vec::new();
    match chosen.depth_row {
        Some(row) => notices.extend(depth(length, (name, &depth_key(id, &case.indication)), row)),
        None => notices.push(by_rule(
            library,
            "depth-unknown",
            NoticeLevel::Decision,
            &format!("{name}: the case gives {length} mm."),
        )),
    }
    if evaluated.is_empty() {
        notices.push(by_rule(
            library,
            "off-label-use",
            NoticeLevel::Warning,
            &format!(
                "No use of {} was found for {name} and this indication.",
                device.name
            ),
        ));
    } else if let Some(longest) = longest_evaluated(&evaluated) {
        if length > longest {
            notices.push(Notice {
                id: "above-evaluated-depth".to_owned(),
                level: NoticeLevel::Decision,
                text: format!(
                    "{name}: {length} mm is deeper than {longest} mm, the deepest setting evaluated with {}; decide, \
                     give a reason and record the use as off-label.",
                    device.name
                ),
                basis: vec![format!("needling.devices.{}", device.id), rule_key("off-label-use")],
            });
        }
    } else {
        notices.push(Notice {
            id: "device-limit-unknown".to_owned(),
            level: NoticeLevel::Decision,
            text: format!(
                "{name}: the deepest evaluated setting of {} for this use is not known; check its label.",
                device.name
            ),
            basis: vec![format!("needling.devices.{}", device.id)],
        });
    }
    notices
}

fn depth(length: f64, (name, key): (&str, &str), row: &DepthRow) -> Option<Notice> {
    let basis = vec![key.to_owned()];
    if length > row.cap_mm {
        Some(Notice {
            id: "above-depth-limit".to_owned(),
            level: NoticeLevel::Decision,
            text: format!(
                "{name}: {length} mm is deeper than the working limit of {} mm; a clinician must decide and record why.",
                row.cap_mm
            ),
            basis,
        })
    } else if length > row.warn_above_mm {
        Some(Notice {
            id: "above-usual-depth".to_owned(),
            level: NoticeLevel::Warning,
            text: format!(
                "{name}: {length} mm is deeper than the usual {} mm; give a reason.",
                row.warn_above_mm
            ),
            basis,
        })
    } else if length < row.start_mm {
        Some(Notice {
            id: "below-usual-depth".to_owned(),
            level: NoticeLevel::Note,
            text: format!(
                "{name}: {length} mm is shallower than the usual {} to {} mm.",
                row.start_mm, row.warn_above_mm
            ),
            basis,
        })
    } else {
        None
    }
}

/// A warning when the skin may still show a session on the day of the event.
pub(crate) fn about_event(
    case: &Case,
    sessions: &[PlannedSession],
    zones: &[ZonePlan],
) -> Option<Notice> {
    let event = case.dates.event?;
    let downtime_days = downtime_days(zones);
    let session = sessions.iter().rev().find(|session| {
        let calm = session
            .starts
            .date()
            .saturating_add(Span::new().days(downtime_days));
        (session.starts.date()..=calm).contains(&event)
    })?;
    Some(Notice {
        id: "event-in-downtime".to_owned(),
        level: NoticeLevel::Warning,
        text: format!(
            "The event on {event} lies within the {downtime_days} days after session {} ({}) in which the skin may still \
             show it; move the session or the event.",
            session.number,
            session.starts.date()
        ),
        basis: zones
            .iter()
            .flat_map(|zone| &zone.outlook.side_effects)
            .flat_map(|effect| effect.basis.iter().cloned())
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect(),
    })
}

/// Days until the signs that at least one person in ten has are gone in 95 of 100 draws.
#[expect(clippy::cast_possible_truncation, reason = "side effects last days")]
fn downtime_days(zones: &[ZonePlan]) -> i64 {
    const USUAL_SIGN: f64 = 0.1;
    const HOURS_PER_DAY: f64 = 24.0;
    let hours = zones
        .iter()
        .flat_map(|zone| &zone.outlook.side_effects)
        .filter(|effect| effect.probability.p50 >= USUAL_SIGN)
        .map(|effect| effect.ends_hour.p95)
        .fold(0.0, f64::max);
    (hours / HOURS_PER_DAY).ceil() as i64
}

/// The deepest setting that any of the uses states.
fn longest_evaluated(uses: &[&EvaluatedUse]) -> Option<f64> {
    uses.iter()
        .filter_map(|one| one.longest_mm)
        .reduce(f64::max)
}

/// Evaluated uses of the device for the indication of the case.
fn uses_for<'a>(device: &'a Device, case: &'a Case) -> impl Iterator<Item = &'a EvaluatedUse> {
    device
        .evaluated_uses
        .iter()
        .filter(|one| one.indications.contains(&case.indication))
}

fn phototype_number(phototype: Phototype) -> u8 {
    match phototype {
        Phototype::I => 1,
        Phototype::II => 2,
        Phototype::III => 3,
        Phototype::IV => 4,
        Phototype::V => 5,
        Phototype::VI => 6,
    }
}

/// A notice whose text is a rule of the protocol, with what it means here.
pub(crate) fn by_rule(library: &Library, id: &str, level: NoticeLevel, here: &str) -> Notice {
    let text = library.rules.get(id).map_or("", |rule| &rule.text);
    Notice {
        id: id.to_owned(),
        level,
        text: [text, here].join(" ").trim().to_owned(),
        basis: vec![rule_key(id)],
    }
}

pub(crate) fn rule_key(id: &str) -> String {
    format!("protocol.rules.{id}")
}
