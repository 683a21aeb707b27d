//! Whether a session may start today, who says so, and what the record then claims.

mod asked_back;
mod screened;
mod started;
mod steps;
