//! A walk through the clinic of made-up people in Spanish: from link to link, as everybody who works there and as patients.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use needlework_clinic::server::office::account::Role;
use needlework_clinic::server::{ROUTES, Route};
use needlework_planning::Library;

use super::spoken::{is_english, read};
use crate::before::{calm, pairs, with};
use crate::support::{Browser, HOST, House};

/// What made-up people typed, and names: it stands as it was typed.
const TYPED: [&str; 11] = [
    "Clinic at the Linden",
    "Three sessions",
    "Six sessions",
    "Still rather red on the left.",
    "Old marks, stable for two years; informed about darkening.",
    "Darker patches on both cheeks since two weeks.",
    "Darkening after the first session.",
    "Lidocaine 2.5 % / prilocaine 2.5 %",
    "Sterile hyaluronic acid, single-use ampoule",
    // Names of time zones.
    "Port of Spain",
    "Isle of Man",
];
/// Pages of one kind that are looked at: people in different stages have different ones.
const MOST_OF_A_KIND: usize = 6;
/// Kinds that no link of a made-up clinic leads to, and why.
const NOT_LINKED: [&str; 12] = [
    // No pages: for programs, files, pixels.
    "/assets/{stamp}/{name}",
    "/calendar/{file}",
    "/patients/{patient}/photographs/{photograph}",
    "/blinded/{pair}/{side}",
    "/mine/photographs/{photograph}",
    "/api/v1/patients/{patient}",
    "/api/v1/patients/{patient}/events",
    "/api/v1/recall",
    "/stock/recall.csv",
    // Links that come by mail or by hand.
    "/invitation",
    "/mine/enter",
    "/reminders/stop/{token}",
];

/// What a page says in English, apart from what somebody typed.
pub(crate) fn left_in_english(html: &str) -> Vec<String> {
    let without_typed = |text: String| TYPED.iter().fold(text, |text, one| text.replace(one, ""));
    let said = read(html).into_iter().map(without_typed);
    said.filter(|text| is_english(text)).collect()
}

/// A browser whose reader wants Spanish.
pub(crate) async fn spanish(house: &House, role: Role) -> Browser {
    let browser = house.as_role(role).await;
    let language = match role {
        Role::Patient => "/mine/language",
        _ => "/account/language",
    };
    let changed = browser.post(language, &[("language", "es")]).await;
    assert!(changed.status.is_redirection(), "{}", changed.text);
    browser
}

/// The pattern of an address.
fn kind(address: &str) -> Option<&'static Route> {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let parts: Vec<&str> = path.split('/').collect();
    let fits = |route: &&Route| {
        let pattern: Vec<&str> = route.path.split('/').collect();
        let same = |(one, other): (&&str, &&str)| one == other || one.starts_with('{');
        route.method == Method::GET
            && pattern.len() == parts.len()
            && pattern.iter().zip(&parts).all(same)
    };
    // A fixed path comes before one with a parameter in its place.
    let found = ROUTES.iter().filter(fits);
    found.min_by_key(|route| route.path.matches('{').count())
}

/// Addresses that a page leads to.
fn links(page: &str) -> Vec<String> {
    let found = page.split("href=\"").skip(1);
    found
        .filter_map(|rest| rest.split('"').next())
        .filter(|address| address.starts_with('/'))
        .map(|address| address.replace("&#38;", "&").replace("&amp;", "&"))
        .collect()
}

/// A page, for whoever prefers Spanish.
async fn get(browser: &Browser, address: &str) -> (StatusCode, String) {
    let request = Request::get(address)
        .header(header::COOKIE, &browser.cookie)
        .header(header::HOST, HOST)
        .header(header::ACCEPT_LANGUAGE, "es-ES,es;q=0.9")
        .body(Body::empty())
        .unwrap();
    let answer = browser.ask(request).await;
    (answer.status, answer.text)
}

/// What a walk saw.
#[derive(Default)]
struct Seen {
    kinds: BTreeSet<&'static str>,
    pages: usize,
    /// By what is said in English, the first page that says it.
    english: BTreeMap<String, String>,
}

impl Seen {
    async fn walk(&mut self, browser: &Browser, from: &[&str]) {
        let mut known: BTreeSet<String> = from.iter().map(|one| (*one).to_owned()).collect();
        let mut waiting: VecDeque<String> = known.iter().cloned().collect();
        let mut of_kind: BTreeMap<&str, usize> = BTreeMap::new();
        while let Some(address) = waiting.pop_front() {
            // The way to the other language.
            if address.ends_with("lang=en") || address.ends_with("language=en") {
                continue;
            }
            let Some(route) = kind(&address).filter(|route| !route.path.contains("/assets")) else {
                continue;
            };
            let seen = of_kind.entry(route.path).or_default();
            if *seen == MOST_OF_A_KIND || route.path == "/sign-out" {
                continue;
            }
            *seen += 1;
            let (status, page) = get(browser, &address).await;
            if status == StatusCode::OK {
                self.kinds.insert(route.path);
            }
            if !page.starts_with("<!") {
                continue;
            }
            self.pages += 1;
            assert!(page.contains("<html lang=\"es\""), "{address}");
            for text in left_in_english(&page) {
                self.english.entry(text).or_insert_with(|| address.clone());
            }
            for link in links(&page) {
                if known.insert(link.clone()) {
                    waiting.push_back(link);
                }
            }
        }
    }

