//! Reading TOML so that every error is a sentence with file, key, value and allowed range.

use std::fmt::Display;
use std::ops::RangeInclusive;

use crate::DataError;
use crate::wording::{number_range, shown, visible};

/// A table of keys that are taken out one by one; [`Block::finish`] refuses what is left over.
#[derive(Debug, Clone)]
pub struct Block {
    file: String,
    path: String,
    keys: toml::Table,
}

impl Block {
    /// Parses TOML text; `file` is the name that errors show.
    ///
    /// # Errors
    /// When the text is not TOML: the sentence gives line and column.
    pub fn parse(file: &str, text: &str) -> Result<Self, DataError> {
        let keys = text
            .parse::<toml::Table>()
            .map_err(|error| crate::data_error::not_toml(file, text, &error))?;
        Ok(Self {
            file: file.to_owned(),
            path: String::new(),
            keys,
        })
    }

    /// Dotted path of this block in its file; empty for the root.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Whether a key is present and not yet taken.
    pub fn has(&self, key: &str) -> bool {
        self.keys.contains_key(key)
    }

    /// Whether a key is present, not yet taken, and a table.
    pub fn has_table(&self, key: &str) -> bool {
        self.keys.get(key).is_some_and(toml::Value::is_table)
    }

    /// Whether a key is present, not yet taken, and a list.
    pub fn has_list(&self, key: &str) -> bool {
        self.keys.get(key).is_some_and(toml::Value::is_array)
    }

    /// An error about a key of this block.
    pub fn error(&self, key: &str, value: &(impl Display + ?Sized), allowed: &str) -> DataError {
        DataError::refused(
            &self.file,
            &self.full(key),
            &visible(&value.to_string()),
            allowed,
        )
    }

    /// An error about this block as a whole; `sentence` is complete.
    pub fn sentence(&self, sentence: &str) -> DataError {
        DataError::sentence(&self.file, sentence)
    }

    /// A number within `allowed`; whole numbers are accepted too.
    ///
    /// # Errors
    /// When it is missing, not a finite number or out of range.
    pub fn number(&mut self, key: &str, allowed: RangeInclusive<f64>) -> Result<f64, DataError> {
        let words = number_range(&allowed);
        let value = self
            .take(key)
            .ok_or_else(|| self.missing(key, &words).within(&allowed))?;
        number(&value)
            .filter(|number| number.is_finite() && allowed.contains(number))
            .ok_or_else(|| self.error(key, &shown(&value), &words).within(&allowed))
    }

    /// A number that may be absent.
    ///
    /// # Errors
    /// When it is present and not a finite number, or out of range.
    pub fn optional_number(
        &mut self,
        key: &str,
        allowed: RangeInclusive<f64>,
    ) -> Result<Option<f64>, DataError> {
        if self.has(key) {
            self.number(key, allowed).map(Some)
        } else {
            Ok(None)
        }
    }

    /// A whole number within `allowed`.
    ///
    /// # Errors
    /// When it is missing, not a whole number or out of range.
    pub fn whole(&mut self, key: &str, allowed: RangeInclusive<u32>) -> Result<u32, DataError> {
        let words = if allowed.start() == allowed.end() {
            allowed.start().to_string()
        } else {
            format!(
                "a whole number from {} to {}",
                allowed.start(),
                allowed.end()
            )
        };
        let range = f64::from(*allowed.start())..=f64::from(*allowed.end());
        let value = self
            .take(key)
            .ok_or_else(|| self.missing(key, &words).within(&range))?;
        value
            .as_integer()
            .and_then(|number| u32::try_from(number).ok())
            .filter(|number| allowed.contains(number))
            .ok_or_else(|| self.error(key, &shown(&value), &words).within(&range))
    }

    /// A whole number that may be absent.
    ///
    /// # Errors
    /// When it is present and not a whole number, or out of range.
    pub fn optional_whole(
        &mut self,
        key: &str,
        allowed: RangeInclusive<u32>,
    ) -> Result<Option<u32>, DataError> {
        if self.has(key) {
            self.whole(key, allowed).map(Some)
        } else {
            Ok(None)
        }
    }

    /// A non-empty text.
    ///
    /// # Errors
    /// When it is missing, not a text or blank.
    pub fn text(&mut self, key: &str) -> Result<String, DataError> {
        let words = "a text in quotation marks that is not blank";
        let value = self.take(key).ok_or_else(|| self.missing(key, words))?;
        value
            .as_str()
            .filter(|text| !text.trim().is_empty())
            .map(str::to_owned)
            .ok_or_else(|| self.error(key, &shown(&value), words))
    }

