//! A signature that was drawn on the screen: what counts as one, and how it is drawn again.
//!
//! It arrives as the path of an SVG from a browser, or from an import. It is read into points and written anew from them, so that
//! nothing but numbers ever reaches a page.

use std::fmt::Write as _;

/// Width of the field in which somebody signs, in its own units (`signature.js`).
pub(super) const PAD_WIDTH: i32 = 600;
/// Height of the field.
pub(super) const PAD_HEIGHT: i32 = 200;
/// Longest path, characters: minutes of scribbling.
const LONGEST_PATH: usize = 60_000;
/// How far from the field a stroke may run: a hand slips over the edge, and no further than that.
const FARTHEST: i32 = 10_000;
/// Least length of all strokes together: a tenth of the width of the field. A tap, or a finger that trembles while it rests, is
/// far below; a small cross, with which some people sign, is above.
const LEAST_LENGTH: f64 = 60.0;
/// Least width that the strokes take up, for the same reasons.
const LEAST_WIDTH: i32 = 20;
/// Least height that they take up: a line that was ruled is no signature.
const LEAST_HEIGHT: i32 = 8;

type Point = (i32, i32);

/// Strokes of a pen, each from point to point.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct DrawnSignature {
    strokes: Vec<Vec<Point>>,
}

impl DrawnSignature {
    /// Reads a path of moves and lines, `M10 20L30 40`; `None` where it is anything else, or longer than anybody signs.
    pub(super) fn read(path: &str) -> Option<Self> {
        if path.len() > LONGEST_PATH {
            return None;
        }
        let mut strokes: Vec<Vec<Point>> = Vec::new();
        let mut rest = path.trim();
        while !rest.is_empty() {
            let (command, after) = rest.split_at_checked(1)?;
            let end = after.find(['M', 'L']).unwrap_or(after.len());
            let (numbers, next) = after.split_at_checked(end)?;
            let point = point(numbers)?;
            match command {
                "M" => strokes.push(vec![point]),
                "L" => strokes.last_mut()?.push(point),
                _ => return None,
            }
            rest = next;
        }
        (!strokes.is_empty()).then_some(Self { strokes })
    }

    /// Whether somebody wrote something: more than a tap, a dot or a line that was ruled.
    pub(super) fn is_signature(&self) -> bool {
        let extent = |along: fn(&Point) -> i32| {
            let values = self.strokes.iter().flatten().map(along);
            let (least, most) = values.fold((i32::MAX, i32::MIN), |(least, most), value| {
                (least.min(value), most.max(value))
            });
            most.saturating_sub(least)
        };
        self.length() >= LEAST_LENGTH
            && extent(|point| point.0) >= LEAST_WIDTH
            && extent(|point| point.1) >= LEAST_HEIGHT
    }

    /// The path, written anew from its points.
    pub(super) fn path(&self) -> String {
        let mut path = String::new();
        for stroke in &self.strokes {
            for ((x, y), command) in stroke.iter().zip(commands()) {
                // Nothing fails to be written into memory.
                let _ = write!(path, "{command}{x} {y}");
            }
        }
        path
    }

    /// Length of all strokes.
    fn length(&self) -> f64 {
        let strokes = self.strokes.iter();
        strokes
            .flat_map(|stroke| stroke.windows(2))
            .map(|pair| match pair {
                [from, to] => f64::from(to.0 - from.0).hypot(f64::from(to.1 - from.1)),
                _ => 0.0,
            })
            .sum()
    }
}

/// A stroke begins with a move and goes on with lines.
fn commands() -> impl Iterator<Item = char> {
    std::iter::once('M').chain(std::iter::repeat('L'))
}

fn point(numbers: &str) -> Option<Point> {
    let mut numbers = numbers.split_whitespace().map(|number| {
        let number: i32 = number.parse().ok()?;
        (-FARTHEST..=FARTHEST).contains(&number).then_some(number)
    });
    let (x, y) = (numbers.next()??, numbers.next()??);
    numbers.next().is_none().then_some((x, y))
}

#[cfg(test)]
mod tests {
    use super::DrawnSignature;

    fn is_signature(path: &str) -> bool {
        DrawnSignature::read(path).is_some_and(|drawn| drawn.is_signature())
    }

    #[test]
    fn a_tap_a_dot_and_a_ruled_line_are_no_signatures() {
        for path in [
            "",
            "M",
            "M10 10",
            "M10 10L10 10",
            "M10 10L12 11L10 10",
            "M10 100L590 100",
            "M10 10L10 190",
            "M10 10M300 100M590 190",
        ] {
            assert!(!is_signature(path), "{path}");
        }
    }

    #[test]
    fn a_small_cross_and_a_name_are_signatures() {
        for path in [
            "M100 50L130 80M130 50L100 80",
            "M40 120L70 60L90 130L120 80L150 120L190 70L230 115L300 95",
        ] {
            assert!(is_signature(path), "{path}");
            assert_eq!(DrawnSignature::read(path).unwrap().path(), path);
        }
    }

    #[test]
    fn nothing_but_moves_and_lines_is_read() {
        for path in [
            "L10 10",
            "M10",
            "M1 2 3",
            "M1 2Z",
            "M1 2L\"/><script>",
            "M1 2Lé 3",
            "M1 99999999",
            "M1 2C3 4 5 6 7 8",
        ] {
            assert_eq!(DrawnSignature::read(path), None, "{path}");
        }
        assert_eq!(DrawnSignature::read(&"M1 1".repeat(20_000)), None);
    }
}
