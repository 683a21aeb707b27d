//! A sheet to draw on: every coordinate ends inside the sheet, every text is escaped and cut to the room it has.

use std::fmt::Write as _;

/// Room that one character of the page's sans-serif takes, as a share of its size. Wide enough for most texts.
const CHARACTER_WIDTH: f64 = 0.58;

/// Where a text is anchored horizontally.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// The text begins at the point.
    Start,
    /// The text is centred on the point.
    Middle,
    /// The text ends at the point.
    End,
}

/// A point of the sheet, in px: right, down.
pub type Point = (f64, f64);

/// A sheet of fixed size that collects SVG elements. Looks come from the style sheet through class names.
#[derive(Debug, Clone, PartialEq)]
pub struct Canvas {
    width: f64,
    height: f64,
    body: String,
}

impl Canvas {
    /// An empty sheet of this size, in px.
    pub fn new(width: f64, height: f64) -> Self {
        Self {
            width,
            height,
            body: String::new(),
        }
    }

    /// Width, px.
    pub fn width(&self) -> f64 {
        self.width
    }

    /// A filled rectangle between two opposite corners.
    pub fn rectangle(&mut self, class: &str, from: Point, to: Point) {
        let (left, top) = self.inside((from.0.min(to.0), from.1.min(to.1)));
        let (right, bottom) = self.inside((from.0.max(to.0), from.1.max(to.1)));
        self.element(&format!(
            r#"<rect class="{class}" x="{}" y="{}" width="{}" height="{}"/>"#,
            short(left),
            short(top),
            short(right - left),
            short(bottom - top),
        ));
    }

    /// A straight line.
    pub fn line(&mut self, class: &str, from: Point, to: Point) {
        let (from, to) = (self.inside(from), self.inside(to));
        self.element(&format!(
            r#"<line class="{class}" x1="{}" y1="{}" x2="{}" y2="{}"/>"#,
            short(from.0),
            short(from.1),
            short(to.0),
            short(to.1),
        ));
    }

    /// A disc, moved inwards when it would leave the sheet.
    pub fn disc(&mut self, class: &str, centre: Point, radius: f64) {
        let x = keep(centre.0, radius, self.width - radius);
        let y = keep(centre.1, radius, self.height - radius);
        self.element(&format!(
            r#"<circle class="{class}" cx="{}" cy="{}" r="{}"/>"#,
            short(x),
            short(y),
            short(radius),
        ));
    }

    /// A closed shape through these points.
    pub fn shape(&mut self, class: &str, points: &[Point]) {
        let points = self.joined(points);
        self.element(&format!(r#"<polygon class="{class}" points="{points}"/>"#));
    }

    /// An open line through these points.
    pub fn curve(&mut self, class: &str, points: &[Point]) {
        let points = self.joined(points);
        self.element(&format!(r#"<polyline class="{class}" points="{points}"/>"#));
    }

    /// Many short arcs in one element: each from its first point to its last, bent towards the middle one.
    pub fn strands(&mut self, class: &str, strands: &[[Point; 3]]) {
        let mut path = String::new();
        for strand in strands {
            let [from, bend, to] = strand.map(|point| self.inside(point));
            let _ = write!(
                path,
                "M{} {}Q{} {} {} {}",
                short(from.0),
                short(from.1),
                short(bend.0),
                short(bend.1),
                short(to.0),
                short(to.1),
            );
        }
        if !path.is_empty() {
            self.element(&format!(r#"<path class="{class}" d="{path}"/>"#));
        }
    }

    /// A text, escaped, and cut with an ellipsis where it would leave the sheet.
    pub fn text(&mut self, class: &str, at: Point, anchor: Anchor, size: f64, text: &str) {
        let at = self.inside(at);
        let (room, name) = match anchor {
            Anchor::Start => (self.width - at.0, "start"),
            Anchor::Middle => (2.0 * at.0.min(self.width - at.0), "middle"),
            Anchor::End => (at.0, "end"),
        };
        let text = escaped(&cut(text, room, size));
        self.element(&format!(
            r#"<text class="{class}" x="{}" y="{}" text-anchor="{name}" font-size="{}">{text}</text>"#,
            short(at.0),
            short(at.1),
            short(size),
        ));
    }

    /// A small text from a point on, cut with an ellipsis to the room that it is given.
    pub fn clear_text(&mut self, class: &str, at: Point, room: f64, text: &str) {
        let text = cut(text, room, super::SMALL);
        self.text(class, at, Anchor::Start, super::SMALL, &text);
    }

    /// The finished picture with a title and a description for those who cannot see it. `id` must be unique in its page.
    pub fn finish(self, id: &str, class: &str, title: &str, description: &str) -> String {
        format!(
            concat!(
                r#"<svg class="{class}" viewBox="0 0 {width} {height}" role="img" "#,
                r#"aria-labelledby="{id}-title {id}-desc">"#,
                r#"<title id="{id}-title">{title}</title><desc id="{id}-desc">{description}</desc>"#,
                "{body}</svg>"
            ),
            class = class,
            width = short(self.width),
            height = short(self.height),
            id = id,
            title = escaped(title),
            description = escaped(description),
            body = self.body,
        )
    }

    /// The finished picture as a file of its own, with its looks in `style`.
    pub fn finish_file(self, style: &str, title: &str, description: &str) -> String {
        let (width, height) = (short(self.width), short(self.height));
        let head = format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" "#
        );
        let picture = self.finish("picture", "picture", title, description);
        let picture = picture.replacen("<svg ", &head, 1);
        picture.replacen("</desc>", &format!("</desc><style>{style}</style>"), 1) + "\n"
    }

    fn element(&mut self, element: &str) {
        self.body.push_str(element);
    }

    fn inside(&self, point: Point) -> Point {
        (
            keep(point.0, 0.0, self.width),
            keep(point.1, 0.0, self.height),
        )
    }

    fn joined(&self, points: &[Point]) -> String {
        let mut text = String::new();
        for point in points {
            let (x, y) = self.inside(*point);
            let _ = write!(text, "{},{} ", short(x), short(y));
        }
        text.truncate(text.trim_end().len());
        text
    }
}

/// Room that a text takes, px.
pub fn text_width(text: &str, size: f64) -> f64 {
    text.chars().count() as f64 * size * CHARACTER_WIDTH
}

/// The text with the characters that mean something in HTML and SVG written as references.
pub fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}

/// The text, shortened with an ellipsis when it is wider than `room` px.
fn cut(text: &str, room: f64, size: f64) -> String {
    // A px of slack: a text centred at half its own width must not be cut by rounding.
    if text_width(text, size) <= room + 1.0 {
        return text.to_owned();
    }
    let mut kept = String::new();
    for character in text.chars() {
        if text_width(&kept, size) + 2.0 * size * CHARACTER_WIDTH > room {
            break;
        }
        kept.push(character);
    }
    format!("{}…", kept.trim_end())
}

/// The value between two ends; the lower end for what is not a number.
pub(super) fn keep(value: f64, low: f64, high: f64) -> f64 {
    if value.is_finite() {
        value.max(low).min(high.max(low))
    } else if value == f64::INFINITY {
        high.max(low)
    } else {
        low
    }
}

/// A coordinate with at most one decimal.
fn short(value: f64) -> String {
    let rounded = (value * 10.0).round() / 10.0;
    if rounded == 0.0 {
        "0".to_owned()
    } else {
        format!("{rounded}")
    }
}
