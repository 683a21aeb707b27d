//! Fibres under the skin: as many strands in each layer as the prediction says, old and new apart.

use super::{Anchor, Breadth, Canvas, Drawing, Point, SMALL, USUAL};

/// Strands that stand for the collagen of one layer before treatment.
const STRANDS_BEFORE: f64 = 50.0;
/// Most strands of one kind in one layer of a panel.
const MOST_STRANDS: f64 = 160.0;

/// One picture per moment, each with all layers.
#[derive(Debug, Clone, PartialEq)]
pub struct Fibres {
    /// Name and depth of each layer, the uppermost first.
    pub layer_labels: Vec<[String; 2]>,
    /// The moments from left to right.
    pub panels: Vec<FibrePanel>,
}

/// The fibres at one moment.
#[derive(Debug, Clone, PartialEq)]
pub struct FibrePanel {
    /// Name of the moment.
    pub label: String,
    /// Its date or distance in time.
    pub remark: String,
    /// The layers, the uppermost first.
    pub layers: Vec<FibreLayer>,
}

/// Fibres of one layer, relative to the collagen before treatment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FibreLayer {
    /// Collagen that was there before the first session.
    pub old_collagen: f64,
    /// Collagen laid down since.
    pub new_collagen: f64,
    /// New elastin, relative to the elastin before treatment.
    pub new_elastin: f64,
}

/// A fixed sequence of numbers between 0 and 1 that fill the interval evenly (golden-ratio steps): the same fibres in
/// every picture, without chance.
pub(super) struct EvenSequence {
    value: f64,
    step: f64,
}

impl EvenSequence {
    pub(super) fn new(start: usize, step: f64) -> Self {
        Self {
            value: (start as f64 * step).fract(),
            step,
        }
    }

    pub(super) fn next(&mut self) -> f64 {
        self.value = (self.value + self.step).fract();
        self.value
    }
}

/// Where the strands of one layer lie.
struct Bed {
    left: f64,
    top: f64,
    width: f64,
    height: f64,
}

impl Bed {
    fn strands(&self, amount: f64, seed: usize, length: f64) -> Vec<[Point; 3]> {
        let mut across = EvenSequence::new(seed * 7 + 1, 0.754_877_666);
        let mut down = EvenSequence::new(seed * 13 + 1, 0.569_840_291);
        let mut tilt = EvenSequence::new(seed * 3 + 2, 0.618_033_989);
        let count = (amount * STRANDS_BEFORE).round().clamp(0.0, MOST_STRANDS);
        let mut strands = Vec::new();
        while (strands.len() as f64) < count {
            let x = self.left + 2.0 + across.next() * (self.width - length - 4.0);
            let y = self.top + 5.0 + down.next() * (self.height - 10.0);
            let lean = (tilt.next() - 0.5) * 7.0;
            let bend = (tilt.next() - 0.5) * 10.0;
            strands.push([
                (x, y - lean / 2.0),
                (x + length / 2.0, y + bend),
                (x + length, y + lean / 2.0),
            ]);
        }
        strands
    }
}

fn draw_layer(canvas: &mut Canvas, bed: &Bed, index: usize, layer: &FibreLayer, length: f64) {
    let class = if index == 0 { "papillary" } else { "reticular" };
    let corner = (bed.left + bed.width, bed.top + bed.height);
    canvas.rectangle(class, (bed.left, bed.top), corner);
    canvas.strands("fibre-old", &bed.strands(layer.old_collagen, index, length));
    canvas.strands(
        "fibre-new",
        &bed.strands(layer.new_collagen, index + 20, length),
    );
    canvas.strands(
        "fibre-elastin",
        &bed.strands(layer.new_elastin, index + 40, length * 0.7),
    );
}

impl Drawing for Fibres {
    fn draw(&self, breadth: Breadth) -> Canvas {
        let left = breadth.choose(112.0, 0.0);
        // On a phone two panels stand side by side and the layers are numbered.
        let per_line = breadth.choose(self.panels.len().max(1), 2);
        let lines = self.panels.len().div_ceil(per_line).max(1);
        let (head, layer_height, gap) = (40.0, breadth.choose(46.0, 40.0), 10.0);
        let layers = self.layer_labels.len() as f64;
        let line_height = head + layers * layer_height + 14.0;
        let mut canvas = Canvas::new(breadth.px(), lines as f64 * line_height);
        let inset = breadth.choose(0.0, 18.0);
        let pitch = (breadth.px() - left + gap) / per_line as f64;
        for (index, panel) in self.panels.iter().enumerate() {
            let x = left + (index % per_line) as f64 * pitch + inset;
            let width = pitch - gap - inset;
            let top = (index / per_line) as f64 * line_height;
            canvas.text("row", (x, top + 16.0), Anchor::Start, USUAL, &panel.label);
            canvas.text(
                "remark",
                (x, top + 32.0),
                Anchor::Start,
                SMALL,
                &panel.remark,
            );
            for (depth, layer) in panel.layers.iter().enumerate() {
                let bed = Bed {
                    left: x,
                    top: top + head + depth as f64 * layer_height,
                    width,
                    height: layer_height,
                };
                draw_layer(&mut canvas, &bed, depth, layer, breadth.choose(26.0, 24.0));
                if breadth == Breadth::Narrow {
                    let at = (x - 5.0, bed.top + bed.height / 2.0 + 4.0);
                    let number = format!("{}", depth + 1);
                    canvas.text("tick", at, Anchor::End, SMALL, &number);
                }
            }
        }
        if breadth == Breadth::Wide {
            for (depth, [name, remark]) in self.layer_labels.iter().enumerate() {
                let (x, y) = (left - 10.0, head + (depth as f64 + 0.5) * layer_height);
                canvas.text("row", (x, y - 2.0), Anchor::End, SMALL, name);
                canvas.text("remark", (x, y + 13.0), Anchor::End, SMALL, remark);
            }
        }
        canvas
    }
}
