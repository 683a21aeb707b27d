//! Clinical rules as data: the default course of an indication, needle settings by zone, the length of a visit and the
//! rules that a plan checks by itself. Every row says where it comes from; a value that was not found stays absent.

mod course;
mod depth;
mod rule;
mod visit;

pub use course::{Courses, Indication};
pub use depth::{DepthRow, Depths};
pub use rule::{Rule, Rules};
pub use visit::Visits;
