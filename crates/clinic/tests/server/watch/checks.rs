//! The nightly checks: what was left lying, with whoever sees to it.

use axum::http::StatusCode;
use jiff::SignedDuration;
use needlework_chart::chance::OperatingSystem;
use needlework_chart::event::{
    Author, BlindedPairRated, BlindedVerdict, Event, LooksBetter, Role as ChartRole, ShownFirst,
};
use needlework_chart::id::{PatientId, RatingId, UserId};
use needlework_clinic::server::Clock as _;
use needlework_clinic::server::office::account::Role;

use super::{fields, key, send_parts, taken};
use crate::forms::{change_settings, option_of, settings as settings_fields};
use crate::support::{Browser, House, between};

/// Names below a heading of the page.
fn below<'a>(page: &'a str, heading: &str) -> &'a str {
    between(page, &format!(">{heading}</h2>"), "</section>")
}

#[tokio::test]
async fn each_check_lists_who_is_left_lying_and_nobody_else() {
    let house = House::of_made_up_people().await;
    let clinician = house.as_role(Role::Clinician).await;
    let page = clinician.page("/checks").await;
    let unsigned = below(&page, "Sessions without a signature");
    assert!(unsigned.contains("Graf, Miriam") && unsigned.contains("/sessions"));
    assert_eq!(unsigned.matches("<li>").count(), 1, "{unsigned}");
    let events = below(&page, "Adverse events without a look");
    assert!(
        events.contains("Imhof, Daria") && events.contains("since 8 November 2026"),
        "{events}"
    );
    assert_eq!(events.matches("<li>").count(), 1);
    assert!(!below(&page, "Photographs without a consent").contains("<li>"));
    // An appointment of today is one.
    assert!(!below(&page, "Approved plans without a session").contains("<li>"));
    assert!(!below(&page, "Results that can be judged").contains("<li>"));

    house.clock.move_on(SignedDuration::from_hours(24));
    let clinician = house.as_role(Role::Clinician).await;
    let page = clinician.page("/checks").await;
    let plans = below(&page, "Approved plans without a session");
    assert!(plans.contains("Egger, Jana"), "{plans}");
}

#[tokio::test]
async fn what_is_done_leaves_the_list() {
    let house = House::of_made_up_people().await;
    let (imhof, huber) = (house.patient("Imhof").await, house.patient("Huber").await);
    let clinician = house.as_role(Role::Clinician).await;
    let chart = house.chart(imhof).await;
    let event = chart.adverse_events.keys().next().unwrap();
    let fields = [("note", "Paler."), ("grade", "1")];
    let address = format!("/patients/{imhof}/adverse-events/{event}/follow-up");
    let told = clinician.post(&address, &fields).await;
    assert!(told.status.is_redirection(), "{}", told.text);
    let page = clinician.page("/checks").await;
    assert!(!below(&page, "Adverse events without a look").contains("Imhof"));

    // Three photographs lie in the album of Anna Huber under one consent.
    let consents = house.chart(huber).await.consents;
    for id in consents.keys() {
        let address = format!("/patients/{huber}/consents/{id}/revoke");
        let told = clinician.post(&address, &[("reason", "moved")]).await;
        assert!(told.status.is_redirection(), "{}", told.text);
    }
    let page = clinician.page("/checks").await;
    let left = below(&page, "Photographs without a consent");
    assert!(
        left.contains("Huber, Anna") && left.contains("/photographs"),
        "{left}"
    );
}

