//! Healing watch: what waits for the clinic, by level, with the time that is left.

use std::collections::BTreeSet;
use std::sync::Arc;

use askama::Template;
use jiff::Timestamp;
use needlework_chart::id::PatientId;
use needlework_chart::lists::{Lists, Tried};
use needlework_evidence::HOURS_PER_DAY;
use needlework_planning::Library;
use needlework_protocol::check_in::Level;

use super::clinic_choice::clinics_to_look_at;
use super::patients::full_name;
use super::plan_form::Choice;
use super::{Shown, show};
use crate::server::access::{Allowed, ReadCharts};
use crate::server::check_in::{CheckInAnswers, level_class, level_name, said_signs, said_symptoms};
use crate::server::kept::WatchKey;
use crate::server::page::Page;
use crate::server::problem::Problem;
use crate::server::watch_list::{Look, Waiting};

/// Rows of the board: what lies below them is found once these are done.
const MOST_ROWS: usize = 60;
const MINUTES_PER_HOUR: i64 = 60;
const SECONDS_PER_MINUTE: i64 = 60;
#[expect(
    clippy::cast_possible_truncation,
    reason = "a day has a whole number of hours"
)]
const WHOLE_HOURS_PER_DAY: i64 = HOURS_PER_DAY as i64;

/// Something that waits, in words.
pub(super) struct WatchRow {
    pub(super) address: String,
    pub(super) name: String,
    /// The clinic of the group that answers; `None`: there is but one.
    pub(super) clinic: Option<String>,
    /// Level.
    pub(super) level: String,
    pub(super) class: &'static str,
    /// What was told, in a line.
    pub(super) told: String,
    /// Signs beyond the forecast.
    pub(super) beyond: Vec<String>,
    pub(super) has_words: bool,
    /// Days after the session.
    pub(super) day: String,
    pub(super) since: String,
    pub(super) waited: String,
    pub(super) due: String,
    pub(super) is_overdue: bool,
    /// Who tried to reach a silent patient, and when it is looked at again; `None`: nobody, or that time has come.
    pub(super) tried: Option<String>,
}

#[derive(Template)]
#[template(path = "clinic/watch.html")]
struct WatchPage {
    page: Page,
    /// Clinics of the group whose board can be looked at alone; empty: there is but one.
    clinics: Vec<Choice>,
    /// Levels with what stands with each, the gravest first.
    groups: Vec<Group>,
    /// What was tried to reach and is looked at again later.
    tried: Vec<WatchRow>,
    more: Option<String>,
    /// What waits in clinics of the group that are not shown; `None`: nothing does.
    elsewhere: Option<String>,
    /// Who is told by mail that something waits.
    alerts: String,
    /// The hour of what is shown.
    as_of: String,
}

/// What stands with a level.
struct Group {
    name: String,
    text: String,
    rows: Vec<WatchRow>,
}

/// The board of reports and silences.
pub(in crate::server) async fn show_watch(reader: Allowed<ReadCharts>) -> Shown {
    let page = Page::of(reader.who(), "/watch").await;
    let Board {
        library,
        rows,
        more,
        elsewhere,
    } = board(&reader, &page, MOST_ROWS).await?;
    let (is_told, alerts) = alerts(&reader, &page).await;
    let (tried, rows): (Vec<_>, Vec<_>) =
        rows.into_iter().partition(|(_, row)| row.tried.is_some());
    show(&WatchPage {
        clinics: clinics_to_look_at(reader.who(), &page).await,
        groups: groups(&page, &library, rows, is_told),
        tried: tried.into_iter().map(|(_, row)| row).collect(),
        more: (more > 0).then(|| page.count("board-more", more)),
        elsewhere,
        alerts,
        as_of: as_of(&page, reader.clinic().now()),
        page,
    })
}

/// The hour of what a page shows, for whoever leaves it open.
pub(super) fn as_of(page: &Page, now: Timestamp) -> String {
    page.say_with("as-of", "time", &page.time(now))
}

/// Whether a mail goes at once when something grave is reported, and what the page says about that.
async fn alerts(reader: &Allowed<ReadCharts>, page: &Page) -> (bool, String) {
    let clinic = reader.clinic();
    let settings = clinic.settings().await;
    let (first, overdue) = (settings.alert_address, settings.overdue_address);
    let has_server = clinic.has_mail_server();
    let said = match (first.is_empty(), overdue.is_empty()) {
        (true, true) => page.say("alerts-nobody"),
        _ if !has_server => page.say("alerts-no-server"),
        (false, true) => page.say_with("alerts-first", "address", &first),
        (true, false) => page.say_with("alerts-overdue", "address", &overdue),
        (false, false) => {
            let values = [("address", first.as_str()), ("overdue", overdue.as_str())];
            page.say_all("alerts-both", &values)
        }
    };
    (has_server && !first.is_empty(), said)
}

