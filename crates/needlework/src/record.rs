//! Opens the record that the arguments name.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use jiff::Timestamp;
use needlework_chart::chance::OperatingSystem;
use needlework_chart::keys::{ClinicKeys, KeyRoom};
use needlework_chart::photographs::{BucketAccess, PhotographPlace, Photographs};
use needlework_chart::record::{ClinicKeySource, Keyring, Record};
use needlework_chart::store::{AnyStore, Store as _};
use tokio::runtime::Runtime;

use crate::arguments::RecordArguments;

/// Address of the database, if `--database` does not give it.
const DATABASE: &str = "NEEDLEWORK_DATABASE";
/// Where photographs lie, if `--photographs` does not say.
const PHOTOGRAPHS: &str = "NEEDLEWORK_PHOTOGRAPHS";
/// The clinic key, where it is not in a file: id:base64, the current one first, between commas.
const CLINIC_KEY: &str = "NEEDLEWORK_CLINIC_KEY";

/// Whether a record may be made where there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Existence {
    /// There must be one: a typing error must not make an empty record and call it whole.
    Required,
    /// It is made if needed.
    Made,
}

/// Opens the record and does something with it.
///
/// # Errors
/// When the record cannot be opened, or the task fails.
pub(crate) fn with_record(
    arguments: &RecordArguments,
    existence: Existence,
    task: impl AsyncFnOnce(&Record<AnyStore>) -> Result<()>,
) -> Result<()> {
    runtime()?.block_on(async {
        let record = open(arguments, Places::of(arguments)?, existence).await?;
        let told = task(&record).await;
        record.store().close().await;
        told
    })
}

/// The threads on which the record is asked.
///
/// # Errors
/// When they cannot be started.
pub(crate) fn runtime() -> Result<Runtime> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("the program cannot start its threads; close other programs and try again")
}

/// Where the parts of a record lie that need not lie in its folder.
pub(crate) struct Places {
    /// Address of the database; `None`: a file in the folder of the record.
    pub(crate) database: Option<String>,
    /// Photographs; `None`: a folder in the folder of the record.
    pub(crate) photographs: Option<PhotographPlace>,
}

impl Places {
    /// From the arguments or the environment.
    ///
    /// # Errors
    /// When they name no place for photographs.
    pub(crate) fn of(arguments: &RecordArguments) -> Result<Self> {
        let database = arguments.database.clone();
        let photographs = arguments.photographs.clone();
        let photographs = photographs.or_else(|| std::env::var(PHOTOGRAPHS).ok());
        Ok(Self {
            database: database.or_else(|| std::env::var(DATABASE).ok()),
            photographs: photographs.map(|text| text.parse()).transpose()?,
        })
    }

    /// All in the folder of the record.
    pub(crate) const fn in_its_folder() -> Self {
        Self {
            database: None,
            photographs: None,
        }
    }
}

/// Opens the record.
///
/// # Errors
/// When it is not there though it must be, or cannot be opened.
pub(crate) async fn open(
    arguments: &RecordArguments,
    places: Places,
    existence: Existence,
) -> Result<Record<AnyStore>> {
    let file = arguments.data.join("chart.sqlite");
    if existence == Existence::Required {
        let wanted: &Path = if places.database.is_some() {
            &arguments.data
        } else {
            &file
        };
        ensure!(
            wanted.exists(),
            "{}: there is no record; name its folder with --data.",
            wanted.display()
        );
    }
    let photographs = photographs(arguments, places.photographs).await?;
    let keyring = keyring(arguments)?;
    if existence == Existence::Made {
        fs::create_dir_all(&arguments.data)
            .with_context(|| format!("{}: the folder cannot be made", arguments.data.display()))?;
    }
    let store = AnyStore::open(places.database.as_deref(), &file).await?;
    Ok(Record::new(
        Arc::new(store),
        keyring,
        photographs,
        Arc::new(OperatingSystem),
    ))
}

/// Opens the photographs, and asks an object store whether they can be had: who starts the program should be told, not who
/// takes the first photograph.
async fn photographs(
    arguments: &RecordArguments,
    place: Option<PhotographPlace>,
) -> Result<Photographs> {
    match place {
        None => Ok(Photographs::in_folder(&arguments.data.join("photographs"))?),
        Some(PhotographPlace::Folder(folder)) => Ok(Photographs::in_folder(&folder)?),
        Some(PhotographPlace::Bucket(bucket)) => {
            let access = BucketAccess::read(|name| std::env::var(name).ok())?;
            let photographs = Photographs::in_bucket(&bucket, &access)?;
            photographs.check().await?;
            Ok(photographs)
        }
    }
}

fn keyring(arguments: &RecordArguments) -> Result<Keyring> {
    let folder = arguments
        .keys
        .clone()
        .unwrap_or_else(|| arguments.data.join("keys"));
    let source = match std::env::var(CLINIC_KEY) {
        Ok(text) => ClinicKeySource::Given(ClinicKeys::parse(CLINIC_KEY, &text)?),
        Err(_) => ClinicKeySource::Room,
    };
    let room = KeyRoom::open(&folder)?;
    Ok(Keyring::open(
        room,
        source,
        Timestamp::now(),
        &OperatingSystem,
    )?)
}
