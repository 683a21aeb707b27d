//! The start gate: every condition with its reason when it is closed; what was overridden is recorded with a reason.

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::{Path, Query};
use needlework_chart::event::Author;
use needlework_chart::id::{PatientId, PlanId, SiteId};
use needlework_chart::record::OpenChart;
use needlework_planning::{
    BarredNumbing, GateCartridge, GateCheck, GateDevice, GateFacts, GateNumbing, GateState,
    Library, start_gate,
};
use serde::Deserialize;
use uuid::Uuid;

use super::super::clinic_choice::clinics_to_choose;
use super::super::patient::{Tabs, open_chart};
use super::super::plan_form::Choice;
use super::super::{Shown, show};
use super::console::lot_words;
use super::document_of;
use super::place::site_of_start;
use crate::server::access::{Allowed, Treat};
use crate::server::gate_facts::facts_of;
use crate::server::intake::{Fields, own_role};
use crate::server::office::clinic_site::ClinicSite;
use crate::server::office::device::ClinicDevice;
use crate::server::office::stock::CartridgeLot;
use crate::server::page::Page;
use crate::server::problem::Problem;
use crate::server::standing_answers::StandingAnswers;

/// One condition as it is shown.
struct CheckRow {
    id: String,
    class: &'static str,
    mark: &'static str,
    text: String,
    reasons: Vec<String>,
    /// Whether somebody here may start all the same, with a reason.
    may_override: bool,
    role: String,
    reason: String,
}

#[derive(Template)]
#[template(path = "clinic/start_gate.html")]
pub(super) struct GatePage {
    page: Page,
    tabs: Tabs,
    patient: PatientId,
    /// Clinics of the group, one of them perhaps chosen; empty: there is but one.
    clinics: Vec<Choice>,
    /// The clinic in which the session is to be held; `None`: it has to be chosen first.
    site: Option<SiteId>,
    is_asked: bool,
    /// Why the session was not begun although every condition was met or overridden; `None`: nobody asked for that.
    refused: Option<String>,
    checks: Vec<CheckRow>,
    devices: Vec<Choice>,
    lots: Vec<Choice>,
    supervisors: Vec<Choice>,
    rooms: Vec<Choice>,
    ticks: Vec<(String, String, bool)>,
    unit: String,
    numbing: [(String, String, String); 5],
    numbing_on: String,
    numbing_off: String,
    /// Time zone of the clinic, in which times of day are told.
    zone: String,
    is_occluded: bool,
    /// Whether somebody says that the product contains no prilocaine; `None`: it does not matter.
    no_prilocaine: Option<bool>,
    /// Where nobody needles, in sentences.
    never_needled: Vec<String>,
    /// Why the device is used outside what it was authorised for; `None`: it is not.
    off_label_reason: Option<String>,
}

impl GatePage {
    /// The gate after a start that was refused, with the sentence that says why.
    pub(super) fn refused(self, why: String) -> Self {
        Self {
            refused: Some(why),
            ..self
        }
    }
}

/// A tick at the chair: field and key of the text.
type Tick = (&'static str, &'static str);

/// By what somebody is known of whom a photograph is kept.
const BY_FACE: Tick = ("photograph_compared", "tick-photograph");
/// By what somebody is known of whom none is kept.
const BY_NAME: Tick = ("name_confirmed", "tick-name");
/// What else is ticked.
const TICKS: [Tick; 5] = [
    ("birth_date_confirmed", "tick-birth-date"),
    ("contact_verified", "tick-contact"),
    ("pack_intact", "tick-pack"),
    ("opened_before_patient", "tick-opened"),
    ("single_use", "tick-single-use"),
];

/// What is known at the start: the form, what it names, and how the conditions stand.
pub(super) struct Asked {
    pub(super) checks: Vec<GateCheck>,
    pub(super) plan: PlanId,
    pub(super) facts: GateFacts,
    /// Where nobody needles, in sentences.
    never_needled: Vec<String>,
    /// The clinic in which it is to be held; `None`: it has to be chosen first.
    pub(super) site: Option<ClinicSite>,
    /// What can be used there.
    equipment: (Vec<ClinicDevice>, Vec<CartridgeLot>),
    pub(super) device: Option<ClinicDevice>,
    pub(super) lot: Option<CartridgeLot>,
}

/// Where the session is to be held, where somebody has chosen it.
#[derive(Deserialize)]
pub(in crate::server) struct Place {
    #[serde(default)]
    clinic: String,
}

/// Shows the gate.
pub(in crate::server) async fn show_gate(
    treat: Allowed<Treat>,
    Path(patient): Path<PatientId>,
    Query(place): Query<Place>,
) -> Shown {
    let (page, opened) = open_chart(&treat, patient).await?;
    let fields = Fields::new(vec![("clinic".to_owned(), place.clinic)]);
    let asked = ask(&treat, &page, &opened, &fields).await?;
    show(&gate_page(&treat, page, patient, &fields, &asked, false).await)
}

