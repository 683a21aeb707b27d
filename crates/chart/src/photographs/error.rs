//! Why photographs cannot be stored or read. Sentences name variables and codes of answers, never a key.

use thiserror::Error;

use crate::id::PhotographId;

/// Why a photograph could not be stored or read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PhotographError {
    /// The folder cannot be used.
    #[error(
        "the folder of photographs cannot be used ({0}); check that the disk is there, has space and belongs to this user."
    )]
    Folder(String),
    /// The object store does not answer as it should.
    #[error(
        "the object store of photographs did not do what was asked ({0}); check that it runs, its address and the network, then try again."
    )]
    Store(String),
    /// The object store refuses the keys.
    #[error(
        "the object store of photographs refuses the keys; check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and that they may list, read, write and delete in the bucket."
    )]
    Keys,
    /// The bucket is not there.
    #[error(
        "the object store of photographs has no bucket of this name; make the bucket, or mend the name after s3://."
    )]
    Bucket,
    /// It is not there.
    #[error("photograph {0} is not among the photographs; restore a backup.")]
    Missing(PhotographId),
    /// It does not open, or is another file than the chart says.
    #[error(
        "photograph {0} does not open or is not the one that was added: it was changed or moved; restore a backup."
    )]
    Changed(PhotographId),
}

impl PhotographError {
    /// Whether nothing of an object store can be had: what one photograph is told, all are.
    pub const fn concerns_all(&self) -> bool {
        matches!(self, Self::Store(_) | Self::Keys | Self::Bucket)
    }
}

/// Why a place for photographs cannot be used. What was written is not repeated: it may hold a key.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PlaceError {
    /// It names neither a folder nor a bucket.
    #[error(
        "this is no place for photographs; write s3://BUCKET, s3://BUCKET/PREFIX or a folder. Keys and the address of the store are not written there: they come from AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_ENDPOINT_URL."
    )]
    NoPlace,
    /// A variable is missing.
    #[error(
        "photographs in an object store need the environment variable {0}, which is not set; set it as the provider of the store says."
    )]
    Variable(&'static str),
    /// It is not said where the store is.
    #[error(
        "it is not said where the object store of photographs is; set AWS_ENDPOINT_URL to its address, or AWS_REGION if it is Amazon's own."
    )]
    Nowhere,
    /// The address of the store is none.
    #[error(
        "AWS_ENDPOINT_URL is no address of an object store; write https://HOST or https://HOST:PORT."
    )]
    Endpoint,
    /// The client cannot be made.
    #[error(
        "the object store of photographs cannot be used with these settings; check AWS_ENDPOINT_URL, AWS_REGION, and that this system has root certificates."
    )]
    Client,
}
