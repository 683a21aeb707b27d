//! An S3-compatible object store: where it is, with which keys, and how long it is waited for.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::path::Path;
use object_store::prefix::PrefixStore;
use object_store::{BackoffConfig, ClientOptions, ObjectStore, RetryConfig};
use zeroize::Zeroizing;

use super::error::PlaceError;

/// Region for stores that have none: the one that they expect in a signature.
const REGION_OF_OTHERS: &str = "us-east-1";
/// Longest wait for a connection: a store in another country answers within a second.
const CONNECTING: Duration = Duration::from_secs(5);
/// Longest wait for one request, in which the largest photograph passes over a slow line.
const ANSWERING: Duration = Duration::from_secs(20);
/// How long a request that failed is tried again: somebody waits before the page.
const TRYING: Duration = Duration::from_secs(8);
/// How often a request that failed is tried again.
const TRIES: usize = 3;

/// Where photographs lie: in a folder, or in a bucket of an object store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PhotographPlace {
    /// A folder.
    Folder(PathBuf),
    /// A bucket.
    Bucket(Bucket),
}

/// A bucket, or what lies in it under a prefix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bucket {
    name: String,
    prefix: Path,
}

impl FromStr for PhotographPlace {
    type Err = PlaceError;

    /// `s3://BUCKET`, `s3://BUCKET/PREFIX` or a folder.
    fn from_str(text: &str) -> Result<Self, PlaceError> {
        match text.split_once("://") {
            Some(("s3", rest)) => Ok(Self::Bucket(Bucket::parse(rest)?)),
            Some(_) => Err(PlaceError::NoPlace),
            None if text.is_empty() => Err(PlaceError::NoPlace),
            None => Ok(Self::Folder(text.into())),
        }
    }
}

impl Bucket {
    fn parse(text: &str) -> Result<Self, PlaceError> {
        let (name, prefix) = text.split_once('/').unwrap_or((text, ""));
        let is_name = |letter: char| letter.is_ascii_alphanumeric() || "-._".contains(letter);
        if name.is_empty() || !name.chars().all(is_name) {
            return Err(PlaceError::NoPlace);
        }
        Ok(Self {
            name: name.to_owned(),
            prefix: Path::parse(prefix).map_err(|_| PlaceError::NoPlace)?,
        })
    }

    /// The store of this bucket; nothing is asked of it yet.
    pub(super) fn open(&self, access: &BucketAccess) -> Result<Arc<dyn ObjectStore>, PlaceError> {
        let store = access.builder().with_bucket_name(&self.name).build();
        let store: AmazonS3 = store.map_err(|_| PlaceError::Client)?;
        Ok(if self.prefix.as_ref().is_empty() {
            Arc::new(store)
        } else {
            Arc::new(PrefixStore::new(store, self.prefix.clone()))
        })
    }
}

/// How an object store is reached, and the keys to it.
#[derive(Clone)]
pub struct BucketAccess {
    endpoint: Option<String>,
    region: String,
    key_id: String,
    secret_key: Zeroizing<String>,
    session_token: Option<Zeroizing<String>>,
}

impl fmt::Debug for BucketAccess {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("BucketAccess")
    }
}

impl BucketAccess {
    /// From the variables that every program for such stores reads: `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`,
    /// `AWS_SESSION_TOKEN`, `AWS_ENDPOINT_URL_S3` or `AWS_ENDPOINT_URL`, `AWS_REGION` or `AWS_DEFAULT_REGION`.
    ///
    /// # Errors
    /// When a variable is missing or wrong.
    pub fn read(variable: impl Fn(&str) -> Option<String>) -> Result<Self, PlaceError> {
        let said = |name: &str| variable(name).filter(|text| !text.trim().is_empty());
        let needed = |name: &'static str| said(name).ok_or(PlaceError::Variable(name));
        let endpoint = said("AWS_ENDPOINT_URL_S3").or_else(|| said("AWS_ENDPOINT_URL"));
        let region = said("AWS_REGION").or_else(|| said("AWS_DEFAULT_REGION"));
        if endpoint.as_deref().is_some_and(|text| !is_address(text)) {
            return Err(PlaceError::Endpoint);
        }
        if endpoint.is_none() && region.is_none() {
            return Err(PlaceError::Nowhere);
        }
        Ok(Self {
            endpoint: endpoint.map(|text| text.trim_end_matches('/').to_owned()),
            region: region.unwrap_or_else(|| REGION_OF_OTHERS.to_owned()),
            key_id: needed("AWS_ACCESS_KEY_ID")?,
            secret_key: Zeroizing::new(needed("AWS_SECRET_ACCESS_KEY")?),
            session_token: said("AWS_SESSION_TOKEN").map(Zeroizing::new),
        })
    }

