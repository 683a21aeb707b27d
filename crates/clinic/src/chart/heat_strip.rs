//! A strip per sign: how strong it is expected to be in each stretch of time, and how strong it may be.

use super::{Anchor, Breadth, Canvas, Drawing, SMALL, USUAL};

/// Strips of cells under a common head of times.
#[derive(Debug, Clone, PartialEq)]
pub struct HeatStrip {
    /// Name of each stretch of time, in full and for a phone.
    pub columns: Vec<[String; 2]>,
    /// The strips from top to bottom.
    pub rows: Vec<HeatRow>,
}

/// One strip.
#[derive(Debug, Clone, PartialEq)]
pub struct HeatRow {
    /// Name.
    pub label: String,
    /// A short remark below the name, for example how many people have it.
    pub remark: String,
    /// One cell per column.
    pub cells: Vec<HeatCell>,
}

/// Strength in one stretch of time, 0 to 3.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeatCell {
    /// Expected strength: shade and filled dots.
    pub expected: u8,
    /// Strength that 19 of 20 draws do not exceed: open dots beyond the expected one.
    pub at_most: u8,
}

fn draw_cell(canvas: &mut Canvas, cell: HeatCell, left: f64, top: f64, width: f64, height: f64) {
    let strength = cell.expected.min(3);
    let class = format!("strength-{strength}");
    canvas.rectangle(
        &class,
        (left + 1.0, top),
        (left + width - 1.0, top + height),
    );
    let dots = cell.at_most.max(cell.expected).min(3);
    let pitch = (width - 6.0).min(27.0) / 3.0;
    let first = left + width / 2.0 - pitch * (f64::from(dots) - 1.0) / 2.0;
    for dot in 0..dots {
        let class = match (dot < strength, strength) {
            (true, 3) => "dot-on-dark",
            (true, _) => "dot",
            (false, _) => "dot-open",
        };
        let centre = (first + f64::from(dot) * pitch, top + height / 2.0);
        canvas.disc(class, centre, 3.0);
    }
}

impl Drawing for HeatStrip {
    fn draw(&self, breadth: Breadth) -> Canvas {
        let left = breadth.choose(236.0, 0.0);
        let header = breadth.choose(0.0, 34.0);
        let (cell_height, gap) = (34.0, breadth.choose(6.0, 8.0));
        let top = 24.0;
        let height = top + self.rows.len() as f64 * (header + cell_height + gap);
        let mut canvas = Canvas::new(breadth.px(), height);
        let width = (breadth.px() - left) / self.columns.len().max(1) as f64;
        for (index, column) in self.columns.iter().enumerate() {
            let x = left + (index as f64 + 0.5) * width;
            let [full, brief] = column;
            let (label, size) = breadth.choose((full, SMALL), (brief, 11.0));
            canvas.text("tick", (x, 14.0), Anchor::Middle, size, label);
        }
        for (index, row) in self.rows.iter().enumerate() {
            let y = top + index as f64 * (header + cell_height + gap) + header;
            let label = breadth.choose((0.0, y + 14.0), (0.0, y - 19.0));
            let remark = breadth.choose((0.0, y + 29.0), (0.0, y - 5.0));
            canvas.text("row", label, Anchor::Start, USUAL, &row.label);
            canvas.text("remark", remark, Anchor::Start, SMALL, &row.remark);
            for (column, cell) in row.cells.iter().enumerate() {
                let x = left + column as f64 * width;
                draw_cell(&mut canvas, *cell, x, y, width, cell_height);
            }
        }
        canvas
    }
}
