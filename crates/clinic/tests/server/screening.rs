//! The questions of a return: what lasts is confirmed together, and by somebody.

use std::collections::{BTreeMap, BTreeSet};

use axum::http::StatusCode;
use jiff::SignedDuration;
use needlework_chart::event::Verdict;
use needlework_chart::fold::Chart;
use needlework_chart::id::PatientId;
use needlework_clinic::server::office::account::Role;
use serde_json::Value;

use crate::forms::{CALM, EYES_TOO, PERSON};
use crate::support::{Answer, Browser, House, between};

/// What a browser sends of a box that is ticked, and of one that is not.
const TICKED: [(&str, &str); 2] = [("all_as_before", "no"), ("all_as_before", "yes")];
const UNTICKED: [(&str, &str); 1] = [("all_as_before", "no")];
const TICK_SHOWN: &str = "name=\"all_as_before\" value=\"yes\" checked>";

const LASTING: &str = "keloid-tendency";
const DATED: &str = "filler-recent";
const OF_TODAY: &str = "wound-or-rash";
const LAST_SESSION: &str = "interval-last-needling";
/// Its question was changed since the made-up people answered it.
const CHANGED: &str = "g6pd-prilocaine";

/// Somebody who comes again.
struct Return {
    house: House,
    patient: PatientId,
    operator: Browser,
}

impl Return {
    async fn of(family: &str) -> Self {
        let house = House::of_made_up_people().await;
        Self {
            patient: house.patient(family).await,
            operator: house.as_role(Role::Operator).await,
            house,
        }
    }

    async fn chart(&self) -> Chart {
        self.house.chart(self.patient).await
    }

    async fn form(&self) -> Form {
        let address = format!("/patients/{}/screening/new", self.patient);
        Form::read(&self.operator.page(&address).await)
    }

    /// Sends nothing to report to whatever is asked in full, and what is said besides; what is said of a question counts.
    async fn sends(&self, form: &Form, said: &[(&str, &str)]) -> Answer {
        let mut fields: Vec<(String, String)> = PERSON
            .iter()
            .chain(&EYES_TOO)
            .chain(said)
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        fields.push(("seen".to_owned(), form.seen.clone()));
        let is_said = |rule: &str| {
            said.iter()
                .any(|(name, _)| *name == format!("answer_{rule}"))
        };
        for (rule, words) in form.in_full.iter().filter(|(rule, _)| !is_said(rule)) {
            let calm = words.iter().find(|word| CALM.contains(&word.as_str()));
            fields.push((format!("answer_{rule}"), calm.unwrap().clone()));
        }
        let fields: Vec<(&str, &str)> = fields
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        let address = format!("/patients/{}/screening", self.patient);
        self.operator.post(&address, &fields).await
    }

    /// The same, which is recorded: the answers.
    async fn records(&self, form: &Form, said: &[(&str, &str)]) -> Value {
        let sent = self.sends(form, said).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
        newest(&self.chart().await)
    }

    /// Days go by, after which everybody signs in anew.
    async fn comes_again_after(&mut self, days: i64) {
        self.house
            .clock
            .move_on(SignedDuration::from_hours(24 * days));
        self.operator = self.house.as_role(Role::Operator).await;
    }
}

/// What a form asks.
struct Form {
    /// Of the group whose answers are confirmed together; empty: there is none.
    group: String,
    lasting: BTreeSet<String>,
    /// The words of each other question.
    in_full: BTreeMap<String, Vec<String>>,
    seen: String,
    page: String,
}

impl Form {
    fn read(page: &str) -> Self {
        let group = page
            .split_once("id=\"lasting\"")
            .map_or("", |(_, rest)| rest.split_once("</section>").unwrap().0);
        let lasting: BTreeSet<String> = words(group).into_keys().collect();
        let mut in_full = words(page);
        in_full.retain(|rule, _| !lasting.contains(rule));
        Self {
            group: group.to_owned(),
            lasting,
            in_full,
            seen: between(page, "name=\"seen\" value=\"", "\"").to_owned(),
            page: page.to_owned(),
        }
    }