/// Nothing is released by itself: what waits for the word of the clinic is a line until it was said.
#[tokio::test(flavor = "multi_thread")]
async fn a_release_waits_as_a_line_and_on_the_page_of_the_patient_until_it_is_given() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Huber").await;
    let clinician = house.as_role(Role::Clinician).await;
    let waiting = async || {
        let page = clinician.page("/checks").await;
        let lines = below(&page, "Releases that wait").to_owned();
        (lines.contains("Huber, Anna"), lines)
    };
    let released = house.chart(patient).await.sessions;
    assert!(
        released
            .values()
            .all(|session| session.clearances.is_empty())
    );
    let (is_line, lines) = waiting().await;
    assert!(is_line && lines.contains("/releases"), "{lines}");
    let chart = clinician.page(&format!("/patients/{patient}")).await;
    assert!(chart.contains("May be released now: "), "{chart}");
    let page = clinician
        .page(&format!("/patients/{patient}/releases"))
        .await;
    let rules = page.split("name=\"rule\" value=\"").skip(1);
    let rules: Vec<&str> = rules.map(|one| one.split('"').next().unwrap()).collect();
    assert!(rules.len() > 1, "{page}");
    let fields: Vec<(&str, &str)> = rules.iter().map(|rule| ("rule", *rule)).collect();
    let address = format!("/patients/{patient}/releases");
    let first = clinician.post(&address, &fields[..1]).await;
    assert!(first.status.is_redirection(), "{}", first.text);
    assert!(waiting().await.0, "the other one still waits");
    let rest = clinician.post(&address, &fields[1..]).await;
    assert!(rest.status.is_redirection(), "{}", rest.text);
    let (is_line, lines) = waiting().await;
    assert!(!is_line, "{lines}");
    let chart = clinician.page(&format!("/patients/{patient}")).await;
    assert!(!chart.contains("May be released now"), "{chart}");
}

/// Giulia Fontana on a day: since when she is a line of the check, and from when on her page lets make-up be released.
async fn waits_and_may_be_released(house: &House) -> (Option<String>, Result<(), String>) {
    let patient = house.patient("Fontana").await;
    let clinician = house.as_role(Role::Clinician).await;
    let checks = clinician.page("/checks").await;
    let mut lines = below(&checks, "Releases that wait").split("<li>");
    let line = lines.find(|line| line.contains("Fontana, Giulia"));
    let since = line.map(|line| between(line, ">since ", "</span>").to_owned());
    let releases = format!("/patients/{patient}/releases");
    let page = clinician.page(&releases).await;
    let row = page
        .split("<li>")
        .find(|row| row.contains("/rules/no-makeup\""));
    let row = row.unwrap();
    let may = if row.contains("name=\"rule\" value=\"no-makeup\"") {
        Ok(())
    } else {
        Err(between(row, "released from ", ", ").to_owned())
    };
    (since, may)
}

/// Tells of calm skin, or of a little redness.
async fn tells_of_redness(house: &House, grade: &str) {
    let own = house.as_patient("Fontana").await;
    let mut told = fields(&key(&own, "/mine/check-in").await, "0", &[]);
    for (name, value) in &mut told {
        if name == "grade_redness" {
            grade.clone_into(value);
        }
    }
    taken(&send_parts(&own, "/mine/check-in", &told, &[]).await);
    house.clock.move_on(SignedDuration::from_mins(5));
}

/// Needled in the forenoon of 24 November 2026: make-up may be released after a day, and after three where the skin is red.
#[tokio::test(flavor = "multi_thread")]
async fn a_release_that_redness_puts_off_waits_from_the_moment_that_its_page_names() {
    let house = House::of_made_up_people().await;
    let (a_day, three_days) = ("25 November 2026", "27 November 2026");
    tells_of_redness(&house, "1").await;
    let red = waits_and_may_be_released(&house).await;
    assert_eq!(red, (None, Err(three_days.to_owned())));
    house.clock.set("2026-11-27T13:00:00Z".parse().unwrap());
    let over = waits_and_may_be_released(&house).await;
    assert_eq!(over, (Some(three_days.to_owned()), Ok(())));
    tells_of_redness(&house, "0").await;
    let calm = waits_and_may_be_released(&house).await;
    assert_eq!(calm, (Some(a_day.to_owned()), Ok(())));
}

