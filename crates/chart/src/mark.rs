//! Lots, units, serial numbers and names of people, as they are compared.

/// A lot, a unit, a serial number or a name as it is compared: packs print them with capitals and blanks that hands leave out.
pub fn plain_mark(mark: &str) -> String {
    let letters = mark.chars().filter(|letter| !letter.is_whitespace());
    letters.flat_map(char::to_lowercase).collect()
}
