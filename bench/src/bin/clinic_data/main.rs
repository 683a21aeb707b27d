//! A clinic of any size: makes it from a seed, and measures how long a server takes to start on it.
//!
//! ```sh
//! cargo run --release --package needlework-bench --bin clinic_data -- make 100000 DIR     # 30 events per patient, and the desk
//! cargo run --release --package needlework-bench --bin clinic_data -- start DIR           # start, search, open charts
//! cargo run --release --package needlework-bench --bin clinic_data -- mails DIR 1000      # so many agree to mails; plan them
//! ```
//!
//! `NEEDLEWORK_DATABASE` names a PostgreSQL database in place of `DIR/chart.sqlite`, `NEEDLEWORK_KEYS` another folder than
//! `DIR/keys` (a share per patient is written and synced: on a disk in memory that is what takes no time).

#![expect(
    clippy::unwrap_used,
    reason = "what a made-up clinic holds is ours; what the caller names is refused in a sentence"
)]

mod desk;
mod dice;
mod mails;
mod make;
mod models;
mod patient;
mod start;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use jiff::Timestamp;
use needlework_chart::chance::OperatingSystem;
use needlework_chart::keys::KeyRoom;
use needlework_chart::photographs::Photographs;
use needlework_chart::record::{ClinicKeySource, Keyring, Record};
use needlework_chart::store::AnyStore;

const USAGE: &str = "Usage: clinic_data make PATIENTS DIR [SEED] | clinic_data start DIR | clinic_data mails DIR AGREEING";

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["make", patients, folder, seed @ ..] => {
            let seed = seed.first().unwrap_or(&"1");
            let (Ok(patients), Ok(seed)) = (patients.parse(), seed.parse()) else {
                return refuse();
            };
            match named_record(Path::new(folder)).await {
                Ok(record) => make::make(record, patients, seed).await,
                Err(error) => return refuse_folder(folder, &*error),
            }
        }
        ["start", folder] => {
            let started = Instant::now();
            match named_record(Path::new(folder)).await {
                Ok(record) => start::measure(Path::new(folder), record, started).await,
                Err(error) => return refuse_folder(folder, &*error),
            }
        }
        ["mails", folder, agreeing] => {
            let Ok(agreeing) = agreeing.parse() else {
                return refuse();
            };
            match named_record(Path::new(folder)).await {
                Ok(record) => mails::measure(Path::new(folder), record, agreeing).await,
                Err(error) => return refuse_folder(folder, &*error),
            }
        }
        _ => return refuse(),
    }
    ExitCode::SUCCESS
}

fn refuse() -> ExitCode {
    eprintln!("{USAGE}");
    ExitCode::from(2)
}

fn refuse_folder(folder: &str, error: &dyn Error) -> ExitCode {
    eprintln!("{folder}: no record can be opened there: {error}");
    ExitCode::FAILURE
}

/// Opens the record that folder and variables name.
async fn named_record(folder: &Path) -> Result<Record<AnyStore>, Box<dyn Error>> {
    let database = std::env::var("NEEDLEWORK_DATABASE").ok();
    let keys = std::env::var("NEEDLEWORK_KEYS").map_or(folder.join("keys"), PathBuf::from);
    record_in(folder, &keys, database.as_deref()).await
}

/// Opens the record of a folder, or of a database beside it.
async fn record_in(
    folder: &Path,
    keys: &Path,
    database: Option<&str>,
) -> Result<Record<AnyStore>, Box<dyn Error>> {
    std::fs::create_dir_all(folder)?;
    let room = KeyRoom::open(keys)?;
    let keyring = Keyring::open(
        room,
        ClinicKeySource::Room,
        Timestamp::now(),
        &OperatingSystem,
    )?;
    let store = AnyStore::open(database, &folder.join("chart.sqlite")).await?;
    Ok(Record::new(
        Arc::new(store),
        keyring,
        Photographs::in_folder(&folder.join("photographs"))?,
        Arc::new(OperatingSystem),
    ))
}
