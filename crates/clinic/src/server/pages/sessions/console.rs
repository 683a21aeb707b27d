//! The console of a session: large, for one gloved hand; and the same session signed, with its amendments.

use askama::Template;
use axum::extract::Path;
use axum::response::Html;
use needlework_chart::event::{CartridgeOpened, OverrideDecided, OverrideSubject, Phase};
use needlework_chart::fold::{Chart, Session, SessionState, Stated, ZoneEntry};
use needlework_chart::id::{PatientId, SessionId};
use needlework_chart::record::OpenChart;
use needlework_planning::LockedZone;
use needlework_protocol::{Endpoint, Visits};

use super::super::patient::{Tabs, open_chart};
use super::super::treated::{
    cartridge_words, decision_words, device_words, numbing_words, product_words,
};
use super::super::{Shown, show};
use super::amended::amendment_line;
use super::cartridges::longest_needles;
use super::entry_row::{EntryRow, Rows};
use super::planned::{all_spared, coverage_words, planned_minutes, planned_passes, spared};
use super::typed::{Held, HeldCard, Typed};
use super::{document_of, is_consent_withdrawn, score_words};
use crate::server::access::{Allowed, ReadCharts, Treat};
use crate::server::office::stock::CartridgeLot;
use crate::server::page::Page;
use crate::server::plan_document::PlanDocument;
use crate::server::problem::Problem;

/// A planned zone, with what was recorded of it.
struct ZoneCard {
    id: String,
    name: String,
    planned: String,
    depth: String,
    passes: String,
    area: String,
    minutes: String,
    pain: String,
    directions: String,
    speed: String,
    endpoint: String,
    last_time: String,
    is_done: bool,
    /// Whether something was typed that is not recorded.
    is_typed: bool,
    /// The entry that waits for a reason.
    held: Option<HeldCard>,
    entries: Vec<EntryRow>,
}

