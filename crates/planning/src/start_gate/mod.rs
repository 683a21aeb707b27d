//! May this session start? What must be true is data (`protocol/data/gate.toml`); here the facts of the day are held against
//! it (clinic reference 2.2).

mod answers;
mod facts;

use jiff::civil::Date;
use needlework_protocol::screening::Permission;
use needlework_protocol::{Language, Record, Role, Speech};
use needlework_skin::ZoneKind;
use schemars::JsonSchema;
use serde::Serialize;

pub use self::answers::answers_hold;
use self::answers::{days_of_answers, outdated};
pub use self::facts::{
    BarredNumbing, GateCartridge, GateConsent, GateDevice, GateFacts, GateHealing, GateNumbing,
    GateScreening,
};
use crate::library::Library;
use crate::read_case::whole_days;

/// Decimals of a needle length, mm.
const LENGTH_DECIMALS: usize = 2;
/// Rule of the screening whose number is the usual interval between sessions.
const USUAL_INTERVAL_RULE: &str = "interval-last-needling";

/// How a condition stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum GateState {
    /// Met: it does not hold back the session.
    Open,
    /// Met, with something to know: it does not hold back the session.
    Remark,
    /// Not met; it can be overridden with a reason by `override_role`.
    Overridable,
    /// Not met; nobody may override it.
    Closed,
}

/// Why a condition is not met, or what is to be known though it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct GateReason {
    /// Key of the sentence, for example `start-consent.revoked`.
    pub key: String,
    /// What is wrong and what to do, in one sentence.
    pub sentence: String,
    /// Whether it is only to be known, and holds nothing back.
    pub is_remark: bool,
}

/// One condition of the start.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct GateCheck {
    /// Id of the condition and of its rule, for example `start-consent`.
    pub id: String,
    /// Version of the rule.
    pub version: u32,
    /// The rule in words.
    pub text: String,
    /// How it stands.
    pub state: GateState,
    /// Why it is not met, or what is to be known; empty: it is met.
    pub reasons: Vec<GateReason>,
    /// Lowest role that may start the session all the same; `None`: nobody.
    pub override_role: Option<Role>,
    /// Keys of the sources of the rule; empty for a proposal of ours.
    pub sources: Vec<String>,
}

/// Holds the facts of the day against every condition, in the order in which a console asks them. A session may start when
/// every check is open, with or without a remark, or overridden with a reason by somebody of its role.
pub fn start_gate(facts: &GateFacts, library: &Library, language: Language) -> Vec<GateCheck> {
    let asking = Asking {
        facts,
        library,
        speech: library.speech(language),
    };
    library
        .gate
        .iter()
        .map(|record| {
            let reasons = asking.reasons(&record.id);
            let is_met = reasons.iter().all(|reason| reason.is_remark);
            let state = match (is_met, record.override_role) {
                (true, _) if reasons.is_empty() => GateState::Open,
                (true, _) => GateState::Remark,
                (false, Some(_)) => GateState::Overridable,
                (false, None) => GateState::Closed,
            };
            asking.check(record, state, reasons)
        })
        .collect()
}

struct Asking<'a> {
    facts: &'a GateFacts,
    library: &'a Library,
    speech: Speech<'a>,
}

