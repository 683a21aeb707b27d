//! Sessions along a line of time: across on a desktop, downwards on a phone.

use super::canvas::keep;
use super::{Anchor, Axis, Breadth, Canvas, Drawing, SMALL, USUAL, text_width};

/// Share of the wide timeline that the course itself takes when upkeep follows.
const COURSE_SHARE: f64 = 0.68;

/// Marks along a line of time.
#[derive(Debug, Clone, PartialEq)]
pub struct Timeline {
    /// Marks in order of time.
    pub marks: Vec<TimelineMark>,
    /// Day after which time is drawn shorter on the wide timeline, so that the course itself has room.
    pub course_ends_day: f64,
}

/// One mark.
#[derive(Debug, Clone, PartialEq)]
pub struct TimelineMark {
    /// Days since the first session.
    pub day: f64,
    /// What stands in the mark: a number or a letter.
    pub sign: String,
    /// Date in short form.
    pub date: String,
    /// What happens.
    pub label: String,
    /// Class of the mark: `treatment`, `upkeep` or `judgement`.
    pub class: &'static str,
}

impl Timeline {
    fn across(&self) -> Canvas {
        let width = Breadth::Wide.px();
        let mut canvas = Canvas::new(width, 132.0);
        let (left, right, line) = (40.0, width - 40.0, 66.0);
        let last = self.marks.last().map_or(1.0, |mark| mark.day);
        let ends = self.course_ends_day.min(last);
        let bend = if ends < last {
            left + COURSE_SHARE * (right - left)
        } else {
            right
        };
        let course = Axis::new([0.0, ends], [left, bend]);
        let later = Axis::new([ends, last], [bend, right]);
        canvas.line("time", (left, line), (bend, line));
        canvas.line("time later", (bend, line), (right, line));
        // The end of the last label above and below the line: a label that would overlap is left to the table.
        let mut taken = [f64::NEG_INFINITY; 2];
        for (index, mark) in self.marks.iter().enumerate() {
            let x = if mark.day <= ends {
                course.place(mark.day)
            } else {
                later.place(mark.day)
            };
            draw_mark(&mut canvas, mark, (x, line));
            let below = index % 2 == 0;
            let room = text_width(&mark.date, USUAL).max(text_width(&mark.label, SMALL)) / 2.0;
            let end = if below { &mut taken[0] } else { &mut taken[1] };
            let centre = keep(x, room, width - room);
            if centre - room < *end {
                continue;
            }
            *end = centre + room + 6.0;
            let (date, label) = if below { (98.0, 114.0) } else { (22.0, 38.0) };
            canvas.text("row", (centre, date), Anchor::Middle, SMALL, &mark.date);
            canvas.text(
                "remark",
                (centre, label),
                Anchor::Middle,
                SMALL,
                &mark.label,
            );
        }
        canvas
    }

    fn downwards(&self) -> Canvas {
        let pitch = 46.0;
        let height = self.marks.len().max(1) as f64 * pitch + 6.0;
        let mut canvas = Canvas::new(Breadth::Narrow.px(), height);
        let x = 22.0;
        canvas.line("time", (x, pitch / 2.0), (x, height - pitch / 2.0 - 6.0));
        for (index, mark) in self.marks.iter().enumerate() {
            let y = (index as f64 + 0.5) * pitch;
            draw_mark(&mut canvas, mark, (x, y));
            canvas.text("row", (52.0, y - 2.0), Anchor::Start, USUAL, &mark.date);
            canvas.text(
                "remark",
                (52.0, y + 14.0),
                Anchor::Start,
                SMALL,
                &mark.label,
            );
        }
        canvas
    }
}

fn draw_mark(canvas: &mut Canvas, mark: &TimelineMark, (x, y): (f64, f64)) {
    match mark.class {
        "treatment" => canvas.disc("treatment", (x, y), 14.0),
        "upkeep" => canvas.disc("upkeep", (x, y), 12.0),
        _ => canvas.shape(
            "judgement",
            &[(x, y - 17.0), (x + 17.0, y), (x, y + 17.0), (x - 17.0, y)],
        ),
    }
    let class = if mark.class == "upkeep" {
        "sign-dark"
    } else {
        "sign"
    };
    canvas.text(class, (x, y + 5.0), Anchor::Middle, USUAL, &mark.sign);
}

impl Drawing for Timeline {
    fn draw(&self, breadth: Breadth) -> Canvas {
        match breadth {
            Breadth::Wide => self.across(),
            Breadth::Narrow => self.downwards(),
        }
    }
}