/// Holds what was entered against every condition.
pub(super) async fn ask(
    treat: &Allowed<Treat>,
    page: &Page,
    opened: &OpenChart,
    fields: &Fields,
) -> Result<Asked, Problem> {
    let chart = opened.chart();
    let (plan, _) = chart
        .plan_in_force()
        .ok_or_else(|| Problem::refused("refused-no-plan-in-force"))?;
    let document = document_of(chart, plan)?;
    let library = treat.clinic().library().await;
    let today = treat.clinic().today().await;
    let site = site_of_start(treat, page, opened.patient(), fields).await?;
    let equipment = match &site {
        Some(site) => treat.equipment(site.id).await,
        None => Default::default(),
    };
    let (devices, lots) = &equipment;
    let chosen = |name: &str| fields.get(name).parse::<Uuid>().ok();
    let device = devices
        .iter()
        .find(|device| Some(device.id) == chosen("device"))
        .cloned();
    let lot = lots
        .iter()
        .find(|lot| Some(lot.id) == chosen("lot"))
        .cloned();
    let mut facts = facts_of(page, chart, plan, &document, &library, today);
    let is_ticked = |name: &str| fields.get(name) == "yes";
    facts.is_photograph_compared = facts.has_photograph && is_ticked("photograph_compared");
    facts.is_name_confirmed = is_ticked("name_confirmed");
    facts.is_birth_date_confirmed = is_ticked("birth_date_confirmed");
    facts.is_contact_verified = is_ticked("contact_verified");
    facts.numbing = numbing_of(&library, fields);
    if let Some(reason) = fields.some("off_label_reason") {
        reason.clone_into(&mut facts.off_label_reason);
    }
    facts.device = device.as_ref().map(|device| GateDevice {
        id: device.device.clone(),
        serial: device.serial.clone(),
    });
    if let Some(lot) = &lot {
        let unit = fields.get("unit").to_owned();
        facts.cartridge = Some(GateCartridge {
            is_used_before: treat.is_unit_used(&lot.lot, &unit).await,
            is_lot_used_up: treat.is_used_up(lot).await,
            device: lot.device.clone(),
            needle_length_mm: lot.needle_length_mm,
            lot: lot.lot.clone(),
            unit,
            expires_on: Some(lot.expires_on),
            is_pack_intact: is_ticked("pack_intact"),
            is_opened_before_patient: is_ticked("opened_before_patient"),
            is_single_use_confirmed: is_ticked("single_use"),
        });
    }
    Ok(Asked {
        checks: start_gate(&facts, &library, page.protocol_language()),
        never_needled: StandingAnswers::of(page, chart)
            .map_or_else(Vec::new, |answers| answers.never_needled()),
        facts,
        plan,
        site,
        device,
        lot,
        equipment,
    })
}

/// The numbing product as it was typed; `None`: none was put on.
pub(super) fn numbing_of(library: &Library, fields: &Fields) -> Option<GateNumbing> {
    let product = fields.some("product")?;
    let named = format!("{product} {}", fields.get("strength"));
    Some(GateNumbing {
        has_prilocaine: library.anaesthetics.prilocaine.is_named_by(&named),
        is_confirmed_without: fields.get("no_prilocaine") == "yes",
        is_covered: fields.get("is_occluded") == "yes",
    })
}

/// Lots from which a cartridge for a device in the rooms can be opened today, and the one that was chosen all the same.
async fn lots_offered(treat: &Allowed<Treat>, asked: &Asked) -> Vec<CartridgeLot> {
    let (devices, _) = &asked.equipment;
    let kinds: BTreeSet<&str> = devices.iter().map(|one| one.device.as_str()).collect();
    let mut lots = Vec::new();
    if let Some(site) = &asked.site {
        for kind in kinds {
            lots.extend(treat.lots_to_open(site.id, kind).await);
        }
    }
    let is_offered = |chosen: &&CartridgeLot| lots.iter().any(|lot| lot.id == chosen.id);
    let chosen = asked.lot.as_ref().filter(|chosen| !is_offered(chosen));
    lots.extend(chosen.cloned());
    lots
}

