//! A language, known by its code.

use std::borrow::Cow;

use needlework_evidence::DataError;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::file::LanguageFile;

// `FILES`: code and text of every file of `data`, English first and the others by code.
include!(concat!(env!("OUT_DIR"), "/files.rs"));

/// A language. In documents it is its code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language {
    code: &'static str,
}

impl Language {
    /// English, in which the rules are written.
    pub const ENGLISH: Self = Self::coded("en");

    pub(crate) const fn coded(code: &'static str) -> Self {
        Self { code }
    }

    /// Every language that Needlework speaks: English first, the others by code.
    pub fn all() -> impl Iterator<Item = Self> {
        FILES.iter().map(|(code, _)| Self::coded(code))
    }

    /// The language with this code, if Needlework speaks it.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::all().find(|one| one.code == code)
    }

    /// ISO 639 code.
    pub const fn code(self) -> &'static str {
        self.code
    }

    /// Everything that is said in this language.
    ///
    /// # Errors
    /// When the embedded file is not well formed, which the tests rule out, or no file of this language is shipped.
    pub fn file(self) -> Result<LanguageFile, DataError> {
        match FILES.iter().find(|(code, _)| *code == self.code) {
            Some((code, text)) => LanguageFile::read(code, text),
            None => Err(DataError::sentence(
                &format!("{}.md", self.code),
                "there is no such file; add it to crates/language/data and build again.",
            )),
        }
    }
}

impl Serialize for Language {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code)
    }
}

impl<'de> Deserialize<'de> for Language {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = String::deserialize(deserializer)?;
        Self::of_code(&code).ok_or_else(|| {
            let known: Vec<&str> = Self::all().map(Self::code).collect();
            serde::de::Error::custom(format!(
                "\"{}\" is no language that this version speaks; choose one of: {}",
                code.escape_default(),
                known.join(", ")
            ))
        })
    }
}

impl JsonSchema for Language {
    fn schema_name() -> Cow<'static, str> {
        "Language".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let codes: Vec<&str> = Self::all().map(Self::code).collect();
        json_schema!({
            "description": "A language, by its ISO 639 code.",
            "type": "string",
            "enum": codes
        })
    }
}
