//! Adverse events of which somebody outside the clinic must hear, and their days.

use axum::http::StatusCode;
use jiff::SignedDuration;
use needlework_clinic::server::office::account::Role;

use super::events::done;
use crate::support::{Browser, House, between};

/// Opens an adverse event of Giulia Fontana, who had her session on 24 November 2026; some fields changed.
async fn open(
    house: &House,
    browser: &Browser,
    changed: &[(&str, &str)],
) -> Result<String, String> {
    let patient = house.patient("Fontana").await;
    let chart = house.chart(patient).await;
    let session = chart.sessions.keys().next().unwrap().to_string();
    let mut fields = vec![
        ("session", session.as_str()),
        ("sign", "pigment-change"),
        ("description", "A darker patch."),
        ("grade", "2"),
        ("onset_on", ""),
    ];
    fields.retain(|(name, _)| !changed.iter().any(|(one, _)| one == name));
    fields.extend(changed);
    let list = format!("/patients/{patient}/adverse-events");
    let told = browser.post(&list, &fields).await;
    match told.status {
        StatusCode::SEE_OTHER => Ok(told.location().to_owned()),
        StatusCode::UNPROCESSABLE_ENTITY => Err(told.text),
        status => panic!("{status}: {}", told.text),
    }
}

async fn unreported(browser: &Browser) -> String {
    let page = browser.page("/checks").await;
    let heading = ">Serious adverse events without a report</h2>";
    between(&page, heading, "</section>").to_owned()
}

#[tokio::test]
async fn an_adverse_event_begins_no_earlier_than_its_treatment_and_the_person() {
    let house = House::of_made_up_people().await;
    let physician = house.as_role(Role::Physician).await;
    for (onset, session, words) in [
        ("1900-01-01", None, "before the person was born"),
        ("1900-01-01", Some(""), "before the person was born"),
        (
            "2026-11-23",
            None,
            "before the treatment to which it is tied",
        ),
        ("2026-11-27", None, "lies in the future"),
    ] {
        let mut changed = vec![("onset_on", onset)];
        changed.extend(session.map(|session| ("session", session)));
        let refused = open(&house, &physician, &changed).await.unwrap_err();
        assert!(refused.contains(words), "{onset}: {refused}");
    }
    let patient = house.patient("Fontana").await;
    assert!(house.chart(patient).await.adverse_events.is_empty());
    assert!(
        open(&house, &physician, &[("onset_on", "2026-11-24")])
            .await
            .is_ok()
    );
    let untied = [("onset_on", "2026-11-23"), ("session", "")];
    assert!(open(&house, &physician, &untied).await.is_ok());
}

#[tokio::test]
async fn the_grades_have_words_in_the_language_of_whoever_reads() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Fontana").await;
    let physician = house.as_role(Role::Physician).await;
    let form = format!("/patients/{patient}/adverse-events/new");
    let page = physician.page(&form).await;
    assert!(
        page.contains("grade 4 of 5: danger to life: urgent treatment is needed"),
        "{page}"
    );
    physician
        .post("/account/language", &[("language", "es")])
        .await;
    let page = physician.page(&form).await;
    assert!(
        page.contains("grado 4 de 5: peligro para la vida"),
        "{page}"
    );
}

#[tokio::test]
async fn no_report_is_sent_before_there_is_something_to_report() {
    let house = House::of_made_up_people().await;
    let physician = house.as_role(Role::Physician).await;
    let address = open(&house, &physician, &[]).await.unwrap();
    let sent = |day| [("recipient", "The maker"), ("sent_on", day)];
    let there = format!("{address}/reported");
    let early = physician.post(&there, &sent("2026-11-25")).await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        early.text.contains("before the adverse event was opened"),
        "{}",
        early.text
    );
    let told = physician.post(&there, &sent("2026-11-26")).await;
    assert_eq!(told.status, StatusCode::SEE_OTHER, "{}", told.text);
}

