//! What is sent, when, and how often.

use std::collections::BTreeSet;

use jiff::SignedDuration;
use needlework_clinic::server::mail::{Courier, Post};
use needlework_clinic::server::office::account::Role;
use needlework_clinic::server::office::mail::{Failure, MailState, StopReason};

use super::post_office::{Manner, PostOffice};
use super::{EGGER, GRAF, PAGES, SENDER, clock_of, courier, number_in, queue};
use crate::support::House;

const HALF_AN_HOUR: SignedDuration = SignedDuration::from_mins(30);

#[tokio::test]
async fn a_mail_says_that_the_clinic_wrote_and_nothing_else() {
    let house = House::of_made_up_people().await;
    let office = PostOffice::open();
    courier(&house, &office).go_round().await.unwrap();
    let taken = office.taken();
    let mail = taken.first().expect("somebody heals and is due");
    assert_eq!(mail.to, GRAF);
    assert_eq!(mail.header("To"), GRAF);
    assert_eq!(
        mail.header("From"),
        "\"Clinic at the Linden\" <reminders@clinic.test>"
    );
    assert_eq!(
        mail.header("Subject"),
        "Un recordatorio de Clinic at the Linden"
    );
    let stop = format!("https://clinic.test{}", mail.stop_path());
    assert_eq!(mail.header("List-Unsubscribe"), format!("<{stop}>"));
    assert_eq!(
        mail.header("List-Unsubscribe-Post"),
        "List-Unsubscribe=One-Click"
    );
    assert_eq!(mail.header("Auto-Submitted"), "auto-generated");
    assert!(mail.header("Message-ID").ends_with("@clinic.test>"));
    assert!(
        mail.text.contains("https://clinic.test/mine"),
        "{}",
        mail.text
    );
    // The link is random and may spell anything.
    let text = mail.text.replace(&mail.stop_path(), "").to_lowercase();
    for word in [
        "miriam ",
        "skin",
        "piel",
        "needling",
        "aguja",
        "session",
        "sesi",
        "control",
        "check",
        "sun",
        "treat",
        "tratamiento",
        "retin",
        "care",
        "cuidado",
    ] {
        assert!(!text.contains(word), "{word}: {text}");
    }
}

#[tokio::test]
async fn over_three_days_each_mail_comes_once_and_never_at_night() {
    let house = House::of_made_up_people().await;
    let office = PostOffice::open();
    let mut courier = courier(&house, &office);
    let mut before = 0;
    for _ in 0..3 * 48 {
        courier.go_round().await.unwrap();
        let taken = office.taken().len();
        let clock = clock_of(house.clock.now_at());
        if taken > before {
            assert!(("07:00".."21:00").contains(&clock.as_str()), "{clock}");
        }
        before = taken;
        house.clock.move_on(HALF_AN_HOUR);
    }
    let taken = office.taken();
    let ids: BTreeSet<&str> = taken.iter().map(|mail| mail.header("Message-ID")).collect();
    assert_eq!(ids.len(), taken.len(), "a mail came twice");
    assert!(taken.len() >= 2, "{}", taken.len());
    // What fell into one round was one mail; all of it is over.
    let sent = number_in(&house.record, |state| state == MailState::Sent).await;
    assert!(sent >= taken.len());
    let mut moments = BTreeSet::new();
    for mail in queue(&house.record).await {
        assert!(moments.insert((mail.patient, mail.about, mail.moment)));
    }
}

#[tokio::test]
async fn a_server_that_is_busy_is_asked_again_after_a_minute() {
    let house = House::of_made_up_people().await;
    let office = PostOffice::open();
    let mut courier = courier(&house, &office);
    office.will(&[Manner::Busy]);
    courier.go_round().await.unwrap();
    assert_eq!(office.taken().len(), 0);
    let busy = Some(Failure::Reply(451));
    let mails = queue(&house.record).await;
    let waits = mails.iter().find(|mail| mail.failure == busy).unwrap();
    assert_eq!((waits.state, waits.tries), (MailState::Waiting, 1));
    courier.go_round().await.unwrap();
    assert_eq!(office.taken().len(), 0);
    house.clock.move_on(SignedDuration::from_mins(1));
    courier.go_round().await.unwrap();
    assert_eq!(office.taken().len(), 1);
}

