//! Which parameters move the main outputs most.

use needlework_trial::Sensitivity;

use super::kind::Kind;
use super::sheet::{file, heading, sheet, text};
use super::words::{estimate, moment, statistic};
use crate::chart::Axis;

/// Parameters shown for each output.
pub(super) const SHOWN: usize = 5;
const PER_CENT: f64 = 100.0;

const LEFT: f64 = 436.0;
const RIGHT: f64 = 800.0;
const ROW: f64 = 18.0;
const HEAD: f64 = 46.0;
const GAP: f64 = 14.0;
const LEGEND: f64 = 34.0;

/// The picture.
pub(super) fn draw(outputs: &[Sensitivity]) -> String {
    let lines = |output: &Sensitivity| output.told_apart().take(SHOWN).count().max(1) as f64;
    let height: f64 = outputs.iter().map(|it| HEAD + GAP + ROW * lines(it)).sum();
    let mut canvas = sheet(LEGEND + height + 8.0);
    canvas.rectangle("q", (12.0, 12.0), (42.0, 24.0));
    let explained =
        "share of the spread by ranks that goes with the parameter (squared rank correlation), %";
    text(&mut canvas, "m", (50.0, 22.0), explained);
    canvas.line("s", (604.0, 10.0), (604.0, 26.0));
    text(
        &mut canvas,
        "m",
        (612.0, 22.0),
        "chance alone reaches so far",
    );
    let longest = outputs
        .iter()
        .filter_map(|it| it.drivers.first())
        .map(|it| it.share() * PER_CENT)
        .fold(10.0, f64::max);
    let axis = Axis::new([0.0, longest], [LEFT, RIGHT]);
    let mut top = LEGEND;
    for output in outputs {
        heading(&mut canvas, (12.0, top + 18.0), &name(output));
        text(&mut canvas, "m", (12.0, top + 36.0), &course(output));
        let first = top + HEAD;
        for (place, one) in output.told_apart().take(SHOWN).enumerate() {
            let y = first + place as f64 * ROW;
            canvas.clear_text("t", (24.0, y + 13.0), LEFT - 36.0, &one.key);
            let end = axis.place(one.share() * PER_CENT);
            canvas.rectangle("q", (LEFT, y + 3.0), (end, y + ROW - 3.0));
            let way = if one.correlation > 0.0 { "up" } else { "down" };
            let words = format!("{:.0} %, {way}", one.share() * PER_CENT);
            text(&mut canvas, "m", (end + 7.0, y + 13.0), &words);
            let floor = axis.place(one.floor * PER_CENT);
            canvas.line("s", (floor, y), (floor, y + ROW));
        }
        if output.told_apart().next().is_none() {
            text(
                &mut canvas,
                "m",
                (24.0, first + 13.0),
                "no parameter stands out from chance",
            );
        }
        top += HEAD + GAP + ROW * lines(output);
    }
    file(
        canvas,
        "What moves the main outputs",
        &format!(
            "For each of {} outputs the parameters whose squared rank correlation with it is largest, at most {SHOWN}, and the floor of chance. The table in README.md holds the same.",
            outputs.len()
        ),
    )
}

/// The output in words.
pub(super) fn name(output: &Sensitivity) -> String {
    let kind = Kind::of(&output.scale, output.statistic);
    let moment = moment(kind, output.day);
    let when = if moment.is_empty() {
        String::new()
    } else {
        format!(", {moment}")
    };
    format!("{} {}{when}", output.scale, statistic(output.statistic))
}

/// The course and the range of the output.
pub(super) fn course(output: &Sensitivity) -> String {
    let kind = Kind::of(&output.scale, output.statistic);
    let space = if kind.unit().is_empty() { "" } else { " " };
    format!(
        "{}: {}{space}{}",
        output.course,
        estimate(kind, &output.output),
        kind.unit()
    )
}
