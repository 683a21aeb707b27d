//! A form of a page that is older than the chart is not carried out: the page is shown as it stands now, with what was typed.

use axum::http::StatusCode;
use needlework_chart::fold::PlanState;
use needlework_chart::id::PatientId;
use needlework_clinic::server::office::account::Role;

use crate::support::{Answer, Browser, House, between};

const TOLD: &str = "Somebody else wrote into this chart meanwhile; nothing of theirs is lost.";

fn seen(page: &str) -> &str {
    between(page, "name=\"seen\" value=\"", "\"")
}

/// Somebody else writes into the chart.
async fn meanwhile(house: &House, patient: PatientId) {
    let desk = house.as_role(Role::FrontDesk).await;
    let address = format!("/patients/{patient}/identity");
    let fields = [
        ("family", "Other"),
        ("given", "Name"),
        ("birth_date", "1980-02-03"),
        ("reason", "married"),
    ];
    let seen = house.sequence(patient).await.to_string();
    let answer = desk
        .post(
            &address,
            &[&fields[..], &[("seen", seen.as_str())]].concat(),
        )
        .await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
}

/// Sends a form of the page as it was before somebody else wrote, and again as the answer shows it.
async fn told_and_then_taken(
    house: &House,
    patient: PatientId,
    browser: &Browser,
    page: &str,
    form: &str,
    fields: &[(&str, &str)],
) -> Answer {
    let page = browser.page(&format!("/patients/{patient}{page}")).await;
    meanwhile(house, patient).await;
    let before = house.sequence(patient).await;
    let address = format!("/patients/{patient}{form}");
    let sent = |seen: &str| {
        let mut sent: Vec<(String, String)> = fields
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        sent.push(("seen".to_owned(), seen.to_owned()));
        sent
    };
    let post = async |fields: Vec<(String, String)>| {
        let fields: Vec<(&str, &str)> = fields
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        browser.post(&address, &fields).await
    };
    for old in [seen(&page), "", "0", "many"] {
        let told = post(sent(old)).await;
        assert_eq!(told.status, StatusCode::CONFLICT, "{form} {old}");
        assert!(told.text.contains(TOLD), "{form}: {}", told.text);
    }
    assert_eq!(house.sequence(patient).await, before, "{form}");
    let told = post(sent(seen(&page))).await;
    let taken = post(sent(seen(&told.text))).await;
    assert_eq!(
        taken.status,
        StatusCode::SEE_OTHER,
        "{form}: {}",
        taken.text
    );
    assert!(house.sequence(patient).await > before, "{form}");
    told
}

#[tokio::test]
async fn answers_of_an_older_page_are_kept_on_the_page_and_not_recorded() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Fontana").await;
    let operator = house.as_role(Role::Operator).await;
    let fields = [
        ("sex", "female"),
        ("phototype", "V"),
        ("photodamage", "severe"),
        ("indication", "facial-wrinkles"),
        ("device", "exceed-unlimited"),
        ("zone", "cheek"),
        ("answer_tattoo-in-zone", "same"),
        ("answer_toxin-recent", "dated"),
        ("date_toxin-recent", "2026-01"),
    ];
    let (page, form) = ("/screening/new", "/screening");
    let told = told_and_then_taken(&house, patient, &operator, page, form, &fields).await;
    for kept in [
        "value=\"V\" selected",
        "value=\"severe\" selected",
        "name=\"date_toxin-recent\" value=\"2026-01\"",
    ] {
        assert!(told.text.contains(kept), "{kept}: {}", told.text);
    }
    let question = between(&told.text, "name=\"answer_toxin-recent\"", "</fieldset>");
    assert!(question.contains("value=\"dated\" checked"), "{question}");
}

#[tokio::test]
async fn a_decision_on_an_older_page_keeps_its_reason_and_is_not_recorded() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Brunner").await;
    let prescriber = house.as_role(Role::Prescriber).await;
    let page = prescriber
        .page(&format!("/patients/{patient}/screening"))
        .await;
    let form = between(&page, "/screening/decide\"", "</form>");
    let version = between(form, "name=\"version\" value=\"", "\"").to_owned();
    let decision = between(form, "<option value=\"", "\"").to_owned();
    let fields = [
        ("rule", "herpes-history"),
        ("version", version.as_str()),
        ("decision", decision.as_str()),
        ("reason", "covered since yesterday"),
    ];
    let (page, form) = ("/screening", "/screening/decide");
    let told = told_and_then_taken(&house, patient, &prescriber, page, form, &fields).await;
    assert!(told.text.contains("value=\"covered since yesterday\""));
}

