//! Whom a lot or a device touched.

use axum::http::StatusCode;
use needlework_chart::fold::SessionState;
use needlework_clinic::server::office::account::Role;

use crate::support::{House, between};

/// Serial number of the device that treated most of the made-up people.
async fn serial(house: &House) -> String {
    let chart = house.chart(house.patient("Graf").await).await;
    let is_open = |state| state == SessionState::Open;
    let mut sessions = chart.sessions.values();
    let session = sessions.find(|one| is_open(one.state)).unwrap();
    session.started.facts.device.serial.clone()
}

#[tokio::test]
async fn every_use_of_a_device_is_found_page_by_page_and_in_one_table() {
    let house = House::of_made_up_people().await;
    let desk = house.as_role(Role::FrontDesk).await;
    let serial = serial(&house).await;
    let address = format!("/stock?article=device&lot={serial}");
    let uses = |page: &str| -> Vec<String> {
        let list = between(page, "role=\"status\">", "</section>");
        list.split("<li>").skip(1).map(str::to_owned).collect()
    };
    let all = uses(&desk.page(&address).await);
    assert!(all.len() > 1, "{all:?}");
    assert!(all.iter().any(|one| one.contains("Graf, Miriam")));
    let rest = uses(&desk.page(&format!("{address}&after=1")).await);
    assert_eq!(rest, all[1..]);
    let far = desk.page(&format!("{address}&after=999999")).await;
    assert!(uses(&far).is_empty(), "{far}");
    let table = desk
        .get(&format!("/stock/recall.csv?article=device&lot={serial}"))
        .await;
    assert_eq!(table.status, StatusCode::OK);
    let lines: Vec<&str> = table.text.lines().collect();
    assert_eq!(
        lines[0],
        "Number at the clinic,Name,Day of birth,Telephone,E-mail,Address,Day of the session,Unit,Remark"
    );
    assert_eq!(lines.len(), all.len() + 1);
    assert!(lines.iter().any(|line| line.contains("\"Graf, Miriam\"")));
}

#[tokio::test]
async fn a_name_that_looks_like_a_formula_stays_a_name_in_the_table() {
    let house = House::of_made_up_people().await;
    let desk = house.as_role(Role::FrontDesk).await;
    let patient = house.patient("Graf").await;
    let device = serial(&house).await;
    let fields = [
        ("family", "=HYPERLINK(1)"),
        ("given", "Miriam"),
        ("birth_date", "1980-02-03"),
        ("reason", "married"),
    ];
    let seen = house.sequence(patient).await.to_string();
    let fields = [&fields[..], &[("seen", seen.as_str())]].concat();
    let answer = desk
        .post(&format!("/patients/{patient}/identity"), &fields)
        .await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    let table = desk
        .get(&format!("/stock/recall.csv?article=device&lot={device}"))
        .await;
    let named = ",\"'=HYPERLINK(1), Miriam\",";
    assert!(table.text.contains(named), "{}", table.text);
}

/// What a search of the recall shows.
fn found(page: &str) -> &str {
    between(page, "role=\"status\">", "</section>")
}

#[tokio::test]
async fn capitals_and_blanks_do_not_hide_who_was_touched() {
    let house = House::of_made_up_people().await;
    let desk = house.as_role(Role::FrontDesk).await;
    let exact = desk.page("/stock?article=cartridge&lot=A2611").await;
    assert!(found(&exact).matches("<li>").count() > 1, "{exact}");
    for mark in ["a2611", "%20A2611%20", "a%202611"] {
        let page = desk
            .page(&format!("/stock?article=cartridge&lot={mark}"))
            .await;
        assert_eq!(
            found(&page).matches("<li>").count(),
            found(&exact).matches("<li>").count(),
            "{mark}"
        );
    }
    let device = desk.page("/stock?article=device&lot=ex-2071").await;
    assert!(found(&device).contains("Graf, Miriam"), "{device}");
    let near = desk.page("/stock?article=cartridge&lot=A2612").await;
    let near = found(&near);
    assert!(near.contains("Did you mean"), "{near}");
    assert!(near.contains("name=\"lot\" value=\"A2611\""), "{near}");
}

#[tokio::test]
async fn a_recall_finds_the_sessions_of_an_operator_and_of_some_days() {
    let house = House::of_made_up_people().await;
    let desk = house.as_role(Role::FrontDesk).await;
    let names = |page: &str| -> usize { found(page).matches("<li>").count() };
    let all = desk.page("/stock?article=operator&lot=noa%20lind").await;
    assert!(names(&all) > 1, "{all}");
    let days = "from=2026-11-25&until=2026-11-25";
    let today = desk
        .page(&format!("/stock?article=operator&lot=Noa%20Lind&{days}"))
        .await;
    assert!(found(&today).contains("Graf, Miriam"), "{today}");
    assert!(names(&today) < names(&all));
    let every = desk.page(&format!("/stock?{days}")).await;
    assert_eq!(names(&every), names(&today));
    let table = desk.get(&format!("/stock/recall.csv?{days}")).await;
    assert_eq!(table.status, StatusCode::OK);
    assert_eq!(table.text.lines().count(), names(&today) + 1);
    for address in ["/stock?from=soon", "/stock/recall.csv"] {
        let answer = desk.get(address).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{address}");
    }
}

