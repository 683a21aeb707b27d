//! What is recorded during a session and after it: zones, products, reactions, cartridges, signature.

use axum::extract::Path;
use axum::response::{IntoResponse as _, Redirect, Response};
use axum_extra::extract::Form;
use jiff::civil::Date;
use needlework_chart::event::{
    CartridgeDiscarded, CartridgeOpened, DeliveryScore, Event, OverrideDecided, OverrideSubject,
    Phase, ProductApplied, ReactionNoted, SecondName, SessionAbandoned, SessionSigned,
    ZoneRecorded,
};
use needlework_chart::fold::{Session, ZoneEntry};
use needlework_chart::id::{OverrideId, PatientId, SessionId};
use needlework_chart::record::OpenChart;
use needlework_needling::Device;
use needlework_planning::{Comparison, DeviationClass, Library};
use serde::Deserialize;
use uuid::Uuid;

use super::super::Done;
use super::super::patient::open_chart;
use super::console::{Held, console_with};
use super::planned::{comparison, deviation};
use super::score::score;
use super::zone_entry::{entry, require_settable};
use super::{document_of, is_consent_withdrawn};
use crate::server::access::{Allowed, Treat};
use crate::server::intake::Fields;
use crate::server::problem::Problem;

type Place = Path<(PatientId, SessionId)>;

fn back(patient: PatientId, session: SessionId) -> Redirect {
    Redirect::to(&format!("/patients/{patient}/sessions/{session}"))
}

fn session_of(opened: &OpenChart, session: SessionId) -> Result<&Session, Problem> {
    let found = opened.chart().sessions.get(&session);
    found.ok_or(Problem::NotFound)
}

/// Records a zone. Inside and minor are recorded; a major difference asks for a reason and a second name first; a hard stop is
/// refused.
pub(in crate::server) async fn record_zone(
    treat: Allowed<Treat>,
    Path((patient, session)): Place,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let fields = Fields::new(fields);
    let (page, opened) = open_chart(&treat, patient).await?;
    let known = session_of(&opened, session)?;
    if is_consent_withdrawn(opened.chart(), known) {
        return Err(Problem::refused("refused-consent-withdrawn"));
    }
    let document = document_of(opened.chart(), known.started.facts.plan)?;
    let library = treat.clinic().library().await;
    let mut entry = entry(&treat, &fields, session)?;
    let device = device_of(&library, known)?;
    require_settable(device, entry.depth_set_mm)?;
    let asked = ZoneEntry::from(&entry);
    let compared = comparison(&page, &document, device, &library, &asked);
    let Some(deviation) = deviation(compared.class) else {
        return Err(Problem::refused_as(format!(
            "{} {}",
            sentences(&compared, DeviationClass::HardStop),
            page.say("hard-stop-refused"),
        )));
    };
    entry.deviation = deviation;
    let mut events = Vec::new();
    if compared.class == DeviationClass::Major {
        let (Some(reason), Ok(second)) = (fields.some("reason"), fields.get("second").parse())
        else {
            let held = Held { entry, compared };
            let shown = console_with(&treat, page, &opened, session, Some(held)).await?;
            return Ok(shown.into_response());
        };
        let second = treat
            .second_name(second, fields.get("second_password"))
            .await?;
        let decided = decided(&treat, &entry, reason, second)?;
        entry.override_id = Some(decided.override_id);
        events.push(Event::from(decided));
    }
    events.push(Event::from(entry));
    treat.record(&opened, events).await?;
    Ok(back(patient, session).into_response())
}

fn device_of<'a>(library: &'a Library, session: &Session) -> Result<&'a Device, Problem> {
    let device = library.devices.get(&session.started.facts.device.device);
    device.ok_or_else(|| Problem::refused("refused-unknown-session-device"))
}

/// What lies at least this far from the plan, in sentences.
fn sentences(compared: &Comparison, least: DeviationClass) -> String {
    let grave = compared.differences.iter();
    let grave = grave.filter(|difference| difference.class >= least);
    let texts: Vec<&str> = grave.map(|one| one.sentence.as_str()).collect();
    texts.join(" ")
}

fn decided(
    treat: &Allowed<Treat>,
    entry: &ZoneRecorded,
    reason: &str,
    second: SecondName,
) -> Result<OverrideDecided, Problem> {
    Ok(OverrideDecided {
        override_id: OverrideId::new(treat.clinic().now(), treat.clinic().chance())?,
        subject: OverrideSubject::Tolerance {
            session: entry.session,
            zone: entry.zone.clone(),
        },
        reason_code: "major-deviation".to_owned(),
        reason: reason.to_owned(),
        second_name: Some(second),
    })
}

/// A product on the skin.
#[derive(Deserialize)]
pub(in crate::server) struct Product {
    phase: Phase,
    #[serde(rename = "product")]
    name: String,
    lot: String,
    expires_on: Option<String>,
    #[serde(default)]
    is_sterile: String,
    #[serde(default)]
    is_on_allow_list: String,
}