    fn builder(&self) -> AmazonS3Builder {
        provide_tls();
        let mut builder = AmazonS3Builder::new()
            .with_region(&self.region)
            .with_access_key_id(&self.key_id)
            .with_secret_access_key(self.secret_key.as_str())
            // Not every compatible store knows how to remove several objects at once.
            .with_disable_bulk_delete(true)
            .with_client_options(
                ClientOptions::new()
                    .with_connect_timeout(CONNECTING)
                    .with_timeout(ANSWERING),
            )
            .with_retry(RetryConfig {
                backoff: BackoffConfig::default(),
                max_retries: TRIES,
                retry_timeout: TRYING,
            });
        if let Some(endpoint) = &self.endpoint {
            // What travels is sealed and the keys only sign: a store in the same building may be reached without TLS.
            let is_plain = endpoint.starts_with("http://");
            builder = builder.with_endpoint(endpoint).with_allow_http(is_plain);
        }
        if let Some(token) = &self.session_token {
            builder = builder.with_token(token.as_str());
        }
        builder
    }
}

fn is_address(text: &str) -> bool {
    let host = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    host.is_some_and(|host| {
        !host.is_empty() && !host.contains(|letter: char| letter == '@' || letter.is_whitespace())
    })
}

/// Tells the client which TLS to speak; whoever has chosen one before keeps it.
fn provide_tls() {
    let _ = rustls::crypto::ring::default_provider().install_default();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(variables: &[(&str, &str)]) -> Result<BucketAccess, PlaceError> {
        BucketAccess::read(|name| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        })
    }

    const KEYS: [(&str, &str); 2] = [
        ("AWS_ACCESS_KEY_ID", "known"),
        ("AWS_SECRET_ACCESS_KEY", "never-printed"),
    ];

    #[test]
    fn a_place_is_a_folder_or_a_bucket_with_or_without_a_prefix() {
        let place = |text: &str| text.parse::<PhotographPlace>();
        assert_eq!(
            place("data/photographs"),
            Ok(PhotographPlace::Folder("data/photographs".into()))
        );
        for (text, prefix) in [
            ("s3://clinic", ""),
            ("s3://clinic/", ""),
            ("s3://clinic/a/b/", "a/b"),
        ] {
            let bucket = Bucket {
                name: "clinic".to_owned(),
                prefix: Path::from(prefix),
            };
            assert_eq!(place(text), Ok(PhotographPlace::Bucket(bucket)), "{text}");
        }
    }

    #[test]
    fn what_is_no_place_is_refused_without_repeating_it() {
        for text in [
            "",
            "s3://",
            "s3:///prefix",
            "s3://key:secret@host/bucket",
            "s3://clinic/a//b",
            "s3://clinic/../b",
            "https://host/bucket",
        ] {
            let refused = text.parse::<PhotographPlace>();
            assert_eq!(refused, Err(PlaceError::NoPlace), "{text}");
        }
        assert!(!PlaceError::NoPlace.to_string().contains("secret"));
    }

    #[test]
    fn a_missing_or_wrong_variable_is_named() {
        let endpoint = ("AWS_ENDPOINT_URL", "https://store.example:9000");
        assert_eq!(read(&[]).err(), Some(PlaceError::Nowhere));
        assert_eq!(
            read(&[endpoint]).err(),
            Some(PlaceError::Variable("AWS_ACCESS_KEY_ID"))
        );
        assert_eq!(
            read(&[endpoint, KEYS[0], ("AWS_SECRET_ACCESS_KEY", " ")]).err(),
            Some(PlaceError::Variable("AWS_SECRET_ACCESS_KEY"))
        );
        for wrong in ["store.example", "s3://store", "https://", "https://a@b"] {
            let told = read(&[KEYS[0], KEYS[1], ("AWS_ENDPOINT_URL", wrong)]);
            assert_eq!(told.err(), Some(PlaceError::Endpoint), "{wrong}");
        }
    }

    #[test]
    fn amazon_needs_its_region_and_others_their_address() {
        let amazon = read(&[KEYS[0], KEYS[1], ("AWS_REGION", "eu-central-1")]).ok();
        let other = read(&[
            KEYS[0],
            KEYS[1],
            ("AWS_ENDPOINT_URL", "http://localhost:9/"),
        ])
        .ok();
        let said = |one: Option<BucketAccess>| one.map(|one| (one.endpoint, one.region));
        assert_eq!(said(amazon), Some((None, "eu-central-1".to_owned())));
        let endpoint = Some("http://localhost:9".to_owned());
        assert_eq!(said(other), Some((endpoint, REGION_OF_OTHERS.to_owned())));
    }

    #[test]
    fn the_endpoint_of_this_service_comes_before_that_of_all() {
        let told = read(&[
            KEYS[0],
            KEYS[1],
            ("AWS_ENDPOINT_URL", "https://all"),
            ("AWS_ENDPOINT_URL_S3", "https://photographs"),
        ]);
        let endpoint = told.ok().and_then(|one| one.endpoint);
        assert_eq!(endpoint.as_deref(), Some("https://photographs"));
    }

    #[test]
    fn a_key_is_never_printed() {
        let told = format!("{:?}", read(&[KEYS[0], KEYS[1], ("AWS_REGION", "eu")]));
        assert!(!told.contains("never-printed") && !told.contains("known"));
    }
}