#[tokio::test]
async fn the_table_says_how_everybody_is_reached() {
    let house = House::of_made_up_people().await;
    let desk = house.as_role(Role::FrontDesk).await;
    let patient = house.patient("Graf").await;
    let contact = house.chart(patient).await.identity.unwrap().contact;
    let telephone = contact.telephone.unwrap();
    let table = desk
        .get("/stock/recall.csv?article=cartridge&lot=a2611")
        .await;
    let row = table.text.lines().find(|row| row.contains("Graf, Miriam"));
    assert!(row.unwrap().contains(&telephone), "{}", table.text);
    let owner = house.as_role(Role::Owner).await;
    let trail = owner.page(&format!("/trail?patient={patient}")).await;
    let read = trail.split("<tr").filter(|row| row.contains("Kim Roth"));
    assert!(read.count() > 0, "who read the number is in the trail");
}

#[tokio::test]
async fn a_program_recalls_by_days_as_the_page_does_and_is_told_what_is_wrong() {
    let house = House::of_made_up_people().await;
    let desk = house.as_role(Role::FrontDesk).await;
    let uses = async |query: &str| -> Vec<serde_json::Value> {
        let found = desk.page(&format!("/api/v1/recall?{query}")).await;
        serde_json::from_str(&found).unwrap()
    };
    let day = "2026-11-25";
    let days = format!("from={day}&until={day}");
    let of_operator = "article=operator&lot=Noa%20Lind";
    let all = uses(of_operator).await;
    let on_the_day = uses(&format!("{of_operator}&{days}")).await;
    assert!(!on_the_day.is_empty() && on_the_day.len() < all.len());
    assert!(on_the_day.iter().all(|one| one["day"] == day));
    let rest = uses(&format!("{of_operator}&until=2026-11-24")).await;
    assert_eq!(rest.len() + on_the_day.len(), all.len());
    let every = uses(&days).await;
    let page = desk.page(&format!("/stock?{days}")).await;
    assert_eq!(every.len(), found(&page).matches("<li>").count());
    let of_lot = uses("article=cartridge&lot=A2611").await;
    let unit = of_lot[0]["unit"].as_str().unwrap();
    let of_unit = uses(&format!("article=cartridge&lot=A2611&unit={unit}")).await;
    assert!(!of_unit.is_empty() && of_unit.len() < of_lot.len());
    assert!(of_unit.iter().all(|one| one["unit"] == unit));
    for (query, told) in [
        ("from=soon", "cannot be read"),
        ("from=2026-11-25&until=2026-11-24", "lies before the first"),
        ("lot=A2611", "name the article"),
        ("article=device", "Nothing is searched"),
        ("article=device&lot=%20", "Nothing is searched"),
    ] {
        let refused = desk.get(&format!("/api/v1/recall?{query}")).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{query}");
        let refused: serde_json::Value = serde_json::from_str(&refused.text).unwrap();
        let sentence = refused["error"].as_str().unwrap();
        assert!(sentence.contains(told), "{query}: {sentence}");
    }
}

#[tokio::test]
async fn a_session_in_which_nothing_was_needled_after_all_is_recalled_as_that() {
    let house = House::of_made_up_people().await;
    let desk = house.as_role(Role::FrontDesk).await;
    let patient = house.patient("Huber").await;
    let chart = house.chart(patient).await;
    let (id, session) = chart.sessions.iter().next().unwrap();
    let serial = &session.started.facts.device.serial;
    let day = session.started.facts.day;
    let query = format!("article=device&lot={serial}&from={day}&until={day}");
    let before = desk.page(&format!("/stock?{query}")).await;
    assert!(found(&before).contains("Huber, Anna"), "{before}");
    assert!(!found(&before).contains("nothing was needled"));
    let operator = house.as_role(Role::Operator).await;
    let nothing = [("not_needled", "yes"), ("reason", "Another person.")];
    let seen = house.sequence(patient).await.to_string();
    let nothing = [&nothing[..], &[("seen", seen.as_str())]].concat();
    let address = format!("/patients/{patient}/sessions/{id}/amend");
    let told = operator.post(&address, &nothing).await;
    assert_eq!(told.status, StatusCode::SEE_OTHER, "{}", told.text);
    let sessions = operator
        .page(&format!("/patients/{patient}/sessions"))
        .await;
    assert!(sessions.contains("nothing was needled"), "{sessions}");
    let page = desk.page(&format!("/stock?{query}")).await;
    assert!(found(&page).contains("nothing was needled"), "{page}");
    let table = desk.get(&format!("/stock/recall.csv?{query}")).await;
    assert!(table.text.contains("nothing was needled"), "{}", table.text);
    let api = desk.page(&format!("/api/v1/recall?{query}")).await;
    let api: Vec<serde_json::Value> = serde_json::from_str(&api).unwrap();
    let of_session = api.iter().find(|one| one["session"] == id.to_string());
    assert_eq!(of_session.unwrap()["is_needled"], false);
}

#[tokio::test]
async fn one_unit_of_a_lot_is_found_alone_on_the_page_and_in_the_table() {
    let house = House::of_made_up_people().await;
    let desk = house.as_role(Role::FrontDesk).await;
    let all = desk.page("/stock?article=cartridge&lot=A2611").await;
    let rows = |page: &str| -> Vec<String> {
        let rows = found(page).split("<li>").skip(1);
        rows.map(|row| between(row, "", "</a>").to_owned())
            .collect()
    };
    let rows_of_all = rows(&all);
    assert!(rows_of_all.len() > 1, "{all}");
    let unit = between(&rows_of_all[0], "class=\"small\">", "</span>").trim();
    let address = format!("?article=cartridge&lot=A2611&unit=%20{unit}");
    let one = desk.page(&format!("/stock{address}")).await;
    assert_eq!(rows(&one), rows_of_all[..1]);
    let table = desk.get(&format!("/stock/recall.csv{address}")).await;
    assert_eq!(table.text.lines().count(), 2, "{}", table.text);
    let none = desk
        .page("/stock?article=cartridge&lot=A2611&unit=never")
        .await;
    assert!(rows(&none).is_empty(), "{none}");
}