    fn require_spanish(&self) {
        let left: Vec<String> = self
            .english
            .iter()
            .map(|(text, address)| format!("{address}: {text}"))
            .collect();
        assert!(left.is_empty(), "English is said:\n{}", left.join("\n"));
    }
}

/// Pages that a form leads to: two plans beside each other, and a pair of photographs to be graded blind.
async fn unlinked(house: &House, browser: &Browser) -> [String; 2] {
    let drawn = browser.post::<&str>("/blinded", &[]).await;
    let pair = drawn.location().to_owned();
    let patient = house.patient("Caruso").await;
    let plans = house.chart(patient).await.plans;
    let plans: Vec<String> = plans.keys().map(|plan| format!("plan={plan}")).collect();
    let address = format!("/patients/{patient}/plans/compare?{}", plans.join("&"));
    [pair, address]
}

#[tokio::test]
async fn no_page_of_the_clinic_or_of_a_patient_says_anything_in_english_to_somebody_who_reads_spanish()
 {
    let house = House::of_made_up_people().await;
    let mut seen = Seen::default();
    let starts: Vec<&str> = ROUTES
        .iter()
        .filter(|route| route.method == Method::GET && !route.path.contains('{'))
        .map(|route| route.path)
        .collect();
    for role in [
        Role::Physician,
        Role::Owner,
        Role::FrontDesk,
        Role::Researcher,
        Role::Patient,
    ] {
        let browser = spanish(&house, role).await;
        if role == Role::Physician {
            let found = unlinked(&house, &browser).await;
            let found: Vec<&str> = found.iter().map(String::as_str).collect();
            seen.walk(&browser, &found).await;
        }
        seen.walk(&browser, &starts).await;
    }
    for family in ["Fontana", "Huber", "Imhof", "Aebi"] {
        let browser = house.as_patient(family).await;
        browser.post("/mine/language", &[("language", "es")]).await;
        let chart = house.chart(house.patient(family).await).await;
        let check_ins = chart.check_ins.keys();
        let told = check_ins.map(|id| format!("/mine/check-in/{id}"));
        let from: Vec<String> = told.chain(["/mine".to_owned()]).collect();
        let from: Vec<&str> = from.iter().map(String::as_str).collect();
        seen.walk(&browser, &from).await;
    }
    seen.walk(&house.stranger(), &starts).await;
    seen.require_spanish();
    let missed: Vec<&str> = ROUTES
        .iter()
        .filter(|route| route.method == Method::GET && !NOT_LINKED.contains(&route.path))
        .map(|route| route.path)
        .filter(|path| !seen.kinds.contains(path))
        .collect();
    assert!(missed.is_empty(), "nothing leads to {missed:?}");
    assert!(seen.pages > 200, "{}", seen.pages);
}

#[tokio::test]
async fn every_rule_speaks_spanish() {
    let house = House::of_made_up_people().await;
    let browser = spanish(&house, Role::Owner).await;
    let mut seen = Seen::default();
    let library = Library::shipped().unwrap();
    for (_, record) in library.records() {
        let address = format!("/rules/{}", record.id);
        let (status, page) = get(&browser, &address).await;
        assert_eq!(status, StatusCode::OK, "{address}");
        for text in left_in_english(&page) {
            seen.english.entry(text).or_insert_with(|| address.clone());
        }
    }
    seen.require_spanish();
}

#[test]
fn english_is_found_where_it_stands() {
    let page = "<!doctype html><html lang=\"es\"><head><title>La piel</title></head><body><p>Nada de sol.</p>\
                <p lang=\"en\">Out of the sun</p><input placeholder=\"Name of the lot\"><p>The sun is not <b>bueno</b></p>\
                <span lang=\"en\">a <b>x</b> of y</span><code>of</code><p>Regla days-1-to-3, https://a.example/of/the</p></body></html>";
    assert_eq!(left_in_english(page), ["Name of the lot", "The sun is not"]);
    let typed = page.replace("The sun is not", "Three sessions");
    assert_eq!(left_in_english(&typed), ["Name of the lot"]);
}

#[tokio::test]
async fn what_is_answered_before_the_first_visit_is_answered_in_spanish() {
    let house = House::of_made_up_people().await;
    for others in [
        vec![("lang", "es")],
        vec![("lang", "es"), ("answer_isotretinoin-current", "yes")],
        vec![
            ("lang", "es"),
            ("phototype", "V"),
            ("answer_keloid-tendency", "yes"),
        ],
    ] {
        let fields = with(calm(), &others);
        let answer = house
            .stranger()
            .post("/before/questions", &pairs(&fields))
            .await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        assert!(answer.text.contains("<html lang=\"es\""));
        assert_eq!(left_in_english(&answer.text), Vec::<String>::new());
    }
}
