//! INFLESZ: 206.835 - 62.3 syllables per word - words per sentence (Szigriszt Pazos 1993, doctoral thesis, Universidad
//! Complutense de Madrid; scale of Barrio-Cantalejo and others 2008, Anales del Sistema Sanitario de Navarra 31: 135-152: from 55
//! "normal", from 65 "fairly easy").

use super::flesch_kincaid::{sentences, words};

/// The score of a text; the higher, the easier.
pub fn score(text: &str) -> f64 {
    let words = words(text);
    let syllables: usize = words.iter().map(|word| syllables(word)).sum();
    let count = words.len().max(1) as f64;
    206.835 - 62.3 * syllables as f64 / count - count / sentences(text)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Vowel {
    Strong,
    /// An i or u with an accent: it stands alone.
    Accented,
    Weak,
}

fn vowel(letter: char) -> Option<Vowel> {
    match letter {
        'a' | 'e' | 'o' | 'á' | 'é' | 'ó' => Some(Vowel::Strong),
        'í' | 'ú' => Some(Vowel::Accented),
        'i' | 'u' | 'ü' => Some(Vowel::Weak),
        _ => None,
    }
}

/// Syllables of a word: two strong vowels are apart, a weak one joins its neighbour, the u of que, qui, gue and gui is silent.
pub(crate) fn syllables(word: &str) -> usize {
    if word.chars().all(|one| one.is_ascii_digit()) {
        return word.len().max(1);
    }
    let letters: Vec<char> = word.chars().collect();
    let mut count = 0;
    let mut before: Option<Vowel> = None;
    for (at, letter) in letters.iter().enumerate() {
        let next = letters.get(at + 1).copied();
        let last = at.checked_sub(1).and_then(|at| letters.get(at)).copied();
        let is_silent = *letter == 'u'
            && matches!(last, Some('q' | 'g'))
            && matches!(next, Some('e' | 'i' | 'é' | 'í'));
        if is_silent {
            continue;
        }
        // A y at the end, or alone, is a vowel.
        let now = if *letter == 'y' && next.is_none() {
            Some(Vowel::Weak)
        } else {
            vowel(*letter)
        };
        count += match (before, now) {
            (None, Some(_))
            | (Some(Vowel::Strong | Vowel::Accented), Some(Vowel::Strong | Vowel::Accented)) => 1,
            _ => 0,
        };
        before = now;
    }
    count.max(1)
}

#[test]
fn syllables_are_counted_as_the_academy_divides_them() {
    for (word, count) in [
        ("piel", 1),
        ("agujas", 3),
        ("colágeno", 4),
        ("terapia", 3),
        ("inducción", 3),
        ("clínica", 3),
        ("día", 2),
        ("días", 2),
        ("números", 3),
        ("preguntas", 3),
        ("que", 1),
        ("quien", 1),
        ("guía", 2),
        ("después", 2),
        ("sesión", 2),
        ("enrojecimiento", 6),
        ("y", 1),
        ("hay", 1),
        ("ahora", 3),
        ("herida", 3),
        ("estudios", 3),
        ("años", 2),
        ("cara", 2),
        ("ciudad", 2),
        ("leer", 2),
        ("cree", 2),
        ("aún", 2),
        ("pingüino", 3),
        ("línea", 3),
        ("líneas", 3),
        ("rojez", 2),
        ("usted", 2),
        ("aire", 2),
        ("actúa", 3),
    ] {
        let counted = syllables(word);
        assert!(counted == count, "{word}: {counted}, not {count}");
    }
}

#[test]
fn the_score_is_that_of_the_formula() {
    // Four words, one sentence, of six and of five syllables.
    let expected = 206.835 - 62.3 * 6.0 / 4.0 - 4.0;
    assert!((score("La piel es roja.") - (206.835 - 62.3 * 5.0 / 4.0 - 4.0)).abs() < 1e-9);
    assert!((score("El agua es fría.") - expected).abs() < 1e-9);
}
