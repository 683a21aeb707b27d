//! What the clinician must know or decide about the course. A notice never changes the plan; what speaks for or against
//! needling this person is screening.

use std::collections::BTreeSet;

use jiff::Span;
use needlework_evidence::HOURS_PER_DAY;
use needlework_protocol::Indication;
use needlework_protocol::screening::Screening;
use needlework_skin::Zone;

use crate::case::Case;
use crate::library::Library;
use crate::personal::PersonalUpdate;
use crate::plan::{Notice, NoticeLevel, PlannedSession, ZonePlan};
use crate::schedule::{CoursePattern, spoken};
use crate::technique::{ChosenTechnique, depth_key};

/// Notices about the course.
pub(crate) fn about_course(
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
    let usual = library.visits.usual_shortest_interval_days.value;
    if sessions > 1 && f64::from(interval_days) < usual {
        notices.push(by_rule(
            library,
            "interval-last-needling",
            NoticeLevel::Warning,
            &format!(
                "The sessions are planned {interval_days} days apart, less than the usual {usual}."
            ),
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
    if sessions > 1 {
        notices.push(by_rule(library, "screening-repeats", NoticeLevel::Note, ""));
    }
    notices.push(by_rule(
        library,
        "setting-is-not-depth",
        NoticeLevel::Note,
        "",
    ));
    notices
}

/// A note where the setting of a zone is shallower than usual. What is deeper, or outside the device, is a finding of
/// screening.
pub(crate) fn about_zone(
    zone: &Zone,
    indication: &str,
    chosen: &ChosenTechnique,
) -> Option<Notice> {
    let row = chosen.depth_row?;
    let length = chosen.technique.needle_length_mm;
    (length < row.start_mm).then(|| Notice {
        id: "below-usual-depth".to_owned(),
        level: NoticeLevel::Note,
        text: format!(
            "{}: {length} mm is shallower than the usual {} to {} mm.",
            zone.name, row.start_mm, row.warn_above_mm
        ),
        basis: vec![depth_key(&zone.id, indication)],
    })
}

/// A decision where a listed date lies before the first day that screening permits.
pub(crate) fn about_first_session(screening: &Screening) -> Option<Notice> {
    let earliest = screening.earliest_together.as_ref()?;
    (earliest.day > screening.appointment).then(|| Notice {
        id: "agreed-too-early".to_owned(),
        level: NoticeLevel::Decision,
        text: format!(
            "The first agreed session, on {}, lies before {}, the first day that screening permits; agree on another day or \
             record an override.",
            spoken(screening.appointment),
            spoken(earliest.day)
        ),
        basis: vec![screening_key(&earliest.rule)],
    })
}

/// What earlier results of the person did to the forecast.
pub(crate) fn about_own_results(update: &PersonalUpdate) -> Notice {
    let PersonalUpdate {
        results,
        effective_draws,
        power,
        ..
    } = *update;
    let (id, level, text) = if power >= 1.0 {
        let text = format!(
            "The forecast knows {results} earlier results of this person; about {effective_draws:.0} draws that fit them stand \
             behind it."
        );
        ("own-results", NoticeLevel::Note, text)
    } else {
        let text = format!(
            "The {results} earlier results of this person lie where the model hardly ever goes. They were believed only in \
             part; check them, and read the forecast with care."
        );
        ("own-results-unlikely", NoticeLevel::Warning, text)
    };
    let basis = [
        "outcome.person",
        "outcome.between_people",
        "outcome.own_reports",
    ];
    Notice {
        id: id.to_owned(),
        level,
        text,
        basis: basis.map(str::to_owned).to_vec(),
    }
}

/// A warning when the skin may still show a session on the day of the event.
pub(crate) fn about_event(
    case: &Case,
    sessions: &[PlannedSession],
    zones: &[ZonePlan],
    library: &Library,
) -> Option<Notice> {
    let event = case.dates.event?;
    let downtime_days = downtime_days(zones, library.visits.usual_sign_share.value);
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
            "The event on {} lies within the {downtime_days} days after session {} ({}) in which the skin may still \
             show it; move the session or the event.",
            spoken(event),
            session.number,
            spoken(session.starts.date())
        ),
        basis: zones
            .iter()
            .flat_map(|zone| &zone.outlook.side_effects)
            .flat_map(|effect| effect.basis.iter().cloned())
            .chain(["protocol.visit.usual_sign_share".to_owned()])
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect(),
    })
}

/// Days until the signs that at least this share of people has are gone in 95 of 100 draws.
#[expect(clippy::cast_possible_truncation, reason = "side effects last days")]
fn downtime_days(zones: &[ZonePlan], usual_share: f64) -> i64 {
    let hours = zones
        .iter()
        .flat_map(|zone| &zone.outlook.side_effects)
        .filter(|effect| effect.probability.p50 >= usual_share)
        .map(|effect| effect.ends_hour.p95)
        .fold(0.0, f64::max);
    (hours / HOURS_PER_DAY).ceil() as i64
}

/// A notice whose text is a rule of the protocol, with what it means here.
pub(crate) fn by_rule(library: &Library, id: &str, level: NoticeLevel, here: &str) -> Notice {
    let text = library.record(id).map_or("", |rule| &rule.text);
    let basis = match library.rules.get(id) {
        Some(_) => rule_key(id),
        None => screening_key(id),
    };
    Notice {
        id: id.to_owned(),
        level,
        text: [text, here].join(" ").trim().to_owned(),
        basis: vec![basis],
    }
}

fn rule_key(id: &str) -> String {
    format!("protocol.rules.{id}")
}

fn screening_key(id: &str) -> String {
    format!("protocol.screening.{id}")
}
