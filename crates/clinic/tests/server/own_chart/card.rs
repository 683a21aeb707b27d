//! The card of the day: what holds by the hour is what the protocol says, at every stage of a course.

use axum::http::StatusCode;
use jiff::SignedDuration;
use needlework_chart::event::{
    Author, CheckInReported, ClearanceGiven, Event, Recorded, Role as ChartRole,
};
use needlework_chart::id::{CheckInId, ClearanceId, SessionId, UserId};
use needlework_clinic::server::Clock as _;
use needlework_clinic::server::office::account::Role;
use needlework_planning::Library;

use super::section;
use crate::support::{Browser, House, between};

const HOUR: SignedDuration = SignedDuration::from_hours(1);

/// What a patient reads of a rule.
fn words(rule: &str) -> String {
    let library = Library::shipped().unwrap();
    let rule = library.care.get(rule).unwrap();
    rule.record.patient.clone().unwrap()
}

/// Giulia Fontana, whose first session was two days ago.
struct Healing {
    house: House,
    browser: Browser,
    session: SessionId,
}

impl Healing {
    async fn new() -> Self {
        let house = House::of_made_up_people().await;
        let browser = house.as_patient("Fontana").await;
        let chart = house.chart(house.patient("Fontana").await).await;
        let session = *chart.sessions.keys().next().unwrap();
        Self {
            house,
            browser,
            session,
        }
    }

    async fn card(&self) -> String {
        self.browser.page("/mine").await
    }

    /// Moves the clock to so many hours after the beginning of the session.
    async fn at_hour(&self, hours: i64) {
        let chart = self.house.chart(self.house.patient("Fontana").await).await;
        let t0 = chart.sessions[&self.session].started.facts.t0;
        self.house
            .clock
            .set(t0 + HOUR * i32::try_from(hours).unwrap());
    }

    async fn state(&self, role: ChartRole, event: impl Into<Event>) {
        let patient = self.house.patient("Fontana").await;
        let opened = self.house.record.open(patient).await.unwrap();
        let at = self.house.clock.now();
        let author = Author {
            user: UserId::new(at, &needlework_chart::chance::OperatingSystem).unwrap(),
            name: "Dr. Ida Frei".to_owned(),
            role,
        };
        let recorded: Recorded = event.into().by(author, at);
        self.house
            .record
            .append(&opened, &[recorded])
            .await
            .unwrap();
    }
}

#[tokio::test]
async fn what_holds_follows_the_hours_of_the_protocol() {
    let healing = Healing::new().await;
    // Protocol 4.1: exercise until 72 h, sun until 336 h. The end of needling comes within two hours of its beginning.
    for (hour, has_exercise, has_sun) in [
        (60, true, true),
        (71, true, true),
        (75, false, true),
        (330, false, true),
        (340, false, false),
    ] {
        healing.at_hour(hour).await;
        let card = healing.card().await;
        let not_to_do = section(&card, "do-not");
        let has = |rule: &str| not_to_do.contains(&escaped(&words(rule)));
        assert_eq!(has("no-exercise"), has_exercise, "{hour} h: {not_to_do}");
        assert_eq!(has("no-sun"), has_sun, "{hour} h: {not_to_do}");
    }
}

fn escaped(text: &str) -> String {
    text.replace('\'', "&#39;")
}

#[tokio::test]
async fn the_expected_course_is_that_of_the_day() {
    let healing = Healing::new().await;
    // Protocol 5.1.
    let dry = "Dry and tight is normal. Swelling should be going down.";
    let flaking = "Flaking or a few small spots can appear. Do not pick.";
    let still = "Still there at your next visit? Tell us.";
    for (hour, expected, not) in [
        (50, [dry, flaking], still),
        (
            5 * 24,
            [flaking, "Most people are settled within a week."],
            dry,
        ),
    ] {
        healing.at_hour(hour).await;
        let card = healing.card().await;
        let normal = section(&card, "normal");
        for sentence in expected {
            assert!(normal.contains(sentence), "{hour} h: {normal}");
        }
        assert!(!normal.contains(not), "{hour} h: {normal}");
    }
    healing.at_hour(9 * 24).await;
    assert!(section(&healing.card().await, "normal").contains(still));
}

