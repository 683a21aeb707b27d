//! Languages in which patients and clinicians are spoken to. A language is one file of `data`, named for its code: a Markdown
//! document whose fenced blocks hold every text of that language, each in its own syntax. The build lists the files, so that another
//! language is one more of them and no line of code.

mod file;
mod formula;
mod language;
mod part;
mod texts;

pub use file::LanguageFile;
pub use formula::ReadingFormula;
pub use language::Language;
pub use part::Part;
