//! Broken zone files are refused with the key.

use needlework_evidence::{Bibliography, DataFile};
use needlework_skin::ZoneCatalogue;

#[test]
fn broken_files_are_refused_with_the_key() {
    let shipped = include_str!("../data/zones.toml");
    for (from, to, expected) in [
        (
            "id = \"nose\"",
            "id = \"forehead\"",
            "an id that no other zone has",
        ),
        (
            "female_mean_mm = 0.093",
            "female_mean_mm = 93",
            "female_mean_mm is 93",
        ),
        (
            "kind = \"face\"",
            "kind = \"head\"",
            "one of: face, neck, body",
        ),
        (
            "unit = \"cm2\"",
            "unit = \"mm2\"",
            "area_cm2.unit is \"mm2\"",
        ),
        ("value = 55", "value = -55", "area_cm2.value is -55"),
        (
            "plain_name = \"forehead\"",
            "nickname = \"brow\"",
            "plain_name is missing",
        ),
        (
            "source = [\"face-ultrasound\"]",
            "source = [\"hearsay\"]",
            "a key of bibliography.toml",
        ),
    ] {
        assert!(shipped.contains(from), "{from}");
        let file = DataFile {
            name: "zones.toml",
            text: shipped.replacen(from, to, 1).leak(),
        };
        let error = ZoneCatalogue::load(file, &Bibliography::shipped().unwrap()).unwrap_err();
        let sentence = error.to_string();
        assert!(sentence.starts_with("zones.toml: "), "{sentence}");
        assert!(sentence.contains(expected), "{sentence}");
    }
}
