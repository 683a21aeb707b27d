//! The pages of a patient: the own chart on a telephone. No address here holds the id of a patient.

pub(in crate::server) mod check_in;
pub(in crate::server) mod more;
pub(in crate::server) mod sign_in;
pub(in crate::server) mod today;
