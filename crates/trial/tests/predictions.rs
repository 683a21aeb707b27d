//! What predictions of studies must do, whatever the numbers.

mod study;

use needlework_planning::Settings;
use needlework_trial::{Knowledge, Trial, predict};
use study::{STUDY, predicted, with};

#[test]
fn a_blinded_controlled_study_reports_clearly_less_than_an_open_series() {
    let open = predicted(STUDY, 256);
    let guarded = predicted(
        &with(
            "blinded = false\ncontrolled = false",
            "blinded = true\ncontrolled = true",
        ),
        256,
    );
    let blinded = predicted(&with("blinded = false", "blinded = true"), 256);
    let change = |told: &[needlework_trial::EndpointPrediction]| told[0].predicted.mean;
    assert!(change(&guarded) < 0.0);
    assert!(
        change(&guarded) > 0.85 * change(&open),
        "{} {}",
        change(&guarded),
        change(&open)
    );
    assert!(change(&open) < change(&blinded) && change(&blinded) < change(&guarded));
}

#[test]
fn the_same_seed_gives_the_same_bits_at_any_number_of_threads() {
    let knowledge = Knowledge::shipped().unwrap();
    let trial = Trial::read("study.toml", STUDY.as_bytes(), &knowledge).unwrap();
    let run = |threads: usize, seed: u64| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        let settings = Settings { draws: 40, seed };
        pool.install(|| predict(&trial, &knowledge, &settings, &|_| {}))
            .unwrap()
    };
    assert_eq!(run(1, 5), run(3, 5));
    assert_ne!(run(1, 5).endpoints, run(1, 6).endpoints);
}

#[test]
fn untreated_skin_hardly_changes_and_needled_skin_differs_from_it() {
    let text = with(
        "[protocol]\n",
        "[[arm]]\nid = \"untreated\"\nsessions = 0\n\n[[arm]]\nid = \"needled\"\n",
    )
    .replace("controlled = false", "controlled = true")
    .replace(
        "[[endpoint]]\nday = 150\n",
        "[[endpoint]]\narm = \"untreated\"\nday = 150\nscale = \"lemperle-wrinkles\"\nstatistic = \"mean-change\"\n\n\
         [[endpoint]]\narm = \"needled\"\nday = 150\nscale = \"lemperle-wrinkles\"\nstatistic = \"difference\"\nagainst = \"untreated\"\n\n\
         [[endpoint]]\narm = \"needled\"\nday = 150\n",
    );
    let told = predicted(&text, 128);
    let [untreated, difference, needled] = told.as_slice() else {
        unreachable!("three endpoints were asked for")
    };
    assert!(
        untreated.predicted.p05 > -0.15 && untreated.predicted.p95 < 0.15,
        "{untreated:?}"
    );
    let apart = needled.predicted.mean - untreated.predicted.mean;
    assert!(
        (difference.predicted.mean - apart).abs() < 0.03,
        "{difference:?} {apart}"
    );
}

#[test]
fn fewer_people_respond_to_a_higher_bar() {
    let bar = |at_least: &str| {
        format!(
            "[[endpoint]]\nday = 150\nscale = \"lemperle-wrinkles\"\nstatistic = \"responders\"\nat_least = {at_least}\n"
        )
    };
    let start = STUDY.find("[[endpoint]]").unwrap();
    let text = format!(
        "{}{}{}{}",
        &STUDY[..start],
        bar("1.0"),
        bar("2.0"),
        bar("3.0")
    );
    let shares: Vec<f64> = predicted(&text, 128)
        .iter()
        .map(|endpoint| endpoint.predicted.mean)
        .collect();
    assert!(
        shares.windows(2).all(|pair| pair[0] > pair[1]),
        "{shares:?}"
    );
    assert!(shares.iter().all(|share| (0.0..=1.0).contains(share)));
}

#[test]
fn what_a_file_leaves_open_makes_its_prediction_less_sharp() {
    let stated = predicted(STUDY, 256);
    let open = predicted(
        &with("device = \"exceed\"\nneedle_length_mm = 1.5\n", "")
            .replace("interval_days = 30\n", ""),
        256,
    );
    let width = |told: &[needlework_trial::EndpointPrediction]| {
        let one = told[0].predicted;
        (one.p95 - one.p05) / one.mean.abs()
    };
    assert!(
        width(&open) > width(&stated),
        "{} {}",
        width(&open),
        width(&stated)
    );
}

#[test]
fn a_small_study_is_predicted_less_sharply_than_a_large_one() {
    let width = |participants: &str| {
        let told = predicted(&with("participants = 60", participants), 256);
        told[0].predicted.p75 - told[0].predicted.p25
    };
    assert!(width("participants = 3") > width("participants = 500"));
}

#[test]
fn draws_out_of_range_are_refused() {
    let knowledge = Knowledge::shipped().unwrap();
    let trial = Trial::read("study.toml", STUDY.as_bytes(), &knowledge).unwrap();
    for draws in [0, 19, 100_001] {
        let settings = Settings { draws, seed: 1 };
        let error = predict(&trial, &knowledge, &settings, &|_| {}).unwrap_err();
        assert!(error.to_string().contains(&draws.to_string()), "{error}");
    }
}
