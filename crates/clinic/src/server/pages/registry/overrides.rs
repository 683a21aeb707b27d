//! Decisions against rules: how often, by whom, and what followed.

use needlework_planning::Library;
use needlework_registry::{Compared, ReviewedRule, RuleKind, ToldReview, ToldRule};

use super::told::{Onlooker, count_words, counted};
use crate::server::page::Page;
use crate::server::registry::RegistryNumbers;

/// The review of one rule, in words.
pub(super) struct OverrideView {
    pub(super) name: String,
    pub(super) kind: String,
    pub(super) decided: String,
    pub(super) roles: String,
    pub(super) afterwards: String,
    pub(super) verdict: String,
    pub(super) class: &'static str,
    /// Address and day of the newest decisions.
    pub(super) links: Vec<(String, String)>,
}

/// All reviews, and what followed where nobody decided against a rule.
pub(super) fn override_views(
    page: &Page,
    library: &Library,
    (numbers, told): (&RegistryNumbers, &ToldReview),
    onlooker: Onlooker,
) -> (Vec<OverrideView>, String) {
    let rules = told.rules.iter();
    let views = rules.map(|rule| view(page, library, rule, numbers, onlooker));
    let without = page.say_with(
        "override-without",
        "share",
        &counted(page, told.troubled_without, told.without),
    );
    (views.collect(), without)
}

fn view(
    page: &Page,
    library: &Library,
    told: &ToldRule,
    numbers: &RegistryNumbers,
    onlooker: Onlooker,
) -> OverrideView {
    let roles = told.by_role.iter().map(|(role, times)| {
        let name = page.say(&format!("role-{role}"));
        format!("{name} {}", count_words(page, *times))
    });
    let (verdict, class) = match told.compared {
        None => ("told-withheld", ""),
        Some(Compared::TooFew) => ("override-too-few", ""),
        Some(Compared::NotTold) => ("override-not-told", ""),
        Some(Compared::MoreOften) => ("override-more", "no"),
        Some(Compared::LessOften) => ("override-less", "yes"),
    };
    OverrideView {
        name: rule_name(page, library, &told.rule),
        kind: page.say(&format!("override-kind-{}", told.rule.kind.name())),
        decided: counted(page, told.decided, told.asked),
        roles: roles.collect::<Vec<_>>().join(", "),
        afterwards: counted(page, told.troubled, told.after),
        verdict: page.say(verdict),
        class,
        links: if onlooker.may_open_charts {
            links(page, &told.rule, numbers)
        } else {
            Vec::new()
        },
    }
}

fn rule_name(page: &Page, library: &Library, rule: &ReviewedRule) -> String {
    let translated = library
        .translation(page.protocol_language())
        .and_then(|into| into.text(&rule.id));
    let recorded = match rule.kind {
        RuleKind::Screening => library.screening.get(&rule.id).map(|rule| &rule.record),
        RuleKind::StartGate => library.gate.get(&rule.id),
        RuleKind::Tolerance => return page.say("override-tolerance"),
    };
    let recorded = recorded.map(|record| record.text.as_str());
    translated.or(recorded).unwrap_or(&rule.id).to_owned()
}

fn links(page: &Page, rule: &ReviewedRule, numbers: &RegistryNumbers) -> Vec<(String, String)> {
    let newest = numbers.newest.get(rule).into_iter().flatten();
    newest
        .map(|(patient, decision)| {
            let part = match decision.session {
                Some(session) => format!("sessions/{session}"),
                None => "screening".to_owned(),
            };
            let day = page.day(page.local(decision.at).date());
            (format!("/patients/{patient}/{part}"), day)
        })
        .collect()
}
