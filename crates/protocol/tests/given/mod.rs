//! A booking and answers for tests: a person without any risk, from which a test departs.

#![expect(clippy::unwrap_used, reason = "a broken example must stop its test")]

use std::collections::BTreeMap;

use jiff::civil::{Date, date};
use needlework_evidence::{Bibliography, Block, DataError};
use needlework_needling::DeviceCatalogue;
use needlework_protocol::screening::{
    AnswerKind, Answers, BookedZone, Booking, Screening, ScreeningRules, screen,
};
use needlework_protocol::{Conflicts, Depths};
use needlework_skin::Phototype;

/// Everything that screening reads before it meets a person.
pub(crate) struct Protocol {
    pub(crate) rules: ScreeningRules,
    pub(crate) conflicts: Conflicts,
    pub(crate) depths: Depths,
    pub(crate) devices: DeviceCatalogue,
    pub(crate) device_depth_mm: BTreeMap<String, f64>,
}

impl Protocol {
    pub(crate) fn shipped() -> Self {
        let bibliography = Bibliography::shipped().unwrap();
        Self {
            rules: ScreeningRules::shipped(&bibliography).unwrap(),
            conflicts: Conflicts::shipped(&bibliography).unwrap(),
            depths: Depths::shipped(&bibliography).unwrap(),
            devices: DeviceCatalogue::shipped(&bibliography).unwrap(),
            device_depth_mm: BTreeMap::new(),
        }
    }
}

/// Who is booked, for what.
#[derive(Debug, Clone)]
pub(crate) struct Given {
    pub(crate) appointment: Date,
    pub(crate) age_years: f64,
    pub(crate) phototype: Phototype,
    pub(crate) indication: String,
    pub(crate) device: String,
    pub(crate) zones: Vec<(String, f64)>,
    pub(crate) answered_on: Date,
    /// Answers that differ from the harmless ones, as TOML values by rule id.
    pub(crate) answers: BTreeMap<String, String>,
    /// Rules that are left unanswered.
    pub(crate) open: Vec<String>,
    /// Further TOML of `[screening]`: resolutions and overrides.
    pub(crate) rest: String,
}

impl Default for Given {
    fn default() -> Self {
        Self {
            appointment: date(2027, 1, 15),
            age_years: 40.0,
            phototype: Phototype::II,
            indication: "facial-wrinkles".to_owned(),
            device: "exceed-unlimited".to_owned(),
            zones: vec![("cheek".to_owned(), 1.0)],
            answered_on: date(2027, 1, 10),
            answers: BTreeMap::new(),
            open: Vec::new(),
            rest: String::new(),
        }
    }
}

impl Given {
    /// One answer instead of the harmless one.
    #[allow(dead_code, reason = "not every test file changes answers")]
    pub(crate) fn with(mut self, rule: &str, answer: &str) -> Self {
        self.answers.insert(rule.to_owned(), answer.to_owned());
        self
    }

    /// `[screening]` of a case file, without its header.
    pub(crate) fn text(&self, rules: &ScreeningRules) -> String {
        let mut text = format!("answered_on = {}\n", self.answered_on);
        let (plain, tables) = match self.rest.find("[[") {
            Some(at) => self.rest.split_at(at),
            None => (self.rest.as_str(), ""),
        };
        text.push_str(plain);
        text.push_str("\n[answers]\n");
        for rule in rules
            .iter()
            .filter(|rule| rule.kind != AnswerKind::Computed)
        {
            let id = &rule.record.id;
            if self.open.contains(id) {
                continue;
            }
            // The first word of every question reports nothing.
            let harmless = format!("\"{}\"", rule.words.first().unwrap());
            let answer = self.answers.get(id).unwrap_or(&harmless);
            text = format!("{text}{id} = {answer}\n");
        }
        text + tables
    }

    pub(crate) fn read(&self, rules: &ScreeningRules) -> Result<Answers, DataError> {
        let zones: Vec<&str> = self.zones.iter().map(|(zone, _)| zone.as_str()).collect();
        let block = Block::parse("case.toml", &self.text(rules))?;
        Answers::read(block, rules, &zones)
    }

    pub(crate) fn booking<'a>(&'a self, protocol: &'a Protocol) -> Booking<'a> {
        Booking {
            appointment: self.appointment,
            age_years: self.age_years,
            phototype: self.phototype,
            indication: &self.indication,
            device: protocol.devices.get(&self.device).unwrap(),
            clinic_device_limit_mm: protocol.device_depth_mm.get(&self.device).copied(),
            zones: self
                .zones
                .iter()
                .map(|(zone, length)| BookedZone {
                    id: zone,
                    name: zone,
                    inside_orbital_rim: zone.ends_with("eyelid"),
                    needle_length_mm: *length,
                    depth: protocol.depths.get(zone, &self.indication),
                })
                .collect(),
        }
    }

    pub(crate) fn screened(&self, protocol: &Protocol) -> Screening {
        let answers = self.read(&protocol.rules).unwrap();
        screen(
            &protocol.rules,
            &protocol.conflicts,
            &self.booking(protocol),
            Some(&answers),
        )
    }
}

#[allow(dead_code, reason = "not every test file reads phototypes")]
pub(crate) fn phototype(roman: &str) -> Phototype {
    match roman {
        "I" => Phototype::I,
        "II" => Phototype::II,
        "III" => Phototype::III,
        "IV" => Phototype::IV,
        "V" => Phototype::V,
        _ => Phototype::VI,
    }
}

/// Changes of a booking from a block of a data file.
#[allow(dead_code, reason = "not every test file reads bookings")]
pub(crate) fn change(given: &mut Given, block: &mut Block) {
    if let Some(age) = block.optional_number("age_years", 0.0..=120.0).unwrap() {
        given.age_years = age;
    }
    if let Some(roman) = block.optional_text("phototype").unwrap() {
        given.phototype = phototype(&roman);
    }
    if let Some(indication) = block.optional_text("indication").unwrap() {
        given.indication = indication;
    }
    if let Some(device) = block.optional_text("device").unwrap() {
        given.device = device;
    }
    if let Some(zones) = block.optional_block("zones").unwrap() {
        given.zones = zones_of(zones);
    }
}

#[allow(dead_code, reason = "not every test file reads bookings")]
fn zones_of(mut block: Block) -> Vec<(String, f64)> {
    [
        "cheek",
        "periorbital",
        "forehead",
        "temple",
        "neck",
        "abdomen",
        "nose",
        "upper-eyelid",
    ]
    .into_iter()
    .filter_map(|zone| {
        let length = block.optional_number(zone, 0.0..=5.0).unwrap()?;
        Some((zone.to_owned(), length))
    })
    .collect()
}
