//! What a booking is about: person, device, zones and settings, and what follows from them without asking anybody
//! (protocol 3.1 to 3.3).

use std::ops::RangeInclusive;

use jiff::civil::Date;
use needlework_needling::{Device, EvaluatedUse};
use needlework_skin::Phototype;

use super::rule::ScreeningRules;
use crate::depth::DepthRow;
use crate::speech::Speech;

/// One appointment of one person.
#[derive(Debug, Clone, PartialEq)]
pub struct Booking<'a> {
    /// The day of the appointment, local to the clinic.
    pub appointment: Date,
    /// Age on that day, years.
    pub age_years: f64,
    /// Fitzpatrick phototype.
    pub phototype: Phototype,
    /// Indication id.
    pub indication: &'a str,
    /// The device at hand.
    pub device: &'a Device,
    /// Deepest setting that the clinic allows with the device where its label states none, mm.
    pub clinic_device_limit_mm: Option<f64>,
    /// The zones to treat.
    pub zones: Vec<BookedZone<'a>>,
}

/// One zone of a booking.
#[derive(Debug, Clone, PartialEq)]
pub struct BookedZone<'a> {
    /// Zone id.
    pub id: &'a str,
    /// Name in a sentence, for example `cheek`.
    pub name: &'a str,
    /// Whether the zone lies inside the orbital rim.
    pub inside_orbital_rim: bool,
    /// Needle length or setting, mm.
    pub needle_length_mm: f64,
    /// Settings of the protocol; `None` where no source states any.
    pub depth: Option<&'a DepthRow>,
}

/// Needle lengths that the device can be set to: a hard stop.
pub fn mechanical_lengths_mm(device: &Device) -> RangeInclusive<f64> {
    device.lengths.shortest_mm..=device.lengths.longest_mm
}

/// Something that is calculated, in the words of the rule that it answers.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Fact {
    pub(super) rule: &'static str,
    pub(super) word: &'static str,
    pub(super) zone: Option<String>,
    pub(super) detail: Option<String>,
}

impl Fact {
    fn general(rule: &'static str, word: &'static str, detail: Option<String>) -> Self {
        Self {
            rule,
            word,
            zone: None,
            detail,
        }
    }
}

/// Everything that follows without asking.
pub(super) fn facts(booking: &Booking, rules: &ScreeningRules, speech: Speech) -> Vec<Fact> {
    let mut facts = about_person(booking, rules, speech);
    for zone in &booking.zones {
        about_zone(booking, zone, (rules, speech), &mut |rule, word, detail| {
            facts.push(Fact {
                rule,
                word,
                zone: Some(zone.id.to_owned()),
                detail,
            });
        });
    }
    facts
}

fn about_person(booking: &Booking, rules: &ScreeningRules, speech: Speech) -> Vec<Fact> {
    let mut facts = Vec::new();
    let number_words = |number: f64| speech.phrases.number(number);
    let age = booking.age_years;
    let minimum = uses(booking)
        .filter_map(|one| one.minimum_age_years)
        .chain(setting(rules, "age-minimum"))
        .fold(0.0, f64::max);
    if age < minimum {
        facts.push(Fact::general(
            "age-minimum",
            "under-minimum",
            Some(speech.say(
                "screening.below-age",
                &[
                    ("age", &number_words(age)),
                    ("minimum", &number_words(minimum)),
                ],
            )),
        ));
    }
    if let Some(consent) = setting(rules, "age-of-consent").filter(|consent| age < *consent) {
        facts.push(Fact::general(
            "age-of-consent",
            "under-consent",
            Some(speech.say(
                "screening.below-consent",
                &[
                    ("age", &number_words(age)),
                    ("minimum", &number_words(consent)),
                ],
            )),
        ));
    }
    let phototype = [("phototype", roman(booking.phototype))];
    facts.push(Fact::general(
        "phototype-iv-vi",
        roman(booking.phototype),
        Some(speech.say("screening.phototype", &phototype)),
    ));
    let number = number(booking.phototype);
    let mut stated = uses(booking).filter_map(|one| one.phototypes).peekable();
    if stated.peek().is_some() && stated.all(|[low, high]| !(low..=high).contains(&number)) {
        facts.push(Fact::general(
            "phototype-outside-device",
            "outside",
            Some(speech.say(
                "screening.phototype-with",
                &[
                    ("phototype", roman(booking.phototype)),
                    ("device", &booking.device.name),
                ],
            )),
        ));
    }
    facts
}

