//! Old versions of events, brought to the newest one step at a time. A step is never removed: what was written once must
//! stay readable as long as charts are kept.

use serde_json::{Value, json};

use super::EventKind;

/// The facts in the newest version of their kind; `None` if they do not fit the version that they claim.
pub(super) fn upcast(kind: EventKind, version: u32, facts: Value) -> Option<Value> {
    (version..kind.version()).try_fold(facts, |facts, version| step(kind, version, facts))
}

/// From one version to the next.
fn step(kind: EventKind, version: u32, facts: Value) -> Option<Value> {
    match (kind, version) {
        // Of a zone, version 1 did not know the time of needling; what is absent is read as not noted. Of an amendment, it knew
        // words alone, and version 2 did not hold it against the plan; what is absent is read as that. Of a consent, version 1 did
        // not keep what was read, nor in which language. Of a rating, it did not keep where the skin was seen, nor what the scale
        // said of itself. Up to version 2 a session was in the one clinic that there was.
        (EventKind::ZoneRecorded | EventKind::ConsentGiven | EventKind::ScaleRated, 1)
        | (EventKind::SessionAmended, 1 | 2)
        | (EventKind::SessionStarted, 2) => Some(facts),
        (EventKind::ZoneRecorded, 2) => Some(without_directions_nobody_said(facts)),
        (EventKind::SessionStarted, 1) => identity_of_two_marks(facts),
        (EventKind::ClearanceGiven, 1) => clearance_of_one_instruction(facts),
        (EventKind::CheckInAnswered, 1) => answer_that_the_patient_saw(facts),
        (EventKind::AdverseEventOpened, 1) => adverse_event_without_onset(facts),
        _ => None,
    }
}

/// Version 1 asked whether photograph and day of birth were compared, both or none.
fn identity_of_two_marks(mut facts: Value) -> Option<Value> {
    let fields = facts.as_object_mut()?;
    let is_confirmed = fields.remove("is_identity_confirmed")?.as_bool()?;
    let identified_by = if is_confirmed {
        json!(["photograph", "birth-date"])
    } else {
        json!([])
    };
    fields.insert("identified_by".to_owned(), identified_by);
    Some(facts)
}

/// Up to version 2 the number of directions had to be there, and pages that did not ask for it wrote 1.
fn without_directions_nobody_said(mut facts: Value) -> Value {
    if let Some(directions) = facts.get_mut("directions")
        && directions.as_u64() == Some(1)
    {
        *directions = Value::Null;
    }
    facts
}

/// Version 1 released a single instruction.
fn clearance_of_one_instruction(mut facts: Value) -> Option<Value> {
    let fields = facts.as_object_mut()?;
    let instruction = fields.remove("instruction")?;
    fields.insert("instructions".to_owned(), json!([instruction]));
    Some(facts)
}

/// Version 1 had one text, which the patient was shown word for word: what was shown is not taken back.
fn answer_that_the_patient_saw(mut facts: Value) -> Option<Value> {
    let fields = facts.as_object_mut()?;
    let response = fields.get("response")?.clone();
    fields.insert("words".to_owned(), response);
    Some(facts)
}

/// Version 1 asked for no day of onset, and let everybody who follows healing call an adverse event serious.
fn adverse_event_without_onset(mut facts: Value) -> Option<Value> {
    let fields = facts.as_object_mut()?;
    fields.insert("onset_on".to_owned(), Value::Null);
    fields.insert("is_thought_serious".to_owned(), json!(false));
    Some(facts)
}
