//! The nightly checks as a page: what was left lying, and who sees to it.

use std::collections::BTreeSet;
use std::sync::Arc;

use askama::Template;
use needlework_chart::id::{PatientId, SiteId};

use super::clinic_choice::clinics_to_look_at;
use super::patients::full_name;
use super::plan_form::Choice;
use super::watch::state_of_lists;
use super::{Shown, show};
use crate::server::access::{Allowed, ReadCharts};
use crate::server::kept::ChecksKey;
use crate::server::nightly_checks::{CheckFound, CheckKind};
use crate::server::page::Page;
use crate::server::problem::Problem;

/// Lines of a check: what lies below them is found once these are done.
const MOST_LINES: usize = 50;

struct Line {
    address: String,
    name: String,
    since: String,
    /// What else is missing, in words.
    lacks: Option<String>,
}

struct Check {
    title: String,
    text: String,
    lines: Vec<Line>,
    /// How many more there are, in words.
    more: Option<String>,
    /// How many more there are in other clinics of the group, in words.
    elsewhere: Option<String>,
}

#[derive(Template)]
#[template(path = "clinic/checks.html")]
struct ChecksPage {
    page: Page,
    /// Clinics that can be looked at alone.
    clinics: Vec<Choice>,
    owner: String,
    checks: Vec<Check>,
}

/// Shows every check.
pub(in crate::server) async fn show_checks(reader: Allowed<ReadCharts>) -> Shown {
    let page = Page::of(reader.who(), "/watch").await;
    let looked_at = reader.who().looked_at().await;
    let found = all_found(&reader, looked_at).await?;
    let seen = found.iter().flat_map(|found| &found.lines);
    let seen: BTreeSet<PatientId> = seen.map(|line| line.patient).collect();
    let checks = found.iter().map(|found| check(&page, found)).collect();
    reader
        .note_watched(&seen.into_iter().collect::<Vec<_>>())
        .await?;
    let owner = reader.owner_of_checks().await;
    show(&ChecksPage {
        owner: owner.unwrap_or_else(|| page.say("checks-no-owner")),
        checks,
        clinics: clinics_to_look_at(reader.who(), &page).await,
        page,
    })
}

/// What all checks found in one clinic of the group or in all: worked out once a minute, or when something changed, however many
/// look.
async fn all_found(
    reader: &Allowed<ReadCharts>,
    of_clinic: Option<SiteId>,
) -> Result<Arc<Vec<CheckFound>>, Problem> {
    // Before what the settings decide: an answer to older ones is then kept under their version.
    let settings_version = reader.clinic().settings_version().await;
    let office = reader.clinic().office().await.revision();
    let (now, library) = reader.now_and_rules().await;
    let key = ChecksKey {
        of_lists: state_of_lists(reader, &now, settings_version).await,
        office,
    };
    let kept = reader.clinic().kept();
    if let Some(found) = kept.checks(of_clinic, &key) {
        return Ok(found);
    }
    let _turn = kept.turn().await;
    if let Some(found) = kept.checks(of_clinic, &key) {
        return Ok(found);
    }
    let wanted = (of_clinic, MOST_LINES);
    let (found, left) = reader.nightly_checks(&library, &now, wanted).await?;
    let found = Arc::new(found);
    // While charts are still being read, the next one who asks learns more.
    if left == 0 {
        kept.keep_checks(of_clinic, key, &found);
    }
    Ok(found)
}

/// What a check found, for the page of the day.
pub(super) struct CheckCount {
    pub(super) title: String,
    pub(super) number: usize,
}

/// What the checks found, for whoever sees to them; `None`: somebody else does. Nobody is named.
pub(super) async fn own_counts(
    reader: &Allowed<ReadCharts>,
    page: &Page,
) -> Result<Option<Vec<CheckCount>>, Problem> {
    let owner = reader.clinic().settings().await.checks_owner;
    if owner != Some(reader.who().account().user) {
        return Ok(None);
    }
    // Whoever sees to the checks does so for the whole group.
    let found = all_found(reader, None).await?;
    let counts = found.iter().filter(|found| found.total > 0);
    let counts = counts.map(|found| CheckCount {
        title: page.say(&format!("check-{}", found.kind.name())),
        number: found.total,
    });
    Ok(Some(counts.collect()))
}

/// What the day of a line is.
const fn since_key(kind: CheckKind) -> &'static str {
    match kind {
        CheckKind::JudgementMissed => "check-missed-on",
        _ => "since-day",
    }
}

fn check(page: &Page, found: &CheckFound) -> Check {
    let kind = found.kind;
    let lines = found.lines.iter().map(|line| Line {
        address: format!("/patients/{}{}", line.patient, kind.part()),
        name: full_name(&line.name),
        since: page.say_with(since_key(kind), "day", &page.day(line.since)),
        lacks: line
            .lacks_own_rating
            .then(|| page.say("check-lacks-own-rating")),
    });
    let more = found.total.saturating_sub(found.lines.len());
    Check {
        title: page.say(&format!("check-{}", kind.name())),
        text: page.say(&format!("check-{}-text", kind.name())),
        lines: lines.collect(),
        more: (more > 0).then(|| page.count("board-more", more)),
        elsewhere: (found.elsewhere > 0).then(|| page.count("watch-elsewhere", found.elsewhere)),
    }
}
