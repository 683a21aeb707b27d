//! An anchor: the last head that was seen, of the record or of the access trail, kept where the database is not. What ends before
//! it, or is another one there, was cut off, edited or replaced.

use std::path::Path;

use super::error::KeyError;
use super::private_file;
use crate::entry::{Digest, Head};

pub(super) fn read(path: &Path) -> Result<Option<Head>, KeyError> {
    let Some(text) = private_file::read(path)? else {
        return Ok(None);
    };
    let damaged = || KeyError::Damaged {
        path: path.to_owned(),
    };
    let (position, hash) = text.trim().split_once(' ').ok_or_else(damaged)?;
    Ok(Some(Head {
        position: position.parse().map_err(|_| damaged())?,
        hash: Digest::from_hex(hash).ok_or_else(damaged)?,
    }))
}

pub(super) fn write(path: &Path, head: Head) -> Result<(), KeyError> {
    private_file::write(path, &format!("{} {}\n", head.position, head.hash))
}
