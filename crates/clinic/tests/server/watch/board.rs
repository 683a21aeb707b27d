//! The healing watch: what waits, in which order, until when, and who answers.

use axum::http::StatusCode;
use jiff::SignedDuration;
use needlework_clinic::server::office::account::Role;

use super::{fields, kept, key, send_parts, taken};
use crate::support::{House, between};

const OWN: &str = "/mine/check-in";

/// Rows of the board, from the top: what stands between two marks of a list.
fn rows(page: &str) -> Vec<String> {
    let rows = page
        .split("<a class=\"row-link\" href=\"/patients/")
        .skip(1);
    rows.map(|row| row.split("</li>").next().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn the_gravest_report_stands_first_and_an_answer_takes_it_away() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Fontana").await;
    let own = house.as_patient("Fontana").await;
    let clinician = house.as_role(Role::Clinician).await;
    let board = clinician.page("/watch").await;
    assert!(rows(&board)[0].contains("Message"), "{board}");
    assert!(rows(&board)[0].contains("Fontana, Giulia"));
    assert!(board.contains("Redness 2"), "{board}");
    assert!(board.contains("There are words to read."));

    let filled = fields(&key(&own, OWN).await, "0", &[("symptom", "eye-pain")]);
    let there = taken(&send_parts(&own, OWN, &filled, &[]).await);
    let board = clinician.page("/watch").await;
    let first = rows(&board)[0].clone();
    assert!(
        first.contains("Emergency") && first.contains("Pain in the eye"),
        "{first}"
    );
    let today = clinician.page("/").await;
    assert!(rows(&today).iter().any(|row| row.contains("Emergency")));

    let id = there.rsplit('/').next().unwrap();
    let address = format!("/patients/{patient}/check-ins/{id}");
    let done = clinician
        .post(
            &format!("{address}/answer"),
            &[("response", "Seen by Dr. Frei.")],
        )
        .await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let board = clinician.page("/watch").await;
    assert!(!board.contains("Pain in the eye"), "{board}");
    let report = kept(&house, patient, &there).await;
    assert_eq!(report.answers[0].author.name, "Vera Brandt");
    let page = clinician.page(&address).await;
    assert!(page.contains("Seen by Dr. Frei.") && page.contains("Vera Brandt, 26 November 2026"));
}

#[tokio::test]
async fn an_answer_has_a_time_by_its_level_and_what_is_late_is_marked() {
    let house = House::of_made_up_people().await;
    let own = house.as_patient("Fontana").await;
    // Thursday, ten o'clock: two hours for an urgent report; the 48 of a review end on Saturday and are kept on Friday.
    for symptom in ["fever", "darker-patches"] {
        let filled = fields(&key(&own, OWN).await, "0", &[("symptom", symptom)]);
        taken(&send_parts(&own, OWN, &filled, &[]).await);
    }
    let due = async || {
        let clinician = house.as_role(Role::Clinician).await;
        let board = clinician.page("/watch").await;
        let row = |level: &str| {
            let row = rows(&board).into_iter().find(|row| row.contains(level));
            row.unwrap_or_else(|| panic!("{level} is not on {board}"))
        };
        ["Urgent", "Review"].map(row)
    };
    let [urgent, review] = due().await;
    assert!(
        urgent.contains("answer by 26 November 2026, 12:00"),
        "{urgent}"
    );
    assert!(
        review.contains("answer by 27 November 2026, 18:00"),
        "{review}"
    );
    assert!(!urgent.contains("overdue") && !review.contains("overdue"));
    house.clock.move_on(SignedDuration::from_hours(3));
    let [urgent, review] = due().await;
    assert!(
        urgent.contains("overdue") && urgent.contains("(3 hours)"),
        "{urgent}"
    );
    assert!(!review.contains("overdue"), "{review}");
}

/// What rises in the order of the engine rises on the page, too.
#[tokio::test]
async fn an_overdue_review_stands_above_a_fresh_urgent_report() {
    let house = House::of_made_up_people().await;
    let report = async |family: &str, symptom: &str| {
        let own = house.as_patient(family).await;
        let filled = fields(&key(&own, OWN).await, "0", &[("symptom", symptom)]);
        taken(&send_parts(&own, OWN, &filled, &[]).await);
    };
    report("Fontana", "darker-patches").await;
    house.clock.move_on(SignedDuration::from_hours(49));
    report("Graf", "fever").await;
    let board = house.as_role(Role::Clinician).await.page("/watch").await;
    let rows = rows(&board);
    let place = |words: &str| rows.iter().position(|row| row.contains(words)).unwrap();
    let (review, urgent) = (place("Darker patches"), place("Fever"));
    assert!(rows[review].contains("overdue") && rows[review].contains("Review"));
    assert!(review < urgent, "{board}");
}

/// "Called, nobody answered" by name, with a next look: until then the row stands apart.
#[tokio::test]
async fn a_silence_is_acknowledged_until_it_is_looked_at_again() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Graf").await;
    house.clock.move_on(SignedDuration::from_hours(48));
    let operator = house.as_role(Role::Operator).await;
    let address = format!("/patients/{patient}");
    let form = operator.page(&format!("{address}/check-ins")).await;
    assert!(form.contains("Called, nobody answered"), "{form}");
    let note = |look_again| {
        [
            ("note", "Called twice, nobody answered"),
            ("look_again", look_again),
        ]
    };
    for wrong in ["2026-11-28T09:59", "2026-12-06T10:00", "soon"] {
        let told = operator
            .post(&format!("{address}/silence"), &note(wrong))
            .await;
        assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    }
    let told = operator
        .post(&format!("{address}/silence"), &note("2026-11-29T09:00"))
        .await;
    taken(&told);
    let page = operator.page(&format!("{address}/check-ins")).await;
    assert!(page.contains("Called twice, nobody answered"), "{page}");
    let apart = async || {
        let board = house.as_role(Role::Operator).await.page("/watch").await;
        board
            .split_once("Not reached, looked at again later")
            .is_some_and(|(_, apart)| apart.contains("Graf, Miriam"))
    };
    let board = operator.page("/watch").await;
    assert!(
        board.contains("Noa Lind tried on 28 November 2026"),
        "{board}"
    );
    assert!(
        board.contains("Next look: 29 November 2026, 09:00"),
        "{board}"
    );
    assert!(apart().await);
    house.clock.move_on(SignedDuration::from_hours(24));
    let board = house.as_role(Role::Operator).await.page("/watch").await;
    assert!(!apart().await && board.contains("Graf, Miriam"), "{board}");
}

