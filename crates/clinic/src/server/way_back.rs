//! Where somebody wanted to go whose sign-in had ended: kept in a cookie of the browser until the next sign-in leads there. It holds a
//! path of this server and nothing else, so that it leads to no other host and tells nothing that was searched or typed.

use std::time::Duration;

use axum::http::uri::Uri;
use axum::http::{HeaderMap, Method, header};
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};

/// Name of the cookie.
const COOKIE: &str = "needlework-back";
/// How long somebody is led back: after that they sign in to something else.
const HOLDS: Duration = Duration::from_mins(30);
/// Longest path that is kept, characters: no page has a longer one.
const LONGEST_PATH: usize = 200;
/// What stands before the path of a page from which a form was lost.
const LOST: &str = "lost:";
/// What stands before the path of a page that was only to be read.
const READ: &str = "read:";

/// A page of this server to which somebody is led back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct WayBack {
    /// Path of the page.
    pub(super) path: String,
    /// Whether a form was sent from it that was not carried out.
    pub(super) is_form_lost: bool,
}

impl WayBack {
    /// The page that somebody asked for, or from which the form came; `None`: it is no page that a browser goes to.
    pub(super) fn of_request(method: &Method, uri: &Uri, headers: &HeaderMap) -> Option<Self> {
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        if text("sec-fetch-mode").is_some_and(|mode| mode != "navigate") {
            return None;
        }
        if *method == Method::GET {
            return Self::to(uri.path(), false);
        }
        let from: Uri = text(header::REFERER.as_str())?.parse().ok()?;
        Self::to(from.path(), true)
    }

    /// The page that a browser kept, if it is one of this server.
    pub(super) fn of_jar(jar: &CookieJar) -> Option<Self> {
        let kept = jar.get(COOKIE)?.value();
        match kept.strip_prefix(LOST) {
            Some(path) => Self::to(path, true),
            None => Self::to(kept.strip_prefix(READ)?, false),
        }
    }

    fn to(path: &str, is_form_lost: bool) -> Option<Self> {
        let is_plain = |one: u8| one.is_ascii_alphanumeric() || b"/-._".contains(&one);
        let is_local = path.starts_with('/')
            && !path.starts_with("//")
            && path.len() <= LONGEST_PATH
            && path.bytes().all(is_plain);
        is_local.then(|| Self {
            path: path.to_owned(),
            is_form_lost,
        })
    }

    /// Keeps it in the browser.
    pub(super) fn kept(self, is_https: bool) -> CookieJar {
        let mark = if self.is_form_lost { LOST } else { READ };
        let mut cookie = Cookie::build((COOKIE, format!("{mark}{}", self.path)))
            .path("/")
            .http_only(true)
            .secure(is_https)
            .same_site(SameSite::Strict);
        if let Ok(age) = HOLDS.try_into() {
            cookie = cookie.max_age(age);
        }
        CookieJar::new().add(cookie)
    }

    /// The cookies without it.
    pub(super) fn forget(jar: CookieJar) -> CookieJar {
        if jar.get(COOKIE).is_none() {
            return jar;
        }
        jar.remove(Cookie::build(COOKIE).path("/"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_path_of_this_server_is_a_way_back() {
        for path in ["/", "/stock", "/patients/0-1/sessions/start"] {
            assert!(WayBack::to(path, false).is_some(), "{path}");
        }
        let long = format!("/{}", "a".repeat(LONGEST_PATH));
        for path in [
            "",
            "stock",
            "//elsewhere.test",
            "/\\elsewhere.test",
            "https://elsewhere.test/",
            "/stock?lot=1",
            "/%2f/elsewhere.test",
            "/a b",
            "/a\r\nlocation:b",
            &long,
        ] {
            assert_eq!(WayBack::to(path, false), None, "{path}");
        }
    }
}
