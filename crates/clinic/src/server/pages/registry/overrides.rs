//! Decisions against rules: how often, by whom, and what followed.

use needlework_chart::id::PatientId;
use needlework_planning::Library;
use needlework_registry::{
    Compared, DecidedAgainst, OverrideReview, ReviewedRule, RuleKind, RuleReview, SMALLEST_CELL,
    SharedInterval,
};

use super::share_words;
use crate::server::page::Page;
use crate::server::registry::Collected;
use crate::server::results::Decision;

/// Decisions of a rule to which links are shown: the newest ones.
const MOST_LINKS: usize = 10;

/// Who looks at the review.
#[derive(Debug, Clone, Copy)]
pub(super) struct Onlooker {
    /// Whether charts may be opened: then decisions lead there.
    pub(super) may_open_charts: bool,
    /// Whether small counts are told: whoever works for research alone gets none that could point at somebody.
    pub(super) sees_small_counts: bool,
}

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
    rows: &Collected,
    onlooker: Onlooker,
) -> (Vec<OverrideView>, String) {
    let decided: Vec<DecidedAgainst> = rows
        .decisions
        .iter()
        .map(|(_, decision)| decision.against.clone())
        .collect();
    let review = OverrideReview::of(&rows.asked.by_rule(), &decided, &rows.reviewed);
    let views = review
        .rules
        .iter()
        .map(|rule| view(page, library, rule, &rows.decisions, onlooker));
    let without = page.say_with(
        "override-without",
        "share",
        &counted(page, &review.without, onlooker),
    );
    (views.collect(), without)
}

fn view(
    page: &Page,
    library: &Library,
    review: &RuleReview,
    decisions: &[(PatientId, Decision)],
    onlooker: Onlooker,
) -> OverrideView {
    let roles = review.by_role.iter().map(|(role, times)| {
        let name = page.say(&format!("role-{role}"));
        format!("{name} {}", times_words(page, *times, onlooker))
    });
    let (verdict, class) = match review.compared {
        Compared::TooFew => ("override-too-few", ""),
        Compared::NotTold => ("override-not-told", ""),
        Compared::MoreOften => ("override-more", "no"),
        Compared::LessOften => ("override-less", "yes"),
    };
    OverrideView {
        name: rule_name(page, library, &review.rule),
        kind: page.say(&format!("override-kind-{}", review.rule.kind.name())),
        decided: counted(page, &review.decided, onlooker),
        roles: roles.collect::<Vec<_>>().join(", "),
        afterwards: counted(page, &review.afterwards, onlooker),
        verdict: page.say(verdict),
        class,
        links: if onlooker.may_open_charts {
            links(page, &review.rule, decisions)
        } else {
            Vec::new()
        },
    }
}

/// A count of a count with its share; without numbers where they are small and could point at somebody.
fn counted(page: &Page, of: &SharedInterval, onlooker: Onlooker) -> String {
    let smallest = SMALLEST_CELL as f64;
    let is_small = of.of < SMALLEST_CELL || (of.counted > 0.0 && of.counted < smallest);
    if is_small && !onlooker.sees_small_counts {
        return page.count("override-fewer-than", SMALLEST_CELL);
    }
    if of.of == 0 {
        return page.say("override-no-session");
    }
    let (came, all) = (page.number(of.counted, 0), of.of.to_string());
    let values = [
        ("came", &*came),
        ("all", &*all),
        ("share", &share_words(of)),
    ];
    page.say_all("override-share", &values)
}

fn times_words(page: &Page, times: usize, onlooker: Onlooker) -> String {
    if times < SMALLEST_CELL && !onlooker.sees_small_counts {
        page.count("override-fewer-than", SMALLEST_CELL)
    } else {
        times.to_string()
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

fn links(
    page: &Page,
    rule: &ReviewedRule,
    decisions: &[(PatientId, Decision)],
) -> Vec<(String, String)> {
    let mut of_rule: Vec<_> = decisions
        .iter()
        .filter(|(_, decision)| decision.against.rule == *rule)
        .collect();
    of_rule.sort_by_key(|(_, decision)| std::cmp::Reverse(decision.at));
    of_rule
        .into_iter()
        .take(MOST_LINKS)
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
