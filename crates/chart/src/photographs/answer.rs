//! What a folder or an object store answered, as an error of ours.

use std::error::Error;

use object_store::client::{HttpError, HttpErrorKind};

use super::error::PhotographError;
use crate::id::PhotographId;

/// Who answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answering {
    /// A folder.
    Folder,
    /// An object store.
    ObjectStore,
}

impl Answering {
    /// The error of one photograph.
    pub(super) fn of_one(
        self,
        error: &object_store::Error,
        photograph: PhotographId,
    ) -> PhotographError {
        match self.of_all(error) {
            PhotographError::Folder(_) | PhotographError::Store(_)
                if matches!(error, object_store::Error::NotFound { .. }) =>
            {
                PhotographError::Missing(photograph)
            }
            other => other,
        }
    }

    /// The error of a list, which concerns no single photograph.
    pub(super) fn of_all(self, error: &object_store::Error) -> PhotographError {
        match self {
            Self::Folder => PhotographError::Folder(innermost(error)),
            Self::ObjectStore => of_object_store(error),
        }
    }
}

fn of_object_store(error: &object_store::Error) -> PhotographError {
    let told = error.to_string();
    let code = code(&told);
    if code == Some("NoSuchBucket") {
        return PhotographError::Bucket;
    }
    // A list that was refused comes as an error of no particular kind.
    let is_refused = matches!(
        error,
        object_store::Error::PermissionDenied { .. } | object_store::Error::Unauthenticated { .. }
    );
    let status = status(&told);
    if is_refused || matches!(status, Some("401" | "403")) {
        return PhotographError::Keys;
    }
    PhotographError::Store(match (code, unanswered(error)) {
        (Some(code), _) => code.to_owned(),
        (None, Some(reason)) => reason.to_owned(),
        (None, None) if told.contains("redirect") => {
            "the bucket is in another region than AWS_REGION says".to_owned()
        }
        (None, None) => match status {
            Some(status) => format!("it answered {status}"),
            None => "its answer cannot be read".to_owned(),
        },
    })
}

/// The code in an answer, such as `SlowDown`. The rest of an answer is not shown: it may name keys and what was signed.
fn code(told: &str) -> Option<&str> {
    let (_, rest) = told.split_once("<Code>")?;
    let (code, _) = rest.split_once("</Code>")?;
    let is_code = code.len() <= 60 && code.chars().all(|one| one.is_ascii_alphanumeric());
    is_code.then_some(code)
}

/// The status of an answer without a code.
fn status(told: &str) -> Option<&str> {
    let (_, rest) = told.split_once("status code: ")?;
    let status = rest.get(..3)?;
    status
        .chars()
        .all(|one| one.is_ascii_digit())
        .then_some(status)
}

/// Why there was no answer; `None`: there was one.
fn unanswered(error: &object_store::Error) -> Option<&'static str> {
    let mut cause: &(dyn Error + 'static) = error;
    loop {
        if let Some(error) = cause.downcast_ref::<HttpError>() {
            return Some(match error.kind() {
                HttpErrorKind::Connect => "no connection",
                HttpErrorKind::Timeout => "no answer in time",
                HttpErrorKind::Interrupted => "the connection was cut",
                HttpErrorKind::Decode => "the answer cannot be read",
                _ => "the request could not be sent",
            });
        }
        cause = cause.source()?;
    }
}

/// The innermost cause: "no space left on device" rather than the path around it.
fn innermost(error: &object_store::Error) -> String {
    let mut cause: &dyn Error = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> PhotographError {
        Answering::ObjectStore.of_all(&object_store::Error::Generic {
            store: "S3",
            source: text.into(),
        })
    }

    #[test]
    fn of_an_answer_nothing_is_shown_but_its_code_or_status() {
        let answer = "status code: 503 Service Unavailable: <Error><Code>SlowDown</Code><AWSAccessKeyId>AKIA7</AWSAccessKeyId></Error>";
        assert_eq!(told(answer), PhotographError::Store("SlowDown".to_owned()));
        for hostile in [
            "status code: 502 Bad Gateway: <Code>AKIA 7</Code>",
            "status code: 502 Bad Gateway: Authorization: AKIA7",
        ] {
            let shown = PhotographError::Store("it answered 502".to_owned());
            assert_eq!(told(hostile), shown, "{hostile}");
        }
    }
}
