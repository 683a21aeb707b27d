//! Two servers over one PostgreSQL.

use std::sync::Arc;

use axum::http::StatusCode;
use needlework_chart::chance::OperatingSystem;
use needlework_chart::id::PatientId;
use needlework_clinic::server::{Setting, first_invitation};
use sqlx::{AssertSqlSafe, Connection as _, PgConnection};
use tempfile::TempDir;

use crate::forms::{plan_of_cheeks, settings};
use crate::support::{Answer, Browser, DEMONSTRATION, House, StandingClock, between};

/// An empty database of one's own.
pub(crate) async fn database() -> String {
    let server = std::env::var("NEEDLEWORK_POSTGRES").expect(
        "NEEDLEWORK_POSTGRES is not set: run `cargo xtask test`, which installs and starts a PostgreSQL for this test",
    );
    let random = PatientId::new(jiff::Timestamp::UNIX_EPOCH, &OperatingSystem).unwrap();
    let name = format!("needlework_{}", random.uuid().simple());
    let mut connection = PgConnection::connect(&server).await.unwrap();
    sqlx::query(AssertSqlSafe(format!("CREATE DATABASE {name}")))
        .execute(&mut connection)
        .await
        .unwrap();
    let (host, _) = server.rsplit_once('/').unwrap();
    format!("{host}/{name}")
}

/// Two servers, and their people: an owner, who is a physician too, and a clinician.
struct Two {
    one: House,
    other: House,
}

/// Two empty servers over one database, with one clock.
pub(crate) async fn houses(setting: Setting) -> (House, House) {
    let database = database().await;
    let folder = Arc::new(TempDir::new().unwrap());
    let clock = StandingClock::new();
    let house = async || {
        let (own, path) = (Some(Arc::clone(&folder)), folder.path());
        House::over(own, path, Some(&database), Arc::clone(&clock), setting).await
    };
    (house().await, house().await)
}

impl Two {
    async fn new() -> Self {
        let (one, other) = houses(DEMONSTRATION).await;
        first_invitation(&one.clinic).await.unwrap();
        let two = Self { one, other };
        let owner = two.one.as_made_up("owner").await;
        let colleague = [
            ("name", "Vera Brandt"),
            ("sign_in_name", "vera"),
            ("role", "clinician"),
        ];
        let added = owner.post("/settings/colleagues", &colleague).await;
        assert_eq!(added.status, StatusCode::OK, "{}", added.text);
        two
    }
}

/// The same person at the other server: cookies go to both.
fn at(house: &House, browser: &Browser) -> Browser {
    Browser {
        cookie: browser.cookie.clone(),
        ..house.stranger()
    }
}

async fn register(browser: &Browser, family: &str) -> Answer {
    let fields = [
        ("family", family),
        ("given", "Mara"),
        ("birth_date", "1974-03-09"),
    ];
    let answer = browser.post("/patients", &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    answer
}

#[tokio::test]
async fn who_is_registered_at_one_server_is_found_at_the_other_at_once() {
    let two = Two::new().await;
    let owner = two.one.as_made_up("owner").await;
    let vera = two.other.as_made_up("vera").await;
    for family in ["Holm", "Berg", "Tal"] {
        let chart = register(&owner, family).await.location().to_owned();
        let found = vera.search(family).await;
        assert!(found.contains(&chart), "{family}");
        assert!(vera.page(&chart).await.contains(family));
    }
    let first = register(&vera, "Moor").await.location().to_owned();
    assert!(at(&two.one, &vera).page("/patients").await.contains(&first));
}

#[tokio::test]
async fn a_sign_in_holds_at_both_servers_and_ends_at_both() {
    let two = Two::new().await;
    let vera = two.one.as_made_up("vera").await;
    let same = at(&two.other, &vera);
    assert_eq!(same.get("/account").await.status, StatusCode::OK);
    vera.post::<&str>("/sign-out", &[]).await;
    assert_eq!(same.get("/account").await.status, StatusCode::SEE_OTHER);
    // Somebody whose account is ended at one is out at the other.
    let vera = two.other.as_made_up("vera").await;
    let owner = two.one.as_made_up("owner").await;
    let page = owner.page("/settings").await;
    let row = page
        .split("/settings/colleagues/")
        .skip(1)
        .find(|row| row.contains("Vera Brandt"));
    let user = row.unwrap().split('"').next().unwrap();
    let address = format!("/settings/colleagues/{user}");
    let ended = owner
        .post(&address, &[("do", "change"), ("role", "clinician")])
        .await;
    assert_eq!(ended.status, StatusCode::SEE_OTHER);
    assert_eq!(vera.get("/account").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn of_two_who_change_one_chart_at_two_servers_one_is_told() {
    let two = Two::new().await;
    let owner = two.one.as_made_up("owner").await;
    let vera = two.other.as_made_up("vera").await;
    let chart = register(&owner, "Holm").await.location().to_owned();
    let fields = plan_of_cheeks("1", &[]);
    let kept = owner.post(&format!("{chart}/plans"), &fields).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text);
    let plan = kept.location().to_owned();
    for _ in 0..3 {
        let page = owner.page(&plan).await;
        let seen = between(&page, "name=\"seen\" value=\"", "\"");
        let decline = [("seen", seen), ("do", "decline")];
        let save = plan_of_cheeks(seen, &[("name", "Option of Vera")]);
        let (one, other) = tokio::join!(owner.post(&plan, &decline), vera.post(&plan, &save));
        let mut states = [one.status, other.status];
        states.sort();
        assert_eq!(states, [StatusCode::SEE_OTHER, StatusCode::CONFLICT]);
        let told = if one.status == StatusCode::CONFLICT {
            one
        } else {
            other
        };
        assert!(told.text.contains("nothing of theirs is lost") || told.text.contains("meanwhile"));
    }
    let patient = chart.rsplit('/').next().unwrap().parse().unwrap();
    // Registered, drafted, and three times changed by one of the two.
    assert_eq!(two.other.sequence(patient).await, 5);
}

#[tokio::test]
async fn a_room_is_given_away_once_and_settings_are_changed_by_who_saw_them() {
    let two = Two::new().await;
    let owner = two.one.as_made_up("owner").await;
    let chart = register(&owner, "Holm").await.location().to_owned();
    let fields = [
        ("purpose", "review"),
        ("starts", "2026-11-27T10:00"),
        ("minutes", "30"),
        ("room", "1"),
    ];
    let address = format!("{chart}/appointments");
    let made = owner.post(&address, &fields).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text);
    let vera = two.other.as_made_up("vera").await;
    let taken = vera.post(&address, &fields).await;
    assert_eq!(taken.status, StatusCode::UNPROCESSABLE_ENTITY);
    let settings = settings("0", &[]);
    let same = at(&two.other, &owner);
    assert_eq!(
        owner.post("/settings", &settings).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(
        same.post("/settings", &settings).await.status,
        StatusCode::CONFLICT
    );
    assert!(same.page("/settings").await.contains("value=\"Linden\""));
}
