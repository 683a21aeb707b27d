//! The clinic as the server holds it: the record, and beside it in memory what every page needs.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock as StdRwLock};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use needlework_chart::chance::Chance;
use needlework_chart::id::PatientId;
use needlework_chart::lists::{Beginning, Lists};
use needlework_chart::record::{Record, RecordError};
use needlework_chart::store::AnyStore;
use needlework_evidence::DataError;
use needlework_planning::Library;
use needlework_protocol::ClinicSettings;
use thiserror::Error;
use tokio::sync::{Mutex, RwLock, RwLockReadGuard};

use super::clock::Clock;
use super::earlier::KeptLearned;
use super::kept::Kept;
use super::office::Office;
use super::office::settings::Settings;
use super::registry::{KeptNumbers, RegistryRows};
use super::traffic::Traffic;
use crate::language::Languages;

/// How a server is reached, and what for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Setting {
    /// Reached through HTTPS: cookies then travel only so.
    pub is_https: bool,
    /// A clinic of made-up people: the sign-in page lets anybody in as any of them.
    pub is_demonstration: bool,
}

/// Why a server cannot start.
#[derive(Debug, Error)]
pub enum StartError {
    /// The record does not answer.
    #[error(transparent)]
    Record(#[from] RecordError),
    /// A shipped data file, or the file of a language, is not well formed.
    #[error(transparent)]
    Data(#[from] DataError),
}

/// A library with the defaults of the clinic, and the settings that it was made for.
struct Applied {
    settings_version: u64,
    library: Arc<Library>,
}

/// The clinic.
pub struct Clinic {
    pub(super) record: Record<AnyStore>,
    lists: RwLock<Lists>,
    office: RwLock<Office>,
    pub(super) registry: RwLock<RegistryRows>,
    /// Held by whoever brings the registry up to date: two at once would read the same charts.
    pub(super) registry_turn: Mutex<()>,
    /// What the rows of the registry say together.
    pub(super) registry_numbers: KeptNumbers,
    shipped: Arc<Library>,
    applied: StdRwLock<Applied>,
    languages: Languages,
    clock: Arc<dyn Clock>,
    chance: Arc<dyn Chance>,
    setting: Setting,
    snapshot: Option<PathBuf>,
    kept: Kept,
    learned: KeptLearned,
    traffic: Traffic,
    /// Whether mails go to a server that sends them on.
    has_mail_server: AtomicBool,
}

/// The clinic, shared by everybody who answers.
pub type Shared = Arc<Clinic>;

impl fmt::Debug for Clinic {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Clinic")
    }
}

impl Clinic {
    /// Opens the clinic over a record, and reads all lists.
    ///
    /// # Errors
    /// When the database does not answer or a shipped file is not well formed.
    pub async fn open(
        record: Record<AnyStore>,
        clock: Arc<dyn Clock>,
        chance: Arc<dyn Chance>,
        setting: Setting,
    ) -> Result<Self, StartError> {
        Self::open_from(record, clock, chance, setting, None).await
    }

    /// Opens the clinic with its lists from a sealed snapshot in a file, where it is there. The snapshot is made anew when the
    /// clinic is closed.
    ///
    /// # Errors
    /// As [`Clinic::open`].
    pub async fn open_from(
        record: Record<AnyStore>,
        clock: Arc<dyn Clock>,
        chance: Arc<dyn Chance>,
        setting: Setting,
        snapshot: Option<PathBuf>,
    ) -> Result<Self, StartError> {
        let lists = match &snapshot {
            Some(file) => start(&record, file).await?,
            None => Lists::rebuild(&record).await?,
        };
        let shipped = Arc::new(Library::shipped()?);
        let applied = Applied {
            settings_version: 0,
            library: Arc::clone(&shipped),
        };
        let clinic = Self {
            lists: RwLock::new(lists),
            office: RwLock::default(),
            registry: RwLock::default(),
            registry_turn: Mutex::default(),
            registry_numbers: KeptNumbers::default(),
            shipped,
            applied: StdRwLock::new(applied),
            languages: Languages::shipped()?,
            record,
            clock,
            chance,
            setting,
            snapshot,
            kept: Kept::default(),
            learned: KeptLearned::default(),
            traffic: Traffic::default(),
            has_mail_server: AtomicBool::new(false),
        };
        clinic.catch_up().await?;
        Ok(clinic)
    }

    /// Notes whether mails go to a server that sends them on: a page must not say that somebody is told where nobody is.
    pub(in crate::server) fn note_mail_server(&self, has_one: bool) {
        self.has_mail_server.store(has_one, Ordering::Relaxed);
    }

    /// Whether mails go to a server that sends them on.
    pub(in crate::server) fn has_mail_server(&self) -> bool {
        self.has_mail_server.load(Ordering::Relaxed)
    }

    /// Takes in what this server or another one has written since. Called before every answer; one look where nothing is new.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn catch_up(&self) -> Result<(), RecordError> {
        let standing = self.record.standing().await?;
        if self.lists.read().await.position() < standing.head.position {
            self.lists.write().await.catch_up(&self.record).await?;
        }
        if self.office.read().await.revision() < standing.revision {
            let mut office = self.office.write().await;
            let documents = self.record.documents_after(office.revision()).await?;
            office.take_all(&documents);
        }
        Ok(())
    }

