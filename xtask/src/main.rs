//! Chores of the repository: `cargo xtask test` and `cargo xtask bench`.

mod benchmarks;
mod checkout;
mod environment;
mod judgement;
mod step;
mod tally;
mod tracked_files;

use std::process::ExitCode;

use anyhow::Result;
use checkout::Checkout;

const USAGE: &str = "\
Usage: cargo xtask <chore>

  test    install what the tests need (once), then run them all
  bench   run the benchmarks and print Markdown for BENCHMARKS.md";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let chore: fn(&Checkout) -> Result<bool> = match arguments.as_slice() {
        [chore] if chore == "test" => |checkout| Ok(judgement::judge(checkout)),
        [chore] if chore == "bench" => benchmarks::measure,
        [flag] if flag == "--help" || flag == "-h" || flag == "help" => {
            println!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match Checkout::find().and_then(|checkout| chore(&checkout)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