/// A session in which nothing was needled after all leaves nothing to release: the one before it counts, as on the page of releases.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_waits_for_a_release_after_a_session_in_which_nothing_was_needled() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Huber").await;
    let sessions = house.chart(patient).await.sessions;
    assert!(sessions.len() > 1);
    let last = sessions
        .iter()
        .max_by_key(|(_, session)| session.started.facts.t0);
    let (last, _) = last.unwrap();
    let operator = house.as_role(Role::Operator).await;
    let address = format!("/patients/{patient}/sessions/{last}/amend");
    let seen = house.sequence(patient).await.to_string();
    let fields = [
        ("not_needled", "yes"),
        ("reason", "Another person."),
        ("seen", &seen),
    ];
    let told = operator.post(&address, &fields).await;
    assert!(told.status.is_redirection(), "{}", told.text);
    let clinician = house.as_role(Role::Clinician).await;
    let address = format!("/patients/{patient}/releases");
    let page = clinician.page(&address).await;
    let rules = page.split("name=\"rule\" value=\"").skip(1);
    let rules: Vec<&str> = rules.map(|one| one.split('"').next().unwrap()).collect();
    assert!(!rules.is_empty(), "{page}");
    let fields: Vec<(&str, &str)> = rules.iter().map(|rule| ("rule", *rule)).collect();
    let released = clinician.post(&address, &fields).await;
    assert!(released.status.is_redirection(), "{}", released.text);
    let page = clinician.page("/checks").await;
    let lines = below(&page, "Releases that wait");
    assert!(!lines.contains("Huber, Anna"), "{lines}");
}

/// Anna Huber's course, of which nobody has rated the result: somebody else rating something else does not answer the question.
#[tokio::test(flavor = "multi_thread")]
async fn a_result_can_be_judged_until_its_own_scale_was_rated_openly_or_blind() {
    let house = House::of_made_up_people().await;
    let huber = house.patient("Huber").await;
    let chart = house.chart(huber).await;
    let last = chart.sessions.values().map(|one| one.started.facts.day);
    let last = last.max().unwrap();
    let mut events = house.record.history(huber).await.unwrap();
    events.retain(|one| match &one.event {
        Event::ScaleRated(facts) => facts.day <= last,
        _ => true,
    });
    let now = house.clock.now();
    let mut courses = Vec::new();
    for _ in 0..2 {
        let patient = PatientId::new(now, &OperatingSystem).unwrap();
        house.record.register(patient, &events).await.unwrap();
        courses.push(patient);
    }
    let clinician = house.as_role(Role::Clinician).await;
    let is_line = async |patient: PatientId| {
        let page = clinician.page("/checks").await;
        let lines = below(&page, "Results that can be judged").to_owned();
        let is_line = lines.contains(&patient.to_string());
        let results = clinician
            .page(&format!("/patients/{patient}/results"))
            .await;
        assert_eq!(
            is_line,
            results.contains("so that nothing can be compared"),
            "{results}"
        );
        is_line
    };
    let [open, blind] = courses[..] else { panic!() };
    assert!(is_line(open).await && is_line(blind).await);
    assert!(!is_line(huber).await);
    let rate = async |scale: &str, zone: &str, grade: &str| {
        let fields = [
            ("scale", scale),
            ("zone", zone),
            ("grade", grade),
            ("day", "2026-11-26"),
            ("seen", "live"),
        ];
        let address = format!("/patients/{open}/ratings");
        let told = clinician.post(&address, &fields).await;
        assert!(told.status.is_redirection(), "{}", told.text);
    };
    rate("lemperle-wrinkles", "neck", "2").await;
    assert!(is_line(open).await, "another zone");
    rate("lemperle-wrinkles", "cheek", "2").await;
    assert!(!is_line(open).await);

    let photographs = chart.photographs.iter();
    let mut taken: Vec<_> = photographs
        .map(|(id, one)| (one.added.facts.taken_at, *id))
        .collect();
    taken.sort_unstable();
    let rated = BlindedPairRated {
        rating: RatingId::new(now, &OperatingSystem).unwrap(),
        plan: *chart.plans.keys().next().unwrap(),
        zone: "cheek".to_owned(),
        scale: "lemperle-wrinkles".to_owned(),
        before: taken[0].1,
        after: taken[taken.len() - 1].1,
        shown_first: ShownFirst::Before,
        day: now.in_tz("Europe/Zurich").unwrap().date(),
        verdict: BlindedVerdict::Graded {
            first: 3.0,
            second: 2.0,
            looks_better: Some(LooksBetter::Second),
        },
    };
    let rater = Author {
        user: UserId::new(now, &OperatingSystem).unwrap(),
        name: "Dr. Ida Frei".to_owned(),
        role: ChartRole::Physician,
    };
    let opened = house.record.open(blind).await.unwrap();
    let rated = Event::from(rated).by(rater, now);
    house.record.append(&opened, &[rated]).await.unwrap();
    assert!(!is_line(blind).await);
}

