//! From a filled form to a report in the chart, and back to the words that answer it.

use jiff::{Timestamp, Zoned};
use needlework_chart::event::CheckInReported;
use needlework_chart::fold::{Chart, Session};
use needlework_chart::id::{CheckInId, PhotographId, SessionId};
use needlework_evidence::hours_in;
use needlework_planning::{Judged, Library, LockedForecast, judge};
use needlework_protocol::Speech;
use needlework_protocol::check_in::{self, CheckIn, Level, Opening, PhotoState, due_at_closing};

use super::answers::{CheckInAnswers, check_in_of};
use super::form::Filled;
use crate::server::office::clinic_site::ClinicSite;
use crate::server::pages::photographs::consent;
use crate::server::plan_document::PlanDocument;
use crate::server::problem::Problem;

/// What must be known of the clinic to answer.
pub(in crate::server) struct Context<'a> {
    /// Rules in the language of whoever reads the answer.
    pub(in crate::server) rules: check_in::CheckInRules,
    opening: Opening,
    zone: &'a jiff::tz::TimeZone,
    /// Says a moment as its reader does.
    speech: Speech<'a>,
}

impl<'a> Context<'a> {
    /// The rules of a library in a language, and the hours of the clinic that answers the patient.
    pub(in crate::server) fn new(
        library: &'a Library,
        language: needlework_protocol::Language,
        site: &ClinicSite,
        zone: &'a jiff::tz::TimeZone,
    ) -> Self {
        let speech = library.speech(language);
        Self {
            rules: library.check_in.translated(speech),
            opening: site.reading_hours(),
            zone,
            speech,
        }
    }

    /// Whether somebody reads at a moment, and how it stands with a photo.
    fn at<'by>(
        &self,
        at: Timestamp,
        photo: PhotoState,
        review_by: Option<&'by str>,
    ) -> check_in::Context<'by> {
        check_in::Context {
            hours_until_read: self.hours_until_read(&self.local(at)),
            review_by,
            photo,
        }
    }

    /// What is promised of a review that is reported at a moment, where its hours end while the clinic is closed: the moment at which
    /// the board has it due.
    fn review_by(&self, at: Timestamp) -> Option<String> {
        let review = self.rules.level_row(Level::Review)?;
        let due = due_at_closing(review.response(), &self.local(at), &self.opening)?;
        let day = self.speech.day(due.date());
        Some(format!("{day}, {}", due.strftime("%H:%M")))
    }

    fn hours_until_read(&self, at: &Zoned) -> f64 {
        let opens = self.opening.opens_next(at);
        opens.map_or(f64::INFINITY, |opens| hours_in(opens.duration_since(at)))
    }

    /// Whether the photograph of a report came, or can still be sent: under a consent that holds, and if one held already when the
    /// report came, since only then it has a place for one.
    fn photo(
        &self,
        chart: &Chart,
        reported: &CheckInReported,
        reported_at: Timestamp,
    ) -> PhotoState {
        let answers = CheckInAnswers::read(&reported.answers);
        let photograph = answers.and_then(|answers| answers.photograph);
        if photograph.is_some_and(|id| chart.photographs.contains_key(&id)) {
            PhotoState::Sent
        } else if photograph.is_some() && consent(chart, self.local(reported_at).date()).is_some() {
            PhotoState::Possible
        } else {
            PhotoState::Impossible
        }
    }

    fn local(&self, at: Timestamp) -> Zoned {
        at.to_zoned(self.zone.clone())
    }
}

/// The session after which somebody heals.
#[derive(Clone, Copy)]
pub(in crate::server) struct HealingSession<'a> {
    /// Its id.
    pub(in crate::server) id: SessionId,
    /// The session.
    pub(in crate::server) session: &'a Session,
}

impl<'a> HealingSession<'a> {
    /// The last session that was held, or is being held, and has begun.
    pub(in crate::server) fn of(chart: &'a Chart, at: Timestamp) -> Option<Self> {
        let sessions = chart
            .sessions
            .iter()
            .filter(|(_, session)| session.is_held() && session.started.facts.t0 <= at);
        let last = sessions.max_by_key(|(_, session)| session.started.facts.t0);
        last.map(|(id, session)| Self { id: *id, session })
    }

    /// A session of a chart.
    pub(in crate::server) fn known(chart: &'a Chart, id: SessionId) -> Option<Self> {
        let session = chart.sessions.get(&id)?;
        Some(Self { id, session })
    }

