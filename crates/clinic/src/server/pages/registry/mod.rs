//! The registry: how often predictions held, what stands apart, which side effects became more frequent.

mod agreement;
mod groups;
mod overrides;
pub(in crate::server) mod research;
mod side_effects;
mod told;
mod verdicts;

use askama::Template;
use needlework_planning::Library;
use needlework_registry::{
    FALSE_ALARM_SHARE, Finding, Held, Reliability, SharedInterval, ToldCount,
};

use self::agreement::{AgreementView, agreement_views};
use self::groups::{GroupTable, group_name, tables};
use self::overrides::{OverrideView, override_views};
use self::side_effects::{RunView, run_views};
use self::told::{Onlooker, Told, count_words};
use self::verdicts::{VerdictView, verdict_view};
use super::{Shown, show};
use crate::chart::{CalibrationPlot, CalibrationPoint, Drawing};
use crate::server::access::{Allowed, ExportResearch, ManageClinic, ReadRegistry};
use crate::server::page::Page;
use crate::server::registry::{Operators, Progress, RegistryNumbers};

/// Fewest results of which shares are told: with fewer, nearly any share could be true.
const FEWEST_RESULTS: usize = 10;

/// How one interval held.
struct HeldRow {
    name: String,
    held: String,
    class: &'static str,
    verdict: String,
}

#[derive(Template)]
#[template(path = "clinic/registry.html")]
struct RegistryPage {
    page: Page,
    summary: String,
    judged_by: String,
    unread: Option<String>,
    unreadable: Option<String>,
    held: Vec<HeldRow>,
    picture: Option<String>,
    findings: Vec<String>,
    false_alarms: String,
    tables: Vec<GroupTable>,
    verdicts: Option<VerdictView>,
    /// Heading of side effects: by month, or by longer periods for whoever may not see small counts.
    side_effects: String,
    runs: Vec<RunView>,
    agreements: Vec<AgreementView>,
    overrides: Vec<OverrideView>,
    without_override: String,
    may_export: bool,
}

/// Shows the registry.
pub(in crate::server) async fn show_registry(reader: Allowed<ReadRegistry>) -> Shown {
    let page = Page::of(reader.who(), "/registry").await;
    let (numbers, progress) = reader.registry().await?;
    let operators = reader.operators().await;
    let may_export = reader.and::<ExportResearch>().is_some();
    let library = reader.clinic().library().await;
    let may_open_charts = reader.may_open_charts();
    let onlooker = Onlooker {
        may_open_charts,
        sees_small_counts: may_open_charts || reader.and::<ManageClinic>().is_some(),
    };
    let unread = unread(&page, progress);
    show(&RegistryPage {
        unread,
        may_export,
        ..registry_page(page, &library, &numbers, &operators, onlooker)
    })
}

/// Says how far the reading is, until all charts have been read.
fn unread(page: &Page, progress: Progress) -> Option<String> {
    let (read, all) = (progress.read.to_string(), progress.of.to_string());
    let values = [("read", &*read), ("all", &*all)];
    (progress.left() > 0).then(|| page.say_all("registry-reading", &values))
}

fn registry_page(
    page: Page,
    library: &Library,
    numbers: &RegistryNumbers,
    operators: &Operators,
    onlooker: Onlooker,
) -> RegistryPage {
    let reliability = &numbers.reliability;
    let is_enough = reliability.results >= FEWEST_RESULTS;
    let told = Told::of(numbers, onlooker);
    let (overrides, without_override) =
        override_views(&page, library, (numbers, &told.review), onlooker);
    let count = |count: usize| count_words(&page, onlooker.told(count));
    RegistryPage {
        summary: page.say_all(
            "registry-summary",
            &[
                ("results", &count(numbers.results)),
                ("sessions", &count(numbers.sessions)),
                ("people", &count(numbers.people)),
            ],
        ),
        judged_by: judged_by(&page, numbers, onlooker),
        unread: None,
        unreadable: (numbers.unreadable > 0)
            .then(|| page.count("registry-unreadable", numbers.unreadable)),
        held: if is_enough {
            held_rows(&page, reliability)
        } else {
            Vec::new()
        },
        picture: is_enough.then(|| picture(&page, reliability)),
        findings: numbers
            .watch
            .findings
            .iter()
            .map(|one| finding(&page, one, operators, onlooker))
            .collect(),
        false_alarms: page.say_with(
            "registry-false-alarms",
            "share",
            &percent(FALSE_ALARM_SHARE),
        ),
        tables: tables(&page, &numbers.groups, operators, onlooker),
        verdicts: verdict_view(&page, library, &told.verdicts, operators),
        side_effects: page.say(if onlooker.sees_small_counts {
            "registry-side-effects"
        } else {
            "registry-side-effects-periods"
        }),
        runs: run_views(&page, &told.runs),
        agreements: agreement_views(&page, &told.agreements),
        overrides,
        without_override,
        may_export: false,
        page,
    }
}