    /// What is shown of a question.
    fn question(&self, rule: &str) -> &str {
        let name = format!("name=\"answer_{rule}\"");
        let mut questions = self.page.split("<fieldset>");
        let found = questions.find(|one| one.contains(&name)).unwrap();
        found.split_once("</fieldset>").unwrap().0
    }
}

fn words(page: &str) -> BTreeMap<String, Vec<String>> {
    let mut words: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for part in page.split("name=\"answer_").skip(1) {
        let (rule, rest) = part.split_once('"').unwrap();
        let word = between(rest, "value=\"", "\"").to_owned();
        words.entry(rule.to_owned()).or_default().push(word);
    }
    words
}

fn newest(chart: &Chart) -> Value {
    let newest = chart.screenings.values().max_by_key(|one| one.recorded_at);
    newest.unwrap().facts.answers["screening"]["answers"].clone()
}

fn verdict(chart: &Chart) -> Verdict {
    let newest = chart.screenings.values().max_by_key(|one| one.recorded_at);
    newest.unwrap().facts.verdict
}

fn with<'a>(tick: &[(&'a str, &'a str)], said: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    [tick, said].concat()
}

#[tokio::test]
async fn one_tick_confirms_what_lasts_and_nothing_is_confirmed_before() {
    let person = Return::of("Egger").await;
    let before = newest(&person.chart().await);
    let form = person.form().await;
    for rule in [LASTING, DATED, LAST_SESSION] {
        assert!(form.lasting.contains(rule), "{rule}: {:?}", form.lasting);
    }
    assert!(form.in_full.contains_key(OF_TODAY));
    assert_eq!(form.lasting.len() + form.in_full.len(), 44);
    assert!(form.lasting.len() > 20, "{:?}", form.lasting);
    assert!(!form.group.contains("checked"), "{}", form.group);
    assert!(!form.group.contains("<details open"), "{}", form.group);
    assert!(!form.page.contains(TICK_SHOWN));
    // Nothing in full has an earlier answer at hand.
    for (rule, words) in &form.in_full {
        assert!(!words.contains(&"same".to_owned()), "{rule}");
    }
    let after = person.records(&form, &TICKED).await;
    for rule in &form.lasting {
        assert_eq!(after[rule], before[rule], "{rule}");
    }
    assert_eq!(after[OF_TODAY], "no");
    assert_eq!(after.as_object().unwrap().len(), 44);
    assert_eq!(verdict(&person.chart().await), Verdict::Permitted);
}

#[tokio::test]
async fn without_the_tick_what_lasts_is_asked_back_by_name() {
    let person = Return::of("Egger").await;
    let form = person.form().await;
    let before = person.house.sequence(person.patient).await;
    let said = with(&UNTICKED, &[("answer_keloid-tendency", "same")]);
    let refused = person.sends(&form, &said).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(person.house.sequence(person.patient).await, before);
    let told = between(&refused.text, "role=\"alert\"", "</div>");
    for rule in &form.lasting {
        let link = format!("href=\"#question-{rule}\"");
        // What was confirmed by itself is answered.
        assert_eq!(told.contains(&link), rule != LASTING, "{rule}: {told}");
        assert!(refused.text.contains(&format!("id=\"question-{rule}\"")));
    }
    assert!(told.contains("When was your last filler in the area?"));
    let again = Form::read(&refused.text);
    assert!(!again.page.contains(TICK_SHOWN));
    assert!(again.question(LASTING).contains("value=\"same\" checked"));
    assert!(again.question(OF_TODAY).contains("value=\"no\" checked"));
    // Without the tick each may be answered by itself.
    let names: Vec<String> = form
        .lasting
        .iter()
        .map(|rule| format!("answer_{rule}"))
        .collect();
    let mut said = UNTICKED.to_vec();
    said.extend(names.iter().map(|name| (name.as_str(), "same")));
    let after = person.records(&again, &said).await;
    assert_eq!(after.as_object().unwrap().len(), 44);
}

#[tokio::test]
async fn what_is_answered_anew_counts_and_not_the_tick() {
    let person = Return::of("Egger").await;
    let before = newest(&person.chart().await);
    let form = person.form().await;
    let said = [
        ("answer_keloid-tendency", "yes"),
        ("answer_filler-recent", "dated"),
        ("date_filler-recent", "2026-11"),
    ];
    let after = person.records(&form, &with(&TICKED, &said)).await;
    assert_eq!(after[LASTING], "yes");
    assert_eq!(after[DATED], "2026-11");
    for rule in form
        .lasting
        .iter()
        .filter(|one| ![LASTING, DATED].contains(&one.as_str()))
    {
        assert_eq!(after[rule], before[rule], "{rule}");
    }
}