/// The words follow the calendar, what is expected the hours that have passed (protocol 5.1).
#[tokio::test]
async fn on_the_next_morning_the_session_was_yesterday_and_its_first_day_is_not_over() {
    let healing = Healing::new().await;
    let morning = "2026-11-25T06:00:00Z".parse().unwrap();
    healing.house.clock.set(morning);
    let card = healing.card().await;
    assert!(card.contains("Your last session was yesterday."), "{card}");
    let normal = section(&card, "normal");
    assert!(normal.contains("like sunburn, is expected today"), "{card}");
    assert!(!normal.contains("Dry and tight is normal."), "{normal}");
    healing.at_hour(26).await;
    let card = healing.card().await;
    assert!(card.contains("Your last session was yesterday."), "{card}");
    let normal = section(&card, "normal");
    assert!(normal.contains("Dry and tight is normal."), "{normal}");
}

#[tokio::test]
async fn make_up_stays_locked_until_a_licensed_colleague_releases_it() {
    let healing = Healing::new().await;
    healing.at_hour(10 * 24).await;
    let make_up = escaped(&words("no-makeup"));
    let card = healing.card().await;
    assert!(section(&card, "locked").contains(&make_up), "{card}");
    let released = ClearanceGiven {
        clearance: ClearanceId::new(
            healing.house.clock.now(),
            &needlework_chart::chance::OperatingSystem,
        )
        .unwrap(),
        session: healing.session,
        instructions: vec!["no-makeup@1".to_owned()],
    };
    healing.state(ChartRole::Physician, released).await;
    healing.house.clock.move_on(HOUR);
    let card = healing.card().await;
    assert!(!card.contains(&make_up), "{card}");
    let page = healing.browser.page("/mine/clearances").await;
    assert!(
        section(&page, "released").contains("Dr. Ida Frei"),
        "{page}"
    );
    assert!(!section(&page, "locked").contains(&make_up), "{page}");
}

#[tokio::test]
async fn an_open_report_of_level_two_suspends_releases() {
    let healing = Healing::new().await;
    healing.at_hour(72).await;
    assert!(!healing.card().await.contains("nothing new is released"));
    let at = healing.house.clock.now();
    let report = CheckInReported {
        check_in: CheckInId::new(at, &needlework_chart::chance::OperatingSystem).unwrap(),
        session: healing.session,
        hours_after_t0: 72.0,
        answers: serde_json::json!({ "redness": 3 }),
        level: Some(2),
        free_text: None,
    };
    healing.state(ChartRole::Patient, report).await;
    healing.house.clock.move_on(HOUR);
    assert!(healing.card().await.contains("nothing new is released"));
}

#[tokio::test]
async fn the_card_says_when_to_call_and_whom() {
    let house = House::of_made_up_people().await;
    for family in ["Aebi", "Egger", "Fontana", "Huber"] {
        let card = house.as_patient(family).await.page("/mine").await;
        let call = section(&card, "call");
        assert!(
            call.contains("href=\"tel:+41445550000\""),
            "{family}: {call}"
        );
        assert!(call.contains("emergency number"), "{family}: {call}");
        // In the words of the questions, without what belongs to radiofrequency or to colleagues; nothing was reported yet, so
        // that nobody is promised to call.
        assert!(call.contains("<li>Trouble breathing</li>"), "{call}");
        assert!(call.contains("<li>Blisters</li>"), "{call}");
        for clinical in [
            "pinpoint",
            "cross-contamination",
            "adiofrequency",
            "A dent",
            "contact you today",
        ] {
            assert!(!call.contains(clinical), "{clinical}: {call}");
        }
        assert!(call.contains("Report it here"), "{call}");
    }
}

/// What is locked stands there by its name, open or folded.
#[tokio::test]
async fn what_waits_for_the_clinic_is_named() {
    let healing = Healing::new().await;
    let card = healing.card().await;
    let locked = section(&card, "locked");
    assert!(!locked.contains("things"), "{locked}");
    let names = between(locked, "more: ", "</span>");
    assert!(names.contains("no "), "{locked}");
    healing.at_hour(24 * 40).await;
    let late = healing.card().await;
    let late = section(&late, "locked");
    assert!(late.contains("Ask for it: call"), "{late}");
}

