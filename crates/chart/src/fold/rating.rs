//! Ratings: which stand, of which day one may be, and who may take one back.

use super::admission::day_in_utc;
use super::refusal::Refusal;
use super::stated::Stated;
use super::{Chart, unknown};
use crate::event::{Author, RatingWithdrawn, Role, ScaleRated};

impl Chart {
    /// Ratings that nobody took back.
    pub fn standing_ratings(&self) -> impl Iterator<Item = &Stated<ScaleRated>> {
        let ratings = self.ratings.iter();
        ratings
            .filter(|(id, _)| !self.withdrawn_ratings.contains_key(id))
            .map(|(_, rated)| rated)
    }

    pub(super) fn withdraw_rating(
        &mut self,
        withdrawn: Stated<RatingWithdrawn>,
    ) -> Result<(), Refusal> {
        let id = withdrawn.facts.rating;
        if !self.ratings.contains_key(&id) {
            return Err(unknown("rating", id));
        }
        if self.withdrawn_ratings.contains_key(&id) {
            return Err(Refusal::Over {
                what: "rating",
                id: id.to_string(),
                state: "taken back",
            });
        }
        self.withdrawn_ratings.insert(id, withdrawn);
        Ok(())
    }

    /// Nobody is rated before being born, nor before being registered here; a day earlier by the calendar of another time zone is
    /// no earlier day.
    pub(super) fn require_day_of_rating(&self, rated: &ScaleRated) -> Result<(), Refusal> {
        let born = self.identity.as_ref().map(|known| known.birth_date);
        let registered = self.registered_at.map(day_in_utc);
        let registered = registered.and_then(|day| day.yesterday().ok());
        if [born, registered]
            .into_iter()
            .flatten()
            .any(|first| rated.day < first)
        {
            return Err(Refusal::RatedBeforeRegistered);
        }
        Ok(())
    }

    /// The rater takes back, or a clinician what a colleague gave. What a patient said is the patient's.
    pub(super) fn require_withdrawer(
        &self,
        withdrawn: &RatingWithdrawn,
        author: &Author,
    ) -> Result<(), Refusal> {
        let rated = self.ratings.get(&withdrawn.rating);
        let rated = rated.ok_or_else(|| unknown("rating", withdrawn.rating))?;
        let is_own = rated.author.user == author.user;
        let is_of_colleague = rated.author.role != Role::Patient;
        if is_own || (is_of_colleague && author.role.is_licensed()) {
            return Ok(());
        }
        Err(Refusal::RatingOfAnother)
    }
}
