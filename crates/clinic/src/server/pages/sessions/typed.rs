//! What was typed into a form of the console, and what of it waits for a reason and a second name.

use needlework_planning::{Comparison, DeviationClass};

use crate::server::intake::Fields;

/// What was typed into a form of the console.
#[derive(Clone)]
pub(super) struct Typed {
    form: &'static str,
    fields: Fields,
}

impl Typed {
    /// Fields of a form, which is named as in its address.
    pub(super) const fn new(form: &'static str, fields: Vec<(String, String)>) -> Self {
        Self {
            form,
            fields: Fields::new(fields),
        }
    }

    pub(super) const fn fields(&self) -> &Fields {
        &self.fields
    }

    /// A field, trimmed; empty where there is none.
    pub(super) fn get(&self, name: &str) -> &str {
        self.fields.get(name)
    }

    /// A field that says something.
    pub(super) fn some(&self, name: &str) -> Option<&str> {
        self.fields.some(name)
    }

    /// Version of the chart from which the form was drawn.
    pub(super) fn seen(&self) -> &str {
        self.get("seen")
    }

    /// Whether this form was typed.
    pub(super) fn is_form(&self, form: &str) -> bool {
        self.form == form
    }

    /// A field, if it is of this form.
    pub(super) fn of(&self, form: &str, name: &str) -> &str {
        if self.form == form {
            self.get(name)
        } else {
            ""
        }
    }

    /// A field of the entry of a zone, if that is what was typed.
    pub(super) fn of_zone(&self, zone: &str, name: &str) -> Option<&str> {
        (self.of("zones", "zone") == zone).then(|| self.get(name))
    }

    /// Whether somebody wants the form of a zone filled in as planned.
    pub(super) fn wants_planned(&self) -> bool {
        self.of("zones", "as_planned") == "yes"
    }

    /// Whether what was typed corrects an entry; one that is empty: the session as a whole.
    pub(super) fn is_of_entry(&self, entry: &str) -> bool {
        self.form == "amend" && !self.is_addition() && self.get("entry") == entry
    }

    /// Whether what was typed is a zone that was needled and not recorded before the signature.
    pub(super) fn is_addition(&self) -> bool {
        self.of("amend", "add") == "yes"
    }

    /// A field of such a zone, if that is what was typed.
    pub(super) fn of_addition(&self, name: &str) -> &str {
        if self.is_addition() {
            self.get(name)
        } else {
            ""
        }
    }

    /// A field of the correction of an entry, if that is what was typed.
    pub(super) fn of_entry(&self, entry: &str, name: &str) -> &str {
        if self.is_of_entry(entry) {
            self.get(name)
        } else {
            ""
        }
    }

    /// Whether a correction of an entry says that nobody knows a number any more.
    pub(super) fn is_not_known(&self, entry: &str, name: &str) -> bool {
        self.is_of_entry(entry) && self.fields.all("not_known").contains(&name)
    }
}

/// Which form waits for a reason and a second name.
#[derive(PartialEq, Eq)]
pub(super) enum HeldForm {
    /// An entry of this zone.
    Zone(String),
    /// The signature.
    Signature,
    /// The correction of this entry.
    Correction(String),
    /// A zone that is added after the signature.
    Addition,
}

/// What waits for a reason and a second name.
pub(super) struct Held {
    pub(super) form: HeldForm,
    pub(super) card: HeldCard,
}

impl Held {
    /// An entry far from the plan.
    pub(super) fn of_entry(compared: &Comparison) -> Self {
        Self {
            form: HeldForm::Zone(compared.zone.clone()),
            card: HeldCard {
                sentences: grave_sentences(compared),
                may_follow: compared.class_of_part() < DeviationClass::Major,
            },
        }
    }

    /// A form after which this lies far from the plan, and nothing follows.
    pub(super) const fn of(form: HeldForm, sentences: Vec<String>) -> Self {
        Self {
            form,
            card: HeldCard {
                sentences,
                may_follow: false,
            },
        }
    }
}

/// What of a zone lies so far from the plan that somebody answers for it, in sentences.
pub(super) fn grave_sentences(compared: &Comparison) -> Vec<String> {
    let differences = compared.differences.iter();
    let grave = differences.filter(|one| one.class >= DeviationClass::Major);
    grave.map(|one| one.sentence.clone()).collect()
}

/// What is asked of somebody who records what lies far from the plan.
#[derive(Clone)]
pub(super) struct HeldCard {
    /// What lies far from it.
    pub(super) sentences: Vec<String>,
    /// Whether it would be as it should if the rest of the zone followed.
    pub(super) may_follow: bool,
}
