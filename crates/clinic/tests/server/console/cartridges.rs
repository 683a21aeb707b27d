//! Cartridges: what fits, and that nobody opens one twice.

use axum::http::StatusCode;

use super::*;
use crate::forms::option_of;

#[tokio::test]
async fn a_cartridge_that_does_not_fit_does_not_pass_the_gate() {
    let house = House::of_made_up_people().await;
    receive(&house, "ROLL-1", "roller-home", "0.5", "5").await;
    receive(&house, "SHORT-1", "exceed-unlimited", "0.2", "5").await;
    receive(&house, "ONE-1", "exceed-unlimited", "1.5", "1").await;
    let patient = house.patient("Egger").await;
    let operator = house.as_role(Role::Operator).await;
    let gate = operator
        .page(&format!("/patients/{patient}/sessions/start"))
        .await;
    assert_eq!(
        option_of(&gate, "lot", "ROLL-1"),
        "",
        "no roller stands here"
    );
    assert_ne!(option_of(&gate, "lot", "SHORT-1"), "");
    for (lot, reason) in [
        ("ROLL-1", "This cartridge is made for"),
        ("SHORT-1", "The needles of this cartridge are 0.2 mm long"),
    ] {
        let refused = start(&house, lot, "001").await;
        assert_eq!(refused.status, StatusCode::OK, "{lot}");
        assert!(refused.text.contains(reason), "{lot}: {}", refused.text);
    }
    assert!(house.chart(patient).await.sessions.is_empty());
    let started = start(&house, "ONE-1", "001").await;
    assert_eq!(started.status, StatusCode::SEE_OTHER, "{}", started.text);
    let stock = house.as_role(Role::FrontDesk).await.page("/stock").await;
    assert!(stock.contains("1 lot is used up"), "{stock}");
}

#[tokio::test]
async fn a_cartridge_that_does_not_fit_is_not_opened_in_a_session() {
    let chair = Chair::begun().await;
    receive(&chair.house, "ROLL-1", "roller-home", "0.5", "5").await;
    receive(&chair.house, "ONE-1", "exceed-unlimited", "1.8", "1").await;
    let stock = chair
        .house
        .as_role(Role::FrontDesk)
        .await
        .page("/stock")
        .await;
    let open = async |lot: &str, unit: &str| {
        let lot = lot_id(&stock, lot);
        let fields = [
            ("lot", lot.as_str()),
            ("unit", unit),
            ("pack_intact", "yes"),
        ];
        chair.post_now("/cartridges", &fields).await
    };
    let (zone, _, _) = chair.proposed().await;
    let deep = [
        ("zone", zone.as_str()),
        ("depth_set_mm", "1.7"),
        ("passes", "4"),
    ];
    let beyond = chair.post_now("/zones", &deep).await;
    assert_eq!(beyond.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(beyond.text.contains("are 1.5 mm long"), "{}", beyond.text);
    for (lot, unit, reason) in [
        ("ROLL-1", "001", "made for another device"),
        ("A2503", "001", "over its date"),
        ("A2611", " 0920 ", "already"),
    ] {
        let refused = open(lot, unit).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{lot}");
        assert!(refused.text.contains(reason), "{lot}: {}", refused.text);
    }
    let page = chair.page().await;
    assert!(!page.contains("ROLL-1"), "a roller is not offered");
    assert_eq!(open("ONE-1", "001").await.status, StatusCode::SEE_OTHER);
    let second = open("ONE-1", "002").await;
    assert_eq!(second.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(second.text.contains("As many units of this lot were used"));
    // Now needles reach as deep; the plan asks why.
    assert_eq!(chair.post_now("/zones", &deep).await.status, StatusCode::OK);
}

#[tokio::test]
async fn one_unit_is_opened_in_one_chart_even_at_the_same_moment() {
    let chair = Chair::begun().await;
    let house = &chair.house;
    let other = house.patient("Graf").await;
    let chart = house.chart(other).await;
    let mut sessions = chart.sessions.iter();
    let (open, _) = sessions
        .find(|(_, one)| one.state == SessionState::Open)
        .unwrap();
    let lot = lot_id(
        &house.as_role(Role::FrontDesk).await.page("/stock").await,
        "A2611",
    );
    let elsewhere = format!("/patients/{other}/sessions/{open}/cartridges");
    for unit in ["0930", "0931", "0932"] {
        let (here, there) = (chair.seen().await, house.sequence(other).await.to_string());
        let fields = |seen: &str| {
            [
                ("lot", lot.as_str()),
                ("unit", unit),
                ("pack_intact", "yes"),
                ("seen", seen),
            ]
            .map(|(name, value)| (name, value.to_owned()))
        };
        let (own, others) = (chair.at("/cartridges"), fields(&there));
        let mine = fields(&here);
        let (one, two) = tokio::join!(
            chair.operator.post(&own, &mine),
            chair.operator.post(&elsewhere, &others)
        );
        let mut states = [one.status, two.status];
        states.sort();
        assert_eq!(
            states,
            [StatusCode::SEE_OTHER, StatusCode::UNPROCESSABLE_ENTITY],
            "{unit}"
        );
    }
}

#[tokio::test]
async fn the_last_unit_of_a_lot_is_opened_once_whatever_number_it_is_given() {
    let chair = Chair::begun().await;
    let house = &chair.house;
    receive(house, "ONE-2", "exceed-unlimited", "1.5", "1").await;
    let stock = house.as_role(Role::FrontDesk).await.page("/stock").await;
    let lot = lot_id(&stock, "ONE-2");
    let other = house.patient("Graf").await;
    let chart = house.chart(other).await;
    let mut sessions = chart.sessions.iter();
    let (open, _) = sessions
        .find(|(_, one)| one.state == SessionState::Open)
        .unwrap();
    let elsewhere = format!("/patients/{other}/sessions/{open}/cartridges");
    let (here, there) = (chair.seen().await, house.sequence(other).await.to_string());
    let fields = |unit: &'static str, seen: &str| {
        [
            ("lot", lot.clone()),
            ("unit", unit.to_owned()),
            ("pack_intact", "yes".to_owned()),
            ("seen", seen.to_owned()),
        ]
    };
    let (own, mine) = (chair.at("/cartridges"), fields("001", &here));
    let others = fields("002", &there);
    let (one, two) = tokio::join!(
        chair.operator.post(&own, &mine),
        chair.operator.post(&elsewhere, &others)
    );
    let mut states = [one.status, two.status];
    states.sort();
    assert_eq!(
        states,
        [StatusCode::SEE_OTHER, StatusCode::UNPROCESSABLE_ENTITY],
        "{} {}",
        one.text,
        two.text
    );
}
