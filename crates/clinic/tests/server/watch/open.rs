//! While a report from review on waits: what the card of the day says, and whose answer ends it.

use axum::http::StatusCode;
use jiff::SignedDuration;
use needlework_clinic::server::office::account::Role;

use super::{fields, key, send_parts, taken};
use crate::own_chart::section;
use crate::support::{Browser, House, between};

const OWN: &str = "/mine/check-in";
/// When Giulia Fontana's skin was needled, in the forenoon of 24 November 2026, the third day of it begins in that of the 27th.
const IN_DAY_THREE: &str = "2026-11-27T13:00:00Z";

/// Reports calm skin with something besides: where the answer stands.
async fn tell(own: &Browser, more: &[(&str, &str)]) -> String {
    let filled = fields(&key(own, OWN).await, "0", more);
    taken(&send_parts(own, OWN, &filled, &[]).await)
}

/// Answers a report as somebody at the clinic.
async fn answer(house: &House, role: Role, there: &str) -> StatusCode {
    let patient = house.patient("Fontana").await;
    let id = there.rsplit('/').next().unwrap();
    let address = format!("/patients/{patient}/check-ins/{id}/answer");
    let colleague = house.as_role(role).await;
    let fields = [("response", "called"), ("words", "Thank you.")];
    colleague.post(&address, &fields).await.status
}

#[tokio::test]
async fn the_card_says_first_what_to_do_about_the_gravest_open_report_and_calms_nobody() {
    let house = House::of_made_up_people().await;
    let own = house.as_patient("Fontana").await;
    assert!(!section(&own.page("/mine").await, "normal").is_empty());
    let mut told = Vec::new();
    for (symptom, title, order) in [
        (
            "darker-patches",
            "We will look at it",
            "A clinician will look at this by 27 November 2026, 18:00.",
        ),
        (
            "fever",
            "Call the clinic today",
            "If nobody has contacted you within 2 hours, go to urgent care.",
        ),
        (
            "trouble-breathing",
            "Get help now",
            "Call the emergency number now.",
        ),
    ] {
        told.push(tell(&own, &[("symptom", symptom)]).await);
        // What is calm afterwards takes nothing back.
        tell(&own, &[]).await;
        let card = own.page("/mine").await;
        let open = section(&card, "open-report");
        assert!(open.contains(title) && open.contains(order), "{open}");
        assert!(card.find("open-report") < card.find("class=\"standing\""));
        assert_eq!(section(&card, "normal"), "", "{card}");
        assert!(!card.contains("is normal"), "{card}");
    }
    for there in told.iter().rev() {
        assert!(own.page("/mine").await.contains("open-report"), "{there}");
        assert_eq!(
            answer(&house, Role::Physician, there).await,
            StatusCode::SEE_OTHER
        );
    }
    let card = own.page("/mine").await;
    assert!(!card.contains("open-report"), "{card}");
    assert!(!section(&card, "normal").is_empty(), "{card}");
}

#[tokio::test]
async fn the_card_says_what_to_do_where_nobody_answered_in_time() {
    let house = House::of_made_up_people().await;
    tell(
        &house.as_patient("Fontana").await,
        &[("symptom", "darker-patches")],
    )
    .await;
    let card = async || house.as_patient("Fontana").await.page("/mine").await;
    let by = "If nobody has answered by 27 November 2026, 18:00, call the clinic.";
    assert!(card().await.contains(by), "{}", card().await);
    house.clock.move_on(SignedDuration::from_hours(49));
    assert!(card().await.contains("The time for an answer is over."));
    tell(
        &house.as_patient("Fontana").await,
        &[("symptom", "open-sore")],
    )
    .await;
    // Saturday: nobody calls, and urgent care is named at once.
    assert!(section(&card().await, "open-report").contains("go to urgent care"));
}

