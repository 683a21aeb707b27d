//! A patient who was not heard of: who tried to reach them, and when it is looked at again.

use axum::extract::Path;
use axum::response::Redirect;
use axum_extra::extract::Form;
use jiff::civil::DateTime;
use jiff::{SignedDuration, Timestamp, Zoned};
use needlework_chart::event::SilenceNoted;
use needlework_chart::fold::Chart;
use needlework_chart::id::PatientId;
use needlework_planning::{Library, silence};
use serde::Deserialize;

use super::super::patient::open_chart;
use super::super::{Done, written};
use crate::server::access::{Allowed, FollowUp};
use crate::server::check_in::HealingSession;
use crate::server::mail::{QuietHours, reminded_ahead_hours};
use crate::server::page::Page;
use crate::server::problem::Problem;

/// Longest note, characters.
const LONGEST_NOTE: usize = 2000;
/// When it is looked at again where nobody says otherwise: at the same hour of the next day, on which a check-in is due again.
const USUAL_PAUSE: SignedDuration = SignedDuration::from_hours(24);
/// Longest time for which nobody looks: silence is pointed out within the first weeks, and must not be put off until they are over.
const LONGEST_PAUSE: SignedDuration = SignedDuration::from_hours(7 * 24);

/// What the page of the check-ins shows of a silence.
pub(super) struct Silence {
    /// When it is looked at again where nobody says otherwise, as a field of a form holds it.
    pub(super) look_again: String,
}

impl Silence {
    /// The silence of a patient now; `None`: the patient was heard of, or nothing is due.
    pub(super) fn of(
        chart: &Chart,
        library: &Library,
        now: &Zoned,
        quiet: QuietHours,
    ) -> Option<Self> {
        let healing = HealingSession::of(chart, now.timestamp())?;
        let heard: Vec<f64> = healing.history(chart).iter().map(|one| one.hour).collect();
        let hour = healing.hours_to(now.timestamp());
        let t0 = healing.session.started.facts.t0;
        let ahead = reminded_ahead_hours(&t0.to_zoned(now.time_zone().clone()), quiet);
        silence(&library.check_in, &library.care, ahead, &heard, hour)?;
        let again = now.saturating_add(USUAL_PAUSE);
        Some(Self {
            look_again: again.strftime("%Y-%m-%dT%H:%M").to_string(),
        })
    }
}

/// A try to reach the patient, in words: what was tried, and by whom and when, with the next look.
pub(super) fn tries(page: &Page, chart: &Chart) -> Vec<(String, String)> {
    let tries = chart.silences.iter().rev().map(|one| {
        let (when, again) = (
            page.moment(one.recorded_at),
            page.moment(one.facts.look_again_at),
        );
        let values = [
            ("name", one.author.name.as_str()),
            ("when", when.as_str()),
            ("again", again.as_str()),
        ];
        (one.facts.note.clone(), page.say_all("watch-tried", &values))
    });
    tries.collect()
}

/// What was tried.
#[derive(Deserialize)]
pub(in crate::server) struct Noted {
    note: String,
    /// By the clock of the clinic.
    look_again: String,
}

/// Notes that somebody tried to reach the patient.
pub(in crate::server) async fn note(
    follower: Allowed<FollowUp>,
    Path(patient): Path<PatientId>,
    Form(noted): Form<Noted>,
) -> Done {
    let (page, opened) = open_chart(&follower, patient).await?;
    let clinic = follower.clinic();
    let now = clinic.now();
    let healing = HealingSession::of(opened.chart(), now);
    let healing = healing.ok_or_else(|| Problem::refused("refused-nothing-to-check"))?;
    let facts = SilenceNoted {
        session: healing.id,
        note: written(&noted.note, "refused-words-done", LONGEST_NOTE)?,
        look_again_at: look_again_at(&page, &noted.look_again, now)?,
    };
    follower.note_silence(&opened, facts).await?;
    Ok(Redirect::to(&format!("/patients/{patient}/check-ins")))
}

fn look_again_at(page: &Page, typed: &str, now: Timestamp) -> Result<Timestamp, Problem> {
    let refused = || Problem::refused("refused-look-again");
    let local: DateTime = typed.trim().parse().map_err(|_| refused())?;
    let at = local.to_zoned(page.zone().clone()).map_err(|_| refused())?;
    let at = at.timestamp();
    let pause = at.duration_since(now);
    if pause <= SignedDuration::ZERO || pause > LONGEST_PAUSE {
        return Err(refused());
    }
    Ok(at)
}
