//! What the things that the program knows are called on a page, in its language: zones, wishes, scales, signs, devices, units.

use needlework_chart::event::{self, Seen};
use needlework_protocol::{Translations, capitalised};

use super::Page;
use crate::plan_page::amount::pretty_unit;

impl Page {
    /// What everybody calls a zone, in the language of the page; the id where this version knows none.
    pub(in crate::server) fn zone_name(&self, id: &str) -> String {
        let library = self.library();
        let name = self
            .translations()
            .and_then(|into| into.zone(id))
            .map(|names| &names.plain_name)
            .or_else(|| library.zones.get(id).map(|zone| &zone.plain_name));
        name.map_or_else(|| id.to_owned(), |name| capitalised(name))
    }

    /// What everybody calls a wish, in the language of the page; the id where this version knows none.
    pub(in crate::server) fn indication_name(&self, id: &str) -> String {
        let library = self.library();
        let name = self
            .translations()
            .and_then(|into| into.indication(id))
            .map(|names| &names.plain_name)
            .or_else(|| library.courses.get(id).map(|one| &one.plain_name));
        name.map_or_else(|| id.to_owned(), |name| capitalised(name))
    }

    /// What everybody calls what a scale of the catalogue measures; the id where this version knows none.
    pub(in crate::server) fn known_scale_name(&self, id: &str) -> String {
        let scale = self.library().scales.scale(id);
        self.scale_name(id, scale.map_or(id, |scale| &scale.plain_name))
    }

    /// What the rules call an abnormal sign, or everybody a side effect; the id where this version knows neither.
    pub(in crate::server) fn known_sign_name(&self, id: &str) -> String {
        let library = self.library();
        let translated = self.translations().and_then(|into| into.text(id));
        let mut records = library.check_in.records().map(|(_, record)| record);
        let record = records.find(|record| record.id == id);
        let recorded = translated.or(record.map(|record| record.text.as_str()));
        capitalised(&self.sign_name(id, recorded.unwrap_or(id)))
    }

    /// What a scale shows, in the language of the page; the name in the record where this version knows none.
    pub(in crate::server) fn scale_name(&self, id: &str, recorded: &str) -> String {
        let names = self.translations().and_then(|into| into.scale(id));
        names.map_or(recorded, |names| &names.plain_name).to_owned()
    }

    /// A sign or a risk, in the language of the page; the name in the record where this version knows none.
    pub(in crate::server) fn sign_name(&self, id: &str, recorded: &str) -> String {
        let names = self.translations().and_then(|into| into.sign(id));
        names.map_or(recorded, |names| &names.plain_name).to_owned()
    }

    /// The unit of a number of a rule, in the language of the page.
    pub(in crate::server) fn unit_of_rule(&self, unit: &str) -> String {
        self.language().unit_of_rule(unit)
    }

    /// The unit of a scale, in the language of the page.
    pub(in crate::server) fn unit(&self, recorded: &str) -> String {
        let word = self
            .translations()
            .and_then(|into| into.common_word(recorded));
        word.unwrap_or(recorded).to_owned()
    }

    /// What a scale counts, as it stands after a number other than one: "grades".
    pub(in crate::server) fn units(&self, recorded: &str) -> String {
        match recorded {
            "grade" | "points" => self.language().units(recorded),
            unit => pretty_unit(&self.unit(unit)),
        }
    }

    /// A number with what a scale counts: "1 grade", "2.6 grades".
    pub(in crate::server) fn amount(&self, number: &str, recorded: &str) -> String {
        let unit = match (number, recorded) {
            ("1", "grade") => self.unit(recorded),
            _ => self.units(recorded),
        };
        format!("{number} {unit}")
    }

    /// A text that stands in the data files more than once, in the language of the page: the name of a device, what a grade
    /// means. What is not translated stays.
    pub(in crate::server) fn quoted(&self, english: &str) -> String {
        let quote = self.translations().and_then(|into| into.quote(english));
        quote.unwrap_or(english).to_owned()
    }

    /// The name of a device of the catalogue, in the language of the page; the id where this version knows none.
    pub(in crate::server) fn device_name(&self, id: &str) -> String {
        let device = self.library().devices.get(id);
        device.map_or_else(|| id.to_owned(), |device| self.quoted(&device.name))
    }

    /// What somebody was who wrote into a chart, in the language of the page.
    pub(in crate::server) fn chart_role_name(&self, role: event::Role) -> String {
        self.say(match role {
            event::Role::Patient => "role-patient",
            event::Role::Program => "role-program",
            event::Role::FrontDesk => "role-front-desk",
            event::Role::Operator => "role-operator",
            event::Role::Clinician => "role-clinician",
            event::Role::Prescriber => "role-prescriber",
            event::Role::Physician => "role-physician",
        })
    }

    /// Where a rater saw the skin, in the language of the page.
    pub(in crate::server) fn seen_name(&self, seen: Seen) -> String {
        self.say(match seen {
            Seen::Live => "rating-seen-live",
            Seen::Photographs => "rating-seen-photographs",
        })
    }

    /// The name of a view of a photograph, in the language of the page; the id where this version knows none.
    pub(in crate::server) fn view_name(&self, id: &str) -> String {
        let library = self.library();
        let name = self
            .translations()
            .and_then(|into| into.view(id))
            .map(|words| &words.name)
            .or_else(|| library.views.get(id).map(|view| &view.name));
        name.cloned().unwrap_or_else(|| id.to_owned())
    }

    /// A wording of the protocol in the language of the page; nothing where this version has none.
    pub(in crate::server) fn wording(&self, id: &str) -> String {
        let library = self.library();
        let wording = self
            .translations()
            .and_then(|into| into.wording(id))
            .map(|wording| wording.text.as_str())
            .or_else(|| library.texts.wording(id));
        wording.unwrap_or_default().to_owned()
    }

    fn translations(&self) -> Option<&Translations> {
        let library = self.library();
        library.translation(self.protocol_language())
    }
}
