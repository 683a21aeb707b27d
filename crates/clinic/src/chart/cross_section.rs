//! A cut through the skin, to scale: layers, the needle, and channels as deep as they are likely to be.

use needlework_outcome::Estimate;

use super::canvas::keep;
use super::{Anchor, Axis, Breadth, Canvas, Drawing, SMALL, USUAL, round_step, tick_label};

/// Skin layers and needle channels, all lengths in mm.
#[derive(Debug, Clone, PartialEq)]
pub struct CrossSection {
    /// Thickness of the epidermis.
    pub epidermis_mm: f64,
    /// Depth of the lower face of each dermal layer, papillary first.
    pub dermal_layers_mm: Vec<f64>,
    /// Length of the needle.
    pub needle_length_mm: f64,
    /// Depth that the needles reach.
    pub channel_depth_mm: Estimate,
    /// Radius of a channel at the surface.
    pub channel_radius_mm: f64,
    /// Mean distance between neighbouring channels.
    pub channel_spacing_mm: f64,
    /// What the parts are called, in the language of the page.
    pub names: LayerNames,
}

/// What the parts of a cut are called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LayerNames {
    /// The epidermis.
    pub epidermis: String,
    /// The upper dermis.
    pub papillary: String,
    /// The lower dermis.
    pub reticular: String,
    /// What lies below.
    pub fat: String,
    /// The needle.
    pub needle: String,
    /// The range of depths that the needles reach.
    pub reach: String,
}

impl Default for LayerNames {
    /// English names, as a clinician uses them.
    fn default() -> Self {
        Self {
            epidermis: "epidermis".to_owned(),
            papillary: "papillary dermis".to_owned(),
            reticular: "reticular dermis".to_owned(),
            fat: "fat below the skin".to_owned(),
            needle: "needle".to_owned(),
            reach: "how deep it reaches".to_owned(),
        }
    }
}

/// Depth of what lies below the dermis that is drawn, as a share of the whole.
const BELOW: f64 = 0.16;

struct Cut {
    depth: Axis,
    px_per_mm: f64,
    left: f64,
    right: f64,
    bottom: f64,
}

impl CrossSection {
    fn dermis_mm(&self) -> f64 {
        self.dermal_layers_mm.last().copied().unwrap_or(1.0)
    }

    fn cut(&self, breadth: Breadth) -> Cut {
        let deepest = self
            .dermis_mm()
            .max(self.channel_depth_mm.p95)
            .max(self.needle_length_mm);
        let depth_mm = keep(deepest * (1.0 + BELOW), 0.2, 100.0);
        let (left, right) = (40.0, breadth.px() - breadth.choose(168.0, 4.0));
        let most_px = breadth.choose(330.0, 300.0);
        // At least this much skin across, so that several channels stand side by side.
        let across_mm = breadth.choose(3.2, 2.0);
        let px_per_mm = ((right - left) / across_mm).min(most_px / depth_mm);
        let top = 34.0;
        let bottom = top + depth_mm * px_per_mm;
        Cut {
            depth: Axis::new([0.0, depth_mm], [top, bottom]),
            px_per_mm,
            left,
            right,
            bottom,
        }
    }

    fn draw_layers(&self, canvas: &mut Canvas, cut: &Cut) {
        let bottom = cut.bottom;
        canvas.rectangle("fat", (cut.left, cut.depth.place(0.0)), (cut.right, bottom));
        for (index, lower) in self.dermal_layers_mm.iter().enumerate().rev() {
            let class = if index == 0 { "papillary" } else { "reticular" };
            let to = (cut.right, cut.depth.place(*lower));
            canvas.rectangle(class, (cut.left, cut.depth.place(0.0)), to);
            canvas.line("layer", (cut.left, to.1), to);
        }
        let to = (cut.right, cut.depth.place(self.epidermis_mm));
        canvas.rectangle("epidermis", (cut.left, cut.depth.place(0.0)), to);
    }

    fn draw_labels(&self, canvas: &mut Canvas, cut: &Cut) {
        let papillary = self.dermal_layers_mm.first().copied().unwrap_or(0.0);
        let dermis = self.dermis_mm();
        let [_, end] = cut.depth.values();
        let labels = [
            (&self.names.epidermis, self.epidermis_mm / 2.0),
            (
                &self.names.papillary,
                f64::midpoint(self.epidermis_mm, papillary),
            ),
            (&self.names.reticular, f64::midpoint(papillary, dermis)),
            (&self.names.fat, f64::midpoint(dermis, end)),
        ];
        let mut free = 0.0_f64;
        for (label, depth) in labels {
            let place = cut.depth.place(depth);
            let y = (place + 4.0).max(free);
            canvas.line("leader", (cut.right, place), (cut.right + 12.0, y - 4.0));
            canvas.text("row", (cut.right + 16.0, y), Anchor::Start, SMALL, label);
            free = y + 16.0;
        }
    }