/// What waits, of one clinic of the group or of all.
pub(super) struct Board {
    library: Arc<Library>,
    /// The most urgent rows, with the levels with which they stand.
    pub(super) rows: Vec<(Level, WatchRow)>,
    /// How many more there are.
    more: usize,
    /// That more waits in clinics that are not shown: nobody may take the board of one clinic for that of the group. `None`: nothing
    /// does.
    pub(super) elsewhere: Option<String>,
}

/// The most urgent rows, and how many more there are. Whom they show is in the trail: once for everybody who looks, until the board
/// is another one.
pub(super) async fn board(
    reader: &Allowed<ReadCharts>,
    page: &Page,
    most: usize,
) -> Result<Board, Problem> {
    // Before what the settings decide: an answer to older ones is then kept under their version.
    let settings_version = reader.clinic().settings_version().await;
    let (now, library) = reader.now_and_rules().await;
    let (key, all) = all_that_waits(reader, &library, &now, settings_version).await;
    let looked_at = reader.who().looked_at().await;
    let of_clinic = all
        .iter()
        .filter(|one| looked_at.is_none_or(|site| one.site == site));
    let of_clinic: Vec<&Waiting> = of_clinic.collect();
    let shown = of_clinic.get(..most).unwrap_or(&of_clinic);
    let (kept, user) = (reader.clinic().kept(), reader.who().account().user);
    if !kept.is_watch_seen(&key, (user, looked_at), shown.len()) {
        let patients: BTreeSet<PatientId> = shown.iter().map(|one| one.patient).collect();
        // A page that refreshes itself adds whom it shows anew, and not everybody every minute.
        let is_refresh = reader.who().is_refresh();
        let new = kept.newly_watched(user, &patients, is_refresh);
        reader.note_watched(&new).await?;
        kept.keep_watch_seen(&key, (user, looked_at), shown.len());
        kept.keep_watched(user, patients, is_refresh);
    }
    let settings = reader.clinic().settings().await;
    let mut rows = Vec::with_capacity(shown.len());
    for one in shown.iter().copied() {
        let tried = match &one.tried {
            Some(tried) => Some(tried_words(reader, page, tried).await),
            None => None,
        };
        let row = WatchRow {
            tried,
            clinic: settings.name_beside(one.site).map(str::to_owned),
            ..row(page, &library, one, &now)
        };
        rows.push((one.standing.stands_with(), row));
    }
    let elsewhere = all.len() - of_clinic.len();
    Ok(Board {
        more: of_clinic.len() - shown.len(),
        elsewhere: (elsewhere > 0).then(|| page.count("watch-elsewhere", elsewhere)),
        library,
        rows,
    })
}

/// What is worked out from the lists once a minute rests on.
pub(super) async fn state_of_lists(
    reader: &Allowed<ReadCharts>,
    now: &jiff::Zoned,
    settings_version: u64,
) -> WatchKey {
    let appointments = {
        let office = reader.clinic().office().await;
        let is_choice = office.settings().value.sites.is_choice();
        is_choice.then(|| office.appointments.revision())
    };
    WatchKey {
        appointments,
        position: reader.look_at_lists(Lists::position).await,
        minute: now.timestamp().as_second() / SECONDS_PER_MINUTE,
        settings_version,
    }
}

/// Everything that waits: worked out once a minute, or when something was recorded, however many look.
async fn all_that_waits(
    reader: &Allowed<ReadCharts>,
    library: &Library,
    now: &jiff::Zoned,
    settings_version: u64,
) -> (WatchKey, Arc<Vec<Waiting>>) {
    let clinic = reader.clinic();
    let key = state_of_lists(reader, now, settings_version).await;
    if let Some(kept) = clinic.kept().watch(&key) {
        return (key, kept);
    }
    let _turn = clinic.kept().turn().await;
    if let Some(kept) = clinic.kept().watch(&key) {
        return (key, kept);
    }
    let office = clinic.office().await;
    let worked_out =
        reader.look_at_lists(|lists| Look::new(library, &office, lists, now).waiting());
    let all = Arc::new(worked_out.await);
    clinic.kept().keep_watch(key.clone(), &all);
    (key, all)
}

