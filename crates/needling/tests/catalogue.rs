//! The device catalogue: published limits come back, unknowns stay unknown, broken files are refused.

#![expect(clippy::unwrap_used, reason = "a broken example must stop its test")]

mod given;

use given::Given;
use needlework_evidence::{Bibliography, Confidence, DataFile};
use needlework_needling::{DeviceCatalogue, DeviceKind};

/// Protocol 3.1: device, number, longest evaluated setting.
#[test]
fn cleared_pens_have_their_label_limits() {
    let given = Given::nominal();
    for (device, number, longest_mm) in [
        ("skinpen-precision", "DEN160029", Some(1.5)),
        ("skinpen-precision", "K202243", None),
        ("exceed", "K180778", Some(1.5)),
        ("exceed-unlimited", "K233709", Some(1.9)),
        ("skinstylus-abdomen", "K200044", Some(2.5)),
        ("skinstylus-periorbital", "K253002", None),
        ("drpen-a20", "K230420", Some(2.0)),
        ("dermalogica-pro-pen", "K243800", Some(1.5)),
        ("code-x", "K252591", Some(2.0)),
    ] {
        let uses = &given.device(device).evaluated_uses;
        let found = uses.iter().find(|row| row.reference == number).unwrap();
        assert_eq!(found.longest_mm, longest_mm, "{device} {number}");
        assert!(found.minimum_age_years.unwrap() >= 22.0);
    }
}

#[test]
fn mechanical_limits_are_never_below_evaluated_ones() {
    for device in Given::nominal().devices.iter() {
        for evaluated in &device.evaluated_uses {
            if let Some(longest_mm) = evaluated.longest_mm {
                assert!(longest_mm <= device.lengths.longest_mm, "{}", device.id);
            }
        }
    }
}

#[test]
fn rollers_stamps_and_a_vendors_pen_have_no_evaluated_use() {
    for device in Given::nominal().devices.iter() {
        let off_label =
            device.kind != DeviceKind::Pen || ["pen-11", "dermapen-4"].contains(&&*device.id);
        assert_eq!(device.evaluated_uses.is_empty(), off_label, "{}", device.id);
    }
}

#[test]
fn rollers_reach_from_a_fifth_of_a_millimetre_to_three() {
    let given = Given::nominal();
    for (device, needles) in [("roller-192", 192.0), ("roller-540", 540.0)] {
        let device = given.device(device);
        assert!((device.lengths.shortest_mm - 0.2).abs() < 1e-12);
        assert!((device.lengths.longest_mm - 3.0).abs() < 1e-12);
        assert!((device.needle_count.value - needles).abs() < 1e-12);
    }
}

#[test]
fn a_setting_error_is_given_only_where_one_is_stated() {
    for device in Given::nominal().devices.iter() {
        let stated = device.id.starts_with("exceed");
        assert_eq!(device.setting_error_mm.is_some(), stated, "{}", device.id);
    }
}

#[test]
fn figures_that_no_source_states_are_marked() {
    let given = Given::nominal();
    let tip = &given.device("exceed").tip_diameter_um;
    assert_eq!(tip.confidence, Confidence::Assumption);
    let vendor = given
        .device("dermapen-4")
        .strokes_per_second
        .as_ref()
        .unwrap();
    assert_eq!(vendor.confidence, Confidence::Secondary);
    assert!(vendor.note.as_ref().unwrap().contains("vendor"));
}

fn refusal(change: (&str, &'static str)) -> String {
    let text = include_str!("../data/devices.toml");
    assert!(text.contains(change.0), "{}", change.0);
    let broken: &'static str = text.replacen(change.0, change.1, 1).leak();
    let file = DataFile {
        name: "devices.toml",
        text: broken,
    };
    DeviceCatalogue::load(file, &Bibliography::shipped().unwrap())
        .unwrap_err()
        .to_string()
}

#[test]
fn broken_files_are_refused_with_the_key() {
    for (change, expected) in [
        (
            ("id = \"roller-540\"", "id = \"roller-192\""),
            "no other device",
        ),
        (
            ("longest_mm = 1.9", "longest_mm = 1900"),
            "longest_mm is 1900",
        ),
        (("lightest_phototype = 1\n", ""), "phototypes"),
        (
            ("darkest_phototype = 3", "darkest_phototype = 7"),
            "darkest_phototype is 7",
        ),
        (
            ("kind = \"stamp\"", "kind = \"hammer\""),
            "roller, stamp, pen",
        ),
        (
            ("source = [\"k243800\"]", "source = [\"nobody\"]"),
            "bibliography",
        ),
        (
            ("name = \"Exceed\"", "label = \"Exceed\""),
            "name is missing",
        ),
    ] {
        let sentence = refusal(change);
        assert!(sentence.starts_with("devices.toml: "), "{sentence}");
        assert!(sentence.contains(expected), "{sentence}");
    }
}
