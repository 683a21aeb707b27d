//! A plan as it lies in the chart: the case it was made from, the forecast that is locked with it, and the name of the option.

use std::collections::{BTreeMap, BTreeSet};

use needlework_chart::event::{KeptJson, PlanBasis};
use needlework_planning::{Library, LockedForecast, Plan, Settings, identity};
use needlework_protocol::ClinicSettings;
use serde::{Deserialize, Serialize};

use super::case_draft::CaseDraft;
use super::earlier::Learned;
use super::face_map::ZoneRole;
use super::pages::Draft;
use super::problem::Problem;

/// Name and version of the format.
const SCHEMA: &str = "needlework.plan-record/1";

/// A plan in the chart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct PlanDocument {
    pub(super) schema: String,
    /// Name of the option, for example "Fewer sessions".
    pub name: String,
    /// Whether the patient declined this option; it is kept.
    pub is_declined: bool,
    /// Zones that are protected: needled only where they overlap, with care.
    pub protected: BTreeSet<String>,
    /// Zones that the clinician leaves out.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub excluded: BTreeSet<String>,
    /// The case.
    pub case: CaseDraft,
    /// The forecast.
    pub forecast: LockedForecast,
    /// What earlier results did to it; `None`: none were known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub learned: Option<Learned>,
    /// Defaults of rules that the clinic had changed by then; `None`: none, or a record of the time before they were kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clinic: Option<ClinicSettings>,
}

impl PlanDocument {
    /// A plan with its case.
    pub(super) fn new(draft: Draft, plan: &Plan) -> Self {
        Self {
            schema: SCHEMA.to_owned(),
            name: draft.name,
            is_declined: false,
            protected: draft.protected,
            excluded: draft.excluded,
            case: draft.case,
            forecast: LockedForecast::from(plan),
            learned: plan.own_results.as_ref().map(Learned::from),
            clinic: plan.clinic.clone(),
        }
    }

    /// Reads what lies in the chart.
    ///
    /// # Errors
    /// When another version of the program wrote it in a form that this one does not know.
    pub(super) fn read(document: &KeptJson) -> Result<Self, Problem> {
        let read = document.read::<Self>().ok();
        read.filter(|read| read.schema == SCHEMA)
            .ok_or_else(|| Problem::refused("refused-plan-form"))
    }

    /// As it is recorded.
    ///
    /// # Errors
    /// When JSON cannot say it, which no plan is known to cause.
    pub(super) fn to_json(&self) -> Result<KeptJson, Problem> {
        Ok(KeptJson::of(self)?)
    }

    /// Where the numbers came from.
    pub(super) fn basis(&self) -> PlanBasis {
        let identity = &self.forecast.identity;
        PlanBasis {
            model_version: identity.engine_version.clone(),
            parameter_set: identity.parameter_set.clone(),
            inputs: identity.input.clone(),
        }
    }

    /// Draws and seed of the numbers that are locked.
    pub(super) const fn settings(&self) -> Settings {
        Settings {
            draws: self.forecast.identity.draws,
            seed: self.forecast.identity.seed,
        }
    }

    /// Whether a library gives the numbers that are locked: the same program, the same parameters, and of the case and of what
    /// the clinic had changed the same hash.
    pub(super) fn is_of(&self, library: &Library) -> bool {
        let Ok(case) = self.case.read(library) else {
            return false;
        };
        identity(&case, library, &self.settings()).is_ok_and(|now| now == self.forecast.identity)
    }

    /// The plan as if it had been made for somebody with another identifier; its numbers stay. A made-up clinic of any size is
    /// filled so, without calculating each of its plans.
    ///
    /// # Errors
    /// When the case is refused, or the library does not know what it needs.
    fn for_another(mut self, identifier: &str, library: &Library) -> Result<Self, Problem> {
        identifier.clone_into(&mut self.case.identifier);
        let case = self.case.read(library)?;
        self.forecast.identity = identity(&case, library, &self.settings())?;
        Ok(self)
    }

    /// Number of treatment sessions.
    pub(super) fn treatments(&self) -> u32 {
        use needlework_planning::SessionKind;
        let sessions = self.forecast.sessions.iter();
        let treatments = sessions.filter(|session| session.kind == SessionKind::Treatment);
        u32::try_from(treatments.count()).unwrap_or(u32::MAX)
    }

    /// What each zone is for: a zone of the case that screening left out is excluded, as one that the clinician leaves out.
    pub(super) fn zone_roles(&self) -> BTreeMap<String, ZoneRole> {
        let mut roles: BTreeMap<String, ZoneRole> = self
            .protected
            .iter()
            .map(|zone| (zone.clone(), ZoneRole::Protect))
            .collect();
        let excluded = self.excluded.iter();
        roles.extend(excluded.map(|zone| (zone.clone(), ZoneRole::Exclude)));
        for zone in &self.case.zones {
            let role = match self.forecast.zone(&zone.zone) {
                Some(_) => ZoneRole::Target,
                None => ZoneRole::Exclude,
            };
            roles.insert(zone.zone.clone(), role);
        }
        roles
    }
}

/// Whether a plan in the chart is an option that the patient declined.
pub(super) fn is_declined(document: &KeptJson) -> bool {
    PlanDocument::read(document).is_ok_and(|read| read.is_declined)
}

/// What each zone of a plan in the chart is for; nothing where it cannot be read.
pub(super) fn zone_roles(document: &KeptJson) -> BTreeMap<String, ZoneRole> {
    PlanDocument::read(document).map_or_else(|_| BTreeMap::new(), |read| read.zone_roles())
}

/// A recorded plan as if it had been made for somebody with another identifier, as a chart records it, and where its numbers came
/// from. Two people then share no forecast, so that nothing that was kept for one serves the other.
///
/// # Errors
/// When the document is no plan of this version, or the library does not know what its case needs.
pub fn plan_for_another(
    document: &KeptJson,
    identifier: &str,
    library: &Library,
) -> Result<(KeptJson, PlanBasis), Problem> {
    let plan = PlanDocument::read(document)?.for_another(identifier, library)?;
    Ok((plan.to_json()?, plan.basis()))
}
