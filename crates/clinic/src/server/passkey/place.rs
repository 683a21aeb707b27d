//! Where a passkey works: the address of the clinic.

use std::net::IpAddr;

use axum::http::uri::Authority;
use serde::{Deserialize, Serialize};

/// The only name of a machine to which browsers allow passkeys without HTTPS: the machine itself.
const THIS_MACHINE: &str = "localhost";

/// An address at which passkeys work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Origin of its pages, as browsers write it.
    pub origin: String,
    /// The name that a passkey is bound to: the host without its port.
    pub domain: String,
}

impl Place {
    /// The place that a request names as its host; `None`: browsers allow no passkeys there, since it is a number, or not
    /// encrypted.
    ///
    /// Whoever relays the pages of the clinic from another host may name that host: passkeys are then asked for there, and none
    /// that was made here answers.
    pub fn of(host: &str, is_https: bool) -> Option<Self> {
        let host = host.to_ascii_lowercase();
        let authority: Authority = host.parse().ok()?;
        let domain = authority.host();
        let is_number = domain.starts_with('[') || domain.parse::<IpAddr>().is_ok();
        let is_this_machine = domain == THIS_MACHINE;
        let is_usable = !domain.is_empty() && !is_number && (is_https || is_this_machine);
        let scheme = if is_https { "https" } else { "http" };
        is_usable.then(|| Self {
            origin: format!("{scheme}://{host}"),
            domain: domain.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_over_https_or_this_machine_is_a_place() {
        for (host, is_https, origin, domain) in [
            (
                "clinic.example",
                true,
                "https://clinic.example",
                "clinic.example",
            ),
            (
                "Clinic.Example:8443",
                true,
                "https://clinic.example:8443",
                "clinic.example",
            ),
            (
                "localhost:7070",
                false,
                "http://localhost:7070",
                "localhost",
            ),
        ] {
            let place = Place::of(host, is_https).unwrap();
            assert_eq!(
                (place.origin.as_str(), place.domain.as_str()),
                (origin, domain)
            );
        }
    }

    #[test]
    fn a_number_or_a_name_without_https_is_none() {
        for (host, is_https) in [
            ("127.0.0.1:7070", false),
            ("192.168.1.5", true),
            ("[::1]:7070", true),
            ("clinic.example", false),
            ("localhost.example", false),
            ("", true),
            (":80", true),
            ("two words", true),
        ] {
            assert_eq!(Place::of(host, is_https), None, "{host}");
        }
    }
}