pub(super) async fn gate_page(
    treat: &Allowed<Treat>,
    page: Page,
    patient: PatientId,
    fields: &Fields,
    asked: &Asked,
    is_asked: bool,
) -> GatePage {
    let (devices, _) = &asked.equipment;
    let lots = lots_offered(treat, asked).await;
    let settings = treat.clinic().settings().await;
    let supervisors = supervisors(treat).await;
    let proposed = proposed_supervisor(treat, fields, &supervisors);
    let rooms = asked.site.as_ref().map_or(&[][..], |site| &site.rooms);
    let room = match (fields.get("room"), rooms) {
        ("", [only]) => only.clone(),
        (chosen, _) => chosen.to_owned(),
    };
    let face_or_name = if asked.facts.has_photograph {
        BY_FACE
    } else {
        BY_NAME
    };
    let name_of = |id: &str| page.device_name(id);
    let choice = |id: String, text: String, field: &str| Choice {
        is_chosen: fields.get(field) == id,
        id,
        text,
    };
    GatePage {
        tabs: Tabs::of(&page, patient, "/sessions"),
        checks: asked
            .checks
            .iter()
            .map(|check| row(&page, treat, fields, check))
            .collect(),
        devices: devices
            .iter()
            .map(|device| {
                let text = format!("{} ({})", name_of(&device.device), device.serial);
                choice(device.id.to_string(), text, "device")
            })
            .collect(),
        lots: lots
            .iter()
            .map(|lot| {
                let text = format!("{}, {}", name_of(&lot.device), lot_words(&page, lot));
                choice(lot.id.to_string(), text, "lot")
            })
            .collect(),
        supervisors: supervisors
            .into_iter()
            .map(|author| Choice {
                is_chosen: author.name == proposed,
                id: author.name.clone(),
                text: author.name,
            })
            .collect(),
        rooms: rooms
            .iter()
            .map(|one| Choice {
                is_chosen: *one == room,
                id: one.clone(),
                text: one.clone(),
            })
            .collect(),
        clinics: clinics_to_choose(&settings, asked.site.as_ref().map(|site| site.id)),
        site: asked.site.as_ref().map(|site| site.id),
        ticks: std::iter::once(face_or_name)
            .chain(TICKS)
            .map(|(field, key)| (field.to_owned(), page.say(key), fields.get(field) == "yes"))
            .collect(),
        unit: fields.get("unit").to_owned(),
        numbing: ["product", "strength", "numbing_lot", "amount_g", "area_cm2"].map(|field| {
            let key = format!("numbing-{}", field.replace('_', "-"));
            (
                field.to_owned(),
                page.say(&key),
                fields.get(field).to_owned(),
            )
        }),
        numbing_on: fields.get("numbing_on").to_owned(),
        numbing_off: fields.get("numbing_off").to_owned(),
        zone: page.zone().iana_name().unwrap_or("UTC").to_owned(),
        off_label_reason: asked
            .facts
            .is_off_label
            .then(|| asked.facts.off_label_reason.clone()),
        is_occluded: fields.get("is_occluded") == "yes",
        no_prilocaine: (asked.facts.barred_anaesthetic == Some(BarredNumbing::Prilocaine))
            .then(|| fields.get("no_prilocaine") == "yes"),
        never_needled: asked.never_needled.clone(),
        is_asked,
        refused: None,
        patient,
        page,
    }
}

/// Who may answer for a session: colleagues with a licence, whoever is signed in among them.
pub(super) async fn supervisors(treat: &Allowed<Treat>) -> Vec<Author> {
    let mut supervisors = treat.licensed_colleagues().await;
    let own = treat.who().account().author();
    supervisors.extend(own.filter(|author| author.role.is_licensed()));
    supervisors
}

/// Whoever was chosen; where nobody was, whoever is signed in and may, or the only one who may. Anybody else is asked for: a name
/// that nobody chose would stand in the record as if somebody had.
fn proposed_supervisor(treat: &Allowed<Treat>, fields: &Fields, supervisors: &[Author]) -> String {
    let own = treat.who().account().user;
    let is_own = |author: &&Author| author.user == own;
    let proposed = match (fields.some("supervisor"), supervisors) {
        (Some(chosen), _) => Some(chosen),
        (None, [only]) => Some(only.name.as_str()),
        (None, all) => all.iter().find(is_own).map(|author| author.name.as_str()),
    };
    proposed.unwrap_or_default().to_owned()
}

fn row(page: &Page, treat: &Allowed<Treat>, fields: &Fields, check: &GateCheck) -> CheckRow {
    let (class, mark) = match check.state {
        GateState::Open => ("open", "✓"),
        GateState::Remark => ("remark", "!"),
        GateState::Overridable => ("overridable", "!"),
        GateState::Closed => ("closed", "✕"),
    };
    CheckRow {
        class,
        mark,
        text: check.text.clone(),
        reasons: check
            .reasons
            .iter()
            .map(|reason| reason.sentence.clone())
            .collect(),
        may_override: check.state == GateState::Overridable && may_override(treat, check),
        role: check.override_role.map_or_else(
            || page.say("nobody"),
            |role| page.say(&format!("role-{}", role.name())),
        ),
        reason: fields.get(&format!("override_{}", check.id)).to_owned(),
        id: check.id.clone(),
    }
}

/// Whether the role of whoever is signed in is the one that the condition names, or higher.
fn may_override(treat: &Allowed<Treat>, check: &GateCheck) -> bool {
    let needed = check.override_role;
    needed.is_some() && own_role(treat.who()) >= needed
}

/// Whether a condition is met, or whoever is signed in may override it and says why.
pub(super) fn is_passed(treat: &Allowed<Treat>, check: &GateCheck, fields: &Fields) -> bool {
    match check.state {
        GateState::Open | GateState::Remark => true,
        GateState::Overridable => {
            may_override(treat, check) && fields.some(&format!("override_{}", check.id)).is_some()
        }
        GateState::Closed => false,
    }
}
