//! How long the rounds of the courier take, of which each plans the mails of everybody for whom something has changed.

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use jiff::Timestamp;
use needlework_chart::chance::OperatingSystem;
use needlework_chart::event::{Event, ReminderMail, RemindersChosen, Role};
use needlework_chart::lists::Lists;
use needlework_chart::record::Record;
use needlework_chart::store::AnyStore;
use needlework_clinic::server::mail::{Courier, Post};
use needlework_clinic::server::{Clinic, Setting, SystemClock};

use crate::patient::author;

/// Lets so many patients of whom care may still hold agree to mails, and makes three rounds.
pub(crate) async fn measure(folder: &Path, record: Record<AnyStore>, agreeing: usize) {
    let lists = Lists::rebuild(&record).await.unwrap();
    let rows = lists.directory().rows();
    let in_care = rows.filter(|row| !row.plans_in_force.is_empty() && !row.is_reminded);
    for row in in_care.take(agreeing) {
        let opened = record.open(row.patient).await.unwrap();
        let mail = ReminderMail {
            address: "somebody@example.org".to_owned(),
            language: "en".to_owned(),
            time_zone: None,
        };
        let chosen = Event::from(RemindersChosen { mail: Some(mail) });
        let by = author(1, "Kim Roth", Role::FrontDesk);
        let chosen = chosen.by(by, Timestamp::now());
        record.append(&opened, &[chosen]).await.unwrap();
    }
    let clinic = Clinic::open(
        record,
        Arc::new(SystemClock),
        Arc::new(OperatingSystem),
        Setting::default(),
    );
    let clinic = Arc::new(clinic.await.unwrap());
    let post = Post::into_folder(folder.join("mails"), "http://127.0.0.1:8731").unwrap();
    let mut courier = Courier::new(Arc::clone(&clinic), post);
    println!("{} patients.", lists.directory().len());
    for _ in 0..3 {
        let started = Instant::now();
        let round = courier.go_round().await.unwrap();
        println!(
            "A round that plans for {} and writes to {}: {:.1} ms.",
            round.planned,
            round.reminded,
            1000.0 * started.elapsed().as_secs_f64()
        );
    }
    clinic.close().await;
}
