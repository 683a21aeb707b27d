//! `needlework rules`: the rules, and what stands behind one.

use std::fmt::Write as _;
use std::io::Write as _;

use anyhow::{Context, Result, bail};
use needlework_evidence::Reading;
use needlework_planning::Library;
use needlework_protocol::{Record, Setting};

use crate::arguments::RulesArguments;
use crate::library;

/// Lists the rules, or shows one.
pub(crate) fn run(arguments: &RulesArguments) -> Result<()> {
    let library = library::with_clinic(&arguments.clinic)?;
    let text = match &arguments.id {
        None => list(&library)?,
        Some(id) => match library.record(id) {
            Some(record) => one(record, &library)?,
            None => bail!("there is no rule {id:?}; list the rules with `needlework rules`."),
        },
    };
    std::io::stdout()
        .write_all(text.as_bytes())
        .context("standard output cannot be written")
}

fn list(library: &Library) -> Result<String> {
    let width = library
        .records()
        .map(|(_, record)| record.id.len())
        .max()
        .unwrap_or_default();
    let mut text = String::new();
    let mut last = "";
    for (group, record) in library.records() {
        if group != last {
            writeln!(text, "{}{group}:", if last.is_empty() { "" } else { "\n" })?;
            last = group;
        }
        writeln!(text, "  {:width$}  {}", record.id, record.text)?;
    }
    Ok(text)
}

fn one(record: &Record, library: &Library) -> Result<String> {
    let mut text = format!(
        "{}, version {}\n{}\n",
        record.id, record.version, record.text
    );
    if let Some(patient) = &record.patient {
        writeln!(text, "For the patient: {patient}")?;
    }
    if let Some(rationale) = &record.rationale {
        writeln!(text, "Why: {rationale}")?;
    }
    if let Some(setting) = &record.setting {
        writeln!(text, "{}", setting_words(setting))?;
    }
    let role = record.override_role.map_or("nobody", |role| role.name());
    writeln!(text, "May be overridden by: {role}")?;
    writeln!(
        text,
        "Signed off by: {}",
        record.signed_off.as_ref().map_or_else(
            || "not yet signed off".to_owned(),
            |signed| format!("{}, {}", signed.by, signed.on)
        )
    )?;
    if let Some(form) = library
        .forms
        .iter()
        .find(|form| form.record.id == record.id)
    {
        writeln!(text, "Recorded: {}", form.fields.join("; "))?;
    }
    if !record.enforced {
        writeln!(text, "Informs and binds nobody by itself.")?;
    }
    if let Some(note) = &record.provenance.note {
        writeln!(text, "Note: {note}")?;
    }
    sources(&mut text, "Sources", &record.provenance.sources, library)?;
    sources(
        &mut text,
        "Sources that say otherwise",
        &record.opposite,
        library,
    )?;
    if !record.seen.is_empty() {
        writeln!(text, "Seen elsewhere:")?;
    }
    for seen in &record.seen {
        writeln!(text, "  {} ({})", seen.value, seen.sources.join(", "))?;
    }
    for conflict in record
        .conflicts
        .iter()
        .filter_map(|id| library.conflicts.get(id))
    {
        writeln!(
            text,
            "Conflict {}, {}: {} / {}. Chosen: {}.",
            conflict.id, conflict.topic, conflict.one_side, conflict.other_side, conflict.chosen
        )?;
    }
    Ok(text)
}

fn setting_words(setting: &Setting) -> String {
    let [low, high] = setting.allowed;
    let unit = &setting.unit;
    let value = match (setting.value, setting.shipped) {
        (None, _) => "not set: the clinic enters it".to_owned(),
        (Some(value), Some(shipped)) if value.total_cmp(&shipped).is_eq() => {
            format!("{value} {unit}")
        }
        (Some(value), Some(shipped)) => {
            format!("{value} {unit}, set by the clinic; shipped: {shipped} {unit}")
        }
        (Some(value), None) => format!("{value} {unit}, set by the clinic"),
    };
    format!("Value: {value}. A clinic may set {low} to {high} {unit}.")
}

fn sources(text: &mut String, heading: &str, keys: &[String], library: &Library) -> Result<()> {
    if !keys.is_empty() {
        writeln!(text, "{heading}:")?;
    }
    for key in keys {
        if let Some(source) = library.bibliography.get(key) {
            let reading = match source.reading {
                Some(Reading::ReadInFull) => "read in full",
                Some(Reading::Abstract) => "abstract or summary",
                Some(Reading::Secondary) => "secondary",
                Some(Reading::Unverified) => "unverified guide",
                None => "not marked",
            };
            let address = source.identifier.as_deref().unwrap_or("no public address");
            writeln!(text, "  {key}: {} ({reading}; {address})", source.title)?;
        }
    }
    Ok(())
}
