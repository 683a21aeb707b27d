//! Sending what is due. What is being handed over is written down before the server of mails is asked, and what became of it
//! after that: whoever finds a mail between the two does not send it again.

use std::collections::BTreeMap;

use jiff::Timestamp;
use lettre::{Address, Message};
use needlework_chart::event::ReminderMail;
use needlework_chart::id::PatientId;

use super::alerts::address_of;
use super::letter::Letter;
use super::planner::{quiet_hours, zone_of};
use super::post::Post;
use super::queue::{LONGEST_HANDOVER, Told, after};
use crate::server::clinic::Shared;
use crate::server::office::Held;
use crate::server::office::mail::{Failure, Mail, MailState, Recipient, StopReason};
use crate::server::page::Page;
use crate::server::problem::Problem;

/// Whether there is any use in going on with the next patient.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Line {
    Open,
    Dead,
}

/// Sends everything whose hour has come, until the server of mails is out of reach or the program ends.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn send_due(
    clinic: &Shared,
    post: &Post,
    is_ending: &(dyn Fn() -> bool + Sync),
) -> Result<usize, Problem> {
    give_up_lost(clinic).await?;
    let mut number = 0;
    for ((patient, to), mails) in due_by_recipient(clinic).await {
        if is_ending() {
            break;
        }
        number += 1;
        let told = if to.is_patient() {
            remind(clinic, post, patient, mails).await
        } else {
            alert(clinic, post, to, mails).await
        };
        match told {
            Ok(Line::Open) => {}
            Ok(Line::Dead) => break,
            Err(problem @ Problem::Away(_)) => return Err(problem),
            Err(problem) => tracing::warn!(?problem, "a reminder cannot be sent"),
        }
    }
    Ok(number)
}

/// A mail that has been handed over for longer than that takes was left by a program that ended in between.
async fn give_up_lost(clinic: &Shared) -> Result<(), Problem> {
    let now = clinic.now();
    let lost: Vec<Held<Mail>> = {
        let office = clinic.office().await;
        let handing_over = office.mails.handing_over();
        let lost = handing_over.take_while(|held| held.value.since + LONGEST_HANDOVER <= now);
        lost.map(|held| becoming(held, MailState::NotKnown, now))
            .collect()
    };
    for one in lost {
        tracing::warn!(
            "a mail was being handed over when a program ended; whether it arrived is not known"
        );
        clinic.keep_mails(&[one]).await?;
    }
    Ok(())
}

/// Mails whose hour has come. Those of one patient to the same that come together are one mail.
async fn due_by_recipient(clinic: &Shared) -> Vec<((PatientId, Recipient), Vec<Held<Mail>>)> {
    let now = clinic.now();
    let office = clinic.office().await;
    let mut found: BTreeMap<(PatientId, Recipient), Vec<Held<Mail>>> = BTreeMap::new();
    for held in office.mails.due(now) {
        found
            .entry((held.value.patient, held.value.to))
            .or_default()
            .push(held.clone());
    }
    let mut found: Vec<_> = found.into_iter().collect();
    found.sort_by_key(|(_, mails)| mails.first().map(|held| held.value.send_at));
    found
}

async fn remind(
    clinic: &Shared,
    post: &Post,
    patient: PatientId,
    mails: Vec<Held<Mail>>,
) -> Result<Line, Problem> {
    if !clinic.has_chart(patient).await {
        // Whoever was erased is looked after by the housekeeping.
        return Ok(Line::Open);
    }
    let now = clinic.now();
    let mails = without_late(clinic, mails, now).await?;
    let Some(first) = mails.first() else {
        return Ok(Line::Open);
    };
    let subject = Some(first.value.id);
    let opened = clinic
        .open_for_mails(patient, "reminder-sent", subject)
        .await?;
    let Some(chosen) = opened.chart().reminder_mail() else {
        return settle(
            clinic,
            &mails,
            MailState::Stopped(StopReason::NotWanted),
            now,
        )
        .await;
    };
    if let Some(morning) = end_of_quiet_hours(clinic, chosen, now).await {
        let later = mails.iter().map(|held| Held {
            version: held.version,
            value: Mail {
                send_at: morning,
                ..held.value.clone()
            },
        });
        clinic.keep_mails(&later.collect::<Vec<_>>()).await?;
        return Ok(Line::Open);
    }
    let Some(letter) = letter(clinic, post, &first.value, chosen).await? else {
        return settle(clinic, &mails, MailState::Refused(Failure::Address), now).await;
    };
    hand_over(clinic, post, &mails, &letter).await
}

