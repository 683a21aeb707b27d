//! The pages of a patient: the own chart on a telephone. No address here holds the id of a patient.

mod asked;
pub(in crate::server) mod calendar;
pub(in crate::server) mod check_in;
pub(in crate::server) mod clearances;
pub(in crate::server) mod consents;
pub(in crate::server) mod data;
pub(in crate::server) mod erasure;
pub(in crate::server) mod more;
pub(in crate::server) mod photographs;
pub(in crate::server) mod plan;
pub(in crate::server) mod rating;
pub(in crate::server) mod readers;
pub(in crate::server) mod reminders;
pub(in crate::server) mod reports;
pub(in crate::server) mod sign_in;
pub(in crate::server) mod today;
mod told;
