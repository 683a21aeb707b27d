//! Where the photographs of a clinic lie, as tests look into it behind the program's back.

use std::collections::HashMap;
use std::fs;
use std::path::PathBuf;

use needlework_chart::chance::OperatingSystem;
use needlework_chart::id::{PatientId, PhotographId};
use needlework_chart::photographs::{BucketAccess, PhotographError, PhotographPlace, Photographs};

/// A folder or a bucket.
pub enum Shelf {
    Folder(PathBuf),
    Bucket(Bucket),
}

impl Shelf {
    pub fn photographs(&self) -> Photographs {
        match self {
            Self::Folder(folder) => Photographs::in_folder(folder).unwrap(),
            Self::Bucket(bucket) => bucket.photographs(),
        }
    }

    /// The sealed bytes of a photograph; `None`: there is none.
    pub async fn sealed(&self, patient: PatientId, photograph: PhotographId) -> Option<Vec<u8>> {
        match self.photographs().get(patient, photograph).await {
            Ok(sealed) => Some(sealed),
            Err(PhotographError::Missing(missing)) if missing == photograph => None,
            Err(error) => panic!("{error}"),
        }
    }

    /// Puts bytes where a photograph lies.
    pub async fn plant(&self, patient: PatientId, photograph: PhotographId, bytes: Vec<u8>) {
        match self {
            Self::Folder(folder) => {
                let folder = folder.join(patient.to_string());
                fs::create_dir_all(&folder).unwrap();
                fs::write(folder.join(photograph.to_string()), bytes).unwrap();
            }
            Self::Bucket(bucket) => {
                let photographs = bucket.photographs();
                photographs.put(patient, photograph, bytes).await.unwrap();
            }
        }
    }

    /// Takes away what lies where a photograph lies.
    pub async fn lose(&self, patient: PatientId, photograph: PhotographId) {
        match self {
            Self::Folder(folder) => {
                let folder = folder.join(patient.to_string());
                fs::remove_file(folder.join(photograph.to_string())).unwrap();
            }
            Self::Bucket(bucket) => {
                let photographs = bucket.photographs();
                photographs.remove(patient, photograph).await.unwrap();
            }
        }
    }
}

/// A prefix of its own in the bucket of the store that `cargo xtask test` starts.
pub struct Bucket {
    /// `s3://bucket/prefix`.
    pub place: String,
    /// Address of the store, `host:port`.
    pub server: String,
    key_id: String,
    secret_key: String,
}

impl Bucket {
    pub fn new() -> Self {
        let told = std::env::var("NEEDLEWORK_S3").expect(
            "NEEDLEWORK_S3 is not set: run `cargo xtask test`, which installs and starts an object store for this test",
        );
        let (keys, rest) = told
            .strip_prefix("s3://")
            .unwrap()
            .rsplit_once('@')
            .unwrap();
        let (key_id, secret_key) = keys.split_once(':').unwrap();
        let (server, bucket) = rest.split_once('/').unwrap();
        let at = jiff::Timestamp::UNIX_EPOCH;
        let prefix = PatientId::new(at, &OperatingSystem).unwrap();
        Self {
            place: format!("s3://{bucket}/clinics/{prefix}"),
            server: server.to_owned(),
            key_id: key_id.to_owned(),
            secret_key: secret_key.to_owned(),
        }
    }

    /// The variables by which a program finds the store and the keys.
    pub fn variables(&self) -> HashMap<&'static str, String> {
        HashMap::from([
            ("AWS_ENDPOINT_URL", format!("http://{}", self.server)),
            ("AWS_ACCESS_KEY_ID", self.key_id.clone()),
            ("AWS_SECRET_ACCESS_KEY", self.secret_key.clone()),
        ])
    }

    pub fn photographs(&self) -> Photographs {
        opened(&self.place, &self.variables())
    }
}

/// Photographs at a place, reached as some variables say.
pub fn opened(place: &str, variables: &HashMap<&'static str, String>) -> Photographs {
    let PhotographPlace::Bucket(bucket) = place.parse().unwrap() else {
        panic!("{place} is no bucket");
    };
    let access = BucketAccess::read(|name| variables.get(name).cloned()).unwrap();
    Photographs::in_bucket(&bucket, &access).unwrap()
}