fn about_zone(
    booking: &Booking,
    zone: &BookedZone,
    (rules, speech): (&ScreeningRules, Speech),
    add: &mut dyn FnMut(&'static str, &'static str, Option<String>),
) {
    let device = booking.device;
    let length = zone.needle_length_mm;
    let length_words = speech.phrases.number(length);
    let about_limit = |key: &str, limit: f64| {
        let limit = speech.phrases.number(limit);
        Some(speech.say(key, &[("length", &length_words), ("limit", &limit)]))
    };
    let deeper = |limit: f64| about_limit("screening.limit", limit);
    if zone.inside_orbital_rim {
        add("inside-orbital-rim", "yes", None);
    }
    let mechanical = mechanical_lengths_mm(device);
    if !mechanical.contains(&length) {
        let (shortest, longest) = mechanical.into_inner();
        add(
            "outside-mechanical-limit",
            "outside",
            Some(speech.say(
                "screening.reach",
                &[
                    ("length", &length_words),
                    ("device", &device.name),
                    ("shortest", &speech.phrases.number(shortest)),
                    ("longest", &speech.phrases.number(longest)),
                ],
            )),
        );
    }
    let evaluated: Vec<&EvaluatedUse> = uses(booking)
        .filter(|one| one.zones.iter().any(|id| id == zone.id))
        .collect();
    if evaluated.is_empty() {
        add(
            "off-label-use",
            "off-label",
            Some(speech.say("screening.no-use", &[("device", &device.name)])),
        );
    }
    match (label_mm(device, &evaluated), booking.clinic_device_limit_mm) {
        (None, None) => add("device-limit-unknown", "unknown", Some(device.name.clone())),
        (Some(label), _) if length > label => add("above-evaluated-depth", "above", deeper(label)),
        (None, Some(limit)) if length > limit => {
            add("above-clinic-device-depth", "above", deeper(limit));
        }
        _ => {}
    }
    if let Some(limit) = setting(rules, "above-licence-depth").filter(|limit| length > *limit) {
        add("above-licence-depth", "above", deeper(limit));
    }
    match zone.depth {
        None => add(
            "depth-unknown",
            "unknown",
            Some(speech.say("screening.length", &[("length", &length_words)])),
        ),
        Some(row) if length > row.cap_mm => add("above-depth-limit", "above", deeper(row.cap_mm)),
        Some(row) if length > row.warn_above_mm => add(
            "above-usual-depth",
            "above",
            about_limit("screening.usual", row.warn_above_mm),
        ),
        Some(_) => {}
    }
}

/// The deepest setting of the label, mm: of the uses for this zone and indication; where there is none, of any use of the
/// device. `None` where no source states it.
fn label_mm(device: &Device, evaluated: &[&EvaluatedUse]) -> Option<f64> {
    let deepest = |uses: &mut dyn Iterator<Item = &EvaluatedUse>| {
        uses.filter_map(|one| one.longest_mm).reduce(f64::max)
    };
    if evaluated.is_empty() {
        deepest(&mut device.evaluated_uses.iter())
    } else {
        deepest(&mut evaluated.iter().copied())
    }
}

/// Evaluated uses of the device for the indication.
fn uses<'a>(booking: &'a Booking) -> impl Iterator<Item = &'a EvaluatedUse> {
    booking
        .device
        .evaluated_uses
        .iter()
        .filter(|one| one.indications.iter().any(|id| id == booking.indication))
}

fn setting(rules: &ScreeningRules, id: &str) -> Option<f64> {
    rules.get(id)?.record.setting.as_ref()?.value
}

fn number(phototype: Phototype) -> u8 {
    match phototype {
        Phototype::I => 1,
        Phototype::II => 2,
        Phototype::III => 3,
        Phototype::IV => 4,
        Phototype::V => 5,
        Phototype::VI => 6,
    }
}

fn roman(phototype: Phototype) -> &'static str {
    match phototype {
        Phototype::I => "I",
        Phototype::II => "II",
        Phototype::III => "III",
        Phototype::IV => "IV",
        Phototype::V => "V",
        Phototype::VI => "VI",
    }
}
