//! `needlework verify`, `backup`, `restore`, `export`, `import` and `rotate-key`.

use std::path::Path;

use anyhow::{Result, bail};
use jiff::Timestamp;
use needlework_chart::archive;
use needlework_chart::id::PatientId;
use needlework_chart::record::Record;
use needlework_chart::store::Store;

use crate::arguments::{
    BackupArguments, ExportArguments, ImportArguments, RestoreArguments, RotateKeyArguments,
    VerifyArguments,
};
use crate::record::{Existence, Task, with_record};

/// Checks the record. Findings go to standard output, one per line; any of them is a failure.
pub(crate) fn verify(arguments: &VerifyArguments) -> Result<()> {
    with_record(&arguments.record, Existence::Required, Verify)
}

/// Makes a backup.
pub(crate) fn back_up(arguments: &BackupArguments) -> Result<()> {
    let task = BackUp { to: &arguments.to };
    with_record(&arguments.record, Existence::Required, task)
}

/// Restores a backup.
pub(crate) fn restore(arguments: &RestoreArguments) -> Result<()> {
    let task = Restore {
        from: &arguments.from,
    };
    with_record(&arguments.record, Existence::Made, task)
}

/// Exports one patient or everybody.
pub(crate) fn export(arguments: &ExportArguments) -> Result<()> {
    let task = Export {
        patient: arguments.patient,
        to: &arguments.to,
    };
    with_record(&arguments.record, Existence::Required, task)
}

/// Takes in an export.
pub(crate) fn import(arguments: &ImportArguments) -> Result<()> {
    let task = Import {
        from: &arguments.from,
    };
    with_record(&arguments.record, Existence::Made, task)
}

/// Changes the clinic key.
pub(crate) fn rotate_key(arguments: &RotateKeyArguments) -> Result<()> {
    let task = RotateKey {
        forget: arguments.forget,
    };
    with_record(&arguments.record, Existence::Required, task)
}

struct Verify;

impl Task for Verify {
    async fn run<S: Store>(self, record: &Record<S>) -> Result<()> {
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
}

struct BackUp<'a> {
    to: &'a Path,
}

impl Task for BackUp<'_> {
    async fn run<S: Store>(self, record: &Record<S>) -> Result<()> {
        let backup = archive::back_up(record, self.to, Timestamp::now()).await?;
        println!(
            "{}: {} entries and {} photographs, sealed. The keys are not in it: without a copy of the key room, kept elsewhere, it cannot be read.",
            self.to.display(),
            backup.head.position,
            backup.photographs
        );
        Ok(())
    }
}

struct Restore<'a> {
    from: &'a Path,
}

impl Task for Restore<'_> {
    async fn run<S: Store>(self, record: &Record<S>) -> Result<()> {
        let restored = archive::restore(record, self.from).await?;
        println!(
            "{} entries and {} photographs restored; {} people who were erased since were erased again.",
            restored.head.position, restored.photographs, restored.erased_again
        );
        Verify.run(record).await
    }
}

struct Export<'a> {
    patient: Option<PatientId>,
    to: &'a Path,
}

impl Task for Export<'_> {
    async fn run<S: Store>(self, record: &Record<S>) -> Result<()> {
        let told = archive::export(record, self.patient, self.to, Timestamp::now()).await?;
        println!(
            "{}: {} charts, {} events, {} photographs, all in the clear; keep them accordingly.",
            self.to.display(),
            told.patients,
            told.events,
            told.photographs
        );
        Ok(())
    }
}

struct Import<'a> {
    from: &'a Path,
}

impl Task for Import<'_> {
    async fn run<S: Store>(self, record: &Record<S>) -> Result<()> {
        let told = archive::import(record, self.from).await?;
        println!(
            "{} charts, {} events and {} photographs taken in.",
            told.patients, told.events, told.photographs
        );
        Ok(())
    }
}

struct RotateKey {
    forget: bool,
}

impl Task for RotateKey {
    async fn run<S: Store>(self, record: &Record<S>) -> Result<()> {
        let told = record.rotate_clinic_key(Timestamp::now()).await?;
        println!(
            "{} data keys are locked with a new clinic key.",
            told.relocked
        );
        if self.forget {
            record.forget_earlier_clinic_keys().await?;
            println!(
                "Earlier clinic keys are gone; backups from before cannot be restored any more."
            );
        }
        println!("Copy the key room now, and destroy older copies of it.");
        Ok(())
    }
}
