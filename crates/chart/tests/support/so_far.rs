//! Charts in the middle of the story, and what may happen next.

use needlework_chart::event::{Author, Event};
use needlework_chart::fold::{Chart, Refusal};

use super::{minute, story};

/// How many events of the story there are up to and with the first one of which `is_last` holds.
pub fn up_to(is_last: impl Fn(&Event) -> bool) -> usize {
    let events = story::events();
    events.iter().position(|one| is_last(&one.event)).unwrap() + 1
}

/// The chart after these events.
pub fn until(is_last: impl Fn(&Event) -> bool) -> Chart {
    Chart::fold(&story::events()[..up_to(is_last)]).unwrap()
}

pub fn approved_plan() -> Chart {
    until(|event| matches!(event, Event::PlanApproved(_)))
}

pub fn open_session() -> Chart {
    until(|event| matches!(event, Event::CartridgeOpened(_)))
}

pub fn signed_session() -> Chart {
    until(|event| matches!(event, Event::SessionSigned(_)))
}

pub fn try_by(chart: &Chart, event: impl Into<Event>, author: Author) -> Result<Chart, Refusal> {
    chart.admit(&event.into().by(author, minute(900)))
}
