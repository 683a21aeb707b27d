//! The cards of the console, one for each zone: what is planned, what was done last time, the form, and what was recorded.

use needlework_chart::fold::ZoneEntry;
use needlework_chart::id::SessionId;
use needlework_chart::record::OpenChart;
use needlework_planning::LockedZone;

use super::entry_row::EntryRow;
use super::planned::{coverage_words, planned_minutes, planned_passes, spared};
use super::typed::{Held, HeldCard, HeldForm, Typed};
use crate::server::page::Page;
use crate::server::plan_document::PlanDocument;

/// A planned zone, with what was recorded of it.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each shows or hides a part of the card"
)]
pub(super) struct ZoneCard {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) planned: String,
    pub(super) depth: String,
    pub(super) passes: String,
    pub(super) area: String,
    pub(super) minutes: String,
    pub(super) pain: String,
    pub(super) directions: String,
    pub(super) speed: String,
    pub(super) endpoint: String,
    /// Reason and second person of an entry far from the plan, as they were typed.
    pub(super) reason: String,
    pub(super) second: String,
    pub(super) last_time: String,
    pub(super) is_done: bool,
    /// Whether the plan says how it is needled, so that the form can be filled in as planned.
    pub(super) is_planned: bool,
    /// Whether the form was filled in as planned.
    pub(super) is_filled: bool,
    /// Whether something was typed that is not recorded.
    pub(super) is_typed: bool,
    /// The entry that waits for a reason.
    pub(super) held: Option<HeldCard>,
    pub(super) entries: Vec<EntryRow>,
}

/// What the cards of all zones are made from.
pub(super) struct Cards<'a> {
    pub(super) page: &'a Page,
    pub(super) document: &'a PlanDocument,
    pub(super) opened: &'a OpenChart,
    pub(super) session: SessionId,
    pub(super) typed: &'a Typed,
}

impl Cards<'_> {
    /// The cards of the planned zones with their entries, and of one of which the plan does not speak, where it waits for a reason.
    pub(super) fn of(&self, mut entries: Vec<EntryRow>, mut held: Option<Held>) -> Vec<ZoneCard> {
        let planned = self.document.forecast.zones.iter();
        let mut cards: Vec<ZoneCard> = planned
            .map(|zone| {
                let own: Vec<EntryRow> = entries
                    .extract_if(.., |entry| entry.zone == zone.zone)
                    .collect();
                let is_own = |held: &mut Held| held.form == HeldForm::Zone(zone.zone.clone());
                let waiting = held.take_if(is_own);
                self.planned(zone, own, waiting.map(|held| held.card))
            })
            .collect();
        if let Some(Held {
            form: HeldForm::Zone(zone),
            card,
        }) = held
        {
            cards.push(self.unplanned(zone, card));
        }
        cards
    }

    /// A zone of which the plan does not speak, whose entry waits for a reason and a second name.
    fn unplanned(&self, zone: String, held: HeldCard) -> ZoneCard {
        let name = self.page.zone_name(&zone);
        let planned = spared(self.page, self.document, &zone)
            .unwrap_or_else(|| self.page.say("zone-not-planned"));
        let card = self.card((zone, name, planned), None, Vec::new());
        ZoneCard {
            held: Some(held),
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
        let asked = [
            technique.needle_length_mm.to_string(),
            planned_passes(technique).map_or_else(String::new, |passes| passes.to_string()),
            minutes.map_or_else(String::new, |minutes| format!("{minutes:.1}")),
            format!("{:.0}", zone.area_cm2),
        ];
        let name = page.zone_name(&zone.zone);
        let card = self.card((zone.zone.clone(), name, planned), Some(asked), entries);
        ZoneCard {
            last_time: last_time(page, self.opened, self.session, &zone.zone),
            held,
            ..card
        }
    }

    /// A card with what was typed; where somebody wants it filled in, with depth, passes, minutes and area that the plan names, and
    /// with nothing that it does not name.
    fn card(
        &self,
        (id, name, planned): (String, String, String),
        asked: Option<[String; 4]>,
        entries: Vec<EntryRow>,
    ) -> ZoneCard {
        let is_typed = self.typed.of_zone(&id, "zone").is_some();
        let is_planned = asked.is_some();
        let is_filled = is_planned && is_typed && self.typed.wants_planned();
        let [depth, passes, minutes, area] = asked.filter(|_| is_filled).unwrap_or_default();
        let typed = |field: &str, planned: String| {
            let typed = self.typed.of_zone(&id, field).unwrap_or_default();
            if typed.is_empty() {
                planned
            } else {
                typed.to_owned()
            }
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
            reason: typed("reason", String::new()),
            second: typed("second", String::new()),
            is_typed,
            is_planned,
            is_filled,
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
