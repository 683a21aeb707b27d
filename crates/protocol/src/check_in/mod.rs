//! What is expected after a session, and what a report of the patient means (protocol 5).
//!
//! [`assess`] maps a check-in to a fixed response level with words for patient and clinician; [`expected_course`] says
//! what to expect day by day. Neither diagnoses; free text is read by a person.

mod answer;
mod assess;
mod course;
mod due;
mod guide;
mod level;
mod question;
mod rules;
mod silence;
mod symptom;

pub use answer::{Context, PhotoState, level_words};
pub use assess::{Assessment, Finding, Outside, assess, assess_with};
pub use course::{
    ExpectedDay, ExpectedSign, GradeName, expected_course, grade_names, grade_of, strongest_within,
};
pub use due::{Opening, due_at_closing, response_due};
pub use guide::{CheckInGuide, LevelText, WarningSign, guide};
pub use level::{Actor, Level, LevelRow, ResponseTime};
pub use question::{CheckInQuestions, CheckInWords, GradedQuestion, SymptomQuestion};
pub use rules::{CheckInRules, CourseRow, GradeRow, ResultRow, SignRow};
pub use silence::{outside_forecast, silent_since};
pub use symptom::{CheckIn, Grade, GradedSign, Symptom};
