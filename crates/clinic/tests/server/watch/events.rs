//! Adverse events and releases, as the clinic keeps them.

use axum::http::StatusCode;
use jiff::SignedDuration;
use needlework_chart::chance::OperatingSystem;
use needlework_chart::event::{CartridgeOpened, Event, SessionStarted};
use needlework_chart::id::{PatientId, SessionId};
use needlework_clinic::server::Clock as _;
use needlework_clinic::server::office::account::Role;

use super::{fields, key, send_parts, taken};
use crate::support::{Browser, House, between};

const OWN: &str = "/mine/check-in";

pub(super) async fn done(browser: &Browser, address: &str, fields: &[(&str, &str)]) -> String {
    let answer = browser.post(address, fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    answer.location().to_owned()
}

#[tokio::test]
async fn an_adverse_event_is_tied_to_session_device_and_lot_and_its_draft_names_what_is_missing() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Fontana").await;
    let operator = house.as_role(Role::Operator).await;
    let chart = house.chart(patient).await;
    let session = chart.sessions.keys().next().unwrap().to_string();
    let opened = [
        ("session", session.as_str()),
        ("sign", "pigment-change"),
        ("description", "A darker patch."),
        ("grade", "2"),
    ];
    let list = format!("/patients/{patient}/adverse-events");
    let address = done(&operator, &list, &opened).await;
    let draft = operator.page(&format!("{address}/report")).await;
    for words in [
        "EX-2071",
        "A2611 / 0101",
        "Noa Lind",
        "A darker patch.",
        "Still missing",
    ] {
        assert!(draft.contains(words), "{words}: {draft}");
    }
    let main = draft.split("<main").nth(1).unwrap();
    assert!(
        !main.contains("Fontana") && !main.contains("1975"),
        "{main}"
    );
    // Who else had a unit of lot A2611: three other made-up people were needled with it.
    assert!(
        main.contains("<dt>Other patients with the same lot</dt><dd>3</dd>"),
        "{main}"
    );
    let missing = main.split("Still missing").nth(1).unwrap();
    let missing = missing.split("</section>").next().unwrap();
    assert!(missing.contains("Recipient") && !missing.contains("Serial number"));

    // A clinician closes it, and nobody follows up what is over.
    let close = [("outcome", "Gone.")];
    let refused = operator.post(&format!("{address}/close"), &close).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let physician = house.as_role(Role::Physician).await;
    done(&physician, &format!("{address}/close"), &close).await;
    let late = [("note", "late"), ("grade", "1")];
    let late = physician.post(&format!("{address}/follow-up"), &late).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    let sent = [
        ("recipient", "The maker"),
        ("sent_on", "2026-11-26"),
        ("reference", "R-1"),
    ];
    done(&physician, &format!("{address}/reported"), &sent).await;
    let page = physician.page(&address).await;
    assert!(page.contains("Reported to The maker on 26 November 2026, reference R-1"));
    let future = [("recipient", "The maker"), ("sent_on", "2026-11-27")];
    let future = physician
        .post(&format!("{address}/reported"), &future)
        .await;
    assert_eq!(future.status, StatusCode::UNPROCESSABLE_ENTITY);
}

/// Protocol 5.6: an operator thinks that it may be serious, a clinician says so.
#[tokio::test]
async fn a_clinician_says_whether_an_adverse_event_is_serious() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Fontana").await;
    let list = format!("/patients/{patient}/adverse-events");
    let operator = house.as_role(Role::Operator).await;
    let physician = house.as_role(Role::Physician).await;
    let opened = [
        ("session", ""),
        ("sign", "pigment-change"),
        ("description", "A darker patch."),
        ("grade", "3"),
        ("is_serious", "yes"),
    ];
    let address = done(&operator, &list, &opened).await;
    let event = async || {
        let events = house.chart(patient).await.adverse_events;
        events.values().next().unwrap().clone()
    };
    assert!(!event().await.is_serious());
    assert!(event().await.opened.facts.is_thought_serious);
    let asks = "A colleague thinks that this may be serious";
    assert!(physician.page(&address).await.contains(asks));
    let follow = |serious| [("note", "Seen."), ("grade", "3"), ("is_serious", serious)];
    let there = format!("{address}/follow-up");
    done(&operator, &there, &follow("yes")).await;
    assert!(!event().await.is_serious());
    assert!(physician.page(&address).await.contains(asks));
    done(&physician, &there, &follow("yes")).await;
    assert!(event().await.is_serious());
    assert!(!physician.page(&address).await.contains(asks));
    // What a clinician said stays when an operator follows up.
    done(&operator, &there, &follow("")).await;
    assert!(event().await.is_serious());
}

