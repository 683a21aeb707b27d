//! Mails that remind patients: what waits, what was sent, and what somebody must look at.

use askama::Template;
use axum::extract::Path;
use axum::response::Redirect;
use axum_extra::extract::Form;
use needlework_chart::event::PersonName;
use needlework_chart::id::PatientId;
use serde::Deserialize;
use uuid::Uuid;

use super::patients::full_name;
use super::{Done, Shown, show};
use crate::server::access::{Allowed, Register};
use crate::server::office::mail::{Failure, Mail, MailState, Recipient, StopReason};
use crate::server::page::Page;
use crate::server::problem::Problem;

/// Lines of a list: what lies below them is not looked for by hand.
const MOST: usize = 50;

struct Row {
    id: Uuid,
    patient: PatientId,
    name: String,
    when: String,
    what: String,
    is_good: bool,
}

#[derive(Template)]
#[template(path = "clinic/mails.html")]
struct MailsPage {
    page: Page,
    needing: Vec<Row>,
    waiting: Vec<Row>,
    over: Vec<Row>,
}

/// Shows the mails.
pub(in crate::server) async fn show_mails(desk: Allowed<Register>) -> Shown {
    let page = Page::of(desk.who(), "/").await;
    let now = desk.clinic().now();
    let found = desk.mails(MOST).await;
    let rows = |mails: Vec<(Mail, PersonName)>| {
        let rows = mails.into_iter().map(|(mail, name)| Row {
            id: mail.id,
            patient: mail.patient,
            when: page.moment(if mail.state == MailState::Waiting {
                mail.send_at
            } else {
                mail.since
            }),
            what: match mail.to {
                Recipient::Patient => said(&page, &mail),
                _ => format!("{}: {}", page.say("mail-to-colleagues"), said(&page, &mail)),
            },
            is_good: mail.good_until > now,
            name: full_name(&name),
        });
        rows.collect::<Vec<_>>()
    };
    show(&MailsPage {
        needing: rows(found.needing),
        waiting: rows(found.waiting),
        over: rows(found.over),
        page,
    })
}

/// What became of a mail, in words.
fn said(page: &Page, mail: &Mail) -> String {
    match mail.state {
        MailState::Waiting => match mail.failure {
            Some(failure) => {
                let why = why(page, failure);
                page.say_with("mail-waiting-again", "why", &why)
            }
            None => page.say("mail-waiting"),
        },
        MailState::HandingOver => page.say("mail-handing-over"),
        MailState::Sent => page.say("mail-sent"),
        MailState::Refused(failure) => why(page, failure),
        MailState::NotKnown => page.say("mail-not-known"),
        MailState::PutAway => page.say("mail-seen-to"),
        MailState::Stopped(reason) => page.say(match reason {
            StopReason::Moved => "mail-stopped-moved",
            StopReason::NotWanted => "mail-stopped-not-wanted",
            StopReason::TooLate => "mail-stopped-too-late",
        }),
    }
}

fn why(page: &Page, failure: Failure) -> String {
    match failure {
        Failure::Reply(code) => page.say_with("mail-refused", "code", &code.to_string()),
        Failure::Unreachable => page.say("mail-unreachable"),
        Failure::NotLetIn => page.say("mail-not-let-in"),
        Failure::NotTrusted => page.say("mail-not-trusted"),
        Failure::NotEncrypted => page.say("mail-not-encrypted"),
        Failure::Address => page.say("mail-no-address"),
    }
}

/// What is to become of a mail.
#[derive(Deserialize)]
pub(in crate::server) struct SeenTo {
    #[serde(rename = "do")]
    what: String,
}

/// Sends a mail again, or puts it away.
pub(in crate::server) async fn see_to(
    desk: Allowed<Register>,
    Path(mail): Path<Uuid>,
    Form(seen): Form<SeenTo>,
) -> Done {
    match seen.what.as_str() {
        "send" => desk.send_again(mail).await?,
        "put-away" => desk.put_mail_away(mail).await?,
        _ => {
            return Err(Problem::refused("refused-mail-choice"));
        }
    }
    Ok(Redirect::to("/mails"))
}
