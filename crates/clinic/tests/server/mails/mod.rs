//! Reminders by mail, through a real server of mails: each once, at an hour at which people may be written to, saying nothing.

mod alert;
mod choosing;
mod once;
mod post_office;
mod rating;
mod reply;
mod signing_in;
mod stopping;
mod two;

use jiff::Timestamp;
use needlework_chart::record::Record;
use needlework_chart::store::AnyStore;
use needlework_clinic::server::mail::{Courier, Post};
use needlework_clinic::server::office::mail::{Mail, MailState};

use crate::support::House;
use post_office::PostOffice;

const SENDER: &str = "reminders@clinic.test";
const PAGES: &str = "https://clinic.test";
/// Had a session yesterday, and agreed to mails in Spanish.
const GRAF: &str = "miriam.graf@example.org";
/// Comes for a session today, and agreed to mails in English.
const EGGER: &str = "jana.egger@example.org";

/// Somebody who sends the mails of a clinic to a server.
fn courier(house: &House, office: &PostOffice) -> Courier {
    let post = Post::by_server(&office.address, None, SENDER, PAGES).unwrap();
    Courier::new(house.clinic.clone(), post)
}

/// All mails as they lie in the cabinet.
async fn queue(record: &Record<AnyStore>) -> Vec<Mail> {
    let documents = record.documents_after(0).await.unwrap();
    let mails = documents
        .iter()
        .filter(|document| document.drawer == "mail");
    let bodies = mails.filter_map(|document| document.body.as_ref());
    bodies
        .map(|body| serde_json::from_slice(body).unwrap())
        .collect()
}

/// Mails in a state.
async fn number_in(record: &Record<AnyStore>, is: impl Fn(MailState) -> bool) -> usize {
    let mails = queue(record).await;
    mails.into_iter().filter(|mail| is(mail.state)).count()
}

/// Hours and minutes at the clinic.
fn clock_of(at: Timestamp) -> String {
    at.in_tz("Europe/Zurich")
        .unwrap()
        .strftime("%H:%M")
        .to_string()
}
