//! The page on which a consent is read and signed.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Query};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum_extra::extract::Form;
use jiff::ToSpan as _;
use jiff::civil::Date;
use needlework_chart::event::{ConsentClass, ConsentGiven, Signature, SignedText};
use needlework_chart::id::{ConsentId, PatientId, PlanId};
use needlework_chart::record::OpenChart;
use needlework_planning::Library;
use needlework_protocol::{Consent as Text, ConsentClass as TextClass, Language};
use serde::Deserialize;

use super::CLASSES;
use super::text::{Purpose, language_of, whole_text};
use crate::server::access::{Allowed, TakeConsent};
use crate::server::drawn_signature::DrawnSignature;
use crate::server::page::Page;
use crate::server::pages::patient::{Tabs, open_chart};
use crate::server::pages::stale::{is_stale, shown_again};
use crate::server::pages::{Link, Shown, show};
use crate::server::problem::Problem;

/// Longest purpose, characters: a sentence or two that somebody reads before signing.
const LONGEST_PURPOSE: usize = 300;
/// Longest time for which a use with an end is agreed to, years: guards against a slip of the keyboard in the year.
const MOST_YEARS: i32 = 20;

#[derive(Template)]
#[template(path = "clinic/sign_consent.html")]
struct SignPage {
    page: Page,
    /// The same page in the language of the text.
    spoken: Page,
    tabs: Tabs,
    patient: PatientId,
    class: &'static str,
    text: SignedText,
    /// The languages in which there is a text, by code.
    languages: Vec<(&'static str, Link)>,
    /// Whether it says what for and until when.
    asks_purpose: bool,
    purpose: String,
    until: String,
    text_version: String,
    seen: u64,
    name: String,
    place: String,
    is_stale: bool,
}

/// In which language the text is wanted.
#[derive(Deserialize)]
pub(in crate::server) struct Wanted {
    language: Option<String>,
}

/// A signed text.
#[derive(Deserialize)]
pub(in crate::server) struct Signed {
    text_version: String,
    name: String,
    /// The language in which it was read.
    #[serde(default)]
    language: String,
    #[serde(default)]
    purpose: String,
    #[serde(default)]
    until: String,
    #[serde(default)]
    path: String,
    #[serde(default)]
    place: String,
    /// Version of the chart that the page showed.
    #[serde(default)]
    seen: String,
}

/// The text of a consent, with this person's own predicted risks where it is about a treatment.
pub(in crate::server) async fn show_sign(
    taker: Allowed<TakeConsent>,
    Path((patient, class)): Path<(PatientId, String)>,
    Query(wanted): Query<Wanted>,
) -> Shown {
    let (page, opened) = open_chart(&taker, patient).await?;
    let asked = Asked::of(&taker, page, opened, &class).await?;
    let language = asked.language(wanted.language.as_deref())?;
    show(&asked.sign_page(language, None)?)
}

/// Records a consent. The text that was shown must be the one of today, and so must the plan whose risks were read; and none to the
/// same may hold already, which a page that was shown before, or a second tap, would sign once more.
pub(in crate::server) async fn sign(
    taker: Allowed<TakeConsent>,
    Path((patient, class)): Path<(PatientId, String)>,
    Form(signed): Form<Signed>,
) -> Result<Response, Problem> {
    let (page, opened) = open_chart(&taker, patient).await?;
    let asked = Asked::of(&taker, page, opened, &class).await?;
    let text = asked.text()?;
    if text.text_version() != signed.text_version {
        return Err(Problem::conflict("refused-consent-changed"));
    }
    let language = asked.language(Some(&signed.language))?;
    let today = taker.clinic().today().await;
    if let Some(answer) = asked.answer_where_one_holds(&signed, today)? {
        return Ok(answer);
    }
    if is_stale(&asked.opened, &signed.seen) {
        let shown = show(&asked.sign_page(language, Some(&signed))?)?;
        return Ok(shown_again(shown));
    }
    let purpose = if text.names_purpose_and_end {
        Some(purpose(&signed, today)?)
    } else {
        None
    };
    let chart = asked.opened.chart();
    let plan = asked.plan();
    let spoken = asked.page.speaking(language.code());
    let read = whole_text(&spoken, &asked.library, text, chart, purpose.as_ref())?;
    let given = ConsentGiven {
        consent: ConsentId::new(taker.clinic().now(), taker.clinic().chance())?,
        class: asked.class,
        text_version: signed.text_version.clone(),
        plan,
        expires_on: purpose.as_ref().map(|purpose| purpose.until),
        purpose: purpose.map(|purpose| purpose.text),
        signature: signature(&signed)?,
        signed: Some(read),
    };
    taker.take(&asked.opened, given).await?;
    Ok(Redirect::to(&format!("/patients/{patient}/consents")).into_response())
}

/// Whether somebody is treated on a day, or was: on such a day not everything is asked.
pub(super) async fn is_treated_on(
    taker: &Allowed<TakeConsent>,
    page: &Page,
    opened: &OpenChart,
    day: Date,
) -> bool {
    let mut sessions = opened.chart().sessions.values();
    sessions.any(|session| session.started.facts.day == day)
        || taker
            .treatments_expected(opened.patient())
            .await
            .into_iter()
            .any(|starts_at| page.local(starts_at).date() == day)
}

/// What somebody is asked to sign.
struct Asked {
    page: Page,
    opened: OpenChart,
    library: Arc<Library>,
    name: &'static str,
    class: ConsentClass,
    text_class: TextClass,
    /// The languages in which the patient is spoken to, as far as they are known.
    of_patient: Vec<String>,
}

impl Asked {
    /// Refuses a kind that there is not, and one that is not asked today.
    async fn of(
        taker: &Allowed<TakeConsent>,
        page: Page,
        opened: OpenChart,
        class: &str,
    ) -> Result<Self, Problem> {
        let (name, class, text_class) = CLASSES
            .into_iter()
            .find(|(name, _, _)| *name == class)
            .ok_or(Problem::NotFound)?;
        let on_own_pages = taker.language_of(opened.patient()).await;
        let mail = opened.chart().reminder_mail();
        let in_reminders = mail.map(|mail| mail.language.clone());
        let of_patient = on_own_pages.into_iter().chain(in_reminders).collect();
        let asked = Self {
            library: taker.clinic().library().await,
            page,
            opened,
            name,
            class,
            text_class,
            of_patient,
        };
        let today = taker.clinic().today().await;
        if !asked.text()?.asked_on_treatment_day
            && is_treated_on(taker, &asked.page, &asked.opened, today).await
        {
            return Err(Problem::refused("consent-not-on-treatment-day"));
        }
        Ok(asked)
    }

