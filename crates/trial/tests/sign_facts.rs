//! Facts whose sign is known whatever their size (evidence H2, H3, C3, S2).

mod study;

use needlework_trial::EndpointPrediction;
use study::{STUDY, predicted, with};

/// The study with other endpoints in place of its own.
fn asking(endpoints: &[&str]) -> String {
    let own = STUDY.find("[[endpoint]]").unwrap_or(STUDY.len());
    let study = STUDY[..own].replace("participants = 60", "participants = 400");
    endpoints.iter().fold(study, |study, endpoint| {
        study + "[[endpoint]]\n" + endpoint + "\n"
    })
}

fn one(text: &str) -> EndpointPrediction {
    predicted(text, 256).swap_remove(0)
}

#[test]
fn total_elastin_falls_while_new_elastin_rises() {
    let told = predicted(
        &asking(&[
            "day = 120\nscale = \"total-elastin\"\nstatistic = \"percent-change\"",
            "day = 120\nscale = \"tropoelastin\"\nstatistic = \"percent-change\"",
        ]),
        256,
    );
    assert!(told[0].predicted.p95 < 0.0, "{:?}", told[0].predicted);
    assert!(told[1].predicted.p05 > 0.0, "{:?}", told[1].predicted);
}

#[test]
fn redness_lasts_about_a_day_or_more_with_long_needles_and_hours_with_short_ones() {
    let redness = "scale = \"redness-hours\"\nstatistic = \"median\"";
    let rolled = |length: &str| {
        one(&asking(&[redness])
            .replace("\"exceed\"", "\"roller\"")
            .replace(
                "needle_length_mm = 1.5",
                &format!("needle_length_mm = {length}"),
            ))
    };
    let (long, short) = (rolled("1.5"), rolled("0.2"));
    assert!(long.predicted.p50 > 20.0, "{:?}", long.predicted);
    assert!(short.predicted.p95 < 24.0, "{:?}", short.predicted);
}

#[test]
fn improvement_goes_on_growing_after_the_last_session() {
    let change = |day: u32| {
        let text = with("day = 150", &format!("day = {day}"));
        one(&text).predicted.mean
    };
    let (last_session, two_months_later) = (change(90), change(150));
    assert!(
        two_months_later < last_session,
        "{two_months_later} {last_session}"
    );
}

#[test]
fn deeper_beats_shallower_within_the_evaluated_range() {
    let arm = |id: &str, length: &str| {
        format!(
            "[[arm]]\nid = \"{id}\"\ndevice = \"exceed\"\nneedle_length_mm = {length}\nsessions = 4\ninterval_days = 30\n"
        )
    };
    let text = asking(&[
        "arm = \"deep\"\nagainst = \"shallow\"\nday = 150\nscale = \"lemperle-wrinkles\"\nstatistic = \"difference\"",
    ])
    .replace(
        "[protocol]\ndevice = \"exceed\"\nneedle_length_mm = 1.5\nsessions = 4\ninterval_days = 30\n",
        &(arm("deep", "1.5") + &arm("shallow", "0.5")),
    );
    let difference = one(&text).predicted;
    assert!(difference.p75 < 0.0, "{difference:?}");
}
