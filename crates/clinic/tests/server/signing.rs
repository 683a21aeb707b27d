//! Signing a consent: what is read, in which language, what counts as a signature, and what is shown of it afterwards.

use axum::http::StatusCode;
use needlework_chart::event::{ConsentClass, SignedText};
use needlework_chart::id::PatientId;
use needlework_clinic::server::office::account::Role;

use crate::support::{Answer, Browser, House, SIGNATURE, between};

fn hidden<'page>(page: &'page str, name: &str) -> &'page str {
    between(page, &format!("name=\"{name}\" value=\""), "\"")
}

/// Signs what a page shows, with fields of one's own.
async fn sign(
    signer: &Browser,
    patient: PatientId,
    class: &str,
    query: &str,
    own: &[(&str, &str)],
) -> Answer {
    let address = format!("/patients/{patient}/consents/{class}");
    let page = signer.page(&format!("{address}{query}")).await;
    let fields = [
        ("text_version", hidden(&page, "text_version")),
        ("seen", hidden(&page, "seen")),
        ("language", hidden(&page, "language")),
        ("name", "Somebody who signs"),
    ];
    signer.post(&address, &[&fields[..], own].concat()).await
}

/// Takes back the consent of a kind that holds.
async fn take_back(signer: &Browser, patient: PatientId, class: &str) {
    let list = signer.page(&format!("/patients/{patient}/consents")).await;
    let section = between(&list, &format!("id=\"consent-{class}\""), "</section>");
    let revoke = between(section, "action=\"", "\"");
    let answer = signer.post(revoke, &[("reason", "asked to")]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
}

/// The newest consent of a kind, as it was signed.
async fn signed(house: &House, patient: PatientId, class: ConsentClass) -> SignedText {
    let chart = house.chart(patient).await;
    let mut given = chart.consents.values().rev();
    let given = given.find(|one| one.given.facts.class == class).unwrap();
    given.given.facts.signed.clone().unwrap()
}

#[tokio::test]
async fn a_drawn_signature_is_seen_again_below_what_was_signed() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Demir").await;
    let signer = house.as_role(Role::Operator).await;
    let drawn = format!("<path d=\"{SIGNATURE}\"/>");
    let list = format!("/patients/{patient}/consents");
    assert!(!signer.page(&list).await.contains(&drawn));
    let answer = sign(&signer, patient, "research", "", &[("path", SIGNATURE)]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    assert!(signer.page(&list).await.contains(&drawn));
    let own = house.as_patient("Graf").await;
    // Those of the demonstration are drawn, too.
    assert!(
        own.page("/mine/consents")
            .await
            .contains("<path d=\"M40 120")
    );
}

#[tokio::test]
async fn a_tap_and_a_path_without_a_stroke_are_no_signature() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Demir").await;
    let signer = house.as_role(Role::Operator).await;
    for path in ["M", "M10 10", "M10 10L11 11", "M10 100L590 100"] {
        let answer = sign(&signer, patient, "research", "", &[("path", path)]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
        assert!(answer.text.contains("no signature"), "{}", answer.text);
    }
    assert!(house.chart(patient).await.consents.is_empty());
}

#[tokio::test]
async fn a_treatment_consent_names_the_plan_and_keeps_it() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Egger").await;
    let signer = house.as_role(Role::Operator).await;
    let page = signer
        .page(&format!("/patients/{patient}/consents/treatment"))
        .await;
    let plan = between(&page, ">The plan</h2>", "</section>");
    for named in [
        "Zones: Cheeks, Around the eyes.",
        "Device: Exceed",
        "Treatment sessions: ",
        "by Dr. Ida Frei.",
    ] {
        assert!(plan.contains(named), "{named}: {plan}");
    }
    take_back(&signer, patient, "treatment").await;
    let answer = sign(&signer, patient, "treatment", "", &[("path", SIGNATURE)]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    let signed = signed(&house, patient, ConsentClass::Treatment).await;
    let headings: Vec<&str> = signed
        .sections
        .iter()
        .map(|one| one.heading.as_str())
        .collect();
    assert_eq!(headings[0], "The plan");
    let list = signer.page(&format!("/patients/{patient}/consents")).await;
    for section in &signed.sections {
        assert!(list.contains(&section.heading), "{}", section.heading);
    }
    assert!(list.contains("by Dr. Ida Frei."));
}

#[tokio::test]
async fn advertising_says_what_for_and_until_when_and_ends_then() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Graf").await;
    let signer = house.as_role(Role::Operator).await;
    let drawn = ("path", SIGNATURE);
    for (purpose, until) in [
        ("", "2026-12-31"),
        ("  ", "2026-12-31"),
        ("Our page on the internet", ""),
        ("Our page on the internet", "2026-11-25"),
        ("Our page on the internet", "2126-11-25"),
        ("Our page on the internet", "soon"),
    ] {
        let own = [drawn, ("purpose", purpose), ("until", until)];
        let answer = sign(&signer, patient, "marketing", "", &own).await;
        let (status, text) = (answer.status, answer.text);
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{until} {text}");
    }
    let own = [
        drawn,
        ("purpose", "Our page on the internet"),
        ("until", "2026-12-31"),
    ];
    let answer = sign(&signer, patient, "marketing", "", &own).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    let text = signed(&house, patient, ConsentClass::Marketing).await;
    let named = &text.sections[0].sentences;
    assert_eq!(named[0], "What for: Our page on the internet");
    assert_eq!(named[1], "Until: 31 December 2026");
    let holds =
        |page: &str| between(page, "id=\"consent-marketing\">", "</h2>").contains(">holds<");
    let list = format!("/patients/{patient}/consents");
    let page = signer.page(&list).await;
    assert!(
        holds(&page) && page.contains("until 31 December 2026"),
        "{page}"
    );
    let own = house.as_patient("Graf").await;
    assert!(
        own.page("/mine/consents")
            .await
            .contains("until 31 December 2026")
    );
    house.clock.set("2027-01-02T09:00:00Z".parse().unwrap());
    let signer = house.as_role(Role::Operator).await;
    assert!(!holds(&signer.page(&list).await));
    let own = house.as_patient("Graf").await;
    assert!(
        own.page("/mine/consents")
            .await
            .contains("It ended on 31 December 2026.")
    );
}

