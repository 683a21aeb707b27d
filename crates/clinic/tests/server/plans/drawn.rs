//! No page waits for the model: what was not drawn before follows it, and what a locked plan drew is kept beside its chart.

use std::fs;
use std::io::Read as _;
use std::path::PathBuf;

use axum::body::{Body, to_bytes};
use axum::http::{Method, StatusCode, header};
use flate2::read::MultiGzDecoder;
use needlework_chart::id::{PatientId, PlanId};
use needlework_clinic::server::office::account::Role;

use tower::ServiceExt as _;

use super::submitted;
use crate::support::{Browser, House, LATER, between};

/// What lies beside the charts of a plan, by name.
fn kept(house: &House, patient: PatientId, plan: PlanId) -> Vec<(String, PathBuf)> {
    let folder = house
        .folder_path()
        .join("photographs")
        .join(patient.to_string());
    let files = fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path());
    let named = files.filter_map(|file| {
        let name = file.file_name()?.to_str()?;
        let part = name.strip_prefix(&format!("{plan}."))?.to_owned();
        Some((part, file))
    });
    let mut found: Vec<_> = named.collect();
    found.sort();
    found
}

fn outlook(page: &str) -> String {
    between(page, "id=\"outlook-title\"", "</section>\n</div>").to_owned()
}

/// A plan on paper as a browser gets it that unpacks what it is sent.
async fn packed_paper(reader: &Browser, address: &str) -> String {
    let request = reader.request(Method::GET, address);
    let request = request.header(header::ACCEPT_ENCODING, "gzip, deflate, br");
    let request = request.body(Body::empty()).unwrap();
    let answer = reader.router.clone().oneshot(request).await.unwrap();
    assert_eq!(answer.headers()[header::CONTENT_ENCODING], "gzip");
    assert_eq!(answer.headers()[header::VARY], "accept-encoding");
    let body = to_bytes(answer.into_body(), usize::MAX).await.unwrap();
    let mut html = String::new();
    let mut reader = MultiGzDecoder::new(&body[..]);
    reader.read_to_string(&mut html).unwrap();
    html
}

#[tokio::test(flavor = "multi_thread")]
async fn the_outlook_of_a_new_plan_follows_its_page_and_comes_with_it_without_scripts() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Caruso").await;
    let clinician = house.as_role(Role::Clinician).await;
    let address = format!("/patients/{patient}/plans/new");
    let first = clinician.page_at_first(&address).await;
    assert!(first.contains(LATER), "{first}");
    let link = format!("<noscript><p><a href=\"{address}?part=whole\">");
    assert!(first.contains(&link), "{first}");
    let followed = clinician.page(&address).await;
    assert!(outlook(&followed).contains("<figure"), "{followed}");
    // Drawn once, it comes with the page.
    assert_eq!(clinician.page_at_first(&address).await, followed);
    let anew = house.started_anew().await;
    let clinician = anew.as_role(Role::Clinician).await;
    let whole = clinician
        .page_at_first(&format!("{address}?part=whole"))
        .await;
    assert_eq!(outlook(&whole), outlook(&followed));
    let none = clinician.get(&format!("{address}?part=nothing")).await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_that_was_submitted_is_drawn_already_and_as_it_would_be_drawn_again() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Caruso").await;
    let plan = submitted(&house, patient).await;
    let parts = kept(&house, patient, plan);
    let names: Vec<&str> = parts.iter().map(|(name, _)| name.as_str()).collect();
    let expected = [
        "cuts-en",
        "cuts-es",
        "outlook-en",
        "outlook-es",
        "paper-en",
        "paper-es",
    ];
    assert_eq!(names, expected);
    let address = format!("/patients/{patient}/plans/{plan}");
    let paper = format!("{address}/document");
    let anew = house.started_anew().await;
    let reader = anew.as_role(Role::Clinician).await;
    let drawn = reader.page_at_first(&address).await;
    assert!(!drawn.contains(LATER), "{drawn}");
    let printed = reader.page_at_first(&paper).await;
    assert_eq!(packed_paper(&reader, &paper).await, printed);
    for (_, file) in parts {
        fs::remove_file(file).unwrap();
    }
    let anew = house.started_anew().await;
    let reader = anew.as_role(Role::Clinician).await;
    assert!(reader.page_at_first(&address).await.contains(LATER));
    assert_eq!(reader.page(&address).await, drawn);
    assert_eq!(reader.page_at_first(&paper).await, printed);
    let names = kept(&house, patient, plan)
        .into_iter()
        .map(|(name, _)| name);
    assert_eq!(names.collect::<Vec<_>>(), ["outlook-en", "paper-en"]);
}

/// What was kept of one plan is not shown as another, and what does not open is drawn again.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_kept_of_another_plan_or_was_changed_is_drawn_again() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Caruso").await;
    let plan = submitted(&house, patient).await;
    let address = format!("/patients/{patient}/plans/{plan}");
    let reader = house.as_role(Role::Clinician).await;
    let drawn = reader.page(&address).await;
    let chart = house.record.open(patient).await.unwrap();
    let other = submitted(&house, house.patient("Demir").await).await;
    let of_other = house
        .record
        .open(house.patient("Demir").await)
        .await
        .unwrap();
    let foreign = house.record.drawn(&of_other, other, "outlook-en").await;
    let foreign = foreign.unwrap().unwrap();
    let kept = house
        .record
        .keep_drawn(&chart, plan, "outlook-en", &foreign);
    kept.await.unwrap();
    let anew = house.started_anew().await;
    let reader = anew.as_role(Role::Clinician).await;
    assert!(reader.page_at_first(&address).await.contains(LATER));
    assert_eq!(reader.page(&address).await, drawn);
    for (_, file) in self::kept(&house, patient, plan) {
        fs::write(file, b"nothing that opens").unwrap();
    }
    let anew = house.started_anew().await;
    let reader = anew.as_role(Role::Clinician).await;
    assert_eq!(reader.page(&address).await, drawn);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_that_follows_is_no_second_look_in_the_trail() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Caruso").await;
    let clinician = house.as_role(Role::Clinician).await;
    let owner = house.as_role(Role::Owner).await;
    let trail = format!("/trail?patient={patient}");
    let looks = async || owner.page(&trail).await.matches("Vera Brandt").count();
    let before = looks().await;
    let plan = *house.chart(patient).await.plans.keys().next().unwrap();
    let compare = format!("/patients/{patient}/plans/compare?plan={plan}");
    assert!(clinician.page_at_first(&compare).await.contains(LATER));
    let once = looks().await;
    assert!(once > before);
    let table = clinician
        .page_at_first(&format!("{compare}&part=table"))
        .await;
    assert!(table.contains("<table"), "{table}");
    assert_eq!(looks().await, once);
}
