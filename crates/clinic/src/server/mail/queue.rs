//! What becomes of the mails of a patient when what is due has changed, and after a try. Pure: no clock, no database.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use needlework_chart::id::PatientId;
use uuid::Uuid;

use super::due::Due;
use crate::server::office::Held;
use crate::server::office::mail::{Failure, Mail, MailState, Recipient, StopReason};
use crate::server::office::mail_secret::MailSecret;

/// How far ahead mails are queued: beyond the next planning, which comes within a day.
const HORIZON: SignedDuration = SignedDuration::from_hours(3 * 24);
/// Two mails about the same thing whose moments lie closer together say the same: the beginning of a session is corrected by
/// minutes while zones are recorded.
const SAME: SignedDuration = SignedDuration::from_hours(12);
/// Wait after the first refusal; it doubles with each.
const FIRST_WAIT: SignedDuration = SignedDuration::from_mins(1);
/// Refusals after which a mail is given up: the last wait is about two hours, all of them about four. While the server of mails is
/// at fault, a mail is tried on as long as it is of use, and no longer apart than that.
const MOST_TRIES: u32 = 8;
/// After this long nobody is handing over any more: three times as long as a try may take.
pub(super) const LONGEST_HANDOVER: SignedDuration = SignedDuration::from_mins(3);

/// What somebody is to be reminded of.
pub(super) struct Wanted<'a> {
    /// Of whom.
    pub patient: PatientId,
    /// Who is told. Mails to others are left alone.
    pub to: Recipient,
    /// Everything that is due; empty: nothing.
    pub due: &'a [Due],
    /// Why a mail that is not due any more stops.
    pub otherwise: StopReason,
}

/// Mails that change or are new, each over the version that was seen.
pub(super) fn changes(
    wanted: &Wanted<'_>,
    held: &[&Held<Mail>],
    secret: &MailSecret,
    now: Timestamp,
) -> Vec<Held<Mail>> {
    let held: Vec<&Held<Mail>> = held
        .iter()
        .copied()
        .filter(|held| held.value.to == wanted.to)
        .collect();
    let mut changed = Vec::new();
    let mut kept = BTreeSet::new();
    for due in wanted.due {
        let id = secret.mail_id(wanted.patient, &due.about, due.moment);
        kept.insert(id);
        let known = held.iter().find(|held| held.value.id == id);
        changed.extend(match known {
            Some(known) => again(known, due, now),
            None if is_new(due, &held, now) => Some(Held {
                version: 0,
                value: waiting(id, (wanted.patient, wanted.to), due, now),
            }),
            None => None,
        });
    }
    let is_over = |held: &&&Held<Mail>| {
        held.value.state == MailState::Waiting && !kept.contains(&held.value.id)
    };
    let stopped = MailState::Stopped(wanted.otherwise);
    changed.extend(held.iter().filter(is_over).map(|held| Held {
        version: held.version,
        value: held.value.becoming(stopped, now),
    }));
    changed
}

/// Whether a moment for which there is no mail gets one.
fn is_new(due: &Due, held: &[&Held<Mail>], now: Timestamp) -> bool {
    let is_said = held.iter().map(|held| &held.value).any(|mail| {
        mail.about == due.about
            && !matches!(mail.state, MailState::Waiting | MailState::Stopped(_))
            && mail.moment.duration_since(due.moment).abs() < SAME
    });
    due.deadline > now && due.send_at <= now + HORIZON && !is_said
}

/// A mail that is still due: it goes at another hour where that has changed, and one that was stopped goes after all.
fn again(known: &Held<Mail>, due: &Due, now: Timestamp) -> Option<Held<Mail>> {
    let mail = &known.value;
    let goes = match mail.state {
        MailState::Waiting => mail.tries == 0 && mail.send_at != due.send_at && due.send_at > now,
        MailState::Stopped(_) => due.deadline > now,
        _ => false,
    };
    goes.then(|| Held {
        version: known.version,
        value: waiting(mail.id, (mail.patient, mail.to), due, now),
    })
}

fn waiting(id: Uuid, (patient, to): (PatientId, Recipient), due: &Due, now: Timestamp) -> Mail {
    Mail {
        id,
        to,
        patient,
        about: due.about.clone(),
        moment: due.moment,
        send_at: due.send_at,
        good_until: due.good_until,
        tries: 0,
        failure: None,
        state: MailState::Waiting,
        since: now,
    }
}

/// What the server of mails did with a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Told {
    /// It took it.
    Taken,
    /// It did not take it now.
    NotNow(Failure),
    /// It does not take it at all.
    Never(Failure),
    /// Nobody knows.
    Silence,
}

/// The mail after a try.
pub(super) fn after(mail: &Mail, told: Told, now: Timestamp) -> Mail {
    match told {
        Told::Taken => mail.becoming(MailState::Sent, now),
        Told::Silence => mail.becoming(MailState::NotKnown, now),
        Told::Never(failure) => refused(mail, failure, now),
        Told::NotNow(failure) => {
            let tries = mail.tries + 1;
            let doublings = tries.min(MOST_TRIES) - 1;
            let next = now + FIRST_WAIT * (1 << doublings);
            let tried = Mail {
                tries,
                failure: Some(failure),
                send_at: next,
                ..mail.becoming(MailState::Waiting, now)
            };
            let is_given_up = tries >= MOST_TRIES && !failure.is_of_server();
            if is_given_up || next >= mail.good_until {
                refused(&tried, failure, now)
            } else {
                tried
            }
        }
    }
}

fn refused(mail: &Mail, failure: Failure, now: Timestamp) -> Mail {
    Mail {
        failure: Some(failure),
        ..mail.becoming(MailState::Refused(failure), now)
    }
}

#[cfg(test)]
mod tests;
