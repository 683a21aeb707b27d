//! May this skin be needled, from which day, and who must decide: the verdict with the rules behind it.

use needlework_evidence::Confidence;
use needlework_planning::Plan;
use needlework_protocol::capitalised;
use needlework_protocol::screening::{Blocks, Finding, Grade};
use needlework_protocol::{Conflict, Record, Seen, Setting};

use super::day;
use super::evidence::{SourceLink, link};
use crate::language::Language;

/// The section on eligibility.
pub(crate) struct Eligibility {
    pub(crate) class: &'static str,
    /// Why nobody may be needled by this plan; `None`: the first session may take place.
    pub(crate) stop: Option<Stop>,
    /// The verdict, where it is one for all zones.
    pub(crate) verdict: Option<String>,
    /// Name, verdict and whether it is left out of the plan, where the zones differ.
    pub(crate) zones: Vec<(String, String, bool)>,
    /// How the first planned session stands, where it is another day.
    pub(crate) first_session: Option<String>,
    /// The day that the verdict is about, where the first session is another.
    pub(crate) asked_for: Option<String>,
    pub(crate) is_answered: bool,
    pub(crate) findings: Vec<FindingView>,
    pub(crate) questions: Vec<String>,
    pub(crate) clinic: Option<String>,
}

/// What stands first where nobody may be needled.
pub(crate) struct Stop {
    pub(crate) words: String,
    /// The verdict for the first session, where it is not that of each zone below.
    pub(crate) why: Option<String>,
    pub(crate) draft: String,
}

/// One finding.
pub(crate) struct FindingView {
    pub(crate) class: &'static str,
    pub(crate) label: String,
    pub(crate) because: String,
    pub(crate) patient: String,
    pub(crate) decided: Option<String>,
    pub(crate) rule: Option<RuleView>,
}

/// One line about a rule.
pub(crate) struct RuleFact {
    pub(crate) label: String,
    pub(crate) value: String,
}

/// The rule behind a finding, one click away.
pub(crate) struct RuleView {
    pub(crate) id: String,
    pub(crate) version: String,
    pub(crate) text: String,
    pub(crate) facts: Vec<RuleFact>,
    pub(crate) sources: Vec<SourceLink>,
    pub(crate) opposite: Vec<SourceLink>,
    pub(crate) seen: Vec<(String, Vec<SourceLink>)>,
    pub(crate) conflicts: Vec<String>,
}

impl Eligibility {
    pub(crate) fn of(plan: &Plan, words: &Language) -> Self {
        let screening = &plan.screening;
        let sentence = |at: usize| screening.zones.get(at).map(|zone| &zone.standing.sentence);
        let is_one = (1..screening.zones.len()).all(|at| sentence(at) == sentence(0));
        let moved = plan
            .sessions
            .first()
            .filter(|first| first.starts.date() != screening.appointment);
        let stop = plan.stop().map(|words| Stop {
            words: words.to_owned(),
            why: (is_one || moved.is_some()).then(|| plan.first_session.sentence.clone()),
            draft: plan.wording("draft-dates").to_owned(),
        });
        // What the first session waits for is said first already.
        let is_said = stop.is_some() && moved.is_none();
        Self {
            class: class(plan.first_session.grade),
            verdict: (is_one && !is_said).then(|| screening.booking.sentence.clone()),
            zones: screening
                .zones
                .iter()
                .filter(|_| !is_one)
                .map(|zone| {
                    (
                        capitalised(&zone.name),
                        zone.standing.sentence.clone(),
                        zone.left_out,
                    )
                })
                .collect(),
            first_session: moved.filter(|_| stop.is_none()).map(|first| {
                let day = day::date(words, &first.starts);
                let planned = words.say_with("plan-first-session-planned", "day", &day);
                format!("{planned} {}", plan.first_session.sentence)
            }),
            asked_for: moved.map(|_| day::civil(words, screening.appointment)),
            stop,
            is_answered: screening.answered_on.is_some(),
            findings: findings(plan, words),
            questions: screening
                .findings
                .iter()
                .filter_map(|one| one.unanswered.clone())
                .collect(),
            clinic: plan.clinic.as_ref().map(|clinic| {
                let values: Vec<String> = clinic
                    .values
                    .iter()
                    .map(|(rule, value)| format!("{rule} {}", words.number(&value.to_string())))
                    .collect();
                words.say_all(
                    "plan-clinic-defaults",
                    &[("clinic", &clinic.name), ("values", &values.join(", "))],
                )
            }),
        }
    }
}

