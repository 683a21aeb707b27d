//! A question about the last session, where the chart itself holds a later one than the answer: nobody confirms a "never" that the
//! record contradicts.

use jiff::civil::Date;
use needlework_chart::fold::Chart;
use needlework_planning::Library;
use needlework_protocol::screening::Anchor;

use super::version::versioned;
use crate::server::case_draft::AnswerDraft;
use crate::server::intake::Beside;

/// What stands beside the questions, with the day of the last session of the chart in the place of an answer that knows of none so
/// late.
pub(in crate::server::pages) fn with_known_session(
    mut beside: Beside,
    library: &Library,
    chart: &Chart,
) -> Beside {
    let Some(last) = chart.last_held_on() else {
        return beside;
    };
    let rules = library.screening.iter();
    for rule in rules.filter(|rule| rule.is_of_last_session) {
        let id = &rule.record.id;
        if said(&beside, id).is_none_or(|said| said < last) {
            let known = versioned(rule, AnswerDraft::Word(last.to_string()));
            beside.answers.insert(id.clone(), known);
            beside.of_person.remove(id);
        }
    }
    beside
}

/// The latest day that an answer can speak of; `None`: it names none.
fn said(beside: &Beside, id: &str) -> Option<Date> {
    let day = Anchor::parse(beside.answers.get(id)?.word()?)?.day()?;
    // A month that was not over yet when it was named says nothing of its last days.
    let answered_on = beside
        .answered_on
        .filter(|_| !beside.of_person.contains(id));
    Some(answered_on.map_or(day, |answered_on| day.min(answered_on)))
}

/// Whether what stands beside a question follows from a session of the chart, and nobody said it.
pub(in crate::server::pages) fn is_of_chart(beside: &Beside, id: &str) -> bool {
    let known = beside.answers.get(id);
    known.is_some() && known != beside.recorded.get(id) && !beside.of_person.contains(id)
}