#[tokio::test]
async fn the_draft_names_the_day_of_onset_the_age_on_it_and_the_sex() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Fontana").await;
    let chart = house.chart(patient).await;
    let session = chart.sessions.keys().next().unwrap().to_string();
    let operator = house.as_role(Role::Operator).await;
    let list = format!("/patients/{patient}/adverse-events");
    let opened = |onset: &'static str| {
        [
            ("session", session.clone()),
            ("sign", "pigment-change".to_owned()),
            ("description", "A darker patch.".to_owned()),
            ("grade", "2".to_owned()),
            ("onset_on", onset.to_owned()),
        ]
    };
    for wrong in ["2026-11-27", "yesterday"] {
        let told = operator.post(&list, &opened(wrong)).await;
        assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    }
    let told = operator.post(&list, &opened("2026-11-25")).await;
    assert_eq!(told.status, StatusCode::SEE_OTHER, "{}", told.text);
    let draft = operator.page(&format!("{}/report", told.location())).await;
    let born = chart.identity.as_ref().unwrap().birth_date;
    let age = born.until((jiff::Unit::Year, jiff::civil::date(2026, 11, 25)));
    let age = age.unwrap().get_years();
    for line in [
        "<dt>Day on which it began</dt><dd>25 November 2026</dd>".to_owned(),
        format!("<dt>Age when it began, years</dt><dd>{age}</dd>"),
        "<dt>Sex</dt><dd>female</dd>".to_owned(),
    ] {
        assert!(draft.contains(&line), "{line}: {draft}");
    }
    let unknown = operator.post(&list, &opened("")).await;
    let draft = operator
        .page(&format!("{}/report", unknown.location()))
        .await;
    let missing = draft.split("Still missing").nth(1).unwrap();
    let missing = missing.split("</section>").next().unwrap();
    assert!(missing.contains("Day on which it began"), "{missing}");
}

/// Records what happens in sessions that are not signed.
async fn happens(house: &House, patient: PatientId, events: Vec<Event>) {
    let opened = house.record.open(patient).await.unwrap();
    let chart = house.chart(house.patient("Graf").await).await;
    let author = &chart.sessions.values().next().unwrap().started.author;
    let at = house.clock.now();
    let events: Vec<_> = events
        .into_iter()
        .map(|event| event.by(author.clone(), at))
        .collect();
    house.record.append(&opened, &events).await.unwrap();
}

