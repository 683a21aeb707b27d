//! Wording that stands on pages, and what a page may never do, from `data/texts.toml` (protocol 8.4 to 8.6).

use needlework_evidence::{Bibliography, Block, DataError, DataFile, Provenance};

const FILE: DataFile = DataFile {
    name: "texts.toml",
    text: include_str!("../data/texts.toml"),
};

/// A proposed wording.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wording {
    /// Identifier, for example `emergency`.
    pub id: String,
    /// Where it stands.
    pub place: String,
    /// The words.
    pub text: String,
}

/// What a feature keeps to, and what it must not do.
#[derive(Debug, Clone, PartialEq)]
pub struct Boundary {
    /// Identifier, for example `forecast`.
    pub id: String,
    /// How the feature is kept on the reviewable side.
    pub keep: String,
    /// What it must not do.
    pub avoid: Vec<String>,
    /// Where it comes from.
    pub provenance: Provenance,
}

/// What software may and may not say to a patient by itself.
#[derive(Debug, Clone, PartialEq)]
pub struct PatientContact {
    /// What it may do.
    pub may: Vec<String>,
    /// What it may not do.
    pub may_not: Vec<String>,
    /// Where it comes from.
    pub provenance: Provenance,
}

/// All wording and boundaries.
#[derive(Debug, Clone, PartialEq)]
pub struct Texts {
    wordings: Vec<Wording>,
    /// Boundaries by feature.
    pub boundaries: Vec<Boundary>,
    /// Boundaries of contact with a patient.
    pub patient_contact: PatientContact,
    /// Words that no page for a patient holds, whatever their capitals.
    pub never_on_a_page: Vec<String>,
}

impl Texts {
    /// The texts that Needlework ships.
    ///
    /// # Errors
    /// When the embedded file is not well formed, which the tests rule out.
    pub fn shipped(bibliography: &Bibliography) -> Result<Self, DataError> {
        let mut root = Block::parse(FILE.name, FILE.text)?;
        let mut never = root.block("never_on_a_page")?;
        let texts = Self {
            wordings: root.rows("wording", wording)?,
            boundaries: root.rows("feature", |row| boundary(row, bibliography))?,
            patient_contact: patient_contact(&mut root, bibliography)?,
            never_on_a_page: never.texts("words")?,
        };
        Provenance::read(&mut never, bibliography)?;
        never.finish()?;
        root.finish()?;
        Ok(texts)
    }

    /// The wording with this id, if there is one.
    pub fn wording(&self, id: &str) -> Option<&str> {
        self.wordings
            .iter()
            .find(|wording| wording.id == id)
            .map(|wording| wording.text.as_str())
    }

    /// All wordings in file order.
    pub fn iter(&self) -> impl Iterator<Item = &Wording> {
        self.wordings.iter()
    }
}

fn wording(row: &mut Block) -> Result<Wording, DataError> {
    Ok(Wording {
        id: row.text("id")?,
        place: row.text("place")?,
        text: row.text("text")?,
    })
}

fn boundary(row: &mut Block, bibliography: &Bibliography) -> Result<Boundary, DataError> {
    Ok(Boundary {
        id: row.text("id")?,
        keep: row.text("keep")?,
        avoid: row.texts("avoid")?,
        provenance: Provenance::read(row, bibliography)?,
    })
}

fn patient_contact(
    root: &mut Block,
    bibliography: &Bibliography,
) -> Result<PatientContact, DataError> {
    let mut block = root.block("patient_contact")?;
    let contact = PatientContact {
        may: block.texts("may")?,
        may_not: block.texts("may_not")?,
        provenance: Provenance::read(&mut block, bibliography)?,
    };
    block.finish()?;
    Ok(contact)
}
