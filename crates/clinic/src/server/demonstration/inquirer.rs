//! A made-up stranger who has read the public page and sent the answers.

use jiff::SignedDuration;
use jiff::civil::date;
use needlework_chart::event::{Contact, PersonName};
use needlework_protocol::screening::AskedOf;

use super::Stage;
use crate::server::access::uuid;
use crate::server::case_draft::{PersonDraft, ScreeningDraft, ZoneDraft};
use crate::server::intake::Intake;
use crate::server::office::inquiry::Inquiry;
use crate::server::page::age_years;
use crate::server::problem::Problem;

/// What the stranger reports; everything else is calm.
const REPORTED: [(&str, &str); 1] = [("herpes-history", "yes")];

/// Somebody writes yesterday, and nobody has looked at it yet.
pub(super) async fn writes(stage: &Stage) -> Result<(), Problem> {
    let sent_at = stage.days_ago(1) + SignedDuration::from_hours(3);
    let birth_date = date(1977, 10, 14);
    let today = stage.day(sent_at);
    let mut answers = stage.calm_answers(&REPORTED);
    answers.retain(|id, _| {
        let rule = stage.library.screening.get(id);
        rule.is_some_and(|rule| rule.asked_of == AskedOf::Patient)
            && stage.library.typical.is_asked(id)
    });
    let intake = Intake::new(
        PersonDraft {
            age_years: f64::from(age_years(birth_date, today)),
            sex: "female".to_owned(),
            phototype: "III".to_owned(),
            photodamage: "moderate".to_owned(),
            years_since_menopause: None,
            acne_prone: false,
        },
        "facial-wrinkles".to_owned(),
        "exceed-unlimited".to_owned(),
        vec![ZoneDraft {
            zone: "cheek".to_owned(),
            ..ZoneDraft::default()
        }],
        ScreeningDraft {
            answered_on: today,
            appointment: None,
            last_session: None,
            answers,
            resolved: Vec::new(),
            overrides: Vec::new(),
        },
    );
    let inquiry = Inquiry {
        id: uuid(&stage.clinic)?,
        sent_at,
        language: "es".to_owned(),
        name: PersonName {
            family: "Luna".to_owned(),
            given: "Carmen".to_owned(),
        },
        birth_date,
        contact: Contact {
            telephone: None,
            mail: Some("carmen.luna@example.org".to_owned()),
            address: None,
        },
        site: None,
        form_version: env!("CARGO_PKG_VERSION").to_owned(),
        answers: intake.to_value()?,
        chart: None,
    };
    stage.put(&inquiry).await
}
