//! What is asked of a new event by itself, whatever the chart says: whose role may state it, words, ranges, an address that can be
//! reached.

use super::refusal::Refusal;
use crate::event::{
    AddedZone, Author, Corrected, CorrectedZone, Correction, Event, Recorded, RemindersChosen,
    Role, SessionAmended,
};

/// Refuses an event that no chart could take.
pub(super) fn require_well_formed(new: &Recorded) -> Result<(), Refusal> {
    require_role(&new.author, &new.event)?;
    require_words(&new.event)?;
    require_ranges(&new.event)?;
    match &new.event {
        Event::RemindersChosen(chosen) => require_reach(chosen),
        _ => Ok(()),
    }
}

fn require_role(author: &Author, event: &Event) -> Result<(), Refusal> {
    let (is_allowed, needed) = match event {
        Event::PlanApproved(_)
        | Event::PlanReturned(_)
        | Event::PlanStopped(_)
        | Event::ClearanceGiven(_)
        | Event::AdverseEventReportNotDue(_)
        | Event::AdverseEventClosed(_) => (
            author.role.is_licensed(),
            "is a clinician, prescriber or physician",
        ),
        // Which role may override which rule is said by the rule; the clinic asks it.
        Event::OverrideDecided(_)
        | Event::BlindedPairRated(_)
        | Event::PlanDrafted(_)
        | Event::PlanChanged(_)
        | Event::SessionStarted(_)
        | Event::ZoneRecorded(_)
        | Event::SessionSigned(_)
        | Event::SessionAmended(_) => (author.role.may_treat(), "may treat"),
        // Protocol 6: outcomes are graded by a clinician and by the patient; whoever needles does not judge the own work.
        Event::ScaleRated(_) => (
            author.role.is_licensed() || author.role == Role::Patient,
            "is a clinician, prescriber or physician",
        ),
        // Protocol 5.6: whether it is serious is said by a clinician. Somebody else may think so, and says that.
        Event::AdverseEventOpened(facts) if facts.is_serious => (
            author.role.is_licensed(),
            "is a clinician, prescriber or physician",
        ),
        _ => (true, ""),
    };
    if is_allowed {
        return Ok(());
    }
    Err(Refusal::Role {
        role: author.role,
        needed,
    })
}

