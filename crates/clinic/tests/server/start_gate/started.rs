//! What the gate shows of plan and person, and what the record says of a start.

use axum::http::StatusCode;
use needlework_chart::event::Identifier;
use needlework_chart::fold::SessionState;
use needlework_clinic::server::office::account::Role;

use super::steps::{Chair, check};
use crate::support::{House, between};

#[tokio::test]
async fn a_treatment_that_is_booked_on_the_page_shows_its_gate_on_the_page_of_the_day() {
    let house = House::of_made_up_people().await;
    let desk = house.as_role(Role::FrontDesk).await;
    let clinician = house.as_role(Role::Clinician).await;
    let patient = house.patient("Graf").await;
    let fields = [
        ("purpose", "treatment"),
        ("starts", "2026-11-26T15:00"),
        ("minutes", "60"),
        ("room", "1"),
    ];
    let booked = desk
        .post(&format!("/patients/{patient}/appointments"), &fields)
        .await;
    assert_eq!(booked.status, StatusCode::SEE_OTHER, "{}", booked.text);
    let today = clinician.page("/").await;
    let of = |name: &str| between(&today, name, "</li>");
    let graf = of("Graf, Miriam");
    assert!(
        graf.contains("class=\"tag wait\"") && graf.contains("are 8 days old"),
        "{graf}"
    );
    // Whoever reads no charts sees the appointment alone.
    let today = desk.page("/").await;
    assert!(!today.contains("are 8 days old") && !today.contains("No approved plan"));
}

#[tokio::test]
async fn the_gate_says_that_a_session_is_earlier_than_planned() {
    let chair = Chair::of_egger().await;
    let gate = chair.gate().await;
    let day = check(&gate, "The session is not earlier than the plan says");
    assert!(day.starts_with("remark"), "{day}");
    assert!(
        day.contains("The plan sets session 1 on 30 November 2026"),
        "{day}"
    );
    assert!(check(&gate, "one of those of the approved plan").starts_with("open"));
    assert_eq!(chair.start(&[]).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn the_record_of_a_start_says_what_was_said_and_nothing_else() {
    let chair = Chair::of_egger().await;
    let gate = chair.gate().await;
    assert!(
        !gate.contains("Compared with the photograph"),
        "none is kept"
    );
    assert!(gate.contains("Name asked and right"));
    let select = between(&gate, "name=\"supervisor\"", "</select>");
    assert!(!select.contains("selected"), "{select}");
    let physician = chair.house.as_role(Role::Physician).await;
    let own = physician.page(&chair.at("/sessions/start")).await;
    let own = between(&own, "name=\"supervisor\"", "</select>");
    assert!(own.contains("value=\"Dr. Ida Frei\" selected"), "{own}");

    let cream = [
        ("product", "Lidocaine"),
        ("amount_g", "4"),
        ("area_cm2", "100"),
        ("numbing_on", "09:15"),
        ("numbing_off", "09:52"),
    ];
    for wrong in [
        ("supervisor", "Noa Lind"),
        ("supervisor", ""),
        ("room", "9"),
        ("numbing_off", "10:30"),
        ("numbing_off", ""),
        ("numbing_on", "04:00"),
    ] {
        let mut fields = cream.to_vec();
        fields.push(wrong);
        let refused = chair.start(&fields).await;
        assert_eq!(
            refused.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{wrong:?}"
        );
    }
    for missing in ["name_confirmed", "birth_date_confirmed"] {
        let refused = chair.start(&[(missing, "")]).await;
        assert_eq!(refused.status, StatusCode::OK, "{missing}");
    }
    let started = chair.start(&cream).await;
    assert_eq!(started.status, StatusCode::SEE_OTHER, "{}", started.text);

    let chart = chair.house.chart(chair.patient).await;
    let session = chart.sessions.values().next().unwrap();
    let facts = &session.started.facts;
    assert_eq!(
        facts.identified_by,
        [Identifier::Name, Identifier::BirthDate].into()
    );
    assert_eq!(facts.supervisor, "Dr. Ida Frei");
    assert_eq!(facts.device.clearance_number.as_deref(), Some("K233709"));
    assert!(facts.device.maximum_depth_mm.is_some());
    assert_eq!(facts.device.off_label_reason, None);
    let cartridge = &session.cartridges[0].facts;
    assert!(cartridge.is_single_use_confirmed && cartridge.is_opened_before_patient);
    let numbing = &session.numbing[0].facts;
    assert_eq!(numbing.applied_at.to_string(), "2026-11-26T08:15:00Z");
    assert_eq!(numbing.removed_at.to_string(), "2026-11-26T08:52:00Z");
}

/// The consent says that it may be taken back during a session, and that the treatment then stops.
#[tokio::test]
async fn a_consent_that_is_taken_back_stops_an_open_session_and_lets_it_be_signed() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Graf").await;
    let operator = house.as_role(Role::Operator).await;
    let chart = house.chart(patient).await;
    let (session, open) = chart.sessions.first_key_value().unwrap();
    assert_eq!(open.state, SessionState::Open);
    let console = format!("/patients/{patient}/sessions/{session}");
    let stop = "The consent to this treatment was taken back";
    assert!(!operator.page(&console).await.contains(stop));
    let consents = operator
        .page(&format!("/patients/{patient}/consents"))
        .await;
    let treatment = between(&consents, "id=\"consent-treatment\"", "</section>");
    let revoke = between(treatment, "action=\"", "\"");
    let revoked = operator.post(revoke, &[("reason", "it hurts")]).await;
    assert_eq!(revoked.status, StatusCode::SEE_OTHER, "{}", revoked.text);

    assert!(operator.page(&console).await.contains(stop));
    let zone = [("zone", "cheek"), ("depth_set_mm", "1"), ("passes", "4")];
    let refused = operator.post(&format!("{console}/zones"), &zone).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains(stop), "{}", refused.text);
    assert_eq!(
        house.chart(patient).await.sessions[session].zones.len(),
        open.zones.len()
    );
    let cartridge = &open.cartridges[0].facts;
    let seen = house.sequence(patient).await.to_string();
    let gone = [
        ("lot", &cartridge.lot),
        ("unit", &cartridge.unit),
        ("seen", &seen),
    ];
    let gone = operator.post(&format!("{console}/discard"), &gone).await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER, "{}", gone.text);
    let seen = house.sequence(patient).await.to_string();
    let signed = [("seen", seen.as_str())];
    let signed = operator.post(&format!("{console}/sign"), &signed).await;
    assert_eq!(signed.status, StatusCode::SEE_OTHER, "{}", signed.text);
    let signed = operator.page(&console).await;
    assert!(!signed.contains(stop), "nothing is to be stopped any more");
}
