//! Lots, units, serial numbers and names of people, as they are compared.

use unicode_normalization::UnicodeNormalization as _;

/// A lot, a unit, a serial number or a name as it is compared: letters and digits alone, in compatibility form (NFKC) and without
/// capitals. Packs print capitals, blanks, hyphens and wide letters that hands leave out. A mark without any letter or digit is
/// compared by what it has.
pub fn plain_mark(mark: &str) -> String {
    let letters = mark.nfkc().flat_map(char::to_lowercase);
    let letters: String = letters.filter(|letter| !letter.is_whitespace()).collect();
    let plain: String = letters
        .chars()
        .filter(|one| one.is_alphanumeric())
        .collect();
    if plain.is_empty() { letters } else { plain }
}

#[cfg(test)]
mod tests {
    use super::plain_mark;

    #[test]
    fn one_mark_is_one_however_it_is_written() {
        for mark in [
            "S1",
            "s1",
            "S-1",
            " S 1 ",
            "\u{ff33}\u{ff11}",
            "S\u{2011}1",
            "s/1",
        ] {
            assert_eq!(plain_mark(mark), "s1", "{mark}");
        }
        assert_ne!(plain_mark("S1"), plain_mark("S11"));
        assert_ne!(plain_mark("S1"), plain_mark("S2"));
    }

    #[test]
    fn a_mark_without_letters_is_no_empty_one() {
        assert_eq!(plain_mark(" - "), "-");
        assert_eq!(plain_mark("  "), "");
    }
}
