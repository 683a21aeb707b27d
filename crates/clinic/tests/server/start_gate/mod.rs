//! Whether a session may start today, who says so, and what the record then claims.

mod screened;
mod started;
mod steps;
