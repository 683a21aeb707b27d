//! Reads a trial file: TOML text to a [`Trial`], every refusal one sentence with file, key, value and allowed range.

mod endpoints;
mod population;
mod protocol;

use needlework_evidence::{Block, DataError, FileKind};

use crate::knowledge::Knowledge;
use crate::trial::{Arm, Design, Trial, Weight};

/// Version of the format that this program reads.
const SCHEMA: u32 = 1;
/// A trial file. A long one has a few thousand bytes; beyond a million it is some other file.
pub const TRIAL_FILE: FileKind = FileKind {
    name: "trial",
    largest_bytes: 1_000_000,
    needs: "schema, id, title, design, population, protocol and endpoints",
};
/// Longest title, characters: it stands on one line of a report.
const LONGEST_TITLE: usize = 160;
/// Most arms of a study: more than any needling study has.
const MOST_ARMS: usize = 8;

impl Trial {
    /// Reads a trial file. `file` is the name that errors show.
    ///
    /// # Errors
    /// When the file is too large, not UTF-8, empty or not TOML; when a key is unknown, missing, of the wrong kind or out
    /// of range; when a scale, zone, device, indication or arm is unknown; when an endpoint lies before the first session,
    /// a statistic does not belong to its scale, a share lies outside 0 to 1, or an interval does not hold its own number.
    pub fn read(file: &str, bytes: &[u8], knowledge: &Knowledge) -> Result<Self, DataError> {
        let library = &knowledge.library;
        let mut root = Block::parse(file, TRIAL_FILE.text(file, bytes)?)?;
        root.whole("schema", SCHEMA..=SCHEMA)?;
        let id = id(&mut root, "id")?;
        let title = root.line("title", LONGEST_TITLE)?;
        let evidence = root.texts("evidence")?;
        let source = root.texts("source")?;
        let weight = weight(&mut root)?;
        let note = root.optional_text("note")?;
        let design = design(root.block("design")?)?;
        let population = population::read(root.block("population")?, knowledge)?;
        let arms = arms(&mut root, knowledge)?;
        let endpoints = endpoints::read(&mut root, &arms, design, library)?;
        root.finish()?;
        Ok(Self {
            id,
            title,
            evidence,
            source,
            weight,
            note,
            design,
            population,
            arms,
            endpoints,
        })
    }
}

fn id(block: &mut Block, key: &str) -> Result<String, DataError> {
    let id = block.text(key)?;
    let allowed =
        |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
    if id.chars().all(allowed) && id.len() <= LONGEST_TITLE {
        Ok(id)
    } else {
        Err(block.error(key, &id, "lower-case letters, digits and hyphens"))
    }
}

fn weight(root: &mut Block) -> Result<Weight, DataError> {
    const WEIGHTS: &[(&str, Weight)] = &[
        ("usual", Weight::Usual),
        ("low", Weight::Low),
        ("none", Weight::None),
    ];
    if root.has("weight") {
        root.choice("weight", WEIGHTS)
    } else {
        Ok(Weight::Usual)
    }
}

fn design(mut block: Block) -> Result<Design, DataError> {
    let design = Design {
        blinded: block.flag("blinded", false)?,
        controlled: block.flag("controlled", false)?,
        split: block.flag("split", false)?,
    };
    block.finish()?;
    Ok(design)
}

fn arms(root: &mut Block, knowledge: &Knowledge) -> Result<Vec<Arm>, DataError> {
    let blocks = root.blocks("arm")?;
    if blocks.is_empty() {
        let protocol = protocol::read(root.block("protocol")?, knowledge)?;
        return Ok(vec![Arm {
            id: String::new(),
            protocol,
        }]);
    }
    if root.has("protocol") {
        return Err(root.sentence(
            "protocol stands beside [[arm]]; move its keys into the arm that they belong to.",
        ));
    }
    if blocks.len() > MOST_ARMS {
        let allowed = format!("at most {MOST_ARMS} arms");
        return Err(root.error("arm", &format!("a list of {}", blocks.len()), &allowed));
    }
    let mut arms: Vec<Arm> = Vec::with_capacity(blocks.len());
    for mut block in blocks {
        let id = id(&mut block, "id")?;
        if arms.iter().any(|arm| arm.id == id) {
            return Err(block.error("id", &id, "an id that no other arm has"));
        }
        let protocol = protocol::read(block, knowledge)?;
        arms.push(Arm { id, protocol });
    }
    Ok(arms)
}

/// A list of named choices; absent means empty.
pub(crate) fn choices<T: Copy>(
    block: &mut Block,
    key: &str,
    named: &[(&str, T)],
) -> Result<Vec<T>, DataError> {
    let names: Vec<&str> = named.iter().map(|(name, _)| *name).collect();
    block
        .texts(key)?
        .iter()
        .map(|text| {
            named
                .iter()
                .find(|(name, _)| name == text)
                .map(|(_, value)| *value)
                .ok_or_else(|| block.error(key, text, &format!("a list of: {}", names.join(", "))))
        })
        .collect()
}
