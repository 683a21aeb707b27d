//! Made-up patients and what happens to them.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a broken example must stop its test"
)]
#![allow(
    dead_code,
    unreachable_pub,
    reason = "every test file takes its own part of it"
)]

pub mod clinic;
pub mod database;
pub mod later;
pub mod proxy;
pub mod shelf;
pub mod so_far;
pub mod story;
pub mod two_charts;

/// Runs each story over both databases.
#[macro_export]
macro_rules! over_both_databases {
    ($($story:ident)+) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $story() {
                let clinic = $crate::support::clinic::Clinic::new().await;
                super::$story::<$crate::support::database::Sqlite>(clinic).await;
            })+
        }

        mod postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $story() {
                let clinic = $crate::support::clinic::Clinic::new().await;
                super::$story::<$crate::support::database::Postgres>(clinic).await;
            })+
        }
    };
}

/// Runs each story over both databases, and with photographs in a folder and in an object store.
#[macro_export]
macro_rules! over_every_place {
    ($($story:ident)+) => {
        $crate::over_both_databases! { $($story)+ }

        mod object_store {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $story() {
                let clinic = $crate::support::clinic::Clinic::with_bucket().await;
                super::$story::<$crate::support::database::Sqlite>(clinic).await;
            })+
        }
    };
}

use jiff::Timestamp;
use needlework_chart::event::{
    Author, Contact, Event, PatientRegistered, PersonName, Recorded, Role,
};
use needlework_chart::id::UserId;
use uuid::Uuid;

/// A moment of the story, in minutes after its beginning.
pub fn minute(minutes: i64) -> Timestamp {
    "2026-11-02T08:00:00Z".parse::<Timestamp>().unwrap() + jiff::SignedDuration::from_mins(minutes)
}

pub fn author(number: u128, name: &str, role: Role) -> Author {
    Author {
        user: UserId::from_uuid(Uuid::from_u128(number)),
        name: name.to_owned(),
        role,
    }
}

pub fn physician() -> Author {
    author(1, "Dr. Ida Frei", Role::Physician)
}

pub fn operator() -> Author {
    author(2, "Noa Lind", Role::Operator)
}

pub fn front_desk() -> Author {
    author(3, "Kim Roth", Role::FrontDesk)
}

/// Somebody who has nothing to do with the treatment.
pub fn blinded_rater() -> Author {
    author(7, "Dr. Ole Aas", Role::Clinician)
}

/// Registers somebody by the name and day of birth.
pub fn registration(family: &str, given: &str, birth_date: &str, number: &str) -> Recorded {
    Event::from(PatientRegistered {
        name: PersonName {
            family: family.to_owned(),
            given: given.to_owned(),
        },
        birth_date: birth_date.parse().unwrap(),
        clinic_number: number.to_owned(),
        contact: Contact {
            telephone: Some("+41 44 000 00 00".to_owned()),
            ..Contact::default()
        },
    })
    .by(front_desk(), minute(0))
}
