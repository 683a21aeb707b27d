//! Somebody was cut off while taking an inquiry into a chart: the next one is told how far it came, and chooses.

use axum::http::StatusCode;
use needlework_chart::id::PatientId;
use needlework_clinic::server::office::account::Role;
use needlework_clinic::server::office::file;
use needlework_clinic::server::office::inquiry::Inquiry;

use super::inquiries::written;
use crate::support::House;

/// The inquiry as it lies in the cabinet, with the version of its place: also of one that was removed.
async fn held(house: &House, path: &str) -> (u64, Option<Inquiry>) {
    let id = path.trim_start_matches("/inquiries/");
    let documents = house.record.documents_after(0).await.unwrap();
    let mut inquiries = documents.iter().filter(|one| one.drawer == "inquiry");
    let found = inquiries.find(|one| one.id.to_string() == id).unwrap();
    let body = found.body.as_ref();
    let read = body.map(|body| serde_json::from_slice(body).unwrap());
    (found.version, read)
}

/// Leaves the inquiry as a program leaves it that was cut off: the chart is written down, and nothing after that.
async fn leave(house: &House, path: &str, inquiry: Inquiry, chart: PatientId) {
    let (version, _) = held(house, path).await;
    let left = Inquiry {
        chart: Some(chart),
        ..inquiry
    };
    let document = file(&left, version).unwrap();
    house.record.put_documents(&[document]).await.unwrap();
}

async fn number_of_charts(house: &House) -> usize {
    let desk = house.as_role(Role::FrontDesk).await;
    let rows = desk.search("Zwetschgenbaum").await;
    rows.matches("href=\"/patients/").count()
}

#[tokio::test]
async fn a_new_chart_that_was_not_made_is_said_and_made_when_the_desk_says_so() {
    let (house, path) = written(&[]).await;
    let nobody: PatientId = "01890000-0000-7000-8000-000000000000".parse().unwrap();
    let (_, inquiry) = held(&house, &path).await;
    leave(&house, &path, inquiry.unwrap(), nobody).await;
    let desk = house.as_role(Role::FrontDesk).await;
    let page = desk.page(&path).await;
    assert!(page.contains("No chart was made"), "{page}");
    let accept = format!("{path}/accept");
    // Whoever sent the form from a page that did not say so is told first.
    for fields in [&[][..], &[("chart", "new")]] {
        let told = desk.post(&accept, fields).await;
        assert_eq!(told.status, StatusCode::OK);
        assert!(told.text.contains("No chart was made"), "{}", told.text);
    }
    assert_eq!(number_of_charts(&house).await, 0);
    let begun = nobody.to_string();
    let fields = [("begun", begun.as_str()), ("chart", "new")];
    let taken = desk.post(&accept, &fields).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.text);
    assert_eq!(number_of_charts(&house).await, 1);
}

#[tokio::test]
async fn a_chart_into_which_nothing_was_written_may_be_left_for_another() {
    let (house, path) = written(&[]).await;
    let graf = house.patient("Graf").await;
    let (_, inquiry) = held(&house, &path).await;
    leave(&house, &path, inquiry.unwrap(), graf).await;
    let desk = house.as_role(Role::FrontDesk).await;
    let page = desk.page(&path).await;
    assert!(
        page.contains("the chart of Graf, Miriam and was cut off. Nothing was written"),
        "{page}"
    );
    let begun = graf.to_string();
    assert!(
        page.contains(&format!("name=\"chart\" value=\"{begun}\"")),
        "{page}"
    );
    let accept = format!("{path}/accept");
    let open = desk.post(&accept, &[("begun", begun.as_str())]).await;
    assert_eq!(open.status, StatusCode::OK, "nobody has chosen");
    let fields = [("begun", begun.as_str()), ("chart", "new")];
    let taken = desk.post(&accept, &fields).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.text);
    assert!(house.chart(graf).await.intakes.is_empty());
    assert_eq!(number_of_charts(&house).await, 1);
    let own = house.as_role(Role::Patient).await;
    let readers = own.page("/mine/readers").await;
    assert!(readers.contains("opened an inquiry"), "{readers}");
}

#[tokio::test]
async fn a_chart_that_has_the_answers_already_gets_them_once() {
    let (house, path) = written(&[]).await;
    let graf = house.patient("Graf").await;
    let (_, inquiry) = held(&house, &path).await;
    let desk = house.as_role(Role::FrontDesk).await;
    let accept = format!("{path}/accept");
    let known = graf.to_string();
    let first = desk.post(&accept, &[("chart", known.as_str())]).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", first.text);
    leave(&house, &path, inquiry.unwrap(), graf).await;
    let page = desk.page(&path).await;
    assert!(
        page.contains("The answers stand in that chart already"),
        "{page}"
    );
    let fields = [("begun", known.as_str()), ("chart", known.as_str())];
    let again = desk.post(&accept, &fields).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", again.text);
    assert_eq!(house.chart(graf).await.intakes.len(), 1);
    assert_eq!(desk.get(&path).await.status, StatusCode::NOT_FOUND);
}
