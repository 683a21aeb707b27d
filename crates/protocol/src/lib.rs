//! Clinical rules as data, and the pure engines that read them: who may be needled and when ([`screening`]), what to do
//! before and after a session ([`care`]), what a report means ([`check_in`]), courses, depths, visits, other ways to the same
//! wish, scales and wording. Every row says where it comes from; a value that was not found stays absent.

mod adverse_event;
mod alternative;
mod anaesthetic;
pub mod care;
pub mod check_in;
mod clinic;
mod comparison;
mod conflict;
mod consent;
mod course;
mod depth;
mod figure;
mod form;
mod gate;
mod medicine;
mod numbing;
mod own_care;
mod own_consent;
mod phrase;
mod record;
mod role;
mod rule;
mod scale;
pub mod screening;
mod speech;
mod text;
mod tolerance;
mod translated_words;
mod translation;
mod typical;
mod view;
mod visit;

pub use adverse_event::{AdverseEventGrade, AdverseEventGrades};
pub use alternative::{Alternative, Alternatives, Statement, Verdict};
pub use anaesthetic::{Anaesthetics, BarredAnaesthetic};
pub use clinic::ClinicSettings;
pub use comparison::{
    Answer, Comparison, ComparisonRow, Cost, Limit, PigmentEvidence, PigmentMatch, upkeep_cost,
    yearly_cost,
};
pub use conflict::{Conflict, Conflicts};
pub use consent::{Consent, ConsentClass, ConsentWords, Consents};
pub use course::{Courses, Indication};
pub use depth::{DepthRow, Depths};
pub use figure::{CostFigure, Figure, Interval, PigmentFigure, SessionFigure};
pub use form::{RecordForm, record_forms};
pub use gate::Gate;
pub use medicine::{Medicines, Stopping};
pub use needlework_language::Language;
pub use numbing::numbing;
pub use own_care::{CareWording, OwnCareError, OwnCareWords};
pub use own_consent::{OwnConsent, OwnConsentError};
pub use phrase::{Direction, Phrasebook, Phrases, capitalised};
pub use record::{Record, RecordReader, Seen, Setting, SignOff};
pub use role::Role;
pub use rule::Rules;
pub use scale::{
    Availability, Better, Grade, GradedOn, SaidChange, ScaleDefinition, ScaleDefinitions,
    ScaleRater,
};
pub use speech::Speech;
pub use text::{Boundary, PatientContact, Texts, Wording};
pub use tolerance::{Endpoint, Tolerances};
pub use translated_words::{
    ConflictWords, FindingWords, Names, RuleWords, TranslatedWording, ViewWords,
};
pub use translation::Translations;
pub use typical::TypicalPerson;
pub use view::{View, Views};
pub use visit::Visits;
