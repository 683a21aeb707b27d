//! The record of a clinic: what happened to every patient, in order, sealed and never rewritten.

#![forbid(unsafe_code)]

pub mod chance;
pub mod event;
pub mod fold;
pub mod id;
