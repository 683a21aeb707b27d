//! May this skin be needled, from which day, and who must decide: the verdict with the rules behind it.

use needlework_evidence::Confidence;
use needlework_planning::Plan;
use needlework_protocol::capitalised;
use needlework_protocol::screening::{Blocks, Finding, Grade};
use needlework_protocol::{Conflict, Record, Seen, Setting};

use super::day;
use super::evidence::{SourceLink, link};

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
    pub(crate) label: &'static str,
    pub(crate) because: String,
    pub(crate) patient: String,
    pub(crate) decided: Option<String>,
    pub(crate) rule: Option<RuleView>,
}

/// The rule behind a finding, one click away.
pub(crate) struct RuleView {
    pub(crate) id: String,
    pub(crate) text: String,
    pub(crate) facts: Vec<(&'static str, String)>,
    pub(crate) sources: Vec<SourceLink>,
    pub(crate) opposite: Vec<SourceLink>,
    pub(crate) seen: Vec<(String, Vec<SourceLink>)>,
    pub(crate) conflicts: Vec<String>,
}

impl Eligibility {
    pub(crate) fn of(plan: &Plan) -> Self {
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
                format!(
                    "The first session is planned for {}. {}",
                    day::date(&first.starts),
                    plan.first_session.sentence
                )
            }),
            asked_for: moved.map(|_| screening.appointment.strftime("%-d %B %Y").to_string()),
            stop,
            is_answered: screening.answered_on.is_some(),
            findings: findings(plan),
            questions: screening
                .findings
                .iter()
                .filter_map(|one| one.unanswered.clone())
                .collect(),
            clinic: plan.clinic.as_ref().map(|clinic| {
                let values: Vec<String> = clinic
                    .values
                    .iter()
                    .map(|(rule, value)| format!("{rule} {value}"))
                    .collect();
                format!("Defaults set by {}: {}.", clinic.name, values.join(", "))
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
fn findings(plan: &Plan) -> Vec<FindingView> {
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
        .filter_map(|group| Some(finding(plan, group.first()?, &zone_names(plan, group))))
        .collect()
}

/// ", cheeks and temples"; nothing where the plan has one zone, or the finding is about none.
fn zone_names(plan: &Plan, group: &[&Finding]) -> String {
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
        format!(", {}", names.join(" and "))
    }
}

fn finding(plan: &Plan, finding: &Finding, zones: &str) -> FindingView {
    let detail = finding
        .detail
        .as_ref()
        .map_or_else(String::new, |detail| format!(" ({detail})"));
    let (class, label) = label(finding);
    FindingView {
        class,
        label,
        because: format!("{}{zones}{detail}.", capitalised(&finding.because)),
        patient: if finding.overridden.is_some() {
            String::new()
        } else {
            finding.patient.clone()
        },
        decided: decided(finding),
        rule: plan
            .screening
            .rules
            .get(&finding.rule)
            .map(|record| rule(plan, finding, record)),
    }
}

fn label(finding: &Finding) -> (&'static str, &'static str) {
    match (finding.grade, finding.blocks) {
        _ if finding.overridden.is_some() => ("note", "Decided"),
        (_, Blocks::Injection) => ("note", "The injection waits"),
        (_, Blocks::MarkedArea) => ("warning", "Marked area left out"),
        (Grade::Refuse, _) => ("decision", "No"),
        (Grade::DeferUntil, _) => ("decision", "Not yet"),
        (Grade::NeedsClinicianDecision, _) => ("decision", "Must be decided"),
        (Grade::Precaution, _) => ("warning", "With care"),
    }
}

/// The decision that sets a finding aside, or why a recorded one does not.
fn decided(finding: &Finding) -> Option<String> {
    if let Some(decision) = &finding.overridden {
        let what = decision
            .decision
            .as_ref()
            .map_or_else(String::new, |what| format!("{what}. "));
        return Some(format!(
            "{} on {}: {what}{}",
            capitalised(decision.role.name()),
            decision.at.strftime("%-d %B %Y"),
            decision.reason
        ));
    }
    finding
        .override_refused
        .as_ref()
        .map(|refused| format!("A recorded decision does not count: {refused}"))
}

fn rule(plan: &Plan, finding: &Finding, record: &Record) -> RuleView {
    let mut facts = Vec::new();
    if let Some(why) = &record.rationale {
        facts.push(("Why", why.clone()));
    }
    if let Some(setting) = &record.setting {
        facts.push(("Value", setting_words(setting)));
    }
    facts.push((
        "Who may decide",
        finding.override_role.map_or_else(
            || "Nobody: it ends only with its cause.".to_owned(),
            |role| format!("{} or above, with a reason.", capitalised(role.name())),
        ),
    ));
    facts.push((
        "How well the sources were read",
        confidence(record.provenance.confidence).to_owned(),
    ));
    if let Some(note) = &record.provenance.note {
        facts.push(("Note", note.clone()));
    }
    facts.push((
        "Signed off by",
        record.signed_off.as_ref().map_or_else(
            || "Not yet signed off by a clinician.".to_owned(),
            |signed| format!("{}, {}", signed.by, signed.on),
        ),
    ));
    let links = |keys: &[String]| keys.iter().map(|key| link(plan, key)).collect();
    RuleView {
        id: format!("{}, version {}", record.id, record.version),
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
            .map(conflict_words)
            .collect(),
    }
}

fn setting_words(setting: &Setting) -> String {
    let unit = match setting.unit.as_str() {
        "d" => "days",
        other => other,
    };
    let [low, high] = setting.allowed;
    let shipped = match (setting.value, setting.shipped) {
        (Some(value), Some(shipped)) if value.total_cmp(&shipped).is_ne() => {
            format!(" set by the clinic (shipped: {shipped})")
        }
        _ => String::new(),
    };
    setting.value.map_or_else(
        || format!("Set by the clinic, {low} to {high} {unit}; not set."),
        |value| format!("{value} {unit}{shipped}; a clinic may set {low} to {high}."),
    )
}

fn conflict_words(conflict: &Conflict) -> String {
    format!(
        "{}: {}. Against it: {}. Chosen: {}.",
        conflict.topic, conflict.one_side, conflict.other_side, conflict.chosen
    )
}

fn confidence(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::ReadInFull => "The strongest was read in full.",
        Confidence::Abstract => "Of the strongest, the abstract or a summary was read.",
        Confidence::Secondary => "Clinic pages, vendors or quotations only.",
        Confidence::Assumption => "No source: a proposal.",
    }
}
