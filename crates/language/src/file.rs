//! Reads the file of a language.

use std::collections::BTreeMap;

use needlework_evidence::{Block, DataError};

use crate::formula::ReadingFormula;
use crate::language::Language;
use crate::part::Part;

/// Begins and ends a block of Markdown.
const FENCE: &str = "```";
/// Longest name of a language, characters: it is a word on a button.
const LONGEST_NAME: usize = 40;

/// Everything that is said in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LanguageFile {
    language: Language,
    file: String,
    name: String,
    reading_formula: Option<ReadingFormula>,
    blocks: BTreeMap<Part, Fenced>,
}

/// A block of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Fenced {
    /// Lines of the file above its first one.
    lines_above: usize,
    text: String,
}

impl LanguageFile {
    /// Reads the file of the language with this code.
    ///
    /// # Errors
    /// When a part is missing, unknown, there twice or not closed, or the part `language` lacks a key or has an unknown one.
    pub fn read(code: &'static str, text: &str) -> Result<Self, DataError> {
        let file = format!("{code}.md");
        let blocks = blocks(&file, text)?;
        let mut read = Self {
            language: Language::coded(code),
            file,
            name: String::new(),
            reading_formula: None,
            blocks,
        };
        read.check_parts()?;
        let mut own = read.block(Part::Language)?;
        read.name = own.line("name", LONGEST_NAME)?;
        read.reading_formula = own.choice("reading_formula", &ReadingFormula::NAMES)?;
        own.finish()?;
        Ok(read)
    }

    /// Which language it is.
    pub fn language(&self) -> Language {
        self.language
    }

    /// Name in the language itself.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What measures how hard its texts are to read; `None`: no published formula fits.
    pub fn reading_formula(&self) -> Option<ReadingFormula> {
        self.reading_formula
    }

    /// The text of a part; nothing where this language has no such part.
    pub fn text(&self, part: Part) -> &str {
        self.blocks
            .get(&part)
            .map_or("", |fenced| fenced.text.as_str())
    }

    /// A part that is TOML. Its errors name file and part, and count lines as the file does.
    ///
    /// # Errors
    /// When it is not TOML.
    pub fn block(&self, part: Part) -> Result<Block, DataError> {
        let above = self.blocks.get(&part).map_or(0, |one| one.lines_above);
        let text = "\n".repeat(above) + self.text(part);
        Block::parse(&self.place(part), &text)
    }

    /// An error about what stands at this byte of a part; `sentence` says what is wrong there, and what to do.
    pub fn error(&self, part: Part, byte: usize, sentence: &str) -> DataError {
        let before = self.text(part).get(..byte).unwrap_or_default();
        let line = self.line(part, before.matches('\n').count());
        DataError::sentence(&self.place(part), &format!("line {line}: {sentence}"))
    }

    /// How errors name a part: "es.md (plan)".
    pub(crate) fn place(&self, part: Part) -> String {
        format!("{} ({})", self.file, part.name())
    }

    /// The line of the file, counted from 1, on which this line of a part stands, counted from 0.
    pub(crate) fn line(&self, part: Part, of_part: usize) -> usize {
        self.blocks.get(&part).map_or(0, |one| one.lines_above) + of_part + 1
    }

    fn check_parts(&self) -> Result<(), DataError> {
        let is_needed = |part: &Part| part.is_of(self.language);
        let mut needed = Part::ALL.into_iter().filter(is_needed);
        if let Some(part) = needed.find(|part| !self.blocks.contains_key(part)) {
            let sentence = format!(
                "the part {} is missing; add a block that begins with {FENCE}{}, as in the file of another language.",
                part.name(),
                part.fence()
            );
            return Err(DataError::sentence(&self.file, &sentence));
        }
        if let Some(part) = self.blocks.keys().find(|part| !is_needed(part)) {
            let sentence = format!(
                "the part {} has no place here, since rules are written in this language; remove it.",
                part.name()
            );
            return Err(DataError::sentence(&self.file, &sentence));
        }
        Ok(())
    }
}

/// The fenced blocks of a document.
fn blocks(file: &str, text: &str) -> Result<BTreeMap<Part, Fenced>, DataError> {
    let mut blocks = BTreeMap::new();
    let mut open: Option<(Part, Fenced)> = None;
    for (at, line) in text.split_inclusive('\n').enumerate() {
        let mark = line.strip_prefix(FENCE).map(str::trim);
        match (open.take(), mark) {
            (None, None) => {}
            (None, Some(begins)) => {
                let part = opened(file, at, begins)?;
                if blocks.contains_key(&part) {
                    let sentence = format!(
                        "line {}: the part {} is there twice; put what belongs to it into one block.",
                        at + 1,
                        part.name()
                    );
                    return Err(DataError::sentence(file, &sentence));
                }
                let fenced = Fenced {
                    lines_above: at + 1,
                    text: String::new(),
                };
                open = Some((part, fenced));
            }
            (Some((part, fenced)), Some("")) => {
                blocks.insert(part, fenced);
            }
            (Some((part, _)), Some(_)) => return Err(not_closed(file, part, at)),
            (Some((part, mut fenced)), None) => {
                fenced.text.push_str(line);
                open = Some((part, fenced));
            }
        }
    }
    match open {
        Some((part, _)) => Err(not_closed(file, part, text.lines().count())),
        None => Ok(blocks),
    }
}

/// The part that begins on a line, counted from 0, by what stands behind its marks.
fn opened(file: &str, at: usize, begins: &str) -> Result<Part, DataError> {
    let found = Part::ALL.into_iter().find(|part| part.fence() == begins);
    found.ok_or_else(|| {
        let known = Part::ALL.map(Part::fence).join(", ");
        let sentence = format!(
            "line {}: \"{begins}\" is no part of a language; the parts are: {known}.",
            at + 1
        );
        DataError::sentence(file, &sentence)
    })
}

fn not_closed(file: &str, part: Part, before: usize) -> DataError {
    let sentence = format!(
        "the part {} is not closed before line {}; end it with a line that is {FENCE} alone.",
        part.name(),
        before + 1
    );
    DataError::sentence(file, &sentence)
}