#[tokio::test]
async fn a_line_that_was_begun_is_not_confirmed_by_the_tick_and_both_are_kept() {
    let person = Return::of("Egger").await;
    let form = person.form().await;
    let said = with(&TICKED, &[("date_filler-recent", "2026-11")]);
    let refused = person.sends(&form, &said).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let told = between(&refused.text, "role=\"alert\"", "</div>");
    assert!(told.contains("href=\"#question-filler-recent\""), "{told}");
    assert_eq!(told.matches("<li>").count(), 1, "{told}");
    let again = Form::read(&refused.text);
    assert!(again.page.contains(TICK_SHOWN), "{}", again.group);
    let open = "<details open><summary id=\"question-filler-recent\"";
    assert!(again.group.contains(open), "{}", again.group);
    assert_eq!(again.group.matches("<details open").count(), 1);
    assert!(again.question(DATED).contains("value=\"2026-11\""));
}

#[tokio::test]
async fn a_question_that_was_changed_is_asked_in_full_once() {
    let mut person = Return::of("Egger").await;
    assert_eq!(newest(&person.chart().await)[CHANGED], "no");
    let form = person.form().await;
    assert!(form.in_full.contains_key(CHANGED), "{:?}", form.lasting);
    assert!(!form.question(CHANGED).contains("value=\"same\""));
    // No tick answers it.
    let left_out = with(&TICKED, &[("answer_g6pd-prilocaine", "")]);
    let after = person.records(&form, &left_out).await;
    assert!(after.get(CHANGED).is_none(), "{after}");
    assert_eq!(verdict(&person.chart().await), Verdict::NotYet);

    person.comes_again_after(1).await;
    let form = person.form().await;
    let answered = person.records(&form, &TICKED).await[CHANGED].clone();
    assert_eq!(answered["answer"], "no");
    person.comes_again_after(1).await;
    let form = person.form().await;
    assert!(form.lasting.contains(CHANGED), "{:?}", form.in_full.keys());
    let after = person.records(&form, &TICKED).await;
    assert_eq!(after[CHANGED], answered);
}

#[tokio::test]
async fn an_answer_that_the_chart_contradicts_is_not_offered() {
    let person = Return::of("Fontana").await;
    let chart = person.chart().await;
    assert_eq!(newest(&chart)[LAST_SESSION], "never");
    let sessions = chart.sessions.values();
    let last = sessions.map(|one| one.started.facts.day).max().unwrap();
    let form = person.form().await;
    assert!(form.lasting.contains(DATED) && !form.lasting.contains(LAST_SESSION));
    let question = form.question(LAST_SESSION);
    assert!(!question.contains("As before"), "{question}");
    let known = format!("As this chart holds: {last}");
    assert!(question.contains(&known), "{question}");
    assert!(!question.contains("checked"), "{question}");
    // The tick says nothing of it.
    let left_out = with(&TICKED, &[("answer_interval-last-needling", "")]);
    let after = person.records(&form, &left_out).await;
    assert!(after.get(LAST_SESSION).is_none(), "{after}");

    let person = Return::of("Fontana").await;
    let same = with(&TICKED, &[("answer_interval-last-needling", "same")]);
    let after = person.records(&person.form().await, &same).await;
    assert_eq!(after[LAST_SESSION], last.to_string());
}

#[tokio::test]
async fn who_comes_first_and_who_corrects_answers_of_today_has_no_tick() {
    let first = Return::of("Aebi").await.form().await;
    assert!(first.lasting.is_empty() && !first.page.contains("all_as_before"));
    assert_eq!(first.in_full.len(), 44);
    let person = Return::of("Egger").await;
    person.records(&person.form().await, &TICKED).await;
    let correction = person.form().await;
    assert!(correction.lasting.is_empty() && !correction.page.contains("all_as_before"));
    assert!(
        correction
            .question(LASTING)
            .contains("value=\"same\" checked")
    );
}
