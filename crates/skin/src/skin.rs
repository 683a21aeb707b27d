//! The skin of one zone of one person, ready for needling and healing.

use schemars::JsonSchema;
use serde::Serialize;

use crate::Person;

/// Number of dermal layers of the reduced model: one papillary, five reticular.
pub const DERMAL_LAYERS: usize = 6;

/// One layer of the dermis.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct DermalLayer {
    /// Depth of its upper face below the skin surface, mm.
    pub top_mm: f64,
    /// Depth of its lower face, mm.
    pub bottom_mm: f64,
}

/// One zone of one person in one draw.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Skin {
    /// The person.
    pub person: Person,
    /// Zone id.
    pub zone: String,
    /// Thickness of the epidermis, mm.
    pub epidermis_mm: f64,
    /// The papillary layer first, then five reticular layers of equal thickness.
    pub dermis: [DermalLayer; DERMAL_LAYERS],
    /// Relative collagen synthesis of this skin at ages `age_years + t`: value now, healthy young adult = 1.
    pub synthesis: f64,
    /// Yearly relative decline of `synthesis` from now on, 1/y.
    pub synthesis_decline_per_year: f64,
    /// Mature collagen of this skin, healthy young adult = 1, after the drift from 25 years to the present age.
    pub mature_collagen: f64,
    /// Share of the mature elastic material that is sun-damaged (elastotic), 0 to 1.
    pub elastotic_share: f64,
}
