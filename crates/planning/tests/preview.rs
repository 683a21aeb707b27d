//! A preview is the plan without what a page does not redraw.

use jiff::civil::date;
use needlework_planning::{Case, Library, PlanError, Settings, plan, preview};

const EXAMPLES: [&str; 3] = [
    include_str!("../../../examples/cheek-lines.toml"),
    include_str!("../../../examples/acne-scars.toml"),
    include_str!("../../../examples/neck.toml"),
];
const FEW_DRAWS: Settings = Settings { draws: 24, seed: 5 };
/// Two sessions a year ago and what came of them.
const EARLIER: &str = r#"
[[earlier]]
zone = "cheek"
device = "exceed-unlimited"
needle_length_mm = 1.5
sessions = [2025-09-01, 2025-10-01]
lemperle_grade = 3
result = [{ scale = "lemperle-wrinkles", on = 2026-01-10, value = 0.5 }]
"#;

#[expect(clippy::unwrap_used, reason = "a test that fails here has failed")]
fn case(text: &str, library: &Library) -> Case {
    Case::read("case.toml", text.as_bytes(), date(2026, 11, 26), library).unwrap()
}

#[test]
fn a_preview_and_a_plan_agree_bit_by_bit_on_what_both_hold() {
    let library = Library::shipped().unwrap();
    let known = format!("{}{EARLIER}", EXAMPLES[0]);
    for text in EXAMPLES.into_iter().chain([known.as_str()]) {
        let case = case(text, &library);
        let seen = preview(&case, &library, &FEW_DRAWS).unwrap();
        let mut planned = plan(&case, &library, &FEW_DRAWS, &|_| {}).unwrap();
        assert!(!planned.scenarios.is_empty() && !planned.sources.is_empty());
        assert!(seen.zones[0].outlook.scales[0].improvement.days.len() > 20);
        planned.scenarios = Vec::new();
        planned.comparison = None;
        planned.parameters.clear();
        planned.rows.clear();
        planned.sources.clear();
        if let Some(own) = &mut planned.own_results {
            assert!(!own.without.is_empty());
            own.without.clear();
        }
        // The document writes every number with all its bits.
        assert!(seen.to_json().unwrap() == planned.to_json().unwrap());
    }
}

#[test]
fn a_preview_has_the_same_bits_at_any_number_of_threads() {
    let library = Library::shipped().unwrap();
    let case = case(EXAMPLES[0], &library);
    let texts = [1, 3].map(|threads| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        pool.install(|| preview(&case, &library, &FEW_DRAWS).unwrap().to_json())
    });
    assert!(texts[0] == texts[1], "the previews differ");
}

#[test]
fn too_few_draws_for_an_interval_are_refused() {
    let library = Library::shipped().unwrap();
    let settings = Settings { draws: 19, seed: 1 };
    let refused = preview(&case(EXAMPLES[2], &library), &library, &settings);
    assert!(matches!(refused, Err(PlanError::Draws { draws: 19, .. })));
}
