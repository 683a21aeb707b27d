//! Whether a session may start today, who says so, and what the record then claims.

mod approval;
mod asked_back;
mod at_the_chair;
mod healing;
mod screened;
mod started;
mod steps;