/// The rule says that the clinic is alerted at once; the page says so only where somebody is.
#[tokio::test]
async fn the_board_says_whether_anybody_is_told() {
    let house = House::of_made_up_people().await;
    let own = house.as_patient("Fontana").await;
    let filled = fields(&key(&own, OWN).await, "0", &[("symptom", "eye-pain")]);
    taken(&send_parts(&own, OWN, &filled, &[]).await);
    let clinician = house.as_role(Role::Clinician).await;
    let board = clinician.page("/watch").await;
    assert!(!board.contains("alerted at once"), "{board}");
    assert!(board.contains("Nobody is told by mail that something waits"));
    assert!(board.contains("As of 10:00"), "{board}");
}

/// A page that refreshes itself shows what came since, adds nobody to the trail twice, and keeps nobody signed in.
#[tokio::test]
async fn a_page_that_stands_open_is_no_use_of_the_sign_in() {
    let house = House::of_made_up_people().await;
    let clinician = house.as_role(Role::Clinician).await;
    clinician.page("/watch").await;
    let seen = async || {
        let query = needlework_chart::access::AccessQuery {
            patient: None,
            user: None,
            before_position: None,
            at_most: 500,
        };
        let trail = house.record.accesses(query).await.unwrap();
        let seen = trail
            .iter()
            .filter(|(_, one)| one.action == "watch-looked-at");
        seen.count()
    };
    let before = seen().await;
    let refresh = async || {
        let request = clinician.request(axum::http::Method::GET, "/watch");
        let request = request.header("needlework-refresh", "yes");
        clinician
            .ask(request.body(axum::body::Body::empty()).unwrap())
            .await
    };
    for _ in 0..5 {
        house.clock.move_on(SignedDuration::from_mins(5));
        let page = refresh().await;
        assert_eq!(page.status, StatusCode::OK);
    }
    assert_eq!(seen().await, before);
    house.clock.move_on(SignedDuration::from_mins(10));
    let page = refresh().await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "signed in by nobody");
}

