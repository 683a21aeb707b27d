//! What somebody types to find a patient.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Words that were typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Query {
    words: Vec<String>,
}

impl Query {
    pub(super) fn read(typed: &str) -> Self {
        Self {
            words: search_words(typed),
        }
    }

    /// Whether each typed word begins one of these.
    pub(super) fn fits(&self, words: &[String]) -> bool {
        self.words
            .iter()
            .all(|typed| words.iter().any(|word| word.starts_with(typed.as_str())))
    }
}

/// Words without accents and capitals. A hyphen between letters parts a name, between digits it belongs to a date.
pub(super) fn search_words(text: &str) -> Vec<String> {
    text.split(|c: char| c.is_whitespace() || c == ',' || c == '\'')
        .flat_map(parts_of_name)
        .map(plain)
        .filter(|word| !word.is_empty())
        .collect()
}

fn parts_of_name(word: &str) -> Vec<&str> {
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        vec![word]
    } else {
        word.split('-').collect()
    }
}

fn plain(word: &str) -> String {
    word.nfd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .flat_map(|c| match c {
            'ß' => vec!['s', 's'],
            'ø' => vec!['o'],
            'ł' => vec!['l'],
            'æ' => vec!['a', 'e'],
            'ı' => vec!['i'],
            '/' => vec!['.'],
            other => vec![other],
        })
        .collect()
}
