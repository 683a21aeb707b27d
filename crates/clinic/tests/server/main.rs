//! The server as a browser meets it: through its router, over a real record, at a time that the test sets.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a broken example must stop its test"
)]

mod before;
mod blinded;
mod care_words;
mod consent_words;
mod console;
mod daylight_saving;
mod erasures;
mod exports;
mod forms;
mod group;
mod guard;
mod hostile;
mod journey;
mod languages;
mod learned;
mod mails;
mod named;
mod own_chart;
mod own_rating;
mod passkeys;
mod plans;
mod ratings;
mod recall;
mod refused_forms;
mod registry;
mod results;
mod routes;
mod screening;
mod search;
mod sign_in;
mod signing;
mod stale;
mod start_gate;
mod support;
mod today;
mod tries;
mod twice;
mod two_servers;
mod watch;
