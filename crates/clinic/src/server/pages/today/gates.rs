//! Whether the treatments of the day may start, as far as can be said before the people are there.

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;
use needlework_chart::fold::Chart;
use needlework_chart::id::PatientId;
use needlework_chart::lists::PatientRow;
use needlework_planning::Library;

use crate::server::access::{Allowed, Expected, ReadCharts, SeeLists};
use crate::server::gate_facts::{checks_before_the_chair, facts_of};
use crate::server::kept::GateKey;
use crate::server::office::appointment::Purpose;
use crate::server::page::Page;
use crate::server::plan_document::PlanDocument;
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
            key(page, one, today, settings_version).filter(|_| !one.patient.is_treated_on(today))
        })
        .collect();
    let missing = look(page, &reader, keys.iter().flatten()).await?;
    let gates = expected.iter().zip(keys).map(|(one, key)| match key {
        _ if is_treatment(one) && one.patient.is_treated_on(today) => {
            held(page, &one.patient, today)
        }
        Some(key) => Some(Gate::of(page, missing.get(&key)?.clone())),
        None => is_treatment(one).then(|| Gate::of(page, vec![page.say("gate-no-plan")])),
    });
    Ok(gates.collect())
}

fn is_treatment(one: &Expected) -> bool {
    one.appointment.purpose == Purpose::Treatment
}

/// A treatment is held by the plan that is in force when it starts, so that nobody has to say so when it is booked; `None`: it
/// is no treatment, or no plan is in force.
fn key(page: &Page, one: &Expected, today: Date, settings_version: u64) -> Option<GateKey> {
    let plan = one.patient.plan_in_force().filter(|_| is_treatment(one))?;
    Some(GateKey {
        patient: one.patient.patient,
        plan,
        recorded: one.patient.recorded,
        today,
        settings_version,
        language: page.code(),
    })
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
    seen.extend(work_out(page, reader, unknown).await?);
    let patients: Vec<PatientId> = seen.iter().map(|(key, _)| key.patient).collect();
    reader.note_gates_looked_at(&patients).await?;
    for (key, gate) in seen {
        kept.keep_gate(key.clone(), user, gate.clone());
        missing.insert(key, gate);
    }
    Ok(missing)
}

/// Opens the charts, and gives what holds back each session; a chart that holds no such plan is left out.
async fn work_out(
    page: &Page,
    reader: &Allowed<ReadCharts>,
    keys: Vec<GateKey>,
) -> Result<Vec<(GateKey, Vec<String>)>, Problem> {
    let library = reader.clinic().library().await;
    let page = page.clone();
    let look = move |key: &GateKey, chart: &Chart| missing(&page, &library, key, chart);
    let looked_at = reader
        .look_for_the_day(keys, |key| key.patient, look)
        .await?;
    let found = looked_at.into_iter().filter_map(|(key, missing)| {
        let missing = missing.transpose()?;
        Some(missing.map(|missing| (key, missing)))
    });
    found.collect()
}

/// What holds back a session before the person is there, in sentences; `None`: the chart holds no such plan.
fn missing(
    page: &Page,
    library: &Library,
    key: &GateKey,
    chart: &Chart,
) -> Result<Option<Vec<String>>, Problem> {
    let Some(known) = chart.plans.get(&key.plan) else {
        return Ok(None);
    };
    let document = PlanDocument::read(&known.document)?;
    let facts = facts_of(page, chart, key.plan, &document, library, key.today);
    let missing = checks_before_the_chair(page, &facts, library)
        .into_iter()
        .flat_map(|check| check.reasons)
        .filter(|reason| !reason.is_remark)
        .map(|reason| reason.sentence);
    Ok(Some(missing.collect()))
}