impl Asking<'_> {
    fn check(&self, record: &Record, state: GateState, reasons: Vec<GateReason>) -> GateCheck {
        GateCheck {
            id: record.id.clone(),
            version: record.version,
            text: self.speech.text(record).to_owned(),
            state,
            reasons,
            override_role: record.override_role,
            sources: record.provenance.sources.clone(),
        }
    }

    /// Why a condition is not met.
    fn reasons(&self, id: &str) -> Vec<GateReason> {
        match id {
            "start-identity" => self.identity(),
            "start-contact" => self.unless(
                self.facts.is_contact_verified,
                "start-contact.unverified",
                &[],
            ),
            "start-consent" => self.consent(),
            "start-screening" => self.screening(),
            "start-shortest-interval" => self.shortest_interval(),
            "start-usual-interval" => self.usual_interval(),
            "start-session-number" => self.session_number(),
            "start-planned-day" => self.planned_day(),
            "start-healing" => self.healing(),
            "start-adverse-event" => self.adverse_event(),
            "start-device" => self.device(),
            "start-device-as-planned" => self.device_as_planned(),
            "start-off-label" => self.off_label(),
            "start-cartridge" => self.cartridge(),
            "start-numbing" => self.numbing(),
            "start-numbing-cover" => {
                let is_covered = self.facts.numbing.is_some_and(|numbing| numbing.is_covered);
                self.unless(!is_covered, "start-numbing-cover.covered", &[])
            }
            "start-photographs" => self.photographs(),
            // The loader refuses a condition that nothing checks.
            _ => Vec::new(),
        }
    }

    fn reason(&self, key: &str, values: &[(&str, &str)]) -> GateReason {
        GateReason {
            key: key.to_owned(),
            sentence: self.speech.say(key, values),
            is_remark: false,
        }
    }

    fn remark(&self, key: &str, values: &[(&str, &str)]) -> GateReason {
        GateReason {
            is_remark: true,
            ..self.reason(key, values)
        }
    }

    fn unless(&self, is_met: bool, key: &str, values: &[(&str, &str)]) -> Vec<GateReason> {
        if is_met {
            Vec::new()
        } else {
            vec![self.reason(key, values)]
        }
    }

    fn identity(&self) -> Vec<GateReason> {
        // Two marks of a person: the face where a photograph of it is kept, else the name; and the date of birth.
        let mut reasons = if self.facts.has_photograph {
            let is_compared = self.facts.is_photograph_compared;
            self.unless(is_compared, "start-identity.photograph", &[])
        } else {
            self.unless(self.facts.is_name_confirmed, "start-identity.name", &[])
        };
        let birth = self.facts.is_birth_date_confirmed;
        reasons.extend(self.unless(birth, "start-identity.birth-date", &[]));
        reasons
    }

    fn consent(&self) -> Vec<GateReason> {
        let Some(consent) = &self.facts.consent else {
            return vec![self.reason("start-consent.missing", &[])];
        };
        if consent.is_revoked {
            return vec![self.reason("start-consent.revoked", &[])];
        }
        let this = consent.is_for_this_revision;
        let mut reasons = self.unless(this, "start-consent.other-revision", &[]);
        if let Some(last) = consent.expires_on.filter(|last| *last < self.facts.today) {
            let day = self.speech.day(last);
            reasons.push(self.reason("start-consent.expired", &[("day", &day)]));
        }
        reasons
    }

    fn screening(&self) -> Vec<GateReason> {
        let Some(screening) = &self.facts.screening else {
            return vec![self.reason("start-screening.missing", &[])];
        };
        let mut reasons = self.age_of_answers(screening.answered_on);
        let standing = match screening.permission {
            Permission::Permitted => None,
            Permission::NotYet => Some("start-screening.not-yet"),
            Permission::Refused => Some("start-screening.refused"),
        };
        let verdict = [("verdict", screening.verdict.as_str())];
        reasons.extend(standing.map(|key| self.reason(key, &verdict)));
        if !screening.left_out.is_empty() {
            let zones = screening.left_out.join("; ");
            reasons.push(self.remark("start-screening.left-out", &[("zones", &zones)]));
        }
        reasons
    }

    fn age_of_answers(&self, answered_on: Date) -> Vec<GateReason> {
        let (today, last) = (self.facts.today, self.facts.last_session_on);
        let Some(key) = outdated(answered_on, last, today, self.library) else {
            return Vec::new();
        };
        let age = days_from(answered_on, today);
        let values = [
            ("day", self.speech.day(answered_on)),
            ("days", self.days(f64::from(age))),
            ("limit", self.days(days_of_answers(self.library))),
        ];
        let values = values
            .each_ref()
            .map(|(name, value)| (*name, value.as_str()));
        vec![self.reason(key, &values)]
    }

    fn shortest_interval(&self) -> Vec<GateReason> {
        let Some(last) = self.facts.last_session_on else {
            return Vec::new();
        };
        if last > self.facts.today {
            let day = self.speech.day(last);
            return vec![self.reason("start-shortest-interval.ahead", &[("day", &day)])];
        }
        let shortest = whole_days(self.library.visits.shortest_interval_days.value);
        self.too_soon(last, shortest, "start-shortest-interval.too-soon")
    }

    fn usual_interval(&self) -> Vec<GateReason> {
        let rule = self.library.screening.get(USUAL_INTERVAL_RULE);
        let usual = rule.and_then(|rule| rule.record.number()).map(whole_days);
        let planned = self.facts.planned_interval_days;
        // Somebody who approved a shorter course has decided already.
        let least = [usual, planned].into_iter().flatten().min();
        match (self.facts.last_session_on, least) {
            (Some(last), Some(least)) if last <= self.facts.today => {
                self.too_soon(last, least, "start-usual-interval.short")
            }
            _ => Vec::new(),
        }
    }

    fn too_soon(&self, last: Date, least_days: u32, key: &str) -> Vec<GateReason> {
        let passed = days_from(last, self.facts.today);
        let first = last.saturating_add(jiff::Span::new().days(i64::from(least_days)));
        let values = [
            ("days", self.days(f64::from(passed))),
            ("limit", self.days(f64::from(least_days))),
            ("day", self.speech.day(first)),
        ];
        let values = values
            .each_ref()
            .map(|(name, value)| (*name, value.as_str()));
        self.unless(self.facts.today >= first, key, &values)
    }

    fn healing(&self) -> Vec<GateReason> {
        let key = match self.facts.healing {
            GateHealing::Closed => return Vec::new(),
            GateHealing::Unanswered => "start-healing.open",
            GateHealing::NotReported => "start-healing.not-reported",
        };
        vec![self.reason(key, &[])]
    }

    fn session_number(&self) -> Vec<GateReason> {
        let (number, planned) = (self.facts.session_number, self.facts.planned_sessions);
        let (number_words, planned_words) = (number.to_string(), planned.to_string());
        let values = [
            ("number", number_words.as_str()),
            ("planned", &planned_words),
        ];
        self.unless(number <= planned, "start-session-number.beyond", &values)
    }

    fn planned_day(&self) -> Vec<GateReason> {
        let today = self.facts.today;
        let Some(planned) = self.facts.planned_on.filter(|planned| today < *planned) else {
            return Vec::new();
        };
        let number = self.facts.session_number.to_string();
        let values = [
            ("number", number),
            ("day", self.speech.day(planned)),
            ("days", self.days(f64::from(days_from(today, planned)))),
        ];
        let values = values
            .each_ref()
            .map(|(name, value)| (*name, value.as_str()));
        vec![self.remark("start-planned-day.early", &values)]
    }

    fn off_label(&self) -> Vec<GateReason> {
        let is_met = !self.facts.is_off_label || is_given(&self.facts.off_label_reason);
        self.unless(is_met, "start-off-label.no-reason", &[])
    }

    fn adverse_event(&self) -> Vec<GateReason> {
        let open = self.facts.open_adverse_events;
        let count = open.to_string();
        self.unless(open == 0, "start-adverse-event.open", &[("count", &count)])
    }

    fn device(&self) -> Vec<GateReason> {
        let Some(device) = &self.facts.device else {
            return vec![self.reason("start-device.missing", &[])];
        };
        let is_known = self.library.devices.get(&device.id).is_some();
        let values = [("device", device.id.as_str())];
        let mut reasons = self.unless(is_known, "start-device.unknown", &values);
        reasons.extend(self.unless(is_given(&device.serial), "start-device.serial", &[]));
        reasons
    }

    fn device_as_planned(&self) -> Vec<GateReason> {
        let Some(device) = &self.facts.device else {
            return Vec::new();
        };
        let values = [
            ("planned", self.device_name(&self.facts.planned_device)),
            ("device", self.device_name(&device.id)),
        ];
        let values = values.each_ref().map(|(key, value)| (*key, value.as_str()));
        let is_same = device.id == self.facts.planned_device;
        self.unless(is_same, "start-device-as-planned.other", &values)
    }

    fn cartridge(&self) -> Vec<GateReason> {
        let Some(cartridge) = &self.facts.cartridge else {
            return vec![self.reason("start-cartridge.missing", &[])];
        };
        let mut reasons = self.unless(is_given(&cartridge.lot), "start-cartridge.lot", &[]);
        reasons.extend(self.unless(is_given(&cartridge.unit), "start-cartridge.unit", &[]));
        match cartridge.expires_on {
            None => reasons.push(self.reason("start-cartridge.expiry", &[])),
            Some(last) if last < self.facts.today => {
                let day = self.speech.day(last);
                reasons.push(self.reason("start-cartridge.expired", &[("day", &day)]));
            }
            Some(_) => {}
        }
        for (is_confirmed, key) in [
            (cartridge.is_pack_intact, "start-cartridge.pack"),
            (cartridge.is_opened_before_patient, "start-cartridge.opened"),
            (cartridge.is_single_use_confirmed, "start-cartridge.once"),
        ] {
            reasons.extend(self.unless(is_confirmed, key, &[]));
        }
        let values = [("lot", cartridge.lot.as_str()), ("unit", &cartridge.unit)];
        reasons.extend(self.unless(!cartridge.is_used_before, "start-cartridge.used", &values));
        let is_left = cartridge.is_used_before || !cartridge.is_lot_used_up;
        reasons.extend(self.unless(is_left, "start-cartridge.none-left", &values));
        reasons.extend(self.cartridge_fits(cartridge));
        reasons
    }

    /// Whether it belongs to the device, and its needles reach at least the shallowest zone; zones that need longer ones wait for
    /// another cartridge.
    fn cartridge_fits(&self, cartridge: &GateCartridge) -> Vec<GateReason> {
        let device = self.facts.device.as_ref();
        let is_of_device = device.is_none_or(|device| device.id == cartridge.device);
        let name = self.device_name(&cartridge.device);
        let values = [("device", name.as_str())];
        let mut reasons = self.unless(is_of_device, "start-cartridge.device", &values);
        let least = self.facts.least_needle_length_mm.unwrap_or_default();
        let mm = |length| self.speech.phrases.amount("mm", length, LENGTH_DECIMALS);
        let values = [
            ("length", mm(cartridge.needle_length_mm)),
            ("least", mm(least)),
        ];
        let values = values.each_ref().map(|(key, value)| (*key, value.as_str()));
        let reaches = cartridge.needle_length_mm >= least;
        reasons.extend(self.unless(reaches, "start-cartridge.short", &values));
        reasons
    }

    /// What is barred is said before anything is put on, too.
    fn numbing(&self) -> Vec<GateReason> {
        let reason = match (self.facts.barred_anaesthetic, self.facts.numbing) {
            (None, _) => return Vec::new(),
            (Some(BarredNumbing::Any), None) => {
                self.remark("start-numbing.without-anaesthetic", &[])
            }
            (Some(BarredNumbing::Any), Some(_)) => self.reason("start-numbing.anaesthetic", &[]),
            (Some(BarredNumbing::Prilocaine), Some(product)) if product.has_prilocaine => {
                self.reason("start-numbing.prilocaine", &[])
            }
            (Some(BarredNumbing::Prilocaine), Some(product)) if !product.is_confirmed_without => {
                self.reason("start-numbing.unknown", &[])
            }
            (Some(BarredNumbing::Prilocaine), _) => {
                self.remark("start-numbing.without-prilocaine", &[])
            }
        };
        vec![reason]
    }

    /// Every view that shows a zone of this session.
    fn photographs(&self) -> Vec<GateReason> {
        if !self.facts.has_photograph_consent {
            return vec![self.reason("start-photographs.no-consent", &[])];
        }
        let kinds: Vec<ZoneKind> = self
            .facts
            .zones
            .iter()
            .filter_map(|id| self.library.zones.get(id))
            .map(|zone| zone.kind)
            .collect();
        let missing: Vec<&str> = self
            .library
            .views
            .for_kinds(&kinds)
            .filter(|view| !self.facts.views_taken.contains(&view.id))
            .map(|view| {
                let translated = self
                    .speech
                    .translations
                    .and_then(|into| into.view(&view.id));
                translated.map_or(view.name.as_str(), |words| &words.name)
            })
            .collect();
        let views = missing.join("; ");
        self.unless(
            missing.is_empty(),
            "start-photographs.missing",
            &[("views", &views)],
        )
    }

    fn device_name(&self, id: &str) -> String {
        let known = self.library.devices.get(id);
        let name = known.map_or(id, |known| known.name.as_str());
        self.speech.quoted(name).to_owned()
    }

    fn days(&self, count: f64) -> String {
        self.speech.phrases.amount("days", count, 0)
    }
}

/// Whether somebody entered something.
fn is_given(text: &str) -> bool {
    !text.trim().is_empty()
}

/// Calendar days from one day to another; negative where the other lies before it.
fn days_from(day: Date, other: Date) -> i32 {
    (other - day).get_days()
}
