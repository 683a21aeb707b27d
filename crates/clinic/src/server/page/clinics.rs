//! How the clinics of a group are reached: the one that answers a patient, or all of them where nobody knows which.

use std::collections::BTreeSet;

use needlework_chart::id::PatientId;

use super::Page;
use crate::server::office::clinic_site::ClinicSite;
use crate::server::office::settings::Settings;

/// A clinic as whoever wants to reach it reads it.
#[derive(Debug, Clone)]
pub(in crate::server) struct ClinicCard {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its postal address, line by line.
    pub address: Vec<String>,
    /// Its telephone; empty where the settings name none.
    pub telephone: String,
}

impl ClinicCard {
    fn of(settings: &Settings, site: &ClinicSite) -> Self {
        let lines = site.address.lines().map(str::trim);
        Self {
            id: site.id.to_string(),
            name: settings.name_of(site).to_owned(),
            address: lines
                .filter(|line| !line.is_empty())
                .map(str::to_owned)
                .collect(),
            telephone: site.telephone.trim().to_owned(),
        }
    }

    /// The telephone as the address of a link.
    pub(in crate::server) fn telephone_link(&self) -> String {
        link_of(&self.telephone)
    }
}

/// Numbers to call, for somebody of whom it is not known which clinic answers.
pub(super) struct Reached {
    pub(super) telephone: String,
    pub(super) emergency_number: String,
    pub(super) clinics: Vec<ClinicCard>,
}

impl Reached {
    /// Of the only clinic its own numbers; of several each with its own telephone, and the number of the emergency service where it is
    /// the same for all.
    pub(super) fn by_anybody(settings: &Settings) -> Self {
        let sites = &settings.sites;
        let numbers = sites.open().map(|site| site.emergency_number.trim());
        let numbers: BTreeSet<&str> = numbers.collect();
        let is_choice = sites.is_choice();
        Self {
            telephone: if is_choice {
                String::new()
            } else {
                sites.first_open().telephone.trim().to_owned()
            },
            emergency_number: match (numbers.len(), numbers.first()) {
                (1, Some(number)) => (*number).to_owned(),
                _ => String::new(),
            },
            clinics: if is_choice {
                let cards = sites.open();
                cards.map(|site| ClinicCard::of(settings, site)).collect()
            } else {
                Vec::new()
            },
        }
    }
}

impl Page {
    /// The same page for a patient, or about how a patient reaches the clinic: with the numbers of the clinic that answers.
    pub(in crate::server) async fn answered_to(self, patient: PatientId) -> Self {
        let site = self.clinic.answering(patient).await;
        let settings = self.clinic.settings().await;
        let is_choice = settings.sites.is_choice();
        Self {
            telephone: site.telephone.trim().to_owned(),
            emergency_number: site.emergency_number.trim().to_owned(),
            answering: is_choice.then(|| ClinicCard::of(&settings, &site)),
            clinics: Vec::new(),
            ..self
        }
    }
}

/// What a telephone dials of a number.
pub(super) fn link_of(number: &str) -> String {
    let is_dialled = |one: &char| one.is_ascii_digit() || *one == '+';
    let dialled: String = number.chars().filter(is_dialled).collect();
    format!("tel:{dialled}")
}
