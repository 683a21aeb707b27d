//! What is expected after a session, and what a report of the patient means (protocol 5).
//!
//! [`assess`] maps a check-in to a fixed response level with words for patient and clinician; [`expected_course`] says
//! what to expect day by day. Neither diagnoses; free text is read by a person.

mod assess;
mod course;
mod guide;
mod level;
mod rules;
mod symptom;

pub use assess::{Assessment, Context, Finding, assess, unanswered};
pub use course::{
    ExpectedDay, ExpectedSign, GradeName, expected_course, grade_names, grade_of, strongest_within,
};
pub use guide::{CheckInGuide, LevelText, WarningSign, guide};
pub use level::{Actor, Level, LevelRow, ResponseTime};
pub use rules::{CheckInRules, CourseRow, GradeRow, ResultRow, SignRow};
pub use symptom::{CheckIn, Grade, GradedSign, Symptom};
