//! The report on a calibration.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a report that cannot be made has failed"
)]

use std::collections::BTreeMap;
use std::sync::LazyLock;

use needlework_clinic::{ReportFile, ReportInput, calibration_report};
use needlework_evidence::Posterior;
use needlework_outcome::Estimate;
use needlework_planning::Settings;
use needlework_trial::{
    CalibrationSettings, Convergence, Driver, EVIDENCE_TRIALS, Evaluation, Knowledge, Learned,
    Remark, Sensitivity, Trial, Validation, predict,
};

/// Largest picture, and all of them together, bytes.
const LARGEST_PICTURE: usize = 60_000;
const LARGEST_PICTURES: usize = 300_000;
/// Smallest letters of a picture, px.
const SMALLEST_LETTERS: f64 = 11.0;

const MADE_UP: &[(&str, &str)] = &[
    (
        "first-series.toml",
        r#"
        schema = 1
        id = "first-series"
        title = "A made-up series"
        design = {}
        population = { indication = "acne-scars", participants = 20 }
        protocol = { device = "roller", needle_length_mm = 1.5, sessions = 4, interval_days = 30 }
        endpoint = [
            { day = 120, scale = "acne-scar-score", statistic = "percent-change", observed = -40.0 },
            { scale = "redness-hours", statistic = "median", observed = 30.0 },
        ]
        "#,
    ),
    (
        "second-series.toml",
        r#"
        schema = 1
        id = "second-series"
        title = "Another made-up series"
        weight = "low"
        design = {}
        population = { indication = "acne-scars", participants = 10 }
        protocol = { device = "pen", sessions = 2, interval_days = 30 }
        endpoint = [
            { day = 60, scale = "goodman-baron", statistic = "responders", at_least = 1.0, observed = 1.0 },
            { scale = "pigment-darkening", statistic = "events", observed = 0.1 },
        ]
        "#,
    ),
];

static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(|| Knowledge::shipped().unwrap());

/// The shipped studies by a few draws.
static SHIPPED: LazyLock<Made> = LazyLock::new(Made::shipped);

fn read(files: &[(&str, &str)]) -> Vec<Trial> {
    files
        .iter()
        .map(|(file, text)| Trial::read(file, text.as_bytes(), &KNOWLEDGE).unwrap())
        .collect()
}

fn spread(p05: f64, p50: f64, p95: f64) -> Estimate {
    Estimate {
        mean: p50,
        p05,
        p25: f64::midpoint(p05, p50),
        p50,
        p75: f64::midpoint(p50, p95),
        p95,
    }
}

/// Predictions of every study, as `of` tells for the endpoint with this number.
fn evaluation(trials: &[Trial], of: impl Fn(usize) -> Option<[Estimate; 3]>) -> Evaluation {
    let settings = Settings { draws: 20, seed: 5 };
    let told: Vec<_> = trials
        .iter()
        .map(|trial| predict(trial, &KNOWLEDGE, &settings, &|_| {}).unwrap())
        .collect();
    let changed = |which: usize| {
        let mut told = told.clone();
        let endpoints = told.iter_mut().flat_map(|study| &mut study.endpoints);
        for (at, endpoint) in endpoints.enumerate() {
            if let Some(estimates) = of(at) {
                endpoint.predicted = estimates[which];
            }
        }
        told
    };
    let validation = Validation {
        from_priors: changed(0),
        left_out: changed(1),
        fitted: changed(2),
    };
    Evaluation::of(trials, &validation)
}

/// Everything that goes into a report, owned.
struct Made {
    trials: Vec<Trial>,
    evaluation: Evaluation,
    posterior: Posterior,
    learned: Vec<Learned>,
    sensitivity: Vec<Sensitivity>,
    remarks: Vec<Remark>,
}

impl Made {
    fn of(trials: Vec<Trial>, evaluation: Evaluation, remarks: Vec<Remark>) -> Self {
        let learned = |key: &str, mean: f64, deviation: f64, kept: bool| Learned {
            key: key.to_owned(),
            mean,
            deviation,
            convergence: Convergence {
                r_hat: 1.002,
                effective_draws: 2400.0 * deviation,
            },
            kept,
        };
        Self {
            trials,
            evaluation,
            posterior: Posterior {
                version: "0.0.0".to_owned(),
                parameter_set: "ab12".to_owned(),
                studies: "cd34".to_owned(),
                sampler: "a made-up sampler".to_owned(),
                seed: 1,
                keys: vec!["outcome.scars.volume_gain".to_owned()],
                draws: vec![vec![0.5]; 20],
            },
            learned: vec![
                learned("outcome.scars.volume_gain", 0.5, 0.6, true),
                learned("needling.channel.halo_um", -1.2, 0.9, true),
                learned("healing.cells.crowding_gain", 0.01, 0.99, false),
            ],
            sensitivity: vec![Sensitivity {
                course: "A made-up course".to_owned(),
                day: 150.0,
                scale: "texture".to_owned(),
                statistic: "mean-change",
                output: spread(-1.5, -1.0, -0.4),
                drivers: [
                    ("outcome.texture.gain", -0.6),
                    ("needling.hand.pressure", 0.1),
                ]
                .map(|(key, correlation)| Driver {
                    key: key.to_owned(),
                    correlation,
                    floor: 0.02,
                })
                .to_vec(),
            }],
            remarks,
        }
    }

