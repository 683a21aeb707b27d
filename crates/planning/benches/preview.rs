//! What a page waits for while somebody moves a slider, beside the whole plan.

#![allow(clippy::unwrap_used, reason = "a benchmark")]

use std::hint::black_box;
use std::time::Instant;

use jiff::civil::date;
use needlework_planning::{Case, Library, PersonDraws, Settings, plan, preview, preview_of};

const CHEEK_LINES: &str = include_str!("../../../examples/cheek-lines.toml");
/// Two earlier courses of the same person, with what came of them.
const EARLIER: &str = r#"
[[earlier]]
zone = "cheek"
device = "exceed-unlimited"
needle_length_mm = 1.5
sessions = [2025-01-10, 2025-02-10, 2025-03-10]
lemperle_grade = 3
result = [{ scale = "lemperle-wrinkles", on = 2025-06-10, value = 1.0 }]

[[earlier]]
zone = "periorbital"
device = "exceed-unlimited"
needle_length_mm = 0.5
sessions = [2025-01-10, 2025-02-10, 2025-03-10]
lemperle_grade = 3
result = [{ scale = "lemperle-wrinkles", on = 2025-06-10, value = 0.5 }]
"#;
const RUNS: usize = 30;

/// Shortest and median wall time of several runs, and processor time of one, ms. On a busy machine only the last says what
/// the work costs.
fn times_ms(mut work: impl FnMut()) -> [f64; 3] {
    let before = processor_ms();
    let mut times: Vec<f64> = (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            work();
            1000.0 * start.elapsed().as_secs_f64()
        })
        .collect();
    let spent = (processor_ms() - before) / RUNS as f64;
    times.sort_by(f64::total_cmp);
    let at = |place: usize| times.get(place).copied().unwrap_or(0.0);
    [at(0), at(RUNS / 2), spent]
}

/// Processor time of all threads so far, ms, as Linux counts it; 0 elsewhere.
fn processor_ms() -> f64 {
    const MS_PER_TICK: f64 = 10.0;
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit(')').next().unwrap_or_default().split(' ');
    let ticks = fields
        .skip(12)
        .take(2)
        .filter_map(|field| field.parse::<f64>().ok());
    ticks.sum::<f64>() * MS_PER_TICK
}

fn main() {
    let library = Library::shipped().unwrap();
    let bytes = CHEEK_LINES.as_bytes();
    let case = Case::read("cheek-lines.toml", bytes, date(2026, 11, 26), &library).unwrap();
    println!("| work | draws | shortest, ms | median, ms | processor, ms |\n|---|---|---|---|---|");
    for draws in [32, 64, 128, 256] {
        let settings = Settings { draws, seed: 1 };
        let [shortest, median, spent] = times_ms(|| {
            black_box(preview(&case, &library, &settings).unwrap());
        });
        println!("| preview | {draws} | {shortest:.1} | {median:.1} | {spent:.0} |");
        let [shortest, median, spent] = times_ms(|| {
            black_box(plan(&case, &library, &settings, &|_| {}).unwrap());
        });
        println!("| plan | {draws} | {shortest:.1} | {median:.1} | {spent:.0} |");
    }
    let text = format!("{CHEEK_LINES}{EARLIER}");
    let case = Case::read("known.toml", text.as_bytes(), date(2026, 11, 26), &library).unwrap();
    let settings = Settings { draws: 64, seed: 1 };
    let [shortest, median, spent] = times_ms(|| {
        black_box(PersonDraws::of(&case, &library, &settings).unwrap());
    });
    println!("| weighing two earlier courses | 64 | {shortest:.1} | {median:.1} | {spent:.0} |");
    let person = PersonDraws::of(&case, &library, &settings).unwrap();
    let [shortest, median, spent] = times_ms(|| {
        black_box(preview_of(&case, &library, &settings, &person).unwrap());
    });
    println!("| preview on kept draws | 64 | {shortest:.1} | {median:.1} | {spent:.0} |");
}