/// Records a product.
pub(in crate::server) async fn record_product(
    treat: Allowed<Treat>,
    Path((patient, session)): Place,
    Form(product): Form<Product>,
) -> Done {
    let (_, opened) = open_chart(&treat, patient).await?;
    if product.name.trim().is_empty() || product.lot.trim().is_empty() {
        return Err(Problem::refused("refused-no-product"));
    }
    let expires_on: Option<Date> = product
        .expires_on
        .filter(|text| !text.is_empty())
        .map(|text| text.parse())
        .transpose()
        .map_err(|_| Problem::refused("refused-product-day"))?;
    let today = treat.clinic().today().await;
    if expires_on.is_some_and(|last| last < today) {
        return Err(Problem::refused("refused-product-expired"));
    }
    let applied = ProductApplied {
        session,
        phase: product.phase,
        product: product.name.trim().to_owned(),
        lot: product.lot.trim().to_owned(),
        expires_on,
        is_sterile: product.is_sterile == "yes",
        is_on_allow_list: product.is_on_allow_list == "yes",
    };
    treat.record(&opened, vec![applied.into()]).await?;
    Ok(back(patient, session))
}

/// Something that was seen at once.
#[derive(Deserialize)]
pub(in crate::server) struct Reaction {
    reaction: String,
}

/// Notes a reaction.
pub(in crate::server) async fn note_reaction(
    treat: Allowed<Treat>,
    Path((patient, session)): Place,
    Form(noted): Form<Reaction>,
) -> Done {
    let (_, opened) = open_chart(&treat, patient).await?;
    let reaction = noted.reaction.trim().to_owned();
    if reaction.is_empty() {
        return Err(Problem::refused("refused-nothing-written"));
    }
    let noted = ReactionNoted { session, reaction };
    treat.record(&opened, vec![noted.into()]).await?;
    Ok(back(patient, session))
}

/// Another cartridge.
#[derive(Deserialize)]
pub(in crate::server) struct Another {
    lot: Uuid,
    unit: String,
    #[serde(default)]
    pack_intact: String,
    #[serde(default)]
    opened_before_patient: String,
    #[serde(default)]
    single_use: String,
}

/// Opens another cartridge, if this unit was never used on anybody.
pub(in crate::server) async fn open_cartridge(
    treat: Allowed<Treat>,
    Path((patient, session)): Place,
    Form(another): Form<Another>,
) -> Done {
    let (_, opened) = open_chart(&treat, patient).await?;
    let (_, lots) = treat.equipment().await;
    let lot = lots
        .into_iter()
        .find(|lot| lot.id == another.lot)
        .ok_or_else(|| Problem::refused("refused-no-lot"))?;
    let unit = another.unit.trim();
    if treat.use_of_unit(&lot.lot, unit).await.is_some() {
        return Err(Problem::refused("refused-unit-used"));
    }
    let cartridge = CartridgeOpened {
        session,
        reference: lot.reference,
        lot: lot.lot,
        unit: unit.to_owned(),
        expires_on: lot.expires_on,
        needles: lot.needles,
        needle_length_mm: lot.needle_length_mm,
        is_pack_intact: another.pack_intact == "yes",
        is_opened_before_patient: another.opened_before_patient == "yes",
        is_single_use_confirmed: another.single_use == "yes",
    };
    treat.record(&opened, vec![cartridge.into()]).await?;
    Ok(back(patient, session))
}

/// A cartridge that goes to the sharps.
#[derive(Deserialize)]
pub(in crate::server) struct Discarded {
    lot: String,
    unit: String,
}

/// Records that a cartridge went to the sharps.
pub(in crate::server) async fn discard(
    treat: Allowed<Treat>,
    Path((patient, session)): Place,
    Form(discarded): Form<Discarded>,
) -> Done {
    let (_, opened) = open_chart(&treat, patient).await?;
    let discarded = CartridgeDiscarded {
        session,
        lot: discarded.lot,
        unit: discarded.unit,
        discarded_at: treat.clinic().now(),
    };
    treat.record(&opened, vec![discarded.into()]).await?;
    Ok(back(patient, session))
}

/// A signature.
#[derive(Deserialize)]
pub(in crate::server) struct Signed {
    #[serde(default)]
    password: String,
}

/// Signs a session: from then on it is only amended. The score of delivery is computed now and kept with it.
pub(in crate::server) async fn sign(
    treat: Allowed<Treat>,
    Path((patient, session)): Place,
    Form(signed): Form<Signed>,
) -> Done {
    let (page, opened) = open_chart(&treat, patient).await?;
    let known = session_of(&opened, session)?;
    let document = document_of(opened.chart(), known.started.facts.plan)?;
    let library = treat.clinic().library().await;
    let score = score(&page, &document, &library, known)
        .ok_or_else(|| Problem::refused("refused-unknown-session-device"))?;
    let facts = SessionSigned {
        session,
        ended_at: treat.clinic().now(),
        aftercare_card_version: env!("CARGO_PKG_VERSION").to_owned(),
        score: Some(DeliveryScore {
            share_within_tolerance: score.share_within_tolerance,
            version: score.version,
        }),
    };
    treat.sign(&opened, facts, &signed.password).await?;
    Ok(back(patient, session))
}

/// Why nothing was needled.
#[derive(Deserialize)]
pub(in crate::server) struct Abandoned {
    reason: String,
}

/// Ends a session before anything was needled.
pub(in crate::server) async fn abandon(
    treat: Allowed<Treat>,
    Path((patient, session)): Place,
    Form(abandoned): Form<Abandoned>,
) -> Done {
    let (_, opened) = open_chart(&treat, patient).await?;
    let reason = abandoned.reason.trim().to_owned();
    let facts = SessionAbandoned { session, reason };
    treat.record(&opened, vec![facts.into()]).await?;
    Ok(back(patient, session))
}
