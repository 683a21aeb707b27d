//! A form that was refused comes back on its page: as it was typed, with the sentence that says why it was not carried out.

use std::borrow::Borrow;

use axum::response::{IntoResponse as _, Response};

use super::Shown;
use super::plan_form::Choice;
use crate::server::intake::Fields;
use crate::server::page::Page;
use crate::server::present::sentence;
use crate::server::problem::Problem;

/// A form that was refused: what was typed into it, and why it was not carried out.
pub(super) struct RefusedForm {
    /// The form, by its name on the page; empty: none was refused.
    form: String,
    fields: Fields,
    sentence: String,
    /// What is saved now in fields into which something else was typed, where somebody else changed it meanwhile.
    saved_meanwhile: Vec<SavedField>,
}

/// A field of a form as it is saved, in words.
pub(super) struct SavedField {
    pub(super) label: String,
    pub(super) words: String,
}

impl SavedField {
    /// What is saved in a plain field with a label, by the key of its text, where something else was sent in it.
    pub(super) fn of_field(
        page: &Page,
        fields: &Fields,
        (field, label): (&str, &str),
        saved: &str,
    ) -> Option<Self> {
        let is_sent = !fields.all(field).is_empty();
        is_sent.then(|| Self::beside(page.say(label), saved, fields.get(field)))?
    }

    /// What is saved in a field, where something else was typed into it.
    pub(super) fn beside(label: String, saved: &str, typed: &str) -> Option<Self> {
        let words = if saved.is_empty() { "–" } else { saved };
        (saved != typed).then(|| Self {
            label,
            words: words.to_owned(),
        })
    }
}

impl RefusedForm {
    /// Nothing was refused.
    pub(super) const fn nothing() -> Self {
        Self {
            form: String::new(),
            fields: Fields::new(Vec::new()),
            sentence: String::new(),
            saved_meanwhile: Vec::new(),
        }
    }

    /// A form on a page, as it was typed, and why it was refused.
    pub(super) fn of(page: &Page, form: String, fields: Fields, problem: &Problem) -> Self {
        Self {
            form,
            fields,
            sentence: sentence(page, problem),
            saved_meanwhile: Vec::new(),
        }
    }

    /// A form that was drawn before somebody else saved: as it was typed, with what is saved now where that differs. Whoever has read
    /// both may send it again.
    pub(super) fn overtaken(
        page: &Page,
        form: String,
        fields: &Fields,
        (seen, saved_meanwhile): (u64, Vec<SavedField>),
    ) -> Self {
        Self {
            form,
            fields: fields.and(vec![("seen".to_owned(), seen.to_string())]),
            sentence: page.say("stale-settings"),
            saved_meanwhile,
        }
    }

    /// What is saved now in fields into which something else was typed.
    pub(super) fn saved_meanwhile(&self) -> &[SavedField] {
        &self.saved_meanwhile
    }

    /// Why this form was refused; `None`: it was not.
    pub(super) fn why(&self, form: &str) -> Option<&str> {
        (self.form == form).then_some(&self.sentence)
    }

    /// What was typed into a field of this form, where it was refused; else what stands.
    pub(super) fn typed(
        &self,
        form: &str,
        name: &str,
        stands: &(impl ToString + ?Sized),
    ) -> String {
        match self.why(form) {
            Some(_) => self.fields.get(name).to_owned(),
            None => stands.to_string(),
        }
    }

    /// Whether a choice of this form is the chosen one: by what was sent, where it was refused; else by what stands.
    pub(super) fn is_chosen(&self, form: &str, name: &str, choice: &Choice) -> bool {
        self.is_sent(form, name, &choice.id, choice.is_chosen)
    }

    /// Whether a value of this form was sent, where it was refused; else what stands.
    pub(super) fn is_sent(
        &self,
        form: &str,
        name: &str,
        value: &str,
        stands: impl Borrow<bool>,
    ) -> bool {
        match self.why(form) {
            Some(_) => self.was_sent(form, name, value),
            None => *stands.borrow(),
        }
    }

    /// Whether this form was refused with a value.
    pub(super) fn was_sent(&self, form: &str, name: &str, value: &str) -> bool {
        self.why(form).is_some() && self.fields.all(name).contains(&value)
    }
}

/// The page with a form that was refused, under the status of the refusal.
pub(super) fn shown_again(problem: &Problem, shown: Shown) -> Result<Response, Problem> {
    Ok((problem.status(), shown?).into_response())
}
