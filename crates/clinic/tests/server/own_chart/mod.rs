//! The pages of a patient: how somebody gets in, what is seen there, and that nobody sees anything else.

mod access;
mod card;
mod entering;
pub(crate) mod keeping;
mod plan;
mod taking_back;

use axum::http::StatusCode;
use needlework_chart::id::PatientId;
use needlework_clinic::server::office::account::Role;

use crate::support::{Answer, Browser, House, between};

/// Day, month and year of birth of Miriam Graf.
pub(crate) const BORN: [&str; 3] = ["5", "12", "1969"];

/// A link that the front desk makes for a patient: its token.
pub(crate) async fn link(house: &House, patient: PatientId) -> String {
    let desk = house.as_role(Role::FrontDesk).await;
    let address = format!("/patients/{patient}/access/link");
    let slip = desk.post::<&str>(&address, &[]).await;
    assert_eq!(slip.status, StatusCode::OK, "{}", slip.text);
    between(&slip.text, "/mine/enter?token=", "<").to_owned()
}

/// Opens a link with a day of birth.
pub(crate) async fn open(browser: &Browser, token: &str, born: [&str; 3]) -> Answer {
    let [day, month, year] = born;
    let fields = [
        ("token", token),
        ("day", day),
        ("month", month),
        ("year", year),
    ];
    browser.post("/mine/enter", &fields).await
}

/// The browser of Miriam Graf, who came in by a link.
pub(crate) async fn enter(house: &House) -> Browser {
    let patient = house.patient("Graf").await;
    let token = link(house, patient).await;
    let mut browser = house.stranger();
    let answer = open(&browser, &token, BORN).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    browser.take_cookie(&answer);
    browser
}

/// Whether somebody is signed in as a patient.
pub(crate) async fn is_in(browser: &Browser) -> bool {
    let answer = browser.get("/mine").await;
    match answer.status {
        StatusCode::OK => true,
        StatusCode::SEE_OTHER if answer.location() == "/mine/sign-in" => false,
        other => panic!("{other}: {}", answer.text),
    }
}

/// What stands in a section of a page, which is known by the id of its heading; nothing where the page has none.
pub(crate) fn section<'a>(page: &'a str, heading: &str) -> &'a str {
    let begin = format!("<h2 id=\"{heading}\"");
    let after = page.split_once(&begin).map_or("", |(_, after)| after);
    after.split("</section>").next().unwrap()
}
