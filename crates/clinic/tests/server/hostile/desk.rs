//! Registrations, appointments, settings and stock that cannot be.

use axum::http::StatusCode;
use needlework_clinic::server::office::account::Role;

use super::require_sentence;
use crate::forms::{FIRST_CLINIC, clinic_of_group, settings};
use crate::support::{FORM, House, form};

#[tokio::test]
async fn a_registration_that_cannot_be_is_refused() {
    let house = House::of_made_up_people().await;
    let desk = house.as_role(Role::FrontDesk).await;
    let long = "a".repeat(201);
    for (family, given, birth_date) in [
        ("Test", "Mara", "2999-01-01"),
        ("Test", "Mara", "2026-11-27"),
        ("Test", "Mara", "1850-01-01"),
        ("Test", "Mara", "-009999-01-01"),
        ("Test", "Mara", "9.3.1974"),
        ("Test", "Mara", ""),
        ("Test", "", "1974-03-09"),
        ("Test", "   ", "1974-03-09"),
        (long.as_str(), "Mara", "1974-03-09"),
    ] {
        let fields = [
            ("family", family),
            ("given", given),
            ("birth_date", birth_date),
        ];
        let answer = desk.post("/patients", &fields).await;
        assert_eq!(
            answer.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{given} {birth_date}"
        );
        require_sentence(&answer, birth_date);
    }
    let rows = desk.search("Mara").await;
    assert!(!rows.contains("Test"));
}

#[tokio::test]
async fn an_appointment_that_cannot_be_is_refused() {
    let house = House::of_made_up_people().await;
    let desk = house.as_role(Role::FrontDesk).await;
    let patient = house.patient("Graf").await;
    let address = format!("/patients/{patient}/appointments");
    let mut faults = Vec::new();
    for (starts, minutes, room) in [
        ("2026-11-25T10:00", "30", "1"),
        ("2020-01-06T10:00", "30", "1"),
        ("9999-12-30T22:00", "480", "1"),
        ("9999-12-31T23:00", "480", "1"),
        ("-009999-01-04T10:00", "30", "1"),
        ("2026-11-28T10:00", "30", "1"),
        ("2026-11-27", "", "1"),
        ("tomorrow", "30", "1"),
        ("2026-11-27T10:00", "0", "1"),
        ("2026-11-27T10:00", "-5", "1"),
        ("2026-11-27T10:00", "1e9", "1"),
        ("2026-11-27T10:00", "4294967296", "1"),
        ("2026-11-27T10:00", "30", "cellar"),
        ("2026-11-27T07:45", "30", "1"),
        ("2026-11-27T17:45", "30", "1"),
        ("2026-11-27T03:00", "30", "1"),
    ] {
        let fields = [
            ("purpose", "review"),
            ("starts", starts),
            ("minutes", minutes),
            ("room", room),
        ];
        let answer = desk.post(&address, &fields).await;
        if answer.status == StatusCode::UNPROCESSABLE_ENTITY {
            require_sentence(&answer, starts);
        } else {
            faults.push(format!("{starts} {minutes} {room}: {}", answer.status));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Longer than the name of any room.
const LONG_ROOM: &str = "the room behind the stairs that nobody has used since spring";

#[tokio::test]
async fn settings_and_stock_that_cannot_be_are_refused() {
    let house = House::of_made_up_people().await;
    let owner = house.as_role(Role::Owner).await;
    let mut faults = Vec::new();
    for (field, value) in [
        ("seen", "0"),
        ("seen", "-1"),
        ("clinic_name", " "),
        ("time_zone", "Europe/Atlantis"),
        ("time_zone", "../../etc/passwd"),
        ("idle_minutes", "0"),
        ("idle_minutes", "99999"),
        ("absolute_hours", "13"),
        ("rule_nothing", "1"),
        ("rule_isotretinoin", "NaN"),
        ("rule_isotretinoin", "inf"),
        ("rule_isotretinoin", "-1e308"),
        ("rule_isotretinoin\n[rules]\nname", "1"),
        ("rule_x = 1\nname", "1"),
    ] {
        let fields = settings("1", &[(field, value)]);
        let answer = owner.post("/settings", &fields).await;
        let expected = if (field, value) == ("seen", "0") {
            StatusCode::CONFLICT
        } else {
            StatusCode::UNPROCESSABLE_ENTITY
        };
        if answer.status == expected {
            require_sentence(&answer, field);
        } else {
            faults.push(format!("{field} = {value}: {}", answer.status));
        }
    }
    for (field, value) in [
        ("seen", "-1"),
        ("do", "burn"),
        ("rooms", " , "),
        ("rooms", LONG_ROOM),
        ("emergency_number", "112; 911"),
        ("open", "1"),
        ("open", "9"),
    ] {
        let other = [(field, value), ("from_9", "08:00"), ("to_9", "09:00")];
        let fields = clinic_of_group("1", &other);
        let answer = owner.post(FIRST_CLINIC, &fields).await;
        if answer.status == StatusCode::UNPROCESSABLE_ENTITY {
            require_sentence(&answer, field);
        } else {
            faults.push(format!("{field} = {value}: {}", answer.status));
        }
    }
    let lot = [
        ("device", "exceed-unlimited"),
        ("reference", "EXC-12"),
        ("lot", "B1"),
        ("expires_on", "2027-11-26"),
        ("needles", "6"),
        ("needle_length_mm", "1.5"),
        ("received", "10"),
    ];
    for (field, value) in [
        ("device", "nothing"),
        ("lot", " "),
        ("expires_on", "soon"),
        ("needles", "-1"),
        ("needles", "0"),
        ("needle_length_mm", "NaN"),
        ("needle_length_mm", "inf"),
        ("needle_length_mm", "-1"),
        ("received", "99999999"),
    ] {
        let fields = lot.map(|(name, usual)| (name, if name == field { value } else { usual }));
        let answer = owner.post("/stock/lots", &fields).await;
        if answer.status != StatusCode::UNPROCESSABLE_ENTITY {
            faults.push(format!("{field} = {value}: {}", answer.status));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert_eq!(
        owner.send("/stock/lots", FORM, form(&lot)).await.status,
        StatusCode::SEE_OTHER
    );
}
