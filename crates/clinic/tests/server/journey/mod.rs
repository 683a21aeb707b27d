//! One patient from the registration to an amended session, through pages alone.

mod amended;
mod steps;

use axum::http::StatusCode;
use needlework_chart::event::Deviation;
use needlework_chart::fold::SessionState;
use needlework_chart::id::SessionId;
use needlework_clinic::server::office::account::Role;

use self::steps::{Journey, proposed};
use crate::support::{Browser, between};

#[expect(clippy::too_many_lines, reason = "one journey is told in one piece")]
#[tokio::test]
async fn from_the_registration_to_an_amended_session() {
    let journey = Journey::begin().await;
    let house = &journey.house;
    let nothing = journey.operator.get(&journey.at("/sessions/start")).await;
    assert_eq!(
        nothing.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "without a plan"
    );
    journey.screen().await;
    let early = journey
        .operator
        .get(&journey.at("/consents/treatment"))
        .await;
    assert_eq!(
        early.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "a consent to no plan"
    );
    journey.plan().await;

    let gate = journey
        .operator
        .post::<&str>(&journey.at("/sessions/start"), &[])
        .await;
    assert_eq!(gate.status, StatusCode::OK);
    assert!(house.chart(journey.patient).await.sessions.is_empty());
    journey.consent("treatment").await;
    journey.consent("photograph").await;

    let session = journey.start().await;
    let console = journey.at(&format!("/sessions/{session}"));
    let zones = format!("{console}/zones");
    let entries = async || {
        house.chart(journey.patient).await.sessions[&session]
            .zones
            .clone()
    };
    let owner = house.as_role(Role::Owner).await;
    let settings = owner.page("/settings").await;
    let row = settings
        .split("/settings/colleagues/")
        .find(|row| row.contains("ida.frei"));
    let physician = row.unwrap().split('"').next().unwrap();
    let record = async |zone: &str, deeper_mm: f64, second: &[(&str, &str)]| {
        let tapped = [("zone", zone), ("as_planned", "yes")];
        let filled = journey.operator.post(&zones, &tapped).await;
        let (depth, area, minutes) = proposed(&filled.text, zone);
        let (depth, minutes) = (format!("{:.3}", depth + deeper_mm), minutes.to_string());
        let mut fields = vec![
            ("zone", zone),
            ("depth_set_mm", depth.as_str()),
            ("passes", "4"),
            ("area_cm2", &area),
            ("needling_minutes", &minutes),
            ("endpoint", "erythema"),
            ("pain", "3"),
        ];
        let seen = house.sequence(journey.patient).await.to_string();
        fields.push(("seen", seen.as_str()));
        fields.extend(second);
        journey.operator.post(&zones, &fields).await
    };

    let inside = record("cheek", 0.0, &[]).await;
    assert_eq!(inside.status, StatusCode::SEE_OTHER, "{}", inside.text);
    assert_eq!(entries().await[0].facts.deviation, Deviation::Inside);
    let minor = record("forehead", -0.2, &[]).await;
    assert_eq!(minor.status, StatusCode::SEE_OTHER, "{}", minor.text);
    assert_eq!(entries().await[1].facts.deviation, Deviation::Minor);

    let held = record("periorbital", 0.4, &[]).await;
    assert_eq!(held.status, StatusCode::OK);
    assert!(
        held.text.contains("name=\"second\""),
        "a second name is asked for"
    );
    let own = house.chart(journey.patient).await.sessions[&session]
        .started
        .author
        .user;
    let own = own.to_string();
    for second in [
        vec![("reason", "lines were deep")],
        vec![("reason", " "), ("second", physician)],
    ] {
        let held = record("periorbital", 0.4, &second).await;
        assert_eq!(held.status, StatusCode::OK, "{second:?}");
    }
    let alone = record(
        "periorbital",
        0.4,
        &[("reason", "deep"), ("second", own.as_str())],
    )
    .await;
    assert_eq!(
        alone.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "one's own second name"
    );
    assert_eq!(entries().await.len(), 2);
    let both = [("reason", "lines were deep"), ("second", physician)];
    let major = record("periorbital", 0.4, &both).await;
    assert_eq!(major.status, StatusCode::SEE_OTHER, "{}", major.text);
    assert_eq!(entries().await[2].facts.deviation, Deviation::Major);

    for zone in ["upper-eyelid", "lower-eyelid"] {
        let mut fields = vec![
            ("zone", zone),
            ("depth_set_mm", "0.5"),
            ("passes", "1"),
            ("endpoint", "erythema"),
        ];
        let seen = house.sequence(journey.patient).await.to_string();
        fields.push(("seen", seen.as_str()));
        fields.extend(both);
        let stopped = journey.operator.post(&zones, &fields).await;
        assert_eq!(stopped.status, StatusCode::UNPROCESSABLE_ENTITY, "{zone}");
    }
    assert_eq!(entries().await.len(), 3);

    let second = [("deviation_reason", "it happened"), ("second", physician)];
    sign_and_amend(&journey, session, &console, &second).await;
    trail_holds_the_openings(&journey, &owner).await;
}

