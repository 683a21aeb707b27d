//! Forms of the console that come twice or from an older page.

use axum::http::StatusCode;

use super::*;

#[tokio::test]
async fn a_form_of_an_older_console_is_told_and_keeps_what_was_typed() {
    let chair = Chair::begun().await;
    let (zone, depth, _) = chair.proposed().await;
    let old = chair.seen().await;
    let product = [("phase", "before"), ("product", "Gel"), ("lot", "G-1")];
    let applied = chair.post("/products", &old, &product).await;
    assert_eq!(applied.status, StatusCode::SEE_OTHER);
    let before = chair.seen().await;
    let zone_fields = [
        ("zone", zone.as_str()),
        ("depth_set_mm", &depth),
        ("passes", "7"),
        ("speed_per_min", "6543"),
        ("endpoint", "pinpoint-bleeding"),
    ];
    let other_zone = [
        ("zone", "neck"),
        ("depth_set_mm", "0.43"),
        ("passes", "9"),
        ("endpoint", "erythema"),
    ];
    let cream = [("phase", "after"), ("product", "Cream"), ("lot", "C-17")];
    let unit = [("lot", ""), ("unit", "0999")];
    let reason = [("reason", "fainted at once")];
    let forms: [(&str, Typed<'_>, &[&str]); 6] = [
        (
            "/zones",
            &zone_fields,
            &[
                "value=\"6543\"",
                "value=\"7\"",
                "value=\"pinpoint-bleeding\" checked",
            ],
        ),
        (
            "/zones",
            &other_zone,
            &["value=\"neck\" selected", "value=\"0.43\"", "value=\"9\""],
        ),
        ("/products", &cream, &["value=\"Cream\"", "value=\"C-17\""]),
        (
            "/reactions",
            &[("reaction", "wheals")],
            &["value=\"wheals\""],
        ),
        ("/abandon", &reason, &["value=\"fainted at once\""]),
        ("/sign", &[], &[]),
    ];
    for (form, fields, kept) in forms {
        for seen in [old.as_str(), "", "many"] {
            let told = chair.post(form, seen, fields).await;
            assert_eq!(told.status, StatusCode::CONFLICT, "{form} {seen}");
            let said = "This page shows how it stands now, with what you typed.";
            assert!(told.text.contains(said), "{form}: {}", told.text);
            for one in kept {
                assert!(told.text.contains(one), "{form} {one}: {}", told.text);
            }
        }
    }
    let lot = lot_id(
        &chair
            .house
            .as_role(Role::FrontDesk)
            .await
            .page("/stock")
            .await,
        "A2611",
    );
    let unit = [("lot", lot.as_str()), unit[1]];
    let told = chair.post("/cartridges", &old, &unit).await;
    assert_eq!(told.status, StatusCode::CONFLICT);
    assert!(told.text.contains("value=\"0999\""));
    assert_eq!(chair.seen().await, before);
}

#[tokio::test]
async fn a_second_tap_is_answered_with_the_page_and_recorded_once() {
    let chair = Chair::begun().await;
    let (zone, depth, minutes) = chair.proposed().await;
    let minutes = minutes.to_string();
    let lot = chair.lot("A2611").await;
    chair.needle_all_but(&zone).await;
    let zone_fields = [
        ("zone", zone.as_str()),
        ("depth_set_mm", &depth),
        ("passes", "4"),
        ("needling_minutes", &minutes),
        ("endpoint", "erythema"),
    ];
    let unit = unit_of(&lot, "0921");
    let product = [("phase", "before"), ("product", "Cream"), ("lot", "C-17")];
    let gone = [("lot", "A2611"), ("unit", "0921")];
    let forms: [(&str, &[(&str, &str)]); 6] = [
        ("/zones", &zone_fields),
        ("/cartridges", &unit),
        ("/products", &product),
        ("/reactions", &[("reaction", "wheals")]),
        ("/discard", &gone),
        ("/sign", &[]),
    ];
    for (form, fields) in forms {
        let seen = chair.seen().await;
        let (one, other) = tokio::join!(
            chair.post(form, &seen, fields),
            chair.post(form, &seen, fields)
        );
        let later = chair.post(form, &seen, fields).await;
        for answer in [one, other, later] {
            assert_eq!(
                answer.status,
                StatusCode::SEE_OTHER,
                "{form}: {}",
                answer.text
            );
        }
        let now: u64 = chair.seen().await.parse().unwrap();
        assert_eq!(now, seen.parse::<u64>().unwrap() + 1, "{form}");
    }
    // The gate, too.
    let again = start(&chair.house, "A2611", "0920").await;
    assert_ne!(again.location(), chair.at(""), "that session is signed");
}

#[tokio::test]
async fn a_correction_on_an_older_page_is_kept_on_the_page_and_recorded_once() {
    let chair = Chair::needled().await;
    let signed = chair.post_now("/sign", &[]).await;
    assert_eq!(signed.status, StatusCode::SEE_OTHER, "{}", signed.text);
    let entry = chair.state().await.zones[0].facts.entry.to_string();
    let second = physician(&chair.house).await;
    let of_entry = [
        ("entry", entry.as_str()),
        ("deviation_reason", "The wrong zone was drawn."),
        ("second", second.as_str()),
        ("depth_set_mm", "0.77"),
        ("not_known", "pain"),
        ("endpoint", "not-known"),
        ("zone", "chin"),
        ("text", "The film was blurred."),
        ("reason", "Read again."),
    ];
    let of_session = [
        ("text", "It was the other room."),
        ("not_needled", "yes"),
        ("reason", "Mixed up."),
    ];
    let of_entry_kept = [
        "value=\"0.77\"",
        "name=\"not_known\" value=\"pain\" checked",
        "value=\"not-known\" selected",
        "value=\"chin\" selected",
        "value=\"The film was blurred.\"",
        "value=\"Read again.\"",
    ];
    let of_session_kept = [
        ">It was the other room.</textarea>",
        "name=\"not_needled\" value=\"yes\" checked",
        "value=\"Mixed up.\"",
    ];
    // A zone that the plan does not name is decided by two people: that is an event more.
    let forms: [(Typed<'_>, &[&str], u64); 2] = [
        (&of_entry, &of_entry_kept, 2),
        (&of_session, &of_session_kept, 1),
    ];
    let before = chair.seen().await;
    for (fields, kept, _) in forms {
        for seen in ["1", "", "many"] {
            let told = chair.post("/amend", seen, fields).await;
            assert_eq!(told.status, StatusCode::CONFLICT, "{seen}");
            let opened = told.text.matches("<details open><summary>Correct").count();
            assert_eq!(opened, 1, "the form that was sent alone is open");
            for one in kept {
                assert_eq!(told.text.matches(one).count(), 1, "{one}: {}", told.text);
            }
        }
    }
    assert_eq!(chair.seen().await, before);
    for (fields, _, events) in forms {
        let seen = chair.seen().await;
        let (one, other) = tokio::join!(
            chair.post("/amend", &seen, fields),
            chair.post("/amend", &seen, fields)
        );
        assert_eq!(one.status, StatusCode::SEE_OTHER, "{}", one.text);
        assert_eq!(other.location(), one.location(), "{}", other.text);
        let now: u64 = chair.seen().await.parse().unwrap();
        assert_eq!(now, seen.parse::<u64>().unwrap() + events);
    }
}

#[tokio::test]
async fn two_taps_at_the_gate_at_the_same_moment_begin_one_session() {
    let house = House::of_made_up_people().await;
    let (one, other) = tokio::join!(
        start(&house, "A2611", "0920"),
        start(&house, "A2611", "0920")
    );
    assert_eq!(one.status, StatusCode::SEE_OTHER, "{}", one.text);
    assert_eq!(other.status, StatusCode::SEE_OTHER, "{}", other.text);
    assert_eq!(one.location(), other.location());
    let patient = house.patient("Egger").await;
    assert_eq!(house.chart(patient).await.sessions.len(), 1);
}

#[tokio::test]
async fn the_second_tap_at_the_gate_leads_to_the_session_that_the_first_began() {
    let chair = Chair::begun().await;
    let again = start(&chair.house, "A2611", "0920").await;
    assert_eq!(again.location(), chair.at(""));
    assert_eq!(chair.house.chart(chair.patient).await.sessions.len(), 1);
}