/// An answer to thanks says nothing about the fever that was reported beside them.
#[tokio::test]
async fn only_its_own_answer_ends_the_suspension_by_a_report() {
    let house = House::of_made_up_people().await;
    let own = house.as_patient("Fontana").await;
    let fever = tell(&own, &[("symptom", "fever")]).await;
    let thanks = tell(&own, &[("words", "thank you")]).await;
    let suspended = "nothing new is released";
    assert_eq!(
        answer(&house, Role::Clinician, &thanks).await,
        StatusCode::SEE_OTHER
    );
    assert!(own.page("/mine").await.contains(suspended));
    assert!(own.page("/mine/clearances").await.contains(suspended));
    assert_eq!(
        answer(&house, Role::Clinician, &fever).await,
        StatusCode::SEE_OTHER
    );
    assert!(!own.page("/mine").await.contains(suspended));
}

/// The level above urgent is no operator's either.
#[tokio::test]
async fn an_operator_answers_no_emergency() {
    let house = House::of_made_up_people().await;
    let own = house.as_patient("Fontana").await;
    let there = tell(&own, &[("symptom", "eye-pain")]).await;
    assert_eq!(
        answer(&house, Role::Operator, &there).await,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    let board = house.as_role(Role::Clinician).await.page("/watch").await;
    assert!(board.contains("Pain in the eye"), "{board}");
    assert_eq!(
        answer(&house, Role::Clinician, &there).await,
        StatusCode::SEE_OTHER
    );
}

/// What waits for an answer cannot be asked for as well.
#[tokio::test]
async fn nothing_is_called_ready_for_release_while_a_report_suspends_it() {
    let house = House::of_made_up_people().await;
    house.clock.move_on(SignedDuration::from_hours(24 * 40));
    let own = house.as_patient("Fontana").await;
    let ready = "Your clinic can release it now";
    assert!(own.page("/mine/clearances").await.contains(ready));
    tell(&own, &[("symptom", "darker-patches")]).await;
    let page = own.page("/mine/clearances").await;
    assert!(!page.contains(ready), "{page}");
    assert!(
        page.contains("Not before your clinic has answered"),
        "{page}"
    );
    assert!(!own.page("/mine").await.contains(ready));
}

#[tokio::test]
async fn the_card_asks_for_a_check_in_until_it_is_given_and_for_a_photo_where_one_may_be_sent() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Fontana").await;
    house.clock.set(IN_DAY_THREE.parse().unwrap());
    let own = house.as_patient("Fontana").await;
    let card = own.page("/mine").await;
    let asked = section(&card, "report");
    assert!(asked.contains("Answer the check-in questions."), "{card}");
    assert!(asked.contains("Send a photo."), "{asked}");
    let clinician = house.as_role(Role::Clinician).await;
    for id in house.chart(patient).await.consents.keys() {
        let address = format!("/patients/{patient}/consents/{id}/revoke");
        clinician.post(&address, &[("reason", "")]).await;
    }
    let card = own.page("/mine").await;
    let asked = section(&card, "report");
    assert!(asked.contains("Answer the check-in questions."), "{card}");
    assert!(!asked.contains("photo"), "{asked}");
    tell(&own, &[]).await;
    let card = own.page("/mine").await;
    assert_eq!(section(&card, "report"), "", "{card}");
    // Its next day asks again.
    house.clock.move_on(SignedDuration::from_hours(24));
    let card = house.as_patient("Fontana").await.page("/mine").await;
    assert!(section(&card, "report").contains("check-in questions"));
}

/// Landmarks with one name cannot be told apart: an answer is an article and no region.
#[tokio::test]
async fn answers_to_two_reports_of_one_minute_are_no_landmarks_of_one_name() {
    let house = House::of_made_up_people().await;
    let own = house.as_patient("Fontana").await;
    for words in ["one", "two"] {
        let there = tell(&own, &[("words", words)]).await;
        assert_eq!(
            answer(&house, Role::Operator, &there).await,
            StatusCode::SEE_OTHER
        );
    }
    let card = own.page("/mine").await;
    assert_eq!(card.matches("<h2 id=\"reply-").count(), 2, "{card}");
    assert_eq!(
        card.matches("<article class=\"sheet\" aria-labelledby=\"reply-")
            .count(),
        2
    );
    assert!(!card.contains("<section class=\"sheet\" aria-labelledby=\"reply-"));
}

