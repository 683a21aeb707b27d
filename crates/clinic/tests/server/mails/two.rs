//! Two servers over one PostgreSQL, which both send.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::SignedDuration;
use needlework_clinic::server::fill;
use needlework_clinic::server::office::mail::MailState;
use tempfile::TempDir;

use super::post_office::PostOffice;
use super::{courier, number_in};
use crate::support::{DEMONSTRATION, House, StandingClock};
use crate::two_servers::database;

#[tokio::test]
async fn of_two_servers_that_send_at_once_one_sends_each_mail() {
    let database = database().await;
    let folder = Arc::new(TempDir::new().unwrap());
    let clock = StandingClock::new();
    let house = async || {
        let own = Some(Arc::clone(&folder));
        let clock = Arc::clone(&clock);
        House::over(own, folder.path(), Some(&database), clock, DEMONSTRATION).await
    };
    let one = house().await;
    fill(&one.clinic).await.unwrap();
    let other = house().await;
    let office = PostOffice::open();
    let (mut first, mut second) = (courier(&one, &office), courier(&other, &office));
    for _ in 0..2 * 24 {
        let (here, there) = tokio::join!(first.go_round(), second.go_round());
        here.unwrap();
        there.unwrap();
        clock.move_on(SignedDuration::from_hours(1));
    }
    let taken = office.taken();
    let ids: BTreeSet<&str> = taken.iter().map(|mail| mail.header("Message-ID")).collect();
    assert_eq!(ids.len(), taken.len(), "a mail came twice");
    assert!(taken.len() >= 2, "{}", taken.len());
    assert!(number_in(&one.record, |state| state == MailState::Sent).await >= taken.len());
    assert_eq!(number_in(&one.record, MailState::needs_somebody).await, 0);
}
