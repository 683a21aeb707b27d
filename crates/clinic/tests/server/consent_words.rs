//! The words of a consent as the clinic has them: shown beside the shipped ones, versioned, and what is signed.

use axum::http::StatusCode;
use needlework_clinic::server::office::account::Role;

use crate::forms::change_settings;
use crate::support::{Answer, Browser, House, SIGNATURE, between};

const OWN: [&str; 2] = [
    "Our clinic studies how skin heals, without your name.",
    "Nobody outside learns that it was you.",
];
const TITLE: &str = "Research at our clinic";
const REVOKING: &str = "You can take this back at any time; ask at the desk.";

/// The version of the settings that a page was made from.
async fn seen(owner: &Browser) -> String {
    let page = owner.page("/settings/consents").await;
    between(&page, "name=\"seen\" value=\"", "\"").to_owned()
}

async fn word(owner: &Browser, seen: &str, paragraphs: &str, what: &str) -> Answer {
    let fields = [
        ("seen", seen),
        ("do", what),
        ("title", TITLE),
        ("paragraphs", paragraphs),
        ("revoking", REVOKING),
    ];
    owner.post("/settings/consents/research/en", &fields).await
}

async fn version_to_sign(signer: &Browser, address: &str) -> String {
    let page = signer.page(address).await;
    between(&page, "name=\"text_version\" value=\"", "\"").to_owned()
}

#[tokio::test]
async fn own_words_are_a_version_of_their_own_and_what_is_signed() {
    let house = House::of_made_up_people().await;
    let owner = house.as_role(Role::Owner).await;
    let signer = house.as_role(Role::Physician).await;
    let patient = house.patient("Graf").await;
    let address = format!("/patients/{patient}/consents/research");
    let shipped = version_to_sign(&signer, &address).await;

    let before = seen(&owner).await;
    let changed = word(&owner, &before, &OWN.join("\n\n"), "save").await;
    assert_eq!(changed.status, StatusCode::SEE_OTHER, "{}", changed.text);
    let page = signer.page(&address).await;
    for paragraph in OWN {
        assert!(page.contains(&format!("<p>{paragraph}</p>")), "{paragraph}");
    }
    assert_eq!(
        version_to_sign(&signer, &address).await,
        format!("{shipped}+1")
    );

    // Whoever read the shipped words cannot sign them any more.
    let seen = house.sequence(patient).await.to_string();
    let fields = [
        ("seen", seen.as_str()),
        ("text_version", shipped.as_str()),
        ("name", "Nora Graf"),
        ("path", SIGNATURE),
    ];
    let refused = signer.post(&address, &fields).await;
    assert_eq!(refused.status, StatusCode::CONFLICT, "{}", refused.text);
    let own = format!("{shipped}+1");
    let fields = [
        ("seen", seen.as_str()),
        ("text_version", own.as_str()),
        ("name", "Nora Graf"),
        ("path", SIGNATURE),
    ];
    let signed = signer.post(&address, &fields).await;
    assert_eq!(signed.status, StatusCode::SEE_OTHER, "{}", signed.text);
    let chart = house.chart(patient).await;
    let versions: Vec<&String> = chart
        .consents
        .values()
        .map(|consent| &consent.given.facts.text_version)
        .collect();
    assert!(versions.contains(&&own), "{versions:?}");

    // The page shows both, and the trail who changed it.
    let page = owner.page("/settings/consents").await;
    assert!(page.contains(TITLE) && page.contains(OWN[0]));
    assert!(
        owner
            .page("/trail")
            .await
            .contains("changed the words of a consent")
    );
}

