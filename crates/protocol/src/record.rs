//! One shape for every rule row (protocol 0.4), whatever else the row holds.
//!
//! ```toml
//! [stop-retinoid]
//! version = 1
//! text = "Pause a topical retinoid that nobody prescribed."  # for a clinician
//! patient = "Leave your retinol cream in the cupboard."      # for the patient (optional)
//! rationale = "..."                                          # why (optional)
//! value = 7                                                  # the default; absent: the clinic must enter one
//! unit = "d"
//! allowed = [0.5, 30]                                        # range that a clinic may choose from (optional)
//! source = ["her-space", "kichi"]
//! opposite = ["aust-2008"]                                   # sources that say otherwise (optional)
//! confidence = "secondary"                                   # the strongest reading of `source`, or "assumption"
//! conflict = ["C5"]                                          # ids of conflicts.toml (optional)
//! override_role = "clinician"                                # none | operator | clinician | prescriber | physician
//! prescribed = "ask-prescriber"                              # when some people have the item on prescription
//! enforced = false                                           # absent means true; false: information that binds nobody
//! [[stop-retinoid.seen]]
//! value = "12 hours"
//! source = ["osei22"]
//! ```

use jiff::civil::Date;
use needlework_evidence::{
    Bibliography, Block, Confidence, DataError, DataFile, Provenance, Reading,
};
use schemars::JsonSchema;
use serde::Serialize;

use crate::conflict::Conflicts;
use crate::medicine::Medicines;
use crate::role::Role;
use crate::translated_words::RuleWords;
use crate::translation::Translations;

/// Versions run from 1; the upper end only guards against a slip of the keyboard.
const MOST_VERSIONS: u32 = 10_000;

/// What every rule says about itself.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Record {
    /// Identifier, for example `stop-retinoid`.
    pub id: String,
    /// Counted up with every change of the row; an override names the version that it was given for.
    pub version: u32,
    /// The rule in words, for a clinician.
    pub text: String,
    /// The rule in words, for the patient; absent where only the clinic acts on it.
    pub patient: Option<String>,
    /// Why the rule exists.
    pub rationale: Option<String>,
    /// The number that a clinic may change; absent where the rule has none.
    pub setting: Option<Setting>,
    /// Where the rule comes from.
    pub provenance: Provenance,
    /// Keys of sources that say otherwise.
    pub opposite: Vec<String>,
    /// Ids of the conflicts between sources behind the default.
    pub conflicts: Vec<String>,
    /// Lowest role that may override the rule; `None`: nobody may.
    pub override_role: Option<Role>,
    /// Whoever has the item on prescription is sent to the prescriber instead of following the text.
    pub ask_prescriber: bool,
    /// Whether the rule binds somebody; if not, it only informs.
    pub enforced: bool,
    /// Values seen elsewhere.
    pub seen: Vec<Seen>,
    /// The clinician who signed the row; `None`: not yet signed off.
    pub signed_off: Option<SignOff>,
}

impl Record {
    /// Takes the words of another language, those of values seen elsewhere included; what is not translated stays.
    pub fn say(&mut self, into: &Translations) {
        if let Some(words) = into.rule(&self.id) {
            self.translate(words);
        }
        for seen in &mut self.seen {
            into.say(&mut seen.value);
        }
    }

    /// Takes the words of another language; everything else stays.
    pub fn translate(&mut self, words: &RuleWords) {
        self.text.clone_from(&words.text);
        if self.patient.is_some() && words.patient.is_some() {
            self.patient.clone_from(&words.patient);
        }
        for (own, other) in [
            (&mut self.rationale, &words.rationale),
            (&mut self.provenance.note, &words.note),
        ] {
            if own.is_some() && other.is_some() {
                own.clone_from(other);
            }
        }
    }

    /// The number that applies; `None` where the rule has none, or until the clinic enters it.
    pub fn number(&self) -> Option<f64> {
        self.setting.as_ref()?.value
    }
}

/// A number that a clinic may change within a range.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Setting {
    /// The value that applies, in `unit`; `None` until the clinic enters one, where none was found.
    pub value: Option<f64>,
    /// The value that Needlework ships.
    pub shipped: Option<f64>,
    /// Unit, for example `d`, `h` or `months`.
    pub unit: String,
    /// Lowest and highest value that a clinic may choose.
    pub allowed: [f64; 2],
}

/// A value seen elsewhere, in the words of its source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Seen {
    /// The value with its unit, for example `2 weeks`.
    pub value: String,
    /// Keys into the bibliography.
    pub sources: Vec<String>,
}

/// Who signed a row, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SignOff {
    /// Name and role.
    pub by: String,
    /// Day.
    #[schemars(with = "String")]
    pub on: Date,
}

/// Reads records and checks them against everything that they refer to.
#[derive(Debug, Clone)]
pub struct RecordReader<'a> {
    bibliography: &'a Bibliography,
    conflicts: Conflicts,
    medicines: Medicines,
}

impl<'a> RecordReader<'a> {
    /// A reader with the shipped conflicts and words.
    ///
    /// # Errors
    /// When an embedded file is not well formed, which the tests rule out.
    pub fn shipped(bibliography: &'a Bibliography) -> Result<Self, DataError> {
        Ok(Self {
            bibliography,
            conflicts: Conflicts::shipped(bibliography)?,
            medicines: Medicines::shipped()?,
        })
    }

