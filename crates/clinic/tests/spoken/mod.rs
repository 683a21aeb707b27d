//! What a page in another language than English says, and what of it is English.

/// Words that stand in nearly every English sentence and in no Spanish one.
const ENGLISH_WORDS: [&str; 34] = [
    "the", "and", "of", "from", "days", "not", "your", "with", "is", "are", "session", "sessions",
    "about", "to", "or", "than", "skin", "this", "that", "hours", "people", "which", "after",
    "before", "by", "must", "cannot", "was", "were", "has", "none", "nobody", "without", "for",
];
/// Attributes whose values are read out or shown.
const SAID_ATTRIBUTES: [&str; 4] = ["aria-label", "placeholder", "title", "alt"];
/// Elements that have no end.
const EMPTY: [&str; 8] = ["br", "wbr", "input", "meta", "img", "link", "hr", "source"];
/// Elements whose text nobody reads as words.
const SILENT: [&str; 3] = ["code", "script", "style"];

/// Text and labels of a page outside of elements that are marked as English.
pub(crate) fn read(html: &str) -> Vec<String> {
    let title = html.split_once("<title>").map_or("", |(_, rest)| rest);
    let title = title.split_once("</title>").map_or("", |(title, _)| title);
    let body = html.split("</head>").last().unwrap_or_default();
    let mut found = vec![title.trim().to_owned()];
    // Names of open elements; the number of them at which a stretch of English began.
    let mut open: Vec<String> = Vec::new();
    let mut english_from: Option<usize> = None;
    for part in body.split('<').skip(1) {
        let (tag, text) = part.split_once('>').unwrap_or((part, ""));
        let name = tag.split_whitespace().next().unwrap_or_default();
        let is_empty = tag.ends_with('/') || EMPTY.contains(&name);
        if let Some(name) = name.strip_prefix('/') {
            while open.pop().is_some_and(|last| last != name) {}
            if english_from.is_some_and(|from| open.len() < from) {
                english_from = None;
            }
        } else if !is_empty {
            open.push(name.to_owned());
            if tag.contains("lang=\"en\"") {
                english_from.get_or_insert(open.len());
            }
        }
        if english_from.is_none() && !open.iter().any(|name| SILENT.contains(&name.as_str())) {
            for attribute in SAID_ATTRIBUTES {
                let value = tag.split(&format!("{attribute}=\"")).nth(1);
                let value = value.and_then(|rest| rest.split('"').next());
                found.extend(value.map(str::to_owned));
            }
            found.push(text.trim().to_owned());
        }
    }
    found.retain(|text| !text.is_empty());
    found.iter().map(|text| unescaped(text)).collect()
}

fn unescaped(text: &str) -> String {
    let pairs = [
        ("&#39;", "'"),
        ("&#34;", "\""),
        ("&#60;", "<"),
        ("&#62;", ">"),
        ("&#38;", "&"),
    ];
    pairs
        .iter()
        .fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

/// Whether a text says anything in English. Ids and addresses are no words.
pub(crate) fn is_english(text: &str) -> bool {
    let pieces = text
        .split_whitespace()
        .filter(|piece| !is_name_of_data(piece));
    let mut words = pieces.flat_map(|piece| piece.split(|letter: char| !letter.is_alphabetic()));
    words.any(|word| ENGLISH_WORDS.contains(&word.to_lowercase().as_str()))
}

/// The id of a row, or an address.
fn is_name_of_data(piece: &str) -> bool {
    let bare = piece.trim_matches(|letter: char| !letter.is_alphanumeric());
    let is_of_id = |one: char| one.is_ascii_lowercase() || one.is_ascii_digit() || one == '-';
    piece.contains("://") || (bare.contains('-') && bare.chars().all(is_of_id))
}
