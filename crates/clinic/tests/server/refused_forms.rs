//! A form that is refused comes back as it was typed, with the sentence beside it that says why.

use axum::http::StatusCode;
use needlework_clinic::server::office::account::Role;

use crate::forms::{
    FIRST_CLINIC, Fields, change_settings, clinic_of_group, settings, start_session,
};
use crate::support::{Answer, House, between};

/// The sentence beside a form of a page that was refused.
fn why(answer: &Answer) -> &str {
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(answer.text.matches("role=\"alert\"").count(), 1);
    between(&answer.text, "role=\"alert\">", "</p>")
}

#[tokio::test]
async fn settings_that_are_refused_stay_as_they_were_typed() {
    let house = House::of_made_up_people().await;
    let owner = house.as_role(Role::Owner).await;
    let page = owner.page("/settings").await;
    let seen = between(&page, "name=\"seen\" value=\"", "\"");
    let typed = [
        ("clinic_name", "Typed <in> haste"),
        ("idle_minutes", "soon"),
        ("rule_age-minimum", "21"),
        ("has_single_licensed_user", "yes"),
    ];
    let refused = owner.post("/settings", &settings(seen, &typed)).await;
    assert!(why(&refused).contains("number"), "{}", why(&refused));
    let form = between(&refused.text, "action=\"/settings\"", "</form>");
    for kept in [
        "value=\"Typed &#60;in&#62; haste\"",
        "name=\"idle_minutes\" type=\"number\" min=\"5\" max=\"30\" value=\"soon\"",
        "name=\"rule_age-minimum\" value=\"21\"",
        "name=\"has_single_licensed_user\" value=\"yes\" checked",
    ] {
        assert!(form.contains(kept), "{kept}: {form}");
    }
    assert!(!owner.page("/settings").await.contains("in haste"));
    // What somebody else changed meanwhile is not written over by the form that came back.
    change_settings(&owner, &[("clinic_name", "Theirs"), ("idle_minutes", "7")]).await;
    let refused = owner.post("/settings", &settings(seen, &typed)).await;
    let shown = between(&refused.text, "name=\"seen\" value=\"", "\"");
    assert_eq!(shown, seen);
    let mended = settings(shown, &[("clinic_name", "Mine"), ("idle_minutes", "9")]);
    let stale = owner.post("/settings", &mended).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    let form = between(&stale.text, "action=\"/settings\"", "</form>");
    assert!(
        form.contains("name=\"clinic_name\" autofocus value=\"Mine\""),
        "{form}"
    );
    let saved = between(form, "id=\"saved-meanwhile\"", "</div>");
    for one in ["Name: <strong>Theirs</strong>", "<strong>7</strong>"] {
        assert!(saved.contains(one), "{one}: {saved}");
    }
    assert_eq!(saved.matches("<li>").count(), 2, "{saved}");
    assert!(owner.page("/settings").await.contains("value=\"Theirs\""));
    // Whoever has read both saves again.
    let seen = between(form, "name=\"seen\" value=\"", "\"");
    let mended = settings(seen, &[("clinic_name", "Mine"), ("idle_minutes", "9")]);
    let saved = owner.post("/settings", &mended).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
}

#[tokio::test]
async fn a_clinic_that_somebody_else_changed_meanwhile_comes_back_as_typed_with_what_is_saved() {
    let house = House::of_made_up_people().await;
    let owner = house.as_role(Role::Owner).await;
    let page = owner.page(FIRST_CLINIC).await;
    let seen = between(&page, "name=\"seen\" value=\"", "\"");
    let theirs = clinic_of_group(seen, &[("telephone", "+41 44 555 11 11")]);
    let saved = owner.post(FIRST_CLINIC, &theirs).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    let mine = clinic_of_group(seen, &[("telephone", "+41 44 555 22 22")]);
    let stale = owner.post(FIRST_CLINIC, &mine).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert!(
        stale.text.contains("value=\"+41 44 555 22 22\""),
        "{}",
        stale.text
    );
    let saved = between(&stale.text, "id=\"saved-meanwhile\"", "</div>");
    assert!(
        saved.contains("<strong>+41 44 555 11 11</strong>"),
        "{saved}"
    );
    assert_eq!(saved.matches("<li>").count(), 1, "{saved}");
    let seen = between(&stale.text, "name=\"seen\" value=\"", "\"");
    let mine = clinic_of_group(seen, &[("telephone", "+41 44 555 22 22")]);
    let saved = owner.post(FIRST_CLINIC, &mine).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
}

#[tokio::test]
async fn a_colleague_a_product_and_a_clinic_that_are_refused_stay_as_they_were_typed() {
    let house = House::of_made_up_people().await;
    let owner = house.as_role(Role::Owner).await;
    let colleague = [
        ("name", "Ida the Second"),
        ("sign_in_name", "ida.frei"),
        ("role", "operator"),
    ];
    let refused = owner.post("/settings/colleagues", &colleague).await;
    why(&refused);
    let form = between(&refused.text, "action=\"/settings/colleagues\"", "</form>");
    assert!(form.contains("value=\"Ida the Second\""), "{form}");
    assert!(form.contains("value=\"operator\" checked"), "{form}");
    assert!(!form.contains("value=\"physician\" checked"), "{form}");

    let page = owner.page("/settings").await;
    let seen = between(&page, "name=\"seen\" value=\"", "\"");
    let product = [("seen", seen), ("do", "add"), ("product", "Quiet balm")];
    let refused = owner.post("/settings/products", &product).await;
    why(&refused);
    let products = between(&refused.text, "id=\"products\"", "</section>");
    assert!(products.contains("<details open>"), "{products}");
    assert!(products.contains("value=\"Quiet balm\""), "{products}");

    let typed = [
        ("telephone", "+41 44 555 77 77"),
        ("open", "2"),
        ("from_2", "early"),
        ("to_2", "18:00"),
    ];
    let typed: Fields<'_> = clinic_of_group(seen, &typed);
    let refused = owner.post(FIRST_CLINIC, &typed).await;
    why(&refused);
    for kept in ["+41 44 555 77 77", "value=\"2\" checked", "value=\"early\""] {
        assert!(refused.text.contains(kept), "{kept}: {}", refused.text);
    }
    assert!(!refused.text.contains("value=\"3\" checked"));
    let close = [("seen", seen), ("do", "close")];
    let refused = owner.post(FIRST_CLINIC, &close).await;
    assert!(!why(&refused).is_empty());
}

#[tokio::test]
async fn a_start_that_is_refused_shows_the_gate_as_it_was_filled_in() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Egger").await;
    let operator = house.as_role(Role::Operator).await;
    let gate = format!("/patients/{patient}/sessions/start");
    let changed = [("unit", "0815"), ("supervisor", "Nobody")];
    let refused = start_session(&operator, &gate, &changed).await;
    assert!(why(&refused).contains("may answer"), "{}", why(&refused));
    assert!(refused.text.contains("name=\"unit\" value=\"0815\""));
    let room = between(&refused.text, "<select id=\"room\"", "</select>");
    assert!(room.contains("value=\"1\" selected"), "{room}");
    assert!(house.chart(patient).await.sessions.is_empty());
    let started = start_session(&operator, &gate, &[("unit", "0815")]).await;
    assert_eq!(started.status, StatusCode::SEE_OTHER, "{}", started.text);
}
