//! What somebody answers for: zones that received nothing, entries without what the skin shows, second names, and that nothing
//! that was typed is lost where it is refused.

use axum::http::StatusCode;
use needlework_chart::event::SecondName;

use super::*;
use crate::forms::change_settings;

#[tokio::test]
async fn a_zone_that_was_never_needled_is_answered_for_before_the_signature() {
    let chair = Chair::begun().await;
    let zones = chair.zones().await;
    assert_eq!(zones.len(), 2, "{zones:?}");
    chair.needle_all_but(&zones[0]).await;
    let asked = chair.post_now("/sign", &[]).await;
    assert_eq!(asked.status, StatusCode::OK);
    let form = between(&asked.text, "/sign\"", "</form>");
    let missing = "the plan asks for needling, and nothing is recorded";
    assert_eq!(form.matches(missing).count(), 1, "{form}");
    assert!(form.contains("name=\"second\""), "{form}");
    assert_eq!(chair.state().await.state, SessionState::Open);
    let second = physician(&chair.house).await;
    let answered = [("reason", "she had to leave"), ("second", second.as_str())];
    let signed = chair.post_now("/sign", &answered).await;
    assert_eq!(signed.status, StatusCode::SEE_OTHER, "{}", signed.text);
    let page = chair.page().await;
    let decided = "far from the plan: she had to leave (second name: Dr. Ida Frei)";
    assert!(page.contains(decided), "{page}");
}

#[tokio::test]
async fn nothing_that_the_plan_does_not_say_is_filled_in() {
    let chair = Chair::begun().await;
    let zone = chair.zones().await.remove(0);
    let page = chair.page().await;
    for name in ["depth_set_mm", "passes", "needling_minutes", "area_cm2"] {
        assert_eq!(field(&page, &zone, name), "", "{name}");
    }
    let before = chair.seen().await;
    let tapped = [
        ("zone", zone.as_str()),
        ("pain", "6"),
        ("as_planned", "yes"),
    ];
    let filled = chair.post_now("/zones", &tapped).await;
    assert_eq!(filled.status, StatusCode::OK);
    assert!(filled.text.contains("Filled in as planned"));
    assert_eq!(
        field(&filled.text, &zone, "pain"),
        "6",
        "what was typed stays"
    );
    for name in ["depth_set_mm", "needling_minutes", "area_cm2"] {
        assert_ne!(field(&filled.text, &zone, name), "", "{name}");
    }
    assert_eq!(
        field(&filled.text, &zone, "passes"),
        "",
        "the plan counts none"
    );
    assert_eq!(chair.seen().await, before, "nothing is recorded");
    let [depth, minutes, _] = chair.as_planned(&zone).await;
    let entry = [
        ("zone", zone.as_str()),
        ("depth_set_mm", &depth),
        ("passes", "4"),
        ("needling_minutes", &minutes),
    ];
    let refused = chair.post_now("/zones", &entry).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let told = between(&refused.text, "role=\"alert\"", "</p>");
    assert!(told.contains("What the skin shows is missing"), "{told}");
    assert_eq!(field(&refused.text, &zone, "depth_set_mm"), depth);
    assert_eq!(chair.seen().await, before);
}

#[tokio::test]
async fn what_was_typed_beside_a_second_name_that_is_refused_stays_on_the_page() {
    let chair = Chair::begun().await;
    let own = chair.state().await.started.author.user.to_string();
    let (zone, depth, minutes) = chair.proposed().await;
    let twice = (2.0 * minutes).to_string();
    let entry = [
        ("zone", zone.as_str()),
        ("depth_set_mm", &depth),
        ("passes", "4"),
        ("needling_minutes", &twice),
        ("endpoint", "erythema"),
        ("reason", "deep lines beside the mouth"),
        ("second", &own),
        ("second_password", "not it"),
    ];
    let refused = chair.post_now("/zones", &entry).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused
            .text
            .contains("Choose a second person, who is not you.")
    );
    for name in ["reason", "needling_minutes"] {
        let typed = entry.iter().find(|(field, _)| *field == name).unwrap().1;
        assert_eq!(field(&refused.text, &zone, name), typed);
    }
    assert!(!refused.text.contains("not it\""), "no password is kept");
    let signature = [
        ("reason", "she had to leave"),
        ("second", own.as_str()),
        ("second_password", "not it"),
    ];
    let refused = chair.post_now("/sign", &signature).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let form = between(&refused.text, "/sign\"", "</form>");
    assert!(form.contains("value=\"she had to leave\""), "{form}");
    assert!(chair.state().await.zones.is_empty());
}

