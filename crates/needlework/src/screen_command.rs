//! `needlework screen`: the verdict, the findings behind it and the open questions.

use std::fmt::Write as _;
use std::io::Write as _;

use anyhow::{Context, Result, anyhow};
use needlework_planning::{CASE_FILE, Case, screening};
use needlework_protocol::screening::{Blocks, Finding, Grade, Screening, Standing};

use crate::arguments::ScreenArguments;
use crate::plan_command::today;
use crate::{input_file, library};

/// Screens one case file.
pub(crate) fn run(arguments: &ScreenArguments) -> Result<()> {
    let name = arguments.case.display().to_string();
    let bytes = input_file::read(&arguments.case, &name, &CASE_FILE)?;
    let library = library::with_clinic(&arguments.clinic)?;
    let case = Case::read(&name, &bytes, today(), &library)?;
    let (screening, first) =
        screening(&case, &library).map_err(|error| anyhow!("{name}: {error}"))?;
    let text = if arguments.json {
        serde_json::to_string_pretty(&screening)? + "\n"
    } else {
        words(&case.title, &screening, &first)?
    };
    std::io::stdout()
        .write_all(text.as_bytes())
        .context("standard output cannot be written")
}

fn words(title: &str, screening: &Screening, first: &Standing) -> Result<String> {
    let mut text = format!(
        "{title}, screened for {}\n{}\n",
        screening.appointment, screening.booking.sentence
    );
    if first.sentence != screening.booking.sentence {
        writeln!(text, "First possible session: {}", first.sentence)?;
    }
    if screening.answered_on.is_none() {
        writeln!(
            text,
            "Nobody has answered the screening questions: add [screening] to the case."
        )?;
    }
    for finding in screening
        .findings
        .iter()
        .filter(|one| one.unanswered.is_none())
    {
        write!(text, "\n{}", finding_words(finding, screening)?)?;
    }
    let open: Vec<&Finding> = screening
        .findings
        .iter()
        .filter(|one| one.unanswered.is_some())
        .collect();
    if !open.is_empty() {
        writeln!(text, "\nTo be asked for this appointment:")?;
    }
    for finding in open {
        let question = finding.unanswered.as_deref().unwrap_or_default();
        writeln!(text, "  {}: {question}", finding.rule)?;
    }
    Ok(text)
}

fn finding_words(finding: &Finding, screening: &Screening) -> Result<String> {
    let mut text = String::new();
    let zone = finding
        .zone
        .as_deref()
        .map_or_else(String::new, |zone| format!(", {zone}"));
    writeln!(text, "{} ({}{zone})", grade(finding), finding.rule)?;
    if let Some(record) = screening.rules.get(&finding.rule) {
        writeln!(text, "  {}", record.text)?;
    }
    if let Some(detail) = &finding.detail {
        writeln!(text, "  {detail}")?;
    }
    if let Some(day) = finding.earliest {
        writeln!(text, "  earliest: {day}")?;
    }
    match (&finding.overridden, finding.override_role) {
        (Some(decided), _) => writeln!(
            text,
            "  set aside by a {} on {}: {}",
            decided.role.name(),
            decided.at,
            decided.reason
        )?,
        (None, Some(role)) if finding.grade == Grade::Precaution => {
            writeln!(text, "  to be acknowledged by: {} or above", role.name())?;
        }
        (None, Some(role)) => writeln!(text, "  may be decided by: {} or above", role.name())?,
        (None, None) => writeln!(text, "  nobody may override this")?,
    }
    if let Some(refused) = &finding.override_refused {
        writeln!(text, "  a recorded decision does not count: {refused}")?;
    }
    let sources = if finding.sources.is_empty() {
        "none, a proposal".to_owned()
    } else {
        finding.sources.join(", ")
    };
    writeln!(text, "  version {}; sources: {sources}", finding.version)?;
    Ok(text)
}

fn grade(finding: &Finding) -> &'static str {
    match (finding.grade, finding.blocks) {
        _ if finding.overridden.is_some() => "SET ASIDE",
        (_, Blocks::Injection) => "INJECTION LATER",
        (_, Blocks::MarkedArea) => "LEAVE OUT THE MARKED AREA",
        (Grade::Refuse, _) => "NO",
        (Grade::DeferUntil, _) => "NOT YET",
        (Grade::NeedsClinicianDecision, _) => "DECIDE",
        (Grade::Precaution, _) => "WITH CARE",
    }
}