#[tokio::test]
async fn an_address_that_is_refused_is_shown_and_sent_again_by_hand() {
    let house = House::of_made_up_people().await;
    let office = PostOffice::open();
    let mut courier = courier(&house, &office);
    office.will(&[Manner::NobodyHere]);
    courier.go_round().await.unwrap();
    let desk = house.as_role(Role::FrontDesk).await;
    assert!(desk.page("/").await.contains("did not go out"));
    let page = desk.page("/mails").await;
    assert!(
        page.contains("The mail server refused it (code 550)."),
        "{page}"
    );
    assert!(page.contains("Graf"), "{page}");
    let refused = MailState::Refused(Failure::Reply(550));
    let number = number_in(&house.record, |state| state == refused).await;
    assert!(number > 0);
    house.clock.move_on(SignedDuration::from_hours(1));
    courier.go_round().await.unwrap();
    let still = number_in(&house.record, |state| state == refused).await;
    assert_eq!(still, number, "it was sent again by itself");
    // An hour without use ends a sign-in.
    let desk = house.as_role(Role::FrontDesk).await;
    let before = office.taken().len();
    for mail in queue(&house.record).await {
        if mail.state == refused {
            let address = format!("/mails/{}", mail.id);
            let answer = desk.post(&address, &[("do", "send")]).await;
            assert_eq!(answer.location(), "/mails", "{}", answer.text);
        }
    }
    courier.go_round().await.unwrap();
    assert_eq!(office.taken().len(), before + 1);
    assert_eq!(number_in(&house.record, |state| state == refused).await, 0);
    assert!(!desk.page("/").await.contains("did not go out"));
}

#[tokio::test]
async fn a_line_that_ends_too_early_leaves_a_mail_that_is_not_sent_again_by_itself() {
    let house = House::of_made_up_people().await;
    let office = PostOffice::open();
    let mut courier = courier(&house, &office);
    office.will(&[Manner::TakeAndHangUp]);
    courier.go_round().await.unwrap();
    let taken = office.taken();
    let id = taken
        .first()
        .expect("a mail was taken")
        .header("Message-ID");
    assert!(number_in(&house.record, |state| state == MailState::NotKnown).await > 0);
    for _ in 0..4 {
        house.clock.move_on(SignedDuration::from_mins(10));
        courier.go_round().await.unwrap();
    }
    let same = office.taken().into_iter();
    assert_eq!(
        same.filter(|mail| mail.header("Message-ID") == id).count(),
        1
    );
    let desk = house.as_role(Role::FrontDesk).await;
    assert!(
        desk.page("/mails")
            .await
            .contains("Nobody knows whether it arrived.")
    );
    for mail in queue(&house.record).await {
        if mail.state == MailState::NotKnown {
            let address = format!("/mails/{}", mail.id);
            let answer = desk.post(&address, &[("do", "put-away")]).await;
            assert_eq!(answer.location(), "/mails", "{}", answer.text);
        }
    }
    assert!(desk.page("/mails").await.contains("Nothing failed."));
    // Who plans everything anew does not queue it again, and is not held up by it.
    let mut other = super::courier(&house, &office);
    other.go_round().await.unwrap();
    assert_eq!(other.go_round().await.unwrap().planned, 0);
    let same = office.taken().into_iter();
    assert_eq!(
        same.filter(|mail| mail.header("Message-ID") == id).count(),
        1
    );
}

#[tokio::test]
async fn a_program_that_ended_while_it_handed_over_leaves_a_mail_of_which_nobody_knows() {
    let house = House::of_made_up_people().await;
    let office = PostOffice::open();
    let mut courier = courier(&house, &office);
    courier.go_round().await.unwrap();
    // As such a program leaves it: written down that it is being handed over, and nothing after that.
    let documents = house.record.documents_after(0).await.unwrap();
    let mails = documents.iter().filter(|one| one.drawer == "mail");
    let waiting = mails.filter_map(|one| {
        let mail: needlework_clinic::server::office::mail::Mail =
            serde_json::from_slice(one.body.as_ref()?).unwrap();
        (mail.state == MailState::Waiting).then_some((one.version, mail))
    });
    let (version, mail) = waiting.min_by_key(|(_, mail)| mail.send_at).unwrap();
    let left = mail.becoming(MailState::HandingOver, house.clock.now_at());
    let document = needlework_clinic::server::office::file(&left, version).unwrap();
    house.record.put_documents(&[document]).await.unwrap();
    let state = async || {
        let mails = queue(&house.record).await;
        mails
            .into_iter()
            .find(|one| one.id == mail.id)
            .unwrap()
            .state
    };
    courier.go_round().await.unwrap();
    assert_eq!(
        state().await,
        MailState::HandingOver,
        "it may still be under way"
    );
    house.clock.move_on(SignedDuration::from_mins(3));
    courier.go_round().await.unwrap();
    assert_eq!(state().await, MailState::NotKnown);
    let id = mail.id.to_string();
    let taken = office.taken();
    assert!(
        taken
            .iter()
            .all(|mail| !mail.header("Message-ID").contains(&id))
    );
}

