//! The web server of a clinic.
//!
//! ```text
//! request -> guard (log, origin, tries per address, what other servers wrote) -> Allowed<Duty> -> handler in pages or api -> template
//! ```
//!
//! [`office`] is about the clinic, [`access`] says who may do what and alone reaches the record, `pages` and `api` show.

pub mod access;
mod allow_list;
mod answering_clinic;
mod api;
mod assets;
mod blinded;
mod case_draft;
mod chart_care;
mod chart_refusal;
mod check_in;
mod client_address;
mod clinic;
mod clock;
mod decided_lengths;
mod demonstration;
mod drawn_plan;
mod drawn_signature;
mod earlier;
mod engine_refusal;
mod face_map;
mod first_start;
mod form_key;
mod gate_facts;
mod gates_of_day;
mod guard;
mod intake;
mod kept;
mod later;
pub mod mail;
mod nightly_checks;
pub mod office;
mod open_form;
mod outlook_view;
mod own_rating;
mod page;
mod pages;
pub mod passkey;
mod photograph_file;
mod plan_document;
mod present;
mod problem;
mod rated_scale;
mod registry;
mod results;
mod routes;
mod said;
mod serve;
mod square;
mod standing_answers;
mod traffic;
mod tries;
mod views;
mod watch_list;
mod way_back;
mod zip_file;

pub use access::{bar_units_of, clear_cabinet_of};
pub use api::Description;
pub use client_address::with_client_addresses;
pub use clinic::{Clinic, Setting, Shared, StartError};
pub use clock::{Clock, SystemClock};
pub use demonstration::fill;
pub use first_start::first_invitation;
pub use gates_of_day::GateReader;
pub use nightly_checks::CheckKind;
pub use open_form::{OpenForm, given_out};
pub use pages::PublicPageDrawer;
pub use plan_document::plan_for_another;
pub use problem::Problem;
pub use registry::RegistryReader;
pub use routes::{ROUTES, Route, router};
pub use serve::serve;
