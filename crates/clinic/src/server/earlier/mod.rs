//! What earlier courses of a patient teach the next plan.
//!
//! ```text
//! chart -> learn -> the case of a draft -> the model -> Learned, locked with the plan -> pages
//! ```
//!
//! Everything that the forecast knows of earlier courses lies in the case, as a case file tells it, with what a page needs to
//! name it; it is locked with the plan and never looked up again.

mod delivered;
mod draft;
mod kept;
mod learned;
mod of_chart;
mod own_words;
mod section;
mod signs;
mod view;

pub(super) use delivered::{delivered_to, delivered_zone};
pub(super) use draft::EarlierDraft;
pub(super) use kept::KeptLearned;
pub(super) use learned::Learned;
pub(super) use of_chart::{LeftOut, is_overtaken, learn};
pub(super) use own_words::own_words;
pub(super) use section::{kept_learned, learned_of_draft, left_out_sentences};
pub(super) use view::learned_html;
