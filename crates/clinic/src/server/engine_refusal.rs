//! Why an engine refuses a case, a setting or a wording, as a text of the pages. The sentence of the engine itself stays for
//! programs; on a page it stands, marked as English, where no text says the same.

use needlework_evidence::{DataError, Fault, Reason};
use needlework_needling::NeedlingError;
use needlework_planning::PlanError;
use needlework_protocol::care::CareError;
use needlework_protocol::{OwnCareError, OwnCareWords, OwnConsentError};
use needlework_skin::AGES_YEARS;

use super::problem::Problem;
use super::said::Said;

/// What an engine says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EngineRefusal {
    /// The sentence of the engine, in English.
    pub sentence: String,
    /// Key of the text that says the same; `None`: no text does.
    pub key: Option<&'static str>,
    /// What is put into the text.
    pub values: Vec<(&'static str, Said)>,
}

impl EngineRefusal {
    /// What an engine says, with the text that says the same.
    pub(super) fn new(
        sentence: &impl ToString,
        key: &'static str,
        values: Vec<(&'static str, Said)>,
    ) -> Self {
        Self {
            sentence: sentence.to_string(),
            key: Some(key),
            values,
        }
    }

    /// What an engine says, and no text.
    pub(super) fn unsaid(sentence: &impl ToString) -> Self {
        Self {
            sentence: sentence.to_string(),
            key: None,
            values: Vec::new(),
        }
    }
}

/// Texts for the reasons that readers of files have names for.
const REASONS: [(&str, &str); 13] = [
    ("decision", "refused-case-decision"),
    ("zone-count", "refused-case-zone-count"),
    ("unknown-zone", "refused-no-zone"),
    ("blocked-zone", "refused-case-blocked-zone"),
    ("no-usual-depth", "refused-case-no-usual-depth"),
    ("no-length", "refused-case-no-length"),
    ("unavailable-day", "refused-case-unavailable-day"),
    ("menopause-of-a-man", "refused-case-menopause-of-a-man"),
    ("no-usual-course", "refused-case-no-usual-course"),
    ("answer-date", "refused-case-answer-date"),
    ("answer-lacks-date", "refused-case-answer-lacks-date"),
    ("answer-lacks-places", "refused-case-answer-lacks-places"),
    (
        "ends-before-it-begins",
        "refused-case-ends-before-it-begins",
    ),
];

impl From<DataError> for Problem {
    fn from(error: DataError) -> Self {
        Self::engine(of_data(&error))
    }
}

impl From<PlanError> for Problem {
    fn from(error: PlanError) -> Self {
        Self::engine(of_plan(&error))
    }
}

fn of_data(error: &DataError) -> EngineRefusal {
    let Some(fault) = error.fault() else {
        return EngineRefusal::unsaid(error);
    };
    let (key, mut values) = match &fault.reason {
        Reason::Range {
            least: Some(least), ..
        } if is_of_minor(fault) => ("refused-minor", vec![("least", written(least))]),
        Reason::Range { least, most } => match (least, most) {
            (Some(least), Some(most)) => (
                "refused-case-range",
                vec![("least", written(least)), ("most", written(most))],
            ),
            (Some(least), None) => ("refused-case-least", vec![("least", written(least))]),
            _ => ("refused-case-value", Vec::new()),
        },
        Reason::Named(name) => {
            let known = REASONS.iter().find(|(reason, _)| reason == name);
            let key = known.map_or("refused-case-value", |(_, key)| *key);
            (key, Vec::new())
        }
        Reason::Said => ("refused-case-value", Vec::new()),
    };
    values.push(("field", Said::Field(fault.key.clone())));
    values.push(("value", value(fault)));
    EngineRefusal::new(error, key, values)
}

/// Whether what was refused is the age of somebody for whom a guardian must be asked, and no typing error.
fn is_of_minor(fault: &Fault) -> bool {
    let age: Option<f64> = fault.value.as_deref().and_then(|value| value.parse().ok());
    fault.key.rsplit('.').next() == Some("age_years")
        && age.is_some_and(|age| age < *AGES_YEARS.start())
}

/// The value that was refused; a dash where there is none.
fn value(fault: &Fault) -> Said {
    written(fault.value.as_deref().unwrap_or("–"))
}

fn written(text: &(impl ToString + ?Sized)) -> Said {
    Said::Written(text.to_string())
}

fn of_plan(error: &PlanError) -> EngineRefusal {
    let said = |key, values| EngineRefusal::new(error, key, values);
    match error {
        PlanError::NoSession => said("refused-case-no-session", Vec::new()),
        PlanError::NoDefaultCourse { indication } => said(
            "refused-case-no-usual-course",
            vec![
                ("field", Said::Text("wish")),
                ("value", Said::Wish(indication.clone())),
            ],
        ),
        PlanError::NoDepth { zone, .. } => said(
            "refused-case-no-usual-depth",
            vec![("field", Said::Zone(zone.clone())), ("value", written("–"))],
        ),
        PlanError::UnknownTimeZone(_) => said("refused-time-zone", Vec::new()),
        PlanError::NoFreeDay { due } => {
            said("refused-case-no-free-day", vec![("due", written(due))])
        }
        PlanError::TooLong { days, longest } => said(
            "refused-case-too-long",
            vec![
                ("days", written(&format!("{days:.0}"))),
                ("longest", written(longest)),
            ],
        ),
        PlanError::Needling(error) => of_needling(error),
        PlanError::Care(error) => of_care(error),
        PlanError::Data(error) => of_data(error),
        PlanError::Draws { .. }
        | PlanError::OtherPerson
        | PlanError::Unknown { .. }
        | PlanError::NotWritten { .. }
        | PlanError::ForecastNotRead { .. }
        | PlanError::Chain(_)
        | PlanError::Outcome(_) => EngineRefusal::unsaid(error),
    }
}

fn of_needling(error: &NeedlingError) -> EngineRefusal {
    let range = |field: &str, value: f64, least: f64, most: f64| {
        let values = vec![
            ("field", Said::Field(field.to_owned())),
            ("value", written(&value)),
            ("least", written(&least)),
            ("most", written(&most)),
        ];
        EngineRefusal::new(error, "refused-case-range", values)
    };
    match error {
        NeedlingError::NeedleLength {
            length_mm,
            shortest_mm,
            longest_mm,
            ..
        } => range("needle_length_mm", *length_mm, *shortest_mm, *longest_mm),
        NeedlingError::Coverage {
            quantity,
            value,
            most,
        } => range(quantity, *value, 0.0, *most),
        NeedlingError::TimeWithoutMotor { .. } => {
            EngineRefusal::new(error, "refused-case-time-without-motor", Vec::new())
        }
        NeedlingError::OtherDevice { .. } | NeedlingError::Area { .. } => {
            EngineRefusal::unsaid(error)
        }
    }
}

fn of_care(error: &CareError) -> EngineRefusal {
    let (key, number) = match error {
        CareError::OutOfOrder { number } => ("refused-case-out-of-order", number),
        CareError::EndsBeforeStart { number } => ("refused-case-ends-before-start", number),
    };
    EngineRefusal::new(error, key, vec![("number", written(number))])
}

/// Why words cannot be those of a consent.
pub(super) fn refused_own_consent(error: &OwnConsentError) -> Problem {
    let said = |key, values| EngineRefusal::new(error, key, values);
    Problem::engine(match error {
        OwnConsentError::Title => said("refused-own-title", Vec::new()),
        OwnConsentError::Paragraphs => said("refused-own-paragraphs", Vec::new()),
        OwnConsentError::Revoking => said("refused-own-revoking", Vec::new()),
        OwnConsentError::Stops(text) => said("refused-own-stops", vec![("text", written(text))]),
        OwnConsentError::Data(error) => of_data(error),
    })
}

/// Why words cannot be those of an instruction.
pub(super) fn refused_own_care(error: &OwnCareError) -> Problem {
    let said = |key, values| EngineRefusal::new(error, key, values);
    Problem::engine(match error {
        OwnCareError::NotTold(_) => return Problem::NotFound,
        OwnCareError::Length => said(
            "refused-own-care-length",
            vec![("longest", written(&OwnCareWords::LONGEST))],
        ),
        OwnCareError::Direction => said("refused-own-care-direction", Vec::new()),
        OwnCareError::Number(number) => {
            said("refused-own-care-number", vec![("number", written(number))])
        }
        OwnCareError::Stops => said("refused-own-care-stops", Vec::new()),
        OwnCareError::Data(error) => of_data(error),
    })
}
