//! Devices and lots: taken out of use, corrected and blocked, each with a reason.

use axum::http::StatusCode;

use super::*;
use crate::forms::option_of;

#[tokio::test]
async fn a_blocked_lot_cannot_be_chosen_and_a_lot_is_corrected_with_a_reason() {
    let chair = Chair::begun().await;
    let desk = chair.house.as_role(Role::FrontDesk).await;
    let stock = desk.page("/stock").await;
    let lot = lot_id(&stock, "A2611");
    let part = stock
        .split("<details>")
        .find(|part| part.contains("Change lot A2611<"));
    let seen = between(part.unwrap(), "name=\"seen\" value=\"", "\"").to_owned();
    let change = async |address: &str, fields: &[(&str, &str)]| desk.post(address, fields).await;
    let lots = format!("/stock/lots/{lot}");
    let wanted = [
        ("seen", seen.as_str()),
        ("expires_on", "2027-02-03"),
        ("received", "50"),
    ];
    let with = |wish: &'static str, reason: &'static str| {
        let mut fields = wanted.to_vec();
        fields.extend([("do", wish), ("reason", reason)]);
        fields
    };
    for (fields, status) in [
        (with("corrected", " "), StatusCode::UNPROCESSABLE_ENTITY),
        (with("eaten", "hunger"), StatusCode::UNPROCESSABLE_ENTITY),
        (with("corrected", "mistyped"), StatusCode::SEE_OTHER),
        (
            with("blocked", "recalled by its maker"),
            StatusCode::CONFLICT,
        ),
    ] {
        assert_eq!(change(&lots, &fields).await.status, status, "{fields:?}");
    }
    let stock = desk.page("/stock").await;
    assert!(stock.contains("Kim Roth: corrected (mistyped)"), "{stock}");
    assert!(stock.contains("value=\"2027-02-03\""), "{stock}");
    let part = stock
        .split("<details>")
        .find(|part| part.contains("Change lot A2611<"));
    let seen = between(part.unwrap(), "name=\"seen\" value=\"", "\"").to_owned();
    let few = [
        ("seen", seen.as_str()),
        ("expires_on", "2027-02-03"),
        ("received", "1"),
        ("do", "corrected"),
        ("reason", "few"),
    ];
    let few = change(&lots, &few).await;
    assert_eq!(
        few.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "more were used"
    );
    let block = [
        ("seen", seen.as_str()),
        ("do", "blocked"),
        ("reason", "recalled by its maker"),
    ];
    assert_eq!(change(&lots, &block).await.status, StatusCode::SEE_OTHER);
    assert!(
        !chair.page().await.contains(&lot),
        "it is not offered in the session"
    );
    let open = unit_of(&lot, "0940");
    let refused = chair.post_now("/cartridges", &open).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let gate = chair
        .operator
        .page(&format!("/patients/{}/sessions/start", chair.patient))
        .await;
    assert_eq!(option_of(&gate, "lot", "A2611"), "");
    assert_ne!(option_of(&gate, "device", "EX-2071"), "");
}