/// The days of a course are those on which somebody came, and the day of the result counts from them.
#[tokio::test(flavor = "multi_thread")]
async fn the_plan_tells_the_days_on_which_somebody_came_and_the_day_of_the_results_page() {
    let house = House::of_made_up_people().await;
    let physician = house.as_role(Role::Physician).await;
    let patient = house.patient("Huber").await;
    let plan = house.as_patient("Huber").await.page("/mine/plan").await;
    let listed = section(&plan, "days");
    for session in house.chart(patient).await.sessions.values() {
        let day = session.started.facts.day;
        let written = day.strftime("%-d %B %Y: done").to_string();
        assert!(listed.contains(&written), "{written}: {listed}");
    }
    let results = physician
        .page(&format!("/patients/{patient}/results"))
        .await;
    let from = between(listed, "<p>From ", " on, you and your clinic");
    let (_, judged) = from.split_once(", ").unwrap();
    assert!(results.contains(judged), "{judged}: {results}");
}

#[tokio::test]
async fn before_the_first_session_the_card_tells_pre_care_and_the_visit() {
    let house = House::of_made_up_people().await;
    let card = house.as_patient("Egger").await.page("/mine").await;
    assert!(card.contains("26 November 2026, 10:30"), "{card}");
    assert!(card.contains("<h2 id=\"do-not\">"), "{card}");
    assert!(!card.contains("Your last session"), "{card}");
}

#[tokio::test]
async fn a_plan_that_nobody_approved_is_not_shown() {
    let house = House::of_made_up_people().await;
    for family in ["Aebi", "Caruso", "Demir", "Jung"] {
        let browser = house.as_patient(family).await;
        let card = browser.page("/mine").await;
        assert!(card.contains("not approved a plan"), "{family}: {card}");
        let plan = browser.page("/mine/plan").await;
        assert!(plan.contains("not approved a plan"), "{family}");
        assert!(!plan.contains("class=\"picture\""), "{family}");
    }
}

#[tokio::test]
async fn the_plan_in_force_is_shown_with_pictures_in_both_languages() {
    let house = House::of_made_up_people().await;
    let browser = house.as_patient("Egger").await;
    let plan = browser.page("/mine/plan").await;
    // Two zones, each drawn wide and narrow, with a title each.
    assert_eq!(plan.matches("-title\">").count(), 8, "{plan}");
    assert!(plan.contains("of 100 forecasts"), "{plan}");
    browser.post("/mine/language", &[("language", "es")]).await;
    let plan = browser.page("/mine/plan").await;
    for english in ["reticular dermis", ">needle<", "months after", "forecasts"] {
        assert!(!plan.contains(english), "{english}: {plan}");
    }
    assert!(plan.contains("dermis alta"), "{plan}");
    // Numbers of sentences are Spanish too, and so are the units.
    assert!(plan.contains("<p>Un cambio de menos de 0,"), "{plan}");
    let read = plan.split('<').filter_map(|part| part.split('>').nth(1));
    for text in read {
        let letters: Vec<char> = text.chars().collect();
        let has_point = letters.windows(3).any(|three| {
            matches!(three, [before, '.', after] if before.is_ascii_digit() && after.is_ascii_digit())
        });
        assert!(!has_point, "{text}");
    }
}

#[tokio::test]
async fn the_desk_sees_no_card() {
    let house = House::of_made_up_people().await;
    for role in [Role::FrontDesk, Role::Physician, Role::Owner] {
        let answer = house.as_role(role).await.get("/mine").await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
    }
}

/// What a patient reports may put a release off: both sides are told the same.
#[tokio::test]
async fn what_may_be_released_now_is_said_alike_to_the_patient_and_to_the_clinic() {
    let house = House::of_made_up_people().await;
    let clinician = house.as_role(Role::Clinician).await;
    for family in ["Fontana", "Graf", "Huber", "Imhof"] {
        let patient = house.patient(family).await;
        let own = house
            .as_patient(family)
            .await
            .page("/mine/clearances")
            .await;
        let clinic = format!("/patients/{patient}/releases");
        let clinic = clinician.page(&clinic).await;
        let is_told = own.contains("Your clinic can release it now");
        assert_eq!(is_told, clinic.contains("name=\"rule\""), "{family}");
    }
}
