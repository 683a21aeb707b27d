//! What is known of a chart when its questions are asked, and again when they are answered: both must see the same.

use jiff::civil::Date;
use needlework_chart::record::OpenChart;
use needlework_planning::Library;
use needlework_protocol::screening::Answers;

use super::super::questionnaire::{Asked, is_of_chart, version_answered, with_known_session};
use super::case_of;
use crate::server::intake::{Beside, Intake};
use crate::server::page::Page;

/// What a chart holds about its questions today.
pub(super) struct Known {
    /// What stands beside them.
    pub(super) beside: Beside,
    /// Answers for an earlier appointment.
    earlier: Option<Answers>,
    /// Whether answers of today are shown for correction.
    pub(super) is_correction: bool,
}

impl Known {
    /// What a chart holds.
    pub(super) fn of(page: &Page, opened: &OpenChart, library: &Library, today: Date) -> Self {
        let chart = opened.chart();
        let beside = Beside::of(chart);
        if beside.is_of(today) {
            return Self {
                beside,
                earlier: None,
                is_correction: true,
            };
        }
        let beside = with_known_session(beside, library, chart);
        let newest = Intake::newest(chart);
        let case = newest.and_then(|_| case_of(page, opened.patient(), chart, library, today).ok());
        let answers = case.and_then(|case| case.screening);
        Self {
            earlier: answers.map(|answers| for_an_earlier_appointment(answers, &beside)),
            beside,
            is_correction: false,
        }
    }

    /// The same, as the questions are asked by it.
    pub(super) const fn asked(&self) -> Asked<'_> {
        Asked {
            earlier: self.earlier.as_ref(),
            beside: &self.beside,
            is_correction: self.is_correction,
        }
    }
}

/// Answers of an earlier day count as given for an appointment of that day, so that what may have changed is asked again. What
/// the person has answered anew since, and what the chart itself knows better, is asked in any case, and in full.
fn for_an_earlier_appointment(mut answers: Answers, beside: &Beside) -> Answers {
    answers.appointment = Some(answers.answered_on);
    answers.answers.retain(|rule, answer| {
        // Whoever reads a case takes an answer without a version for one to the question of today.
        if let Some(recorded) = beside.recorded.get(rule) {
            answer.version = version_answered(recorded);
        }
        !beside.of_person.contains(rule) && !is_of_chart(beside, rule)
    });
    answers
}
