//! Results that nobody judged in time: the list says so for a while, and does not drop them in silence.

use needlework_chart::chance::OperatingSystem;
use needlework_chart::event::Event;
use needlework_chart::id::PatientId;
use needlework_clinic::server::Clock as _;
use needlework_clinic::server::office::account::Role;

use crate::support::{House, between};

/// Somebody like Anna Huber, whose result nobody has rated: it could be judged from 12 November to 27 December 2026.
#[tokio::test(flavor = "multi_thread")]
async fn a_result_that_nobody_judged_in_time_is_named_as_missed_for_ninety_days() {
    let house = House::of_made_up_people().await;
    let huber = house.patient("Huber").await;
    let mut events = house.record.history(huber).await.unwrap();
    events.retain(|one| !matches!(one.event, Event::ScaleRated(_)));
    let patient = PatientId::new(house.clock.now(), &OperatingSystem).unwrap();
    house.record.register(patient, &events).await.unwrap();
    let lines = async |at: &str| {
        house.clock.set(at.parse().unwrap());
        let page = house.as_role(Role::Clinician).await.page("/checks").await;
        let below = |heading: &str| {
            let lines = between(&page, &format!(">{heading}</h2>"), "</section>");
            let mut lines = lines.split("<li>");
            let own = lines.find(|line| line.contains(&patient.to_string()));
            own.map(str::to_owned)
        };
        (
            below("Results that can be judged"),
            below("Results that can no longer be judged as planned"),
        )
    };
    let (ready, missed) = lines("2026-12-27T09:00:00Z").await;
    assert!(ready.is_some() && missed.is_none(), "{missed:?}");
    for at in ["2026-12-28T09:00:00Z", "2027-03-27T09:00:00Z"] {
        let (ready, missed) = lines(at).await;
        assert_eq!(ready, None, "{at}");
        let missed = missed.unwrap();
        assert!(missed.contains("missed on 27 December 2026"), "{missed}");
        assert!(missed.contains("/results"), "{missed}");
    }
    assert_eq!(lines("2027-03-28T09:00:00Z").await, (None, None));
}
