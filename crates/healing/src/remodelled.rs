//! What changes slowly: TGF-β, cells and matrix of a layer.

use crate::rates::{Cells, Matrix};

/// TGF-β, cells and matrix of one layer at one time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Remodelled {
    pub(crate) cells: Cells<f64>,
    pub(crate) matrix: Matrix<f64>,
}

impl Remodelled {
    /// Healthy skin that lays down collagen at the rate `synthesis` (see [`Healthy`]).
    pub(crate) fn healthy(synthesis: f64) -> Self {
        Self {
            cells: Cells {
                tgf: 1.0,
                fibroblasts: 1.0,
                myofibroblasts: 0.0,
            },
            matrix: Matrix {
                labile_3: synthesis,
                labile_1: synthesis,
                mature_3: 1.0,
                mature_1: 1.0,
                elastin: 1.0,
                new_elastin: 0.0,
            },
        }
    }
}

/// What the steps took and gave up.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Effort {
    /// Steps of single layers.
    pub steps: u64,
    /// Sum of all amounts that rounding left below 0 and that were set to 0.
    pub clipped: f64,
}
