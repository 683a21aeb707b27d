//! Everything that planning reads before it meets a case: sources, parameters, catalogues and rules.

use std::collections::BTreeMap;

use needlework_evidence::{Bibliography, DataError, DataFile, ParameterSet, Posterior, Table};
use needlework_needling::DeviceCatalogue;
use needlework_outcome::ScaleCatalogue;
use needlework_protocol::care::{CareRules, Phase, allow_list, open_channels};
use needlework_protocol::check_in::{CheckInRules, CheckInWords};
use needlework_protocol::screening::ScreeningRules;
use needlework_protocol::{
    AdverseEventGrades, Alternatives, Anaesthetics, ClinicSettings, Conflicts, Consents, Courses,
    Depths, Gate, Language, Phrasebook, Record, RecordForm, Rules, ScaleDefinitions, Speech, Texts,
    Tolerances, Translations, TypicalPerson, Views, Visits, record_forms,
};
use needlework_skin::ZoneCatalogue;

/// The data files of all uncertain numbers that a plan depends on: crate, file, tables.
pub const PARAMETER_FILES: &[(&str, DataFile, &[Table])] = &[
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
];

/// What the published studies taught about these numbers; `needlework calibrate` makes it anew.
const POSTERIOR: DataFile = DataFile {
    name: "posterior.toml",
    text: include_str!("../data/posterior.toml"),
};

/// What the published studies taught about the uncertain numbers, as shipped.
///
/// # Errors
/// When the embedded file is not well formed, which the tests rule out.
pub fn posterior() -> Result<Posterior, DataError> {
    Posterior::read(&POSTERIOR)
}

/// The knowledge that a plan is made from. Nothing in it depends on a person.
#[derive(Debug, Clone, PartialEq)]
pub struct Library {
    /// All sources.
    pub bibliography: Bibliography,
    /// The parameters of all crates, drawn from the posterior.
    pub parameters: ParameterSet,
    /// What the published studies taught.
    pub posterior: Posterior,
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
    /// Rules that every plan states.
    pub rules: Rules,
    /// Pre-care and aftercare.
    pub care: CareRules,
    /// What is expected after a session, and what a report means.
    pub check_in: CheckInRules,
    /// What a check-in asks, in words.
    pub check_in_words: CheckInWords,
    /// Screening questions, and limits of device and depth.
    pub screening: ScreeningRules,
    /// Where sources contradict one another.
    pub conflicts: Conflicts,
    /// What the clinic changed; `None`: nothing.
    pub clinic: Option<ClinicSettings>,
    /// Improvement scales.
    pub scales: ScaleCatalogue,
    /// What the grades of scales mean.
    pub scale_definitions: ScaleDefinitions,
    /// Other ways to the same wish.
    pub alternatives: Alternatives,
    /// Wording that stands on pages.
    pub texts: Texts,
    /// What is known about numbing.
    pub numbing: Vec<Record>,
    /// Anaesthetics that answers of the screening bar.
    pub anaesthetics: Anaesthetics,
    /// Reports of harm by what was put on open channels.
    pub open_channels: Vec<Record>,
    /// What may be on needled skin, if it is sterile.
    pub allow_list: Vec<Record>,
    /// What is written down of a treatment, of antiviral cover and of an adverse event.
    pub forms: Vec<RecordForm>,
    /// What must be true before a session starts.
    pub gate: Gate,
    /// How far a delivered zone may lie from the planned one.
    pub tolerances: Tolerances,
    /// The fixed photograph views.
    pub views: Views,
    /// What the grades of an adverse event mean.
    pub adverse_event_grades: AdverseEventGrades,
    /// Whom the public page is about before anybody has answered.
    pub typical: TypicalPerson,
    /// The four consents in every language.
    pub consents: Consents,
    /// Sentences that the program builds, in every language.
    pub phrasebook: Phrasebook,
    /// Translations of what stands in the data rows, by language; empty into English.
    pub translations: BTreeMap<Language, Translations>,
    /// Means over what the studies taught.
    means: Means,
}

/// Means of parameters that pages ask for, over what the studies taught: drawn once, since a draw is of all parameters.
#[derive(Debug, Clone, PartialEq)]
struct Means {
    open_optimism_share: f64,
    told_hours_error: f64,
}

impl Means {
    fn of(parameters: &ParameterSet) -> Result<Self, DataError> {
        const DRAWS: usize = 64;
        let draws = parameters.draws(DRAWS, 1);
        let mean_of = |key: &str| -> Result<f64, DataError> {
            let values = draws.iter().map(|draw| parameters.value(draw, key));
            let values: Vec<f64> = values.collect::<Result<_, _>>()?;
            Ok(values.iter().sum::<f64>() / values.len() as f64)
        };
        Ok(Self {
            open_optimism_share: mean_of("outcome.trials.open_trial_optimism_share")?,
            told_hours_error: mean_of("outcome.own_reports.log_hours_error")?,
        })
    }
}

