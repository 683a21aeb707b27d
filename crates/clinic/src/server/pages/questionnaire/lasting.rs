//! On return: answers that last, confirmed together by one tick. Nothing is confirmed by itself, and what is answered anew counts
//! instead.

use jiff::civil::Date;
use needlework_planning::Library;
use needlework_protocol::screening::questions_to_ask;

use super::unclear::is_blank;
use super::{Asked, QuestionField, QuestionGroup, SAME, Unclear, is_asked_again};
use crate::server::intake::Fields;
use crate::server::page::Page;

/// Field of the tick. A form that shows it always sends it, also unticked.
const ALL_SAME: &str = "all_as_before";
const TICKED: &str = "yes";

/// Takes the questions whose earlier answers may be confirmed together out of their groups.
pub(in crate::server::pages) fn set_apart(groups: &mut Vec<QuestionGroup>) -> Vec<QuestionField> {
    let mut lasting = Vec::new();
    for group in groups.iter_mut() {
        lasting.extend(group.questions.extract_if(.., |one| one.is_lasting));
    }
    groups.retain(|group| !group.questions.is_empty());
    lasting
}

/// The same questions when a form comes back.
pub(in crate::server::pages) struct Lasting<'a> {
    fields: &'a Fields,
    /// Rules at which nothing was filled in.
    blank: Vec<String>,
}

impl<'a> Lasting<'a> {
    /// Those of a form.
    pub(in crate::server::pages) fn of(
        library: &Library,
        asked: Asked<'_>,
        appointment: Date,
        fields: &'a Fields,
    ) -> Self {
        let questions = questions_to_ask(&library.screening, asked.earlier, appointment);
        let is_lasting = |rule: &String| asked.beside.answers.contains_key(rule);
        let rules = questions
            .into_iter()
            .filter(|one| is_asked_again(one.ask))
            .map(|one| one.rule)
            .filter(is_lasting);
        Self {
            fields,
            blank: rules.filter(|rule| is_blank(fields, rule)).collect(),
        }
    }

    /// Whether somebody said that all is as before.
    pub(in crate::server::pages) fn is_ticked(fields: &Fields) -> bool {
        fields.all(ALL_SAME).contains(&TICKED)
    }

    /// The fields with what the tick says.
    pub(in crate::server::pages) fn confirmed(&self) -> Fields {
        if !Self::is_ticked(self.fields) {
            return self.fields.clone();
        }
        let same = |rule: &String| (format!("answer_{rule}"), SAME.to_owned());
        self.fields.and(self.blank.iter().map(same).collect())
    }

    /// Questions that the form showed with their earlier answers and that nobody confirmed. They are asked back and not left open:
    /// after a recording their earlier answers would no longer be offered, and all of them would have to be asked anew.
    pub(in crate::server::pages) fn missing(&self, page: &Page, library: &Library) -> Vec<Unclear> {
        let is_shown = !self.fields.all(ALL_SAME).is_empty();
        if !is_shown || Self::is_ticked(self.fields) {
            return Vec::new();
        }
        let speech = library.speech(page.protocol_language());
        let missing = self.blank.iter().filter_map(|id| {
            let rule = library.screening.get(id)?;
            let question = speech.question(id, &rule.question);
            Some(Unclear {
                rule: id.clone(),
                text: page.say_with("lasting-unconfirmed", "question", question),
            })
        });
        missing.collect()
    }
}
