//! The skin at one moment after a session: how open the channels are, how red the surface is, how much collagen is new. Several
//! of them side by side tell how it heals.

use needlework_outcome::Estimate;

use super::canvas::keep;
use super::fibres::EvenSequence;
use super::{Anchor, Axis, Canvas, SMALL, round_step, tick_label};

/// Width of the sheet, px: a phone held upright.
const WIDTH: f64 = 340.0;
/// Height of the skin on the sheet, px.
const SKIN: f64 = 210.0;
/// Room above the surface, px, in which redness is drawn.
const ABOVE: f64 = 30.0;
/// Left end of the skin, px; numbers of the scale stand before it.
const LEFT: f64 = 38.0;
/// Depth of what lies below the dermis that is drawn, as a share of the whole.
const BELOW: f64 = 0.14;
/// Strands that stand for a layer in which all collagen is new.
const STRANDS: f64 = 90.0;
/// Half the length of a strand, px.
const REACH: f64 = 9.0;
/// Share of channels below which none is drawn open.
const LEAST_OPEN: f64 = 0.02;

/// One layer of the dermis.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MomentLayer {
    /// Depth of its lower face, mm.
    pub lower_mm: f64,
    /// Collagen laid down since the first session, as a share of all.
    pub new_collagen: f64,
}

/// The skin at one moment.
#[derive(Debug, Clone, PartialEq)]
pub struct SkinMoment {
    /// Thickness of the epidermis, mm.
    pub epidermis_mm: f64,
    /// Layers of the dermis, the uppermost first.
    pub layers: Vec<MomentLayer>,
    /// Depth that the needles reach, mm.
    pub channel_depth_mm: Estimate,
    /// Share of the channels that is still open.
    pub open: f64,
    /// Grade of redness, 0 to 3.
    pub redness: u8,
    /// What stands between a number and its decimals.
    pub decimal_mark: String,
}

impl SkinMoment {
    /// The picture. `id` must be unique in its page.
    pub fn picture(&self, id: &str, title: &str, description: &str) -> String {
        let depth = self.depth();
        let mut canvas = Canvas::new(WIDTH, ABOVE + SKIN + 6.0);
        self.draw_layers(&mut canvas, depth);
        self.draw_collagen(&mut canvas, depth);
        self.draw_channels(&mut canvas, depth);
        let flush = self.redness.min(3);
        if flush > 0 {
            let surface = depth.place(0.0);
            canvas.rectangle(
                &format!("strength-{flush}"),
                (LEFT, surface - 12.0),
                (WIDTH, surface - 2.0),
            );
        }
        self.draw_scale(&mut canvas, depth);
        canvas.finish(id, "moment", title, description)
    }

    fn depth(&self) -> Axis {
        let deepest = self
            .layers
            .last()
            .map_or(1.0, |layer| layer.lower_mm)
            .max(self.channel_depth_mm.p95);
        let whole = keep(deepest * (1.0 + BELOW), 0.2, 100.0);
        Axis::new([0.0, whole], [ABOVE, ABOVE + SKIN])
    }

    fn draw_layers(&self, canvas: &mut Canvas, depth: Axis) {
        let surface = depth.place(0.0);
        canvas.rectangle("fat", (LEFT, surface), (WIDTH, ABOVE + SKIN));
        for (index, layer) in self.layers.iter().enumerate().rev() {
            let class = if index == 0 { "papillary" } else { "reticular" };
            let lower = depth.place(layer.lower_mm);
            canvas.rectangle(class, (LEFT, surface), (WIDTH, lower));
        }
        let lower = depth.place(self.epidermis_mm);
        canvas.rectangle("epidermis", (LEFT, surface), (WIDTH, lower));
    }

