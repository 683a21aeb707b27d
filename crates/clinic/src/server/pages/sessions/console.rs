//! The console of a session: large, for one gloved hand; and the same session signed, with its amendments.

use askama::Template;
use axum::extract::Path;
use axum::response::Html;
use needlework_chart::event::{
    CartridgeOpened, OverrideDecided, OverrideSubject, Phase, SessionStarted,
};
use needlework_chart::fold::{Chart, Session, SessionState, Stated};
use needlework_chart::id::{PatientId, SessionId};
use needlework_chart::record::OpenChart;
use needlework_planning::BarredNumbing;
use needlework_protocol::Endpoint;

use super::super::patient::{Tabs, open_chart};
use super::super::treated::{
    cartridge_words, decision_words, device_words, numbing_words, product_words,
};
use super::super::{Shown, show};
use super::amended::amendment_line;
use super::cartridges::longest_needles;
use super::entry_row::{EntryRow, Rows};
use super::numbing::NumbingFields;
use super::planned::all_spared;
use super::typed::{Held, HeldCard, HeldForm, Typed};
use super::zone_cards::{Cards, ZoneCard};
use super::{document_of, is_consent_withdrawn, score_words};
use crate::server::access::{Allowed, ReadCharts, Treat};
use crate::server::allow_list::allowed_names;
use crate::server::office::clinic_site::site_of_session;
use crate::server::office::settings::Settings;
use crate::server::office::stock::CartridgeLot;
use crate::server::page::Page;
use crate::server::plan_document::PlanDocument;
use crate::server::problem::Problem;
use crate::server::standing_answers::StandingAnswers;

struct CartridgeRow {
    lot: String,
    unit: String,
    words: String,
    /// When it went to the sharps; `None`: it has not.
    discarded: Option<String>,
}

/// Why the console is shown again with what was typed.
pub(super) enum Why {
    /// The form was older than the chart.
    Stale,
    /// It was refused, in a sentence.
    Refused(String),
    /// It waits for a reason and a second name, or was filled in as planned.
    Waits,
}

/// Something with its moment.
pub(super) struct Line {
    pub(super) when: String,
    pub(super) text: String,
}

#[derive(Template)]
#[template(path = "clinic/console.html")]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each shows or hides a part of the page"
)]
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
    /// Whether the consent was taken back while the session is open.
    is_consent_withdrawn: bool,
    started: String,
    device: String,
    /// Version of the chart that is shown.
    seen: u64,
    /// Why a form was not carried out; `None`: none was sent, or it waits for more.
    alert: Option<Alert>,
    typed: Typed,
    /// The signature that waits for a reason.
    held_signature: Option<HeldCard>,
    /// The zone that is added after the signature and waits for a reason.
    held_addition: Option<HeldCard>,
    planned_zones: Vec<(String, String)>,
    zones: Vec<ZoneCard>,
    others: Vec<EntryRow>,
    endpoints: Vec<(&'static str, String)>,
    seconds: Vec<(String, String)>,
    /// Whether whoever is signed in is the only licensed user, so that nobody else can answer for a decision.
    is_single_user: bool,
    /// What was decided about the start and at the signature.
    decisions: Vec<Line>,
    shortest_mm: f64,
    longest_mm: f64,
    cartridges: Vec<CartridgeRow>,
    lots: Vec<(String, String)>,
    numbing: Vec<Line>,
    numbing_fields: NumbingFields,
    products: Vec<Line>,
    /// What may be on needled skin.
    allowed_products: Vec<String>,
    reactions: Vec<Line>,
    amendments: Vec<Line>,
    signed: String,
    score: String,
    other_zones: Vec<(String, String)>,
    /// Whether an entry of one of them was typed that is not recorded.
    is_other_zone_typed: bool,
    barred: Barred,
}

impl ConsolePage {
    /// Whether a cartridge was opened that has not gone to the sharps.
    fn has_cartridge_out(&self) -> bool {
        self.cartridges.iter().any(|one| one.discarded.is_none())
    }
}

