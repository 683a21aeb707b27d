//! Grading a pair of photographs without knowing whose skin it is and which came first. Whoever holds this duty reaches two
//! photographs by the id of a drawn pair, and no chart.

use jiff::Timestamp;
use needlework_chart::access::AccessQuery;
use needlework_chart::event::{BlindedPairRated, BlindedVerdict, Event};
use needlework_chart::fold::Refusal;
use needlework_chart::id::{PatientId, RatingId};
use needlework_chart::record::{OpenChart, RecordError};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::sign_in::uuid;
use super::{Allowed, RateBlinded};
use crate::server::blinded::{Candidate, draw_order};
use crate::server::chart_refusal::refused_by_chart;
use crate::server::office::blinded_pair::{BlindedPair, PhotographPair, Side};
use crate::server::office::{Held, discard, file};
use crate::server::photograph_file::as_large_as;
use crate::server::problem::Problem;

/// Pairs that are tried at once before somebody is told that none is left: each costs a look into the trail.
const MOST_TRIED: usize = 200;
/// Pairs that are counted: whoever sees that so many wait needs no exact number, and each costs a look into its chart.
const MOST_COUNTED: usize = 10;
/// Entries of the trail that are read at once.
const PAGE: u32 = 100;
/// By which somebody may have seen a grade.
const READING: [&str; 2] = ["chart-opened", "history-read"];

/// Pairs that wait for somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::server) struct PairsWaiting {
    /// How many.
    pub(in crate::server) number: usize,
    /// Whether there may be more than these.
    pub(in crate::server) may_be_more: bool,
}

impl Allowed<RateBlinded> {
    /// How many pairs wait that drawing would give to this person.
    ///
    /// # Errors
    /// When the database does not answer.
    pub(in crate::server) async fn pairs_waiting(&self) -> Result<PairsWaiting, Problem> {
        let candidates = self.candidates().await?;
        let mut number = 0;
        for (patient, candidate) in candidates.iter().take(MOST_TRIED) {
            let pair = self.pair_of(*patient, candidate)?;
            number += usize::from(self.may_be_given(&pair, candidate).await?);
            if number == MOST_COUNTED {
                break;
            }
        }
        Ok(PairsWaiting {
            number,
            may_be_more: number == MOST_COUNTED,
        })
    }

    /// Those pairs, first those that nobody has graded, the longest waiting first.
    async fn candidates(&self) -> Result<Vec<(PatientId, Candidate)>, Problem> {
        let clinic = self.clinic();
        clinic.read_again_for_registry().await?;
        let (account, today) = (self.who().account(), clinic.today().await);
        let rows = clinic.registry.read().await;
        let waiting = rows
            .candidates()
            .filter(|(_, one)| one.waits_for(account.user, &account.name, today));
        let mut waiting: Vec<_> = waiting
            .map(|(patient, one)| (patient, one.clone()))
            .collect();
        waiting.sort_by_key(|(_, one)| (one.graded, one.due_on));
        Ok(waiting)
    }

    /// The id of the pair that is to be graded next: one that was drawn before and still waits, else a new one. `None`: there
    /// is none for this person.
    ///
    /// # Errors
    /// When the database does not answer.
    pub(in crate::server) async fn draw_pair(&self) -> Result<Option<Uuid>, Problem> {
        for held in self.drawn().await {
            let pair = &held.value;
            // Whoever read the chart meanwhile could do nothing with this pair: it must not keep the next one away.
            if self.is_still_right(pair).await?
                && !self.has_read_since(pair.patient, pair.drawn_at).await?
            {
                return Ok(Some(pair.id));
            }
            self.clinic()
                .record
                .put_documents(&[discard(&held)])
                .await?;
        }
        for (patient, candidate) in self.candidates().await?.into_iter().take(MOST_TRIED) {
            let pair = self.pair_of(patient, &candidate)?;
            if self.may_be_given(&pair, &candidate).await? {
                let clinic = self.clinic();
                clinic.record.put_documents(&[file(&pair, 0)?]).await?;
                self.note("blinded-pair-drawn", Some(patient), Some(pair.id))
                    .await?;
                return Ok(Some(pair.id));
            }
        }
        Ok(None)
    }

    fn pair_of(&self, patient: PatientId, candidate: &Candidate) -> Result<BlindedPair, Problem> {
        let clinic = self.clinic();
        Ok(BlindedPair {
            id: uuid(clinic)?,
            rater: self.who().account().user,
            patient,
            pair: candidate.pair.clone(),
            shown_first: draw_order(clinic.chance())?,
            drawn_at: clinic.now(),
        })
    }

    /// Pairs that were drawn for this person and are not graded.
    async fn drawn(&self) -> Vec<Held<BlindedPair>> {
        let office = self.clinic().office().await;
        let own = self.who().account().user;
        let held = office.blinded_pairs.held();
        held.filter(|one| one.value.rater == own).cloned().collect()
    }

    /// A pair that was drawn for this person.
    ///
    /// # Errors
    /// When there is none with this id, it was graded, or since it was drawn a photograph was withdrawn, its consent taken back,
    /// or the person erased.
    pub(in crate::server) async fn pair(&self, id: Uuid) -> Result<Held<BlindedPair>, Problem> {
        let held = {
            let office = self.clinic().office().await;
            office.blinded_pairs.get(id).cloned()
        };
        let held = held
            .filter(|held| held.value.rater == self.who().account().user)
            .ok_or(Problem::NotFound)?;
        self.open_shown(&held.value).await?;
        Ok(held)
    }

