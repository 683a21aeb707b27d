//! What the clock alone says about an instruction: from when to when it holds.

use jiff::Zoned;
use needlework_evidence::hours_in;

use super::instruction::{CareSession, Instruction};
use super::rule::EndsBy;

/// Days before the first session, and after it, that cards and picture show.
pub(super) const SHOWN_DAYS_BEFORE: i64 = 14;
/// See [`SHOWN_DAYS_BEFORE`].
pub(super) const SHOWN_DAYS_AFTER: i64 = 28;

/// The end by the clock: of the time, or the earliest one. `None`: as long as nobody releases it.
pub(super) fn end_by_clock(instruction: &Instruction) -> Option<&Zoned> {
    match instruction.ends_by {
        EndsBy::Clearance => instruction.until.as_ref(),
        _ => instruction
            .earliest_end
            .as_ref()
            .or(instruction.until.as_ref()),
    }
}

/// Whether it holds at a moment by the clock.
pub(super) fn holds_by_clock(instruction: &Instruction, at: &Zoned) -> bool {
    instruction.from <= *at && end_by_clock(instruction).is_none_or(|end| at < end)
}

/// Hours from `T0` of a session to a moment, negative before it.
pub(super) fn hours_since(session: &CareSession, moment: &Zoned) -> f64 {
    hours_in(moment.duration_since(&session.needling_ends))
}
