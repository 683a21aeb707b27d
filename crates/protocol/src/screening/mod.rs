//! May this skin be needled? From the answers of one person to findings and a verdict (protocol 0, 1 and 3.1 to 3.3).
//!
//! Every rule that fires is a [`Finding`]; none hides another. The gravest that no decision sets aside makes the verdict
//! ([`Standing`]) of the booking and of each zone: a zone can be left out while the rest goes ahead. A question that was
//! not answered for this appointment is a finding too.

mod answer;
mod booking;
mod date;
mod deferral;
mod evaluate;
mod finding;
mod overrides;
mod repeat;
mod rule;
mod standing;

use std::cmp::Reverse;
use std::collections::BTreeMap;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

pub use answer::{Answer, Answers, Resolution};
pub use booking::{BookedZone, Booking, mechanical_lengths_mm};
pub use date::Anchor;
pub use finding::Finding;
pub use overrides::{Override, OverrideError};
pub use repeat::{Ask, QuestionToAsk, questions_to_ask, questions_to_ask_in};
pub use rule::{
    AnswerKind, AskedOf, Blocks, Grade, Outcome, Scope, ScreeningRule, ScreeningRules, Until,
    Validity,
};
pub use standing::{Earliest, Permission, Standing};

use crate::conflict::{Conflict, Conflicts};
use crate::phrase::capitalised;
use crate::record::Record;
use crate::speech::Speech;

/// What screening says about one booking.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Screening {
    /// The appointment that was screened.
    #[schemars(with = "String")]
    pub appointment: Date,
    /// The day on which the questions were answered; `None`: nobody has answered them.
    #[schemars(with = "Option<String>")]
    pub answered_on: Option<Date>,
    /// How the booking stands: like the zone that restricts least, since the others can be left out.
    pub booking: Standing,
    /// How each zone stands, in the order of the booking.
    pub zones: Vec<ZoneStanding>,
    /// First day on which all zones that are not left out may be treated together; `None`: on the appointment.
    pub earliest_together: Option<Earliest>,
    /// All findings, the gravest first.
    pub findings: Vec<Finding>,
    /// The rules that fired, by id.
    pub rules: BTreeMap<String, Record>,
    /// The conflicts between sources behind those rules, by id.
    pub conflicts: BTreeMap<String, Conflict>,
}

impl Screening {
    /// What may be done on the day that was screened: as the booking stands, but not yet where a zone that is not left out has
    /// to wait for a later day.
    pub fn permission(&self) -> Permission {
        match self.booking.permission() {
            Permission::Permitted if self.earliest_together.is_some() => Permission::NotYet,
            permission => permission,
        }
    }
}

/// How one zone stands.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ZoneStanding {
    /// Zone id.
    pub zone: String,
    /// Name in a sentence.
    pub name: String,
    /// Verdict over everything that concerns the zone.
    pub standing: Standing,
    /// Whether the zone is left out while another goes ahead.
    pub left_out: bool,
}

/// Screens one booking. Without answers every question is open, and what can be calculated is. It speaks English.
pub fn screen(
    rules: &ScreeningRules,
    conflicts: &Conflicts,
    booking: &Booking,
    answers: Option<&Answers>,
) -> Screening {
    screen_in(rules, conflicts, booking, answers, rules.english())
}

/// [`screen`] in another language: the same findings and verdicts, in its words. Zones carry the names of the booking; the
/// records of `rules` and why a decision does not count stay as they are.
pub fn screen_in(
    rules: &ScreeningRules,
    conflicts: &Conflicts,
    booking: &Booking,
    answers: Option<&Answers>,
    speech: Speech,
) -> Screening {
    let mut findings = evaluate::findings(rules, booking, answers, speech);
    findings.sort_by_key(|one| Reverse(one.effective()));
    let zones = zones(booking, &findings, speech);
    let fired: BTreeMap<String, Record> = findings
        .iter()
        .filter(|one| one.unanswered.is_none())
        .filter_map(|one| rules.get(&one.rule))
        .map(|rule| (rule.record.id.clone(), rule.record.clone()))
        .collect();
    let behind = fired
        .values()
        .flat_map(|record| &record.conflicts)
        .filter_map(|id| conflicts.get(id))
        .map(|conflict| (conflict.id.clone(), conflict.clone()))
        .collect();
    Screening {
        appointment: booking.appointment,
        answered_on: answers.map(|answers| answers.answered_on),
        booking: of_booking(booking, &findings, &zones, speech),
        earliest_together: earliest_together(&zones),
        zones,
        findings,
        rules: fired,
        conflicts: behind,
    }
}

fn concerns(finding: &Finding, zone: &str) -> bool {
    finding.zone.as_deref().is_none_or(|one| one == zone)
}

fn zones(booking: &Booking, findings: &[Finding], speech: Speech) -> Vec<ZoneStanding> {
    let standings: Vec<Standing> = booking
        .zones
        .iter()
        .map(|zone| {
            let about = findings.iter().filter(|one| concerns(one, zone.id));
            Standing::of(about, booking.appointment, speech)
        })
        .collect();
    let all_out = standings.iter().all(Standing::is_left_out);
    booking
        .zones
        .iter()
        .zip(standings)
        .map(|(zone, standing)| ZoneStanding {
            zone: zone.id.to_owned(),
            name: zone.name.to_owned(),
            left_out: standing.is_left_out() && !all_out,
            standing,
        })
        .collect()
}

/// The booking stands like its least restricted zone: by grade, then by day. Other zones are named in its sentence.
fn of_booking(
    booking: &Booking,
    findings: &[Finding],
    zones: &[ZoneStanding],
    speech: Speech,
) -> Standing {
    let best = zones.iter().min_by_key(|zone| {
        let standing = &zone.standing;
        (
            standing.grade,
            standing.waits_for_change,
            standing.earliest.as_ref().map(|earliest| earliest.day),
        )
    });
    let Some(best) = best else {
        return Standing::of(findings.iter(), booking.appointment, speech);
    };
    let mut standing = best.standing.clone();
    if zones
        .iter()
        .any(|zone| zone.standing.sentence != standing.sentence)
    {
        standing.sentence = zones
            .iter()
            .map(|zone| {
                let name = capitalised(&zone.name);
                let sentence = zone.standing.sentence.as_str();
                speech.say("standing.zone", &[("zone", &name), ("sentence", sentence)])
            })
            .collect::<Vec<_>>()
            .join(" ");
    }
    let is_restricted = zones.iter().any(|zone| !zone.standing.may_proceed());
    if standing.grade.is_none() && is_restricted {
        standing.grade = Some(Grade::Precaution);
    }
    standing
}

fn earliest_together(zones: &[ZoneStanding]) -> Option<Earliest> {
    let all_out = zones.iter().all(|zone| zone.standing.is_left_out());
    zones
        .iter()
        .filter(|zone| all_out || !zone.standing.is_left_out())
        .filter_map(|zone| zone.standing.earliest.clone())
        .max_by_key(|earliest| earliest.day)
}
