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
        let fields = unit_of(&lot, unit);
        chair.post_now("/cartridges", &fields).await
    };
    let (zone, _, _) = chair.proposed().await;
    let deep = [
        ("zone", zone.as_str()),
        ("depth_set_mm", "1.7"),
        ("passes", "4"),
        ("endpoint", "erythema"),
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
                ("opened_before_patient", "yes"),
                ("single_use", "yes"),
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
            ("opened_before_patient", "yes".to_owned()),
            ("single_use", "yes".to_owned()),
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

#[tokio::test]
async fn each_confirmation_of_a_cartridge_is_asked_for_with_its_own_reason() {
    let chair = Chair::begun().await;
    let lot = chair.lot("A2611").await;
    let whole = unit_of(&lot, "0941");
    for (tick, reason) in [
        ("pack_intact", "sterile pack was whole"),
        ("opened_before_patient", "was opened before the patient"),
        ("single_use", "is used once, for this person alone"),
    ] {
        let rest: Vec<(&str, &str)> = whole.into_iter().filter(|one| one.0 != tick).collect();
        let refused = chair.post_now("/cartridges", &rest).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{tick}");
        let told = between(&refused.text, "role=\"alert\"", "</p>");
        assert!(told.contains(reason), "{tick}: {told}");
        assert!(refused.text.contains("value=\"0941\""), "{tick}");
    }
    assert_eq!(chair.state().await.cartridges.len(), 1);
    // However it is written, a unit is one.
    let opened = chair.post_now("/cartridges", &whole).await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.text);
    for unit in ["09-41", "\u{ff10}\u{ff19}\u{ff14}\u{ff11}"] {
        let same = whole.map(|(name, value)| (name, if name == "unit" { unit } else { value }));
        let refused = chair.post_now("/cartridges", &same).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{unit}");
        assert!(refused.text.contains("was used already"), "{unit}");
    }
}

#[tokio::test]
async fn a_lot_that_cannot_be_opened_is_not_offered_and_the_first_to_expire_comes_first() {
    let chair = Chair::begun().await;
    receive(&chair.house, "LATE-1", "exceed-unlimited", "1.5", "3").await;
    receive(&chair.house, "GONE-1", "exceed-unlimited", "1.5", "1").await;
    let gone = chair.lot("GONE-1").await;
    let only = unit_of(&gone, "1");
    let opened = chair.post_now("/cartridges", &only).await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.text);
    let page = chair.page().await;
    let offered = between(&page, "name=\"lot\">", "</select>");
    assert!(!offered.contains("A2503"), "over its date: {offered}");
    assert!(!offered.contains("GONE-1"), "used up: {offered}");
    let places = ["A2611", "LATE-1"].map(|lot| offered.find(lot).unwrap());
    assert!(places[0] < places[1], "{offered}");
}

/// Whoever is erased takes the name along, and not that the unit was used.
#[tokio::test]
async fn a_unit_of_somebody_who_was_erased_is_never_opened_again() {
    let chair = Chair::begun().await;
    let house = &chair.house;
    let desk = house.as_role(Role::FrontDesk).await;
    receive(house, "ERASED-1", "exceed-unlimited", "1.5", "2").await;
    let stock = desk.page("/stock").await;
    let lot = lot_id(&stock, "ERASED-1");
    let unit = |unit: &'static str| {
        [
            ("lot", lot.clone()),
            ("unit", unit.to_owned()),
            ("pack_intact", "yes".to_owned()),
            ("opened_before_patient", "yes".to_owned()),
            ("single_use", "yes".to_owned()),
        ]
    };
    let other = house.patient("Graf").await;
    let chart = house.chart(other).await;
    let mut sessions = chart.sessions.iter();
    let (open, _) = sessions
        .find(|(_, one)| one.state == SessionState::Open)
        .unwrap();
    let elsewhere = format!("/patients/{other}/sessions/{open}/cartridges");
    let mut fields = unit("S1").to_vec();
    fields.push(("seen", house.sequence(other).await.to_string()));
    let opened = chair.operator.post(&elsewhere, &fields).await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.text);

    let asked = [("do", "ask"), ("ground", "request")];
    let asked = desk
        .post(&format!("/patients/{other}/erasure"), &asked)
        .await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.text);
    let owner = house.as_role(Role::Owner).await;
    let erase = [("do", "erase"), ("may_go", "yes"), ("password", "")];
    let erased = owner.post(&format!("/erasures/{other}"), &erase).await;
    assert_eq!(erased.status, StatusCode::SEE_OTHER, "{}", erased.text);

    let mut again = unit("s-1").to_vec();
    again.push(("seen", chair.seen().await));
    let refused = chair.operator.post(&chair.at("/cartridges"), &again).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.text.contains("was used already"),
        "{}",
        refused.text
    );
    let found = desk.page("/stock?article=cartridge&lot=ERASED-1").await;
    let told = "1 unit of this lot was used on somebody whose record was erased since";
    assert!(found.contains(told), "{found}");
    for (number, status) in [
        ("S2", StatusCode::SEE_OTHER),
        ("S3", StatusCode::UNPROCESSABLE_ENTITY),
    ] {
        let mut next = unit(number).to_vec();
        next.push(("seen", chair.seen().await));
        let answer = chair.operator.post(&chair.at("/cartridges"), &next).await;
        assert_eq!(answer.status, status, "{number}: two units came in");
    }
}
