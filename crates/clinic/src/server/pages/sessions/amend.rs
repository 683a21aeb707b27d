//! Corrections of a signed session: of one entry in fields or in words, or of the session as a whole; and zones that were needled
//! and that nobody had recorded.

use axum::extract::Path;
use axum::response::{IntoResponse as _, Response};
use axum_extra::extract::Form;
use needlework_chart::event::{
    AddedZone, Corrected, CorrectedZone, Correction, Event, SessionAmended,
};
use needlework_chart::id::{AmendmentId, SessionId, ZoneEntryId};
use needlework_planning::Library;

use super::super::patient::open_chart;
use super::console::{Why, console_with};
use super::entries::{answering, reason_of};
use super::far::Judged;
use super::once::{Place, answered_already, keeping_typed, record_once, refused_again};
use super::typed::{Held, HeldForm, Typed, grave_sentences};
use super::zone_entry::{entry, require_believable, require_endpoint};
use crate::server::access::{Allowed, Treat};
use crate::server::intake::Fields;
use crate::server::problem::Problem;

/// What a form sends for what nobody knows any more.
pub(super) const NOT_KNOWN: &str = "not-known";

/// Amends a signed session: what was recorded stays as it was, the correction stands beside it. A truth is taken also where it
/// lies beyond a hard stop: it says what happened, and allows nothing. What comes to lie far from the plan asks for a reason and a
/// second name, as in the console.
pub(in crate::server) async fn amend(
    treat: Allowed<Treat>,
    Path(place): Path<Place>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let typed = Typed::new("amend", fields);
    let answered = amended(&treat, place, &typed).await;
    keeping_typed(&treat, (place, &typed), answered).await
}

async fn amended(treat: &Allowed<Treat>, place: Place, typed: &Typed) -> Result<Response, Problem> {
    let (patient, session) = place;
    let (page, opened) = open_chart(treat, patient).await?;
    let library = treat.clinic().library().await;
    let (entry, corrected) = if typed.is_addition() {
        added(treat, (typed, &library), session)?
    } else {
        let entry = entry_of(typed.fields())?;
        (entry, correction(typed.fields(), &library)?)
    };
    let text = typed.get("text").to_owned();
    if corrected.is_none() && text.is_empty() {
        return Err(Problem::refused("refused-nothing-corrected"));
    }
    let amended = SessionAmended {
        session,
        amendment: AmendmentId::new(treat.clinic().now(), treat.clinic().chance())?,
        entry,
        text,
        reason: typed.get("reason").to_owned(),
        corrected,
        deviation: None,
        override_id: None,
    };
    let sent = (place, typed);
    let fact = Event::from(amended.clone());
    if let Some(answer) = answered_already(treat, &opened, sent, &fact).await? {
        return Ok(answer);
    }
    let chart = opened.chart();
    let judged = Judged::of(treat, (&page, &library), chart, &amended)?;
    let mut answered = None;
    if !judged.far.is_empty() {
        let far = judged.far.iter().flat_map(grave_sentences).collect();
        let held = Held::of(held_form(&amended), far);
        let Some(reason) = reason_of(treat, typed, "deviation_reason").await else {
            let sent = Some((typed, Why::Waits));
            let shown = console_with(treat, page, &opened, session, sent, Some(held)).await?;
            return Ok(shown.into_response());
        };
        match answering(treat, typed).await {
            Ok(second) => answered = Some((reason, second)),
            Err(problem) => return refused_again(treat, sent, Some(held), problem).await,
        }
    }
    let events = judged.events(treat, chart, (amended, answered))?;
    record_once(treat, &opened, sent, events).await
}

fn held_form(amended: &SessionAmended) -> HeldForm {
    match amended.entry {
        Some(entry) if amended.added().is_none() => HeldForm::Correction(entry.to_string()),
        _ => HeldForm::Addition,
    }
}

/// A zone that was needled and that nobody had recorded, as a new entry.
fn added(
    treat: &Allowed<Treat>,
    (typed, library): (&Typed, &Library),
    session: SessionId,
) -> Result<(Option<ZoneEntryId>, Option<Correction>), Problem> {
    let entry = entry(treat, typed.fields(), session)?;
    if library.zones.get(&entry.zone).is_none() {
        return Err(Problem::refused("refused-no-zone"));
    }
    if entry.depth_set_mm <= 0.0 {
        return Err(Problem::refused("refused-added-depth"));
    }
    let zone = AddedZone {
        zone: entry.zone,
        depth_set_mm: entry.depth_set_mm,
        passes: entry.passes,
        directions: entry.directions,
        speed_per_min: entry.speed_per_min,
        endpoint: entry.endpoint,
        pain_0_to_10: entry.pain_0_to_10,
        area_cm2: entry.area_cm2,
        needling_minutes: entry.needling_minutes,
    };
    Ok((Some(entry.entry), Some(Correction::Added(zone))))
}

/// The entry that is amended; `None`: the session as a whole.
fn entry_of(fields: &Fields) -> Result<Option<ZoneEntryId>, Problem> {
    let entry = fields.some("entry").map(str::parse).transpose();
    entry.map_err(|_| Problem::refused("refused-chart-unknown"))
}

/// What the fields say is true; `None`: words alone.
fn correction(fields: &Fields, library: &Library) -> Result<Option<Correction>, Problem> {
    let zone = corrected_zone(fields, library)?;
    let is_untouched = zone == CorrectedZone::default();
    if fields.get("not_needled") == "yes" {
        return if is_untouched {
            Ok(Some(Correction::NotNeedled))
        } else {
            Err(Problem::refused("refused-mistake-with-values"))
        };
    }
    let is_needled = !is_untouched || fields.get("needled") == "yes";
    Ok(is_needled.then_some(Correction::Needled(zone)))
}

fn corrected_zone(fields: &Fields, library: &Library) -> Result<CorrectedZone, Problem> {
    let zone = fields.some("zone");
    if zone.is_some_and(|zone| library.zones.get(zone).is_none()) {
        return Err(Problem::refused("refused-no-zone"));
    }
    let endpoint = fields.some("endpoint").map(|name| match name {
        NOT_KNOWN => Corrected::NotKnown,
        name => Corrected::Is(name.to_owned()),
    });
    require_endpoint(endpoint.clone().and_then(Corrected::known).as_deref())?;
    let corrected = CorrectedZone {
        zone: zone.map(str::to_owned),
        depth_set_mm: number(fields, "depth_set_mm")?,
        passes: number(fields, "passes")?,
        endpoint,
        pain_0_to_10: number(fields, "pain")?,
        area_cm2: number(fields, "area_cm2")?,
        needling_minutes: number(fields, "needling_minutes")?,
    };
    let known = |field: Option<Corrected<f64>>| field.and_then(Corrected::known);
    if known(corrected.depth_set_mm).is_some_and(|depth| depth <= 0.0) {
        return Err(Problem::refused("refused-corrected-depth"));
    }
    require_believable(
        known(corrected.passes),
        known(corrected.area_cm2),
        known(corrected.needling_minutes),
    )?;
    Ok(corrected)
}

/// A number that is true instead, or that nobody knows; `None`: it stays.
fn number(fields: &Fields, name: &str) -> Result<Option<Corrected<f64>>, Problem> {
    let value = fields.number(name)?;
    let is_not_known = fields.all("not_known").contains(&name);
    match (value, is_not_known) {
        (Some(_), true) => Err(Problem::refused("refused-known-and-not-known")),
        (Some(value), false) => Ok(Some(Corrected::Is(value))),
        (None, true) => Ok(Some(Corrected::NotKnown)),
        (None, false) => Ok(None),
    }
}
