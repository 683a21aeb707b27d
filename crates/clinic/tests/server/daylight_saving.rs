//! Appointments on the nights when clocks change, and clinics elsewhere.

use axum::http::StatusCode;
use jiff::Timestamp;
use needlework_clinic::server::Setting;

use crate::forms::{DAYS, change_clinic, change_settings};
use crate::support::{Answer, Browser, House};

/// A clinic in a time zone that is open every day, at a moment, with one patient.
struct Elsewhere {
    house: House,
    owner: Browser,
    secret: String,
    chart: String,
}

impl Elsewhere {
    async fn new(zone: &str, now: &str) -> Self {
        let house = House::empty(Setting::default()).await;
        house.clock.set(now.parse().unwrap());
        let (owner, secret) = house.first_owner().await;
        change_settings(&owner, &[("time_zone", zone)]).await;
        let mut clinic = vec![("rooms", "1, 2")];
        for (day, from, to) in DAYS {
            clinic.extend([("open", day), (from, "00:00"), (to, "23:59")]);
        }
        change_clinic(&owner, &clinic).await;
        let person = [
            ("family", "Nacht"),
            ("given", "Uhl"),
            ("birth_date", "1980-01-01"),
        ];
        let registered = owner.post("/patients", &person).await;
        let chart = registered.location().to_owned();
        Self {
            house,
            owner,
            secret,
            chart,
        }
    }

    async fn make(&self, starts: &str, minutes: &str) -> Answer {
        let fields = [
            ("purpose", "review"),
            ("starts", starts),
            ("minutes", minutes),
            ("room", "1"),
        ];
        let address = format!("{}/appointments", self.chart);
        self.owner.post(&address, &fields).await
    }

    async fn made(&self, starts: &str, minutes: &str) {
        let answer = self.make(starts, minutes).await;
        assert_eq!(
            answer.status,
            StatusCode::SEE_OTHER,
            "{starts}: {}",
            answer.text
        );
    }

    /// Comes again at another time, signed in anew.
    async fn come_at(&mut self, now: Timestamp) {
        self.house.clock.set(now);
        let code = self.house.code(&self.secret);
        let password = crate::support::PASSWORD;
        let fields = [("name", "owner"), ("password", password), ("code", &code)];
        let answer = self.house.stranger().post("/sign-in", &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        self.owner.take_cookie(&answer);
    }

    /// Days and times in the order of a page.
    async fn times(&self, page: &str) -> Vec<String> {
        let text = self.owner.page(page).await;
        let times = text.split("<strong>").skip(1);
        let times = times.filter_map(|after| after.split_once("</strong>"));
        let times = times.map(|(time, _)| time.to_owned());
        times
            .filter(|time| time.len() == 5 && time.contains(':'))
            .collect()
    }
}

#[tokio::test]
async fn a_time_that_is_skipped_moves_on_by_the_skipped_hour() {
    let mut clinic = Elsewhere::new("Europe/Zurich", "2027-03-20T10:00:00Z").await;
    clinic.made("2027-03-28T02:30", "15").await;
    assert_eq!(clinic.times("/appointments").await, ["03:30"]);
    let page = clinic.owner.page("/appointments").await;
    assert!(page.contains("Sunday, 28 March 2027"), "{page}");
    // Half past two and half past three are one moment in this night, and the room is taken.
    let same = clinic.make("2027-03-28T03:30", "15").await;
    assert_eq!(same.status, StatusCode::UNPROCESSABLE_ENTITY);
    // An hour before by the clock is no hour before: from half past one it is half an hour to three.
    clinic.made("2027-03-28T01:30", "60").await;
    let overlapping = clinic.make("2027-03-28T01:00", "31").await;
    assert_eq!(overlapping.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(clinic.times("/appointments").await, ["01:30", "03:30"]);
    // The day has 23 hours: its last minute is on it, and the first one of the next day is not.
    clinic.made("2027-03-28T23:45", "15").await;
    clinic.made("2027-03-29T00:00", "15").await;
    clinic
        .come_at("2027-03-27T23:30:00Z".parse().unwrap())
        .await;
    assert_eq!(clinic.times("/").await, ["01:30", "03:30", "23:45"]);
    clinic
        .come_at("2027-03-28T21:59:59Z".parse().unwrap())
        .await;
    assert_eq!(clinic.times("/").await, ["01:30", "03:30", "23:45"]);
    clinic
        .come_at("2027-03-28T22:00:00Z".parse().unwrap())
        .await;
    assert_eq!(clinic.times("/").await, ["00:00"]);
}

#[tokio::test]
async fn a_time_that_comes_twice_is_the_first_one() {
    let mut clinic = Elsewhere::new("Europe/Zurich", "2027-10-20T10:00:00Z").await;
    // From half past one, 120 minutes later it is half past two for the second time.
    clinic.made("2027-10-31T01:30", "120").await;
    let first = clinic.make("2027-10-31T02:45", "15").await;
    assert_eq!(first.status, StatusCode::UNPROCESSABLE_ENTITY);
    clinic.made("2027-10-31T03:00", "15").await;
    clinic.made("2027-10-31T00:00", "90").await;
    clinic.made("2027-10-31T23:45", "15").await;
    clinic.made("2027-11-01T00:00", "15").await;
    let of_day = ["00:00", "01:30", "03:00", "23:45"];
    clinic
        .come_at("2027-10-30T22:00:00Z".parse().unwrap())
        .await;
    assert_eq!(clinic.times("/").await, of_day);
    clinic
        .come_at("2027-10-31T22:59:59Z".parse().unwrap())
        .await;
    assert_eq!(clinic.times("/").await, of_day);
    clinic
        .come_at("2027-10-31T23:00:00Z".parse().unwrap())
        .await;
    assert_eq!(clinic.times("/").await, ["00:00"]);
}

#[tokio::test]
async fn today_is_the_day_at_the_clinic() {
    // In New York it is still the evening of the day on which clocks went forward.
    let clinic = Elsewhere::new("America/New_York", "2027-03-15T02:00:00Z").await;
    let born = async |day: &str| {
        let fields = [("family", "Neu"), ("given", "Ada"), ("birth_date", day)];
        clinic.owner.post("/patients", &fields).await.status
    };
    assert_eq!(born("2027-03-15").await, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(born("2027-03-14").await, StatusCode::SEE_OTHER);
    clinic.made("2027-03-14T23:00", "30").await;
    clinic.made("2027-03-15T00:00", "30").await;
    assert_eq!(clinic.times("/").await, ["23:00"]);
    let start = clinic.owner.page("/").await;
    assert!(start.contains("Sunday, 14 March 2027"), "{start}");
}

#[tokio::test]
async fn clocks_change_on_another_day_in_new_york() {
    let clinic = Elsewhere::new("America/New_York", "2027-03-10T15:00:00Z").await;
    clinic.made("2027-03-14T02:30", "15").await;
    // In Zurich this time is skipped, here it is not.
    clinic.made("2027-03-28T02:30", "15").await;
    assert_eq!(clinic.times("/appointments").await, ["03:30", "02:30"]);
}