#[tokio::test]
async fn a_device_out_of_use_cannot_be_chosen_and_a_serial_number_is_there_once() {
    let chair = Chair::begun().await;
    let desk = chair.house.as_role(Role::FrontDesk).await;
    let stock = desk.page("/stock").await;
    let change = async |address: &str, fields: &[(&str, &str)]| desk.post(address, fields).await;
    let same = [
        ("device", "exceed-unlimited"),
        ("serial", " ex-2071 "),
        ("room", "2"),
    ];
    let twice = change("/stock/devices", &same).await;
    assert_eq!(
        twice.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "{}",
        twice.text
    );
    let part = stock
        .split("<details>")
        .find(|part| part.contains("Change the device EX-2071<"));
    let device = between(part.unwrap(), "/stock/devices/", "\"").to_owned();
    let seen = between(part.unwrap(), "name=\"seen\" value=\"", "\"").to_owned();
    let devices = format!("/stock/devices/{device}");
    let out = [
        ("seen", seen.as_str()),
        ("do", "out-of-use"),
        ("reason", "it rattles"),
    ];
    assert_eq!(change(&devices, &out).await.status, StatusCode::SEE_OTHER);
    let gate = chair
        .operator
        .page(&format!("/patients/{}/sessions/start", chair.patient))
        .await;
    assert_eq!(option_of(&gate, "device", "EX-2071"), "");
    let stock = desk.page("/stock").await;
    assert!(stock.contains("put out of use (it rattles)"), "{stock}");
    let seen = seen.parse::<u64>().unwrap() + 1;
    let seen = seen.to_string();
    let back = [
        ("seen", seen.as_str()),
        ("do", "in-use"),
        ("reason", "repaired"),
    ];
    assert_eq!(change(&devices, &back).await.status, StatusCode::SEE_OTHER);
    let gate = chair
        .operator
        .page(&format!("/patients/{}/sessions/start", chair.patient))
        .await;
    assert_eq!(option_of(&gate, "device", "EX-2071"), device);
}

/// Without script: what was typed stands in the form again, with the sentence that says what is wrong.
#[tokio::test]
async fn a_form_of_the_stock_that_is_refused_keeps_what_was_typed() {
    let house = House::of_made_up_people().await;
    let desk = house.as_role(Role::FrontDesk).await;
    let stock = desk.page("/stock").await;
    let part = stock
        .split("<details>")
        .find(|part| part.contains("Change the device EX-2071<"));
    let device = between(part.unwrap(), "/stock/devices/", "\"").to_owned();
    let part = stock
        .split("<details>")
        .find(|part| part.contains("Change lot A2611<"));
    let lot = between(part.unwrap(), "/stock/lots/", "\"").to_owned();
    let long = "rattles ".repeat(60);
    let long_room = "behind the roses ".repeat(4);
    let refused: [(String, Typed<'_>, &[&str]); 5] = [
        (
            format!("/stock/devices/{device}"),
            &[("seen", "1"), ("do", "out-of-use"), ("reason", &long)],
            &["Say why, in at most 300 characters", long.trim()],
        ),
        (
            format!("/stock/devices/{device}"),
            &[
                ("seen", "1"),
                ("do", "moved"),
                ("room", &long_room),
                ("reason", "closer to the sink"),
            ],
            &[long_room.trim(), "value=\"closer to the sink\""],
        ),
        (
            format!("/stock/lots/{lot}"),
            &[
                ("seen", "1"),
                ("do", "corrected"),
                ("reason", "mistyped"),
                ("expires_on", "2029-03-04"),
                ("received", "70000"),
            ],
            &[
                "value=\"2029-03-04\"",
                "value=\"70000\"",
                "value=\"mistyped\"",
            ],
        ),
        (
            "/stock/lots".to_owned(),
            &[
                ("device", "exceed-unlimited"),
                ("reference", "R-77"),
                ("lot", "B-900"),
                ("expires_on", "2030-01-31"),
                ("needles", "12"),
                ("needle_length_mm", "90"),
                ("received", "20"),
            ],
            &[
                "value=\"R-77\"",
                "value=\"B-900\"",
                "value=\"90\"",
                "not believable",
            ],
        ),
        (
            "/stock/devices".to_owned(),
            &[
                ("device", "exceed-unlimited"),
                ("serial", " "),
                ("room", "Room of the roses"),
            ],
            &[
                "value=\"Room of the roses\"",
                "value=\"exceed-unlimited\" selected",
            ],
        ),
    ];
    for (address, fields, kept) in refused {
        let told = desk.post(&address, fields).await;
        assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY, "{address}");
        assert!(told.text.contains("role=\"alert\"") && told.text.contains("<details open>"));
        for one in kept {
            assert_eq!(told.text.matches(one).count(), 1, "{address}: {one}");
        }
    }
    let unchanged = desk.page("/stock").await;
    assert!(!unchanged.contains("<details open>") && !unchanged.contains("B-900"));
}
