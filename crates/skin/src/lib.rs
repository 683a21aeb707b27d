//! One zone of one person's skin: layers, age, sex, phototype and photodamage.

mod person;
mod skin;
mod zone;

pub use person::{Menopause, Person, Photodamage, Phototype, Sex};
pub use skin::{DERMAL_LAYERS, DermalLayer, Skin};
pub use zone::{Zone, ZoneCatalogue, ZoneKind};
