//! A photograph that comes along with a report, or follows it.

use axum::http::StatusCode;
use image::codecs::jpeg::JpegEncoder;
use needlework_chart::chance::OperatingSystem;
use needlework_chart::event::{ConsentClass, ConsentGiven, Event};
use needlework_chart::id::{ConsentId, PatientId};
use needlework_clinic::server::Clock as _;
use needlework_clinic::server::office::account::Role;

use super::report::OWN;
use super::{fields, kept, key, send_parts, taken};
use crate::support::House;

fn photograph() -> Vec<u8> {
    let mut bytes = Vec::new();
    let pixels = image::RgbImage::from_pixel(8, 8, image::Rgb([180, 120, 90]));
    JpegEncoder::new(&mut bytes).encode_image(&pixels).unwrap();
    bytes
}

#[tokio::test]
async fn a_photo_can_follow_a_report_and_is_asked_for_only_where_one_may_be_sent() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Fontana").await;
    let own = house.as_patient("Fontana").await;
    let filled = fields(&key(&own, OWN).await, "0", &[("symptom", "darker-patches")]);
    let there = taken(&send_parts(&own, OWN, &filled, &[]).await);
    let page = own.page(&there).await;
    let address = format!("{there}/photograph");
    assert!(page.contains("<p>Send a photo.</p>"), "{page}");
    assert!(page.contains(&format!("action=\"{address}\"")), "{page}");
    let lost = taken(&send_parts(&own, &address, &[], b"no photograph").await);
    assert!(
        own.page(&lost)
            .await
            .contains("the photo could not be read")
    );
    for _ in 0..2 {
        assert_eq!(
            taken(&send_parts(&own, &address, &[], &photograph()).await),
            there
        );
    }
    let chart = house.chart(patient).await;
    assert_eq!(chart.photographs.len(), 1);
    let page = own.page(&there).await;
    assert!(!page.contains("Send a photo"), "{page}");
    // The clinic sees it beside the report.
    let clinician = house.as_role(Role::Clinician).await;
    let list = clinician
        .page(&format!("/patients/{patient}/check-ins"))
        .await;
    let id = chart.photographs.keys().next().unwrap();
    assert!(list.contains(&format!("/patients/{patient}/photographs/{id}")));

    for id in chart.consents.keys() {
        let address = format!("/patients/{patient}/consents/{id}/revoke");
        clinician.post(&address, &[("reason", "")]).await;
    }
    let form = own.page(OWN).await;
    assert!(form.contains("You cannot send a photo here"), "{form}");
    assert!(form.contains("href=\"/mine/consents\""));
    let filled = fields(&key(&own, OWN).await, "0", &[("symptom", "darker-patches")]);
    let there = taken(&send_parts(&own, OWN, &filled, &[]).await);
    let page = own.page(&there).await;
    assert!(!page.contains("Send a photo"), "{page}");
    assert!(page.contains("Call the clinic about this"), "{page}");
    assert!(page.contains("href=\"/mine/consents\""), "{page}");
    let answer = send_parts(&own, &format!("{there}/photograph"), &[], &photograph()).await;
    assert!(taken(&answer).ends_with("?photograph=none"));
    assert_eq!(house.chart(patient).await.photographs.len(), 1);

    // Whoever agrees afterwards is not asked for a photo that this report has no place for.
    consent_to_photographs(&house, patient).await;
    let page = own.page(&there).await;
    assert!(!page.contains("Send a photo"), "{page}");
    assert!(page.contains("Call the clinic about this"), "{page}");
}

/// Agrees to photographs once more.
async fn consent_to_photographs(house: &House, patient: PatientId) {
    let consents = house.chart(patient).await.consents;
    let mut given = consents.into_values().map(|consent| consent.given);
    let before = given
        .find(|given| given.facts.class == ConsentClass::Photograph)
        .unwrap();
    let at = house.clock.now();
    let again = ConsentGiven {
        consent: ConsentId::new(at, &OperatingSystem).unwrap(),
        ..before.facts
    };
    let opened = house.record.open(patient).await.unwrap();
    let event = Event::from(again).by(before.author, at);
    house.record.append(&opened, &[event]).await.unwrap();
}

#[tokio::test]
async fn a_photograph_comes_along_only_under_its_consent_and_takes_no_report_with_it() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Fontana").await;
    let own = house.as_patient("Fontana").await;
    let page = own.page(OWN).await;
    assert!(page.contains("name=\"photograph\""));
    let filled = fields(&key(&own, OWN).await, "0", &[]);
    let there = taken(&send_parts(&own, OWN, &filled, &photograph()).await);
    assert!(!there.contains('?'), "{there}");
    let chart = house.chart(patient).await;
    assert_eq!(chart.photographs.len(), 1);
    let clinician = house.as_role(Role::Clinician).await;
    let list = clinician
        .page(&format!("/patients/{patient}/check-ins"))
        .await;
    let id = chart.photographs.keys().next().unwrap();
    assert!(list.contains(&format!("/patients/{patient}/photographs/{id}")));

    let filled = fields(&key(&own, OWN).await, "0", &[]);
    let there = taken(&send_parts(&own, OWN, &filled, b"no photograph").await);
    assert!(
        own.page(&there)
            .await
            .contains("the photo could not be read")
    );
    assert!(
        kept(&house, patient, &there)
            .await
            .reported
            .facts
            .level
            .is_none()
    );

    let consents = house.chart(patient).await.consents;
    for id in consents.keys() {
        let address = format!("/patients/{patient}/consents/{id}/revoke");
        let answer = clinician.post(&address, &[("reason", "")]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    }
    assert!(!own.page(OWN).await.contains("name=\"photograph\""));
    let filled = fields(&key(&own, OWN).await, "0", &[]);
    taken(&send_parts(&own, OWN, &filled, &photograph()).await);
    assert_eq!(house.chart(patient).await.photographs.len(), 1);
}