impl Library {
    /// The library that Needlework ships.
    ///
    /// # Errors
    /// When an embedded data file is not well formed, which the tests rule out.
    pub fn shipped() -> Result<Self, DataError> {
        let bibliography = Bibliography::shipped()?;
        let posterior = posterior()?;
        let parameters = ParameterSet::load(PARAMETER_FILES, &bibliography)?;
        let parameters = parameters.informed_by(&posterior);
        Ok(Self {
            means: Means::of(&parameters)?,
            parameters,
            posterior,
            zones: ZoneCatalogue::shipped(&bibliography)?,
            devices: DeviceCatalogue::shipped(&bibliography)?,
            courses: Courses::shipped(&bibliography)?,
            depths: Depths::shipped(&bibliography)?,
            visits: Visits::shipped(&bibliography)?,
            rules: Rules::shipped(&bibliography)?,
            care: CareRules::shipped(&bibliography)?,
            check_in: CheckInRules::shipped(&bibliography)?,
            check_in_words: CheckInWords::shipped()?,
            screening: ScreeningRules::shipped(&bibliography)?,
            conflicts: Conflicts::shipped(&bibliography)?,
            clinic: None,
            scales: ScaleCatalogue::shipped(&bibliography)?,
            scale_definitions: ScaleDefinitions::shipped(&bibliography)?,
            alternatives: Alternatives::shipped(&bibliography)?,
            texts: Texts::shipped(&bibliography)?,
            numbing: needlework_protocol::numbing(&bibliography)?,
            anaesthetics: Anaesthetics::shipped(&bibliography)?,
            open_channels: open_channels(&bibliography)?,
            allow_list: allow_list(&bibliography)?,
            forms: record_forms(&bibliography)?,
            gate: Gate::shipped(&bibliography)?,
            tolerances: Tolerances::shipped(&bibliography)?,
            views: Views::shipped(&bibliography)?,
            adverse_event_grades: AdverseEventGrades::shipped(&bibliography)?,
            typical: TypicalPerson::shipped(&bibliography)?,
            consents: Consents::shipped(&bibliography)?,
            phrasebook: Phrasebook::shipped()?,
            translations: Language::all()
                .map(|language| Ok((language, Translations::shipped(language)?)))
                .collect::<Result<_, DataError>>()?,
            bibliography,
        })
    }

    /// Applies a clinic file: defaults of rules within the range that each allows. `file` is the name that errors show.
    ///
    /// # Errors
    /// When the file is refused by [`ClinicSettings::apply`]; the library is then as it was.
    pub fn apply_clinic(&mut self, file: &str, text: &str) -> Result<(), DataError> {
        let records = self
            .screening
            .records_mut()
            .chain(self.care.records_mut())
            .chain(self.check_in.records_mut())
            .chain(&mut self.numbing)
            .chain(self.gate.records_mut());
        let settings = ClinicSettings::apply(file, text, records, &self.devices)?;
        self.clinic = Some(settings);
        Ok(())
    }

    /// Share of what open raters see of an improvement that a blinded one would not: the mean over what the studies taught.
    pub const fn open_optimism_share(&self) -> f64 {
        self.means.open_optimism_share
    }

    /// Standard deviation of the logarithm of the hours for which somebody says that a sign was noticeable.
    pub const fn told_hours_error(&self) -> f64 {
        self.means.told_hours_error
    }

    /// Translations into a language; `None` into one that Needlework does not speak. Those into English are empty.
    pub fn translation(&self, language: Language) -> Option<&Translations> {
        self.translations.get(&language)
    }

    /// How to speak a language: built sentences, and translations of rows.
    pub fn speech(&self, language: Language) -> Speech<'_> {
        Speech {
            phrases: self.phrasebook.of(language),
            translations: self.translation(language),
        }
    }

    /// A record in the words of a language, values seen elsewhere included; what is not translated stays.
    pub fn record_in(&self, record: &Record, language: Language) -> Record {
        let mut said = record.clone();
        if let Some(into) = self.translation(language) {
            said.say(into);
        }
        said
    }

    /// The record of every rule, with what it belongs to.
    pub fn records(&self) -> impl Iterator<Item = (&'static str, &Record)> {
        let screening = self
            .screening
            .iter()
            .map(|rule| ("screening", &rule.record));
        let rules = self.rules.iter().map(|record| ("plan", record));
        let care = self.care.iter().map(|rule| match rule.phase {
            Phase::Before => ("pre-care", &rule.record),
            Phase::After => ("aftercare", &rule.record),
        });
        let check_in = self.check_in.records();
        let check_in = check_in.map(|(_, record)| ("check-in", record));
        let numbing = self.numbing.iter().map(|record| ("numbing", record));
        let reports = self.open_channels.iter();
        let reports = reports.map(|record| ("reports on open channels", record));
        let allowed = self.allow_list.iter();
        let allowed = allowed.map(|record| ("products on needled skin", record));
        let forms = self.forms.iter().map(|form| ("records", &form.record));
        let gate = self
            .gate
            .iter()
            .map(|record| ("start of a session", record));
        screening
            .chain(rules)
            .chain(care)
            .chain(check_in)
            .chain(numbing)
            .chain(reports)
            .chain(allowed)
            .chain(forms)
            .chain(gate)
    }

    /// The record of a rule, if there is one with this id.
    pub fn record(&self, id: &str) -> Option<&Record> {
        self.records()
            .find(|(_, record)| record.id == id)
            .map(|(_, record)| record)
    }
}
