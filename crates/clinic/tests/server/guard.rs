//! What every request passes and every answer carries.

use std::io;
use std::sync::{Arc, Mutex};

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use needlework_clinic::server::Setting;
use needlework_clinic::server::office::account::Role;
use tracing_subscriber::fmt::MakeWriter;

use crate::support::{Answer, Browser, FORM, HOST, House, form};

fn person(family: &str) -> String {
    form(&[
        ("family", family),
        ("given", "Vreneli"),
        ("birth_date", "1971-08-19"),
        ("clinic_number", "Z-77341"),
        ("telephone", "+41 79 555 91 73"),
    ])
}

#[tokio::test]
async fn what_changes_something_must_come_from_a_page_of_this_server() {
    let house = House::of_made_up_people().await;
    let desk = house.as_role(Role::FrontDesk).await;
    let found = async || {
        let rows = desk.search("Zwetschgenbaum").await;
        rows.contains("Vreneli")
    };
    let here = format!("http://{HOST}");
    for (origin, site) in [
        (None, None),
        (None, Some("same-origin")),
        (Some("null"), None),
        (Some("http://elsewhere.test"), None),
        (Some("http://clinic.test.elsewhere.test"), None),
        (Some("http://clinic.test:8080"), None),
        (Some(here.as_str()), Some("cross-site")),
        (Some(here.as_str()), Some("same-site")),
        (Some(here.as_str()), Some("none")),
    ] {
        let mut request = Request::post("/patients")
            .header(header::COOKIE, &desk.cookie)
            .header(header::HOST, HOST)
            .header(header::CONTENT_TYPE, FORM);
        if let Some(origin) = origin {
            request = request.header(header::ORIGIN, origin);
        }
        if let Some(site) = site {
            request = request.header("sec-fetch-site", site);
        }
        let body = Body::from(person("Zwetschgenbaum"));
        let answer = desk.ask(request.body(body).unwrap()).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{origin:?} {site:?}");
        assert!(answer.text.contains("<main"), "{origin:?} {site:?}");
        assert!(!found().await, "{origin:?} {site:?}");
    }
    let request = desk.request(Method::POST, "/patients");
    let request = request
        .header(header::CONTENT_TYPE, FORM)
        .header("sec-fetch-site", "same-origin");
    let body = Body::from(person("Zwetschgenbaum"));
    let answer = desk.ask(request.body(body).unwrap()).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert!(found().await);
}