    /// Strands for the new collagen: as many as its share says, in the layer in which it lies.
    fn draw_collagen(&self, canvas: &mut Canvas, depth: Axis) {
        let mut upper = self.epidermis_mm;
        let mut strands = Vec::new();
        for (index, layer) in self.layers.iter().enumerate() {
            let (top, bottom) = (depth.place(upper), depth.place(layer.lower_mm));
            upper = layer.lower_mm;
            let mut across = EvenSequence::new(index * 7 + 1, 0.754_877_666);
            let mut down = EvenSequence::new(index * 13 + 1, 0.569_840_291);
            let room = (bottom - top) / SKIN;
            let amount =
                (keep(layer.new_collagen, 0.0, 1.0) * STRANDS * (room * 4.0).max(0.5)).round();
            let mut drawn = 0.0;
            while drawn < amount {
                let x = LEFT + REACH + across.next() * (WIDTH - LEFT - 2.0 * REACH);
                let y = top + 2.0 + down.next() * (bottom - top - 4.0).max(0.0);
                let bend = if down.next() > 0.5 { 5.0 } else { -5.0 };
                strands.push([(x - REACH, y), (x, y + bend), (x + REACH, y)]);
                drawn += 1.0;
            }
        }
        canvas.strands("fibre-new", &strands);
    }

    /// Channels as deep as they are likely to be; what is closed is not there.
    fn draw_channels(&self, canvas: &mut Canvas, depth: Axis) {
        let reached = self.channel_depth_mm;
        let depths = [
            reached.p25,
            reached.p50,
            reached.p75,
            reached.p05,
            reached.p95,
        ];
        let surface = depth.place(0.0);
        let step = (WIDTH - LEFT) / 11.0;
        let open = keep(self.open, 0.0, 1.0);
        if open < LEAST_OPEN {
            return;
        }
        for (index, deep) in depths.iter().cycle().take(10).enumerate() {
            // Of ten channels, as many as the share says stand open.
            if (index as f64 * 0.618_033_989).fract() >= open {
                continue;
            }
            let x = LEFT + step * (index as f64 + 1.0);
            let tip = depth.place(*deep);
            let waist = tip - 0.25 * (tip - surface);
            canvas.shape(
                "channel",
                &[
                    (x - 3.0, surface),
                    (x + 3.0, surface),
                    (x + 1.6, waist),
                    (x, tip),
                    (x - 1.6, waist),
                ],
            );
        }
    }

    fn draw_scale(&self, canvas: &mut Canvas, depth: Axis) {
        let [_, deepest] = depth.values();
        let step = round_step(deepest, 4.0);
        for tick in depth.ticks(step) {
            let y = depth.place(tick);
            canvas.line("tick-mark", (LEFT - 5.0, y), (LEFT, y));
            let label = tick_label(tick, step, &self.decimal_mark);
            canvas.text("tick", (LEFT - 8.0, y + 4.0), Anchor::End, SMALL, &label);
        }
        canvas.text("axis", (0.0, 12.0), Anchor::Start, SMALL, "mm");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(open: f64, new_collagen: f64, redness: u8) -> String {
        let at = |value| Estimate {
            mean: value,
            p05: value,
            p25: value,
            p50: value,
            p75: value,
            p95: value,
        };
        let moment = SkinMoment {
            epidermis_mm: 0.1,
            layers: vec![
                MomentLayer {
                    lower_mm: 0.3,
                    new_collagen,
                },
                MomentLayer {
                    lower_mm: 1.5,
                    new_collagen,
                },
            ],
            channel_depth_mm: at(0.7),
            open,
            redness,
            decimal_mark: ".".to_owned(),
        };
        moment.picture("one", "title", "description")
    }

    #[test]
    fn as_many_channels_stand_open_as_the_share_says() {
        let channels = |open| moment(open, 0.0, 0).matches("\"channel\"").count();
        assert_eq!(channels(1.0), 10);
        assert!((4..=6).contains(&channels(0.5)), "{}", channels(0.5));
        assert_eq!(channels(0.0), 0);
        assert_eq!(channels(f64::NAN), 0);
    }

    #[test]
    fn more_new_collagen_is_more_strands() {
        let strands = |share| moment(0.0, share, 0).matches('Q').count();
        assert_eq!(strands(0.0), 0);
        assert!(strands(0.1) < strands(0.3));
    }

    #[test]
    fn redness_is_drawn_by_its_grade_and_not_where_there_is_none() {
        assert!(!moment(0.0, 0.0, 0).contains("strength-"));
        assert!(moment(0.0, 0.0, 2).contains("strength-2"));
        assert!(moment(0.0, 0.0, 9).contains("strength-3"));
    }
}
