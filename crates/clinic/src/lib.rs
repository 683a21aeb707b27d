//! What clinicians and patients look at. This crate draws and holds no medicine: names, warnings and doubts come as data
//! from the crates below, and every section of a page leads to its sources.

mod calibration_report;
pub mod chart;
pub mod language;
mod plan_page;
pub mod reading_level;
pub mod server;

pub use calibration_report::{ReportFile, ReportInput, calibration_report};
pub use plan_page::{PageError, plan_page};
