//! Other ways to the same wish, from `data/alternatives.toml` (protocol 7).

use needlework_evidence::{Bibliography, Block, DataError, DataFile, Provenance, Sourced};
use schemars::JsonSchema;
use serde::Serialize;

use crate::figure::{
    CostFigure, Figure, PigmentFigure, SessionFigure, cost_figures, figures, pigment_figures,
    session_figures,
};
use crate::translation::Translations;

const FILE: DataFile = DataFile {
    name: "alternatives.toml",
    text: include_str!("../data/alternatives.toml"),
};

/// One way to treat skin: needling or another.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Alternative {
    /// Identifier, for example `chemical-peel-light`.
    pub id: String,
    /// Name for a clinician.
    pub name: String,
    /// Name for a patient.
    pub plain_name: String,
    /// How it works.
    pub mechanism: String,
    /// Number of sessions; empty where none was found, as all lists here.
    pub sessions: Vec<SessionFigure>,
    /// Days until most people look as before, d.
    pub downtime: Vec<Figure>,
    /// Price of one session.
    pub cost: Vec<CostFigure>,
    /// How long the effect is said to last, months.
    pub durability: Vec<Figure>,
    /// How often the colour of the skin changed.
    pub pigment: Vec<PigmentFigure>,
    /// Where the mechanism comes from; each figure carries its own source.
    pub provenance: Provenance,
}

impl Alternative {
    /// Where the option and each of its figures come from.
    pub fn provenances(&self) -> impl Iterator<Item = &Provenance> {
        let sessions = self.sessions.iter().map(|one| &one.figure);
        let cost = self.cost.iter().map(|one| &one.figure);
        let pigment = self.pigment.iter().map(|one| &one.figure);
        let figures = sessions
            .chain(&self.downtime)
            .chain(cost)
            .chain(&self.durability)
            .chain(pigment);
        std::iter::once(&self.provenance).chain(figures.map(|figure| &figure.provenance))
    }
}

impl Alternative {
    fn texts_mut(&mut self) -> impl Iterator<Item = &mut String> {
        let names = [&mut self.name, &mut self.plain_name, &mut self.mechanism];
        let sessions = self.sessions.iter_mut().map(|one| &mut one.figure);
        let cost = self.cost.iter_mut().map(|one| &mut one.figure);
        let pigment = self.pigment.iter_mut().map(|one| &mut one.figure);
        let figures = sessions
            .chain(&mut self.downtime)
            .chain(cost)
            .chain(&mut self.durability)
            .chain(pigment);
        names
            .into_iter()
            .chain(figures.map(|figure| &mut figure.seen))
    }
}

/// What a source says of an option and a wish.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Compared with needling, or needling with it, in a trial for this wish.
    Compared,
    /// Meant for this wish.
    MeantFor,
    /// To be talked about; no comparison for this wish was found.
    ToDiscuss,
    /// This wish responded least.
    RespondsLeast,
    /// Not for this wish.
    NotFor,
}

/// A statement that compares options, or says what one of them is for.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Statement {
    /// Identifier, for example `co2-against-needling`.
    pub id: String,
    /// The statement.
    pub text: String,
    /// Where it comes from.
    pub provenance: Provenance,
    #[serde(skip)]
    pub(crate) answers: Vec<Answers>,
}

impl Statement {
    /// The name of its data row in a `basis` list.
    pub(crate) fn key(&self) -> String {
        format!("protocol.statements.{}", self.id)
    }
}

/// For which wishes and options a statement says what.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Answers {
    pub(crate) wishes: Vec<String>,
    pub(crate) options: Vec<String>,
    pub(crate) verdict: Verdict,
}

/// A wish beside the indications, answered by something else than needling.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Wish {
    pub(crate) id: String,
    pub(crate) plain_name: String,
    /// Indications in whose comparison it is shown.
    pub(crate) near: Vec<String>,
}

/// What may be said of the pigment figures for one phototype; `{phototype}` stands for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PigmentWords {
    pub(crate) in_this_phototype: String,
    pub(crate) in_other_phototypes: String,
    pub(crate) phototype_not_stated: String,
    pub(crate) not_found: String,
}

/// All options, the statements that compare them, and how a comparison is worded and computed.
#[derive(Debug, Clone, PartialEq)]
pub struct Alternatives {
    pub(crate) options: Vec<Alternative>,
    pub(crate) statements: Vec<Statement>,
    pub(crate) wishes: Vec<Wish>,
    pub(crate) words: PigmentWords,
    pub(crate) computation: (String, Provenance),
    /// Years over which upkeep is told, y.
    pub years: Sourced<f64>,
}

impl Alternatives {
    /// The option that a plan is about.
    pub const NEEDLING: &'static str = "microneedling";

    /// The alternatives that Needlework ships.
    ///
    /// # Errors
    /// When the embedded file is not well formed, which the tests rule out.
    pub fn shipped(bibliography: &Bibliography) -> Result<Self, DataError> {
        Self::load(FILE, bibliography)
    }