#[tokio::test]
async fn going_back_and_changing_again_never_gives_a_version_twice() {
    let house = House::of_made_up_people().await;
    let owner = house.as_role(Role::Owner).await;
    let signer = house.as_role(Role::Physician).await;
    let patient = house.patient("Graf").await;
    let address = format!("/patients/{patient}/consents/research");
    let shipped = version_to_sign(&signer, &address).await;
    for (what, expected) in [("save", "+1"), ("shipped", ""), ("save", "+3")] {
        let before = seen(&owner).await;
        let changed = word(&owner, &before, OWN[0], what).await;
        assert_eq!(changed.status, StatusCode::SEE_OTHER, "{}", changed.text);
        assert_eq!(
            version_to_sign(&signer, &address).await,
            format!("{shipped}{expected}")
        );
    }
    // Other settings leave the words as they are.
    change_settings(&owner, &[("clinic_name", "Skin")]).await;
    assert_eq!(
        version_to_sign(&signer, &address).await,
        format!("{shipped}+3")
    );
    assert!(signer.page(&address).await.contains(OWN[0]));
}

#[tokio::test]
async fn what_was_signed_is_read_by_patient_and_clinic_in_the_words_of_that_time() {
    let house = House::of_made_up_people().await;
    let owner = house.as_role(Role::Owner).await;
    let signer = house.as_role(Role::Physician).await;
    let patient = house.patient("Graf").await;
    let address = format!("/patients/{patient}/consents/research");
    let before = seen(&owner).await;
    word(&owner, &before, OWN[0], "save").await;
    let (sequence, version) = (
        house.sequence(patient).await.to_string(),
        version_to_sign(&signer, &address).await,
    );
    let fields = [
        ("seen", sequence.as_str()),
        ("text_version", version.as_str()),
        ("name", "Nora Graf"),
        ("path", SIGNATURE),
    ];
    let signed = signer.post(&address, &fields).await;
    assert_eq!(signed.status, StatusCode::SEE_OTHER, "{}", signed.text);
    let own = house.as_patient("Graf").await;
    let clinic = format!("/patients/{patient}/consents");
    for (what, title) in [("save", "Other research"), ("shipped", TITLE)] {
        let before = seen(&owner).await;
        let fields = [
            ("seen", before.as_str()),
            ("do", what),
            ("title", title),
            ("paragraphs", OWN[1]),
            ("revoking", "Write to us."),
        ];
        let changed = owner.post("/settings/consents/research/en", &fields).await;
        assert_eq!(changed.status, StatusCode::SEE_OTHER, "{}", changed.text);
        for page in [own.page("/mine/consents").await, signer.page(&clinic).await] {
            for kept in [TITLE, OWN[0], REVOKING] {
                assert!(page.contains(kept), "{what}: {kept}: {page}");
            }
            for newer in ["Other research", OWN[1], "Write to us."] {
                assert!(!page.contains(newer), "{what}: {newer}: {page}");
            }
        }
    }
}

#[tokio::test]
async fn only_saving_and_going_back_are_understood() {
    let house = House::of_made_up_people().await;
    let owner = house.as_role(Role::Owner).await;
    let before = seen(&owner).await;
    let other = word(&owner, &before, OWN[0], "delete").await;
    assert!(other.status.is_client_error(), "{}", other.status);
    assert!(!owner.page("/settings/consents").await.contains(OWN[0]));
}

#[tokio::test]
async fn words_that_nobody_may_be_asked_to_sign_are_refused() {
    let house = House::of_made_up_people().await;
    let owner = house.as_role(Role::Owner).await;
    let before = seen(&owner).await;
    let long = "long ".repeat(600);
    for (paragraphs, said) in [
        ("", "paragraphs"),
        (" \n\n ", "paragraphs"),
        (long.as_str(), "paragraphs"),
        ("Stop your isotretinoin a week before.", "medicine"),
    ] {
        let refused = word(&owner, &before, paragraphs, "save").await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{said}");
        assert!(refused.text.contains(said), "{}", refused.text);
    }
    let changed = word(&owner, &before, OWN[0], "save").await;
    assert_eq!(changed.status, StatusCode::SEE_OTHER);
    // Somebody else who saw the older version is told.
    let late = word(&owner, &before, OWN[1], "save").await;
    assert_eq!(late.status, StatusCode::CONFLICT, "{}", late.text);
    let unknown = owner
        .post(
            "/settings/consents/research/xx",
            &[("seen", "1"), ("do", "shipped")],
        )
        .await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
}
