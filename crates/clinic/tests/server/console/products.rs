//! Products: what touches needled skin is on the allow-list of the clinic and sterile.

use axum::http::StatusCode;
use needlework_chart::event::Phase;

use super::*;

const SALINE: [(&str, &str); 3] = [
    ("product", "sterile SALINE"),
    ("lot", "S-12"),
    ("is_sterile", "yes"),
];

fn with_phase<'a>(phase: &'a str, fields: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    [&[("phase", phase)][..], fields].concat()
}

#[tokio::test]
async fn what_is_not_on_the_allow_list_is_refused_and_kept_on_the_page() {
    let chair = Chair::begun().await;
    let before = chair.seen().await;
    let serum = [("product", "Vitamin C serum 20 %"), ("lot", "V-1")];
    // Nobody puts a product on the list by ticking that it is.
    let ticked = [
        &serum[..],
        &[("is_sterile", "yes"), ("is_on_allow_list", "yes")],
    ]
    .concat();
    for phase in ["during", "after"] {
        for fields in [&serum[..], &ticked] {
            let refused = chair
                .post_now("/products", &with_phase(phase, fields))
                .await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
            let told = between(&refused.text, "role=\"alert\"", "</p>");
            assert!(told.contains("not on the clinic’s allow-list"), "{told}");
            assert!(told.contains("Sterile saline"), "{told}");
            assert!(refused.text.contains("value=\"Vitamin C serum 20 %\""));
        }
    }
    let unsterile = [("product", "Sterile saline"), ("lot", "S-12")];
    let refused = chair
        .post_now("/products", &with_phase("during", &unsterile))
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused
            .text
            .contains("A product on needled skin is sterile")
    );
    assert_eq!(chair.seen().await, before);
}

#[tokio::test]
async fn what_is_on_the_list_and_sterile_is_recorded_as_such() {
    let chair = Chair::begun().await;
    let recorded = chair
        .post_now("/products", &with_phase("during", &SALINE))
        .await;
    assert_eq!(recorded.status, StatusCode::SEE_OTHER, "{}", recorded.text);
    // A cleanser goes on before and comes off again.
    let cleanser = [("product", "Cleanser"), ("lot", "C-3")];
    let recorded = chair
        .post_now("/products", &with_phase("before", &cleanser))
        .await;
    assert_eq!(recorded.status, StatusCode::SEE_OTHER, "{}", recorded.text);
    let products = chair.state().await.products;
    let facts: Vec<(Phase, bool, bool)> = products
        .iter()
        .map(|one| &one.facts)
        .map(|one| (one.phase, one.is_sterile, one.is_on_allow_list))
        .collect();
    assert_eq!(
        facts,
        [(Phase::During, true, true), (Phase::Before, false, false)]
    );
}

#[tokio::test]
async fn the_clinic_adds_a_product_with_a_reason_and_takes_it_away_again() {
    let chair = Chair::begun().await;
    let owner = chair.house.as_role(Role::Owner).await;
    let mask = [
        ("product", "Calm mask, sterile"),
        ("lot", "M-1"),
        ("is_sterile", "yes"),
    ];
    let mask = with_phase("after", &mask);
    let refused = chair.post_now("/products", &mask).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let change = async |wish: &str, product: &str, reason: &str| {
        let page = owner.page("/settings").await;
        let seen = between(&page, "name=\"seen\" value=\"", "\"");
        let fields = [
            ("seen", seen),
            ("do", wish),
            ("product", product),
            ("reason", reason),
        ];
        owner.post("/settings/products", &fields).await
    };
    for (product, reason) in [
        ("Calm mask, sterile", " "),
        (" ", "chosen by Dr. Frei"),
        ("sterile saline", "chosen by Dr. Frei"),
    ] {
        let refused = change("add", product, reason).await;
        assert_eq!(
            refused.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{product}"
        );
    }
    let added = change("add", "Calm mask, sterile", "chosen by Dr. Frei").await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.text);
    let settings = owner.page("/settings").await;
    let list = between(&settings, "id=\"products\"", "</section>");
    assert!(list.contains("chosen by Dr. Frei (Ruth Weber, "), "{list}");
    let recorded = chair.post_now("/products", &mask).await;
    assert_eq!(recorded.status, StatusCode::SEE_OTHER, "{}", recorded.text);
    // Other settings that are saved leave the list as it is.
    crate::forms::change_settings(&owner, &[]).await;
    let removed = change("remove", "Calm mask, sterile", "").await;
    assert_eq!(removed.status, StatusCode::SEE_OTHER, "{}", removed.text);
    let again = [("lot", "M-2")];
    let again = [&mask[..2], &again[..], &mask[3..]].concat();
    let refused = chair.post_now("/products", &again).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(chair.state().await.products.len(), 1, "what was used stays");
}