/// Tells colleagues that a report waits, at any hour: that is what they are named for.
async fn alert(
    clinic: &Shared,
    post: &Post,
    to: Recipient,
    mails: Vec<Held<Mail>>,
) -> Result<Line, Problem> {
    let now = clinic.now();
    let mails = without_late(clinic, mails, now).await?;
    let Some(first) = mails.first() else {
        return Ok(Line::Open);
    };
    let settings = clinic.settings().await;
    let Some(address) = address_of(&settings, to) else {
        let not_wanted = MailState::Stopped(StopReason::NotWanted);
        return settle(clinic, &mails, not_wanted, now).await;
    };
    let page = Page::of_patient(clinic, &settings.language).await;
    let letter = address.parse::<Address>().ok().and_then(|to| {
        let letter = Letter {
            id: first.value.id,
            to,
            from: &post.from,
            pages: &post.pages,
            stop_token: None,
            at: now,
        };
        letter.write(&page)
    });
    let Some(letter) = letter else {
        return settle(clinic, &mails, MailState::Refused(Failure::Address), now).await;
    };
    hand_over(clinic, post, &mails, &letter).await
}

/// Mails that are still of use; the others are put down as too late.
async fn without_late(
    clinic: &Shared,
    mails: Vec<Held<Mail>>,
    now: Timestamp,
) -> Result<Vec<Held<Mail>>, Problem> {
    let (late, mails): (Vec<_>, Vec<_>) = mails
        .into_iter()
        .partition(|held| held.value.good_until <= now);
    let too_late = MailState::Stopped(StopReason::TooLate);
    settle(clinic, &late, too_late, now).await?;
    Ok(mails)
}

/// Writes down that the mails are being handed over, hands the letter over, and writes down what became of it.
async fn hand_over(
    clinic: &Shared,
    post: &Post,
    mails: &[Held<Mail>],
    letter: &Message,
) -> Result<Line, Problem> {
    let now = clinic.now();
    let claimed: Vec<_> = mails
        .iter()
        .map(|held| becoming(held, MailState::HandingOver, now))
        .collect();
    if !clinic.keep_mails(&claimed).await? {
        // Another server was faster.
        return Ok(Line::Open);
    }
    let Some(first) = claimed.first() else {
        return Ok(Line::Open);
    };
    let told = post.hand_over(first.value.id, letter).await;
    let now = clinic.now();
    let done = claimed.iter().map(|held| Held {
        version: held.version + 1,
        value: after(&held.value, told, now),
    });
    clinic.keep_mails(&done.collect::<Vec<_>>()).await?;
    Ok(match told {
        Told::NotNow(failure) if failure.is_of_server() => Line::Dead,
        _ => Line::Open,
    })
}

async fn settle(
    clinic: &Shared,
    mails: &[Held<Mail>],
    state: MailState,
    now: Timestamp,
) -> Result<Line, Problem> {
    let settled: Vec<_> = mails
        .iter()
        .map(|held| becoming(held, state, now))
        .collect();
    clinic.keep_mails(&settled).await?;
    Ok(Line::Open)
}

/// When quiet hours end where the patient is; `None`: there are none now.
async fn end_of_quiet_hours(
    clinic: &Shared,
    chosen: &ReminderMail,
    now: Timestamp,
) -> Option<Timestamp> {
    let settings = clinic.settings().await;
    let (quiet, local) = (
        quiet_hours(&settings),
        now.to_zoned(zone_of(chosen, &settings)),
    );
    quiet
        .hold(&local)
        .then(|| quiet.next_allowed(&local).timestamp())
}

/// The letter; `None`: none can be written to this address.
async fn letter(
    clinic: &Shared,
    post: &Post,
    mail: &Mail,
    chosen: &ReminderMail,
) -> Result<Option<Message>, Problem> {
    let Ok(to) = chosen.address.parse::<Address>() else {
        return Ok(None);
    };
    let page = Page::of_patient(clinic, &chosen.language).await;
    let token = clinic.mail_secret().await?.stop_token(mail.patient);
    let letter = Letter {
        id: mail.id,
        to,
        from: &post.from,
        pages: &post.pages,
        stop_token: Some(&token),
        at: clinic.now(),
    };
    Ok(letter.write(&page))
}

fn becoming(held: &Held<Mail>, state: MailState, at: Timestamp) -> Held<Mail> {
    Held {
        version: held.version,
        value: held.value.becoming(state, at),
    }
}
