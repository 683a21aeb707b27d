//! The cabinet of a clinic in the open form of an export: which documents are given out, and which are taken in again.
//!
//! | drawer | in an export | taken in |
//! |---|---|---|
//! | settings with the clinic's own words, devices, cartridges | as they are | yes |
//! | appointments | as they are, with the patient | yes |
//! | accounts of colleagues | id, name and roles, so that authors stay named | no |
//! | inquiries, wishes to be erased | as they are | no |
//! | all others: sign-ins, links, codes, secret addresses, the queue of mails, pairs that are being graded | no | no |

use std::collections::BTreeMap;

use jiff::Timestamp;
use needlework_chart::archive::{Beside, Booked, TakesIn};
use needlework_chart::cabinet::{Document, Drawer, NewDocument};
use needlework_chart::id::{PatientId, UserId};
use needlework_planning::Library;
use needlework_protocol::{Language, OwnCareWords, OwnConsent};
use serde::Serialize;
use serde_json::Value;

use super::access::check_settings;
use super::clinic::apply;
use super::office::account::{Account, Role};
use super::office::appointment::Appointment;
use super::office::device::ClinicDevice;
use super::office::erasure_request::ErasureRequest;
use super::office::inquiry::Inquiry;
use super::office::settings::Settings;
use super::office::stock::CartridgeLot;
use super::office::{Filed, file};
use super::problem::{Problem, Told};
use crate::language::{Languages, USUAL_LANGUAGE};

/// Documents that are given out as they are.
const AS_THEY_ARE: [Drawer; 5] = [
    Settings::DRAWER,
    ClinicDevice::DRAWER,
    CartridgeLot::DRAWER,
    Inquiry::DRAWER,
    ErasureRequest::DRAWER,
];
/// Documents that are given out and not taken in.
const GIVEN_OUT_ONLY: [Drawer; 3] = [Account::DRAWER, Inquiry::DRAWER, ErasureRequest::DRAWER];

/// A colleague: so much that the author of an entry stays named.
#[derive(Serialize)]
struct Colleague<'account> {
    user: UserId,
    name: &'account str,
    roles: Vec<&'static str>,
}

/// What an export holds of the documents of a clinic.
///
/// # Errors
/// When a document that is given out cannot be read by this version.
pub fn given_out(documents: &[Document]) -> Result<Beside, serde_json::Error> {
    let mut beside = Beside::default();
    for document in documents {
        let Some(body) = &document.body else { continue };
        let is = |drawer: Drawer| document.drawer == drawer.name();
        if is(Appointment::DRAWER) {
            let appointment: Appointment = serde_json::from_slice(body)?;
            let of_patient = beside.appointments.entry(appointment.patient).or_default();
            of_patient.push(booked(&appointment)?);
        } else if let Some(value) = open_value(document, body)? {
            let of_drawer = beside.documents.entry(document.drawer.clone()).or_default();
            of_drawer.push(value);
        }
    }
    for booked in beside.appointments.values_mut() {
        booked.sort_by_key(|one| (one.starts_at, one.id));
    }
    Ok(beside)
}

/// An appointment as an export holds it.
///
/// # Errors
/// When it cannot be written as JSON, which no appointment is known to cause.
pub(super) fn booked(appointment: &Appointment) -> Result<Booked, serde_json::Error> {
    Ok(Booked {
        id: appointment.id,
        starts_at: appointment.starts_at,
        ends_at: appointment.ends_at(),
        document: serde_json::to_value(appointment)?,
    })
}

fn open_value(document: &Document, body: &[u8]) -> Result<Option<Value>, serde_json::Error> {
    if document.drawer == Account::DRAWER.name() {
        let account: Account = serde_json::from_slice(body)?;
        if account.patient().is_some() {
            return Ok(None);
        }
        let colleague = Colleague {
            user: account.user,
            name: &account.name,
            roles: account.roles.iter().copied().map(Role::name).collect(),
        };
        return Ok(Some(serde_json::to_value(colleague)?));
    }
    let is_given_out = AS_THEY_ARE
        .iter()
        .any(|drawer| document.drawer == drawer.name());
    is_given_out
        .then(|| serde_json::from_slice(body))
        .transpose()
}

/// Takes in documents of an export.
pub struct OpenForm {
    library: Library,
    languages: Languages,
}

impl OpenForm {
    /// With what this version of the program knows.
    ///
    /// # Errors
    /// When what it was built with is damaged, which the tests rule out.
    pub fn shipped() -> Result<Self, String> {
        Ok(Self {
            library: Library::shipped().map_err(|error| error.to_string())?,
            languages: Languages::shipped().map_err(|error| error.to_string())?,
        })
    }