/// Egger comes for a treatment today.
#[tokio::test]
async fn what_is_not_asked_on_the_day_of_a_treatment_is_refused_on_it() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Egger").await;
    let signer = house.as_role(Role::Operator).await;
    let said = "not asked on the day of a treatment";
    let list = signer.page(&format!("/patients/{patient}/consents")).await;
    assert_eq!(list.matches(said).count(), 2, "{list}");
    for class in ["marketing", "research"] {
        let address = format!("/patients/{patient}/consents/{class}");
        let page = signer.get(&address).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{class}");
        assert!(page.text.contains(said), "{}", page.text);
        let before = house.sequence(patient).await;
        let fields = [
            ("text_version", format!("{class}/1")),
            ("seen", before.to_string()),
            ("name", "Jana Egger".to_owned()),
            ("purpose", "Our page".to_owned()),
            ("until", "2026-12-31".to_owned()),
            ("path", SIGNATURE.to_owned()),
        ];
        let answer = signer.post(&address, &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{class}");
        assert!(answer.text.contains(said), "{}", answer.text);
        assert_eq!(house.sequence(patient).await, before);
    }
    for class in ["treatment", "photograph"] {
        signer
            .page(&format!("/patients/{patient}/consents/{class}"))
            .await;
    }
}

#[tokio::test]
async fn a_consent_is_read_and_kept_in_the_language_of_the_patient() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Graf").await;
    let own = house.as_patient("Graf").await;
    let signer = house.as_role(Role::Operator).await;
    let address = format!("/patients/{patient}/consents/research");
    // The patient reads the own pages in Spanish, the colleague English: the text is the patient's.
    let spoken = own.post("/mine/language", &[("language", "es")]).await;
    assert_eq!(spoken.status, StatusCode::SEE_OTHER);
    let page = signer.page(&address).await;
    assert!(page.contains("Consentimiento para el uso en investigación"));
    assert!(page.contains("<html lang=\"en\"") && page.contains("<div lang=\"es\">"));
    let switched = signer.page(&format!("{address}?language=en")).await;
    assert!(switched.contains("Consent to use in research"));
    let answer = sign(&signer, patient, "research", "", &[("path", SIGNATURE)]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    let text = signed(&house, patient, ConsentClass::Research).await;
    assert_eq!(text.language, "es");
    assert_eq!(text.title, "Consentimiento para el uso en investigación");
    // Whoever reads it later reads what was signed.
    let list = signer.page(&format!("/patients/{patient}/consents")).await;
    assert!(list.contains(&text.paragraphs[0]), "{list}");
    assert!(list.contains("Signed in this language: Español."));
    let english = own.post("/mine/language", &[("language", "en")]).await;
    assert_eq!(english.status, StatusCode::SEE_OTHER);
    let page = own.page("/mine/consents").await;
    assert!(page.contains(&text.paragraphs[0]) && !page.contains("Consent to use in research"));
}

/// Whoever goes back in the browser and signs once more is told; whoever taps twice has signed once.
#[tokio::test]
async fn a_consent_that_holds_is_not_signed_twice_and_ends_when_it_is_taken_back() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Demir").await;
    let signer = house.as_role(Role::Operator).await;
    let address = format!("/patients/{patient}/consents/research");
    let page = signer.page(&address).await;
    let post = async |path: &str| {
        let fields = [
            ("text_version", hidden(&page, "text_version")),
            ("seen", hidden(&page, "seen")),
            ("language", hidden(&page, "language")),
            ("name", "Emre Demir"),
            ("path", path),
        ];
        signer.post(&address, &fields).await
    };
    for tap in ["first", "second"] {
        let answer = post(SIGNATURE).await;
        assert_eq!(
            answer.status,
            StatusCode::SEE_OTHER,
            "{tap}: {}",
            answer.text
        );
        assert_eq!(house.chart(patient).await.consents.len(), 1, "{tap}");
    }
    let another = "M50 120L80 50L95 135L130 75L170 125";
    let refused = post(another).await;
    assert_eq!(refused.status, StatusCode::CONFLICT, "{}", refused.text);
    assert!(
        refused.text.contains("was signed already and holds"),
        "{}",
        refused.text
    );
    assert_eq!(house.chart(patient).await.consents.len(), 1);
    take_back(&signer, patient, "research").await;
    let answer = sign(&signer, patient, "research", "", &[("path", another)]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
}

#[tokio::test]
async fn what_comes_next_says_that_a_consent_was_taken_back() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Egger").await;
    let signer = house.as_role(Role::Operator).await;
    take_back(&signer, patient, "treatment").await;
    let page = signer.page(&format!("/patients/{patient}")).await;
    assert!(
        page.contains("agreed to this plan and took it back"),
        "{page}"
    );
    assert!(!page.contains("has not agreed to it yet"), "{page}");
}