struct CartridgeRow {
    lot: String,
    unit: String,
    words: String,
    /// When it went to the sharps; `None`: it has not.
    discarded: Option<String>,
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
    /// Whether the consent was taken back while the session is open.
    is_consent_withdrawn: bool,
    started: String,
    device: String,
    /// Version of the chart that is shown.
    seen: u64,
    /// Whether a form was older than the chart and was not carried out.
    is_stale: bool,
    typed: Typed,
    /// The signature that waits for a reason.
    held_signature: Option<HeldCard>,
    zones: Vec<ZoneCard>,
    others: Vec<EntryRow>,
    endpoints: Vec<(&'static str, String)>,
    seconds: Vec<(String, String)>,
    /// What was decided about the start and at the signature.
    decisions: Vec<Line>,
    shortest_mm: f64,
    longest_mm: f64,
    cartridges: Vec<CartridgeRow>,
    lots: Vec<(String, String)>,
    numbing: Vec<Line>,
    products: Vec<Line>,
    reactions: Vec<Line>,
    amendments: Vec<Line>,
    signed: String,
    score: String,
    other_zones: Vec<(String, String)>,
    /// What the plan protects or leaves out, in sentences.
    spared: Vec<String>,
}

/// Shows a session: its console while it is open, what was done afterwards.
pub(in crate::server) async fn show_session(
    reader: Allowed<ReadCharts>,
    Path((patient, session)): Path<(PatientId, SessionId)>,
) -> Shown {
    if let Some(treat) = reader.and::<Treat>() {
        let (page, opened) = open_chart(&treat, patient).await?;
        return console_with(&treat, page, &opened, session, None, None).await;
    }
    Err(Problem::NotFound)
}

/// The console; with what was typed where a form was older than the chart, or waits for a reason.
pub(super) async fn console_with(
    treat: &Allowed<Treat>,
    page: Page,
    opened: &OpenChart,
    id: SessionId,
    typed: Option<&Typed>,
    held: Option<Held>,
) -> Result<Html<String>, Problem> {
    let chart = opened.chart();
    let session = chart.sessions.get(&id).ok_or(Problem::NotFound)?;
    let document = document_of(chart, session.started.facts.plan)?;
    let library = treat.clinic().library().await;
    let started = &session.started.facts;
    let device = library.devices.get(&started.device.device);
    let reach = device.map_or(0.0..=3.0, |device| {
        needlework_protocol::screening::mechanical_lengths_mm(device)
    });
    let is_signed = session.state == SessionState::Signed;
    let rows = Rows {
        page: &page,
        document: &document,
        library: &library,
        chart,
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
    let none = Typed::new("", Vec::new());
    let (is_stale, typed) = (typed.is_some() && held.is_none(), typed.unwrap_or(&none));
    let (held, held_signature) = match held {
        Some(Held { zone: None, card }) => (None, Some(card)),
        other => (other, None),
    };
    let shown = ConsolePage {
        tabs: Tabs::of(&page, patient, "/sessions"),
        heading: page.say_with("session-of", "day", &page.day(started.day)),
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
        is_consent_withdrawn: session.state == SessionState::Open
            && is_consent_withdrawn(chart, session),
        started: page.say_all(
            "session-started",
            &[
                ("when", &page.moment(started.t0)),
                ("operator", &started.operator),
                ("supervisor", &started.supervisor),
                ("room", &started.room),
            ],
        ),
        device: device_words(&page, &started.device),
        seen: opened.sequence(),
        is_stale,
        typed: typed.clone(),
        held_signature,
        zones: Cards {
            page: &page,
            document: &document,
            opened,
            session: id,
            typed,
            visits: &library.visits,
        }
        .of(planned_entries, held),
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
        decisions: decisions(&page, chart, id),
        shortest_mm: *reach.start(),
        longest_mm: longest_needles(session)
            .map_or(*reach.end(), |longest| longest.min(*reach.end())),
        cartridges: cartridges(&page, session),
        lots: lots
            .into_iter()
            .filter(|lot| lot.device == started.device.device)
            .map(|lot| (lot.id.to_string(), lot_words(&page, &lot)))
            .collect(),
        numbing: lines(&page, session, Part::Numbing),
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
        spared: all_spared(&page, &document),
        session: id,
        patient,
        page,
    };
    show(&shown)
}

/// A lot as it is chosen: lot, needle length, last day.
pub(super) fn lot_words(page: &Page, lot: &CartridgeLot) -> String {
    page.say_all(
        "lot-to-choose",
        &[
            ("lot", &lot.lot),
            ("length", &page.number(lot.needle_length_mm, 2)),
            ("day", &page.day(lot.expires_on)),
        ],
    )
}

/// What was decided about the start of a session, and about zones of it.
fn decisions(page: &Page, chart: &Chart, id: SessionId) -> Vec<Line> {
    let decided = chart.overrides.values().filter(|stated| {
        matches!(&stated.facts.subject,
            OverrideSubject::StartGate { session, .. } | OverrideSubject::Tolerance { session, .. }
            if *session == id)
    });
    let mut decided: Vec<_> = decided.collect();
    decided.sort_by_key(|stated| stated.recorded_at);
    let line = |stated: &Stated<OverrideDecided>| Line {
        when: format!("{}, {}", page.time(stated.recorded_at), stated.author.name),
        text: decision_words(page, &stated.facts),
    };
    decided.into_iter().map(line).collect()
}

/// What the cards of all zones are made from.
struct Cards<'a> {
    page: &'a Page,
    document: &'a PlanDocument,
    opened: &'a OpenChart,
    session: SessionId,
    typed: &'a Typed,
    visits: &'a Visits,
}

impl Cards<'_> {
    fn of(&self, mut entries: Vec<EntryRow>, mut held: Option<Held>) -> Vec<ZoneCard> {
        let planned = self.document.forecast.zones.iter();
        let mut cards: Vec<ZoneCard> = planned
            .map(|zone| {
                let own: Vec<EntryRow> = entries
                    .extract_if(.., |entry| entry.zone == zone.zone)
                    .collect();
                let is_own = |held: &mut Held| held.zone.as_ref() == Some(&zone.zone);
                let waiting = held.take_if(is_own);
                self.planned(zone, own, waiting.map(|held| held.card))
            })
            .collect();
        cards.extend(held.map(|held| self.unplanned(held)));
        cards
    }

