//! One zone of one person's skin: layers, age, sex, phototype and photodamage.
//!
//! [`Skin::of`] joins a [`Person`] with a [`Zone`] of the [`ZoneCatalogue`] and one draw of [`SkinParameters`]. The
//! epidermis comes from histology, the dermis from ultrasound; `data/zones.toml` says why, figure by figure.

mod ageing;
mod parameters;
mod person;
mod skin;
mod zone;

pub use ageing::{content_of_age, synthesis_of_age};
pub use parameters::{
    AgeingParameters, PARAMETERS, PhotodamageParameters, SkinParameters, TABLES,
    ThicknessParameters,
};
pub use person::{AGES_YEARS, Menopause, Person, Photodamage, Phototype, Sex};
pub use skin::{DERMAL_LAYERS, DermalLayer, Skin};
pub use zone::{Thickness, Zone, ZoneCatalogue, ZoneKind};
