//! Devices, skins and parameters that the tests start from.
#![allow(dead_code, reason = "each test file takes what it needs")]
#![expect(clippy::unwrap_used, reason = "a broken example must stop its test")]

use needlework_evidence::{Bibliography, DataFile, ParameterSet, Table};
use needlework_needling::{
    Coverage, Device, DeviceCatalogue, HandPressure, NeedlingParameters, Technique,
};
use needlework_skin::{
    Menopause, Person, Photodamage, Phototype, Sex, Skin, SkinParameters, ZoneCatalogue,
};

const FILES: [(&str, DataFile, &[Table]); 2] = [
    ("skin", needlework_skin::PARAMETERS, needlework_skin::TABLES),
    (
        "needling",
        needlework_needling::PARAMETERS,
        needlework_needling::TABLES,
    ),
];

pub(crate) struct Given {
    pub(crate) set: ParameterSet,
    pub(crate) devices: DeviceCatalogue,
    pub(crate) zones: ZoneCatalogue,
    pub(crate) parameters: NeedlingParameters,
    pub(crate) skin_parameters: SkinParameters,
}

impl Given {
    pub(crate) fn nominal() -> Self {
        let bibliography = Bibliography::shipped().unwrap();
        let set = ParameterSet::load(&FILES, &bibliography).unwrap();
        let nominal = set.nominal();
        Self {
            devices: DeviceCatalogue::shipped(&bibliography).unwrap(),
            zones: ZoneCatalogue::shipped(&bibliography).unwrap(),
            parameters: NeedlingParameters::at(&set, &nominal).unwrap(),
            skin_parameters: SkinParameters::at(&set, &nominal).unwrap(),
            set,
        }
    }

    pub(crate) fn device(&self, id: &str) -> &Device {
        self.devices.get(id).unwrap()
    }

    pub(crate) fn skin(&self, zone: &str) -> Skin {
        let person = Person {
            age_years: 45.0,
            sex: Sex::Female,
            phototype: Phototype::III,
            photodamage: Photodamage::None,
            menopause: Menopause::NotReached,
            acne_prone: false,
        };
        Skin::of(
            &person,
            self.zones.get(zone).unwrap(),
            &self.skin_parameters,
        )
    }
}

pub(crate) fn technique(device: &str, needle_length_mm: f64, coverage: Coverage) -> Technique {
    Technique {
        device: device.to_owned(),
        needle_length_mm,
        coverage,
        hand_pressure: HandPressure::Usual,
    }
}
