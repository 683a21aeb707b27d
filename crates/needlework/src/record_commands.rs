//! `needlework verify`, `backup`, `restore`, `export`, `import`, `erase` and `rotate-key`.

use anyhow::{Result, bail, ensure};
use jiff::Timestamp;
use needlework_chart::archive;
use needlework_chart::record::{Ground, Record, RecordError, Tombstone};
use needlework_chart::store::AnyStore;
use needlework_clinic::server::{OpenForm, bar_units_of, clear_cabinet_of, given_out};

use crate::arguments::{
    BackupArguments, EraseArguments, ErasureGround, ExportArguments, ImportArguments,
    RestoreArguments, RotateKeyArguments, VerifyArguments,
};
use crate::record::{Existence, with_record};

/// Checks the record. Findings go to standard output, one per line; any of them is a failure.
pub(crate) fn verify(arguments: &VerifyArguments) -> Result<()> {
    with_record(&arguments.record, Existence::Required, verify_record)
}

async fn verify_record(record: &Record<AnyStore>) -> Result<()> {
    let told = needlework_chart::verify::verify(record).await?;
    for finding in &told.findings {
        println!("{finding}");
    }
    let size = format!(
        "{} entries, {} charts, {} of them erased; the record ends at entry {} with {}",
        told.entries, told.charts, told.erased, told.head.position, told.head.hash
    );
    if !told.findings.is_empty() {
        bail!(
            "{} findings in {size}; each is listed on standard output with what to do.",
            told.findings.len()
        );
    }
    println!("The record is whole: {size}.");
    Ok(())
}

/// Makes a backup.
pub(crate) fn back_up(arguments: &BackupArguments) -> Result<()> {
    let to = &arguments.to;
    with_record(&arguments.record, Existence::Required, async |record| {
        let backup = archive::back_up(record, to, Timestamp::now()).await?;
        println!(
            "{}: {} entries, {} photographs and {} drawn parts of plans, sealed. The keys are not in it: without a copy of the key room, kept elsewhere, it cannot be read.",
            to.display(),
            backup.head.position,
            backup.photographs,
            backup.drawn
        );
        Ok(())
    })
}

/// Restores a backup.
pub(crate) fn restore(arguments: &RestoreArguments) -> Result<()> {
    archive::expect_backup(&arguments.from)?;
    with_record(&arguments.record, Existence::Made, async |record| {
        let restored = archive::restore(record, &arguments.from).await?;
        println!(
            "{} entries, {} photographs and {} drawn parts of plans restored; {} people who were erased since were erased again.",
            restored.head.position, restored.photographs, restored.drawn, restored.erased_again
        );
        verify_record(record).await
    })
}

/// Exports one patient or everybody.
pub(crate) fn export(arguments: &ExportArguments) -> Result<()> {
    let to = &arguments.to;
    with_record(&arguments.record, Existence::Required, async |record| {
        let beside = given_out(&record.documents_after(0).await?)?;
        let now = Timestamp::now();
        let told = archive::export(record, arguments.patient, &beside, to, now).await?;
        println!(
            "{}: {} charts, {} events, {} photographs, {} appointments and documents of the clinic, all in the clear; keep them accordingly.",
            to.display(),
            told.patients,
            told.events,
            told.photographs,
            told.documents
        );
        println!(
            "SHA-256 of the manifest: {}. Keep it apart from the export; with `import --manifest` it finds any edit.",
            told.manifest
        );
        Ok(())
    })
}

/// Takes in an export.
pub(crate) fn import(arguments: &ImportArguments) -> Result<()> {
    archive::expect_export(&arguments.from)?;
    with_record(&arguments.record, Existence::Made, async |record| {
        let clinic = OpenForm::shipped().map_err(anyhow::Error::msg)?;
        let told = archive::import(record, &arguments.from, &clinic, arguments.manifest).await?;
        println!(
            "{} charts, {} events, {} photographs, {} appointments and documents of the clinic taken in.",
            told.patients, told.events, told.photographs, told.documents
        );
        if told.patients_known > 0 {
            println!(
                "{} charts are in this record already with the same events and were passed over.",
                told.patients_known
            );
        }
        match told.manifest {
            Some(manifest) => println!("SHA-256 of the manifest: {manifest}."),
            None => println!("This export has no manifest: whether it was edited cannot be told."),
        }
        if told.documents_kept > 0 {
            println!(
                "{} documents are in this record already and stay as they are here.",
                told.documents_kept
            );
        }
        Ok(())
    })
}

/// Erases a person, or says what would go.
pub(crate) fn erase(arguments: &EraseArguments) -> Result<()> {
    let patient = arguments.patient;
    with_record(&arguments.record, Existence::Required, async |record| {
        let history = record.history(patient).await;
        let is_readable = history.is_ok();
        let size = match history {
            Ok(events) => {
                let photographs = record.photographs().of(patient).await?.len();
                format!("{} events and {photographs} photographs", events.len())
            }
            Err(error @ RecordError::NoSuchPatient(_)) => return Err(error.into()),
            // Whoever was erased before may have been erased halfway; what cannot be read can be erased too.
            Err(_) => "what is left".to_owned(),
        };
        ensure!(
            arguments.yes,
            "{size} of patient {patient} would be erased for ever, and nothing was; repeat the command with --yes if this is meant."
        );
        let tombstone = Tombstone {
            erased_at: Timestamp::now(),
            by: None,
            ground: match arguments.ground {
                ErasureGround::Request => Ground::Request,
                ErasureGround::RetentionOver => Ground::RetentionOver,
            },
        };
        if is_readable {
            bar_units_of(record, patient).await?;
        }
        record.erase(patient, &tombstone).await?;
        clear_cabinet_of(record, patient).await?;
        println!(
            "Erased: {size} of patient {patient}. Copy the key room now, and destroy older copies of it: with one of them and a backup from before, the chart could still be read."
        );
        Ok(())
    })
}

/// Changes the clinic key.
pub(crate) fn rotate_key(arguments: &RotateKeyArguments) -> Result<()> {
    with_record(&arguments.record, Existence::Required, async |record| {
        let told = record.rotate_clinic_key(Timestamp::now()).await?;
        println!(
            "{} data keys are locked with a new clinic key.",
            told.relocked
        );
        if arguments.forget {
            record.forget_earlier_clinic_keys().await?;
            println!(
                "Earlier clinic keys are gone; backups from before cannot be restored any more."
            );
        }
        println!("Copy the key room now, and destroy older copies of it.");
        Ok(())
    })
}
