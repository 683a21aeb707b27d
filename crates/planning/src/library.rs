//! Everything that planning reads before it meets a case: sources, parameters, catalogues and rules.

use needlework_evidence::{Bibliography, DataError, ParameterSet};
use needlework_needling::DeviceCatalogue;
use needlework_outcome::ScaleCatalogue;
use needlework_protocol::care::CareRules;
use needlework_protocol::check_in::CheckInRules;
use needlework_protocol::{Courses, Depths, Rules, Visits};
use needlework_skin::ZoneCatalogue;

/// The knowledge that a plan is made from. Nothing in it depends on a person.
#[derive(Debug, Clone, PartialEq)]
pub struct Library {
    /// All sources.
    pub bibliography: Bibliography,
    /// The parameters of all crates.
    pub parameters: ParameterSet,
    /// Zones of the face and body.
    pub zones: ZoneCatalogue,
    /// Devices.
    pub devices: DeviceCatalogue,
    /// Indications with their default courses.
    pub courses: Courses,
    /// Needle settings by zone and indication.
    pub depths: Depths,
    /// Numbers about visits.
    pub visits: Visits,
    /// Rules that a plan checks by itself.
    pub rules: Rules,
    /// Pre-care and aftercare.
    pub care: CareRules,
    /// What is expected after a session, and what a report means.
    pub check_in: CheckInRules,
    /// Improvement scales.
    pub scales: ScaleCatalogue,
}

impl Library {
    /// The library that Needlework ships.
    ///
    /// # Errors
    /// When an embedded data file is not well formed, which the tests rule out.
    pub fn shipped() -> Result<Self, DataError> {
        let bibliography = Bibliography::shipped()?;
        let parameters = ParameterSet::load(
            &[
                ("skin", needlework_skin::PARAMETERS, needlework_skin::TABLES),
                (
                    "needling",
                    needlework_needling::PARAMETERS,
                    needlework_needling::TABLES,
                ),
                (
                    "healing",
                    needlework_healing::PARAMETERS,
                    needlework_healing::TABLES,
                ),
                (
                    "outcome",
                    needlework_outcome::PARAMETERS,
                    needlework_outcome::TABLES,
                ),
            ],
            &bibliography,
        )?;
        Ok(Self {
            parameters,
            zones: ZoneCatalogue::shipped(&bibliography)?,
            devices: DeviceCatalogue::shipped(&bibliography)?,
            courses: Courses::shipped(&bibliography)?,
            depths: Depths::shipped(&bibliography)?,
            visits: Visits::shipped(&bibliography)?,
            rules: Rules::shipped(&bibliography)?,
            care: CareRules::shipped(&bibliography)?,
            check_in: CheckInRules::shipped(&bibliography)?,
            scales: ScaleCatalogue::shipped(&bibliography)?,
            bibliography,
        })
    }
}
