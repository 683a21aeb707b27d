//! The same form sent twice, by a second tap or by going back: it is answered as the first time, and nothing is recorded again.

use jiff::Timestamp;
use needlework_chart::event::{Correction, Deviation, Event, Recorded};
use needlework_chart::id::{AdverseEventId, AmendmentId, PlanId, RatingId, UserId, ZoneEntryId};
use uuid::Uuid;

/// The version of a chart that a form was drawn from. A form that does not say is nobody's second one.
pub(super) fn version_seen(seen: &str) -> u64 {
    let seen = seen.trim().parse().ok();
    seen.filter(|seen| *seen > 0).unwrap_or(u64::MAX)
}

/// What the same person recorded since a form was drawn that says the same as the form does now; `None`: nothing.
pub(super) fn recorded_already<'a>(
    since: &'a [Recorded],
    own: UserId,
    fact: &Event,
) -> Option<&'a Event> {
    let fact = without_marks(fact);
    let mut own = since.iter().filter(|recorded| recorded.author.user == own);
    let same = own.find(|recorded| without_marks(&recorded.event) == fact);
    same.map(|recorded| &recorded.event)
}

/// A fact without what differs between two taps on one button: ids and moments that the program gives, and how the entry stands
/// beside the plan.
fn without_marks(fact: &Event) -> Event {
    let mut fact = fact.clone();
    match &mut fact {
        Event::ZoneRecorded(zone) => {
            zone.entry = ZoneEntryId::from_uuid(Uuid::nil());
            zone.override_id = None;
            zone.deviation = Deviation::Inside;
        }
        Event::SessionAmended(amended) => {
            amended.amendment = AmendmentId::from_uuid(Uuid::nil());
            amended.override_id = None;
            amended.deviation = None;
            if matches!(amended.corrected, Some(Correction::Added(_))) {
                amended.entry = None;
            }
        }
        Event::CartridgeDiscarded(gone) => gone.discarded_at = Timestamp::UNIX_EPOCH,
        Event::SessionSigned(signed) => {
            signed.ended_at = Timestamp::UNIX_EPOCH;
            signed.score = None;
        }
        Event::PlanDrafted(drafted) => drafted.plan = PlanId::from_uuid(Uuid::nil()),
        Event::AdverseEventOpened(opened) => {
            opened.adverse_event = AdverseEventId::from_uuid(Uuid::nil());
        }
        Event::ScaleRated(rated) => rated.rating = RatingId::from_uuid(Uuid::nil()),
        _ => {}
    }
    fact
}
