//! Style sheets and modules, from inside the program. Their address holds a hash of their content, so that a browser may
//! keep them for good and never uses an old one.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::{HeaderName, header};
use axum::response::{IntoResponse as _, Response};
use data_encoding::HEXLOWER;
use sha2::{Digest as _, Sha256};

use super::problem::Problem;

/// One file.
struct Asset {
    name: &'static str,
    kind: &'static str,
    text: &'static str,
}

macro_rules! asset {
    ($name:literal, $kind:literal) => {
        Asset {
            name: $name,
            kind: $kind,
            text: include_str!(concat!("../../assets/", $name)),
        }
    };
}

const ASSETS: [Asset; 19] = [
    asset!("clinic.css", "text/css; charset=utf-8"),
    asset!("drawing.css", "text/css; charset=utf-8"),
    asset!("own.css", "text/css; charset=utf-8"),
    asset!("before.css", "text/css; charset=utf-8"),
    asset!("before.js", "text/javascript; charset=utf-8"),
    asset!("icon.svg", "image/svg+xml"),
    asset!("search.js", "text/javascript; charset=utf-8"),
    asset!("later.js", "text/javascript; charset=utf-8"),
    asset!("redraw.js", "text/javascript; charset=utf-8"),
    asset!("signature.js", "text/javascript; charset=utf-8"),
    asset!("console.js", "text/javascript; charset=utf-8"),
    asset!("check_in.js", "text/javascript; charset=utf-8"),
    asset!("kept_answers.js", "text/javascript; charset=utf-8"),
    asset!("offline.js", "text/javascript; charset=utf-8"),
    asset!("offline_worker.js", "text/javascript; charset=utf-8"),
    asset!("fresh.js", "text/javascript; charset=utf-8"),
    asset!("slide.js", "text/javascript; charset=utf-8"),
    asset!("photographs.js", "text/javascript; charset=utf-8"),
    asset!("passkey.js", "text/javascript; charset=utf-8"),
];

/// The part of the site for which a worker may be registered that lies elsewhere.
const SERVICE_WORKER_ALLOWED: HeaderName = HeaderName::from_static("service-worker-allowed");

/// Digits of the hash in an address: enough that two versions never share one.
const DIGITS: usize = 16;

static STAMP: LazyLock<String> = LazyLock::new(|| {
    let mut all = Sha256::new();
    for asset in ASSETS {
        all.update(asset.text);
    }
    let mut stamp = HEXLOWER.encode(&all.finalize());
    stamp.truncate(DIGITS);
    stamp
});

/// The stamp of this version of all files, for their addresses.
pub(super) fn stamp() -> &'static str {
    &STAMP
}

/// Sends a file.
pub(super) async fn asset(
    Path((wanted, name)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let asset = ASSETS
        .iter()
        .find(|asset| asset.name == name)
        .filter(|_| wanted == *STAMP)
        .ok_or(Problem::NotFound)?;
    let headers = [
        (header::CONTENT_TYPE, asset.kind),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
        // The worker that opens a check-in without a connection stands beside the other files, and is for the patient's pages.
        (SERVICE_WORKER_ALLOWED, "/mine"),
    ];
    Ok((headers, asset.text).into_response())
}
