//! The command line of Needlework.

mod arguments;
mod calibrate_command;
mod input_file;
mod library;
mod output;
mod plan_command;
mod progress;
mod record;
mod record_commands;
mod rules_command;
mod screen_command;
mod serve_command;
mod trial_command;

use std::process::ExitCode;

use clap::Parser as _;
use mimalloc::MiMalloc;

use crate::arguments::{Arguments, Command};

/// Pages for which the model runs ask for thousands of small rows; with the lists of a large clinic in memory, the allocator of
/// the system took a third of their time.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    let outcome = match Arguments::parse().command {
        Some(Command::Serve(arguments)) => serve_command::run(&arguments),
        Some(Command::Plan(arguments)) => plan_command::run(&arguments),
        Some(Command::Screen(arguments)) => screen_command::run(&arguments),
        Some(Command::Rules(arguments)) => rules_command::run(&arguments),
        Some(Command::Trial(arguments)) => trial_command::run(&arguments),
        Some(Command::Calibrate(arguments)) => calibrate_command::run(&arguments),
        Some(Command::Verify(arguments)) => record_commands::verify(&arguments),
        Some(Command::Backup(arguments)) => record_commands::back_up(&arguments),
        Some(Command::Restore(arguments)) => record_commands::restore(&arguments),
        Some(Command::Export(arguments)) => record_commands::export(&arguments),
        Some(Command::Import(arguments)) => record_commands::import(&arguments),
        Some(Command::Erase(arguments)) => record_commands::erase(&arguments),
        Some(Command::RotateKey(arguments)) => record_commands::rotate_key(&arguments),
        None => serve_command::demonstrate(arguments::USUAL_ADDRESS),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // The reason and what lies behind it, on one line.
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}