    /// A text that stands on one line: at most `longest` characters, none of them a control character.
    ///
    /// # Errors
    /// When it is missing, not a text, blank, longer or broken into lines.
    pub fn line(&mut self, key: &str, longest: usize) -> Result<String, DataError> {
        let line = self.text(key)?;
        if line.chars().count() > longest || line.chars().any(char::is_control) {
            let allowed = format!("one line of at most {longest} characters");
            return Err(self.error(key, &line, &allowed));
        }
        Ok(line)
    }

    /// A text that may be absent.
    ///
    /// # Errors
    /// When it is present and not a text, or blank.
    pub fn optional_text(&mut self, key: &str) -> Result<Option<String>, DataError> {
        if self.has(key) {
            self.text(key).map(Some)
        } else {
            Ok(None)
        }
    }

    /// A list of texts; absent means empty.
    ///
    /// # Errors
    /// When it is present and not a list of texts.
    pub fn texts(&mut self, key: &str) -> Result<Vec<String>, DataError> {
        let Some(value) = self.take(key) else {
            return Ok(Vec::new());
        };
        value
            .as_array()
            .and_then(|items| {
                items
                    .iter()
                    .map(|item| item.as_str().map(str::to_owned))
                    .collect()
            })
            .ok_or_else(|| self.error(key, &shown(&value), "a list of texts"))
    }

    /// A list of one or more texts.
    ///
    /// # Errors
    /// When it is missing, not a list of texts, or empty.
    pub fn some_texts(&mut self, key: &str) -> Result<Vec<String>, DataError> {
        let words = "a list of one or more texts";
        if !self.has(key) {
            return Err(self.missing(key, words));
        }
        let texts = self.texts(key)?;
        if texts.is_empty() {
            return Err(self.error(key, "empty", words));
        }
        Ok(texts)
    }

    /// True or false; absent means `default`.
    ///
    /// # Errors
    /// When it is present and not a truth value.
    pub fn flag(&mut self, key: &str, default: bool) -> Result<bool, DataError> {
        let Some(value) = self.take(key) else {
            return Ok(default);
        };
        value
            .as_bool()
            .ok_or_else(|| self.error(key, &shown(&value), "true or false"))
    }

    /// A date, a time or both in ISO 8601, written bare or in quotation marks; given back as text. `words` says what is
    /// allowed here.
    ///
    /// # Errors
    /// When it is missing, or neither a date nor a text.
    pub fn moment(&mut self, key: &str, words: &str) -> Result<String, DataError> {
        let value = self.take(key).ok_or_else(|| self.missing(key, words))?;
        moment_text(&value).ok_or_else(|| self.error(key, &shown(&value), words))
    }

    /// A list of dates or times like [`Block::moment`]; absent means empty.
    ///
    /// # Errors
    /// When it is present and not a list of dates or texts.
    pub fn moments(&mut self, key: &str, words: &str) -> Result<Vec<String>, DataError> {
        let Some(value) = self.take(key) else {
            return Ok(Vec::new());
        };
        value
            .as_array()
            .and_then(|items| items.iter().map(moment_text).collect())
            .ok_or_else(|| self.error(key, &shown(&value), &format!("a list, each item {words}")))
    }

    /// One of several named choices.
    ///
    /// # Errors
    /// When it is missing or not one of the names.
    pub fn choice<T: Copy>(&mut self, key: &str, choices: &[(&str, T)]) -> Result<T, DataError> {
        let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
        let words = format!("one of: {}", names.join(", "));
        let value = self.take(key).ok_or_else(|| self.missing(key, &words))?;
        value
            .as_str()
            .and_then(|text| choices.iter().find(|(name, _)| *name == text))
            .map(|(_, choice)| *choice)
            .ok_or_else(|| self.error(key, &shown(&value), &words))
    }

    /// Two finite numbers `[low, high]` in order.
    ///
    /// # Errors
    /// When it is missing, or not two numbers in order.
    pub fn number_pair(&mut self, key: &str) -> Result<[f64; 2], DataError> {
        let words = "two numbers in order, [low, high]";
        let value = self.take(key).ok_or_else(|| self.missing(key, words))?;
        let numbers: Option<Vec<f64>> = value
            .as_array()
            .and_then(|items| items.iter().map(number).collect());
        match numbers.as_deref() {
            Some([low, high]) if low.is_finite() && high.is_finite() && low <= high => {
                Ok([*low, *high])
            }
            _ => Err(self.error(key, &shown(&value), words)),
        }
    }

