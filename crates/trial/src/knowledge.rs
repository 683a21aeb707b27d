//! Everything that is known before a study is met.

use needlework_evidence::{DataError, Keys, ParameterSet, Posterior};
use needlework_planning::{Library, PARAMETER_FILES};

use crate::defaults::Defaults;
use crate::parameters::{PARAMETERS, TABLES};

/// What a plan is made from, and what is known of studies. Nothing in it depends on a study.
#[derive(Debug, Clone)]
pub struct Knowledge {
    /// Catalogues and rules of a plan.
    pub library: Library,
    /// The uncertain numbers of the chain and of studies.
    pub parameters: ParameterSet,
    pub(crate) defaults: Defaults,
    /// Numbers that differ between studies.
    pub(crate) of_study: Keys,
    /// Numbers that differ between people.
    pub(crate) of_person: Keys,
}

impl Knowledge {
    /// What Needlework ships.
    ///
    /// # Errors
    /// When an embedded data file is not well formed, which the tests rule out.
    pub fn shipped() -> Result<Self, DataError> {
        let library = Library::shipped()?;
        let mut files = PARAMETER_FILES.to_vec();
        files.push(("trial", PARAMETERS, TABLES));
        let parameters =
            ParameterSet::load(&files, &library.bibliography)?.informed_by(&library.posterior);
        let defaults = Defaults::shipped(&library)?;
        Ok(Self {
            of_study: parameters.keys_under(&defaults.study_keys)?,
            of_person: parameters.keys_under(&defaults.person_keys)?,
            library,
            parameters,
            defaults,
        })
    }

    /// The same with these studies' lessons in place of priors.
    #[must_use]
    pub fn informed_by(mut self, posterior: &Posterior) -> Self {
        self.parameters = self.parameters.informed_by(posterior);
        self
    }

    /// The same with priors alone.
    #[must_use]
    pub fn uninformed(mut self) -> Self {
        self.parameters = self.parameters.uninformed();
        self
    }
}
