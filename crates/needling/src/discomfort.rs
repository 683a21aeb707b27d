//! Pain during needling (evidence S4).

use crate::insertion::needles_together;
use crate::{Device, NeedlingParameters, Technique};

/// The worst pain on the scale.
const WORST: f64 = 10.0;

/// Expected pain on a scale from 0 to 10: the pain of the reference technique, scaled with needle length and with the
/// number of needles that act together (Gill: three times the length gives seven times the pain, ten times the needles
/// twice). Clinical series did not always state their numbing, so that it is not taken off again here.
pub fn discomfort(device: &Device, technique: &Technique, parameters: &NeedlingParameters) -> f64 {
    let pain = &parameters.pain;
    let length = (technique.needle_length_mm / pain.reference_length_mm).max(0.0);
    let needles = needles_together(device, &parameters.insertion) / pain.reference_needles;
    let scaled = pain.reference_pain
        * length.powf(pain.length_exponent)
        * needles.powf(pain.needle_exponent);
    scaled.min(WORST)
}
