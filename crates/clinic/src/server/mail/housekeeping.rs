//! What is kept of mails, and for how long: memory does not grow with every mail that was ever sent.

use std::collections::BTreeSet;

use jiff::SignedDuration;

use super::post::Post;
use crate::server::clinic::Shared;
use crate::server::office::Held;
use crate::server::office::mail::Mail;
use crate::server::problem::Problem;

/// For how long the clinic sees what was sent: until after the next visit, at which somebody may ask for it.
const KEPT_FOR: SignedDuration = SignedDuration::from_hours(30 * 24);
/// Mails that are over and kept: some 300 bytes each in memory.
const MOST_KEPT: usize = 20_000;

/// Forgets mails that were over long ago, and all of everybody who was erased.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn tidy(clinic: &Shared, post: &Post) -> Result<(), Problem> {
    let old: Vec<Held<Mail>> = {
        let office = clinic.office().await;
        let now = clinic.now();
        let beyond = office.mails.number_settled().saturating_sub(MOST_KEPT);
        let old = office.mails.settled_before(now - KEPT_FOR);
        let many = office.mails.settled().take(beyond);
        let mut seen = BTreeSet::new();
        let both = old
            .chain(many)
            // What could still be queued is kept, so that it is not queued anew.
            .filter(|held| held.value.good_until <= now)
            .filter(|held| seen.insert(held.value.id));
        both.cloned().collect()
    };
    let erased = erased(clinic).await;
    for held in old.iter().chain(&erased) {
        post.forget(held.value.id);
    }
    clinic.forget_mails(&old).await?;
    clinic.forget_mails(&erased).await
}

/// Mails of everybody who has no chart any more.
async fn erased(clinic: &Shared) -> Vec<Held<Mail>> {
    let office = clinic.office().await;
    let lists = clinic.lists().await;
    let mut erased = Vec::new();
    for patient in office.mails.patients() {
        if lists.directory().row(patient).is_none() {
            erased.extend(office.mails.of_patient(patient).cloned());
        }
    }
    erased
}