fn class(grade: Option<Grade>) -> &'static str {
    match grade {
        None => "free",
        Some(Grade::Precaution) => "care",
        Some(Grade::NeedsClinicianDecision | Grade::DeferUntil) => "wait",
        Some(Grade::Refuse) => "refused",
    }
}

/// What was found, each once with all its zones.
fn findings(plan: &Plan, words: &Language) -> Vec<FindingView> {
    let mut groups: Vec<Vec<&Finding>> = Vec::new();
    let found = plan.screening.findings.iter();
    for one in found.filter(|one| one.unanswered.is_none()) {
        let is_same = |group: &&mut Vec<&Finding>| {
            group.first().is_some_and(|first| {
                Finding {
                    zone: one.zone.clone(),
                    ..(*first).clone()
                } == *one
            })
        };
        match groups.iter_mut().find(is_same) {
            Some(group) => group.push(one),
            None => groups.push(vec![one]),
        }
    }
    groups
        .iter()
        .filter_map(|group| {
            Some(finding(
                plan,
                group.first()?,
                &zone_names(plan, group, words),
                words,
            ))
        })
        .collect()
}

/// ", cheeks and temples"; nothing where the plan has one zone, or the finding is about none.
fn zone_names(plan: &Plan, group: &[&Finding], words: &Language) -> String {
    let zones = &plan.screening.zones;
    let is_in = |id: &String| group.iter().any(|one| one.zone.as_ref() == Some(id));
    let names: Vec<&str> = zones
        .iter()
        .filter(|zone| zones.len() > 1 && is_in(&zone.zone))
        .map(|zone| zone.name.as_str())
        .collect();
    if names.is_empty() {
        String::new()
    } else {
        format!(", {}", names.join(&format!(" {} ", words.say("plan-and"))))
    }
}

fn finding(plan: &Plan, finding: &Finding, zones: &str, words: &Language) -> FindingView {
    let detail = finding
        .detail
        .as_ref()
        .map_or_else(String::new, |detail| format!(" ({detail})"));
    let (class, key) = label(finding);
    FindingView {
        class,
        label: words.say(key),
        because: format!("{}{zones}{detail}.", capitalised(&finding.because)),
        patient: if finding.overridden.is_some() {
            String::new()
        } else {
            finding.patient.clone()
        },
        decided: decided(finding, words),
        rule: plan
            .screening
            .rules
            .get(&finding.rule)
            .map(|record| rule(plan, finding, record, words)),
    }
}

fn label(finding: &Finding) -> (&'static str, &'static str) {
    match (finding.grade, finding.blocks) {
        _ if finding.overridden.is_some() => ("note", "plan-finding-decided"),
        (_, Blocks::Injection) => ("note", "plan-finding-injection"),
        (_, Blocks::MarkedArea) => ("warning", "plan-finding-area"),
        (Grade::Refuse, _) => ("decision", "plan-finding-no"),
        (Grade::DeferUntil, _) => ("decision", "plan-finding-not-yet"),
        (Grade::NeedsClinicianDecision, _) => ("decision", "plan-finding-decide"),
        (Grade::Precaution, _) => ("warning", "plan-finding-care"),
    }
}

