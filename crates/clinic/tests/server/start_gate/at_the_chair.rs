//! What was answered and decided is seen and kept where the person is treated: anaesthetics, marks, allergies.

use axum::http::StatusCode;
use needlework_clinic::server::office::account::Role;

use super::steps::{Chair, check, decides};
use crate::support::{Browser, House, between};

const NUMBING: &str = "contains nothing that the screening answers bar";

/// A cream that was on until a little while ago.
fn cream<'a>(product: &'a str, other: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let usual = [
        ("product", product),
        ("amount_g", "4"),
        ("area_cm2", "100"),
        ("numbing_on", "09:15"),
        ("numbing_off", "09:52"),
    ];
    usual.iter().chain(other).copied().collect()
}

/// What numbs, with further fields, and what is said of it.
type Try<'a> = (&'a str, &'a [(&'a str, &'a str)], &'a str);

#[tokio::test]
async fn what_contains_prilocaine_is_not_put_on_where_the_answers_bar_it() {
    let chair = Chair::of_egger().await;
    chair.answers(&[("g6pd-prilocaine", "yes")]).await;
    let prescriber = chair.house.as_role(Role::Prescriber).await;
    decides(&prescriber, chair.patient, "g6pd-prilocaine").await;
    let gate = chair.gate().await;
    let told = check(&gate, NUMBING);
    assert!(told.starts_with("remark"), "{told}");
    assert!(told.contains("Without prilocaine"), "{told}");
    let tries: [Try<'_>; 4] = [
        ("EMLA", &[], "contains prilocaine, which must not be used"),
        (
            "Lidocaine 2.5 % / prilocaine 2.5 %",
            &[("no_prilocaine", "yes")],
            "contains prilocaine, which must not be used",
        ),
        ("Numb 5 %", &[], "read the ingredients on the label"),
        (
            "Numb 5 %",
            &[("no_prilocaine", "yes"), ("is_occluded", "yes")],
            "The cream was covered",
        ),
    ];
    for (product, ticks, said) in tries {
        let refused = chair.start(&cream(product, ticks)).await;
        assert_eq!(refused.status, StatusCode::OK, "{product}");
        assert!(refused.text.contains(said), "{product}: {}", refused.text);
        assert!(chair.house.chart(chair.patient).await.sessions.is_empty());
    }
    let read = cream("Numb 5 %", &[("no_prilocaine", "yes")]);
    let started = chair.start(&read).await;
    assert_eq!(started.status, StatusCode::SEE_OTHER, "{}", started.text);

    let console = started.location().to_owned();
    let page = chair.operator.page(&console).await;
    assert!(page.contains("Without prilocaine:"), "{page}");
    let before = chair.house.sequence(chair.patient).await;
    let seen = before.to_string();
    let more = [
        ("phase", "during"),
        ("product", "Emla"),
        ("lot", "E-1"),
        ("seen", seen.as_str()),
    ];
    let refused = chair
        .operator
        .post(&format!("{console}/products"), &more)
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("contains prilocaine"));
    assert_eq!(chair.house.sequence(chair.patient).await, before);

    // A cream of the session is asked what one of the gate is asked.
    assert!(page.contains("name=\"no_prilocaine\""), "{page}");
    let put_on = async |browser: &Browser, product, ticks: &[(&str, &str)]| {
        let seen = chair.house.sequence(chair.patient).await.to_string();
        let mut fields = cream(product, ticks);
        fields.extend([
            ("seen", seen.as_str()),
            ("strength", "5 %"),
            ("numbing_lot", "N-2"),
        ]);
        browser.post(&format!("{console}/numbing"), &fields).await
    };
    for (product, ticks, said) in tries {
        let refused = put_on(&chair.operator, product, ticks).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text.contains(said), "{product}: {}", refused.text);
    }
    assert_eq!(chair.house.sequence(chair.patient).await, before);
    let clinician = chair.house.as_role(Role::Clinician).await;
    let covered = [
        ("no_prilocaine", "yes"),
        ("is_occluded", "yes"),
        ("override_start-numbing-cover", "she could not lie still"),
    ];
    let recorded = put_on(&clinician, "Numb 5 %", &covered).await;
    assert_eq!(recorded.status, StatusCode::SEE_OTHER, "{}", recorded.text);
    let chart = chair.house.chart(chair.patient).await;
    let mut decided = chart.overrides.values();
    assert!(decided.any(|one| one.facts.reason == "she could not lie still"));
}

#[tokio::test]
async fn nothing_that_numbs_is_put_on_after_an_allergy_to_an_anaesthetic() {
    let chair = Chair::of_egger().await;
    chair.answers(&[("anaesthetic-allergy", "yes")]).await;
    let clinician = chair.house.as_role(Role::Clinician).await;
    decides(&clinician, chair.patient, "anaesthetic-allergy").await;
    let told = "an allergy to local anaesthetics</span>";
    let chart = chair.operator.page(&chair.at("")).await;
    assert!(chart.contains(told), "the bar says it: {chart}");
    let refused = chair.start(&cream("Numb 5 %", &[])).await;
    assert_eq!(refused.status, StatusCode::OK);
    assert!(
        check(&refused.text, NUMBING).starts_with("closed"),
        "{}",
        refused.text
    );
    let started = chair.start(&[]).await;
    assert_eq!(started.status, StatusCode::SEE_OTHER, "{}", started.text);
    let page = chair.operator.page(started.location()).await;
    assert!(page.contains("Without anaesthetic:"), "{page}");
}

#[tokio::test]
async fn where_a_mark_is_stands_at_its_answer_its_finding_the_gate_and_the_console() {
    let chair = Chair::of_egger().await;
    let place = "mole below the left eye";
    let said = [("lesion-in-zone", "yes"), ("marked_lesion-in-zone", place)];
    chair.answers(&said).await;
    let clinician = chair.house.as_role(Role::Clinician).await;
    decides(&clinician, chair.patient, "lesion-in-zone").await;
    let screening = chair.operator.page(&chair.at("/screening")).await;
    assert!(
        screening.contains(&format!("where: {place}")),
        "{screening}"
    );
    let findings = between(&screening, "id=\"findings\"", "</section>");
    assert!(findings.contains(place), "{findings}");
    let never = |page: &str| between(page, "id=\"never-needled\"", "</section>").to_owned();
    assert!(never(&chair.gate().await).contains(place));
    let started = chair.start(&[]).await;
    assert_eq!(started.status, StatusCode::SEE_OTHER, "{}", started.text);
    let console = chair.operator.page(started.location()).await;
    assert!(never(&console).contains(place));
}

/// Mei Jung, who is refused for keloids and waits for a wound.
#[tokio::test]
async fn the_bar_says_what_holds_after_a_decision() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Jung").await;
    let clinician = house.as_role(Role::Clinician).await;
    let address = format!("/patients/{patient}");
    let refused = "<span class=\"tag no\">must not be needled</span>";
    assert!(clinician.page(&address).await.contains(refused));
    decides(&clinician, patient, "keloid-tendency").await;
    let page = clinician.page(&address).await;
    assert!(!page.contains(refused), "{page}");
}
