//! Sending the answers to the clinic: only now somebody says who they are, and only now something is kept.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum_extra::extract::Form;
use jiff::civil::Date;
use needlework_chart::event::{Contact, PersonName};
use needlework_chart::fold::is_mail_address;
use needlework_skin::AGES_YEARS;

use super::given::{Given, carried};
use super::{Sent, Wanted};
use crate::server::access::{NewInquiry, Received};
use crate::server::clinic::Shared;
use crate::server::intake::Fields;
use crate::server::office::inquiry::INQUIRY_HOLDS;
use crate::server::page::{Page, age_years, birth_date};
use crate::server::pages::clinic_choice::chosen_clinic;
use crate::server::pages::{Shown, show};
use crate::server::problem::Problem;

/// Who it is and how to answer, as it was typed.
pub(super) struct SendForm {
    pub(super) carried: Vec<(String, String)>,
    pub(super) mistakes: Vec<String>,
    pub(super) given: String,
    pub(super) family: String,
    /// Day, month and year of birth.
    pub(super) born: [String; 3],
    pub(super) telephone: String,
    pub(super) mail: String,
    /// Clinics of the group to come to; empty: there is but one.
    pub(super) clinics: Vec<(String, String)>,
    /// The one that was chosen; empty: any of them.
    pub(super) clinic: String,
    /// How long it is kept if nobody takes it up, in words.
    pub(super) kept: String,
}

impl SendForm {
    pub(super) fn empty(page: &Page, carried: Vec<(String, String)>) -> Self {
        Self::of(page, carried, &Fields::new(Vec::new()), Vec::new())
    }

    fn of(
        page: &Page,
        carried: Vec<(String, String)>,
        typed: &Fields,
        mistakes: Vec<String>,
    ) -> Self {
        let text = |name: &str| typed.get(name).to_owned();
        Self {
            carried,
            mistakes,
            given: text("given"),
            family: text("family"),
            born: ["day", "month", "year"].map(text),
            telephone: text("telephone"),
            mail: text("mail"),
            clinics: page
                .clinics
                .iter()
                .map(|one| (one.id.clone(), one.name.clone()))
                .collect(),
            clinic: text("clinic"),
            kept: kept(page),
        }
    }
}

fn kept(page: &Page) -> String {
    let days = INQUIRY_HOLDS.as_hours() / 24;
    page.say_with("before-send-kept", "days", &days.to_string())
}

#[derive(Template)]
#[template(path = "clinic/before/send.html")]
struct SendPage {
    page: Page,
    send: SendForm,
}

#[derive(Template)]
#[template(path = "clinic/before/sent.html")]
struct SentPage {
    page: Page,
    kept: String,
}

/// Takes in what somebody sends.
pub(in crate::server) async fn send(
    State(clinic): State<Shared>,
    headers: HeaderMap,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let sent = Sent::of(&clinic, &headers, pairs).await?;
    let page = &sent.page;
    let again = |mistakes: Vec<String>| -> Result<Response, Problem> {
        let send = SendForm::of(page, carried(&sent), &sent.fields, mistakes);
        let page = page.clone();
        let shown = show(&SendPage { page, send })?;
        Ok((StatusCode::UNPROCESSABLE_ENTITY, shown).into_response())
    };
    let sender = match Sender::read(page, &sent.fields, sent.today) {
        Ok(sender) => sender,
        Err(mistakes) => return again(mistakes),
    };
    let mut given = match Given::read(&sent) {
        Ok(given) => given,
        Err(mistakes) => {
            let mistakes = mistakes.into_iter().map(|mistake| mistake.text);
            return again(mistakes.collect());
        }
    };
    let settings = clinic.settings().await;
    let wanted = sent.fields.some("clinic");
    // Whoever comes to a clinic that was closed meanwhile comes to any of them.
    let wanted = wanted.and_then(|typed| chosen_clinic(&settings, typed).ok());
    given.intake.person.age_years = f64::from(age_years(sender.birth_date, sent.today));
    let received = clinic.receive_inquiry(NewInquiry {
        language: page.code(),
        name: sender.name,
        birth_date: sender.birth_date,
        contact: sender.contact,
        site: wanted.map(|site| site.id),
        answers: given.intake.to_value()?,
    });
    match received.await? {
        Received::Kept => {
            Ok(Redirect::to(&format!("/before/sent?lang={}", page.code())).into_response())
        }
        Received::Full => again(vec![page.say("before-send-full")]),
    }
}

/// Tells that the clinic has it.
pub(in crate::server) async fn show_sent(
    State(clinic): State<Shared>,
    headers: HeaderMap,
    Query(wanted): Query<Wanted>,
) -> Shown {
    let page = Page::of_visitor(&clinic, &headers, &wanted.lang).await;
    show(&SentPage {
        kept: kept(&page),
        page,
    })
}

/// Who sends it.
struct Sender {
    name: PersonName,
    birth_date: Date,
    contact: Contact,
}

impl Sender {
    fn read(page: &Page, fields: &Fields, today: Date) -> Result<Self, Vec<String>> {
        let mut mistakes = Vec::new();
        let given = fields.get("given").to_owned();
        if given.is_empty() {
            mistakes.push(page.say("before-mistake-name"));
        }
        let [day, month, year] = ["day", "month", "year"].map(|name| fields.get(name));
        let birth_date = birth_date(day, month, year).filter(|day| {
            let age = f64::from(age_years(*day, today));
            AGES_YEARS.contains(&age)
        });
        if birth_date.is_none() {
            let [low, high] = [AGES_YEARS.start(), AGES_YEARS.end()].map(|age| format!("{age:.0}"));
            mistakes.push(page.say_all("before-mistake-born", &[("low", &low), ("high", &high)]));
        }
        let some = |name: &str| fields.some(name).map(str::to_owned);
        let contact = Contact {
            telephone: some("telephone")
                .filter(|number| number.chars().any(|one| one.is_ascii_digit())),
            mail: some("mail").filter(|mail| is_mail_address(mail)),
            address: None,
        };
        if fields.some("mail").is_some() && contact.mail.is_none() {
            mistakes.push(page.say("before-mistake-mail"));
        } else if contact.telephone.is_none() && contact.mail.is_none() {
            mistakes.push(page.say("before-mistake-contact"));
        }
        match birth_date {
            Some(birth_date) if mistakes.is_empty() => Ok(Self {
                name: PersonName {
                    family: fields.get("family").to_owned(),
                    given,
                },
                birth_date,
                contact,
            }),
            _ => Err(mistakes),
        }
    }
}
