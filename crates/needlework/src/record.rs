//! Opens the record that the arguments name.

use std::future::Future;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use jiff::Timestamp;
use needlework_chart::chance::OperatingSystem;
use needlework_chart::keys::{ClinicKeys, KeyRoom};
use needlework_chart::photographs::Photographs;
use needlework_chart::record::{ClinicKeySource, Keyring, Record};
use needlework_chart::store::{PostgresStore, SqliteStore, Store};

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

/// Something to do with the record, whatever database it lies in.
pub(crate) trait Task {
    /// Does it.
    fn run<S: Store>(self, record: &Record<S>) -> impl Future<Output = Result<()>>;
}

/// Opens the record and does something with it.
///
/// # Errors
/// When the record cannot be opened, or the task fails.
pub(crate) fn with_record(
    arguments: &RecordArguments,
    existence: Existence,
    task: impl Task,
) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .context("the program cannot start its threads; close other programs and try again")?;
    runtime.block_on(open_and_run(arguments, existence, task))
}

async fn open_and_run(
    arguments: &RecordArguments,
    existence: Existence,
    task: impl Task,
) -> Result<()> {
    let address = arguments
        .database
        .clone()
        .or_else(|| std::env::var(DATABASE).ok());
    let file = arguments.data.join("chart.sqlite");
    if existence == Existence::Required {
        let wanted: &Path = if address.is_some() {
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
    match address {
        Some(address) => {
            run_over(
                PostgresStore::open(&address).await?,
                keyring,
                photographs,
                task,
            )
            .await
        }
        None => run_over(SqliteStore::open(&file).await?, keyring, photographs, task).await,
    }
}

async fn run_over<S: Store>(
    store: S,
    keyring: Keyring,
    photographs: Photographs,
    task: impl Task,
) -> Result<()> {
    let record = Record::new(
        Arc::new(store),
        keyring,
        photographs,
        Arc::new(OperatingSystem),
    );
    let told = task.run(&record).await;
    record.store().close().await;
    told
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