/// Protocol 5.4: levels 2 and 3 are answered by a clinician, level 1 by an operator.
#[tokio::test]
async fn an_operator_answers_messages_and_no_reviews() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Fontana").await;
    let own = house.as_patient("Fontana").await;
    let operator = house.as_role(Role::Operator).await;
    let answer = async |address: &str| {
        let id = address.rsplit('/').next().unwrap();
        let address = format!("/patients/{patient}/check-ins/{id}/answer");
        operator
            .post(&address, &[("response", "called back")])
            .await
    };
    for (symptom, status) in [
        ("milia", StatusCode::SEE_OTHER),
        ("lines-or-tracks", StatusCode::UNPROCESSABLE_ENTITY),
        ("open-sore", StatusCode::UNPROCESSABLE_ENTITY),
    ] {
        let filled = fields(&key(&own, OWN).await, "0", &[("symptom", symptom)]);
        let there = taken(&send_parts(&own, OWN, &filled, &[]).await);
        let told = answer(&there).await;
        assert_eq!(told.status, status, "{symptom}: {}", told.text);
    }
    let board = operator.page("/watch").await;
    assert!(board.contains("Review") && board.contains("Urgent"));
}

/// Check-ins are due on days 1 to 7 and on day 14. Whoever misses two in a row is on the board, until somebody has called.
#[tokio::test]
async fn whoever_is_silent_comes_onto_the_board_and_leaves_it_after_a_call() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Graf").await;
    let silent = "No answer to the last check-ins";
    let board = async || house.as_role(Role::Operator).await.page("/watch").await;
    assert!(!board().await.contains("Graf"));
    // Her session began a day before the clock; two whole days later days 1 and 2 have passed.
    house.clock.move_on(SignedDuration::from_hours(48));
    let page = board().await;
    let row = rows(&page)
        .into_iter()
        .find(|row| row.contains("Graf, Miriam"));
    let row = row.unwrap_or_else(|| panic!("nobody is silent: {page}"));
    assert!(row.contains(silent) && row.contains("Message"), "{row}");
    let operator = house.as_role(Role::Operator).await;
    let address = format!("/patients/{patient}/check-ins");
    let filled = fields(&key(&operator, &format!("{address}/new")).await, "0", &[]);
    let told = operator.post(&address, &filled_pairs(&filled)).await;
    taken(&told);
    assert!(!board().await.contains("Graf"));
}

fn filled_pairs(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    let pairs = fields.iter();
    pairs
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect()
}

#[tokio::test]
async fn the_trail_says_of_whom_the_board_was_seen() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Fontana").await;
    house.as_role(Role::Prescriber).await.page("/watch").await;
    let owner = house.as_role(Role::Owner).await;
    let trail = owner.page(&format!("/trail?patient={patient}")).await;
    let seen = trail
        .split("<tr")
        .find(|row| row.contains("saw reports on the healing watch"));
    assert!(seen.unwrap().contains("Dr. Paul Stein"));
}

#[tokio::test]
async fn the_front_desk_sees_nothing_of_what_was_told() {
    let house = House::of_made_up_people().await;
    let desk = house.as_role(Role::FrontDesk).await;
    let today = desk.page("/").await;
    // Fontana comes today; that something waits of her is nobody's business at the desk.
    let rows = desk.search("Fontana").await;
    assert!(!today.contains("Reports of patients") && !rows.contains("report waits"));
    assert!(!today.contains("Redness") && !today.contains("/watch"));
    assert_eq!(desk.get("/watch").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn reports_stand_on_the_band_of_their_forecast() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Fontana").await;
    let clinician = house.as_role(Role::Clinician).await;
    let page = clinician
        .page(&format!("/patients/{patient}/check-ins"))
        .await;
    let picture = between(&page, "aria-labelledby=\"band-redness-title", "</svg>");
    assert!(picture.contains("class=\"band-90\"") && picture.contains("class=\"median\""));
    assert_eq!(picture.matches("class=\"report").count(), 2, "{picture}");
    assert!(page.contains("Still rather red on the left."));
}
