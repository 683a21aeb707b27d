//! An entry of the record, and the chain that holds all entries together.
//!
//! Every entry carries the SHA-256 of the entry before it, its own header and its sealed body. One chain runs through the
//! record of the whole clinic, so that a chart that vanishes as a whole is missed too. It is computed over sealed bodies:
//! it can be checked without any key, and stays whole when a key is destroyed.

use std::fmt;

use data_encoding::HEXLOWER;
use sha2::{Digest as _, Sha256};

use crate::id::PatientId;

/// What an entry is. The kind of an event is health data itself and lies inside the sealed body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EntryKind {
    /// A sealed event.
    Event,
    /// The person was erased; the body says when and on what ground, in the clear.
    Tombstone,
}

impl EntryKind {
    /// Number in the database and in the chain.
    pub const fn code(self) -> u8 {
        match self {
            Self::Event => 1,
            Self::Tombstone => 2,
        }
    }

    /// The kind of a number in the database.
    pub const fn from_code(code: u8) -> Option<Self> {
        match code {
            1 => Some(Self::Event),
            2 => Some(Self::Tombstone),
            _ => None,
        }
    }
}

/// A SHA-256.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Digest(pub [u8; 32]);

impl Digest {
    /// What stands before the first entry.
    pub const START: Self = Self([0; 32]);

    /// A digest from 32 bytes; `None` if there are more or fewer.
    pub fn from_slice(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// A digest from 64 hexadecimal digits; `None` if it is none.
    pub fn from_hex(text: &str) -> Option<Self> {
        Self::from_slice(&HEXLOWER.decode(text.as_bytes()).ok()?)
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&HEXLOWER.encode(&self.0))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

/// Where the record ends: how many entries it has, and the hash of the last one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// Position of the last entry; 0: the record is empty.
    pub position: u64,
    /// Its hash.
    pub hash: Digest,
}

impl Head {
    /// The head of an empty record.
    pub const EMPTY: Self = Self {
        position: 0,
        hash: Digest::START,
    };
}

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Place in the record of the clinic, from 1, without gaps.
    pub position: u64,
    /// Whose chart.
    pub patient: PatientId,
    /// Place in that chart, from 1, without gaps.
    pub sequence: u64,
    /// What it is.
    pub kind: EntryKind,
    /// Sealed event, or tombstone.
    pub body: Vec<u8>,
    /// SHA-256 over the hash before it, the header and the body.
    pub hash: Digest,
}

impl Entry {
    /// The entry that comes after `head`, with its hash.
    pub fn after(
        head: Head,
        patient: PatientId,
        sequence: u64,
        kind: EntryKind,
        body: Vec<u8>,
    ) -> Self {
        let mut entry = Self {
            position: head.position + 1,
            patient,
            sequence,
            kind,
            body,
            hash: Digest::START,
        };
        entry.hash = entry.hash_after(head.hash);
        entry
    }

    /// What its hash must be after an entry with the hash `previous`.
    pub fn hash_after(&self, previous: Digest) -> Digest {
        let mut hasher = Sha256::new();
        hasher.update(b"needlework entry 1");
        hasher.update(previous.0);
        hasher.update(self.position.to_be_bytes());
        hasher.update(self.patient.uuid().as_bytes());
        hasher.update(self.sequence.to_be_bytes());
        hasher.update([self.kind.code()]);
        hasher.update((self.body.len() as u64).to_be_bytes());
        hasher.update(&self.body);
        Digest(hasher.finalize().into())
    }

    /// The head of a record that ends with it.
    pub const fn head(&self) -> Head {
        Head {
            position: self.position,
            hash: self.hash,
        }
    }
}