/// What must not happen to this person.
struct Barred {
    /// What the plan protects or leaves out, in sentences.
    zones: Vec<String>,
    /// Moles, lesions and tattoos that are not needled, in sentences.
    never_needled: Vec<String>,
    /// What must not be put on the skin to numb it; empty: nothing is barred.
    anaesthetic: String,
}

impl Barred {
    fn of(page: &Page, chart: &Chart, document: &PlanDocument) -> Self {
        let answers = StandingAnswers::of(page, chart);
        let answers = answers.as_ref();
        let anaesthetic = answers.and_then(StandingAnswers::barred_anaesthetic);
        Self {
            zones: all_spared(page, document),
            never_needled: answers.map_or_else(Vec::new, StandingAnswers::never_needled),
            anaesthetic: anaesthetic.map_or_else(String::new, |barred| barred_words(page, barred)),
        }
    }
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
    sent: Option<(&Typed, Why)>,
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
    let mut entries = rows.all(is_signed);
    let is_not_needled = is_signed && !session.is_held();
    let is_beyond_hard_stop = entries.iter().any(|entry| !entry.hard_stops.is_empty());
    let none = Typed::new("", Vec::new());
    let (typed, alert) = match sent {
        None => (&none, None),
        Some((typed, why)) => (typed, alert_of(&page, why)),
    };
    let is_waiting = held.is_some();
    let waiting = share_out(held, &mut entries);
    let (planned_entries, others): (Vec<EntryRow>, Vec<EntryRow>) = entries
        .into_iter()
        .partition(|entry| document.forecast.zone(&entry.zone).is_some());
    let patient = opened.patient();
    let lots = treat
        .lots_to_open(site_of_session(started), &started.device.device)
        .await;
    let settings = treat.clinic().settings().await;
    let all_zones = library.zones.iter().map(|zone| &zone.id);
    let is_other = |zone: &&String| document.forecast.zone(zone).is_none();
    let other_zones = named(&page, all_zones.filter(is_other));
    let is_typed = |(zone, _): &(String, String)| typed.of_zone(zone, "zone").is_some();
    let shown = ConsolePage {
        // What waits for a reason is in a card of its own.
        is_other_zone_typed: !is_waiting && other_zones.iter().any(is_typed),
        tabs: Tabs::of(&page, patient, "/sessions"),
        heading: page.say_with("session-of", "day", &page.day(started.day)),
        is_open: session.state == SessionState::Open,
        is_signed,
        red_tags: red_tags(&page, is_beyond_hard_stop, is_not_needled),
        nothing_tick: (!is_not_needled).then(|| page.say("tick-session-not-needled")),
        is_consent_withdrawn: session.state == SessionState::Open
            && is_consent_withdrawn(chart, session),
        started: started_words(&page, &settings, started),
        device: device_words(&page, &started.device),
        seen: opened.sequence(),
        alert,
        typed: typed.clone(),
        held_signature: waiting.signature,
        held_addition: waiting.addition,
        planned_zones: named(&page, document.forecast.zones.iter().map(|zone| &zone.zone)),
        zones: Cards {
            page: &page,
            document: &document,
            opened,
            session: id,
            typed,
        }
        .of(planned_entries, waiting.zone),
        others,
        endpoints: endpoints(&page),
        is_single_user: treat.is_single_licensed_user().await,
        seconds: seconds(treat).await,
        decisions: decisions(&page, chart, id),
        shortest_mm: *reach.start(),
        longest_mm: longest_needles(session)
            .map_or(*reach.end(), |longest| longest.min(*reach.end())),
        cartridges: cartridges(&page, session),
        lots: lots
            .into_iter()
            .map(|lot| (lot.id.to_string(), lot_words(&page, &lot)))
            .collect(),
        numbing: lines(&page, session, Part::Numbing),
        numbing_fields: NumbingFields::of(&page, chart, typed),
        products: lines(&page, session, Part::Products),
        allowed_products: allowed_names(&library, &settings, page.protocol_language()),
        reactions: lines(&page, session, Part::Reactions),
        amendments: lines(&page, session, Part::Amendments),
        signed: signed_words(&page, session),
        score: score_words(&page, &document, &library, session),
        other_zones,
        barred: Barred::of(&page, chart, &document),
        session: id,
        patient,
        page,
    };
    show(&shown)
}

