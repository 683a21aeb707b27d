//! What lies on the desk of a clinic that has worked for years: appointments, devices, lots of cartridges.

use jiff::civil::{Date, Weekday};
use jiff::{Timestamp, ToSpan as _};
use needlework_chart::cabinet::NewDocument;
use needlework_chart::id::PatientId;
use needlework_chart::record::Record;
use needlework_chart::store::AnyStore;
use needlework_clinic::server::office::appointment::{Appointment, Purpose};
use needlework_clinic::server::office::clinic_site::FIRST_SITE;
use needlework_clinic::server::office::device::ClinicDevice;
use needlework_clinic::server::office::file;
use needlework_clinic::server::office::stock::CartridgeLot;

use crate::dice::Dice;
use crate::models::Models;
use crate::patient::{LOTS, WHOLE_PLANS, patient};

/// Days for which the calendar goes back, and on.
const DAYS_BACK: i64 = 500;
const DAYS_AHEAD: i64 = 60;
/// Appointments of a day in a clinic that has people enough.
const MOST_A_DAY: u64 = 60;
/// One appointment a day for so many patients.
const PATIENTS_PER_APPOINTMENT: u64 = 20;
/// Two of three are treatments.
const PURPOSES: [Purpose; 3] = [Purpose::Treatment, Purpose::Treatment, Purpose::Review];
const ROOMS: u64 = 6;
const DEVICES: u64 = 6;
const UNITS_OF_A_LOT: u32 = 500;
/// Documents that are written at once.
const AT_ONCE: usize = 500;

/// Fills the cabinet.
pub(crate) async fn furnish(record: &Record<AnyStore>, models: &Models, patients: u64, seed: u64) {
    let today = Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date();
    let mut dice = Dice::new(seed, u64::MAX);
    let mut documents: Vec<NewDocument> = Vec::new();
    for number in 0..DEVICES {
        documents.push(file(&device(&mut dice, number), 0).unwrap());
    }
    for number in 0..LOTS {
        documents.push(file(&lot(&mut dice, number, today), 0).unwrap());
    }
    let a_day = (patients / PATIENTS_PER_APPOINTMENT).clamp(1, MOST_A_DAY);
    for ahead in -DAYS_BACK..DAYS_AHEAD {
        let day = today + ahead.days();
        if matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) {
            continue;
        }
        for place in 0..a_day {
            // The people with whole plans come, so that whether they may start is worked out in full.
            let number = dice.below(patients.div_ceil(WHOLE_PLANS)) * WHOLE_PLANS;
            let (who, _) = patient(models, seed, number);
            let one = appointment(&mut dice, who, day, place);
            documents.push(file(&one, 0).unwrap());
        }
    }
    for some in documents.chunks(AT_ONCE) {
        record.put_documents(some).await.unwrap();
    }
    println!("{} documents of the clinic.", documents.len());
}

fn device(dice: &mut Dice, number: u64) -> ClinicDevice {
    ClinicDevice {
        id: dice.id(),
        device: "skinpen-precision".to_owned(),
        serial: format!("SP-{number:04}"),
        site: FIRST_SITE,
        room: (1 + number % ROOMS).to_string(),
        is_in_use: true,
        changes: Vec::new(),
    }
}

fn lot(dice: &mut Dice, number: u64, today: Date) -> CartridgeLot {
    let days = i64::try_from(dice.below(800)).unwrap() - 400;
    CartridgeLot {
        id: dice.id(),
        device: "skinpen-precision".to_owned(),
        reference: "C-12".to_owned(),
        lot: format!("L-{number}"),
        site: FIRST_SITE,
        expires_on: today + days.days(),
        needles: 14,
        needle_length_mm: 2.5,
        received: UNITS_OF_A_LOT,
        is_blocked: false,
        changes: Vec::new(),
        used_on_erased: Vec::new(),
        being_opened: Vec::new(),
    }
}

fn appointment(dice: &mut Dice, who: PatientId, day: Date, place: u64) -> Appointment {
    let hour = i8::try_from(8 + place / ROOMS).unwrap();
    let starts = day.at(hour.min(17), 0, 0, 0);
    let starts = starts.to_zoned(jiff::tz::TimeZone::UTC).unwrap();
    let purpose = dice.one_of(&PURPOSES);
    Appointment {
        id: dice.id(),
        patient: who,
        purpose,
        starts_at: starts.timestamp(),
        minutes: 60,
        site: FIRST_SITE,
        room: (1 + place % ROOMS).to_string(),
    }
}
