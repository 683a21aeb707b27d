//! Every route with every role: the duty table says who may, and the server does as it says.

use axum::http::{Method, StatusCode};
use needlework_chart::fold::SessionState;
use needlework_clinic::server::office::account::Role;
use needlework_clinic::server::{ROUTES, Route};

use crate::support::{Answer, Browser, FORM, House};

/// A path with ids of made-up people in the place of its parameters.
pub(crate) struct Paths(Vec<(&'static str, String)>);

impl Paths {
    pub(crate) async fn of(house: &House) -> Self {
        let patient = house.patient("Graf").await;
        let chart = house.chart(patient).await;
        let plan = chart.plans.keys().next().unwrap();
        let is_open = |state| state == SessionState::Open;
        let mut sessions = chart.sessions.iter();
        let (session, _) = sessions.find(|(_, one)| is_open(one.state)).unwrap();
        let colleague = chart.sessions[session].started.author.user;
        Self(vec![
            ("patient", patient.to_string()),
            ("plan", plan.to_string()),
            ("session", session.to_string()),
            ("photograph", session.to_string()),
            ("pair", session.to_string()),
            ("side", "a".to_owned()),
            ("check_in", session.to_string()),
            ("adverse_event", session.to_string()),
            ("rating", session.to_string()),
            ("consent", session.to_string()),
            ("mail", session.to_string()),
            ("site", session.to_string()),
            ("token", "nobody".to_owned()),
            ("inquiry", session.to_string()),
            ("file", "nobody.ics".to_owned()),
            ("class", "treatment".to_owned()),
            ("language", "en".to_owned()),
            ("lot", session.to_string()),
            ("device", session.to_string()),
            ("instruction", "no-sauna".to_owned()),
            ("user", colleague.to_string()),
            ("id", "keloid-tendency".to_owned()),
            ("stamp", "0".to_owned()),
            ("name", "clinic.css".to_owned()),
        ])
    }

    pub(crate) fn fill(&self, pattern: &str) -> String {
        let mut path = pattern.to_owned();
        for (name, value) in &self.0 {
            path = path.replace(&format!("{{{name}}}"), value);
        }
        assert!(
            !path.contains('{'),
            "nothing stands for a part of {pattern}"
        );
        path
    }
}

async fn ask(browser: &Browser, route: &Route, path: &str) -> Answer {
    if route.method == Method::GET {
        browser.get(path).await
    } else {
        browser.send(path, FORM, "").await
    }
}

/// What is wrong with an answer; `None`: it is as the table says.
fn fault(route: &Route, role: Option<Role>, answer: &Answer) -> Option<&'static str> {
    let status = answer.status;
    let is_refused = matches!(status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN);
    let is_of_program = route.path.starts_with("/api/");
    let is_of_patient = route.path == "/mine" || route.path.starts_with("/mine/");
    let door = if is_of_patient {
        "/mine/sign-in"
    } else {
        "/sign-in"
    };
    let is_sent_to_sign_in = status == StatusCode::SEE_OTHER && answer.location() == door;
    let may = |role: Role| route.duty.is_none_or(|duty| duty.roles().contains(&role));
    match (role, route.duty) {
        _ if status.is_server_error() => Some("failed"),
        (None, Some(_)) if is_of_program => (status != StatusCode::UNAUTHORIZED
            || !answer.text.starts_with("{\"error\":"))
        .then_some("is not told to sign in as JSON"),
        (None, Some(_)) => (!is_sent_to_sign_in).then_some("is not sent to the sign-in"),
        (Some(role), _) if !may(role) => {
            (status != StatusCode::FORBIDDEN).then_some("is not forbidden")
        }
        (Some(_), Some(_)) if is_sent_to_sign_in => Some("is sent to the sign-in"),
        _ if is_refused => Some("is forbidden"),
        _ => None,
    }
}

#[tokio::test]
async fn every_role_may_what_the_duty_table_says_and_nothing_else() {
    let house = House::of_made_up_people().await;
    let paths = Paths::of(&house).await;
    let mut faults = Vec::new();
    let mut asked = 0;
    for route in ROUTES {
        let path = paths.fill(route.path);
        let roles = Role::ALL.into_iter().map(Some);
        for role in roles.chain([None]) {
            // Signing out is among the routes: each of them is asked from a browser of its own.
            let browser = match role {
                Some(role) => house.as_role(role).await,
                None => house.stranger(),
            };
            let answer = ask(&browser, route, &path).await;
            asked += 1;
            if let Some(fault) = fault(route, role, &answer) {
                let (method, pattern) = (&route.method, route.path);
                faults.push(format!(
                    "{method} {pattern}: {role:?} {fault}: {}",
                    answer.status
                ));
            }
        }
    }
    assert_eq!(asked, ROUTES.len() * 9);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[tokio::test]
async fn a_forged_or_foreign_cookie_is_nobody() {
    let house = House::of_made_up_people().await;
    let mut browser = house.stranger();
    for cookie in [
        "needlework=",
        "needlework=AAAA",
        "__Host-needlework=AAAA",
        "needlework",
    ] {
        cookie.clone_into(&mut browser.cookie);
        let answer = browser.get("/patients").await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{cookie}");
        assert_eq!(answer.location(), "/sign-in");
    }
}

#[tokio::test]
async fn what_is_refused_is_in_the_trail() {
    let house = House::of_made_up_people().await;
    let researcher = house.as_role(Role::Researcher).await;
    let answer = researcher.get("/patients").await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    let trail = house.as_role(Role::Owner).await.page("/trail").await;
    let row = trail
        .split("<tr")
        .find(|row| row.contains("Tom Adler") && row.contains("efused"));
    assert!(row.is_some(), "{trail}");
}