    fn text(&self) -> Result<&Text, Problem> {
        let consents = &self.library.consents;
        consents.get(self.text_class).ok_or(Problem::NotFound)
    }

    /// The plan that a consent to the treatment is about.
    fn plan(&self) -> Option<PlanId> {
        match self.class {
            ConsentClass::Treatment => self.opened.chart().plan_in_force().map(|(id, _)| id),
            _ => None,
        }
    }

    /// The answer where a consent to the same holds already: the list for whoever tapped twice, a refusal for whoever would sign a
    /// second one. `None`: none holds.
    ///
    /// # Errors
    /// When one holds that somebody else, or another hand, signed.
    fn answer_where_one_holds(
        &self,
        signed: &Signed,
        today: Date,
    ) -> Result<Option<Response>, Problem> {
        let purpose = self
            .text()?
            .names_purpose_and_end
            .then(|| signed.purpose.trim());
        let standing = self
            .opened
            .chart()
            .standing_consent((self.class, self.plan(), purpose), today);
        let Some(standing) = standing else {
            return Ok(None);
        };
        if signature(signed).is_ok_and(|again| again == standing.given.facts.signature) {
            let list = format!("/patients/{}/consents", self.opened.patient());
            return Ok(Some(Redirect::to(&list).into_response()));
        }
        Err(Problem::conflict("refused-consent-holds"))
    }

