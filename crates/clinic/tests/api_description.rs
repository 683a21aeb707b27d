//! The description of the API: what it says, and that it speaks of every route.

use std::collections::BTreeSet;

use needlework_clinic::server::{Description, ROUTES};
use utoipa::OpenApi as _;

#[test]
fn the_description_is_the_one_that_was_looked_at() {
    insta::assert_json_snapshot!(Description::openapi());
}

#[test]
fn every_route_of_the_api_is_described_and_no_other() {
    let described: BTreeSet<String> = Description::openapi().paths.paths.into_keys().collect();
    let routed: BTreeSet<String> = ROUTES
        .iter()
        .map(|route| route.path)
        .filter(|path| path.starts_with("/api/") || path.starts_with("/health/"))
        .filter(|path| *path != "/api/v1/openapi.json")
        .map(str::to_owned)
        .collect();
    assert_eq!(described, routed);
}

#[test]
fn every_refusal_is_described_as_a_sentence() {
    let description = serde_json::to_value(Description::openapi()).unwrap();
    for (path, operations) in description["paths"].as_object().unwrap() {
        if path.starts_with("/health/") {
            continue;
        }
        for operation in operations.as_object().unwrap().values() {
            for (status, response) in operation["responses"].as_object().unwrap() {
                let schema = &response["content"]["application/json"]["schema"];
                let is_refusal = schema["$ref"] == "#/components/schemas/Refusal";
                assert_eq!(is_refusal, !status.starts_with('2'), "{path} {status}");
            }
        }
    }
}
