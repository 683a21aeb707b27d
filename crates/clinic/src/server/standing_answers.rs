//! What the newest answers say to whoever stands beside the person: allergies, what was decided, which anaesthetic is barred, and
//! where nobody needles.

use needlework_chart::fold::Chart;
use needlework_planning::{BarredNumbing, Library};
use needlework_protocol::screening::{Blocks, Outcome};

use super::case_draft::ScreeningDraft;
use super::intake::Intake;
use super::page::Page;

/// The newest answers with the decisions that stand.
pub(super) struct StandingAnswers<'a> {
    page: &'a Page,
    library: &'a Library,
    answers: ScreeningDraft,
}

impl<'a> StandingAnswers<'a> {
    /// Those of a chart; `None`: nobody was asked.
    pub(super) fn of(page: &'a Page, chart: &Chart) -> Option<Self> {
        let (id, intake) = Intake::newest(chart)?;
        Some(Self {
            page,
            library: page.library(),
            answers: intake.with_decisions(chart, id, page),
        })
    }

    /// Allergies, and decisions that name what is to be done, each once: what a glance at the name of the person shows.
    pub(super) fn at_a_glance(&self) -> Vec<String> {
        let speech = self.library.speech(self.page.protocol_language());
        let rules = self.library.screening.iter();
        let rules = rules.filter(|rule| rule.is_told_at_a_glance);
        let allergies = rules.flat_map(|rule| {
            let rule = rule.record.id.as_str();
            let outcomes = self.outcomes(rule).into_iter();
            outcomes.map(move |outcome| (rule, outcome.because.as_str()))
        });
        let decided = self.answers.overrides.iter().filter_map(|one| {
            let decision = one.decision.as_deref()?;
            Some((one.rule.as_str(), decision))
        });
        let mut told: Vec<String> = Vec::new();
        for (rule, words) in allergies.chain(decided) {
            let words = speech.word(rule, words).to_owned();
            if !told.contains(&words) {
                told.push(words);
            }
        }
        told
    }

    /// What must not be put on the skin to numb it, whatever was decided: a decision says how the session goes ahead, and not that
    /// the answer was wrong.
    pub(super) fn barred_anaesthetic(&self) -> Option<BarredNumbing> {
        let anaesthetics = &self.library.anaesthetics;
        let is_barred = |rule: &str| !self.outcomes(rule).is_empty();
        if is_barred(&anaesthetics.any.rule) {
            return Some(BarredNumbing::Any);
        }
        is_barred(&anaesthetics.prilocaine.rule).then_some(BarredNumbing::Prilocaine)
    }

    /// Moles, lesions and tattoos that are not needled, each with its places as they were written; without those about which
    /// somebody decided otherwise.
    pub(super) fn never_needled(&self) -> Vec<String> {
        let speech = self.library.speech(self.page.protocol_language());
        let mut told = Vec::new();
        for (rule, answer) in &self.answers.answers {
            let outcomes = self.outcomes(rule);
            let marked = outcomes.iter().find(|one| one.blocks == Blocks::MarkedArea);
            let (Some(outcome), Some(places)) = (marked, answer.places()) else {
                continue;
            };
            let is_decided = self.answers.overrides.iter().any(|one| one.rule == *rule);
            if is_decided && outcome.override_role.is_some() {
                continue;
            }
            let what = speech.word(rule, &outcome.because);
            let values = [("what", what), ("places", places.as_str())];
            told.push(self.page.say_all("never-needled-places", &values));
        }
        told
    }

    /// What follows from the answer about a rule.
    fn outcomes(&self, rule: &str) -> Vec<&'a Outcome> {
        let answer = self.answers.answers.get(rule);
        let Some(word) = answer.and_then(|answer| answer.word()) else {
            return Vec::new();
        };
        let known = self.library.screening.get(rule);
        known.map_or_else(Vec::new, |rule| rule.outcomes_of(word).collect())
    }
}