    /// Every row of a file that holds nothing but records, by id.
    ///
    /// # Errors
    /// When the file is not TOML or a row is refused by [`RecordReader::read`].
    pub(crate) fn file(&self, file: DataFile) -> Result<Vec<Record>, DataError> {
        Block::parse(file.name, file.text)?
            .into_blocks()?
            .into_iter()
            .map(|(id, mut block)| {
                let record = self.read(&id, &mut block)?;
                block.finish()?;
                Ok(record)
            })
            .collect()
    }

    /// Words that guard prescribed drugs, for texts that stand outside a record.
    pub fn medicines(&self) -> &Medicines {
        &self.medicines
    }

    /// Takes the keys of a record out of a block; the caller takes the rest and finishes the block.
    ///
    /// # Errors
    /// When a key is missing or out of range; a source or conflict is unknown; a source does not say how it was read; the
    /// confidence is not the strongest reading of the sources; an enforced rule rests on unverified sources alone; or a
    /// text tells somebody to stop a prescribed drug.
    pub fn read(&self, id: &str, block: &mut Block) -> Result<Record, DataError> {
        let record = Record {
            id: id.to_owned(),
            version: block.whole("version", 1..=MOST_VERSIONS)?,
            text: block.text("text")?,
            patient: block.optional_text("patient")?,
            rationale: block.optional_text("rationale")?,
            setting: setting(block)?,
            provenance: Provenance::read(block, self.bibliography)?,
            opposite: self.known(block, "opposite")?,
            conflicts: block.texts("conflict")?,
            override_role: block.choice("override_role", &Role::NAMES_OR_NONE)?,
            ask_prescriber: block.has("prescribed")
                && block.choice("prescribed", &[("ask-prescriber", true)])?,
            enforced: block.flag("enforced", true)?,
            seen: self.seen(block)?,
            signed_off: signed_off(block)?,
        };
        self.check(&record, block)?;
        Ok(record)
    }

    fn check(&self, record: &Record, block: &Block) -> Result<(), DataError> {
        for id in &record.conflicts {
            if self.conflicts.get(id).is_none() {
                return Err(block.error("conflict", id, "an id of conflicts.toml"));
            }
        }
        self.check_readings(record, block)?;
        let patient = record.patient.as_deref();
        for (key, text) in [("text", Some(record.text.as_str())), ("patient", patient)] {
            if let Some(text) = text {
                self.medicines
                    .check(block, key, text, record.ask_prescriber)?;
            }
        }
        Ok(())
    }

    /// The mark belongs to the source (protocol 12), so a row can claim no more than its sources carry.
    fn check_readings(&self, record: &Record, block: &Block) -> Result<(), DataError> {
        let provenance = &record.provenance;
        let readings = provenance
            .sources
            .iter()
            .map(|key| self.reading(key, block))
            .collect::<Result<Vec<Reading>, _>>()?;
        if record.enforced
            && !readings.is_empty()
            && readings.iter().all(|one| *one == Reading::Unverified)
        {
            return Err(block.error(
                "source",
                &provenance.sources.join(", "),
                "more than unverified guides, or the row must say enforced = false",
            ));
        }
        let strongest = readings.iter().map(|one| one.confidence()).min();
        match strongest {
            Some(strongest)
                if provenance.confidence != strongest
                    && provenance.confidence != Confidence::Assumption =>
            {
                Err(block.error(
                    "confidence",
                    &format!("{:?}", provenance.confidence),
                    &format!(
                        "{strongest:?}, the strongest reading of its sources, or \"assumption\""
                    ),
                ))
            }
            _ => Ok(()),
        }
    }

    fn reading(&self, key: &str, block: &Block) -> Result<Reading, DataError> {
        self.bibliography
            .get(key)
            .and_then(|citation| citation.reading)
            .ok_or_else(|| {
                block.error(
                    "source",
                    key,
                    "a key of bibliography.toml whose entry has a `reading`",
                )
            })
    }

    fn known(&self, block: &mut Block, key: &str) -> Result<Vec<String>, DataError> {
        let sources = block.texts(key)?;
        for source in &sources {
            if self.bibliography.get(source).is_none() {
                return Err(block.error(key, source, "a key of bibliography.toml"));
            }
        }
        Ok(sources)
    }

    fn seen(&self, block: &mut Block) -> Result<Vec<Seen>, DataError> {
        block
            .blocks("seen")?
            .into_iter()
            .map(|mut row| {
                let seen = Seen {
                    value: row.text("value")?,
                    sources: self.known(&mut row, "source")?,
                };
                if seen.sources.is_empty() {
                    return Err(row.error(
                        "source",
                        "nothing",
                        "one or more keys of bibliography.toml",
                    ));
                }
                row.finish()?;
                Ok(seen)
            })
            .collect()
    }
}

fn setting(block: &mut Block) -> Result<Option<Setting>, DataError> {
    if !block.has("allowed") && !block.has("value") {
        return Ok(None);
    }
    let unit = block.text("unit")?;
    let allowed = block.number_pair("allowed")?;
    let value = block.optional_number("value", allowed[0]..=allowed[1])?;
    Ok(Some(Setting {
        value,
        shipped: value,
        unit,
        allowed,
    }))
}

fn signed_off(block: &mut Block) -> Result<Option<SignOff>, DataError> {
    const DAY: &str = "a day, YYYY-MM-DD";
    let Some(by) = block.optional_text("signed_off_by")? else {
        return Ok(None);
    };
    let on = block.moment("signed_off_on", DAY)?;
    let on = on
        .parse()
        .map_err(|_| block.error("signed_off_on", &on, DAY))?;
    Ok(Some(SignOff { by, on }))
}
