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
        // words alone; what is absent is read as that.
        (EventKind::ZoneRecorded | EventKind::SessionAmended, 1) => Some(facts),
        (EventKind::ClearanceGiven, 1) => clearance_of_one_instruction(facts),
        _ => None,
    }
}

/// Version 1 released a single instruction.
fn clearance_of_one_instruction(mut facts: Value) -> Option<Value> {
    let fields = facts.as_object_mut()?;
    let instruction = fields.remove("instruction")?;
    fields.insert("instructions".to_owned(), json!([instruction]));
    Some(facts)
}