#[tokio::test]
async fn other_methods_pass_no_more_easily() {
    let house = House::of_made_up_people().await;
    let desk = house.as_role(Role::FrontDesk).await;
    for method in [Method::PUT, Method::DELETE, Method::PATCH, Method::OPTIONS] {
        let request = Request::builder().method(&method).uri("/patients");
        let request = request
            .header(header::COOKIE, &desk.cookie)
            .header(header::HOST, HOST);
        let answer = desk.ask(request.body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{method}");
        let request = desk.request(method.clone(), "/patients");
        let answer = desk.ask(request.body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{method}");
    }
}

fn require_headers(answer: &Answer, what: &str) {
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        assert_eq!(answer.headers[name], value, "{what}: {name}");
    }
    assert!(answer.headers.contains_key("permissions-policy"), "{what}");
    let policy = answer.headers[header::CONTENT_SECURITY_POLICY]
        .to_str()
        .unwrap();
    assert!(policy.contains("default-src 'none'"), "{what}: {policy}");
    assert!(
        policy.contains("frame-ancestors 'none'"),
        "{what}: {policy}"
    );
    assert!(!policy.contains("unsafe"), "{what}: {policy}");
    assert!(!answer.headers.contains_key(header::SERVER), "{what}");
}

#[tokio::test]
async fn every_answer_keeps_a_page_to_itself() {
    let house = House::of_made_up_people().await;
    let desk = house.as_role(Role::FrontDesk).await;
    let stranger = house.stranger();
    let today = desk.get("/").await;
    let asset = crate::support::between(&today.text, "href=\"/assets/", "\"").to_owned();
    let answers = [
        ("page", StatusCode::OK, today),
        ("sign-in", StatusCode::OK, stranger.get("/sign-in").await),
        (
            "asset",
            StatusCode::OK,
            desk.get(&format!("/assets/{asset}")).await,
        ),
        ("live", StatusCode::OK, stranger.get("/health/live").await),
        ("ready", StatusCode::OK, stranger.get("/health/ready").await),
        (
            "redirection",
            StatusCode::SEE_OTHER,
            stranger.get("/").await,
        ),
        ("nowhere", StatusCode::NOT_FOUND, desk.get("/nowhere").await),
        ("forbidden", StatusCode::FORBIDDEN, desk.get("/trail").await),
        ("api", StatusCode::NOT_FOUND, desk.get("/api/nowhere").await),
        ("foreign", StatusCode::FORBIDDEN, foreign(&desk).await),
        (
            "refused",
            StatusCode::UNPROCESSABLE_ENTITY,
            desk.send("/patients", FORM, "given=1").await,
        ),
    ];
    for (what, status, answer) in &answers {
        assert_eq!(answer.status, *status, "{what}");
        require_headers(answer, what);
        let is_kept = answer.headers[header::CACHE_CONTROL] != "no-store";
        assert_eq!(is_kept, *what == "asset", "{what}");
    }
    let json = &answers[8].2;
    assert_eq!(json.headers[header::CONTENT_TYPE], "application/json");
    assert!(json.text.starts_with("{\"error\":\""), "{}", json.text);
}

async fn foreign(browser: &Browser) -> Answer {
    let request = Request::post("/patients").header(header::COOKIE, &browser.cookie);
    browser.ask(request.body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn no_page_has_a_script_or_a_style_inside() {
    let house = House::of_made_up_people().await;
    let physician = house.as_role(Role::Physician).await;
    let owner = house.as_role(Role::Owner).await;
    let patient = house.patient("Graf").await;
    let chart = house.chart(patient).await;
    let (plan, session) = (chart.plans.keys().next(), chart.sessions.keys().next());
    let at = |end: &str| format!("/patients/{patient}{end}");
    let pages = [
        "/".to_owned(),
        "/account".to_owned(),
        "/patients".to_owned(),
        "/patients/new".to_owned(),
        "/appointments".to_owned(),
        "/stock".to_owned(),
        at(""),
        at("/identity"),
        at("/screening"),
        at("/screening/new"),
        at("/plans"),
        at("/plans/new"),
        at(&format!("/plans/{}", plan.unwrap())),
        at("/plans/compare"),
        at("/consents"),
        at("/consents/research"),
        at("/sessions"),
        at("/sessions/start"),
        at(&format!("/sessions/{}", session.unwrap())),
        at("/photographs"),
        at("/appointments/new"),
    ];
    let mut texts = vec![owner.page("/settings").await, owner.page("/trail").await];
    for page in pages {
        texts.push(physician.page(&page).await);
    }
    for text in texts {
        let title = crate::support::between(&text, "<title>", "</title>");
        assert!(
            !text.contains(" style=") && !text.contains("<style"),
            "{title}"
        );
        for script in text.split("<script").skip(1) {
            let (begin, rest) = script.split_once('>').unwrap();
            assert!(begin.contains("src=\"/assets/"), "{title}: {begin}");
            assert!(rest.starts_with("</script>"), "{title}");
        }
        for event in [
            " onclick=",
            " onload=",
            " onerror=",
            " onsubmit=",
            "javascript:",
        ] {
            assert!(!text.contains(event), "{title}: {event}");
        }
        for loaded in ["src=\"http", "href=\"//", "url(http"] {
            assert!(!text.contains(loaded), "{title}: {loaded}");
        }
    }
}

/// Lines of a log.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Lines {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

/// What nobody may read who looks at logs, addresses and pages of problems.
const PRIVATE: [&str; 6] = [
    "Kaminfeger",
    "Vreneli",
    "1971-08-19",
    "Z-77341",
    "555 91 73",
    "555+91",
];

fn require_nothing_private(what: &str, text: &str) {
    for private in PRIVATE {
        if let Some(at) = text.find(private) {
            let begin = text.floor_char_boundary(at.saturating_sub(200));
            panic!("{private} in {what}: {}", &text[begin..at + private.len()]);
        }
    }
}

#[tokio::test]
async fn nothing_of_a_patient_is_in_the_log_in_an_address_or_in_a_problem() {
    let lines = Lines::default();
    let log = tracing_subscriber::fmt()
        .with_writer(lines.clone())
        .with_max_level(tracing::Level::DEBUG)
        .with_ansi(false)
        .finish();
    // For all threads: the database and the planner have their own. Lines of other tests are searched as well.
    tracing::subscriber::set_global_default(log).unwrap();
    let house = House::empty(Setting::default()).await;
    let (desk, _) = house.first_owner().await;
    let mut problems = 0;
    let mut answers = Vec::new();
    let registered = desk.send("/patients", FORM, person("Kaminfeger")).await;
    assert_eq!(registered.status, StatusCode::SEE_OTHER);
    let patient = registered.location().to_owned();
    answers.push(registered);
    for end in [
        "",
        "/identity",
        "/screening",
        "/screening/new",
        "/plans",
        "/plans/new",
        "/consents",
        "/consents/treatment",
        "/sessions",
        "/sessions/start",
        "/photographs",
        "/nothing",
    ] {
        answers.push(desk.get(&format!("{patient}{end}")).await);
    }
    let looked_for = [("q", "Kaminfeger")];
    answers.push(desk.post("/patients/search", &looked_for).await);
    answers.push(desk.post("/patients/rows", &looked_for).await);
    answers.push(desk.get("/patients/Kaminfeger").await);
    answers.push(desk.get("/stock?lot=Z-77341").await);
    let twice = person("Kaminfeger");
    answers.push(desk.send("/patients", FORM, twice.clone()).await);
    let id = patient.rsplit('/').next().unwrap().parse().unwrap();
    let seen = format!("{twice}&seen={}", house.sequence(id).await);
    answers.push(
        desk.send(&format!("{patient}/identity"), FORM, seen.clone())
            .await,
    );
    let wrong = twice.replace("1971%2D08%2D19", "1971%2D08%2D19%2D");
    answers.push(desk.send("/patients", FORM, wrong).await);
    answers.push(
        desk.send(&format!("{patient}/plans"), FORM, twice.clone())
            .await,
    );
    answers.push(desk.send(&format!("{patient}/screening"), FORM, seen).await);
    answers.push(
        desk.send(&format!("{patient}/consents/treatment"), FORM, twice)
            .await,
    );
    for answer in &answers {
        require_nothing_private("an address", answer.location());
        if answer.status.is_client_error() || answer.status.is_server_error() {
            problems += 1;
            let title = format!("a problem ({})", answer.status);
            require_nothing_private(&title, &answer.text);
        }
    }
    assert!(problems >= 6, "{problems}");
    let log = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
    assert!(
        log.contains("/patients/{patient}/identity"),
        "the log was not collected: {log:.2000}"
    );
    require_nothing_private("the log", &log);
    let id = patient.rsplit('/').next().unwrap();
    assert!(!log.contains(id), "the id of a patient is in the log");
}
