//! Chores of the repository: `cargo xtask test` and `cargo xtask bench`.

mod benchmarks;
mod checkout;
mod environment;
mod judgement;
mod object_store;
mod postgres;
mod step;
mod tally;
mod tracked_files;

use std::process::ExitCode;

use anyhow::Result;
use checkout::Checkout;
use object_store::ObjectStore;
use postgres::Postgres;

const USAGE: &str = "\
Usage: cargo xtask <chore>

  test    install what the tests need (once), then run them all
  bench   run the benchmarks and print Markdown for BENCHMARKS.md
  with-servers COMMAND...
          run a command, for example cargo test --package needlework-chart, with a PostgreSQL and an S3-compatible object
          store of its own";

/// Does something to a checkout; says whether all went well.
type Chore<'a> = Box<dyn Fn(&Checkout) -> Result<bool> + 'a>;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let chore: Chore = match arguments.as_slice() {
        [chore] if chore == "test" => Box::new(|checkout| Ok(judgement::judge(checkout))),
        [chore] if chore == "bench" => Box::new(benchmarks::measure),
        [chore, program, rest @ ..] if chore == "with-servers" => Box::new(move |checkout| {
            let object_store = ObjectStore::start(checkout)?;
            let mut command = checkout.command(program);
            command.env(object_store::VARIABLE, object_store.address());
            Postgres::start()?.lend_to(command.args(rest))
        }),
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
