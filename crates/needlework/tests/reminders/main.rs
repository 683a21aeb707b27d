//! Reminders of the real program: killed at the worst moment, and before servers of mails that are secret, ask for a name, are not
//! what they say, or are of somebody else's making.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a broken example must stop its test"
)]

mod authority;
mod clinic;
mod foreign;
mod killed;
#[path = "../../../clinic/tests/server/mails/post_office.rs"]
mod post_office;
mod secrecy;
mod settings;

use std::time::Duration;

/// Longest that a mail may take to arrive.
const PATIENCE: Duration = Duration::from_mins(2);
