//! A bar that shows long work on a terminal and nothing in a pipe.

use anyhow::Result;
use indicatif::{ProgressBar, ProgressStyle};

/// Steps of the bar for each piece of work.
const STEPS: u64 = 100;

/// A bar over several pieces of work of like length.
pub(crate) struct Progress(ProgressBar);

impl Progress {
    /// `what` stands before the bar.
    pub(crate) fn over(pieces: usize, what: &str) -> Result<Self> {
        let style = ProgressStyle::with_template(&format!("{what} [{{bar:40}}] {{percent}} %"))?;
        Ok(Self(
            ProgressBar::new(STEPS * pieces as u64).with_style(style),
        ))
    }

    /// How far the piece number `piece`, from 0, has come, 0 to 1.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share of a few hundred steps"
    )]
    pub(crate) fn show(&self, piece: usize, done: f64) {
        self.0
            .set_position(((piece as f64 + done) * STEPS as f64) as u64);
    }

    /// Takes the bar away.
    pub(crate) fn finish(&self) {
        self.0.finish_and_clear();
    }
}
