//! What is entered in a session, and signatures.

use axum::http::StatusCode;
use needlework_clinic::server::office::account::Role;

use super::{Course, SCRIPT, require_sentence};
use crate::support::{House, SIGNATURE, between};

#[tokio::test]
async fn a_zone_entry_that_cannot_be_is_not_recorded() {
    let course = Course::new().await;
    let before = course.sequence().await;
    let address = course.at(&format!("/sessions/{}/zones", course.session));
    let tapped = [("zone", "cheek"), ("as_planned", "yes")];
    let filled = course.operator.post(&address, &tapped).await;
    let cheek = between(&filled.text, "aria-labelledby=\"zone-cheek\"", "</section>");
    let second = house_second(&course.house).await;
    let depth = between(cheek, "name=\"depth_set_mm\"", ">");
    let depth = between(depth, "value=\"", "\"").to_owned();
    let seen = before.to_string();
    let usual = [
        ("seen", seen.as_str()),
        ("zone", "cheek"),
        ("depth_set_mm", depth.as_str()),
        ("passes", "4"),
        ("endpoint", "erythema"),
    ];
    let mut wrong = Vec::new();
    for number in ["-1", "NaN", "inf", "1e308", "-1e308", "some"] {
        for field in [
            "depth_set_mm",
            "passes",
            "pain",
            "area_cm2",
            "needling_minutes",
            "directions",
            "speed_per_min",
        ] {
            wrong.push((field, number));
        }
    }
    wrong.extend([
        ("depth_set_mm", ""),
        ("depth_set_mm", "40"),
        ("depth_set_mm", "0"),
        ("passes", ""),
        ("passes", "0"),
        ("pain", "11"),
        ("endpoint", "smoke"),
        ("endpoint", ""),
        ("zone", ""),
        ("zone", "nowhere"),
        ("zone", "upper-eyelid"),
        ("zone", SCRIPT),
    ]);
    let mut faults = Vec::new();
    for (field, value) in wrong {
        let mut fields: Vec<(&str, &str)> = usual
            .into_iter()
            .filter(|(name, _)| *name != field)
            .collect();
        // Somebody answers for whatever may be answered for.
        fields.extend([
            (field, value),
            ("reason", "it was so"),
            ("second", second.as_str()),
        ]);
        let answer = course.operator.post(&address, &fields).await;
        if answer.status != StatusCode::UNPROCESSABLE_ENTITY {
            faults.push(format!("{field} = {value}: {}", answer.status));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert_eq!(course.sequence().await, before);
}

/// A licensed colleague of the operator.
async fn house_second(house: &House) -> String {
    let owner = house.as_role(Role::Owner).await;
    let page = owner.page("/settings").await;
    let row = page
        .split("/settings/colleagues/")
        .find(|row| row.contains("ida.frei"));
    row.unwrap().split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn a_signature_is_a_line_and_nothing_else() {
    let course = Course::new().await;
    let list = course.operator.page(&course.at("/consents")).await;
    let held = between(&list, "id=\"consent-photograph\"", "</section>");
    let revoke = between(held, "action=\"", "\"");
    let revoked = course
        .operator
        .post(revoke, &[("reason", "asked to")])
        .await;
    assert_eq!(revoked.status, StatusCode::SEE_OTHER, "{}", revoked.text);
    let before = course.sequence().await;
    let page = course
        .operator
        .page(&course.at("/consents/photograph"))
        .await;
    let version = between(&page, "name=\"text_version\" value=\"", "\"");
    let address = course.at("/consents/photograph");
    let sign = async |path: &str, version: &str| {
        let fields = [
            ("text_version", version),
            ("name", "Miriam Graf"),
            ("path", path),
            ("seen", between(&page, "name=\"seen\" value=\"", "\"")),
        ];
        course.operator.post(&address, &fields).await
    };
    let long = "L1 1 ".repeat(20_000);
    for path in [
        "",
        " ",
        "M0 0\"/><script>alert(1)</script>",
        "M0 0' onload='alert(1)",
        "M0 0 url(http://elsewhere.test)",
        "M0 0 C1 1",
        "M",
        "M10 10",
        "M0 0 L10 10",
        "M10 100 L590 100",
        &long,
    ] {
        let answer = sign(path, version).await;
        assert_eq!(
            answer.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{path:.40}"
        );
        require_sentence(&answer, "a signature");
    }
    let answer = sign(SIGNATURE, "99").await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    require_sentence(&answer, "another text");
    assert_eq!(course.sequence().await, before);
    assert_eq!(sign(SIGNATURE, version).await.status, StatusCode::SEE_OTHER);
}
