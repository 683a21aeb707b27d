//! Who can read what: the clinic key, the data key of every patient, and the shares that make erasure final.
//!
//! A patient's events and photographs are sealed with the data key of that patient. The data key lies in the database
//! behind two locks: the inner one opens with the patient's *share*, the outer one with the clinic key. Shares and clinic
//! key lie in the *key room*, a folder outside the database; backups of the record hold neither.
//!
//! # What this protects from, and what not
//!
//! * **Somebody copies the database, the photographs or a backup** without the key room: nothing can be read but how many
//!   entries each random id has and when a person was erased. Names, kinds of events and times are sealed.
//! * **Somebody changes the database**: an edited, moved or invented body does not open; a lost or reordered entry breaks
//!   the chain. Whoever can write may cut off the newest entries and leave a chain that is whole but shorter; `verify`
//!   notices this by the *anchor*, the last head that was seen, which lies in the key room and which a server that runs moves on
//!   every few seconds. The access trail, whose rows lie in the clear, has an anchor of its own: a hash over all of its rows.
//! * **Not**: what was written in the seconds before the last anchor, if somebody takes just that away again; and somebody who
//!   can write into the key room as well, who can move the anchors too.
//! * **A person is erased**: the share is overwritten and removed, the wrapped data key and the photographs are deleted, a
//!   tombstone is appended, and the *ledger of erasures* in the key room names the id for ever. A backup of the record that
//!   is older than the erasure still holds the wrapped data key, but the share that opens it is gone, and the ledger keeps
//!   the program from opening it even where a share turns up again.
//! * **Not**: somebody who has a copy of the key room *and* of the record from before the erasure. What could be read then
//!   can be read from those copies for ever; no program can reach them. Therefore copies of the key room are few, are kept
//!   apart from backups, and after an erasure they are made anew and the old ones destroyed. The share is overwritten before
//!   it is removed, but drives that move blocks about may keep the old one until they reuse it; full-disk encryption of the
//!   key room answers that.
//! * **Not**: somebody who rules the machine while the program runs. Keys are in its memory then.
//! * **Loss of the key room is loss of the record.** Copy it when a patient was added, to a place where backups are not.

mod anchor;
mod clinic_keys;
mod data_key;
mod error;
mod private_file;
mod room;

pub use clinic_keys::{CLINIC_KEY_FILE, ClinicKeys};
pub use data_key::{WrappedKey, rewrap, unwrap, wrap};
pub use error::KeyError;
pub use room::{KeyRoom, SNAPSHOT};