#[tokio::test]
async fn a_server_that_is_away_costs_no_mail() {
    let house = House::of_made_up_people().await;
    let nobody = Post::by_server("smtp://127.0.0.1:9", None, SENDER, PAGES).unwrap();
    let mut away = Courier::new(house.clinic.clone(), nobody);
    away.go_round().await.unwrap();
    let mails = queue(&house.record).await;
    let tried: Vec<_> = mails.iter().filter(|mail| mail.tries == 1).collect();
    assert!(!tried.is_empty());
    for mail in tried {
        assert_eq!(mail.failure, Some(Failure::Unreachable));
    }
    let office = PostOffice::open();
    house.clock.move_on(SignedDuration::from_mins(1));
    courier(&house, &office).go_round().await.unwrap();
    assert_eq!(office.taken().len(), 1);
}

#[tokio::test]
async fn a_visit_that_is_cancelled_takes_its_mails_along() {
    let house = House::of_made_up_people().await;
    let office = PostOffice::open();
    let mut courier = courier(&house, &office);
    let egger = house.patient("Egger").await;
    let chart = house.chart(egger).await;
    let plan = chart.plans.keys().next().unwrap().to_string();
    let desk = house.as_role(Role::FrontDesk).await;
    let fields = [
        ("purpose", "treatment"),
        ("plan", plan.as_str()),
        ("starts", "2026-12-07T09:00"),
        ("minutes", "60"),
        ("room", "2"),
    ];
    let made = desk
        .post(&format!("/patients/{egger}/appointments"), &fields)
        .await;
    assert_eq!(
        made.status,
        axum::http::StatusCode::SEE_OTHER,
        "{}",
        made.text
    );
    let of_egger = async |is: &dyn Fn(MailState) -> bool| {
        let mails = queue(&house.record).await;
        let found = mails
            .iter()
            .filter(|mail| mail.patient == egger && is(mail.state));
        found.count()
    };
    let mut waiting = 0;
    for _ in 0..8 {
        courier.go_round().await.unwrap();
        waiting = of_egger(&|state| state == MailState::Waiting).await;
        if waiting > 0 {
            break;
        }
        house.clock.move_on(SignedDuration::from_hours(24));
    }
    assert!(waiting > 0, "nothing is to be done before a session");
    let documents = house.record.documents_after(0).await.unwrap();
    let appointments = documents.iter().filter(|one| one.drawer == "appointment");
    let newest = appointments.max_by_key(|one| one.revision).unwrap();
    let desk = house.as_role(Role::FrontDesk).await;
    let id = [("id", newest.id.to_string())];
    let cancelled = desk.post("/appointments/cancel", &id).await;
    assert!(cancelled.status.is_redirection(), "{}", cancelled.text);
    courier.go_round().await.unwrap();
    let moved = MailState::Stopped(StopReason::Moved);
    assert_eq!(of_egger(&|state| state == MailState::Waiting).await, 0);
    assert!(of_egger(&|state| state == moved).await >= waiting);
    assert!(
        office
            .taken()
            .iter()
            .all(|mail| mail.to == GRAF || mail.to == EGGER)
    );
}

#[tokio::test]
async fn charts_are_opened_once_a_day_and_when_something_has_changed() {
    let house = House::of_made_up_people().await;
    let office = PostOffice::open();
    let mut courier = courier(&house, &office);
    let mut planned = async || courier.go_round().await.unwrap().planned;
    // Graf and Egger agreed; nobody else's chart is opened.
    assert_eq!(planned().await, 2);
    assert_eq!(planned().await, 0);
    let egger = house.patient("Egger").await;
    let desk = house.as_role(Role::FrontDesk).await;
    let fields = [
        ("purpose", "review"),
        ("starts", "2026-12-03T09:00"),
        ("minutes", "30"),
        ("room", "1"),
    ];
    desk.post(&format!("/patients/{egger}/appointments"), &fields)
        .await;
    assert_eq!(planned().await, 1);
    let own = house.as_patient("Graf").await;
    own.post("/mine/reminders", &[("do", "stop")]).await;
    assert_eq!(planned().await, 1);
    house.clock.move_on(SignedDuration::from_hours(24));
    assert_eq!(planned().await, 1);
    let own = house.as_patient("Egger").await;
    let page = own.page("/mine/readers").await;
    assert!(
        page.contains("<strong>Needlework</strong>") && page.contains("planned reminders"),
        "{page}"
    );
}