fn require_words(event: &Event) -> Result<(), Refusal> {
    let fields: &[(&str, &'static str)] = match event {
        Event::PatientRegistered(facts) => &[(&facts.name.given, "the given name")],
        Event::IdentityCorrected(facts) => &[
            (&facts.name.given, "the given name"),
            (&facts.reason, "the reason"),
        ],
        Event::PlanReturned(facts) => &[(&facts.comment, "the comment")],
        Event::PlanStopped(facts) => &[(&facts.reason, "the reason")],
        Event::IntakeSent(facts) => &[(&facts.form_version, "the version of the questions")],
        Event::ConsentGiven(facts) => &[(&facts.text_version, "the version of the text")],
        Event::OverrideDecided(facts) => &[(&facts.reason, "the reason")],
        Event::CartridgeOpened(facts) => &[
            (&facts.lot, "the lot of the cartridge"),
            (&facts.unit, "the unit of the cartridge"),
        ],
        Event::SessionAmended(SessionAmended {
            reason,
            corrected:
                Some(
                    Correction::Needled(CorrectedZone {
                        zone: Some(zone), ..
                    })
                    | Correction::Added(AddedZone { zone, .. }),
                ),
            ..
        }) => &[(reason, "the reason"), (zone, "the zone")],
        Event::SessionAmended(facts) if facts.corrected.is_some() => {
            &[(&facts.reason, "the reason")]
        }
        Event::SessionAmended(facts) => &[
            (&facts.text, "the amendment"),
            (&facts.reason, "the reason"),
        ],
        Event::SessionAbandoned(facts) => &[(&facts.reason, "the reason")],
        Event::CheckInAnswered(facts) => &[(&facts.response, "the response")],
        Event::SilenceNoted(facts) => &[(&facts.note, "what was tried")],
        Event::RatingWithdrawn(facts) => &[(&facts.reason, "the reason")],
        Event::AdverseEventReportNotDue(facts) => &[(&facts.reason, "the reason")],
        Event::AdverseEventClosed(facts) => &[(&facts.outcome, "the outcome")],
        _ => &[],
    };
    match fields.iter().find(|(text, _)| text.trim().is_empty()) {
        Some((_, name)) => Err(Refusal::Blank(name)),
        None => Ok(()),
    }
}

fn require_ranges(event: &Event) -> Result<(), Refusal> {
    match event {
        Event::ZoneRecorded(facts) => require_zone_ranges(
            Some(facts.depth_set_mm),
            Some(facts.passes),
            facts.pain_0_to_10,
        ),
        Event::SessionAmended(SessionAmended {
            corrected: Some(Correction::Added(added)),
            ..
        }) => require_zone_ranges(
            Some(added.depth_set_mm),
            Some(added.passes),
            added.pain_0_to_10,
        ),
        Event::SessionAmended(SessionAmended {
            corrected: Some(Correction::Needled(corrected)),
            ..
        }) => {
            let CorrectedZone {
                depth_set_mm,
                passes,
                pain_0_to_10,
                ..
            } = corrected;
            let [depth_set_mm, passes, pain_0_to_10] =
                [depth_set_mm, passes, pain_0_to_10].map(|field| field.and_then(Corrected::known));
            require_zone_ranges(depth_set_mm, passes, pain_0_to_10)
        }
        Event::CheckInReported(facts) => {
            within("the level", f64::from(facts.level.unwrap_or(1)), 1, 4)
        }
        Event::AdverseEventOpened(facts) => within("the grade", f64::from(facts.grade), 1, 5),
        Event::AdverseEventFollowedUp(facts) => within("the grade", f64::from(facts.grade), 1, 5),
        _ => Ok(()),
    }
}

/// What may be said of a zone, when it is recorded and when it is corrected.
fn require_zone_ranges(
    depth_set_mm: Option<f64>,
    passes: Option<f64>,
    pain_0_to_10: Option<f64>,
) -> Result<(), Refusal> {
    within("the depth in mm", depth_set_mm.unwrap_or(0.0), 0, 10)?;
    within("the number of passes", passes.unwrap_or(0.0), 0, 1000)?;
    within("pain", pain_0_to_10.unwrap_or(0.0), 0, 10)
}

fn within(what: &'static str, value: f64, least: u32, most: u32) -> Result<(), Refusal> {
    if (f64::from(least)..=f64::from(most)).contains(&value) {
        Ok(())
    } else {
        Err(Refusal::OutOfRange { what, least, most })
    }
}

/// A mail must be able to reach somebody, at hours that are known. Whether the address exists, only a mail tells.
fn require_reach(chosen: &RemindersChosen) -> Result<(), Refusal> {
    let Some(mail) = &chosen.mail else {
        return Ok(());
    };
    if !is_mail_address(&mail.address) {
        return Err(Refusal::NoMailAddress);
    }
    if mail.language.trim().is_empty() {
        return Err(Refusal::Blank("the language"));
    }
    let is_known = |zone: &String| jiff::tz::TimeZone::get(zone).is_ok();
    if mail.time_zone.as_ref().is_none_or(is_known) {
        Ok(())
    } else {
        Err(Refusal::UnknownTimeZone)
    }
}

/// Longest mail address, bytes (RFC 5321, 4.5.3.1.3, without the angle brackets).
const LONGEST_ADDRESS: usize = 254;

/// Whether a text has the shape of one address. A line break or a second address in it would write headers of a mail.
pub fn is_mail_address(text: &str) -> bool {
    let is_plain =
        |one: char| !one.is_whitespace() && !one.is_control() && !"<>,;:\"()[]".contains(one);
    text.len() <= LONGEST_ADDRESS
        && text.chars().all(is_plain)
        && text.split_once('@').is_some_and(|(name, host)| {
            !name.is_empty()
                && host.contains('.')
                && !host.starts_with('.')
                && !host.ends_with('.')
                && !host.contains('@')
        })
}