    fn settings(&self, document: &Value) -> Result<NewDocument, String> {
        let settings: Settings = read(document)?;
        let checked = check_settings(&settings);
        checked.map_err(|problem| self.sentence(&problem))?;
        for own in settings.consents.values() {
            check_consent(own)?;
        }
        self.check_care(&settings)?;
        let mut library = self.library.clone();
        apply(&mut library, &settings).map_err(|error| error.to_string())?;
        written(&settings)
    }

    /// Whether patients may read the words of instructions that stand now; of instructions that this version has not, nobody reads
    /// any.
    fn check_care(&self, settings: &Settings) -> Result<(), String> {
        for language in Language::all() {
            let speech = self.library.speech(language);
            let rules = self.library.care.in_shipped_words(speech);
            for (id, own) in &settings.care {
                let Some(rule) = rules.get(id) else { continue };
                if let Some(text) = own.now(language, rule.record.version) {
                    // Whoever words an instruction for the first time is asked the same.
                    let text = Some(text.to_owned());
                    let worded =
                        OwnCareWords::default().reword(language, rule, text, Timestamp::MIN);
                    worded.map_err(|error| format!("{id}: {error}"))?;
                }
            }
        }
        Ok(())
    }

    /// What somebody at a console is told.
    fn sentence(&self, problem: &Problem) -> String {
        let language = self.languages.get(USUAL_LANGUAGE);
        match problem {
            Problem::Refused(Told::Text(key, values)) => {
                let values: Vec<(&str, &str)> = values
                    .iter()
                    .map(|(name, value)| (*name, value.as_str()))
                    .collect();
                language.say_all(key, &values)
            }
            Problem::Refused(Told::Sentence(sentence)) => sentence.clone(),
            _ => language.say("refused-by-engine"),
        }
    }
}

impl TakesIn for OpenForm {
    fn document(&self, drawer: &str, document: &Value) -> Result<Option<NewDocument>, String> {
        let is = |one: Drawer| drawer == one.name();
        if is(Settings::DRAWER) {
            self.settings(document).map(Some)
        } else if is(ClinicDevice::DRAWER) {
            let device: ClinicDevice = read(document)?;
            require(&[&device.device, &device.serial])?;
            written(&device).map(Some)
        } else if is(CartridgeLot::DRAWER) {
            let lot: CartridgeLot = read(document)?;
            require(&[&lot.device, &lot.lot])?;
            if !(lot.needle_length_mm.is_finite() && lot.needle_length_mm > 0.0) {
                return Err("needle_length_mm is no length; correct it.".to_owned());
            }
            written(&lot).map(Some)
        } else if GIVEN_OUT_ONLY.into_iter().any(is) {
            Ok(None)
        } else {
            Err(format!(
                "this version of Needlework takes in no documents of the kind {drawer}; remove the file, or use the version that \
                 made the export."
            ))
        }
    }

    fn appointment(&self, patient: PatientId, document: &Value) -> Result<NewDocument, String> {
        let appointment: Appointment = read(document)?;
        if appointment.patient != patient {
            return Err("it is the appointment of somebody else; take another copy.".to_owned());
        }
        if appointment.minutes > super::office::appointment::LONGEST_MINUTES {
            return Err("it takes longer than a working day; correct minutes.".to_owned());
        }
        written(&appointment)
    }
}

/// Every version of the words of a consent: what was signed is read, too.
fn check_consent(own: &OwnConsent) -> Result<(), String> {
    let versions = own.earlier.values().chain([&own.words]);
    let all: Vec<&BTreeMap<_, _>> = versions.collect();
    for (language, words) in all.into_iter().flatten() {
        words.check(*language).map_err(|error| error.to_string())?;
    }
    Ok(())
}

fn require(texts: &[&str]) -> Result<(), String> {
    if texts.iter().any(|text| text.trim().is_empty()) {
        return Err("a name, serial number or lot is empty; fill it in.".to_owned());
    }
    Ok(())
}

fn read<T: Filed>(document: &Value) -> Result<T, String> {
    // What stands in the document may be of a person: only where it cannot be read is told.
    let read = T::read(document.to_string().as_bytes());
    read.map_err(|_| {
        "a field is missing, of the wrong kind or out of range; take another copy.".to_owned()
    })
}

fn written<T: Filed>(value: &T) -> Result<NewDocument, String> {
    file(value, 0).map_err(|error| error.to_string())
}
