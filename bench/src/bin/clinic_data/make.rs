//! Makes the clinic.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use jiff::Timestamp;
use needlework_chart::event::{ConsentClass, Role};
use needlework_chart::id::{PatientId, PhotographId};
use needlework_chart::record::{NewPhotograph, Record};
use needlework_chart::store::{AnyStore, Store as _};

use crate::desk::furnish;
use crate::dice::Dice;
use crate::models::{Models, models};
use crate::patient::{EVENTS, author, is_open_at_the_end, patient};

/// Charts that are written at the same time: they share the waits for the disk.
const AT_ONCE: u64 = 64;

pub(crate) async fn make(record: Record<AnyStore>, patients: u64, seed: u64) {
    let (record, models) = (Arc::new(record), Arc::new(models().await));
    let started = Instant::now();
    let next = Arc::new(AtomicU64::new(0));
    let desks = (0..AT_ONCE).map(|_| {
        let (record, models, next) = (Arc::clone(&record), Arc::clone(&models), Arc::clone(&next));
        tokio::spawn(async move {
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= patients {
                    return;
                }
                let (patient, events) = patient(&models, seed, number);
                record.register(patient, &events).await.unwrap();
            }
        })
    });
    for desk in desks.collect::<Vec<_>>() {
        desk.await.unwrap();
    }
    let took = started.elapsed().as_secs_f64();
    let events = patients * EVENTS as u64;
    println!(
        "{patients} patients with {events} events in {took:.1} s, {:.0} events/s.",
        events as f64 / took
    );
    for number in (0..patients).filter(|number| is_open_at_the_end(*number)) {
        let (who, _) = patient(&models, seed, number);
        take_photographs(&record, &models, who, Dice::new(!seed, number)).await;
    }
    furnish(&record, &models, patients, seed).await;
    record.store().close().await;
}

/// Gives somebody the photographs of the demonstration.
async fn take_photographs(
    record: &Record<AnyStore>,
    models: &Models,
    who: PatientId,
    mut dice: Dice,
) {
    let mut opened = record.open(who).await.unwrap();
    let consents = opened.chart().consents.iter();
    let consent = consents
        .filter(|(_, consent)| consent.given.facts.class == ConsentClass::Photograph)
        .map(|(id, _)| *id)
        .next();
    let by = author(2, "Noa Lind", Role::Operator);
    for model in &models.photographs {
        let new = NewPhotograph {
            photograph: PhotographId::from_uuid(dice.id()),
            consent: consent.unwrap(),
            session: None,
            view: model.view.clone(),
            taken_at: Timestamp::now(),
            media_type: model.media_type.clone(),
        };
        opened = record
            .add_photograph(&opened, new, &model.pixels, by.clone(), Timestamp::now())
            .await
            .unwrap();
    }
}
