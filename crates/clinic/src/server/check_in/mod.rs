//! Check-ins: the form with its drawn examples, what was answered as it lies in the record, and the answer that comes at once.
//! What an answer means is decided in `planning`.

mod answers;
mod drawing;
mod form;
mod identity;
mod report;
mod words;

pub(super) use answers::CheckInAnswers;
pub(super) use form::{CheckInForm, Filled, photograph_of};
pub(super) use identity::report_id;
pub(super) use report::{Answered, Context, HealingSession, answered, report};
pub(super) use words::{
    ClinicAnswer, SaidSign, clinic_answers, level_class, level_name, replies, said_signs,
    said_symptoms, unread_replies,
};