/// Miriam Graf's session used two lots: the first has touched three others, the second Jana Egger alone.
#[tokio::test]
async fn the_draft_counts_everybody_whom_any_lot_of_the_session_has_touched() {
    let house = House::of_made_up_people().await;
    let (patient, other) = (house.patient("Graf").await, house.patient("Egger").await);
    let chart = house.chart(patient).await;
    let (session, graf) = chart.sessions.iter().next().unwrap();
    let second = CartridgeOpened {
        lot: "B 26/12&A+1".to_owned(),
        unit: "0001".to_owned(),
        ..graf.cartridges[0].facts.clone()
    };
    happens(&house, patient, vec![second.clone().into()]).await;
    let egger = SessionStarted {
        session: SessionId::new(house.clock.now(), &OperatingSystem).unwrap(),
        plan: *house.chart(other).await.plans.keys().next().unwrap(),
        ..graf.started.facts.clone()
    };
    let hers = CartridgeOpened {
        session: egger.session,
        unit: "0002".to_owned(),
        ..second
    };
    happens(&house, other, vec![egger.into(), hers.into()]).await;

    let operator = house.as_role(Role::Operator).await;
    let opened = [
        ("session", session.to_string()),
        ("sign", "pigment-change".to_owned()),
        ("description", "A darker patch.".to_owned()),
        ("grade", "2".to_owned()),
    ];
    let list = format!("/patients/{patient}/adverse-events");
    let answer = operator.post(&list, &opened).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    let draft = operator
        .page(&format!("{}/report", answer.location()))
        .await;
    assert!(
        draft.contains("<dt>Other patients with the same lot</dt><dd>4</dd>"),
        "{draft}"
    );
    // Protocol 5.6 asks who they are: a list for the clinic, which is neither in the text that goes out nor printed.
    let (text, beside) = draft.split_once("aria-labelledby=\"who-had-lot\"").unwrap();
    assert!(
        text.ends_with("<section class=\"sheet no-print\" "),
        "{text}"
    );
    assert!(!text.contains("/stock?article"), "{text}");
    let links = beside.split("href=\"/stock?").skip(1);
    let links: Vec<String> = links
        .map(|one| format!("/stock?{}", one.split('"').next().unwrap()).replace("&amp;", "&"))
        .map(|one| one.replace("&#38;", "&"))
        .collect();
    assert_eq!(links.len(), 2, "{beside}");
    let (first, second) = (
        operator.page(&links[0]).await,
        operator.page(&links[1]).await,
    );
    assert!(first.contains("Fontana, Giulia"), "{first}");
    assert!(!first.contains("Egger, Jana"), "{first}");
    assert!(second.contains("Egger, Jana"), "{second}");
    assert!(!second.contains("Fontana, Giulia"), "{second}");
}

/// What stands chosen in a list of the form.
fn chosen<'a>(form: &'a str, name: &str) -> Vec<&'a str> {
    let list = between(form, &format!("name=\"{name}\""), "</select>");
    let options = list.split("<option value=\"").skip(1);
    let chosen = options.filter(|one| one.split('>').next().unwrap().ends_with(" selected"));
    chosen.map(|one| one.split('"').next().unwrap()).collect()
}

/// The first sign and grade of their lists were recorded of whoever left them: an anaphylaxis became an acne flare.
#[tokio::test]
async fn sign_and_grade_of_an_adverse_event_are_chosen_and_a_refused_form_keeps_what_was_typed() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Fontana").await;
    let list = format!("/patients/{patient}/adverse-events");
    let operator = house.as_role(Role::Operator).await;
    let form = operator.page(&format!("{list}/new")).await;
    for name in ["sign", "grade"] {
        let field = between(&form, &format!("name=\"{name}\""), "</select>");
        assert!(
            field.starts_with(" required><option value=\"\"></option>"),
            "{field}"
        );
        assert_eq!(chosen(&form, name), [""; 0], "{name}");
    }
    let typed = [
        ("session", ""),
        ("sign", "airway-or-toxicity"),
        ("description", "Swollen tongue."),
        ("grade", "4"),
        ("onset_on", "2026-11-25"),
        ("is_serious", "yes"),
    ];
    for (left, why) in [
        ("sign", "Choose one of the listed signs."),
        ("grade", "Choose one of the listed grades."),
    ] {
        for wrong in ["", "9"] {
            let sent = typed.map(|(name, value)| (name, if name == left { wrong } else { value }));
            let refused = operator.post(&list, &sent).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{left}");
            let form = &refused.text;
            assert!(form.contains(why), "{form}");
            for (name, value) in [typed[1], typed[3]] {
                let stands = if name == left { vec![] } else { vec![value] };
                assert_eq!(chosen(form, name), stands, "{name}");
            }
            assert!(form.contains(">Swollen tongue.</textarea>"), "{form}");
            assert!(form.contains("value=\"2026-11-25\""), "{form}");
            assert!(form.contains("value=\"yes\" checked"), "{form}");
        }
    }
    assert!(house.chart(patient).await.adverse_events.is_empty());
    done(&operator, &list, &typed).await;
    let events = house.chart(patient).await.adverse_events;
    let facts = &events.values().next().unwrap().opened.facts;
    assert_eq!((&*facts.sign, facts.grade), ("airway-or-toxicity", 4));
}

