//! A record with two charts, one of them with a photograph.

use needlework_chart::event::Event;
use needlework_chart::record::{NewPhotograph, OpenChart, Record};
use needlework_chart::store::Store;
use needlework_chart::verify::verify;

use super::clinic::{MARA, NILS, nils, record_all};
use super::{minute, operator, story};

pub const PIXELS: &[u8] = b"\xff\xd8\xff these are the pixels of a face";

/// Mara in the middle of her first session, with a photograph, and Nils.
pub async fn two_charts<S: Store>(record: &Record<S>) -> OpenChart {
    let started = story::events()
        .iter()
        .position(|one| matches!(one.event, Event::SessionStarted(_)));
    let chart = record_all(record, MARA, &story::events()[..=started.unwrap()]).await;
    record_all(record, NILS, &[nils()]).await;
    let photograph = NewPhotograph {
        photograph: story::PHOTOGRAPH,
        consent: story::PHOTOGRAPH_CONSENT,
        session: None,
        view: "front".to_owned(),
        taken_at: minute(30),
        media_type: "image/jpeg".to_owned(),
    };
    record
        .add_photograph(&chart, photograph, PIXELS, operator(), minute(40))
        .await
        .unwrap()
}

pub async fn assert_holds_two_charts<S: Store>(record: &Record<S>, mara: &OpenChart) {
    assert!(record.open(MARA).await.unwrap() == *mara);
    assert!(record.open(NILS).await.is_ok());
    let pixels = record.pixels(mara, story::PHOTOGRAPH).await.unwrap();
    assert_eq!(&pixels[..], PIXELS);
    assert_eq!(verify(record).await.unwrap().findings, []);
}
