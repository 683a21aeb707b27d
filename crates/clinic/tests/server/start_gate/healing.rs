//! Whether the healing of the last session is closed: silence closes nothing.

use axum::http::StatusCode;
use needlework_chart::fold::SessionState;
use needlework_clinic::server::office::account::Role;

use super::steps::check;
use crate::support::House;

/// Miriam Graf, whose session of yesterday is signed now, and of whom nobody has heard since.
#[tokio::test]
async fn the_gate_asks_for_a_check_in_where_nobody_has_reported() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Graf").await;
    let operator = house.as_role(Role::Operator).await;
    let chart = house.chart(patient).await;
    let mut sessions = chart.sessions.iter();
    let open = sessions.find(|(_, one)| one.state == SessionState::Open);
    let (session, open) = open.unwrap();
    let console = format!("/patients/{patient}/sessions/{session}");
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
    // Who treats anew is asked in which clinic, where there are several; here there is one.
    let gate = operator
        .page(&format!("/patients/{patient}/sessions/start"))
        .await;
    let healing = check(&gate, "The healing of the last session is closed");
    assert!(healing.starts_with("overridable"), "{healing}");
    assert!(
        healing.contains("record a check-in by telephone now"),
        "{healing}"
    );
}
