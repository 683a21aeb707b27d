//! What the clinician must know or decide about the course. A notice never changes the plan; what speaks for or against
//! needling this person is screening.

use std::collections::BTreeSet;

use jiff::Span;
use needlework_evidence::HOURS_PER_DAY;
use needlework_protocol::screening::Screening;
use needlework_protocol::{Indication, Speech};
use needlework_skin::Zone;

use crate::case::Case;
use crate::library::Library;
use crate::personal::PersonalUpdate;
use crate::plan::{Notice, NoticeLevel, PlannedSession, ZonePlan};
use crate::schedule::CoursePattern;
use crate::technique::{ChosenTechnique, depth_key};

/// Notices about the course.
pub(crate) fn about_course(
    indication: &Indication,
    pattern: CoursePattern,
    (library, speech): (&Library, Speech),
) -> Vec<Notice> {
    let CoursePattern {
        sessions,
        interval_days,
        ..
    } = pattern;
    let mut notices = Vec::new();
    let by_rule = |id: &str, level, here: &str| by_rule((library, speech), id, level, here);
    let asked = [
        ("sessions", sessions.to_string()),
        ("interval", interval_days.to_string()),
    ];
    if indication.sessions.is_none() || indication.interval_days.is_none() {
        let here = said(speech, "notice.asks-for", &asked);
        notices.push(by_rule("no-default-course", NoticeLevel::Decision, &here));
    }
    let usual = library.visits.usual_shortest_interval_days.value;
    if sessions > 1 && f64::from(interval_days) < usual {
        let [_, interval] = asked.clone();
        let usual = ("usual", speech.phrases.number(usual));
        let here = said(speech, "notice.short-interval", &[interval, usual]);
        notices.push(by_rule(
            "interval-last-needling",
            NoticeLevel::Warning,
            &here,
        ));
    }
    let [_, most] = indication.sessions_seen;
    if sessions > most {
        let [sessions, _] = asked.clone();
        let into = speech.translations;
        let translated = into.and_then(|into| into.indication(&indication.id));
        let name = translated.map_or(&indication.plain_name, |names| &names.plain_name);
        let name = ("indication", name.clone());
        let most = ("most", most.to_string());
        notices.push(Notice {
            id: "more-sessions-than-seen".to_owned(),
            level: NoticeLevel::Note,
            text: said(speech, "notice.more-sessions", &[sessions, name, most]),
            basis: vec![format!("protocol.courses.{}", indication.id)],
        });
    }
    notices.push(by_rule("maintenance", NoticeLevel::Note, ""));
    if sessions > 1 {
        notices.push(by_rule("screening-repeats", NoticeLevel::Note, ""));
    }
    notices.push(by_rule("setting-is-not-depth", NoticeLevel::Note, ""));
    notices
}

/// A note where the setting of a zone is shallower than usual. What is deeper, or outside the device, is a finding of
/// screening.
pub(crate) fn about_zone(
    zone: &Zone,
    indication: &str,
    chosen: &ChosenTechnique,
    speech: Speech,
) -> Option<Notice> {
    let row = chosen.depth_row?;
    let length = chosen.technique.needle_length_mm;
    let translated = speech.translations.and_then(|into| into.zone(&zone.id));
    let name = translated.map_or(&zone.name, |names| &names.name);
    (length < row.start_mm).then(|| Notice {
        id: "below-usual-depth".to_owned(),
        level: NoticeLevel::Note,
        text: said(
            speech,
            "notice.shallower",
            &[
                ("zone", name.clone()),
                ("length", speech.phrases.number(length)),
                ("start", speech.phrases.number(row.start_mm)),
                ("usual", speech.phrases.number(row.warn_above_mm)),
            ],
        ),
        basis: vec![depth_key(&zone.id, indication)],
    })
}

/// A decision where a listed date lies before the first day that screening permits.
pub(crate) fn about_first_session(screening: &Screening, speech: Speech) -> Option<Notice> {
    let earliest = screening.earliest_together.as_ref()?;
    (earliest.day > screening.appointment).then(|| Notice {
        id: "agreed-too-early".to_owned(),
        level: NoticeLevel::Decision,
        text: said(
            speech,
            "notice.agreed-too-early",
            &[
                ("day", speech.day(screening.appointment)),
                ("earliest", speech.day(earliest.day)),
            ],
        ),
        basis: vec![screening_key(&earliest.rule)],
    })
}

/// What earlier results of the person did to the forecast.
pub(crate) fn about_own_results(update: &PersonalUpdate, speech: Speech) -> Notice {
    let PersonalUpdate {
        results,
        effective_draws,
        ..
    } = *update;
    let results = ("results", results.to_string());
    let (id, level, text) = if update.is_unlikely() {
        let text = said(speech, "notice.own-results-unlikely", &[results]);
        ("own-results-unlikely", NoticeLevel::Warning, text)
    } else {
        let draws = ("draws", format!("{effective_draws:.0}"));
        let text = said(speech, "notice.own-results", &[results, draws]);
        ("own-results", NoticeLevel::Note, text)
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
    (library, speech): (&Library, Speech),
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
        text: said(
            speech,
            "notice.event",
            &[
                ("day", speech.day(event)),
                ("days", downtime_days.to_string()),
                ("number", session.number.to_string()),
                ("session", speech.day(session.starts.date())),
            ],
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
fn by_rule(
    (library, speech): (&Library, Speech),
    id: &str,
    level: NoticeLevel,
    here: &str,
) -> Notice {
    let text = library.record(id).map_or("", |rule| speech.text(rule));
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

fn said(speech: Speech, key: &str, values: &[(&str, String)]) -> String {
    let values: Vec<(&str, &str)> = values
        .iter()
        .map(|(key, value)| (*key, value.as_str()))
        .collect();
    speech.say(key, &values)
}

fn rule_key(id: &str) -> String {
    format!("protocol.rules.{id}")
}

fn screening_key(id: &str) -> String {
    format!("protocol.screening.{id}")
}
