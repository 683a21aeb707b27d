//! The console of a session: large, for one gloved hand; and the same session signed, with its amendments.

use askama::Template;
use axum::extract::Path;
use axum::response::Html;
use needlework_chart::event::ZoneRecorded;
use needlework_chart::fold::{Session, SessionState, ZoneEntry};
use needlework_chart::id::{PatientId, SessionId};
use needlework_chart::record::OpenChart;
use needlework_planning::{Comparison, DeviationClass, LockedZone};
use needlework_protocol::{Endpoint, Visits};

use super::super::patient::{Tabs, open_chart};
use super::super::{Shown, show};
use super::amended::amendment_line;
use super::entry_row::{EntryRow, Rows};
use super::planned::{coverage_words, planned_minutes, planned_passes};
use super::{document_of, score_words};
use crate::server::access::{Allowed, ReadCharts, Treat};
use crate::server::page::Page;
use crate::server::plan_document::PlanDocument;
use crate::server::problem::Problem;

/// An entry that waits for a reason and a second name.
pub(super) struct Held {
    pub(super) entry: ZoneRecorded,
    pub(super) compared: Comparison,
}

/// A planned zone, with what was recorded of it.
struct ZoneCard {
    id: String,
    name: String,
    planned: String,
    depth: String,
    passes: String,
    area: String,
    minutes: String,
    last_time: String,
    is_done: bool,
    /// The entry that waits for a reason.
    held: Option<HeldCard>,
    entries: Vec<EntryRow>,
}

struct HeldCard {
    sentences: Vec<String>,
    endpoint: String,
    pain: String,
}

struct CartridgeRow {
    lot: String,
    unit: String,
    is_discarded: bool,
}

/// Something with its moment.
pub(super) struct Line {
    pub(super) when: String,
    pub(super) text: String,
}