/// Zones with their names.
fn named<'a>(page: &Page, zones: impl Iterator<Item = &'a String>) -> Vec<(String, String)> {
    zones
        .map(|zone| (zone.clone(), page.zone_name(zone)))
        .collect()
}

/// What waits for a reason and a second name, by the part of the page that asks for them.
#[derive(Default)]
struct WaitingParts {
    zone: Option<Held>,
    signature: Option<HeldCard>,
    addition: Option<HeldCard>,
}

/// Gives what waits to the part that asks for a reason and a second name; a correction waits with its entry.
fn share_out(held: Option<Held>, entries: &mut [EntryRow]) -> WaitingParts {
    let mut waiting = WaitingParts::default();
    let Some(Held { form, card }) = held else {
        return waiting;
    };
    match &form {
        HeldForm::Zone(_) => waiting.zone = Some(Held { form, card }),
        HeldForm::Signature => waiting.signature = Some(card),
        HeldForm::Addition => waiting.addition = Some(card),
        HeldForm::Correction(of) => {
            if let Some(entry) = entries.iter_mut().find(|entry| entry.id == *of) {
                entry.held = Some(card);
            }
        }
    }
    waiting
}

/// What is barred, in the words in which the start says so.
fn barred_words(page: &Page, barred: BarredNumbing) -> String {
    let key = match barred {
        BarredNumbing::Prilocaine => "start-numbing.without-prilocaine",
        BarredNumbing::Any => "start-numbing.without-anaesthetic",
    };
    let speech = page.library().speech(page.protocol_language());
    speech.say(key, &[])
}

/// What the skin may show, with its names.
fn endpoints(page: &Page) -> Vec<(&'static str, String)> {
    let names = Endpoint::NAMES.into_iter();
    let named = names.map(|(name, _)| (name, page.say(&format!("endpoint-{name}"))));
    named.collect()
}

/// Who may answer for a decision beside whoever needles: account, name.
async fn seconds(treat: &Allowed<Treat>) -> Vec<(String, String)> {
    let colleagues = treat.licensed_colleagues().await.into_iter();
    let named = colleagues.map(|author| (author.user.to_string(), author.name));
    named.collect()
}

/// A sentence that is read before anything else of the page.
struct Alert {
    class: &'static str,
    text: String,
}

fn alert_of(page: &Page, why: Why) -> Option<Alert> {
    let (class, text) = match why {
        Why::Stale => ("wait", page.say("stale-kept")),
        Why::Refused(sentence) => ("no", sentence),
        Why::Waits => return None,
    };
    Some(Alert { class, text })
}

fn red_tags(page: &Page, is_beyond_hard_stop: bool, is_not_needled: bool) -> Vec<String> {
    let tags = [
        (is_beyond_hard_stop, "deviation-hard-stop"),
        (is_not_needled, "session-not-needled"),
    ];
    let tags = tags.into_iter().filter(|(is_so, _)| *is_so);
    tags.map(|(_, key)| page.say(key)).collect()
}

/// When the session began, who needles, who answers for it, and where.
fn started_words(page: &Page, settings: &Settings, started: &SessionStarted) -> String {
    let when = page.moment(started.t0);
    let mut values = vec![
        ("when", when.as_str()),
        ("operator", &started.operator),
        ("supervisor", &started.supervisor),
        ("room", &started.room),
    ];
    // As it was called on the day; what was recorded while there was but one names none.
    let recorded = started.clinic.as_ref().map(|clinic| clinic.name.as_str());
    match settings.name_beside(site_of_session(started)) {
        Some(today) => {
            values.push(("clinic", recorded.unwrap_or(today)));
            page.say_all("session-started-in-clinic", &values)
        }
        None => page.say_all("session-started", &values),
    }
}

/// When it was signed, and by whom; empty where it was not.
fn signed_words(page: &Page, session: &Session) -> String {
    session.signed.as_ref().map_or_else(String::new, |signed| {
        format!(
            "{}, {}",
            page.moment(signed.recorded_at),
            signed.author.name
        )
    })
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