    /// The language that was chosen, else that of the patient, else that of the page.
    fn language(&self, wanted: Option<&str>) -> Result<Language, Problem> {
        let of_patient = self.of_patient.iter().map(String::as_str);
        let known = wanted.into_iter().chain(of_patient);
        Ok(language_of(self.text()?, known.chain([self.page.code()])))
    }

    /// The page of the text, with what was typed on one that was out of date; the signature is drawn anew, below what is read
    /// now.
    fn sign_page(&self, language: Language, typed: Option<&Signed>) -> Result<SignPage, Problem> {
        let text = self.text()?;
        let (patient, chart) = (self.opened.patient(), self.opened.chart());
        let spoken = self.page.speaking(language.code());
        let identity = chart.identity.as_ref().ok_or(Problem::NotFound)?;
        let whole = format!("{} {}", identity.name.given, identity.name.family);
        let or_typed = |usual: &str, typed: Option<&String>| {
            typed.map_or_else(|| usual.to_owned(), String::clone)
        };
        Ok(SignPage {
            tabs: Tabs::of(&self.page, patient, "/consents"),
            text: whole_text(&spoken, &self.library, text, chart, None)?,
            languages: self.languages(text, language),
            asks_purpose: text.names_purpose_and_end,
            text_version: text.text_version(),
            name: or_typed(whole.trim(), typed.map(|typed| &typed.name)),
            place: or_typed("", typed.map(|typed| &typed.place)),
            purpose: or_typed("", typed.map(|typed| &typed.purpose)),
            until: or_typed("", typed.map(|typed| &typed.until)),
            is_stale: typed.is_some(),
            seen: self.opened.sequence(),
            class: self.name,
            page: self.page.clone(),
            spoken,
            patient,
        })
    }

    /// The languages in which there is a text, as links.
    fn languages(&self, text: &Text, here: Language) -> Vec<(&'static str, Link)> {
        let (patient, class) = (self.opened.patient(), self.name);
        let spoken = Language::all().filter(|one| text.speaks(*one));
        let links = spoken.map(|one| {
            let code = one.code();
            let link = Link {
                address: format!("/patients/{patient}/consents/{class}?language={code}"),
                text: self.page.speaking(code).language().name().to_owned(),
                is_here: one == here,
            };
            (code, link)
        });
        links.collect()
    }
}

/// What for and until when, as it was typed above the signature.
fn purpose(signed: &Signed, today: Date) -> Result<Purpose, Problem> {
    let text = signed.purpose.trim();
    if text.is_empty() || text.chars().count() > LONGEST_PURPOSE {
        return Err(Problem::refused("refused-consent-purpose"));
    }
    let until: Option<Date> = signed.until.trim().parse().ok();
    let latest = today.saturating_add(MOST_YEARS.years());
    let until = until.filter(|until| (today..=latest).contains(until));
    Ok(Purpose {
        text: text.to_owned(),
        until: until.ok_or_else(|| Problem::refused("refused-consent-until"))?,
    })
}

fn signature(signed: &Signed) -> Result<Signature, Problem> {
    let name = signed.name.trim().to_owned();
    if name.is_empty() {
        return Err(Problem::refused("refused-no-signer"));
    }
    let place = signed.place.trim();
    if !place.is_empty() {
        return Ok(Signature::OnPaper {
            name,
            place: place.to_owned(),
        });
    }
    if signed.path.trim().is_empty() {
        return Err(Problem::refused("refused-no-signature"));
    }
    let drawn = DrawnSignature::read(&signed.path).filter(DrawnSignature::is_signature);
    let drawn = drawn.ok_or_else(|| Problem::refused("refused-signature-too-little"))?;
    Ok(Signature::Drawn {
        name,
        path: drawn.path(),
    })
}
