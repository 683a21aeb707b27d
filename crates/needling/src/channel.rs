//! The shape of a channel, and what a field of channels takes of each layer (model 3.4).

use std::f64::consts::PI;

use crate::ChannelParameters;

/// Simpson panels over one layer; the taper law is smooth between its ends.
const PANELS: u32 = 8;

/// One channel after withdrawal of the needle.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Channel {
    /// Depth, mm.
    pub(crate) depth_mm: f64,
    /// Radius at the skin surface, mm.
    pub(crate) mouth_radius_mm: f64,
    taper_exponent: f64,
    halo_mm: f64,
}

impl Channel {
    pub(crate) fn new(
        depth_mm: f64,
        needle_diameter_mm: f64,
        parameters: &ChannelParameters,
    ) -> Self {
        let recovered_mm = parameters.elastic_recovery * needle_diameter_mm;
        Self {
            depth_mm,
            mouth_radius_mm: recovered_mm.min(parameters.widest_pore_um / 1000.0) / 2.0,
            taper_exponent: parameters.taper_exponent,
            halo_mm: parameters.halo_um / 1000.0,
        }
    }

    /// Share of the skin surface that is channel mouth.
    pub(crate) fn open_area(&self, density_per_mm2: f64) -> f64 {
        self.radius_below_mm(0.0).map_or(0.0, |radius| {
            -(-density_per_mm2 * PI * radius.powi(2)).exp_m1()
        })
    }

    /// Radius `R(z)` at a depth that the channel reaches, mm; `None` below its end.
    pub(crate) fn radius_below_mm(&self, depth_mm: f64) -> Option<f64> {
        (depth_mm < self.depth_mm).then(|| {
            self.mouth_radius_mm * (1.0 - depth_mm / self.depth_mm).powf(self.taper_exponent)
        })
    }

    /// Volume fractions of lumen and of damaged tissue, averaged over the layer between two depths. Channels fall at
    /// random, so that both are the chance that a point lies in at least one of them: `1 - exp(-n pi r^2)`. For a lumen
    /// that is the model's `n pi R^2` as long as channels are sparse, and stays below 1 when they are not.
    pub(crate) fn fractions(&self, density_per_mm2: f64, top_mm: f64, bottom_mm: f64) -> Fractions {
        let reached_mm = bottom_mm.min(self.depth_mm) - top_mm;
        if reached_mm <= 0.0 {
            return Fractions::default();
        }
        let share = reached_mm / (bottom_mm - top_mm);
        let average = |margin_mm: f64| {
            let covered = |depth_mm: f64| {
                let radius = self.radius_below_mm(depth_mm).unwrap_or(0.0) + margin_mm;
                -(-density_per_mm2 * PI * radius.powi(2)).exp_m1()
            };
            (share * simpson_mean(covered, top_mm, top_mm + reached_mm)).clamp(0.0, 1.0)
        };
        Fractions {
            lumen: average(0.0),
            damaged: average(self.halo_mm),
        }
    }
}

/// Volume fractions of one layer.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Fractions {
    pub(crate) lumen: f64,
    pub(crate) damaged: f64,
}

fn simpson_mean(value: impl Fn(f64) -> f64, from: f64, to: f64) -> f64 {
    let step = (to - from) / f64::from(PANELS);
    (0..PANELS)
        .map(|panel| {
            let left = from + step * f64::from(panel);
            (value(left) + 4.0 * value(left + step / 2.0) + value(left + step)) / 6.0
        })
        .sum::<f64>()
        / f64::from(PANELS)
}
