//! Opens the record that the arguments name.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use jiff::Timestamp;
use needlework_chart::chance::OperatingSystem;
use needlework_chart::keys::{ClinicKeys, KeyRoom};
use needlework_chart::photographs::Photographs;
use needlework_chart::record::{ClinicKeySource, Keyring, Record};
use needlework_chart::store::{AnyStore, Store as _};
use tokio::runtime::Runtime;

use crate::arguments::RecordArguments;

/// Address of the database, if `--database` does not give it.
const DATABASE: &str = "NEEDLEWORK_DATABASE";
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
        let record = open(arguments, database(arguments), existence).await?;
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

/// Address of the database, from the arguments or the environment; `None`: a file in the folder of the record.
pub(crate) fn database(arguments: &RecordArguments) -> Option<String> {
    arguments
        .database
        .clone()
        .or_else(|| std::env::var(DATABASE).ok())
}

/// Opens the record.
///
/// # Errors
/// When it is not there though it must be, or cannot be opened.
pub(crate) async fn open(
    arguments: &RecordArguments,
    database: Option<String>,
    existence: Existence,
) -> Result<Record<AnyStore>> {
    let file = arguments.data.join("chart.sqlite");
    if existence == Existence::Required {
        let wanted: &Path = if database.is_some() {
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
    let photographs = Photographs::in_folder(&arguments.data.join("photographs"))?;
    let keyring = keyring(arguments)?;
    let store = AnyStore::open(database.as_deref(), &file).await?;
    Ok(Record::new(
        Arc::new(store),
        keyring,
        photographs,
        Arc::new(OperatingSystem),
    ))
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
