//! Which parameters move the main outputs.

use needlework_trial::Sensitivity;

use super::super::Picture;
use super::super::sensitivity::{SHOWN, course, name};
use super::{picture, table};

pub(super) fn section(outputs: &[Sensitivity]) -> String {
    let rows: Vec<Vec<String>> = outputs.iter().map(cells).collect();
    format!(
        "## What moves the main outputs\n\n\
         A few reference courses were run at draws of everything that is still uncertain after calibration. Every uncertain \
         number, those that differ between studies and places among them, is ranked by its squared rank correlation with the \
         output: about the share of its spread that goes with the number. + raises the output, \u{2212} lowers it; a fall of a \
         score is a negative output. Only numbers are listed that stand out from chance: {}. Numbers that hang together share \
         their credit: the optimism of open series may stand here although these courses are judged blind and against a \
         control, since it decides what the studies taught. A number that acts only together with another is not seen.\n\n\
         `outcome.place` says where one clinic lies between clinics. No single study takes that spread away; a clinic that \
         follows its own patients learns its own place. `trial.unstated` is what the course leaves \
         open: a study need only state it. For all else the lists say what a next study should measure.\n\n{}\n{}",
        floors(outputs),
        picture(
            Picture::Sensitivity,
            "Parameters that move the main outputs most"
        ),
        table(
            &[
                "output and its range",
                "at most five that move it most, %",
                "stand out"
            ],
            "llr",
            &rows
        ),
    )
}

fn cells(output: &Sensitivity) -> Vec<String> {
    let drivers: Vec<String> = output
        .told_apart()
        .take(SHOWN)
        .map(|one| {
            let way = if one.correlation > 0.0 {
                '+'
            } else {
                '\u{2212}'
            };
            format!("`{}` {way}{:.0}", one.key, one.share() * 100.0)
        })
        .collect();
    let drivers = if drivers.is_empty() {
        "none stands out".to_owned()
    } else {
        drivers.join("<br>")
    };
    vec![
        format!("**{}**<br>{}", name(output), course(output)),
        drivers,
        output.told_apart().count().to_string(),
    ]
}

/// The lowest and the highest share that chance alone does not reach, in words.
fn floors(outputs: &[Sensitivity]) -> String {
    let floors = || {
        let drivers = outputs.iter().flat_map(|output| &output.drivers);
        drivers.map(|driver| driver.floor * 100.0)
    };
    let low = floors().fold(f64::INFINITY, f64::min);
    let high = floors().fold(0.0, f64::max);
    if low.is_finite() {
        format!(
            "the largest of all numbers without any effect, over all outputs, stays below {low:.1} % 95 of 100 times, or below \
             {high:.1} % if it is a learned one, whose joint draws are fewer"
        )
    } else {
        "there is none".to_owned()
    }
}
