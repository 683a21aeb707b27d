//! The nightly checks as a page: what was left lying, and who sees to it.

use std::collections::BTreeSet;
use std::sync::Arc;

use askama::Template;
use needlework_chart::id::PatientId;

use super::patients::full_name;
use super::watch::state_of_lists;
use super::{Shown, show};
use crate::server::access::{Allowed, ReadCharts};
use crate::server::kept::ChecksKey;
use crate::server::nightly_checks::{CheckKind, CheckLine, nightly_checks};
use crate::server::page::Page;

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
}

#[derive(Template)]
#[template(path = "clinic/checks.html")]
struct ChecksPage {
    page: Page,
    owner: String,
    checks: Vec<Check>,
}

/// Shows every check.
pub(in crate::server) async fn show_checks(reader: Allowed<ReadCharts>) -> Shown {
    let page = Page::of(reader.who(), "/watch").await;
    let lines = all_lines(&reader).await;
    let mut seen = BTreeSet::new();
    let checks = CheckKind::ALL
        .into_iter()
        .map(|kind| check(&page, kind, &lines, &mut seen))
        .collect();
    reader
        .note_watched(&seen.into_iter().collect::<Vec<_>>())
        .await?;
    let owner = reader.owner_of_checks().await;
    show(&ChecksPage {
        owner: owner.unwrap_or_else(|| page.say("checks-no-owner")),
        checks,
        page,
    })
}

/// What all checks found: worked out once a minute, or when something changed, however many look.
async fn all_lines(reader: &Allowed<ReadCharts>) -> Arc<Vec<CheckLine>> {
    // Before what the settings decide: an answer to older ones is then kept under their version.
    let settings_version = reader.clinic().settings_version().await;
    let office = reader.clinic().office().await.revision();
    let (now, library) = reader.now_and_rules().await;
    let key = ChecksKey {
        of_lists: state_of_lists(reader, &now, settings_version).await,
        office,
    };
    let kept = reader.clinic().kept();
    if let Some(lines) = kept.checks(&key) {
        return lines;
    }
    let _turn = kept.turn().await;
    if let Some(lines) = kept.checks(&key) {
        return lines;
    }
    let booked = reader.booked_plans(now.timestamp()).await;
    let found = reader.look_at_lists(|lists| nightly_checks(lists, &library, &booked, &now));
    let lines = Arc::new(found.await);
    kept.keep_checks(key, &lines);
    lines
}

fn check(
    page: &Page,
    kind: CheckKind,
    lines: &[CheckLine],
    seen: &mut BTreeSet<PatientId>,
) -> Check {
    let of_kind = || lines.iter().filter(|line| line.kind == kind);
    let shown = of_kind().take(MOST_LINES).map(|line| {
        seen.insert(line.patient);
        Line {
            address: format!("/patients/{}{}", line.patient, kind.part()),
            name: full_name(&line.name),
            since: page.say_with("since-day", "day", &page.day(line.since)),
            lacks: line
                .lacks_own_rating
                .then(|| page.say("check-lacks-own-rating")),
        }
    });
    let shown: Vec<Line> = shown.collect();
    let more = of_kind().count().saturating_sub(MOST_LINES);
    Check {
        title: page.say(&format!("check-{}", kind.name())),
        text: page.say(&format!("check-{}-text", kind.name())),
        lines: shown,
        more: (more > 0).then(|| page.count("board-more", more)),
    }
}
