//! The cabinet, opened and sealed.

use super::Record;
use super::error::RecordError;
use crate::cabinet::{CABINET, Document, NewDocument};
use crate::entry::Head;
use crate::keys::KeyError;
use crate::seal::{Place, SecretKey, open, seal};
use crate::store::{Filing, SealedDocument, Store};

/// Documents that are read at once.
const PAGE: u32 = 500;

/// How far record and cabinet go: one look tells whether something is new.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Where the record ends.
    pub head: Head,
    /// Newest revision of the cabinet.
    pub revision: u64,
}

impl<S: Store> Record<S> {
    /// Writes versions of documents, all or none, and tells the newest revision. When this returns they are on the disk.
    ///
    /// # Errors
    /// When a document has another version than was expected ([`RecordError::Conflict`]), or nothing could be written.
    pub async fn put_documents(&self, documents: &[NewDocument]) -> Result<u64, RecordError> {
        let key = self.cabinet_key().await?;
        let filings = documents.iter().map(|document| self.seal(document, &key));
        let filings = filings.collect::<Result<_, _>>()?;
        Ok(self.store().file_documents(filings).await??)
    }

    /// Everything that changed after a revision, in order of revisions; removed documents come without body.
    ///
    /// # Errors
    /// When the database does not answer, or a document does not open.
    pub async fn documents_after(&self, revision: u64) -> Result<Vec<Document>, RecordError> {
        let mut documents = Vec::new();
        let mut read_to = revision;
        loop {
            let page = self.store().documents_after(read_to, PAGE).await?;
            let Some(last) = page.last() else {
                return Ok(documents);
            };
            read_to = last.revision;
            for document in page {
                documents.push(self.open_document(document).await?);
            }
        }
    }

    /// Newest revision of the cabinet; 0: nothing was ever written.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn newest_revision(&self) -> Result<u64, RecordError> {
        Ok(self.standing().await?.revision)
    }

    /// How far record and cabinet go, by one question to the database.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn standing(&self) -> Result<Standing, RecordError> {
        let (head, revision) = self.store().standing().await?;
        Ok(Standing { head, revision })
    }

    /// Opens a document as it lies in the database.
    pub(crate) async fn open_document(
        &self,
        sealed: SealedDocument,
    ) -> Result<Document, RecordError> {
        let SealedDocument {
            drawer,
            id,
            version,
            revision,
            body,
        } = sealed;
        let body = match body {
            None => None,
            Some(body) => {
                let key = self.keyring.data_key(&**self.store(), CABINET).await?;
                let opened = open(&key, Place::Document(&drawer, id, version), &body);
                Some(opened.map_err(|_| RecordError::DocumentNotOpened {
                    drawer: drawer.clone(),
                    id,
                })?)
            }
        };
        Ok(Document {
            drawer,
            id,
            version,
            revision,
            body,
        })
    }

    /// Removes the cabinet key of an empty cabinet, before another one is restored.
    pub(crate) async fn remove_cabinet_key(&self) -> Result<(), RecordError> {
        self.keyring.forget(CABINET);
        Ok(self.store().remove_data_key(CABINET).await?)
    }

    fn seal(&self, document: &NewDocument, key: &SecretKey) -> Result<Filing, RecordError> {
        let drawer = document.drawer.name();
        let place = Place::Document(drawer, document.id, document.expected_version + 1);
        let body = document.body.as_ref();
        let sealed = body.map(|body| seal(key, place, body, &*self.chance));
        Ok(Filing {
            drawer: drawer.to_owned(),
            id: document.id,
            expected: document.expected_version,
            body: sealed.transpose().map_err(KeyError::from)?,
        })
    }

    /// The cabinet key; it is made on first use. Of two servers that make it at once, one key counts.
    async fn cabinet_key(&self) -> Result<SecretKey, RecordError> {
        match self.keyring.data_key(&**self.store(), CABINET).await {
            Err(RecordError::NoDataKey(_)) => {}
            told => return told,
        }
        let (_, wrapped) = self.keyring.make_data_key(CABINET, &*self.chance)?;
        self.store().add_data_key(CABINET, wrapped).await?;
        self.keyring.data_key(&**self.store(), CABINET).await
    }
}
