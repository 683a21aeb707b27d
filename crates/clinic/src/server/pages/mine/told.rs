//! What is said to whoever reported: at once on the page of the answer, and on the card of the day while the report is open.

use jiff::Zoned;
use needlework_chart::fold::{Chart, CheckIn};
use needlework_planning::standing;
use needlework_protocol::check_in::{Level, Opening, PhotoState};

use super::reports::address_of;
use crate::server::chart_care::is_under_review;
use crate::server::check_in::{Answered, Context, answered, level_class};
use crate::server::page::Page;

/// The words that answer a report.
pub(super) struct Told {
    pub(super) class: &'static str,
    pub(super) title: String,
    /// What to do, what else, and who reads it.
    pub(super) sentences: Vec<String>,
    /// Who reads it and when, where the words of the level do not say it.
    pub(super) readers: Option<String>,
    /// Nothing but the call is shown.
    pub(super) is_emergency: bool,
    /// Whether calling the clinic is what is asked for.
    pub(super) is_to_call: bool,
}

impl Told {
    /// The words of an answer, in the language of the page.
    pub(super) fn of(page: &Page, answered: Answered) -> Self {
        let level = answered.level;
        Self {
            class: level_class(level),
            title: page.say(title(&answered)),
            readers: match level {
                None => Some(page.say("own-answer-no-reply")),
                Some(Level::Emergency) => Some(page.say("own-answer-emergency-read")),
                Some(_) => None,
            },
            is_emergency: level == Some(Level::Emergency),
            is_to_call: level == Some(Level::Urgent) && !answered.is_closed
                || level == Some(Level::Review) && answered.photo == PhotoState::Impossible,
            sentences: answered.sentences,
        }
    }
}

/// What the answer is called. While the clinic is closed nobody is sent to its telephone.
const fn title(answered: &Answered) -> &'static str {
    match answered.level {
        None => "own-answer-expected",
        Some(Level::Message) => "own-answer-message",
        Some(Level::Review) => "own-answer-review",
        Some(Level::Urgent) if answered.is_closed => "own-answer-urgent-closed",
        Some(Level::Urgent) => "own-answer-urgent",
        Some(Level::Emergency) => "own-answer-emergency",
    }
}

/// The gravest report of a patient that the clinic has not answered, from review on.
pub(super) struct OpenReport {
    pub(super) address: String,
    /// When it was sent.
    pub(super) reported: String,
    pub(super) told: Told,
    /// What to do where nobody has answered in time; `None`: the words say it, or there is nothing to wait for.
    pub(super) otherwise: Option<String>,
}

impl OpenReport {
    /// The gravest of all that are open, of equally grave ones the newest; `None`: none is.
    pub(super) fn gravest(
        page: &Page,
        context: &Context<'_>,
        opening: &Opening,
        chart: &Chart,
        now: &Zoned,
    ) -> Option<Self> {
        let open = chart.check_ins.iter();
        let open = open.filter(|(_, report)| is_under_review(report));
        let order = |report: &CheckIn| (report.reported.facts.level, report.reported.recorded_at);
        let (id, report) = open.max_by_key(|(_, report)| order(report))?;
        let (facts, at) = (&report.reported.facts, report.reported.recorded_at);
        let answered = answered(context, chart, facts, at);
        let level = answered.level?;
        let urges = level == Level::Urgent && answered.is_closed;
        let standing = standing(&context.rules, level, &page.local(at), now, opening);
        let by = page.moment(standing.due.timestamp());
        let otherwise = match (level, standing.is_overdue) {
            (Level::Review, false) => Some(page.say_with("own-open-by", "when", &by)),
            (Level::Review, true) => Some(page.say("own-open-late")),
            (Level::Urgent, true) if !urges => Some(page.say("own-open-late-urgent")),
            _ => None,
        };
        Some(Self {
            address: address_of(*id),
            reported: page.moment(at),
            told: Told::of(page, answered),
            otherwise,
        })
    }
}