async fn sign_and_amend(
    journey: &Journey,
    session: SessionId,
    console: &str,
    second: &[(&str, &str)],
) {
    let state = async || journey.house.chart(journey.patient).await.sessions[&session].clone();
    let amend = [
        ("text", "The forehead took five passes."),
        ("reason", "miscounted"),
    ];
    let seen = async || journey.house.sequence(journey.patient).await.to_string();
    let amend_now = async || {
        let now = seen().await;
        let mut fields = amend.to_vec();
        fields.push(("seen", &now));
        let address = format!("{console}/amend");
        journey.operator.post(&address, &fields).await
    };
    let early = amend_now().await;
    assert_eq!(
        early.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "an open session is amended"
    );
    let now = seen().await;
    let cartridge = [("lot", "A2611"), ("unit", "0777"), ("seen", &now)];
    let gone = journey
        .operator
        .post(&format!("{console}/discard"), &cartridge)
        .await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER, "{}", gone.text);
    let signed = journey
        .operator
        .post(&format!("{console}/sign"), &[("seen", seen().await)])
        .await;
    assert_eq!(signed.status, StatusCode::SEE_OTHER, "{}", signed.text);
    assert_eq!(state().await.state, SessionState::Signed);

    let before = journey.house.sequence(journey.patient).await;
    for (path, fields) in [
        (
            "/zones",
            vec![
                ("zone", "cheek"),
                ("depth_set_mm", "1"),
                ("passes", "4"),
                ("endpoint", "erythema"),
                ("reason", "late"),
                ("second", ""),
            ],
        ),
        ("/reactions", vec![("reaction", "red")]),
        (
            "/products",
            vec![("phase", "after"), ("product", "cream"), ("lot", "1")],
        ),
        ("/sign", vec![]),
        ("/abandon", vec![("reason", "late")]),
        ("/amend", vec![("text", " "), ("reason", "none")]),
        ("/amend", vec![("text", "none"), ("reason", " ")]),
        ("/amend", vec![("depth_set_mm", "1"), ("reason", "none")]),
    ] {
        let now = seen().await;
        let mut fields: Vec<(&str, &str)> = fields;
        fields.push(("seen", &now));
        let answer = journey
            .operator
            .post(&format!("{console}{path}"), &fields)
            .await;
        let is_told = answer.status == StatusCode::UNPROCESSABLE_ENTITY;
        // A major difference is asked about before it is refused.
        assert!(
            is_told || (path == "/zones" && answer.status == StatusCode::OK),
            "{path}: {}",
            answer.status
        );
    }
    assert_eq!(journey.house.sequence(journey.patient).await, before);

    amended::in_fields(journey, session, console, second).await;
    let (zones, before) = (state().await.zones.len(), state().await.amendments.len());
    let amended = amend_now().await;
    assert_eq!(amended.status, StatusCode::SEE_OTHER, "{}", amended.text);
    let session = state().await;
    assert_eq!(
        (session.zones.len(), session.amendments.len()),
        (zones, before + 1)
    );
    assert!(session.delivered().all(|one| one.depth_set_mm.is_none()));
    assert_eq!(session.state, SessionState::Signed);
    let page = journey.operator.page(console).await;
    assert!(page.contains("The forehead took five passes. (miscounted)"));
}

async fn trail_holds_the_openings(journey: &Journey, owner: &Browser) {
    let mut trail = owner
        .page(&format!("/trail?patient={}", journey.patient))
        .await;
    // Every look stands there: more than one page holds.
    let mut last = trail.clone();
    while last.contains("href=\"/trail?before=") {
        let older = between(&last, "href=\"/trail?before=", "\"").replace("&#38;", "&");
        last = owner.page(&format!("/trail?before={older}")).await;
        trail.push_str(&last);
    }
    for name in ["Noa Lind", "Vera Brandt", "Dr. Ida Frei"] {
        let rows = trail.split("<tr").filter(|row| row.contains(name));
        let openings = rows.filter(|row| row.contains("opened the chart"));
        assert!(openings.count() > 0, "{name} opened the chart");
    }
    let registered = trail
        .split("<tr")
        .find(|row| row.contains("registered a patient"));
    assert!(registered.unwrap().contains("Kim Roth"));
    // The front desk never opened it, and the trail names nobody who was treated.
    let opened = trail
        .split("<tr")
        .filter(|row| row.contains("opened the chart"));
    assert!(!opened.into_iter().any(|row| row.contains("Kim Roth")));
    assert!(!trail.contains("Keller") && !trail.contains("Ursina"));
    let overview = journey.desk.page(&journey.chart).await;
    assert!(
        !overview.contains("lines were deep"),
        "the front desk reads of health"
    );
    assert!(
        !overview.contains("/plans"),
        "the front desk is led to plans"
    );
}
