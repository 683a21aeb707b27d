//! What a form is called that comes again under a known key and says something else.

use serde::Serialize;
use sha2::{Digest as _, Sha256};
use uuid::{Builder, Uuid};

use super::problem::Problem;

/// Bytes of an id that say when it was made: what follows from it sorts beside it.
const TIME_BYTES: usize = 6;

/// The id of what a form says whose key already names something else. It follows from both, so that the same words get the same id
/// however often they are sent, and nothing that was said is taken for something that is known.
///
/// # Errors
/// When what was said cannot be written as JSON, which no answers are known to cause.
pub(super) fn id_of_other(key: Uuid, said: &impl Serialize) -> Result<Uuid, Problem> {
    let mut hash = Sha256::new();
    hash.update(key.as_bytes());
    hash.update(serde_json::to_vec(said)?);
    let mut bytes = *key.as_bytes();
    let rest = bytes.iter_mut().skip(TIME_BYTES);
    for (byte, hashed) in rest.zip(hash.finalize()) {
        *byte = hashed;
    }
    Ok(Builder::from_custom_bytes(bytes).into_uuid())
}
