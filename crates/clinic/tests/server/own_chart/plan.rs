//! What the plan of a patient and the card of the day say when a course does not go as planned: it is over, a session is not signed
//! yet, the clinic runs late, or the patient lives by another time.

use jiff::SignedDuration;
use needlework_clinic::server::office::account::Role;
use needlework_planning::Library;

use super::section;
use crate::forms::change_clinic;
use crate::support::House;

const ASK_AGAIN: &str = "Answer the screening questions again";

#[tokio::test]
async fn a_stopped_course_says_so_lists_what_was_held_and_asks_for_nothing_more() {
    let house = House::of_made_up_people().await;
    let own = house.as_patient("Imhof").await;
    let plan = own.page("/mine/plan").await;
    assert!(plan.contains("This course was stopped on Sunday"), "{plan}");
    let days = section(&plan, "days");
    assert_eq!(days.matches("<li>").count(), 1, "{days}");
    assert!(days.contains(": done"), "{days}");
    let patient = house.patient("Imhof").await;
    let chart = house.chart(patient).await;
    let held = chart.sessions.values().next().unwrap();
    let t0 = held.started.facts.t0;
    for days in [28, 29, 30, 40] {
        house.clock.set(t0 + SignedDuration::from_hours(24 * days));
        let own = house.as_patient("Imhof").await;
        let card = own.page("/mine").await;
        assert!(!card.contains(ASK_AGAIN), "day {days}");
    }
}

#[tokio::test]
async fn a_completed_course_has_no_days_ahead_and_the_day_of_its_result() {
    let house = House::of_made_up_people().await;
    let own = house.as_patient("Huber").await;
    let plan = own.page("/mine/plan").await;
    assert!(plan.contains("This course was completed on"), "{plan}");
    let days = section(&plan, "days");
    let done = days.matches(": done").count();
    assert!(done > 1 && days.matches("<li>").count() == done, "{days}");
    assert!(days.contains("you and your clinic can look at the result"));
}

/// Miriam Graf came yesterday; nobody has signed it.
#[tokio::test]
async fn a_session_that_nobody_has_signed_is_held_on_the_plan_as_on_the_card() {
    let house = House::of_made_up_people().await;
    let own = house.as_patient("Graf").await;
    own.post("/mine/language", &[("language", "en")]).await;
    assert!(
        own.page("/mine")
            .await
            .contains("Your last session was yesterday.")
    );
    let plan = own.page("/mine/plan").await;
    let days = section(&plan, "days");
    assert!(days.contains("25 November 2026: done"), "{days}");
}

/// Jana Egger is booked for half past ten.
#[tokio::test]
async fn what_holds_before_a_session_holds_until_it_begins_however_late_the_clinic_is() {
    let house = House::of_made_up_people().await;
    let before = house.as_patient("Egger").await.page("/mine").await;
    let before = section(&before, "do-not").to_owned();
    let rules = Library::shipped().unwrap().care;
    let told = rules.iter().filter_map(|rule| rule.record.patient.clone());
    let told = told.map(|text| text.replace('\'', "&#39;"));
    let told: Vec<String> = told.filter(|text| before.contains(text)).collect();
    assert!(told.len() > 2, "{before}");
    // 11:45 and 17:00 at the clinic: the appointment is over, and nobody has started the session.
    for at in ["2026-11-26T10:45:00Z", "2026-11-26T16:00:00Z"] {
        house.clock.set(at.parse().unwrap());
        let card = house.as_patient("Egger").await.page("/mine").await;
        let late = section(&card, "do-not");
        for text in &told {
            assert!(late.contains(text), "{at}: {text}: {late}");
        }
        assert!(late.contains("Until your session begins"), "{at}: {late}");
        assert!(!card.contains("Your last session"), "{at}");
    }
    house.clock.set("2026-11-26T23:30:00Z".parse().unwrap());
    let card = house.as_patient("Egger").await.page("/mine").await;
    assert!(!card.contains("Until your session begins"), "{card}");
}

#[tokio::test]
async fn hours_name_the_zone_of_the_clinic_where_the_patient_lives_by_another_time() {
    let house = House::of_made_up_people().await;
    let own = house.as_patient("Egger").await;
    let named = "(time of the clinic, Europe/Zurich)";
    assert!(!own.page("/mine").await.contains(named));
    let chosen = own
        .post(
            "/mine/reminders",
            &[
                ("do", "save"),
                ("agreed", "yes"),
                ("address", "jana@example.org"),
                ("language", "en"),
                ("time_zone", "America/New_York"),
            ],
        )
        .await;
    assert!(chosen.status.is_redirection(), "{}", chosen.text);
    let card = own.page("/mine").await;
    let visit = format!("26 November 2026, 10:30 {named}");
    assert!(card.contains(&visit), "{card}");
    let until = section(&card, "do-not");
    assert!(until.contains(named), "{until}");
}

#[tokio::test]
async fn a_clinic_without_an_emergency_number_is_told_to_whoever_manages_it() {
    let house = House::of_made_up_people().await;
    let owner = house.as_role(Role::Owner).await;
    let missing = "has no emergency number";
    assert!(!owner.page("/settings").await.contains(missing));
    let card = house.as_patient("Egger").await.page("/mine").await;
    assert!(card.contains("href=\"tel:144\""), "{card}");
    change_clinic(&owner, &[("telephone", "+41 44 555 00 00")]).await;
    let page = owner.page("/settings").await;
    assert!(page.contains(missing), "{page}");
    let link = "href=\"/settings/clinics/00000000-0000-0000-0000-000000000001\"";
    assert!(page.contains(link), "{page}");
}