#[derive(Template)]
#[template(path = "clinic/console.html")]
struct ConsolePage {
    page: Page,
    tabs: Tabs,
    patient: PatientId,
    session: SessionId,
    heading: String,
    is_open: bool,
    is_signed: bool,
    /// What must be seen first: that something happened which nobody may do, or that the session was amended to nothing.
    red_tags: Vec<String>,
    /// The tick by which the session is amended to nothing; `None`: it was.
    nothing_tick: Option<String>,
    may_treat: bool,
    started: String,
    zones: Vec<ZoneCard>,
    others: Vec<EntryRow>,
    endpoints: Vec<(&'static str, String)>,
    seconds: Vec<(String, String)>,
    shortest_mm: f64,
    longest_mm: f64,
    cartridges: Vec<CartridgeRow>,
    lots: Vec<(String, String)>,
    products: Vec<Line>,
    reactions: Vec<Line>,
    amendments: Vec<Line>,
    signed: String,
    score: String,
    other_zones: Vec<(String, String)>,
}

/// Shows a session: its console while it is open, what was done afterwards.
pub(in crate::server) async fn show_session(
    reader: Allowed<ReadCharts>,
    Path((patient, session)): Path<(PatientId, SessionId)>,
) -> Shown {
    if let Some(treat) = reader.and::<Treat>() {
        let (page, opened) = open_chart(&treat, patient).await?;
        return console_with(&treat, page, &opened, session, None).await;
    }
    Err(Problem::NotFound)
}

/// The console, with an entry that waits for a reason.
pub(super) async fn console_with(
    treat: &Allowed<Treat>,
    page: Page,
    opened: &OpenChart,
    id: SessionId,
    held: Option<Held>,
) -> Result<Html<String>, Problem> {
    let chart = opened.chart();
    let session = chart.sessions.get(&id).ok_or(Problem::NotFound)?;
    let document = document_of(chart, session.started.facts.plan)?;
    let library = treat.clinic().library().await;
    let device = library.devices.get(&session.started.facts.device.device);
    let reach = device.map_or(0.0..=3.0, |device| {
        needlework_protocol::screening::mechanical_lengths_mm(device)
    });
    let is_signed = session.state == SessionState::Signed;
    let rows = Rows {
        page: &page,
        document: &document,
        device,
        library: &library,
        session,
    };
    let entries = rows.all(is_signed);
    let is_not_needled = is_signed && !session.is_held();
    let is_beyond_hard_stop = entries.iter().any(|entry| !entry.hard_stops.is_empty());
    let (planned_entries, others): (Vec<EntryRow>, Vec<EntryRow>) = entries
        .into_iter()
        .partition(|entry| document.forecast.zone(&entry.zone).is_some());
    let patient = opened.patient();
    let (_, lots) = treat.equipment().await;
    let shown = ConsolePage {
        tabs: Tabs::of(&page, patient, "/sessions"),
        heading: page.say_with("session-of", "day", &page.day(session.started.facts.day)),
        is_open: session.state == SessionState::Open,
        is_signed,
        red_tags: [
            (is_beyond_hard_stop, "deviation-hard-stop"),
            (is_not_needled, "session-not-needled"),
        ]
        .into_iter()
        .filter(|(is_so, _)| *is_so)
        .map(|(_, key)| page.say(key))
        .collect(),
        nothing_tick: (!is_not_needled).then(|| page.say("tick-session-not-needled")),
        may_treat: true,
        started: page.say_all(
            "session-started",
            &[
                ("when", &page.moment(session.started.facts.t0)),
                ("operator", &session.started.facts.operator),
                ("supervisor", &session.started.facts.supervisor),
                ("room", &session.started.facts.room),
            ],
        ),
        zones: zone_cards(
            &page,
            &document,
            opened,
            id,
            planned_entries,
            held.as_ref(),
            &library.visits,
        ),
        others,
        endpoints: Endpoint::NAMES
            .into_iter()
            .map(|(name, _)| (name, page.say(&format!("endpoint-{name}"))))
            .collect(),
        seconds: treat
            .licensed_colleagues()
            .await
            .into_iter()
            .map(|author| (author.user.to_string(), author.name))
            .collect(),
        shortest_mm: *reach.start(),
        longest_mm: *reach.end(),
        cartridges: cartridges(session),
        lots: lots
            .into_iter()
            .map(|lot| (lot.id.to_string(), lot.lot))
            .collect(),
        products: lines(&page, session, Part::Products),
        reactions: lines(&page, session, Part::Reactions),
        amendments: lines(&page, session, Part::Amendments),
        signed: session.signed.as_ref().map_or_else(String::new, |signed| {
            format!(
                "{}, {}",
                page.moment(signed.recorded_at),
                signed.author.name
            )
        }),
        score: score_words(&page, &document, &library, session),
        other_zones: library
            .zones
            .iter()
            .filter(|zone| document.forecast.zone(&zone.id).is_none())
            .map(|zone| (zone.id.clone(), page.zone_name(&zone.id)))
            .collect(),
        session: id,
        patient,
        page,
    };
    show(&shown)
}

fn zone_cards(
    page: &Page,
    document: &PlanDocument,
    opened: &OpenChart,
    session: SessionId,
    entries: Vec<EntryRow>,
    mut held: Option<&Held>,
    visits: &Visits,
) -> Vec<ZoneCard> {
    let mut entries = entries;
    let mut cards: Vec<ZoneCard> = document
        .forecast
        .zones
        .iter()
        .map(|zone| {
            let own: Vec<EntryRow> = entries
                .extract_if(.., |entry| entry.zone == zone.zone)
                .collect();
            let waiting = held.take_if(|held| held.entry.zone == zone.zone);
            zone_card(page, zone, opened, session, own, waiting, visits)
        })
        .collect();
    cards.extend(held.map(|held| unplanned_card(page, held)));
    cards
}

/// A zone of which the plan does not speak, whose entry waits for a reason and a second name.
fn unplanned_card(page: &Page, held: &Held) -> ZoneCard {
    let entry = &held.entry;
    ZoneCard {
        id: entry.zone.clone(),
        name: page.zone_name(&entry.zone),
        planned: page.say("zone-not-planned"),
        depth: entry.depth_set_mm.to_string(),
        passes: entry.passes.to_string(),
        area: String::new(),
        minutes: String::new(),
        last_time: String::new(),
        is_done: false,
        held: Some(held_card(held)),
        entries: Vec::new(),
    }
}

fn held_card(held: &Held) -> HeldCard {
    let differences = held.compared.differences.iter();
    HeldCard {
        sentences: differences
            .filter(|one| one.class >= DeviationClass::Major)
            .map(|one| one.sentence.clone())
            .collect(),
        endpoint: held.entry.endpoint.clone().unwrap_or_default(),
        pain: held
            .entry
            .pain_0_to_10
            .map_or_else(String::new, |pain| pain.to_string()),
    }
}

fn zone_card(
    page: &Page,
    zone: &LockedZone,
    opened: &OpenChart,
    session: SessionId,
    entries: Vec<EntryRow>,
    held: Option<&Held>,
    visits: &Visits,
) -> ZoneCard {
    let technique = &zone.technique;
    let said = held.map(|held| &held.entry);
    let minutes = said.map_or_else(
        || planned_minutes(technique, zone.area_cm2),
        |entry| entry.needling_minutes,
    );
    ZoneCard {
        name: page.zone_name(&zone.zone),
        planned: page.say_all(
            "planned-zone",
            &[
                ("depth", &page.number(technique.needle_length_mm, 2)),
                ("coverage", &coverage_words(page, technique, zone.area_cm2)),
            ],
        ),
        depth: said
            .map_or(technique.needle_length_mm, |entry| entry.depth_set_mm)
            .to_string(),
        passes: said
            .map_or_else(|| planned_passes(technique, visits), |entry| entry.passes)
            .to_string(),
        area: format!("{:.0}", zone.area_cm2),
        minutes: minutes.map_or_else(String::new, |minutes| format!("{minutes:.1}")),
        last_time: last_time(page, opened, session, &zone.zone),
        is_done: entries.iter().any(|entry| entry.is_needled),
        held: held.map(held_card),
        id: zone.zone.clone(),
        entries,
    }
}

/// What was done in the zone last time: a glance at it beats reading notes.
fn last_time(page: &Page, opened: &OpenChart, session: SessionId, zone: &str) -> String {
    let others = opened.chart().sessions.iter();
    let others = others.filter(|(id, _)| **id != session);
    let earlier = others
        .flat_map(|(_, session)| {
            let day = session.started.facts.day;
            session.delivered().map(move |entry| (day, entry))
        })
        .filter(|(_, entry)| entry.zone == zone)
        .max_by_key(|(day, _)| *day);
    earlier.map_or_else(String::new, |(day, entry)| {
        last_time_words(page, &page.day(day), entry)
    })
}

fn last_time_words(page: &Page, day: &str, entry: &ZoneEntry) -> String {
    let (Some(depth), Some(passes)) = (entry.depth_set_mm, entry.passes) else {
        return page.say_with("last-time-not-known", "day", day);
    };
    page.say_all(
        "last-time",
        &[
            ("day", day),
            ("depth", &page.number(depth, 2)),
            ("passes", &passes.to_string()),
        ],
    )
}

fn cartridges(session: &Session) -> Vec<CartridgeRow> {
    session
        .cartridges
        .iter()
        .map(|cartridge| CartridgeRow {
            is_discarded: session.discarded.iter().any(|gone| {
                gone.facts.lot == cartridge.facts.lot && gone.facts.unit == cartridge.facts.unit
            }),
            lot: cartridge.facts.lot.clone(),
            unit: cartridge.facts.unit.clone(),
        })
        .collect()
}

/// Which lines of a session.
#[derive(Clone, Copy)]
enum Part {
    Products,
    Reactions,
    /// Those of the session as a whole; the others stand with their entries.
    Amendments,
}

fn lines(page: &Page, session: &Session, part: Part) -> Vec<Line> {
    match part {
        Part::Products => session
            .products
            .iter()
            .map(|product| Line {
                when: page.time(product.recorded_at),
                text: format!(
                    "{}, {} {}",
                    product.facts.product,
                    page.say("lot"),
                    product.facts.lot
                ),
            })
            .collect(),
        Part::Reactions => session
            .reactions
            .iter()
            .map(|noted| Line {
                when: page.time(noted.recorded_at),
                text: noted.facts.reaction.clone(),
            })
            .collect(),
        Part::Amendments => {
            let amendments = session.amendments.iter();
            let of_session = amendments.filter(|one| one.facts.entry.is_none());
            of_session.map(|one| amendment_line(page, one)).collect()
        }
    }
}
