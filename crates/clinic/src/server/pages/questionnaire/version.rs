//! The version of the question that was answered, as it lies beside the answer: nobody may confirm an answer to a question that
//! was changed since.

use std::collections::BTreeMap;

use needlework_protocol::screening::ScreeningRule;

use crate::server::case_draft::AnswerDraft;

const VERSION: &str = "version";
/// An answer that names no version was given to this one.
const FIRST: u32 = 1;

/// An answer with the version of its question.
pub(super) fn versioned(rule: &ScreeningRule, answer: AnswerDraft) -> AnswerDraft {
    let version = rule.record.version;
    if version == FIRST {
        return answer;
    }
    let mut table = match answer {
        AnswerDraft::Word(word) => {
            BTreeMap::from([("answer".to_owned(), toml::Value::String(word))])
        }
        AnswerDraft::Table(table) => table,
    };
    let version = toml::Value::Integer(version.into());
    table.insert(VERSION.to_owned(), version);
    AnswerDraft::Table(table)
}

/// The version of the question that was answered.
pub(in crate::server::pages) fn version_answered(answer: &AnswerDraft) -> u32 {
    let AnswerDraft::Table(table) = answer else {
        return FIRST;
    };
    let version = table.get(VERSION).and_then(toml::Value::as_integer);
    let version = version.and_then(|version| u32::try_from(version).ok());
    version.unwrap_or(FIRST)
}
