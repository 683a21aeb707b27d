//! What happens at the desk and at the chair, through pages.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use jiff::SignedDuration;
use needlework_chart::id::PatientId;
use needlework_clinic::server::office::account::Role;

use crate::forms::{CALM, EYES_TOO, PERSON, start_session};
use crate::support::{Answer, Browser, House, between};

/// The words of each question of the form, by rule; those that are chosen already end in "*".
pub(super) async fn questions(
    browser: &Browser,
    patient: PatientId,
) -> BTreeMap<String, Vec<String>> {
    let page = browser
        .page(&format!("/patients/{patient}/screening/new"))
        .await;
    let mut words: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for part in page.split("name=\"answer_").skip(1) {
        let (rule, rest) = part.split_once('"').unwrap();
        let tag = rest.split_once('>').unwrap().0;
        let mark = if tag.contains("checked") { "*" } else { "" };
        let word = format!("{}{mark}", between(rest, "value=\"", "\""));
        words.entry(rule.to_owned()).or_default().push(word);
    }
    words
}

/// Asks the questions: what is said here, else as before, else nothing to report.
async fn answers(browser: &Browser, patient: PatientId, said: &[(&str, &str)]) {
    let words = questions(browser, patient).await;
    let mut fields: Vec<(String, String)> = PERSON
        .iter()
        .chain(&EYES_TOO)
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    // What is written beside an answer is named by its field.
    let beside = said.iter().filter(|(field, _)| field.contains('_'));
    fields.extend(beside.map(|(field, text)| ((*field).to_owned(), (*text).to_owned())));
    for (rule, words) in words {
        let own = said.iter().find(|(about, _)| *about == rule);
        let calm = words.iter().find(|word| CALM.contains(&word.as_str()));
        let is_same = words.iter().any(|word| word.starts_with("same"));
        let answer = match own {
            Some((_, day)) if day.starts_with("20") => {
                fields.push((format!("date_{rule}"), (*day).to_owned()));
                "dated"
            }
            Some((_, word)) => word,
            None if is_same => "same",
            None => calm.unwrap_or_else(|| panic!("{rule}: {words:?}")),
        };
        fields.push((format!("answer_{rule}"), answer.to_owned()));
    }
    let fields: Vec<(&str, String)> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.clone()))
        .collect();
    let sent = save(browser, patient, &fields).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
}

pub(super) async fn save(
    browser: &Browser,
    patient: PatientId,
    fields: &[(&str, String)],
) -> Answer {
    let page = browser
        .page(&format!("/patients/{patient}/screening/new"))
        .await;
    let mut fields = fields.to_vec();
    fields.push((
        "seen",
        between(&page, "name=\"seen\" value=\"", "\"").to_owned(),
    ));
    browser
        .post(&format!("/patients/{patient}/screening"), &fields)
        .await
}

/// Decides about a rule, with the first decision that it names.
pub(super) async fn decides(browser: &Browser, patient: PatientId, rule: &str) {
    let address = format!("/patients/{patient}/screening");
    let page = browser.page(&address).await;
    let form = page
        .split("<form ")
        .find(|form| {
            form.contains("/screening/decide") && form.contains(&format!("value=\"{rule}\""))
        })
        .unwrap_or_else(|| panic!("nothing to decide about {rule}: {page}"));
    let version = between(form, "name=\"version\" value=\"", "\"");
    let decision = form
        .split_once("<option value=\"")
        .map_or("", |(_, rest)| rest.split_once('"').unwrap().0);
    let fields = [
        ("rule", rule),
        ("version", version),
        ("decision", decision),
        ("reason", "seen and talked over"),
        ("seen", between(&page, "name=\"seen\" value=\"", "\"")),
    ];
    let decided = browser.post(&format!("{address}/decide"), &fields).await;
    assert_eq!(decided.status, StatusCode::SEE_OTHER, "{}", decided.text);
}

/// A condition on the page of the gate.
pub(super) fn check<'a>(gate: &'a str, text: &str) -> &'a str {
    gate.split("<li class=\"")
        .find(|check| check.contains(text))
        .unwrap_or_else(|| panic!("{text} is not in {gate}"))
}

/// The chair of Jana Egger, whose plan is approved and who agreed to it.
pub(super) struct Chair {
    pub(super) house: House,
    pub(super) patient: PatientId,
    pub(super) operator: Browser,
}

impl Chair {
    pub(super) async fn of_egger() -> Self {
        let house = House::of_made_up_people().await;
        Self {
            patient: house.patient("Egger").await,
            operator: house.as_role(Role::Operator).await,
            house,
        }
    }

    pub(super) fn at(&self, end: &str) -> String {
        format!("/patients/{}{end}", self.patient)
    }

    /// Two screenings of one moment have no order.
    pub(super) fn a_minute_passes(&self) {
        self.house.clock.move_on(SignedDuration::from_mins(1));
    }

    /// Asks the questions, a minute after whatever was before.
    pub(super) async fn answers(&self, said: &[(&str, &str)]) {
        self.a_minute_passes();
        answers(&self.operator, self.patient, said).await;
    }

    pub(super) async fn gate(&self) -> String {
        self.operator.page(&self.at("/sessions/start")).await
    }

    /// Everything that is said at the chair, with some of it changed.
    pub(super) async fn start(&self, changed: &[(&str, &str)]) -> Answer {
        start_session(&self.operator, &self.at("/sessions/start"), changed).await
    }
}