#[tokio::test]
async fn an_adverse_event_takes_over_what_a_report_told() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Fontana").await;
    let own = house.as_patient("Fontana").await;
    // Of several signs the gravest is proposed.
    let told = [
        ("symptom", "milia"),
        ("symptom", "honey-crust"),
        ("words", "yellow crust"),
    ];
    let there =
        taken(&send_parts(&own, OWN, &fields(&key(&own, OWN).await, "0", &told), &[]).await);
    let id = there.rsplit('/').next().unwrap();
    let operator = house.as_role(Role::Operator).await;
    let form = operator
        .page(&format!(
            "/patients/{patient}/adverse-events/new?check_in={id}"
        ))
        .await;
    assert_eq!(chosen(&form, "sign"), ["honey-crust"], "{form}");
    assert_eq!(chosen(&form, "grade"), [""; 0], "{form}");
    assert!(form.contains(">yellow crust</textarea>"));
}

/// Make-up waits for the clinic from 24 hours on; a report of level 2 suspends every release until it is answered.
#[tokio::test]
async fn a_release_keeps_to_the_rules_and_takes_a_clinician() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Fontana").await;
    let own = house.as_patient("Fontana").await;
    let address = format!("/patients/{patient}/releases");
    let operator = house.as_role(Role::Operator).await;
    let clinician = house.as_role(Role::Clinician).await;
    let page = operator.page(&address).await;
    assert!(
        page.contains("/rules/no-makeup") && !page.contains("name=\"rule\""),
        "{page}"
    );
    let early = clinician.page(&address).await;
    let brush = early.split("/rules/no-powered-brush").nth(1).unwrap();
    let brush = brush.split("</li>").next().unwrap();
    assert!(
        brush.contains("The rules let it be released from 1 December 2026"),
        "{brush}"
    );
    // Her skin was red when she last told of it: make-up waits until the third day, and there is nothing to choose.
    assert!(early.contains("from 27 November 2026"), "{early}");
    assert!(!early.contains("Release what is chosen"), "{early}");
    assert!(!early.contains("name=\"rule\""), "{early}");
    let refused = clinician
        .post(&address, &[("rule", "no-powered-brush")])
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let by_operator = operator.post(&address, &[("rule", "no-makeup")]).await;
    assert_eq!(by_operator.status, StatusCode::FORBIDDEN);

    let told = fields(&key(&own, OWN).await, "0", &[("symptom", "darker-patches")]);
    let report = taken(&send_parts(&own, OWN, &told, &[]).await);
    let refused = clinician.post(&address, &[("rule", "no-makeup")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.text.contains("suspends every release"),
        "{}",
        refused.text
    );
    let id = report.rsplit('/').next().unwrap();
    let answer = format!("/patients/{patient}/check-ins/{id}/answer");
    house.clock.move_on(SignedDuration::from_mins(5));
    done(&clinician, &answer, &[("response", "Looks calm.")]).await;
    house.clock.move_on(SignedDuration::from_mins(5));
    let free = clinician.page(&address).await;
    assert!(free.contains("value=\"no-makeup\""), "{free}");
    assert!(free.contains("Release what is chosen"), "{free}");
    done(&clinician, &address, &[("rule", "no-makeup")]).await;
    let chart = house.chart(patient).await;
    let session = chart.sessions.values().next().unwrap();
    assert_eq!(session.clearances[0].facts.instructions, ["no-makeup"]);
    assert_eq!(session.clearances[0].author.name, "Vera Brandt");
    let page = clinician.page(&address).await;
    assert!(!page.contains("value=\"no-makeup\""), "{page}");
}
