//! Clinical rules as data: the default course of an indication, needle settings by zone, the length of a visit and the
//! rules that a plan checks by itself. Every row says where it comes from; a value that was not found stays absent.

mod conflict;
mod course;
mod depth;
mod medicine;
mod record;
mod role;
mod rule;
mod visit;

pub use conflict::{Conflict, Conflicts};
pub use course::{Courses, Indication};
pub use depth::{DepthRow, Depths};
pub use medicine::{Medicines, Stopping};
pub use record::{Record, RecordReader, Seen, Setting, SignOff};
pub use role::Role;
pub use rule::{Rule, Rules};
pub use visit::Visits;