    fn draw_channels(&self, canvas: &mut Canvas, cut: &Cut) {
        let depth = self.channel_depth_mm;
        let shares = [depth.p25, depth.p50, depth.p75, depth.p05, depth.p95];
        let radius = keep(self.channel_radius_mm * cut.px_per_mm, 1.2, 30.0);
        let room = cut.right - cut.left;
        let spacing = keep(self.channel_spacing_mm * cut.px_per_mm, 2.2 * radius, room);
        let surface = cut.depth.place(0.0);
        let first = cut.left + (room * 0.3).max(64.0);
        let mut x = first;
        let mut index = 0_usize;
        while x < cut.right - radius && index < 40 {
            let reached = shares.get(index % shares.len()).copied().unwrap_or(0.0);
            let tip = cut.depth.place(reached);
            if reached > 0.0 {
                let waist = tip - 0.25 * (tip - surface);
                canvas.shape(
                    "channel",
                    &[
                        (x - radius, surface),
                        (x + radius, surface),
                        (x + 0.55 * radius, waist),
                        (x, tip),
                        (x - 0.55 * radius, waist),
                    ],
                );
            }
            x += spacing;
            index += 1;
        }
    }

    fn draw_needle(&self, canvas: &mut Canvas, cut: &Cut) {
        let (surface, tip) = (cut.depth.place(0.0), cut.depth.place(self.needle_length_mm));
        let x = cut.left + 26.0;
        let radius = keep(self.channel_radius_mm * cut.px_per_mm * 2.0, 3.0, 9.0);
        let shoulder = tip - 0.3 * (tip - surface);
        canvas.shape(
            "needle",
            &[
                (x - radius, surface - 10.0),
                (x + radius, surface - 10.0),
                (x + radius, shoulder),
                (x, tip),
                (x - radius, shoulder),
            ],
        );
        canvas.text(
            "remark",
            (cut.left, surface - 16.0),
            Anchor::Start,
            SMALL,
            &self.names.needle,
        );
        let depth = self.channel_depth_mm;
        let (low, high) = (cut.depth.place(depth.p05), cut.depth.place(depth.p95));
        let x = cut.left + (0.2 * (cut.right - cut.left)).max(54.0);
        canvas.line("reach", (x, low), (x, high));
        for y in [low, high] {
            canvas.line("reach", (x - 6.0, y), (x + 6.0, y));
        }
        canvas.disc("reach-middle", (x, cut.depth.place(depth.p50)), 5.0);
        let at = (x - 8.0, surface - 16.0);
        canvas.text("remark", at, Anchor::Start, SMALL, &self.names.reach);
    }
}

impl Drawing for CrossSection {
    fn draw(&self, breadth: Breadth) -> Canvas {
        let cut = self.cut(breadth);
        let mut canvas = Canvas::new(breadth.px(), cut.bottom + breadth.choose(12.0, 72.0));
        self.draw_layers(&mut canvas, &cut);
        let [_, deepest] = cut.depth.values();
        let step = round_step(deepest, 6.0);
        for tick in cut.depth.ticks(step) {
            let y = cut.depth.place(tick);
            canvas.line("tick-mark", (cut.left - 5.0, y), (cut.left, y));
            let label = tick_label(tick, step);
            canvas.text(
                "tick",
                (cut.left - 8.0, y + 4.0),
                Anchor::End,
                SMALL,
                &label,
            );
        }
        canvas.text("axis", (0.0, 14.0), Anchor::Start, SMALL, "mm");
        self.draw_channels(&mut canvas, &cut);
        self.draw_needle(&mut canvas, &cut);
        match breadth {
            Breadth::Wide => self.draw_labels(&mut canvas, &cut),
            Breadth::Narrow => draw_key(&mut canvas, &self.names, cut.bottom + 12.0),
        }
        canvas
    }
}

/// On a phone the layers are named below the drawing.
fn draw_key(canvas: &mut Canvas, names: &LayerNames, top: f64) {
    let entries = [
        ("epidermis", &names.epidermis, 0.0, 0.0),
        ("papillary", &names.papillary, 170.0, 0.0),
        ("reticular", &names.reticular, 0.0, 26.0),
        ("fat", &names.fat, 170.0, 26.0),
    ];
    for (class, label, x, y) in entries {
        canvas.rectangle(
            &format!("{class} keyed"),
            (x + 2.0, top + y),
            (x + 18.0, top + y + 16.0),
        );
        canvas.text(
            "row",
            (x + 26.0, top + y + 13.0),
            Anchor::Start,
            USUAL,
            label,
        );
    }
}
