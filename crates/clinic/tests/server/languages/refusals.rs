//! What an engine refuses is said in the language of the page; programs read the sentence of the engine.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use axum::http::StatusCode;
use needlework_clinic::server::office::account::Role;

use super::walk::{left_in_english, spanish};
use super::{ROOT, files, is_key, texts};
use crate::forms::{plan_of_cheeks, settings};
use crate::support::{Answer, Browser, House, between};

/// What an answer that refuses says to whoever reads Spanish.
fn refusal(answer: &Answer, what: &str) -> String {
    assert_eq!(
        answer.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "{what}: {}",
        answer.text
    );
    let english = left_in_english(&answer.text);
    assert!(english.is_empty(), "{what}: {english:?}");
    let told = between(&answer.text, "role=\"alert\">", "</p>");
    told.trim_start_matches("<p>").to_owned()
}

async fn draft(browser: &Browser, address: &str, other: (&str, &str)) -> Answer {
    browser.post(address, &plan_of_cheeks("1", &[other])).await
}

#[tokio::test]
async fn a_plan_that_is_refused_is_refused_in_spanish_with_field_value_and_range() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Caruso").await;
    let browser = spanish(&house, Role::Clinician).await;
    let address = format!("/patients/{patient}/plans");
    for (field, value, said) in [
        ("length_cheek", "9", "de 0 a 1,9"),
        (
            "sessions",
            "99",
            "Sesiones: 99 no se puede aceptar; indique de 1 a 24.",
        ),
        ("sessions", "1.5", "Sesiones"),
        ("coverage_cheek", "abc", "Mejillas"),
        ("interval_days", "1000", "a 365."),
        ("lemperle_cheek", "9", "de 0 a 5."),
        ("event", "2020-01-01", "1 de enero de 2020"),
        ("event", "some day", "año-mes-día"),
        (
            "first_session",
            "2020-01-01T10:00",
            "1 de enero de 2020, 10:00",
        ),
        ("zone", "", "no se puede aceptar"),
        ("zone", "upper-eyelid", "no debe tratarse nunca"),
        ("zone", "nowhere", "Elija una"),
        ("device", "nothing", "Aparato"),
        ("phototype", "VII", "Fototipo"),
        ("years_since_menopause", "99", "menopausia"),
    ] {
        let answer = draft(&browser, &address, (field, value)).await;
        let told = refusal(&answer, &format!("{field} = {value}"));
        assert!(told.contains(said), "{field} = {value}: {told}");
    }
}

#[tokio::test]
async fn settings_and_words_that_are_refused_are_refused_in_spanish() {
    let house = House::of_made_up_people().await;
    let browser = spanish(&house, Role::Owner).await;
    let beyond = settings("1", &[("rule_filler-recent", "9999")]);
    let told = refusal(&browser.post("/settings", &beyond).await, "settings");
    assert!(
        told.contains("9999 no se puede aceptar; indique de"),
        "{told}"
    );
    for (paragraphs, revoking, said) in [
        ("", "Escríbanos.", "párrafos"),
        ("Un texto.", "", "retirar"),
        (
            "Deje la isotretinoína una semana antes.",
            "Escríbanos.",
            "medicamento",
        ),
    ] {
        let fields = [
            ("seen", "1"),
            ("do", "save"),
            ("title", "Título"),
            ("paragraphs", paragraphs),
            ("revoking", revoking),
        ];
        let answer = browser
            .post("/settings/consents/research/es", &fields)
            .await;
        let told = refusal(&answer, said);
        assert!(told.contains(said), "{told}");
    }
}

#[tokio::test]
async fn programs_read_the_sentence_of_the_engine() {
    let house = House::of_made_up_people().await;
    let browser = spanish(&house, Role::Clinician).await;
    let body = r#"{"case": "schema = 1\ntitle = 3"}"#;
    let answer = browser
        .send("/api/v1/plans/preview", "application/json", body)
        .await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        answer.text.contains("title is 3, but must be"),
        "{}",
        answer.text
    );
}

/// Every literal of the sources of the server that begins like the key of a refusal is one.
#[test]
fn every_refusal_has_its_text() {
    let mut sources = Vec::new();
    files(Path::new(&format!("{ROOT}/src/server")), &mut sources);
    let literals = sources.iter().flat_map(|source| source.split('"'));
    let refused = literals.filter(|one| is_key(one) && one.starts_with("refused-"));
    let known = fs::read_to_string(format!("{ROOT}/src/server/chart_refusal.rs")).unwrap();
    let of_chart = known.split('"').filter(|one| one.starts_with("chart-"));
    let named: BTreeSet<&str> = refused.chain(of_chart).collect();
    let texts = texts("en");
    let missing: Vec<&&str> = named
        .iter()
        .filter(|key| !texts.contains_key(**key))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
    let chart = fs::read_to_string(format!("{ROOT}/../chart/src/fold/admission.rs")).unwrap();
    let words = chart.split('"').filter(|one| one.starts_with("the "));
    for word in words {
        assert!(known.contains(&format!("\"{word}\"")), "{word}");
    }
}
