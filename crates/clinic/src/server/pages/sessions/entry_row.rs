//! An entry of a session as its page shows it: what it says now, what was first recorded, who corrected it, and the form for the
//! next correction.

use needlework_chart::event::{Deviation, ZoneRecorded};
use needlework_chart::fold::{Chart, Session, Stated, ZoneEntry};
use needlework_chart::id::OverrideId;
use needlework_planning::{Comparison, DeviationClass, Library};
use needlework_protocol::Endpoint;

use super::super::treated::{reason_words, zone_words};
use super::amend::NOT_KNOWN;
use super::amended::{added_line, amendment_line};
use super::console::Line;
use super::planned::comparisons;
use super::typed::HeldCard;
use super::zone_entry::{DEEPEST_MM, LARGEST_AREA_CM2, LONGEST_MINUTES, MOST_PAIN, MOST_PASSES};
use crate::server::page::Page;
use crate::server::plan_document::PlanDocument;

/// What was recorded of a zone.
pub(super) struct EntryRow {
    /// Zone id, as it stands now.
    pub(super) zone: String,
    pub(super) is_needled: bool,
    pub(super) id: String,
    pub(super) words: String,
    pub(super) tag: Tag,
    pub(super) differences: Vec<String>,
    /// What lies beyond a hard stop: it happened, and is shown as such.
    pub(super) hard_stops: Vec<String>,
    /// Why it lies far from the plan, and who else answers for it: as it was recorded, and as it was corrected.
    pub(super) decided: Vec<String>,
    /// Who added it after the signature, when and why; `None`: it was recorded before.
    pub(super) added: Option<Line>,
    /// A correction that waits for a reason and a second name.
    pub(super) held: Option<HeldCard>,
    pub(super) amended: Option<Amended>,
    pub(super) form: Option<AmendForm>,
}

/// How far something lies from the plan, in two words and a colour.
pub(super) struct Tag {
    pub(super) class: &'static str,
    pub(super) text: String,
}

/// What was first recorded, and what was corrected since.
pub(super) struct Amended {
    pub(super) first: String,
    pub(super) first_tag: Tag,
    /// Corrections of this entry.
    pub(super) lines: Vec<Line>,
    /// Whether the session as a whole was amended too.
    pub(super) is_of_session: bool,
}

/// The form that corrects an entry.
pub(super) struct AmendForm {
    pub(super) is_needled: bool,
    pub(super) numbers: Vec<NumberField>,
    pub(super) endpoint: String,
    pub(super) endpoints: Vec<(&'static str, String)>,
    pub(super) zone: String,
    pub(super) zones: Vec<(String, String)>,
}

/// A number that can be corrected; a field that is left empty leaves what stands.
pub(super) struct NumberField {
    pub(super) name: &'static str,
    pub(super) label: String,
    pub(super) stands: String,
    pub(super) most: f64,
}

/// What rows are made with.
pub(super) struct Rows<'a> {
    pub(super) page: &'a Page,
    pub(super) document: &'a PlanDocument,
    pub(super) library: &'a Library,
    pub(super) chart: &'a Chart,
    pub(super) session: &'a Session,
}