/// The decision that sets a finding aside, or why a recorded one does not.
fn decided(finding: &Finding, words: &Language) -> Option<String> {
    if let Some(decision) = &finding.overridden {
        let what = decision
            .decision
            .as_ref()
            .map_or_else(String::new, |what| format!("{what}. "));
        return Some(words.say_all(
            "plan-decided",
            &[
                ("role", &role(decision.role, words)),
                ("day", &day::civil(words, decision.at.date())),
                ("what", &format!("{what}{}", decision.reason)),
            ],
        ));
    }
    finding
        .override_refused
        .as_ref()
        .map(|refused| words.say_with("plan-decision-does-not-count", "why", refused))
}

fn rule(plan: &Plan, finding: &Finding, record: &Record, words: &Language) -> RuleView {
    let mut facts = Vec::new();
    let mut add = |key: &str, value: String| {
        facts.push(RuleFact {
            label: words.say(key),
            value,
        });
    };
    if let Some(why) = &record.rationale {
        add("plan-rule-why", why.clone());
    }
    if let Some(setting) = &record.setting {
        add("plan-rule-value", setting_words(setting, words));
    }
    add(
        "plan-rule-who",
        finding.override_role.map_or_else(
            || words.say("plan-rule-nobody"),
            |lowest| words.say_with("plan-rule-or-above", "role", &role(lowest, words)),
        ),
    );
    add(
        "plan-rule-read",
        confidence(record.provenance.confidence, words),
    );
    if let Some(note) = &record.provenance.note {
        add("plan-rule-note", note.clone());
    }
    add(
        "plan-rule-signed",
        record.signed_off.as_ref().map_or_else(
            || words.say("plan-rule-not-signed"),
            |signed| format!("{}, {}", signed.by, signed.on),
        ),
    );
    let links = |keys: &[String]| keys.iter().map(|key| link(plan, key)).collect();
    RuleView {
        id: record.id.clone(),
        version: words.say_with("plan-rule-version", "version", &record.version.to_string()),
        text: record.text.clone(),
        facts,
        sources: links(&record.provenance.sources),
        opposite: links(&record.opposite),
        seen: record
            .seen
            .iter()
            .map(|Seen { value, sources }| (value.clone(), links(sources)))
            .collect(),
        conflicts: record
            .conflicts
            .iter()
            .filter_map(|id| plan.screening.conflicts.get(id))
            .map(|conflict| conflict_words(conflict, words))
            .collect(),
    }
}

fn role(role: needlework_protocol::Role, words: &Language) -> String {
    capitalised(&words.say(&format!("role-{}", role.name())))
}

fn setting_words(setting: &Setting, words: &Language) -> String {
    let unit = words.unit_of_rule(&setting.unit);
    let [low, high] = setting
        .allowed
        .map(|value| words.number(&value.to_string()));
    let Some(value) = setting.value else {
        let values = [("low", low.as_str()), ("high", &high), ("unit", &unit)];
        return words.say_all("plan-setting-open", &values);
    };
    let shipped = match setting.shipped {
        Some(shipped) if value.total_cmp(&shipped).is_ne() => {
            let shipped = words.number(&shipped.to_string());
            format!(
                " {}",
                words.say_with("plan-setting-shipped", "shipped", &shipped)
            )
        }
        _ => String::new(),
    };
    let value = format!("{} {unit}{shipped}", words.number(&value.to_string()));
    let values = [("value", value.as_str()), ("low", &low), ("high", &high)];
    words.say_all("plan-setting", &values)
}

fn conflict_words(conflict: &Conflict, words: &Language) -> String {
    words.say_all(
        "plan-conflict",
        &[
            ("topic", &conflict.topic),
            ("one", &conflict.one_side),
            ("other", &conflict.other_side),
            ("chosen", &conflict.chosen),
        ],
    )
}

fn confidence(confidence: Confidence, words: &Language) -> String {
    words.say(match confidence {
        Confidence::ReadInFull => "plan-read-in-full",
        Confidence::Abstract => "plan-read-abstract",
        Confidence::Secondary => "plan-read-secondary",
        Confidence::Assumption => "plan-read-assumption",
    })
}