#[tokio::test]
async fn a_consent_signed_below_an_older_text_is_not_taken() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Demir").await;
    let operator = house.as_role(Role::Operator).await;
    let page = operator
        .page(&format!("/patients/{patient}/consents/research"))
        .await;
    let version = between(&page, "name=\"text_version\" value=\"", "\"").to_owned();
    let fields = [
        ("text_version", version.as_str()),
        ("name", "Jana Egger, née Roth"),
        ("place", "folder 7"),
    ];
    let (page, form) = ("/consents/research", "/consents/research");
    let told = told_and_then_taken(&house, patient, &operator, page, form, &fields).await;
    assert!(told.text.contains("value=\"Jana Egger, née Roth\""));
    assert!(told.text.contains("value=\"folder 7\""));
}

#[tokio::test]
async fn a_review_on_an_older_page_keeps_its_comment_and_is_not_carried_out() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Demir").await;
    let physician = house.as_role(Role::Physician).await;
    let plan = *house.chart(patient).await.plans.keys().next().unwrap();
    let page = format!("/plans/{plan}");
    let form = format!("{page}/review");
    let fields = [("do", "return"), ("comment", "fewer sessions, please")];
    let told = told_and_then_taken(&house, patient, &physician, &page, &form, &fields).await;
    assert!(told.text.contains(">fewer sessions, please</textarea>"));
    let chart = house.chart(patient).await;
    assert_eq!(chart.plans[&plan].state, PlanState::Draft);
}

/// Two people correct one registration: neither brings back what the other changed, and neither is told nothing.
#[tokio::test]
async fn a_contact_that_somebody_else_changed_meanwhile_is_not_put_back() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Graf").await;
    let (desk, operator) = (
        house.as_role(Role::FrontDesk).await,
        house.as_role(Role::Operator).await,
    );
    let address = format!("/patients/{patient}/identity");
    let page = desk.page(&address).await;
    let field = |page: &str, name: &str| {
        between(page, &format!("id=\"{name}\" name=\"{name}\""), ">")
            .split("value=\"")
            .nth(1)
            .map_or_else(String::new, |rest| {
                rest.split('"').next().unwrap().to_owned()
            })
    };
    let filled = |page: &str, own: &[(&str, &str)]| {
        let names = [
            "family",
            "given",
            "birth_date",
            "clinic_number",
            "telephone",
            "mail",
            "address",
        ];
        let mut fields: Vec<(String, String)> = names
            .into_iter()
            .map(|name| {
                let typed = own.iter().find(|(one, _)| *one == name);
                let value =
                    typed.map_or_else(|| field(page, name), |(_, value)| (*value).to_owned());
                (name.to_owned(), value)
            })
            .collect();
        fields.push(("seen".to_owned(), seen(page).to_owned()));
        fields.push(("reason".to_owned(), "moved".to_owned()));
        fields
    };
    let post = async |browser: &Browser, fields: Vec<(String, String)>| {
        let fields: Vec<(&str, &String)> = fields.iter().map(|(a, b)| (a.as_str(), b)).collect();
        browser.post(&address, &fields).await
    };
    let other = operator.page(&address).await;
    let saved = post(&operator, filled(&other, &[("telephone", "079 111 11 11")])).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    let before = house.sequence(patient).await;
    let told = post(&desk, filled(&page, &[("address", "Seeweg 2")])).await;
    assert_eq!(told.status, StatusCode::CONFLICT, "{}", told.text);
    assert!(
        told.text
            .contains("Somebody else corrected this registration")
    );
    assert_eq!(house.sequence(patient).await, before, "nothing is written");
    assert_eq!(field(&told.text, "telephone"), "079 111 11 11");
    assert_eq!(field(&told.text, "address"), "Seeweg 2");
    assert!(!told.text.contains("You both changed"));
    // Both changed the same.
    let both = post(&desk, filled(&page, &[("telephone", "079 222 22 22")])).await;
    assert_eq!(both.status, StatusCode::CONFLICT);
    let named = between(&both.text, "You both changed", "</section>");
    assert!(named.contains("079 111 11 11"), "{named}");
    assert_eq!(field(&both.text, "telephone"), "079 222 22 22");
    // What else is written into the chart does not matter; and what was looked through is taken.
    let taken = post(&desk, filled(&told.text, &[])).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.text);
    let identity = house.chart(patient).await.identity.unwrap();
    assert_eq!(identity.contact.telephone.unwrap(), "079 111 11 11");
    assert_eq!(identity.contact.address.unwrap(), "Seeweg 2");
    for old in ["", "0", "99999", "many"] {
        let fields = filled(&told.text, &[("given", "Mira")]);
        let fields = fields.into_iter().map(|(name, value)| {
            let value = if name == "seen" {
                old.to_owned()
            } else {
                value
            };
            (name, value)
        });
        let told = post(&desk, fields.collect()).await;
        assert_eq!(told.status, StatusCode::CONFLICT, "{old}");
    }
}
