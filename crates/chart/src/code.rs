//! Short names that are written into the database in the clear: drawers of the cabinet, actions of the access trail.

/// Whether a name consists of lowercase letters, digits and hyphens, begins with a letter, and is not too long.
pub(crate) const fn is_code(name: &str, most: usize) -> bool {
    let mut rest = name.as_bytes();
    if rest.len() > most || !matches!(rest.first(), Some(b'a'..=b'z')) {
        return false;
    }
    while let Some((letter, others)) = rest.split_first() {
        if !matches!(letter, b'a'..=b'z' | b'0'..=b'9' | b'-') {
            return false;
        }
        rest = others;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::is_code;

    #[test]
    fn a_code_is_short_lowercase_and_begins_with_a_letter() {
        for code in ["account", "chart-opened", "x2", "a234567890"] {
            assert!(is_code(code, 12), "{code}");
        }
        for name in [
            "",
            "Account",
            "2x",
            "-a",
            "chart opened",
            "é",
            "a234567890123",
        ] {
            assert!(!is_code(name, 12), "{name}");
        }
    }
}
