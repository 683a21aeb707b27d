//! The treatment behind an adverse event, as far as the chart knows it.

use needlework_chart::fold::{Chart, Session};
use needlework_chart::id::SessionId;

use super::super::zone_words;
use crate::server::page::Page;

/// What was done, in words; what is not known is `None`.
pub(super) struct Treatment {
    pub(super) day: String,
    pub(super) device: String,
    pub(super) serial: String,
    pub(super) lots: Vec<String>,
    /// Zones with depth and passes, as they are known now.
    pub(super) zones: Vec<String>,
    /// Products with their lots.
    pub(super) products: Vec<String>,
    pub(super) operator: String,
    /// Photographs of the session.
    pub(super) photographs: usize,
}

impl Treatment {
    /// The treatment of a session.
    pub(super) fn of(page: &Page, chart: &Chart, id: SessionId) -> Option<Self> {
        let session = chart.sessions.get(&id)?;
        let started = &session.started.facts;
        let kept = chart.photographs.values();
        let kept = kept.filter(|one| one.withdrawn.is_none());
        Some(Self {
            day: page.day(started.day),
            device: page.device_name(&started.device.device),
            serial: started.device.serial.clone(),
            lots: lots(session),
            zones: zones(page, session),
            products: products(page, session),
            operator: started.operator.clone(),
            photographs: kept
                .filter(|one| one.added.facts.session == Some(id))
                .count(),
        })
    }
}

/// Lots of cartridges with their units.
fn lots(session: &Session) -> Vec<String> {
    let cartridges = session.cartridges.iter();
    cartridges
        .map(|one| format!("{} / {}", one.facts.lot, one.facts.unit))
        .collect()
}

fn zones(page: &Page, session: &Session) -> Vec<String> {
    let delivered = session.delivered();
    delivered.map(|entry| zone_words(page, entry)).collect()
}

fn products(page: &Page, session: &Session) -> Vec<String> {
    let lot = page.say("lot");
    let numbing = session.numbing.iter();
    let numbing = numbing.map(|one| format!("{}, {lot} {}", one.facts.product, one.facts.lot));
    let others = session.products.iter();
    let others = others.map(|one| format!("{}, {lot} {}", one.facts.product, one.facts.lot));
    numbing.chain(others).collect()
}