/// The clinic of the made-up people is closed at weekends: 48 hours are over before anybody is there.
#[tokio::test]
async fn on_a_friday_evening_a_review_names_the_next_day_of_work_and_so_does_the_board() {
    let house = House::of_made_up_people().await;
    house.clock.set("2026-11-27T19:00:00Z".parse().unwrap());
    let own = house.as_patient("Fontana").await;
    let there = tell(&own, &[("symptom", "darker-patches")]).await;
    let page = own.page(&there).await;
    let said = between(&page, "role=\"status\">", "</section>");
    assert!(said.contains("Send a photo."), "{said}");
    assert!(said.contains("the day on which it opens next"), "{said}");
    assert!(!said.contains("48 hours"), "{said}");
    let board = house.as_role(Role::Clinician).await.page("/watch").await;
    assert!(board.contains("30 November 2026, 18:00"), "{board}");
}

/// Protocol 5.4 says 48 hours, which end on Sunday: they are kept by whoever looks on Friday, and board, answer and card say so.
#[tokio::test]
async fn on_a_friday_afternoon_a_review_is_promised_before_the_weekend_and_stands_so_on_the_board()
{
    let house = House::of_made_up_people().await;
    // 16:31 at the clinic, which closes at 18:00.
    house.clock.set("2026-11-27T15:31:00Z".parse().unwrap());
    let own = house.as_patient("Fontana").await;
    let there = tell(&own, &[("symptom", "darker-patches")]).await;
    let page = own.page(&there).await;
    let said = between(&page, "role=\"status\">", "</section>");
    let by = "A clinician will look at this by 27 November 2026, 18:00.";
    assert!(said.contains(by) && !said.contains("48 hours"), "{said}");
    let card = own.page("/mine").await;
    let by = "If nobody has answered by 27 November 2026, 18:00, call the clinic.";
    assert!(section(&card, "open-report").contains(by), "{card}");
    let clinician = house.as_role(Role::Clinician).await;
    let board = clinician.page("/watch").await;
    assert!(board.contains("27 November 2026, 18:00"), "{board}");
    assert!(!board.contains("29 November 2026"), "{board}");
}

/// Itch is not forecast: nobody knows whether it lies within anything.
#[tokio::test]
async fn a_sign_without_a_forecast_is_not_drawn_as_within_one() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Fontana").await;
    let own = house.as_patient("Fontana").await;
    let mut filled = fields(&key(&own, OWN).await, "0", &[]);
    for (name, value) in &mut filled {
        if name == "grade_itch" {
            "3".clone_into(value);
        }
    }
    taken(&send_parts(&own, OWN, &filled, &[]).await);
    let clinician = house.as_role(Role::Clinician).await;
    let page = clinician
        .page(&format!("/patients/{patient}/check-ins"))
        .await;
    let itch = between(&page, "aria-labelledby=\"band-itch-title", "</svg>");
    assert!(!itch.contains("class=\"band-90\""), "{itch}");
    assert!(itch.contains("class=\"report unknown\""), "{itch}");
    assert!(!itch.contains("class=\"report\""), "{itch}");
    assert!(itch.contains("It was not forecast."), "{itch}");
    let redness = between(&page, "aria-labelledby=\"band-redness-title", "</svg>");
    assert!(!redness.contains("report unknown"), "{redness}");
}

/// The mail about day 1 goes an hour ahead of it, since the sunscreen begins then: whoever answers it at once has answered.
#[tokio::test]
async fn whoever_answers_the_reminder_is_not_silent() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Graf").await;
    let chart = house.chart(patient).await;
    let sessions = chart.sessions.values().map(|one| one.started.facts.t0);
    let t0 = sessions.max().unwrap();
    house
        .clock
        .set(t0 + SignedDuration::from_mins(23 * 60 + 10));
    let own = house.as_patient("Graf").await;
    tell(&own, &[]).await;
    let board = async |hours| {
        house.clock.set(t0 + SignedDuration::from_hours(hours));
        house.as_role(Role::Operator).await.page("/watch").await
    };
    assert!(!board(73).await.contains("Graf, Miriam"));
    assert!(board(97).await.contains("Graf, Miriam"));
}