    /// A zone of which the plan does not speak, whose entry waits for a reason and a second name.
    fn unplanned(&self, held: Held) -> ZoneCard {
        let zone = held.zone.unwrap_or_default();
        let name = self.page.zone_name(&zone);
        let planned = spared(self.page, self.document, &zone)
            .unwrap_or_else(|| self.page.say("zone-not-planned"));
        let nothing = [String::new(), String::new(), String::new(), String::new()];
        let card = self.card((zone, name, planned), nothing, Vec::new());
        ZoneCard {
            held: Some(held.card),
            ..card
        }
    }

    fn planned(
        &self,
        zone: &LockedZone,
        entries: Vec<EntryRow>,
        held: Option<HeldCard>,
    ) -> ZoneCard {
        let (page, technique) = (self.page, &zone.technique);
        let minutes = planned_minutes(technique, zone.area_cm2);
        let planned = page.say_all(
            "planned-zone",
            &[
                ("depth", &page.number(technique.needle_length_mm, 2)),
                ("coverage", &coverage_words(page, technique, zone.area_cm2)),
            ],
        );
        let proposed = [
            technique.needle_length_mm.to_string(),
            planned_passes(technique, self.visits).to_string(),
            minutes.map_or_else(String::new, |minutes| format!("{minutes:.1}")),
            format!("{:.0}", zone.area_cm2),
        ];
        let name = page.zone_name(&zone.zone);
        let card = self.card((zone.zone.clone(), name, planned), proposed, entries);
        ZoneCard {
            last_time: last_time(page, self.opened, self.session, &zone.zone),
            held,
            ..card
        }
    }

    /// A card with what was typed, else with what is proposed.
    fn card(
        &self,
        (id, name, planned): (String, String, String),
        [depth, passes, minutes, area]: [String; 4],
        entries: Vec<EntryRow>,
    ) -> ZoneCard {
        let typed = |field: &str, proposed: String| {
            let typed = self.typed.of_zone(&id, field).map(str::to_owned);
            typed.unwrap_or(proposed)
        };
        ZoneCard {
            depth: typed("depth_set_mm", depth),
            passes: typed("passes", passes),
            minutes: typed("needling_minutes", minutes),
            area: typed("area_cm2", area),
            pain: typed("pain", String::new()),
            directions: typed("directions", String::new()),
            speed: typed("speed_per_min", String::new()),
            endpoint: typed("endpoint", String::new()),
            is_typed: self.typed.of_zone(&id, "zone").is_some(),
            last_time: String::new(),
            is_done: entries.iter().any(|entry| entry.is_needled),
            held: None,
            name,
            planned,
            entries,
            id,
        }
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

fn cartridges(page: &Page, session: &Session) -> Vec<CartridgeRow> {
    let opened = session.cartridges.iter().map(|stated| &stated.facts);
    let row = |cartridge: &CartridgeOpened| CartridgeRow {
        discarded: session
            .discarded
            .iter()
            .find(|gone| gone.facts.lot == cartridge.lot && gone.facts.unit == cartridge.unit)
            .map(|gone| page.time(gone.facts.discarded_at)),
        words: cartridge_words(page, cartridge),
        lot: cartridge.lot.clone(),
        unit: cartridge.unit.clone(),
    };
    opened.map(row).collect()
}

/// Which lines of a session.
#[derive(Clone, Copy)]
enum Part {
    Numbing,
    Products,
    Reactions,
    /// Those of the session as a whole; the others stand with their entries.
    Amendments,
}

fn lines(page: &Page, session: &Session, part: Part) -> Vec<Line> {
    match part {
        Part::Numbing => session
            .numbing
            .iter()
            .map(|numbing| Line {
                when: page.time(numbing.recorded_at),
                text: numbing_words(page, &numbing.facts),
            })
            .collect(),
        Part::Products => session
            .products
            .iter()
            .map(|product| Line {
                when: page.say(match product.facts.phase {
                    Phase::Before => "phase-before",
                    Phase::During => "phase-during",
                    Phase::After => "phase-after",
                }),
                text: product_words(page, &product.facts),
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
