//! Whether the treatments of the day may start, as far as can be said before the people are there.

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;
use needlework_chart::id::PatientId;
use needlework_chart::lists::PatientRow;

use crate::server::access::{Allowed, Expected, ReadCharts, SeeLists};
use crate::server::gates_of_day::key_of;
use crate::server::kept::GateKey;
use crate::server::office::appointment::Purpose;
use crate::server::page::Page;
use crate::server::problem::Problem;

/// Whether a session may start, and what is missing.
pub(super) struct Gate {
    pub(super) class: &'static str,
    pub(super) text: String,
    pub(super) reasons: Vec<String>,
}

impl Gate {
    fn of(page: &Page, missing: Vec<String>) -> Self {
        let (class, text) = if missing.is_empty() {
            ("yes", "gate-ready")
        } else {
            ("wait", "gate-closed")
        };
        Self {
            class,
            text: page.say(text),
            reasons: missing,
        }
    }
}

/// How the session of the day stands, if one was begun; `None`: none was.
fn held(page: &Page, row: &PatientRow, today: Date) -> Option<Gate> {
    let is_unsigned = row.unsigned_sessions.values().any(|one| one.day == today);
    let (class, text) = match (is_unsigned, row.last_signed_on()) {
        (true, _) => ("wait", "gate-held-unsigned"),
        (false, Some(signed_on)) if signed_on == today => ("yes", "gate-held-signed"),
        (false, _) => return None,
    };
    Some(Gate {
        class,
        text: page.say(text),
        reasons: Vec::new(),
    })
}

/// The gate of every appointment: of treatments, for who may read charts.
pub(super) async fn gates(
    page: &Page,
    lists: &Allowed<SeeLists>,
    expected: &[Expected],
    today: Date,
) -> Result<Vec<Option<Gate>>, Problem> {
    let Some(reader) = lists.and::<ReadCharts>() else {
        return Ok(expected.iter().map(|_| None).collect());
    };
    let settings_version = lists.clinic().settings_version().await;
    let keys: Vec<Option<GateKey>> = expected
        .iter()
        .map(|one| {
            let (appointment, row) = (&one.appointment, &one.patient);
            key_of(appointment, row, today, settings_version, page.code())
        })
        .collect();
    let missing = look(page, &reader, keys.iter().flatten()).await?;
    let treatments = expected.iter().zip(keys).map(|(one, key)| {
        if one.appointment.purpose != Purpose::Treatment {
            return None;
        }
        if one.patient.is_treated_on(today) {
            return held(page, &one.patient, today);
        }
        match key {
            Some(key) => Some(Gate::of(page, missing.get(&key)?.clone())),
            None => Some(Gate::of(page, vec![page.say("gate-no-plan")])),
        }
    });
    Ok(treatments.collect())
}

/// What holds back each session. What nobody has worked out is worked out; what this person has not seen goes into the trail.
/// One does so at a time: who wants the same gates meanwhile finds them kept.
async fn look(
    page: &Page,
    reader: &Allowed<ReadCharts>,
    keys: impl Iterator<Item = &GateKey>,
) -> Result<HashMap<GateKey, Vec<String>>, Problem> {
    let (kept, user) = (reader.clinic().kept(), reader.who().account().user);
    let mut missing = HashMap::new();
    let mut unseen = HashSet::new();
    for key in keys {
        match kept.missing(key, user) {
            Some(known) => _ = missing.insert(key.clone(), known),
            None => _ = unseen.insert(key.clone()),
        }
    }
    if unseen.is_empty() {
        return Ok(missing);
    }
    let _turn = kept.turn().await;
    let (mut seen, mut unknown) = (Vec::new(), Vec::new());
    for key in unseen {
        match kept.gate(&key) {
            Some(gate) => seen.push((key, gate)),
            None => unknown.push(key),
        }
    }
    seen.extend(reader.gates_of_day(page, unknown).await?);
    let patients: Vec<PatientId> = seen.iter().map(|(key, _)| key.patient).collect();
    reader.note_gates_looked_at(&patients).await?;
    for (key, gate) in seen {
        kept.keep_gate(key.clone(), Some(user), gate.clone());
        missing.insert(key, gate);
    }
    Ok(missing)
}