/// Rows under the level with which each stands, in the order of the engine: what is overdue stands with the level above its own,
/// before what is fresh there.
fn groups(
    page: &Page,
    library: &Library,
    rows: Vec<(Level, WatchRow)>,
    is_told: bool,
) -> Vec<Group> {
    let mut groups: Vec<(Level, Vec<WatchRow>)> = Vec::new();
    for (level, row) in rows {
        match groups.last_mut() {
            Some((of, rows)) if *of == level => rows.push(row),
            _ => groups.push((level, vec![row])),
        }
    }
    let speech = library.speech(page.protocol_language());
    let groups = groups.into_iter().map(|(level, rows)| {
        let rule = library.check_in.level_row(level);
        let rule = rule.map_or("", |rule| speech.text(&rule.record));
        Group {
            name: level_name(page, library, Some(level)),
            // The rule says that the clinic is alerted at once: where nobody is, the page must not.
            text: if level == Level::Emergency && !is_told {
                page.say("watch-emergency-not-told")
            } else {
                rule.to_owned()
            },
            rows,
        }
    });
    groups.collect()
}

/// Who tried to reach somebody, and when it is looked at again.
async fn tried_words(reader: &Allowed<ReadCharts>, page: &Page, tried: &Tried) -> String {
    let name = reader.name_of_colleague(tried.by).await;
    let (when, again) = (page.moment(tried.at), page.moment(tried.look_again_at));
    let values = [
        ("name", name.as_str()),
        ("when", when.as_str()),
        ("again", again.as_str()),
    ];
    page.say_all("watch-tried", &values)
}

fn row(page: &Page, library: &Library, one: &Waiting, now: &jiff::Zoned) -> WatchRow {
    let chart = format!("/patients/{}/check-ins", one.patient);
    let level = one.standing.level;
    let shown = WatchRow {
        address: chart.clone(),
        name: full_name(&one.name),
        clinic: None,
        level: level_name(page, library, Some(level)),
        class: level_class(Some(level)),
        told: page.say("watch-silent"),
        beyond: Vec::new(),
        has_words: false,
        day: page.say_with("day-after", "day", &day_of(one.hour)),
        since: page.moment(one.since.timestamp()),
        waited: length(page, now.duration_since(&one.since).as_mins()),
        due: page.moment(one.standing.due.timestamp()),
        is_overdue: one.standing.is_overdue && one.tried.is_none(),
        tried: None,
    };
    let Some((id, report)) = &one.report else {
        return shown;
    };
    let answers = CheckInAnswers::read(&report.answers);
    let told = |answers: &CheckInAnswers| told(page, library, answers);
    WatchRow {
        address: format!("{chart}/{id}"),
        told: answers.as_ref().map_or_else(String::new, told),
        beyond: answers.map_or_else(Vec::new, |answers| beyond(page, library, &answers)),
        has_words: report.has_free_text,
        ..shown
    }
}

/// Signs and questions in one line, the gravest first.
fn told(page: &Page, library: &Library, answers: &CheckInAnswers) -> String {
    let signs = said_signs(page, library, answers);
    let signs = signs
        .iter()
        .map(|sign| format!("{} {}", sign.name, sign.grade));
    let pain = answers.told().pain.filter(|pain| *pain > 0);
    let pain = pain.map(|pain| page.say_with("pain-of-ten", "pain", &pain.to_string()));
    let symptoms = said_symptoms(page, library, answers).into_iter();
    symptoms
        .chain(signs)
        .chain(pain)
        .collect::<Vec<_>>()
        .join(", ")
}

fn beyond(page: &Page, library: &Library, answers: &CheckInAnswers) -> Vec<String> {
    let signs = said_signs(page, library, answers).into_iter();
    signs
        .filter_map(|sign| {
            let at_most = sign.beyond?.to_string();
            let values = [("sign", sign.name.as_str()), ("most", at_most.as_str())];
            Some(page.say_all("watch-beyond", &values))
        })
        .collect()
}

/// Day n after a session begins 24 n hours after it.
pub(super) fn day_of(hour: f64) -> String {
    format!("{:.0}", (hour / HOURS_PER_DAY).floor().max(0.0))
}

/// A length of time as people say it: minutes, hours, then days.
pub(super) fn length(page: &Page, minutes: i64) -> String {
    let minutes = minutes.max(0);
    let hours = minutes / MINUTES_PER_HOUR;
    let count = |key: &str, number: i64| page.count(key, usize::try_from(number).unwrap_or(0));
    if hours < 1 {
        count("minutes-long", minutes)
    } else if hours < 2 * WHOLE_HOURS_PER_DAY {
        count("hours-long", hours)
    } else {
        count("days-long", hours / WHOLE_HOURS_PER_DAY)
    }
}
