//! The cabinet: versioned documents about the clinic and not about a patient, for example accounts, devices or appointments.
//!
//! A document lies in a drawer under an id. It is replaced as a whole by its next version, and whoever replaces it names the
//! version that they saw. Every change takes the next *revision* of the whole cabinet, so that a server learns by one number
//! whether something is new, and reads only that. Bodies are sealed with the cabinet key, which is kept like the data key of
//! a patient under a reserved id ([`CABINET`]): rotation, backup and restore handle it with the others.
//!
//! What a drawer is called, the ids, how often and when in the order of revisions a document changed lie in the clear.

use std::fmt;

use uuid::Uuid;
use zeroize::Zeroizing;

use crate::code::is_code;
use crate::id::PatientId;

/// The id under which the cabinet key is kept; no patient has it.
pub const CABINET: PatientId = PatientId::from_uuid(Uuid::max());

/// Longest name of a drawer, in letters.
const LONGEST_NAME: usize = 32;

/// A drawer, by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Drawer(&'static str);

impl Drawer {
    /// A drawer with a name of lowercase letters, digits and hyphens, at most 32.
    ///
    /// # Panics
    /// When the name is another one. Drawers are constants, where this ends the compilation.
    pub const fn new(name: &'static str) -> Self {
        assert!(
            is_code(name, LONGEST_NAME),
            "a drawer has a short lowercase name"
        );
        Self(name)
    }

    /// Its name.
    pub const fn name(self) -> &'static str {
        self.0
    }
}

impl fmt::Display for Drawer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.0)
    }
}

/// A version of a document that is to be written.
#[derive(Clone, PartialEq, Eq)]
pub struct NewDocument {
    /// Where it lies.
    pub drawer: Drawer,
    /// Its id in the drawer.
    pub id: Uuid,
    /// The version that the writer saw; 0: there is none yet.
    pub expected_version: u64,
    /// Its content; `None` removes it.
    pub body: Option<Vec<u8>>,
}

impl fmt::Debug for NewDocument {
    /// The content does not leave by debug output.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "NewDocument({} {} after version {})",
            self.drawer, self.id, self.expected_version
        )
    }
}

/// The newest version of a document.
#[derive(Clone, PartialEq, Eq)]
pub struct Document {
    /// Where it lies.
    pub drawer: String,
    /// Its id in the drawer.
    pub id: Uuid,
    /// Its version, from 1.
    pub version: u64,
    /// The revision of the cabinet with which this version came.
    pub revision: u64,
    /// Its content; `None`: it was removed.
    pub body: Option<Zeroizing<Vec<u8>>>,
}

impl fmt::Debug for Document {
    /// The content does not leave by debug output.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "Document({} {} version {} revision {})",
            self.drawer, self.id, self.version, self.revision
        )
    }
}
