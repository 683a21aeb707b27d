//! Answers from a page that was sent before, of which nobody knows whether it arrived.

use needlework_clinic::server::office::account::Role;

use super::{fields, kept, key, send_parts, taken};
use crate::support::House;

const OWN: &str = "/mine/check-in";

/// The answers were recorded, the connection was cut before the page came, and whoever sends again ticks a fever.
#[tokio::test]
async fn other_answers_under_a_known_key_are_a_report_of_their_own() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Fontana").await;
    let own = house.as_patient("Fontana").await;
    let before = house.chart(patient).await.check_ins.len();
    let key = key(&own, OWN).await;
    let send = async |grade: &str, more: &[(&str, &str)]| {
        taken(&send_parts(&own, OWN, &fields(&key, grade, more), &[]).await)
    };
    let calm = send("0", &[]).await;
    let grave: [(&str, &str); 2] = [("symptom", "fever"), ("symptom", "pus")];
    let fever = send("0", &grave).await;
    assert_ne!(calm, fever);
    assert_eq!(
        kept(&house, patient, &fever).await.reported.facts.level,
        Some(3)
    );
    let page = own.page(&fever).await;
    assert!(page.contains("<h1>Call the clinic today</h1>"), "{page}");
    assert_eq!(send("0", &grave).await, fever);
    assert_eq!(send("0", &[]).await, calm);
    // Words alone are other answers too, and so is a pain or a grade.
    let mut all = vec![calm, fever];
    all.push(send("0", &[("words", "it burns")]).await);
    all.push(send("1", &[]).await);
    all.push(send("1", &[("words", "it burns")]).await);
    let (one, other) = tokio::join!(send("2", &grave), send("2", &grave));
    assert_eq!(one, other);
    all.push(one);
    all.sort();
    all.dedup();
    assert_eq!(all.len(), 6);
    assert_eq!(house.chart(patient).await.check_ins.len(), before + 6);
}

#[tokio::test]
async fn what_is_told_by_telephone_from_a_page_that_was_sent_is_not_dropped() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Fontana").await;
    let operator = house.as_role(Role::Operator).await;
    let before = house.chart(patient).await.check_ins.len();
    let address = format!("/patients/{patient}/check-ins");
    let key = key(&operator, &format!("{address}/new")).await;
    let send = async |more: &[(&str, &str)]| {
        let filled = fields(&key, "0", more);
        let filled = filled.iter();
        let filled: Vec<(&str, &str)> = filled
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        taken(&operator.post(&address, &filled).await)
    };
    let calm = send(&[]).await;
    let pus = send(&[("symptom", "pus")]).await;
    assert_ne!(calm, pus);
    assert_eq!(send(&[("symptom", "pus")]).await, pus);
    let level = kept(&house, patient, &pus).await.reported.facts.level;
    assert_eq!(level, Some(3));
    assert_eq!(house.chart(patient).await.check_ins.len(), before + 2);
}
