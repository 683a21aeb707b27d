//! Photographs: sealed, compared when they are read, gone when they are withdrawn or the person is erased.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a broken example must stop its test"
)]

mod support;

use needlework_chart::event::{Event, PhotographWithdrawn};
use needlework_chart::fold::Refusal;
use needlework_chart::id::PhotographId;
use needlework_chart::photographs::PhotographError;
use needlework_chart::record::{NewPhotograph, OpenChart, Record, RecordError};
use needlework_chart::store::Store;
use needlework_chart::verify::{Finding, verify};
use support::clinic::{Clinic, MARA, asked_for, record_all};
use support::database::Database;
use support::{front_desk, minute, operator, story};
use uuid::Uuid;

const PIXELS: &[u8] = b"\xff\xd8\xff these are the pixels of a face";
const SECOND: PhotographId = PhotographId::from_uuid(Uuid::from_u128(0x71));

fn new(photograph: PhotographId) -> NewPhotograph {
    NewPhotograph {
        photograph,
        consent: story::PHOTOGRAPH_CONSENT,
        session: Some(story::FIRST_SESSION),
        view: "front".to_owned(),
        taken_at: minute(30),
        media_type: "image/jpeg".to_owned(),
    }
}

/// A chart with two photographs in it.
async fn with_photographs<S: Store>(record: &Record<S>) -> OpenChart {
    let started = story::events()
        .iter()
        .position(|one| matches!(one.event, Event::SessionStarted(_)));
    let mut chart = record_all(record, MARA, &story::events()[..=started.unwrap()]).await;
    for photograph in [story::PHOTOGRAPH, SECOND] {
        chart = record
            .add_photograph(&chart, new(photograph), PIXELS, operator(), minute(40))
            .await
            .unwrap();
    }
    chart
}

async fn a_photograph_is_read_as_it_was_added_and_lies_sealed<D: Database>(clinic: Clinic<D>) {
    let record = clinic.open().await;
    let chart = with_photographs(&record).await;
    let pixels = record.pixels(&chart, SECOND).await.unwrap();
    assert_eq!(&pixels[..], PIXELS);
    let facts = &chart.chart().photographs[&SECOND].added.facts;
    assert_eq!(facts.bytes, PIXELS.len() as u64);
    let sealed = clinic.shelf.sealed(MARA, SECOND).await.unwrap();
    assert!(
        !sealed
            .windows(5)
            .any(|window| PIXELS.windows(5).any(|part| part == window))
    );
    assert_eq!(verify(&record).await.unwrap().findings, []);
}

async fn without_a_consent_no_pixels_are_written<D: Database>(clinic: Clinic<D>) {
    let record = clinic.open().await;
    let chart = with_photographs(&record).await;
    let third = PhotographId::from_uuid(Uuid::from_u128(0x72));
    let new = NewPhotograph {
        consent: story::TREATMENT_CONSENT,
        ..new(third)
    };
    let told = record
        .add_photograph(&chart, new, PIXELS, operator(), minute(50))
        .await;
    assert!(matches!(
        told,
        Err(RecordError::Refused(Refusal::NoConsent { .. }))
    ));
    assert_eq!(clinic.shelf.sealed(MARA, third).await, None);
}

async fn a_photograph_that_is_changed_swapped_or_missing_is_found<D: Database>(clinic: Clinic<D>) {
    let record = clinic.open().await;
    let chart = with_photographs(&record).await;
    let other = clinic.shelf.sealed(MARA, SECOND).await.unwrap();
    clinic.shelf.plant(MARA, story::PHOTOGRAPH, other).await;
    clinic.shelf.lose(MARA, SECOND).await;
    let errors = [
        PhotographError::Changed(story::PHOTOGRAPH),
        PhotographError::Missing(SECOND),
    ];
    for (photograph, error) in [story::PHOTOGRAPH, SECOND].into_iter().zip(errors.clone()) {
        assert_eq!(
            record.pixels(&chart, photograph).await.unwrap_err(),
            RecordError::Photograph(error)
        );
    }
    let findings = errors.map(|error| Finding::Photograph {
        patient: MARA,
        error,
    });
    assert_eq!(verify(&record).await.unwrap().findings, findings);
}

async fn a_withdrawn_photograph_is_gone_and_the_chart_says_so<D: Database>(clinic: Clinic<D>) {
    let record = clinic.open().await;
    let chart = with_photographs(&record).await;
    let withdrawn = PhotographWithdrawn {
        photograph: SECOND,
        reason: "asked by the patient".to_owned(),
    };
    let chart = record
        .withdraw_photograph(&chart, withdrawn, front_desk(), minute(60))
        .await
        .unwrap();
    assert_eq!(clinic.shelf.sealed(MARA, SECOND).await, None);
    assert!(matches!(
        record.pixels(&chart, SECOND).await,
        Err(RecordError::Refused(Refusal::Over { .. }))
    ));
    assert_eq!(verify(&record).await.unwrap().findings, []);
}

async fn erasure_removes_the_photographs_too<D: Database>(clinic: Clinic<D>) {
    let record = clinic.open().await;
    with_photographs(&record).await;
    let kept = clinic.shelf.sealed(MARA, SECOND).await.unwrap();
    record.erase(MARA, &asked_for()).await.unwrap();
    for photograph in [story::PHOTOGRAPH, SECOND] {
        assert_eq!(clinic.shelf.sealed(MARA, photograph).await, None);
    }
    assert_eq!(verify(&record).await.unwrap().findings, []);

    // One that comes back from a copy is found, does not open, and goes by erasing again.
    clinic.shelf.plant(MARA, SECOND, kept).await;
    assert_eq!(
        verify(&record).await.unwrap().findings,
        [Finding::PhotographsOfErased {
            patient: MARA,
            count: 1
        }]
    );
    record.erase(MARA, &asked_for()).await.unwrap();
    assert_eq!(verify(&record).await.unwrap().findings, []);
}

async fn what_a_plan_drew_is_kept_sealed_and_goes_with_the_person<D: Database>(clinic: Clinic<D>) {
    let (record, plan) = (clinic.open().await, story::FIRST_PLAN);
    let chart = with_photographs(&record).await;
    let drawn = async |part: &str| record.drawn(&chart, plan, part).await.unwrap();
    assert_eq!(drawn("outlook-en").await, None);
    for page in [b"first", b"later"] {
        let kept = record.keep_drawn(&chart, plan, "outlook-en", page).await;
        kept.unwrap();
    }
    assert_eq!(&drawn("outlook-en").await.unwrap()[..], b"later");
    assert_eq!(drawn("outlook-es").await, None);
    let photographs = record.photographs().of(MARA).await.unwrap();
    assert_eq!(photographs.len(), 2, "it is no photograph");

    record.erase(MARA, &asked_for()).await.unwrap();
    assert_eq!(verify(&record).await.unwrap().findings, []);
    let gone = record.drawn(&chart, plan, "outlook-en").await;
    assert_eq!(gone, Ok(None));
    let refused = record.keep_drawn(&chart, plan, "outlook-en", b"late").await;
    assert_eq!(refused, Err(RecordError::Erased(MARA)));
}

over_every_place! {
    a_photograph_is_read_as_it_was_added_and_lies_sealed
    without_a_consent_no_pixels_are_written
    a_photograph_that_is_changed_swapped_or_missing_is_found
    a_withdrawn_photograph_is_gone_and_the_chart_says_so
    erasure_removes_the_photographs_too
    what_a_plan_drew_is_kept_sealed_and_goes_with_the_person
}
