//! People who may be in the record twice: what somebody mistypes at a counter.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::directory::{Directory, sorted};
use super::row::PatientRow;
use super::words::{plain_name, word_of};
use crate::event::PersonName;

const DIGITS_OF_A_DATE: u32 = 8;

impl Directory {
    /// Patients who may be the same person as somebody of this name and day of birth, sorted as in [`Directory::search`]:
    ///
    /// * born on the same day, with the same names, or with a family name that differs by one slip of the keyboard (a letter
    ///   more, fewer or other, or two neighbours exchanged);
    /// * of the same names, with a day of birth in which day and month are exchanged or one digit differs.
    ///
    /// Accents, capitals, hyphens and apostrophes do not matter. Twins fit too: a person decides.
    pub fn alike(&self, name: &PersonName, birth_date: Date) -> Vec<&PatientRow> {
        let (family, given) = (plain_name(&name.family), plain_name(&name.given));
        let has_same_names = |row: &PatientRow| {
            plain_name(&row.name.family) == family && plain_name(&row.name.given) == given
        };
        let born_then = self.born_on(birth_date).filter(|row| {
            let other = plain_name(&row.name.family);
            let is_near = !family.is_empty() && !other.is_empty() && is_one_slip(&family, &other);
            is_near || has_same_names(row)
        });
        let mistyped = mistyped(birth_date).into_iter();
        let born_otherwise = mistyped.flat_map(|date| self.born_on(date));
        let born_otherwise = born_otherwise.filter(|row| has_same_names(row));
        sorted(born_then.chain(born_otherwise).collect())
    }

    fn born_on(&self, date: Date) -> impl Iterator<Item = &PatientRow> {
        self.with_word(&word_of(date))
            // The number at the clinic may look like a date.
            .filter(move |row| row.birth_date == date)
    }
}

/// Days that somebody may have meant who typed this one, without it.
fn mistyped(date: Date) -> BTreeSet<Date> {
    let mut days = BTreeSet::new();
    days.extend(Date::new(date.year(), date.day(), date.month()));
    let digits =
        i32::from(date.year()) * 10_000 + i32::from(date.month()) * 100 + i32::from(date.day());
    for place in 0..DIGITS_OF_A_DATE {
        let unit = 10_i32.pow(place);
        let digit = digits / unit % 10;
        days.extend((0..10).filter_map(|other| date_of(digits + (other - digit) * unit)));
    }
    days.remove(&date);
    days
}

fn date_of(digits: i32) -> Option<Date> {
    let year = i16::try_from(digits / 10_000).ok()?;
    let month = i8::try_from(digits / 100 % 100).ok()?;
    let day = i8::try_from(digits % 100).ok()?;
    Date::new(year, month, day).ok()
}

/// Whether one text becomes the other by at most one letter more, fewer or other, or two neighbours exchanged.
pub(super) fn is_one_slip(one: &str, other: &str) -> bool {
    let (mut one, mut other): (Vec<char>, Vec<char>) =
        (one.chars().collect(), other.chars().collect());
    let common = one.iter().zip(&other).take_while(|(a, b)| a == b).count();
    one.drain(..common);
    other.drain(..common);
    while one.last().is_some() && one.last() == other.last() {
        one.pop();
        other.pop();
    }
    match (one.as_slice(), other.as_slice()) {
        ([] | [_], [] | [_]) => true,
        ([a, b], [c, d]) => a == d && b == c,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn one_slip_is_a_letter_more_fewer_or_other_or_two_exchanged() {
        for (one, other) in [
            ("vogel", "vogel"),
            ("vogel", "fogel"),
            ("vogel", "vogels"),
            ("vogel", "voel"),
            ("vogel", "vgoel"),
            ("aa", "aaa"),
            ("", "a"),
        ] {
            assert!(
                is_one_slip(one, other) && is_one_slip(other, one),
                "{one} {other}"
            );
        }
        for (one, other) in [
            ("vogel", "fugel"),
            ("vogel", "vgole"),
            ("vogel", "vog"),
            ("vogel", "ovgle"),
            ("holm", "hlmo"),
        ] {
            assert!(
                !is_one_slip(one, other) && !is_one_slip(other, one),
                "{one} {other}"
            );
        }
    }

    #[test]
    fn a_mistyped_day_is_a_day_and_another_one() {
        let days = mistyped(date(1974, 3, 9));
        for day in [
            date(1974, 9, 3),
            date(1984, 3, 9),
            date(1974, 3, 29),
            date(1974, 3, 8),
            date(1974, 8, 9),
            date(2974, 3, 9),
        ] {
            assert!(days.contains(&day), "{day}");
        }
        for day in [date(1974, 3, 9), date(1974, 3, 10), date(1947, 3, 9)] {
            assert!(!days.contains(&day), "{day}");
        }
        // The 31st of no other month, and no thirteenth month.
        assert!(!mistyped(date(2000, 12, 31)).contains(&date(2000, 11, 30)));
    }
}
