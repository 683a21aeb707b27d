//! Words by which a patient is found, and what somebody types to find one.

use jiff::civil::Date;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use crate::event::PersonName;

/// Words without accents and capitals. A hyphen between letters parts a name, between digits it belongs to a date.
pub(super) fn plain_words(text: &str) -> Vec<String> {
    text.split(|c: char| c.is_whitespace() || c == ',' || c == '\'')
        .flat_map(parts_of_name)
        .map(plain)
        .filter(|word| !word.is_empty())
        .collect()
}

/// A name as it is sorted and compared: its plain words with a blank between them.
pub(super) fn plain_name(name: &str) -> String {
    plain_words(name).join(" ")
}

/// Every word by which somebody is found; none twice.
pub(super) fn words_of(name: &PersonName, birth_date: Date, clinic_number: &str) -> Vec<String> {
    let (year, month, day) = (birth_date.year(), birth_date.month(), birth_date.day());
    let mut words = plain_words(&name.family);
    words.extend(plain_words(&name.given));
    words.extend(plain_words(clinic_number));
    words.extend([
        word_of(birth_date),
        format!("{day:02}.{month:02}.{year:04}"),
        format!("{day}.{month}.{year:04}"),
        format!("{year:04}{month:02}{day:02}"),
    ]);
    words.sort_unstable();
    words.dedup();
    words
}

/// The word by which everybody is found who was born on a day.
pub(super) fn word_of(birth_date: Date) -> String {
    let (year, month, day) = (birth_date.year(), birth_date.month(), birth_date.day());
    format!("{year:04}-{month:02}-{day:02}")
}

fn parts_of_name(word: &str) -> Vec<&str> {
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        vec![word]
    } else {
        word.split('-').collect()
    }
}

fn plain(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase().replace('/', ".");
    }
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
