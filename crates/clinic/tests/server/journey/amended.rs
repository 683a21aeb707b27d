//! Entries of a signed session that are corrected in fields.

use axum::http::StatusCode;
use needlework_chart::fold::Session;
use needlework_chart::id::SessionId;
use needlework_clinic::server::office::account::Role;
use serde_json::Value;

use super::steps::Journey;
use crate::languages::walk::{left_in_english, spanish};
use crate::support::Answer;

/// Corrects the three entries of a session, of which the cheek was recorded as planned, the forehead a little and the eyes far
/// from it.
pub(super) async fn in_fields(
    journey: &Journey,
    id: SessionId,
    console: &str,
    second: &[(&str, &str)],
) {
    let state = async || journey.house.chart(journey.patient).await.sessions[&id].clone();
    let signed = state().await;
    let [cheek, forehead, eyes] = entries(&signed);
    let amend = async |entry: &str, fields: &[(&str, &str)]| {
        let seen = journey.house.sequence(journey.patient).await.to_string();
        let mut all = vec![("entry", entry), ("reason", "Read again on the film.")];
        all.push(("seen", &seen));
        all.extend(fields);
        let address = format!("{console}/amend");
        journey.operator.post(&address, &all).await
    };
    refuses(journey, &cheek, console).await;

    // Nine millimetres cannot be: what happened is recorded all the same, and shown as what it is.
    let nine = [("depth_set_mm", "9"), ("not_known", "pain")];
    let held = amend(&cheek, &nine).await;
    assert_eq!(held.status, StatusCode::OK, "two answer for it");
    assert!(held.text.contains("name=\"deviation_reason\""));
    let deep = amend(&cheek, &[&nine[..], second].concat()).await;
    assert_redirected(&deep, &cheek);
    let page = journey.operator.page(console).await;
    for told in [
        "This happened, and lies beyond a hard stop.",
        "9 mm lies outside what the device reaches",
        "First recorded",
        "Depth set, mm: 9; Pain 0–10: not known (Read again on the film.)",
        "As signed: 67 % of the planned zones",
        "As corrected: 33 % of the planned zones",
    ] {
        assert!(page.contains(told), "{told}");
    }
    let again = amend(&cheek, &[("depth_set_mm", "9")]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.text.contains("This corrects nothing"));

    // Nor may the eyelid be needled; if it was, that is true.
    let lid = [("zone", "upper-eyelid")];
    let moved = amend(&forehead, &[&lid[..], second].concat()).await;
    assert_redirected(&moved, &forehead);
    let page = journey.operator.page(console).await;
    assert!(page.contains("Zones that the plan does not speak of"));
    assert!(page.contains("this zone is excluded and must not be needled"));

    let mistaken = amend(
        &eyes,
        &[("not_needled", "yes"), ("text", "Another person.")],
    )
    .await;
    assert_redirected(&mistaken, &eyes);
    let now = state().await;
    assert!(now.zones == signed.zones && now.signed == signed.signed);
    let delivered: Vec<_> = now
        .delivered()
        .map(|one| (one.zone.as_str(), one.depth_set_mm, one.pain_0_to_10))
        .collect();
    assert_eq!(delivered[0], ("cheek", Some(9.0), None));
    assert_eq!((delivered.len(), delivered[1].0), (2, "upper-eyelid"));
    let page = journey.operator.page(console).await;
    assert!(page.contains("made by mistake. Another person. (Read again on the film.)"));

    let chart = journey.operator.page(&journey.chart).await;
    assert!(chart.contains("<td>9.00</td>"), "the layers show the truth");
    assert!(chart.contains("Depth set, mm: 9;"), "so does the timeline");
    let api = format!("/api/v1/patients/{}", journey.patient);
    let api: Value = serde_json::from_str(&journey.operator.page(&api).await).unwrap();
    let told = &api["sessions"][id.to_string()];
    assert_eq!(told["entries"][0]["depth_set_mm"], 9.0);
    assert_eq!(told["entries"][2]["is_needled"], false);
    assert!(told["zones"][0]["facts"]["depth_set_mm"] != 9.0);

    let lost = amend(&cheek, &[("not_known", "passes")]).await;
    assert_redirected(&lost, &cheek);
    let page = journey.operator.page(console).await;
    assert!(page.contains("passes not known") && page.contains("it cannot be told how far"));
    is_told_in_spanish(journey, console).await;
    let back = [("needled", "yes")];
    let needled = amend(&eyes, &[&back[..], second].concat()).await;
    assert_redirected(&needled, &eyes);
    assert_eq!(state().await.delivered().count(), 3);
}

/// The page with corrected entries, as a colleague reads it who wants Spanish.
async fn is_told_in_spanish(journey: &Journey, console: &str) {
    let reader = spanish(&journey.house, Role::Physician).await;
    let page = reader.page(console).await;
    assert!(page.contains("más allá de un límite infranqueable"));
    let typed = [
        "Another person.",
        "Read again on the film.",
        "lines of the forehead trouble her most",
        "the camera is being repaired",
        "lines were deep",
    ];
    let page = typed
        .iter()
        .fold(page, |page, typed| page.replace(typed, ""));
    let english = left_in_english(&page);
    assert!(english.is_empty(), "{english:?}");
}

fn entries(session: &Session) -> [String; 3] {
    let entries: Vec<String> = session
        .entries()
        .map(|(_, entry)| entry.entry.to_string())
        .collect();
    entries.try_into().unwrap()
}

fn assert_redirected(answer: &Answer, entry: &str) {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    assert!(answer.location().ends_with(&format!("#entry-{entry}")));
}

async fn refuses(journey: &Journey, entry: &str, console: &str) {
    let before = journey.house.sequence(journey.patient).await;
    let seen = before.to_string();
    let mut wrong = vec![
        vec![("depth_set_mm", "0")],
        vec![("depth_set_mm", "11")],
        vec![("depth_set_mm", "1e308")],
        vec![("passes", "0")],
        vec![("pain", "11")],
        vec![("endpoint", "smoke")],
        vec![("zone", "nowhere")],
        vec![("depth_set_mm", "1"), ("not_known", "depth_set_mm")],
        vec![("depth_set_mm", "1"), ("not_needled", "yes")],
        vec![("needled", "yes")],
        vec![],
    ];
    for field in [
        "depth_set_mm",
        "passes",
        "pain",
        "area_cm2",
        "needling_minutes",
    ] {
        for number in ["-1", "NaN"] {
            wrong.push(vec![(field, number)]);
        }
    }
    for fields in wrong {
        let mut all = vec![("entry", entry), ("reason", "Read again.")];
        all.push(("seen", &seen));
        all.extend(&fields);
        let answer = journey
            .operator
            .post(&format!("{console}/amend"), &all)
            .await;
        assert_eq!(
            answer.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{fields:?}: {}",
            answer.text
        );
    }
    let nobody = [
        ("entry", "some"),
        ("passes", "3"),
        ("reason", "Read again."),
        ("seen", &seen),
    ];
    let nobody = journey
        .operator
        .post(&format!("{console}/amend"), &nobody)
        .await;
    assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(journey.house.sequence(journey.patient).await, before);
}
