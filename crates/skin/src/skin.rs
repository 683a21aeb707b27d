//! The skin of one zone of one person, ready for needling and healing.

use schemars::JsonSchema;
use serde::Serialize;

use crate::ageing::{
    content_after_menopause, content_of_age, synthesis, synthesis_decline_per_year,
};
use crate::zone::Thickness;
use crate::{Person, Sex, SkinParameters, ThicknessParameters, Zone};

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
    /// Half-life of mature collagen with which that drift was computed, y; healing uses the same value.
    pub mature_collagen_half_life_years: f64,
    /// Share of the mature elastic material that is sun-damaged (elastotic), 0 to 1.
    pub elastotic_share: f64,
}

impl Skin {
    /// The skin of a zone of a person: zone mean plus the person's deviation, thinned with age (evidence R1-R3, R8), and
    /// the collagen of that age (model 8.3). A blocked zone has skin too; refusing to needle it is the planner's task.
    pub fn of(person: &Person, zone: &Zone, parameters: &SkinParameters) -> Self {
        let SkinParameters {
            thickness,
            ageing,
            photodamage,
        } = parameters;
        let epidermis_mm = epidermis_mm(person, zone, thickness);
        let dermis_mm = dermis_mm(person, zone, thickness);
        Self {
            person: person.clone(),
            zone: zone.id.clone(),
            epidermis_mm,
            dermis: layers(epidermis_mm, dermis_mm, thickness.papillary_share),
            synthesis: synthesis(person, ageing, photodamage),
            synthesis_decline_per_year: synthesis_decline_per_year(person, ageing, photodamage),
            mature_collagen: content_of_age(person.age_years, ageing)
                * content_after_menopause(person.menopause, ageing),
            mature_collagen_half_life_years: ageing.mature_collagen_half_life_years,
            elastotic_share: (photodamage.elastotic_share_per_class * person.photodamage.class())
                .clamp(0.0, 1.0),
        }
    }

    /// Thickness of the whole dermis, mm.
    pub fn dermis_mm(&self) -> f64 {
        self.depth_mm() - self.epidermis_mm
    }

    /// Depth of the lower face of the dermis below the skin surface, mm.
    pub fn depth_mm(&self) -> f64 {
        let [.., deepest] = self.dermis;
        deepest.bottom_mm
    }
}

fn epidermis_mm(person: &Person, zone: &Zone, thickness: &ThicknessParameters) -> f64 {
    let thinning = match person.sex {
        Sex::Female => thickness.epidermis_thinning_female_per_decade,
        Sex::Male => thickness.epidermis_thinning_male_per_decade,
    };
    of_person(
        zone.epidermis_of(person.sex),
        thickness.epidermis_deviation,
        thickness.thinnest_share,
    ) * remaining(person, thinning, thickness)
}

fn dermis_mm(person: &Person, zone: &Zone, thickness: &ThicknessParameters) -> f64 {
    of_person(
        zone.dermis_of(person.sex),
        thickness.dermis_deviation,
        thickness.thinnest_share,
    ) * remaining(person, thickness.dermis_thinning_per_decade, thickness)
}

fn of_person(layer: &Thickness, deviation: f64, thinnest_share: f64) -> f64 {
    (layer.mean_mm + deviation * layer.standard_deviation_mm).max(thinnest_share * layer.mean_mm)
}

/// What is left of a layer at the person's age, relative to the age at which the zone means hold.
fn remaining(person: &Person, thinning_per_decade: f64, thickness: &ThicknessParameters) -> f64 {
    let decades = (person.age_years - thickness.reference_age_years) / 10.0;
    (1.0 - thinning_per_decade).powf(decades)
}

fn layers(epidermis_mm: f64, dermis_mm: f64, papillary_share: f64) -> [DermalLayer; DERMAL_LAYERS] {
    let papillary_mm = papillary_share * dermis_mm;
    let reticular_mm = (dermis_mm - papillary_mm) / (DERMAL_LAYERS - 1) as f64;
    let face = |index: usize| match index {
        0 => epidermis_mm,
        below => epidermis_mm + papillary_mm + reticular_mm * (below - 1) as f64,
    };
    std::array::from_fn(|index| DermalLayer {
        top_mm: face(index),
        bottom_mm: face(index + 1),
    })
}