    /// A list of whole numbers, each within `allowed`; absent means empty.
    ///
    /// # Errors
    /// When it is present and not a list of such numbers.
    pub fn wholes(
        &mut self,
        key: &str,
        allowed: RangeInclusive<u32>,
    ) -> Result<Vec<u32>, DataError> {
        let words = format!(
            "a list of whole numbers from {} to {}",
            allowed.start(),
            allowed.end()
        );
        let Some(value) = self.take(key) else {
            return Ok(Vec::new());
        };
        let number = |item: &toml::Value| {
            let number = u32::try_from(item.as_integer()?).ok()?;
            allowed.contains(&number).then_some(number)
        };
        value
            .as_array()
            .and_then(|items| items.iter().map(number).collect())
            .ok_or_else(|| self.error(key, &shown(&value), &words))
    }

    /// A nested table.
    ///
    /// # Errors
    /// When it is missing or not a table.
    pub fn block(&mut self, key: &str) -> Result<Self, DataError> {
        let value = self
            .take(key)
            .ok_or_else(|| self.missing(key, "a table of keys"))?;
        match value {
            toml::Value::Table(keys) => Ok(Self {
                file: self.file.clone(),
                path: self.full(key),
                keys,
            }),
            other => Err(self.error(key, &shown(&other), "a table of keys")),
        }
    }

    /// A nested table that may be absent.
    ///
    /// # Errors
    /// When it is present and not a table.
    pub fn optional_block(&mut self, key: &str) -> Result<Option<Self>, DataError> {
        if self.has(key) {
            self.block(key).map(Some)
        } else {
            Ok(None)
        }
    }

    /// A list of tables (`[[key]]`); absent means empty.
    ///
    /// # Errors
    /// When it is present and not a list of tables.
    pub fn blocks(&mut self, key: &str) -> Result<Vec<Self>, DataError> {
        let Some(value) = self.take(key) else {
            return Ok(Vec::new());
        };
        let toml::Value::Array(items) = value else {
            return Err(self.error(key, &shown(&value), &format!("a list of tables, [[{key}]]")));
        };
        let mut blocks = Vec::with_capacity(items.len());
        for (at, item) in items.into_iter().enumerate() {
            let path = format!("{}[{}]", self.full(key), at + 1);
            match item {
                toml::Value::Table(keys) => {
                    blocks.push(Self {
                        file: self.file.clone(),
                        path,
                        keys,
                    });
                }
                other => {
                    return Err(DataError::refused(
                        &self.file,
                        &path,
                        &visible(&shown(&other)),
                        &format!("a table, written as [[{key}]]"),
                    ));
                }
            }
        }
        Ok(blocks)
    }

    /// A list of tables (`[[key]]`), each read by `read` to its last key; absent means empty.
    ///
    /// # Errors
    /// When it is not a list of tables, `read` refuses one of them, or leaves a key over.
    pub fn rows<T>(
        &mut self,
        key: &str,
        mut read: impl FnMut(&mut Self) -> Result<T, DataError>,
    ) -> Result<Vec<T>, DataError> {
        self.blocks(key)?
            .into_iter()
            .map(|mut row| {
                let value = read(&mut row)?;
                row.finish()?;
                Ok(value)
            })
            .collect()
    }

    /// Every key of this block as a nested table, in alphabetical order of keys.
    ///
    /// # Errors
    /// When one of them is not a table.
    pub fn into_blocks(mut self) -> Result<Vec<(String, Self)>, DataError> {
        let keys: Vec<String> = self.keys.keys().cloned().collect();
        keys.into_iter()
            .map(|key| self.block(&key).map(|block| (key, block)))
            .collect()
    }

    /// Refuses keys that nobody asked for.
    ///
    /// # Errors
    /// When a key is left over.
    pub fn finish(self) -> Result<(), DataError> {
        match self.keys.keys().next() {
            None => Ok(()),
            Some(key) => Err(DataError::sentence(
                &self.file,
                &format!(
                    "{} is not a known key; check its spelling or remove it.",
                    self.full(key)
                ),
            )),
        }
    }

    fn take(&mut self, key: &str) -> Option<toml::Value> {
        self.keys.remove(key)
    }

    fn missing(&self, key: &str, allowed: &str) -> DataError {
        DataError::missing(&self.file, &self.full(key), allowed)
    }

    fn full(&self, key: &str) -> String {
        let key = visible(key);
        if self.path.is_empty() {
            key
        } else {
            format!("{}.{key}", self.path)
        }
    }
}

/// The value as a number, whether it is written `4` or `4.0`.
fn number(value: &toml::Value) -> Option<f64> {
    value
        .as_float()
        .or_else(|| value.as_integer().map(|whole| whole as f64))
}

/// A date, a time or both as text, whether it stands bare or in quotation marks.
fn moment_text(value: &toml::Value) -> Option<String> {
    match value {
        toml::Value::Datetime(moment) => Some(moment.to_string()),
        toml::Value::String(text) => Some(text.clone()),
        _ => None,
    }
}
