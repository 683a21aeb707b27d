//! The made-up colleagues, with devices and stock.

use jiff::ToSpan as _;
use needlework_chart::event::Author;
use needlework_chart::id::UserId;

use crate::language::USUAL_LANGUAGE;
use crate::server::access::uuid;
use crate::server::clinic::Clinic;
use crate::server::office::account::{Account, Role};
use crate::server::office::clinic_site::{ClinicSite, ClinicSites, FIRST_SITE};
use crate::server::office::device::ClinicDevice;
use crate::server::office::file;
use crate::server::office::settings::Settings;
use crate::server::office::stock::CartridgeLot;
use crate::server::problem::Problem;

/// Lot of cartridges that the made-up sessions take from.
pub(super) const LOT: &str = "A2611";
/// Serial number of the pen.
pub(super) const SERIAL: &str = "EX-2071";

/// Number of the medical emergency service of Switzerland, where the made-up clinic is.
const EMERGENCY_NUMBER: &str = "144";

/// Who works in the demonstration.
pub(super) struct Staff {
    pub(super) front_desk: Author,
    pub(super) operator: Author,
    pub(super) clinician: Author,
    pub(super) physician: Author,
}

/// Names of the colleagues: to sign in, printed, roles.
const COLLEAGUES: [(&str, &str, &[Role]); 7] = [
    ("kim.roth", "Kim Roth", &[Role::FrontDesk]),
    ("noa.lind", "Noa Lind", &[Role::Operator]),
    ("vera.brandt", "Vera Brandt", &[Role::Clinician]),
    ("paul.stein", "Dr. Paul Stein", &[Role::Prescriber]),
    ("ida.frei", "Dr. Ida Frei", &[Role::Physician]),
    ("ruth.weber", "Ruth Weber", &[Role::Owner]),
    ("tom.adler", "Tom Adler", &[Role::Researcher]),
];

/// Everybody gets an account without a password, which only a demonstration lets in.
pub(super) async fn hire(clinic: &Clinic) -> Result<Staff, Problem> {
    let mut authors = Vec::new();
    for (sign_in_name, name, roles) in COLLEAGUES {
        let account = Account::new(
            UserId::new(clinic.now(), clinic.chance())?,
            sign_in_name.to_owned(),
            name.to_owned(),
            roles.iter().copied().collect(),
            USUAL_LANGUAGE.to_owned(),
        );
        clinic.record.put_documents(&[file(&account, 0)?]).await?;
        authors.extend(account.author());
    }
    furnish(clinic).await?;
    let mut authors = authors.into_iter();
    let mut next = || authors.next().ok_or(Problem::Fault("demonstration"));
    Ok(Staff {
        front_desk: next()?,
        operator: next()?,
        clinician: next()?,
        physician: authors.nth(1).ok_or(Problem::Fault("demonstration"))?,
    })
}

/// Rooms, devices and cartridges.
async fn furnish(clinic: &Clinic) -> Result<(), Problem> {
    let today = clinic.today().await;
    let settings = Settings {
        clinic_name: "Clinic at the Linden".to_owned(),
        sites: ClinicSites::only(ClinicSite {
            telephone: "+41 44 555 00 00".to_owned(),
            emergency_number: EMERGENCY_NUMBER.to_owned(),
            rooms: vec!["1".to_owned(), "2".to_owned()],
            ..ClinicSite::new(FIRST_SITE)
        }),
        ..Settings::default()
    };
    let pen = ClinicDevice {
        id: uuid(clinic)?,
        device: "exceed-unlimited".to_owned(),
        serial: SERIAL.to_owned(),
        site: FIRST_SITE,
        room: "1".to_owned(),
        is_in_use: true,
        changes: Vec::new(),
    };
    let lot = |lot: &str, months: i32, received| -> Result<CartridgeLot, Problem> {
        Ok(CartridgeLot {
            id: uuid(clinic)?,
            device: "exceed-unlimited".to_owned(),
            reference: "EXC-12".to_owned(),
            lot: lot.to_owned(),
            site: FIRST_SITE,
            expires_on: today.saturating_add(months.months()),
            needles: 6,
            needle_length_mm: 1.5,
            received,
            is_blocked: false,
            changes: Vec::new(),
            used_on_erased: Vec::new(),
            being_opened: Vec::new(),
        })
    };
    let documents = [
        file(&settings, 0)?,
        file(&pen, 0)?,
        file(&lot(LOT, 14, 40)?, 0)?,
        file(&lot("A2503", -1, 10)?, 0)?,
    ];
    clinic.record.put_documents(&documents).await?;
    Ok(())
}
