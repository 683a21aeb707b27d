//! The report on a calibration: study by study where the model is right, wrong and ignorant, and what was learned.
//!
//! Plain Markdown with pictures beside it, readable where code is shown. Pictures bring their own colours for light and dark.

mod contraction;
mod coverage;
mod fitted;
mod forest;
mod kind;
mod readme;
mod row;
mod sensitivity;
mod sheet;
mod value_axis;
mod verdict;
mod words;

use needlework_evidence::Posterior;
use needlework_trial::{CalibrationSettings, Evaluation, Learned, Remark, Sensitivity, Trial};

use self::kind::Kind;

/// Everything that the report tells of.
#[derive(Debug, Clone, Copy)]
pub struct ReportInput<'a> {
    /// The studies.
    pub trials: &'a [Trial],
    /// What was learned, draw by draw.
    pub posterior: &'a Posterior,
    /// Every number that the studies could have taught about.
    pub learned: &'a [Learned],
    /// Trajectories of the sampler after tuning whose energy ran away.
    pub divergences: usize,
    /// How the calibration was run.
    pub settings: CalibrationSettings,
    /// Draws behind every prediction.
    pub prediction_draws: usize,
    /// Every observed number beside what is predicted.
    pub evaluation: &'a Evaluation,
    /// What decides the main outputs.
    pub sensitivity: &'a [Sensitivity],
    /// What is to be said of numbers that are not reached, or doubtful.
    pub remarks: &'a [Remark],
}

/// A file of the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportFile {
    /// Name within the folder.
    pub name: &'static str,
    /// All of its text.
    pub text: String,
}

/// The files of the report; `README.md` comes first and shows the others.
pub fn calibration_report(input: &ReportInput) -> Vec<ReportFile> {
    let rows = row::rows(input);
    let picture = |picture: Picture, text| ReportFile {
        name: picture.file(),
        text,
    };
    vec![
        ReportFile {
            name: "README.md",
            text: readme::text(input, &rows),
        },
        picture(
            Picture::LeftOutScores,
            forest::draw(&rows, Kind::is_clinical, "Clinical scores"),
        ),
        picture(
            Picture::LeftOutOthers,
            forest::draw(
                &rows,
                |kind| !kind.is_clinical(),
                "Biopsies, hours, channels, uptake, pain and events",
            ),
        ),
        picture(Picture::Fitted, fitted::draw(&rows)),
        picture(Picture::Coverage, coverage::draw(input.evaluation)),
        picture(Picture::Contraction, contraction::draw(input.learned)),
        picture(Picture::Sensitivity, sensitivity::draw(input.sensitivity)),
    ]
}

/// A picture of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Picture {
    LeftOutScores,
    LeftOutOthers,
    Fitted,
    Coverage,
    Contraction,
    Sensitivity,
}

impl Picture {
    fn file(self) -> &'static str {
        match self {
            Self::LeftOutScores => "left-out-scores.svg",
            Self::LeftOutOthers => "left-out-others.svg",
            Self::Fitted => "fitted.svg",
            Self::Coverage => "coverage.svg",
            Self::Contraction => "contraction.svg",
            Self::Sensitivity => "sensitivity.svg",
        }
    }
}
