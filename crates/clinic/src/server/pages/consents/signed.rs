//! What somebody signed, as it is shown afterwards.

use needlework_chart::event::{ConsentGiven, Signature, SignedSection};
use needlework_planning::Library;
use needlework_protocol::Language;

use super::text_of;
use crate::server::drawn_signature::DrawnSignature;
use crate::server::page::Page;

/// What was signed, and how.
pub(in crate::server) struct SignedView {
    /// The words; `None` where they are not kept.
    pub(in crate::server) words: Option<SignedWords>,
    /// The path that was drawn; `None`: nothing was drawn, or it cannot be drawn again.
    pub(in crate::server) path: Option<String>,
    /// How it was signed, in words.
    pub(in crate::server) how: String,
}

/// Words that were signed.
pub(in crate::server) struct SignedWords {
    /// Code of the language in which they stand.
    pub(in crate::server) language: String,
    /// In which language they were signed, and whether that is known.
    pub(in crate::server) note: String,
    pub(in crate::server) title: String,
    pub(in crate::server) paragraphs: Vec<String>,
    pub(in crate::server) sections: Vec<SignedSection>,
    pub(in crate::server) revoking: String,
}

impl SignedView {
    /// What this consent says was signed.
    pub(in crate::server) fn of(page: &Page, library: &Library, given: &ConsentGiven) -> Self {
        let drawn = match &given.signature {
            Signature::Drawn { path, .. } => DrawnSignature::read(path),
            Signature::SignedIn { .. } | Signature::OnPaper { .. } => None,
        };
        Self {
            words: words(page, library, given),
            path: drawn.map(|drawn| drawn.path()),
            how: how(page, &given.signature),
        }
    }
}

/// Name of whoever signed.
pub(in crate::server) fn signer(given: &ConsentGiven) -> &str {
    match &given.signature {
        Signature::Drawn { name, .. }
        | Signature::SignedIn { name }
        | Signature::OnPaper { name, .. } => name,
    }
}

fn how(page: &Page, signature: &Signature) -> String {
    match signature {
        Signature::Drawn { name, .. } => page.say_with("signature-drawn", "name", name),
        Signature::SignedIn { name } => page.say_with("signature-signed-in", "name", name),
        Signature::OnPaper { name, place } => {
            page.say_all("signature-on-paper", &[("name", name), ("place", place)])
        }
    }
}

fn words(page: &Page, library: &Library, given: &ConsentGiven) -> Option<SignedWords> {
    let name_of = |code: &str| page.speaking(code).language().name().to_owned();
    if let Some(signed) = &given.signed {
        return Some(SignedWords {
            note: page.say_with("consent-signed-in", "language", &name_of(&signed.language)),
            language: signed.language.clone(),
            title: signed.title.clone(),
            paragraphs: signed.paragraphs.clone(),
            sections: signed.sections.clone(),
            revoking: signed.revoking.clone(),
        });
    }
    // Signed before the words were kept with the signature: the text of that version, in the language of whoever reads it.
    let text = text_of(library, given.class)?;
    let wanted = page.protocol_language();
    let spoken = if text.speaks(wanted) {
        wanted
    } else {
        Language::ENGLISH
    };
    let words = text.signed_words(&given.text_version, spoken)?;
    let name = name_of(spoken.code());
    Some(SignedWords {
        language: spoken.code().to_owned(),
        note: page.say_with("consent-language-unknown", "language", &name),
        title: words.title.clone(),
        paragraphs: words.paragraphs.clone(),
        sections: Vec::new(),
        revoking: words.revoking.clone(),
    })
}
