//! The mail that asks for a rating of one's own: once, on the first morning of its days, and not to whoever has answered.

use axum::http::StatusCode;
use jiff::SignedDuration;
use needlework_clinic::server::office::mail::{Mail, MailState};

use super::post_office::PostOffice;
use super::{courier, queue};
use crate::own_rating::{rate, saved};
use crate::support::{Browser, House};

const HUBER: &str = "anna.huber@example.org";
const HALF_AN_HOUR: SignedDuration = SignedDuration::from_mins(30);

async fn turn_on(own: &Browser) {
    let fields = [
        ("do", "choose"),
        ("agreed", "yes"),
        ("address", HUBER),
        ("language", "en"),
        ("time_zone", "Europe/Zurich"),
    ];
    let answer = own.post("/mine/reminders", &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
}

/// Mails that ask for it.
async fn asking(house: &House) -> Vec<Mail> {
    let mut mails = queue(&house.record).await;
    mails.retain(|mail| mail.about.starts_with("own-rating/"));
    mails
}

#[tokio::test]
async fn it_goes_once_in_the_morning_on_which_the_days_begin() {
    let house = House::of_made_up_people().await;
    house.clock.set("2026-11-11T09:00:00Z".parse().unwrap());
    turn_on(&house.as_patient("Huber").await).await;
    let office = PostOffice::open();
    let mut courier = courier(&house, &office);
    let sent = || {
        let taken = office.taken();
        taken.iter().filter(|mail| mail.to == HUBER).count()
    };
    let mut went_at = None;
    for _ in 0..2 * 48 {
        courier.go_round().await.unwrap();
        if went_at.is_none() && sent() > 0 {
            went_at = Some(house.clock.now_at());
        }
        house.clock.move_on(HALF_AN_HOUR);
    }
    // Seven o'clock at the clinic: the first minute after the quiet hours.
    assert_eq!(went_at, Some("2026-11-12T06:00:00Z".parse().unwrap()));
    assert_eq!(sent(), 1);
    let mails = asking(&house).await;
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].state, MailState::Sent);
    let taken = office.taken();
    let mail = taken.iter().find(|mail| mail.to == HUBER).unwrap();
    assert_eq!(
        mail.header("Subject"),
        "A reminder from Clinic at the Linden"
    );
    let text = mail.text.replace(&mail.stop_path(), "").to_lowercase();
    for word in [
        "anna ", "skin", "better", "result", "rating", "answer", "treat",
    ] {
        assert!(!text.contains(word), "{word}: {text}");
    }
}

/// The days on which somebody is asked are more than those for which mails are kept.
#[tokio::test]
async fn it_is_kept_as_long_as_it_could_go_again() {
    let house = House::of_made_up_people().await;
    turn_on(&house.as_patient("Huber").await).await;
    let office = PostOffice::open();
    let mut courier = courier(&house, &office);
    courier.go_round().await.unwrap();
    assert_eq!(asking(&house).await.len(), 1);
    house.clock.set("2026-12-27T09:00:00Z".parse().unwrap());
    courier.go_round().await.unwrap();
    let round = courier.go_round().await.unwrap();
    assert_eq!(round.planned, 0);
    assert_eq!(asking(&house).await.len(), 1);
    let taken = office.taken();
    let to_huber = taken.iter().filter(|mail| mail.to == HUBER);
    assert_eq!(to_huber.count(), 1);
}

#[tokio::test]
async fn whoever_has_answered_is_not_asked_by_mail_and_one_that_waits_stops() {
    let house = House::of_made_up_people().await;
    // In the first night of the days, when nobody is written to.
    house.clock.set("2026-11-11T23:30:00Z".parse().unwrap());
    let own = house.as_patient("Huber").await;
    turn_on(&own).await;
    let office = PostOffice::open();
    let mut courier = courier(&house, &office);
    courier.go_round().await.unwrap();
    let waiting = asking(&house).await;
    assert_eq!(waiting.len(), 1);
    assert_eq!(waiting[0].state, MailState::Waiting);
    saved(&rate(&own, &[("whole", "2")]).await);
    for _ in 0..24 {
        courier.go_round().await.unwrap();
        house.clock.move_on(HALF_AN_HOUR);
    }
    let mails = asking(&house).await;
    assert_eq!(mails.len(), 1);
    assert!(matches!(mails[0].state, MailState::Stopped(_)));
    assert!(office.taken().iter().all(|mail| mail.to != HUBER));
}

#[tokio::test]
async fn whoever_turns_mails_on_later_is_asked_while_there_is_time() {
    let house = House::of_made_up_people().await;
    turn_on(&house.as_patient("Huber").await).await;
    let office = PostOffice::open();
    courier(&house, &office).go_round().await.unwrap();
    let to_huber = |office: &PostOffice| {
        let taken = office.taken();
        taken.iter().filter(|mail| mail.to == HUBER).count()
    };
    assert_eq!(to_huber(&office), 1);
    let late = House::of_made_up_people().await;
    late.clock.set("2026-12-28T09:00:00Z".parse().unwrap());
    turn_on(&late.as_patient("Huber").await).await;
    courier(&late, &office).go_round().await.unwrap();
    assert_eq!(to_huber(&office), 1);
    assert!(asking(&late).await.is_empty());
}