/// How many results were judged blind: where both kinds of grades exist, blinded ones go first. Both counts are told or none, since
/// all results leave little for the other one.
fn judged_by(page: &Page, numbers: &RegistryNumbers, onlooker: Onlooker) -> String {
    let open = numbers.judged.saturating_sub(numbers.judged_blind);
    let told = [numbers.judged_blind, open].map(|count| onlooker.told(count));
    let [ToldCount::Exactly(blinded), ToldCount::Exactly(open)] = told else {
        return page.say("registry-judged-by-withheld");
    };
    let (blinded, open) = (blinded.to_string(), open.to_string());
    page.say_all(
        "registry-judged-by",
        &[("blinded", &blinded), ("open", &open)],
    )
}

fn held_rows(page: &Page, reliability: &Reliability) -> Vec<HeldRow> {
    [
        ("registry-half", &reliability.half),
        ("registry-nine-tenths", &reliability.nine_tenths),
    ]
    .map(|(name, held)| HeldRow {
        name: page.say(name),
        held: share_words(&held.held),
        class: class_of(held),
        verdict: page.say(verdict_key(held)),
    })
    .into()
}

const fn class_of_verdict(is_off: bool) -> &'static str {
    if is_off { "no" } else { "yes" }
}

fn class_of(held: &Held) -> &'static str {
    class_of_verdict(held.is_off())
}

fn verdict_key(held: &Held) -> &'static str {
    if !held.is_off() {
        "registry-holds"
    } else if held.held.share < held.promised {
        "registry-too-narrow"
    } else {
        "registry-too-wide"
    }
}

fn share_words(of: &SharedInterval) -> String {
    format!(
        "{} ({} – {})",
        percent(of.share),
        percent(of.low),
        percent(of.high)
    )
}

fn percent(share: f64) -> String {
    format!("{:.0} %", 100.0 * share)
}

fn picture(page: &Page, reliability: &Reliability) -> String {
    let points = reliability.points.iter().map(|point| CalibrationPoint {
        predicted: point.predicted,
        came: point.came.share,
        interval: [point.came.low, point.came.high],
    });
    let plot = CalibrationPlot {
        predicted_label: page.say("registry-predicted"),
        came_label: page.say("registry-came"),
        points: points.collect(),
    };
    plot.picture(
        "calibration",
        &page.say("registry-plot"),
        &page.say("registry-plot-text"),
    )
}

/// What stands apart, in a sentence.
fn finding(page: &Page, found: &Finding, operators: &Operators, onlooker: Onlooker) -> String {
    let stream = &found.stream;
    let value = group_name(page, stream.by, &stream.value, operators);
    let ratio = |of: Option<f64>| of.map_or_else(|| "–".to_owned(), |of| page.number(of, 2));
    let by = page.say(&format!("trait-{}", stream.by.name()));
    page.say_all(
        &format!("registry-finding-{}", stream.kind.name()),
        &[
            ("by", &by),
            ("value", &value),
            ("day", &page.day(found.began_on)),
            ("results", &count_words(page, onlooker.told(found.results))),
            ("ratio", &ratio(found.of_predicted)),
            ("elsewhere", &ratio(found.elsewhere)),
        ],
    )
}
