//! What the pages say of it, in both languages, and never as an improvement what nobody can see.

use axum::http::StatusCode;
use needlework_clinic::server::office::account::Role;

use super::Clinic;
use crate::forms::plan_of_cheeks;
use crate::support::between;

#[tokio::test(flavor = "multi_thread")]
async fn the_plan_says_which_results_it_knows_and_what_they_changed_in_both_languages() {
    let clinic = Clinic::open().await;
    let patient = clinic.somebody(&clinic.treated).await;
    clinic.rate(patient, "0").await;
    let plan = clinic.draft(patient).await;
    let address = format!("/patients/{patient}/plans/{plan}");
    let seen = clinic.house.sequence(patient).await.to_string();
    let fields = plan_of_cheeks(&seen, &[("do", "submit")]);
    let submitted = clinic.clinician.post(&address, &fields).await;
    assert_eq!(
        submitted.status,
        StatusCode::SEE_OTHER,
        "{}",
        submitted.text
    );

    let page = clinic.clinician.page(&address).await;
    let learned = between(&page, "id=\"learned-title\"", "</section>");
    for words in [
        "the skin got better (Cheeks: wrinkles), in the upper part of what was expected.",
        "The middle of the forecast moved up by",
        "3.0 (",
        "0.0 (",
        "Clinician, knowing what was done",
    ] {
        assert!(learned.contains(words), "{words}: {learned}");
    }
    let paper = clinic.clinician.page(&format!("{address}/document")).await;
    assert!(paper.contains("What earlier courses taught"));
    let paper = clinic
        .clinician
        .page(&format!("{address}/document?language=es"))
        .await;
    assert!(paper.contains("Lo que enseñaron los tratamientos anteriores"));
    assert!(paper.contains("mejor en 3"), "{paper}");

    let physician = clinic.house.as_role(Role::Physician).await;
    physician
        .post("/account/language", &[("language", "es")])
        .await;
    let page = physician.page(&address).await;
    assert!(page.contains("El centro del pronóstico subió"), "{page}");
    assert!(page.contains("en la parte alta de lo esperado"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_raters_cannot_tell_is_never_a_number_of_improvement() {
    let clinic = Clinic::open().await;
    // Half a grade is less than the 0.6 that two gradings tell. Whoever graded before grades had steps could give it.
    let patient = clinic.somebody(&clinic.judged(2.5).await).await;
    let results = clinic
        .clinician
        .page(&format!("/patients/{patient}/results"))
        .await;
    let table = between(&results, "<tbody>", "</tbody>");
    assert!(
        table.contains("3.0 (") && table.contains("2.5 ("),
        "{table}"
    );
    assert!(table.contains("No change that can be told from rating error (0.6)."));
    assert!(table.contains("<td>none that can be told</td>"), "{table}");
    let new = clinic
        .clinician
        .page(&format!("/patients/{patient}/plans/new"))
        .await;
    assert!(
        new.contains("no change could be told from rating error (Cheeks: wrinkles)"),
        "{new}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn anna_huber_reads_in_her_own_plan_what_her_skin_has_shown() {
    let clinic = Clinic::open().await;
    let house = &clinic.house;
    let huber = house.patient("Huber").await;
    let drafted = house
        .chart(huber)
        .await
        .plans
        .keys()
        .next_back()
        .copied()
        .unwrap();
    let address = format!("/patients/{huber}/plans/{drafted}");
    let seen = house.sequence(huber).await.to_string();
    let fields = plan_of_cheeks(&seen, &[("do", "submit")]);
    let submitted = clinic.clinician.post(&address, &fields).await;
    assert_eq!(
        submitted.status,
        StatusCode::SEE_OTHER,
        "{}",
        submitted.text
    );
    let physician = house.as_role(Role::Physician).await;
    let seen = house.sequence(huber).await.to_string();
    let fields = [("do", "approve"), ("password", ""), ("seen", &seen)];
    let approved = physician.post(&format!("{address}/review"), &fields).await;
    assert_eq!(approved.status, StatusCode::SEE_OTHER, "{}", approved.text);
    let browser = house.as_patient("Huber").await;
    let page = browser.page("/mine/plan").await;
    let section = between(&page, "id=\"learned\"", "</section>");
    assert!(
        section.contains("Cheeks: your skin got better after your visits"),
        "{section}"
    );
    assert!(!section.contains("grade"), "{section}");
    let answer = browser.post("/mine/language", &[("language", "es")]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    let page = browser.page("/mine/plan").await;
    assert!(page.contains("Lo que mostró su piel"), "{page}");
}