#[tokio::test]
async fn the_only_licensed_user_answers_alone_and_the_record_says_so() {
    let chair = Chair::begun().await;
    let physician = chair.house.as_role(Role::Physician).await;
    let (zone, depth, minutes) = chair.proposed().await;
    let twice = (2.0 * minutes).to_string();
    let send = async |reason: &str| {
        let seen = chair.seen().await;
        let entry = [
            ("seen", seen.as_str()),
            ("zone", zone.as_str()),
            ("depth_set_mm", &depth),
            ("passes", "4"),
            ("needling_minutes", &twice),
            ("endpoint", "erythema"),
            ("reason", reason),
        ];
        physician.post(&chair.at("/zones"), &entry).await
    };
    // As long as there are others, one of them is named.
    assert_eq!(send("deep lines").await.status, StatusCode::OK);
    let owner = chair.house.as_role(Role::Owner).await;
    change_settings(&owner, &[("has_single_licensed_user", "yes")]).await;
    let held = send(" ").await;
    assert_eq!(held.status, StatusCode::OK, "a reason is asked for");
    assert!(held.text.contains("You are the only licensed user"));
    assert!(!held.text.contains("name=\"second\""));
    let recorded = send("deep lines").await;
    assert_eq!(recorded.status, StatusCode::SEE_OTHER, "{}", recorded.text);
    let chart = chair.house.chart(chair.patient).await;
    let entry = &chart.sessions[&chair.session].zones[0].facts;
    let decided = &chart.overrides[&entry.override_id.unwrap()].facts;
    assert_eq!(decided.second_name, Some(SecondName::SingleUser));
    let page = physician.page(&chair.at("")).await;
    assert!(
        page.contains("nobody else; the clinic has one user"),
        "{page}"
    );
    let seen = chair.seen().await;
    let signature = [("seen", seen.as_str()), ("reason", "she had to leave")];
    let signed = physician.post(&chair.at("/sign"), &signature).await;
    assert_eq!(signed.status, StatusCode::SEE_OTHER, "{}", signed.text);
    // A correction far from the plan asks nobody else either.
    let recorded = chair.state().await.zones[0].facts.clone();
    let entry = recorded.entry.to_string();
    let deeper = (recorded.depth_set_mm + 0.4).to_string();
    let amend = async |why: &str| {
        let seen = chair.seen().await;
        let correction = [
            ("seen", seen.as_str()),
            ("entry", entry.as_str()),
            ("depth_set_mm", deeper.as_str()),
            ("reason", "Read again."),
            ("deviation_reason", why),
        ];
        physician.post(&chair.at("/amend"), &correction).await
    };
    let held = amend("").await;
    assert_eq!(held.status, StatusCode::OK, "{}", held.text);
    assert!(held.text.contains("You are the only licensed user"));
    assert!(!held.text.contains("name=\"second\""), "{}", held.text);
    let amended = amend("lines were deep").await;
    assert_eq!(amended.status, StatusCode::SEE_OTHER, "{}", amended.text);
}

#[tokio::test]
async fn a_numbing_cream_is_recorded_during_the_session_with_the_checks_of_the_gate() {
    let chair = Chair::begun().await;
    let before = chair.state().await.numbing.len();
    let cream = [
        ("product", "Lidocaine cream"),
        ("strength", "4 %"),
        ("numbing_lot", "N-9"),
        ("amount_g", "5"),
        ("area_cm2", "100"),
        ("numbing_on", "09:15"),
        ("numbing_off", "09:50"),
    ];
    for (name, wrong) in [
        ("product", " "),
        ("amount_g", ""),
        ("numbing_off", "23:50"),
        ("numbing_on", "soon"),
    ] {
        let fields = cream.map(|(field, value)| (field, if field == name { wrong } else { value }));
        let refused = chair.post_now("/numbing", &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        assert!(
            refused.text.contains("value=\"N-9\""),
            "{name}: what was typed stays"
        );
    }
    let recorded = chair.post_now("/numbing", &cream).await;
    assert_eq!(recorded.status, StatusCode::SEE_OTHER, "{}", recorded.text);
    let numbing = chair.state().await.numbing;
    assert_eq!(numbing.len(), before + 1);
    let facts = &numbing.last().unwrap().facts;
    assert_eq!(facts.applied_at.to_string(), "2026-11-26T08:15:00Z");
    assert_eq!(facts.removed_at.to_string(), "2026-11-26T08:50:00Z");
}
