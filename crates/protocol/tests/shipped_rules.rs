//! The shipped rules say what the protocol says, and every row leads to a source or admits that it is an assumption.

use needlework_evidence::{Bibliography, Confidence, DataFile};
use needlework_protocol::{Courses, Depths, Rules, Visits};

/// Protocol 3.5: sessions, interval and day of judgement.
#[test]
fn default_courses_are_those_of_the_protocol() {
    let courses = Courses::shipped(&Bibliography::shipped().unwrap()).unwrap();
    let sessions = [
        ("acne-scars", Some(3)),
        ("facial-wrinkles", Some(4)),
        ("photoaging-texture", Some(4)),
        ("upper-lip-wrinkles", Some(2)),
        ("neck-wrinkles", Some(4)),
        ("surgical-injury-scar", Some(3)),
        ("stretch-marks", Some(3)),
        ("melasma", None),
    ];
    assert_eq!(courses.iter().count(), sessions.len());
    for (id, expected) in sessions {
        let row = courses.get(id).unwrap();
        assert_eq!(row.sessions, expected, "{id}");
        assert_eq!(row.interval_days, expected.map(|_| 28), "{id}");
        assert_eq!(row.judge_after_days, expected.map(|_| 90), "{id}");
    }
}

#[test]
fn a_default_lies_within_what_was_seen() {
    for row in Courses::shipped(&Bibliography::shipped().unwrap())
        .unwrap()
        .iter()
    {
        if let Some(sessions) = row.sessions {
            assert!((row.sessions_seen[0]..=row.sessions_seen[1]).contains(&sessions));
        }
        if let (Some(days), Some([low, high])) = (row.interval_days, row.interval_days_seen) {
            assert!((low..=high).contains(&days), "{}", row.id);
        }
    }
}

/// Protocol 3.3, one line per kind of row.
#[test]
fn depths_are_those_of_the_protocol() {
    let depths = Depths::shipped(&Bibliography::shipped().unwrap()).unwrap();
    for (zone, indication, expected) in [
        ("forehead", "facial-wrinkles", [0.25, 0.5, 0.75]),
        ("periorbital", "facial-wrinkles", [0.2, 0.3, 0.5]),
        ("cheek", "facial-wrinkles", [0.5, 1.0, 2.0]),
        ("cheek", "acne-scars", [1.0, 1.5, 2.0]),
        ("nose", "acne-scars", [0.25, 0.5, 0.75]),
        ("neck", "neck-wrinkles", [1.0, 1.5, 2.5]),
        ("abdomen", "surgical-injury-scar", [1.5, 2.0, 2.5]),
        ("thigh", "stretch-marks", [1.5, 2.0, 2.0]),
    ] {
        let row = depths.get(zone, indication).unwrap();
        let found = [row.start_mm, row.warn_above_mm, row.cap_mm];
        let same = found
            .iter()
            .zip(expected)
            .all(|(a, b)| (a - b).abs() < 1e-12);
        assert!(same, "{zone}, {indication}: {found:?}");
    }
}

#[test]
fn no_depth_is_invented_where_none_was_found() {
    let depths = Depths::shipped(&Bibliography::shipped().unwrap()).unwrap();
    assert!(depths.get("cheek", "melasma").is_none());
    assert!(depths.get("temple", "facial-wrinkles").is_none());
    assert!(depths.get("upper-eyelid", "facial-wrinkles").is_none());
}

#[test]
fn every_row_leads_to_a_source_or_is_marked_as_an_assumption() {
    let bibliography = Bibliography::shipped().unwrap();
    let courses = Courses::shipped(&bibliography).unwrap();
    let depths = Depths::shipped(&bibliography).unwrap();
    let rules = Rules::shipped(&bibliography).unwrap();
    let rows = courses
        .iter()
        .map(|row| &row.provenance)
        .chain(depths.iter().map(|row| &row.provenance))
        .chain(rules.iter().map(|row| &row.provenance));
    for provenance in rows {
        assert!(
            !provenance.sources.is_empty() || provenance.confidence == Confidence::Assumption,
            "{provenance:?}"
        );
    }
    for (key, row) in Visits::shipped(&bibliography).unwrap().iter() {
        assert!(
            !row.sources.is_empty() || row.confidence == Confidence::Assumption,
            "{key}"
        );
    }
}

#[test]
fn two_rows_for_the_same_zone_and_indication_are_refused() {
    const ROW: &str = r#"
        [[depth]]
        zones = ["cheek"]
        indications = ["acne-scars"]
        start_mm = 1.0
        warn_above_mm = 1.5
        cap_mm = 2.0
        confidence = "assumption"
        note = "for the test"
    "#;
    let text = format!("{ROW}{ROW}");
    let file = DataFile {
        name: "depths.toml",
        text: text.leak(),
    };
    let error = Depths::load(file, &Bibliography::default()).unwrap_err();
    assert!(error.to_string().contains("cheek and acne-scars"));
}

#[test]
fn depths_out_of_order_are_refused() {
    let file = DataFile {
        name: "depths.toml",
        text: r#"
            [[depth]]
            zones = ["cheek"]
            indications = ["acne-scars"]
            start_mm = 1.0
            warn_above_mm = 0.5
            cap_mm = 2.0
            confidence = "assumption"
            note = "for the test"
        "#,
    };
    let error = Depths::load(file, &Bibliography::default()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "depths.toml: depth[1].warn_above_mm is 0.5, but must be a number from 1 to 3."
    );
}