    /// Reads alternatives from a data file.
    ///
    /// # Errors
    /// When the file is not TOML, a key is missing, unknown or out of range, a source is not in the bibliography, or a
    /// statement names an option that the file does not hold.
    pub fn load(file: DataFile, bibliography: &Bibliography) -> Result<Self, DataError> {
        let mut root = Block::parse(file.name, file.text)?;
        let options = root.rows("option", |row| option(row, bibliography))?;
        let read = Self {
            statements: root.rows("statement", |row| statement(row, &options, bibliography))?,
            wishes: root.rows("wish", wish)?,
            words: words(&mut root)?,
            computation: computation(&mut root, bibliography)?,
            years: Sourced::read(&mut root, "years", "y", bibliography)?,
            options,
        };
        root.finish()?;
        Ok(read)
    }

    /// The same alternatives in the words of a language. What is not translated stays as it is.
    #[must_use]
    pub fn translated(&self, into: &Translations) -> Self {
        let mut said = self.clone();
        for text in said.texts_mut() {
            into.say(text);
        }
        said
    }

    /// Every text that a page shows.
    pub fn texts(&self) -> Vec<String> {
        self.clone().texts_mut().map(|text| text.clone()).collect()
    }

    fn texts_mut(&mut self) -> impl Iterator<Item = &mut String> {
        let words = &mut self.words;
        let words = [
            &mut words.in_this_phototype,
            &mut words.in_other_phototypes,
            &mut words.phototype_not_stated,
            &mut words.not_found,
            &mut self.computation.0,
        ];
        let options = self.options.iter_mut().flat_map(Alternative::texts_mut);
        let statements = self.statements.iter_mut().map(|one| &mut one.text);
        let wishes = self.wishes.iter_mut().map(|one| &mut one.plain_name);
        words
            .into_iter()
            .chain(options)
            .chain(statements)
            .chain(wishes)
    }

    /// The option with this id, if there is one.
    pub fn get(&self, id: &str) -> Option<&Alternative> {
        self.options.iter().find(|option| option.id == id)
    }

    /// All options in the order of a page.
    pub fn iter(&self) -> impl Iterator<Item = &Alternative> {
        self.options.iter()
    }

    /// All statements.
    pub fn statements(&self) -> impl Iterator<Item = &Statement> {
        self.statements.iter()
    }
}

fn option(row: &mut Block, bibliography: &Bibliography) -> Result<Alternative, DataError> {
    Ok(Alternative {
        id: row.text("id")?,
        name: row.text("name")?,
        plain_name: row.text("plain_name")?,
        mechanism: row.text("mechanism")?,
        sessions: session_figures(row, "sessions", bibliography)?,
        downtime: figures(row, "downtime", bibliography)?,
        cost: cost_figures(row, "cost", bibliography)?,
        durability: figures(row, "durability", bibliography)?,
        pigment: pigment_figures(row, "pigment", bibliography)?,
        provenance: Provenance::read(row, bibliography)?,
    })
}

fn statement(
    row: &mut Block,
    options: &[Alternative],
    bibliography: &Bibliography,
) -> Result<Statement, DataError> {
    Ok(Statement {
        id: row.text("id")?,
        text: row.text("text")?,
        answers: row.rows("answers", |row| answers(row, options))?,
        provenance: Provenance::read(row, bibliography)?,
    })
}

fn answers(row: &mut Block, options: &[Alternative]) -> Result<Answers, DataError> {
    let read = Answers {
        wishes: row.texts("wishes")?,
        options: row.texts("options")?,
        verdict: row.choice(
            "verdict",
            &[
                ("compared", Verdict::Compared),
                ("meant-for", Verdict::MeantFor),
                ("to-discuss", Verdict::ToDiscuss),
                ("responds-least", Verdict::RespondsLeast),
                ("not-for", Verdict::NotFor),
            ],
        )?,
    };
    let unknown = read
        .options
        .iter()
        .find(|id| options.iter().all(|option| option.id != **id));
    match unknown {
        Some(id) => Err(row.error("options", id, "ids of options of this file")),
        None => Ok(read),
    }
}

fn wish(row: &mut Block) -> Result<Wish, DataError> {
    Ok(Wish {
        id: row.text("id")?,
        plain_name: row.text("plain_name")?,
        near: row.texts("near")?,
    })
}

fn words(root: &mut Block) -> Result<PigmentWords, DataError> {
    let mut block = root.block("words")?;
    let words = PigmentWords {
        in_this_phototype: block.text("in-this-phototype")?,
        in_other_phototypes: block.text("in-other-phototypes")?,
        phototype_not_stated: block.text("phototype-not-stated")?,
        not_found: block.text("not-found")?,
    };
    block.finish()?;
    Ok(words)
}

fn computation(
    root: &mut Block,
    bibliography: &Bibliography,
) -> Result<(String, Provenance), DataError> {
    let mut block = root.block("computation")?;
    let text = block.text("text")?;
    let provenance = Provenance::read(&mut block, bibliography)?;
    block.finish()?;
    Ok((text, provenance))
}