    /// The chart of a pair, whose photographs may still be shown.
    async fn open_shown(&self, pair: &BlindedPair) -> Result<OpenChart, Problem> {
        let opened = self.open_for_rating(pair).await?;
        let today = self.clinic().today().await;
        let PhotographPair { before, after, .. } = pair.pair;
        let shown = opened.chart().require_shown([before, after], today);
        shown.map_err(|_| Problem::refused("refused-pair-gone"))?;
        Ok(opened)
    }

    /// One of the two photographs, as large as the other one. Looking at it is in the trail.
    ///
    /// # Errors
    /// When one of them was withdrawn, or its consent taken back, or the database does not answer.
    pub(in crate::server) async fn pixels_of(
        &self,
        pair: &BlindedPair,
        side: Side,
    ) -> Result<Zeroizing<Vec<u8>>, Problem> {
        let photograph = pair.photograph(side);
        let record = &self.clinic().record;
        let opened = self.open_shown(pair).await?;
        let pixels = record.pixels(&opened, photograph).await.map_err(unnamed)?;
        let other = pair.photograph(side.other());
        let other = record.pixels(&opened, other).await.map_err(unnamed)?;
        let pixels = as_large_as(pixels, other).await?;
        let subject = Some(photograph.uuid());
        self.note("blinded-photograph-seen", Some(pair.patient), subject)
            .await?;
        Ok(pixels)
    }

    /// Records what was said of a pair; then nobody finds it under its id again.
    ///
    /// # Errors
    /// When it is no longer blind, was graded already, or somebody else wrote meanwhile.
    pub(in crate::server) async fn rate_pair(
        &self,
        held: &Held<BlindedPair>,
        verdict: BlindedVerdict,
    ) -> Result<(), Problem> {
        let pair = &held.value;
        if self.has_read_since(pair.patient, pair.drawn_at).await? {
            return Err(refused_by_chart(&Refusal::NotBlind));
        }
        let opened = self.open_for_rating(pair).await?;
        let facts = self.facts(pair, verdict).await?;
        self.append(&opened, vec![Event::from(facts)]).await?;
        let record = &self.clinic().record;
        record.put_documents(&[discard(held)]).await?;
        Ok(())
    }

    async fn open_for_rating(&self, pair: &BlindedPair) -> Result<OpenChart, Problem> {
        let opened = self.clinic().record.open(pair.patient).await;
        opened.map_err(unnamed)
    }

    async fn facts(
        &self,
        drawn: &BlindedPair,
        verdict: BlindedVerdict,
    ) -> Result<BlindedPairRated, Problem> {
        let (clinic, pair) = (self.clinic(), drawn.pair.clone());
        Ok(BlindedPairRated {
            rating: RatingId::new(clinic.now(), clinic.chance())?,
            plan: pair.plan,
            zone: pair.zone,
            scale: pair.scale,
            before: pair.before,
            after: pair.after,
            shown_first: drawn.shown_first,
            day: clinic.today().await,
            verdict,
        })
    }

    /// Whether the chart would take a rating of this pair by this person now.
    async fn is_still_right(&self, pair: &BlindedPair) -> Result<bool, Problem> {
        if !self.clinic().has_chart(pair.patient).await {
            return Ok(false);
        }
        let opened = self.open_for_rating(pair).await?;
        let verdict = BlindedVerdict::Graded {
            first: 0.0,
            second: 0.0,
            looks_better: None,
        };
        let tried = Event::from(self.facts(pair, verdict).await?);
        let tried = tried.by(self.author()?, self.clinic().now());
        Ok(opened.chart().admit(&tried).is_ok())
    }

    /// Whether drawing gives a pair to this person.
    async fn may_be_given(
        &self,
        pair: &BlindedPair,
        candidate: &Candidate,
    ) -> Result<bool, Problem> {
        Ok(self.is_still_right(pair).await? && !self.may_be_led(pair, candidate).await?)
    }

    /// Whether this person has opened the chart since it holds a grade of the result.
    async fn may_be_led(&self, pair: &BlindedPair, candidate: &Candidate) -> Result<bool, Problem> {
        match candidate.told_since {
            Some(since) => self.has_read_since(pair.patient, since).await,
            None => Ok(false),
        }
    }

    async fn has_read_since(&self, patient: PatientId, since: Timestamp) -> Result<bool, Problem> {
        let mut query = AccessQuery {
            patient: Some(patient),
            user: Some(self.who().account().user),
            before_position: None,
            at_most: PAGE,
        };
        loop {
            let rows = self.clinic().record.accesses(query).await?;
            for (position, access) in &rows {
                if access.at < since {
                    return Ok(false);
                }
                if READING.contains(&access.action.as_str()) {
                    return Ok(true);
                }
                query.before_position = Some(*position);
            }
            if rows.is_empty() {
                return Ok(false);
            }
        }
    }
}

/// What is wrong, without the ids that the record names: whoever grades blind learns none.
fn unnamed(error: RecordError) -> Problem {
    match Problem::from(error) {
        Problem::Refused(_) | Problem::NotFound | Problem::Conflict(_) => {
            Problem::refused("refused-pair-gone")
        }
        other => other,
    }
}
