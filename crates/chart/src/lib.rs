//! The record of a clinic: what happened to every patient, in order, sealed and never rewritten.
//!
//! ```text
//! Event --admit--> Recorded --seal--> body --append--> Entry (chained, in SQLite or PostgreSQL)
//! Chart <--fold--- Recorded <--open-- body <--read---- Entry
//! ```
//!
//! An [`event`] is one fact about one patient; a chart is the [`fold`] of its events. Bodies are [`seal`]ed with the data key
//! of the patient, [`keys`] says who can read what, and every [`entry`] carries the hash of the one before it.

#![forbid(unsafe_code)]

pub mod access;
pub mod archive;
pub mod cabinet;
pub mod chance;
mod code;
pub mod entry;
pub mod event;
pub mod fold;
pub mod id;
pub mod keys;
pub mod lists;
mod mark;
pub mod photographs;
pub mod record;
pub mod seal;
pub mod store;
pub mod verify;