    /// Two made-up studies: right, wrong and not reached, wrong, ignorant.
    fn up() -> Self {
        let trials = read(MADE_UP);
        let told = [
            [
                spread(-70.0, -30.0, -5.0),
                spread(-60.0, -42.0, -20.0),
                spread(-55.0, -41.0, -25.0),
            ],
            [
                spread(1.0, 5.0, 20.0),
                spread(1.0, 4.0, 12.0),
                spread(2.0, 6.0, 18.0),
            ],
            [
                spread(0.1, 0.4, 0.8),
                spread(0.2, 0.5, 0.8),
                spread(0.3, 0.7, 1.0),
            ],
            [
                spread(0.0, 0.1, 0.9),
                spread(0.0, 0.05, 0.8),
                spread(0.0, 0.1, 0.5),
            ],
        ];
        let evaluation = evaluation(&trials, |at| Some(told[at]));
        let remark = Remark {
            study: "first-series".to_owned(),
            scale: "redness-hours".to_owned(),
            sentence: "Somebody forgot | to wash it off.".to_owned(),
        };
        Self::of(trials, evaluation, vec![remark])
    }

    fn shipped() -> Self {
        let trials = read(EVIDENCE_TRIALS);
        let remarks = Remark::shipped(&trials).unwrap();
        let evaluation = evaluation(&trials, |_| None);
        Self::of(trials, evaluation, remarks)
    }

    fn report(&self) -> Vec<ReportFile> {
        calibration_report(&ReportInput {
            trials: &self.trials,
            posterior: &self.posterior,
            learned: &self.learned,
            divergences: 0,
            settings: CalibrationSettings {
                chains: 2,
                ..CalibrationSettings::default()
            },
            prediction_draws: 20,
            evaluation: &self.evaluation,
            sensitivity: &self.sensitivity,
            remarks: &self.remarks,
        })
    }
}

fn text<'a>(files: &'a [ReportFile], name: &str) -> &'a str {
    &files.iter().find(|file| file.name == name).unwrap().text
}

/// Rows of the table of a section, cell by cell, without its head.
fn rows<'a>(text: &'a str, section: &str) -> Vec<Vec<&'a str>> {
    let start = format!("\n## {section}\n");
    let body = text.split(&start).nth(1).unwrap();
    let body = body.split("\n## ").next().unwrap();
    let lines = body.lines().filter(|line| line.starts_with('|')).skip(2);
    lines
        .map(|line| line.trim_matches('|').split(" | ").map(str::trim).collect())
        .collect()
}

#[test]
fn the_report_on_two_made_up_studies() {
    let files = Made::up().report();
    insta::assert_snapshot!("calibration_report", text(&files, "README.md"));
    insta::assert_snapshot!("calibration_coverage", text(&files, "coverage.svg"));
}

#[test]
fn right_wrong_and_ignorant_are_told_apart() {
    let files = Made::up().report();
    let rows = rows(text(&files, "README.md"), "Study by study");
    let verdicts: Vec<&str> = rows.iter().map(|row| row[6]).collect();
    assert_eq!(
        verdicts,
        [
            "right, middle half",
            "**wrong**, not reached",
            "**wrong**",
            "ignorant"
        ]
    );
}

#[test]
fn every_observed_number_of_every_study_stands_in_the_table_once() {
    let made = &*SHIPPED;
    let files = made.report();
    let mut found: BTreeMap<String, usize> = BTreeMap::new();
    let rows = rows(text(&files, "README.md"), "Study by study");
    for row in &rows {
        *found.entry(format!("{} {}", row[0], row[1])).or_default() += 1;
    }
    assert!(found.values().all(|count| *count == 1), "{found:?}");
    let observed = |trial: &Trial| {
        let endpoints = trial.endpoints.iter();
        endpoints.filter(|it| it.observed.is_some()).count()
    };
    for trial in &made.trials {
        let own = rows.iter().filter(|row| {
            let name = row[0].split(", ").next().unwrap();
            name.trim_end_matches('\u{b0}') == trial.id
        });
        assert_eq!(own.count(), observed(trial), "{}", trial.id);
    }
    assert_eq!(rows.len(), made.trials.iter().map(observed).sum::<usize>());
}