    /// Lists over all charts.
    pub(super) async fn lists(&self) -> RwLockReadGuard<'_, Lists> {
        self.lists.read().await
    }

    /// What is about the clinic.
    pub(super) async fn office(&self) -> RwLockReadGuard<'_, Office> {
        self.office.read().await
    }

    /// Whether there is a chart of this patient: an erased one has none.
    pub(super) async fn has_chart(&self, patient: PatientId) -> bool {
        self.lists().await.directory().row(patient).is_some()
    }

    /// Settings as they are now.
    pub(super) async fn settings(&self) -> Settings {
        self.office().await.settings().value.clone()
    }

    /// Rules and parameters, with the defaults of the clinic. A setting that a newer version no longer allows is left out.
    pub(super) async fn library(&self) -> Arc<Library> {
        let office = self.office().await;
        let settings = office.settings();
        {
            let applied = self.applied.read().unwrap_or_else(PoisonError::into_inner);
            if applied.settings_version == settings.version {
                return Arc::clone(&applied.library);
            }
        }
        let mut library = Library::clone(&self.shipped);
        if let Err(error) = apply(&mut library, settings.value) {
            tracing::warn!(%error, "settings of rules were not applied");
        }
        let library = Arc::new(library);
        let mut applied = self.applied.write().unwrap_or_else(PoisonError::into_inner);
        *applied = Applied {
            settings_version: settings.version,
            library: Arc::clone(&library),
        };
        library
    }

    /// The library with the defaults of rules that the clinic had once, and with the words of today; `None`: it had changed none.
    ///
    /// # Errors
    /// When this version of the program has no such rule, or allows another range.
    pub(super) async fn library_with(
        &self,
        rules: Option<&ClinicSettings>,
    ) -> Result<Arc<Library>, DataError> {
        let mut settings = self.settings().await;
        settings.rules = rules.map_or_else(BTreeMap::new, |rules| rules.values.clone());
        if let Some(rules) = rules {
            settings.clinic_name.clone_from(&rules.name);
        }
        let mut library = Library::clone(&self.shipped);
        apply(&mut library, &settings)?;
        Ok(Arc::new(library))
    }

    /// What was worked out for pages before.
    pub(super) const fn kept(&self) -> &Kept {
        &self.kept
    }

    /// What was weighed for people who were treated before.
    pub(super) const fn learned(&self) -> &KeptLearned {
        &self.learned
    }

    /// What is being answered now.
    pub(super) const fn traffic(&self) -> &Traffic {
        &self.traffic
    }

    /// Version of the settings; 0: they were never changed.
    pub(super) async fn settings_version(&self) -> u64 {
        self.office().await.settings().version
    }

    /// The library as shipped, without what the clinic changed.
    pub(super) const fn shipped_library(&self) -> &Arc<Library> {
        &self.shipped
    }

    /// All languages.
    pub(super) const fn languages(&self) -> &Languages {
        &self.languages
    }

    /// Now.
    pub(super) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Now, at the clinic.
    pub(super) async fn now_at_clinic(&self) -> Zoned {
        self.now().to_zoned(time_zone(&self.settings().await))
    }

    /// Today, at the clinic.
    pub(super) async fn today(&self) -> Date {
        self.now_at_clinic().await.date()
    }

    /// Where random bytes come from.
    pub(super) fn chance(&self) -> &dyn Chance {
        &*self.chance
    }

    /// How it is reached, and what for.
    pub(super) const fn setting(&self) -> Setting {
        self.setting
    }

    /// Keeps the lists for the next start, and lets go of the database.
    pub async fn close(&self) {
        use needlework_chart::store::Store as _;
        if let Some(file) = &self.snapshot {
            save(&*self.lists.read().await, &self.record, file).await;
        }
        self.record.store().close().await;
    }
}

/// Lists from a snapshot, or from the whole record; then a snapshot is made at once, since that took long.
async fn start(record: &Record<AnyStore>, file: &Path) -> Result<Lists, RecordError> {
    let (lists, beginning) = Lists::start(record, file).await?;
    if beginning == Beginning::Record {
        save(&lists, record, file).await;
    }
    Ok(lists)
}

/// A snapshot that cannot be saved costs time at the next start and nothing else.
async fn save(lists: &Lists, record: &Record<AnyStore>, file: &Path) {
    if let Err(error) = lists.save(record, file).await {
        tracing::warn!(%error, "the lists were not kept; the next start takes longer");
    }
}

/// The time zone of the clinic; UTC if this version knows none of that name, which the settings refuse.
pub(super) fn time_zone(settings: &Settings) -> TimeZone {
    TimeZone::get(&settings.time_zone).unwrap_or(TimeZone::UTC)
}

/// Puts the defaults of the clinic into a library, by the same reader as a clinic file.
pub(super) fn apply(library: &mut Library, settings: &Settings) -> Result<(), DataError> {
    for (class, own) in &settings.consents {
        library.consents.reword(*class, own);
    }
    for (rule, own) in &settings.care {
        library.care.reword(rule, own);
    }
    if settings.rules.is_empty() {
        return Ok(());
    }
    library.apply_clinic("settings", &clinic_file(settings))
}

/// The settings of rules as a clinic file.
fn clinic_file(settings: &Settings) -> String {
    use std::fmt::Write as _;
    let name = toml::Value::String(settings.clinic_name.clone());
    let mut text = format!("schema = 1\nname = {name}\n\n[rules]\n");
    for (rule, value) in &settings.rules {
        let rule = toml::Value::String(rule.clone());
        let _ = writeln!(text, "{rule} = {value:?}");
    }
    text
}
