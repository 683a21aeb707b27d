//! A picture that stands alone: its own colours for light and dark, its own ground, no script.

use crate::chart::{Anchor, Canvas};

/// Width of every picture, px.
pub(super) const WIDTH: f64 = 940.0;
/// Size of a text, px.
pub(super) const TEXT: f64 = 12.0;
/// Size of a heading, px.
pub(super) const HEADING: f64 = 14.0;

/// Names are short, since each stands at every element.
const STYLE: &str = concat!(
    "svg{--g:#ffffff;--t:#1f2328;--m:#59636e;--l:#d1d9e0;--p:#4a7fb5;--b:#a9c7e4;--k:#12457a;--o:#b3261e;--w:#fdecea}",
    "@media(prefers-color-scheme:dark){svg{--g:#14181d;--t:#e6edf3;--m:#a3adb8;--l:#38414b;--p:#6ea8dc;--b:#2f5a83;",
    "--k:#c5e1fa;--o:#ff8a80;--w:#42201f}}",
    "text{font-family:system-ui,-apple-system,'Segoe UI',Roboto,Arial,sans-serif;fill:var(--t)}",
    ".g{fill:var(--g)}.m{fill:var(--m)}.h{font-weight:600}.wrong{fill:var(--o);font-weight:600}",
    ".grid{stroke:var(--l)}.zero{stroke:var(--m)}.aim{stroke:var(--t);stroke-dasharray:5 4}",
    ".r{stroke:var(--p);stroke-width:2}.b{fill:var(--b)}.q{fill:var(--p)}.k{stroke:var(--k);stroke-width:2.5}",
    ".d{fill:var(--t);stroke:var(--g)}.o{fill:var(--o);stroke:var(--g)}.w{fill:var(--w)}.n{stroke:var(--l);stroke-width:7}",
    ".s{stroke:var(--o);stroke-width:2}",
    ".tag{fill:var(--o);font-weight:600;stroke:var(--g);stroke-width:4;stroke-linejoin:round;paint-order:stroke}",
);

/// An empty sheet with its ground.
pub(super) fn sheet(height: f64) -> Canvas {
    let mut canvas = Canvas::new(WIDTH, height);
    canvas.rectangle("g", (0.0, 0.0), (WIDTH, height));
    canvas
}

/// The file of a picture.
pub(super) fn file(canvas: Canvas, title: &str, description: &str) -> String {
    canvas.finish_file(STYLE, title, description)
}

/// A text of usual size from a point on.
pub(super) fn text(canvas: &mut Canvas, class: &str, at: (f64, f64), text: &str) {
    canvas.text(class, at, Anchor::Start, TEXT, text);
}

/// A heading.
pub(super) fn heading(canvas: &mut Canvas, at: (f64, f64), text: &str) {
    canvas.text("h", at, Anchor::Start, HEADING, text);
}

/// What was observed: a disc inside the range, a diamond outside.
pub(super) fn observed(canvas: &mut Canvas, (x, y): (f64, f64), inside: bool) {
    if inside {
        canvas.disc("d", (x, y), 4.5);
    } else {
        let points = [(x, y - 7.0), (x + 7.0, y), (x, y + 7.0), (x - 7.0, y)];
        canvas.shape("o", &points);
    }
}