/// From now on Dr. Paul Stein sees to the checks.
async fn stein_sees_to_it(owner: &Browser) {
    let settings = owner.page("/settings").await;
    let user = option_of(&settings, "checks_owner", "Paul Stein");
    change_settings(owner, &[("checks_owner", &user)]).await;
}

/// The id of a colleague, as the settings have it.
async fn colleague(owner: &Browser, name: &str) -> String {
    let page = owner.page("/settings").await;
    let mut rows = page.split("action=\"/settings/colleagues/").skip(1);
    let row = rows.find(|row| row.contains(&format!("<strong>{name}</strong>")));
    row.unwrap().split('"').next().unwrap().to_owned()
}

/// Whoever may not read the checks cannot see to them: the front desk, the owner, a researcher.
#[tokio::test]
async fn only_a_colleague_who_may_read_the_checks_sees_to_them() {
    let house = House::of_made_up_people().await;
    let owner = house.as_role(Role::Owner).await;
    let settings = owner.page("/settings").await;
    for name in ["Kim Roth", "Ruth Weber", "Tom Adler"] {
        assert_eq!(option_of(&settings, "checks_owner", name), "", "{name}");
    }
    let seen = between(&settings, "name=\"seen\" value=\"", "\"").to_owned();
    let desk = colleague(&owner, "Kim Roth").await;
    for wrong in [&*desk, "somebody"] {
        let fields = settings_fields(&seen, &[("checks_owner", wrong)]);
        let told = owner.post("/settings", &fields).await;
        assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    }

    stein_sees_to_it(&owner).await;
    let stein = colleague(&owner, "Dr. Paul Stein").await;
    let now_at_the_desk = [
        ("do", "change"),
        ("role", "front-desk"),
        ("is_active", "yes"),
    ];
    let address = format!("/settings/colleagues/{stein}");
    let told = owner.post(&address, &now_at_the_desk).await;
    assert!(told.status.is_redirection(), "{}", told.text);
    let page = house.as_role(Role::Operator).await.page("/checks").await;
    assert!(page.contains("Sees to it: nobody"), "{page}");
    let settings = owner.page("/settings").await;
    assert!(settings.contains("nobody sees to them"), "{settings}");
    // Other settings can still be changed.
    change_settings(&owner, &[("clinic_name", "Linden and Elm")]).await;
}

#[tokio::test]
async fn whoever_sees_to_the_checks_has_their_counts_on_the_day() {
    let house = House::of_made_up_people().await;
    let owner = house.as_role(Role::Owner).await;
    stein_sees_to_it(&owner).await;
    let day = house.as_role(Role::Prescriber).await.page("/").await;
    let counts = between(&day, "<h2 id=\"checks\">", "</section>");
    assert!(
        counts.contains("Adverse events without a look</strong><span class=\"tag wait\">1"),
        "{counts}"
    );
    assert!(counts.contains("href=\"/checks\"") && !counts.contains("Imhof"));
    let other = house.as_role(Role::Clinician).await.page("/").await;
    assert!(!other.contains("<h2 id=\"checks\">") && other.contains("href=\"/checks\""));
}

#[tokio::test]
async fn the_settings_name_who_sees_to_it() {
    let house = House::of_made_up_people().await;
    let page = house.as_role(Role::Operator).await.page("/checks").await;
    assert!(page.contains("Sees to it: nobody"), "{page}");
    let owner = house.as_role(Role::Owner).await;
    stein_sees_to_it(&owner).await;
    let page = house.as_role(Role::Operator).await.page("/checks").await;
    assert!(page.contains("Sees to it: Dr. Paul Stein."), "{page}");
}