#[test]
fn coverage_in_the_text_is_the_counted_one() {
    let made = &*SHIPPED;
    let files = made.report();
    let readme = text(&files, "README.md");
    let rows = rows(readme, "Study by study");
    let wrong = rows.iter().filter(|row| row[6].contains("wrong")).count();
    let inside = rows.len() - wrong;
    let [_, left_out, _] = made.evaluation.coverage_90;
    assert_eq!((left_out.inside, left_out.of), (inside, rows.len()));
    let told = format!("90 % ranges hold {inside} of {} numbers", rows.len());
    assert!(readme.contains(&told), "{told}");
    assert!(
        text(&files, "coverage.svg").contains(&format!("left out: {inside} of {}", rows.len()))
    );
    let names =
        text(&files, "left-out-scores.svg").to_owned() + text(&files, "left-out-others.svg");
    assert_eq!(
        names.matches(r#"<polygon class="o""#).count(),
        wrong + 2,
        "two stand in legends"
    );
}

#[test]
fn pictures_are_well_formed_small_and_speak_without_a_script() {
    let mut all = 0;
    for file in SHIPPED.report().iter().chain(&Made::up().report()) {
        if file.name == "README.md" {
            continue;
        }
        check_well_formed(file.name, &file.text);
        assert!(
            file.text.len() < LARGEST_PICTURE,
            "{}: {}",
            file.name,
            file.text.len()
        );
        all += file.text.len();
        for forbidden in ["<script", "href", "url(", "@import", "NaN", "inf"] {
            assert!(!file.text.contains(forbidden), "{}: {forbidden}", file.name);
        }
        for needed in [
            "<title ",
            "<desc ",
            "prefers-color-scheme:dark",
            "role=\"img\"",
        ] {
            assert!(file.text.contains(needed), "{}: {needed}", file.name);
        }
        for size in file.text.split("font-size=\"").skip(1) {
            let size: f64 = size.split('"').next().unwrap().parse().unwrap();
            assert!(size >= SMALLEST_LETTERS, "{}: {size}", file.name);
        }
    }
    assert!(all < 2 * LARGEST_PICTURES, "{all}");
}

#[test]
fn every_picture_is_shown_by_the_text() {
    let files = Made::up().report();
    let readme = text(&files, "README.md");
    for file in files.iter().filter(|file| file.name != "README.md") {
        assert!(
            readme.contains(&format!("]({})", file.name)),
            "{}",
            file.name
        );
    }
}

#[test]
fn chains_that_do_not_agree_are_not_passed_over() {
    let mut made = Made::up();
    assert!(text(&made.report(), "README.md").contains("The chains agree."));
    made.learned[1].convergence.r_hat = 1.2;
    let files = made.report();
    let readme = text(&files, "README.md");
    assert!(readme.contains("do not use this posterior"));
    assert!(readme.contains("R-hat is 1.2000 (`needling.channel.halo_um`"));
}

/// Elements nest and close, attributes are quoted, and `&` begins a known reference.
fn check_well_formed(name: &str, text: &str) {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let Some(content) = rest.strip_prefix('<') else {
            let end = rest.find('<').unwrap_or(rest.len());
            check_text(name, &rest[..end]);
            rest = &rest[end..];
            continue;
        };
        let end = content
            .find('>')
            .unwrap_or_else(|| panic!("{name}: an open <"));
        let tag = &content[..end];
        rest = &content[end + 1..];
        if let Some(closed) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(closed), "{name}");
            continue;
        }
        let (tag, alone) = match tag.strip_suffix('/') {
            Some(tag) => (tag, true),
            None => (tag, false),
        };
        let (element, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        assert!(
            element.chars().all(|letter| letter.is_ascii_alphanumeric()),
            "{name}: {element}"
        );
        let quotes: Vec<&str> = attributes.split('"').collect();
        assert_eq!(quotes.len() % 2, 1, "{name}: {tag}");
        for (key, value) in quotes.chunks_exact(2).map(|pair| (pair[0], pair[1])) {
            assert!(key.ends_with('='), "{name}: {tag}");
            check_text(name, value);
        }
        if !alone {
            open.push(element);
        }
    }
    assert!(open.is_empty(), "{name}: {open:?}");
}

fn check_text(name: &str, text: &str) {
    for reference in text.split('&').skip(1) {
        let known = ["amp;", "lt;", "gt;", "quot;", "#39;"];
        assert!(
            known.iter().any(|it| reference.starts_with(it)),
            "{name}: &{reference}"
        );
    }
}