    /// Hours from the session to a moment.
    pub(in crate::server) fn hours_to(&self, at: Timestamp) -> f64 {
        hours_in(at.duration_since(self.session.started.facts.t0))
    }

    /// The forecast that was locked for it; `None` where this version cannot read the plan.
    pub(in crate::server) fn forecast(&self, chart: &Chart) -> Option<LockedForecast> {
        let plan = chart.plans.get(&self.session.started.facts.plan)?;
        let document = PlanDocument::read(&plan.document).ok()?;
        Some(document.forecast)
    }

    /// What was reported after it, the earliest first.
    pub(in crate::server) fn history(&self, chart: &Chart) -> Vec<CheckIn> {
        let reports = chart.check_ins.values().map(|one| &one.reported.facts);
        let mut told: Vec<CheckIn> = reports
            .filter(|facts| facts.session == self.id)
            .map(check_in_of)
            .collect();
        told.sort_by(|one, other| one.hour.total_cmp(&other.hour));
        told
    }
}

/// A report for the chart, under its id.
///
/// # Errors
/// When half of the questions were left open and nothing urgent was reported.
pub(in crate::server) fn report(
    context: &Context<'_>,
    chart: &Chart,
    healing: HealingSession<'_>,
    (id, filled): (CheckInId, &Filled),
    now: Timestamp,
    photograph: Option<PhotographId>,
) -> Result<CheckInReported, Problem> {
    let answered_at = filled
        .answered_at(now)
        .max(healing.session.started.facts.t0);
    let told = CheckIn {
        hour: healing.hours_to(answered_at),
        ..filled.told.clone()
    };
    let judged = judge(
        &context.rules,
        healing.forecast(chart).as_ref(),
        &told,
        &healing.history(chart),
        context.at(now, PhotoState::Possible, None),
    );
    let level = judged.assessment.level;
    let is_whole = filled.left_open().is_empty() && told.pain.is_some();
    if !is_whole && level < Some(Level::Urgent) {
        return Err(Problem::refused("refused-signs-left-open"));
    }
    Ok(CheckInReported {
        check_in: id,
        session: healing.id,
        hours_after_t0: told.hour,
        answers: CheckInAnswers::new(&told, &judged, photograph).to_value()?,
        level: level.map(Level::number),
        free_text: told.free_text,
    })
}

/// What is said to whoever reported.
pub(in crate::server) struct Answered {
    /// The level that was recorded.
    pub(in crate::server) level: Option<Level>,
    /// Whether nobody read reports when it came.
    pub(in crate::server) is_closed: bool,
    /// Whether the photograph of the report came, or can be sent.
    pub(in crate::server) photo: PhotoState,
    /// Sentences: what to do, what else, and who reads it.
    pub(in crate::server) sentences: Vec<String>,
    /// Rules that speak today.
    pub(in crate::server) findings: Vec<check_in::Finding>,
}

/// The words that answer a report: those of the rules of today for the answers of that day. The level is the recorded one; a rule
/// that has become milder since takes no words from it.
pub(in crate::server) fn answered(
    context: &Context<'_>,
    chart: &Chart,
    reported: &CheckInReported,
    reported_at: Timestamp,
) -> Answered {
    let recorded = reported.level.and_then(Level::numbered);
    let review_by = context.review_by(reported_at);
    let photo = context.photo(chart, reported, reported_at);
    let known = context.at(reported_at, photo, review_by.as_deref());
    let judged = judged(context, chart, reported, known).assessment;
    let level = judged.level.max(recorded);
    let raised = level.filter(|_| level > judged.level);
    Answered {
        level,
        is_closed: known.hours_until_read > 0.0,
        photo: known.photo,
        sentences: raised.map_or(judged.patient, |level| {
            check_in::level_words(&context.rules, level, known)
        }),
        findings: judged.findings,
    }
}

/// A report judged again, beside the forecast.
fn judged(
    context: &Context<'_>,
    chart: &Chart,
    reported: &CheckInReported,
    known: check_in::Context<'_>,
) -> Judged {
    let told = check_in_of(reported);
    let healing = HealingSession::known(chart, reported.session);
    let forecast = healing.and_then(|healing| healing.forecast(chart));
    let history = healing.map_or_else(Vec::new, |healing| healing.history(chart));
    judge(&context.rules, forecast.as_ref(), &told, &history, known)
}