/// Serious by the word of a clinician, or by a grade that says danger to life: both stay on the list until somebody decides.
#[tokio::test]
async fn a_serious_event_is_named_until_it_is_reported_or_a_clinician_says_why_not() {
    let house = House::of_made_up_people().await;
    let physician = house.as_role(Role::Physician).await;
    assert!(!unreported(&physician).await.contains("<li>"));
    for grave in [("grade", "4"), ("is_serious", "yes")] {
        let address = open(&house, &physician, &[grave]).await.unwrap();
        assert!(unreported(&physician).await.contains("Fontana, Giulia"));
        assert!(physician.page(&address).await.contains("asks for a report"));
        let close = format!("{address}/close");
        for without in [
            vec![("outcome", "Gone.")],
            vec![("outcome", "Gone."), ("not_due", " ")],
        ] {
            let refused = physician.post(&close, &without).await;
            assert_eq!(
                refused.status,
                StatusCode::UNPROCESSABLE_ENTITY,
                "{grave:?}"
            );
        }
        let with = [("outcome", "Gone."), ("not_due", "Of another cause.")];
        let closed = physician.post(&close, &with).await;
        assert_eq!(closed.status, StatusCode::SEE_OTHER, "{}", closed.text);
        let page = physician.page(&address).await;
        assert!(
            page.contains("No report is due: Of another cause."),
            "{page}"
        );
        assert!(!unreported(&physician).await.contains("<li>"));
    }
}

#[tokio::test]
async fn a_report_takes_it_off_the_list_and_what_grew_worse_is_decided_anew() {
    let house = House::of_made_up_people().await;
    let physician = house.as_role(Role::Physician).await;
    let address = open(&house, &physician, &[("grade", "4")]).await.unwrap();
    let not_due = [("reason", "Of another cause.")];
    let operator = house.as_role(Role::Operator).await;
    let there = format!("{address}/not-reported");
    let refused = operator.post(&there, &not_due).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    physician.post(&there, &not_due).await;
    assert!(!unreported(&physician).await.contains("<li>"));
    let worse = [("note", "Died."), ("grade", "5")];
    operator.post(&format!("{address}/follow-up"), &worse).await;
    assert!(unreported(&physician).await.contains("Fontana, Giulia"));
    let sent = [("recipient", "The authority"), ("sent_on", "2026-11-26")];
    let told = physician.post(&format!("{address}/reported"), &sent).await;
    assert_eq!(told.status, StatusCode::SEE_OTHER, "{}", told.text);
    assert!(!unreported(&physician).await.contains("<li>"));
    let closed = physician
        .post(&format!("{address}/close"), &[("outcome", "Death.")])
        .await;
    assert_eq!(closed.status, StatusCode::SEE_OTHER, "{}", closed.text);
}

/// What stands in a field of the draft.
async fn line_of(reader: &Browser, address: &str, name: &str) -> (String, bool) {
    let draft = reader.page(&format!("{address}/report")).await;
    let value = between(&draft, &format!("<dt>{name}</dt><dd>"), "</dd>").to_owned();
    let missing = between(&draft, "id=\"missing\"", "</section>");
    (value, missing.contains(&format!("<li>{name}</li>")))
}

/// An anaphylaxis of grade 4 went out as "serious: no", of which nobody had said anything.
#[tokio::test]
async fn the_draft_says_no_of_a_serious_event_only_where_a_clinician_did_and_the_grade_lets_it() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Fontana").await;
    let list = format!("/patients/{patient}/adverse-events");
    let operator = house.as_role(Role::Operator).await;
    let physician = house.as_role(Role::Physician).await;
    let must_decide = "not said yet: at this grade a clinician must decide";
    let opened = |grade, description| {
        [
            ("session", ""),
            ("sign", "airway-or-toxicity"),
            ("description", description),
            ("grade", grade),
        ]
    };
    let says = async |address: &str| line_of(&operator, address, "Serious").await;
    let follow = async |who: &Browser, address: &str, fields: [(&str, &str); 3]| {
        done(who, &format!("{address}/follow-up"), &fields).await;
    };

    let mild = done(&operator, &list, &opened("2", "Dizzy.")).await;
    assert_eq!(says(&mild).await, ("not said yet".to_owned(), true));
    let worse = [("note", "Fainted."), ("grade", "3"), ("is_serious", "")];
    follow(&operator, &mild, worse).await;
    assert_eq!(says(&mild).await, (must_decide.to_owned(), true));
    let seen = [("note", "Only dizzy."), ("grade", "2"), ("is_serious", "")];
    follow(&physician, &mild, seen).await;
    assert_eq!(says(&mild).await, ("no".to_owned(), false));

    for who in [&operator, &physician] {
        let grave = done(who, &list, &opened("4", "Anaphylaxis.")).await;
        assert_eq!(says(&grave).await, (must_decide.to_owned(), true));
        let serious = [("note", "Shock."), ("grade", "4"), ("is_serious", "yes")];
        follow(&physician, &grave, serious).await;
        assert_eq!(says(&grave).await, ("yes".to_owned(), false));
        house.clock.move_on(SignedDuration::from_mins(1));
    }
}