impl Rows<'_> {
    /// All entries of the session, in their order; with forms where they can be corrected.
    pub(super) fn all(&self, is_amendable: bool) -> Vec<EntryRow> {
        let compared = comparisons(self.page, self.document, self.library, self.session);
        let compared = compared.unwrap_or_default().into_iter();
        // Where the catalogue does not hold the device, nothing is compared.
        let compared = compared.chain(std::iter::repeat(None));
        let entries = self.session.entries().zip(compared);
        entries
            .map(|((recorded, entry), compared)| {
                self.row(recorded, entry, compared.as_ref(), is_amendable)
            })
            .collect()
    }

    fn row(
        &self,
        recorded: &Stated<ZoneRecorded>,
        entry: &ZoneEntry,
        compared: Option<&Comparison>,
        is_amendable: bool,
    ) -> EntryRow {
        let first = &recorded.facts;
        let amended = self.amended(first);
        let added = self.session.addition_of(entry.entry);
        EntryRow {
            zone: entry.zone.clone(),
            is_needled: entry.is_needled,
            id: entry.entry.to_string(),
            words: zone_words(self.page, entry),
            tag: if amended.is_some() || added.is_some() {
                self.tag_now(first, entry, compared)
            } else {
                self.tag(first.deviation)
            },
            differences: sentences(compared, |class| {
                class > DeviationClass::Inside && class < DeviationClass::HardStop
            })
            .chain(
                compared
                    .into_iter()
                    .flat_map(|one| one.not_compared.clone()),
            )
            .collect(),
            hard_stops: sentences(compared, |class| class == DeviationClass::HardStop).collect(),
            decided: self.decided(first),
            added: added.map(|one| added_line(self.page, one)),
            held: None,
            amended,
            form: is_amendable.then(|| self.form(entry)),
        }
    }

    /// Decisions that let the entry lie far from the plan, each once.
    fn decided(&self, recorded: &ZoneRecorded) -> Vec<String> {
        let amendments = self.session.amendments_of(recorded.entry);
        let named = amendments.filter_map(|one| one.facts.override_id);
        let mut ids: Vec<OverrideId> = recorded.override_id.into_iter().chain(named).collect();
        ids.dedup();
        let decided = ids.iter().filter_map(|id| self.chart.overrides.get(id));
        decided
            .map(|stated| reason_words(self.page, &stated.facts))
            .collect()
    }

    fn tag(&self, deviation: Deviation) -> Tag {
        let (class, key) = match deviation {
            Deviation::Inside => ("yes", "deviation-inside"),
            Deviation::Minor => ("wait", "deviation-minor"),
            Deviation::Major => ("no", "deviation-major"),
        };
        Tag {
            class,
            text: self.page.say(key),
        }
    }

    /// The tag of an entry that was corrected: what is far from the plan by what is known is so whatever is not known.
    fn tag_now(
        &self,
        recorded: &ZoneRecorded,
        entry: &ZoneEntry,
        compared: Option<&Comparison>,
    ) -> Tag {
        let (class, key) = match compared.map(|compared| compared.class) {
            _ if !entry.is_needled => ("", "entry-mistaken"),
            Some(DeviationClass::HardStop) => ("no", "deviation-hard-stop"),
            Some(DeviationClass::Major) => return self.tag(Deviation::Major),
            None => ("wait", "deviation-not-known"),
            _ if entry.has_lost(recorded) => ("wait", "deviation-not-known"),
            Some(DeviationClass::Minor) => return self.tag(Deviation::Minor),
            Some(DeviationClass::Inside) => return self.tag(Deviation::Inside),
        };
        Tag {
            class,
            text: self.page.say(key),
        }
    }

    /// `None`: nobody amended the entry.
    fn amended(&self, recorded: &ZoneRecorded) -> Option<Amended> {
        let amendments = || self.session.amendments_of(recorded.entry);
        amendments().next()?;
        let of_entry = amendments().filter(|one| one.facts.entry.is_some());
        Some(Amended {
            first: zone_words(self.page, &ZoneEntry::from(recorded)),
            first_tag: self.tag(recorded.deviation),
            lines: of_entry.map(|one| amendment_line(self.page, one)).collect(),
            is_of_session: amendments().any(|one| one.facts.entry.is_none()),
        })
    }

    fn form(&self, entry: &ZoneEntry) -> AmendForm {
        let page = self.page;
        let number = |name, key: &str, value: Option<f64>, most| NumberField {
            name,
            label: page.say(key),
            stands: value.map_or_else(|| page.say(NOT_KNOWN), |value| page.plain_number(value)),
            most,
        };
        let zones = self.library.zones.iter();
        let endpoints = Endpoint::NAMES.into_iter();
        AmendForm {
            is_needled: entry.is_needled,
            numbers: vec![
                number("depth_set_mm", "depth-mm", entry.depth_set_mm, DEEPEST_MM),
                number("passes", "passes-word", entry.passes, MOST_PASSES),
                number(
                    "needling_minutes",
                    "needling-minutes",
                    entry.needling_minutes,
                    LONGEST_MINUTES,
                ),
                number(
                    "area_cm2",
                    "numbing-area-cm2",
                    entry.area_cm2,
                    LARGEST_AREA_CM2,
                ),
                number("pain", "pain", entry.pain_0_to_10, MOST_PAIN),
            ],
            endpoint: entry.endpoint.as_ref().map_or_else(
                || page.say(NOT_KNOWN),
                |name| page.say(&format!("endpoint-{name}")),
            ),
            endpoints: endpoints
                .map(|(name, _)| (name, page.say(&format!("endpoint-{name}"))))
                .collect(),
            zone: page.zone_name(&entry.zone),
            zones: zones
                .filter(|zone| zone.id != entry.zone)
                .map(|zone| (zone.id.clone(), page.zone_name(&zone.id)))
                .collect(),
        }
    }
}

fn sentences(
    compared: Option<&Comparison>,
    is_wanted: fn(DeviationClass) -> bool,
) -> impl Iterator<Item = String> {
    let differences = compared.into_iter().flat_map(|one| &one.differences);
    differences
        .filter(move |one| is_wanted(one.class))
        .map(|one| one.sentence.clone())
}
