//! Signing in with a real password and a real authenticator, and everything that ends it.

mod led_back;
mod links;

use axum::http::{StatusCode, header};
use jiff::SignedDuration;
use needlework_chart::fold::PlanState;
use needlework_clinic::server::Setting;
use needlework_clinic::server::first_invitation;
use needlework_clinic::server::office::account::Role;

use crate::support::{Answer, Browser, House, PASSWORD, between};

/// Long enough for the next code.
const NEXT_CODE: SignedDuration = SignedDuration::from_secs(60);

/// A clinic whose owner has chosen a password, some minutes later.
struct Owned {
    house: House,
    first: Browser,
    secret: String,
}

impl Owned {
    async fn new() -> Self {
        let house = House::empty(Setting::default()).await;
        let (first, secret) = house.first_owner().await;
        house.clock.move_on(NEXT_CODE);
        Self {
            house,
            first,
            secret,
        }
    }

    async fn try_with(&self, name: &str, password: &str, code: &str) -> Answer {
        let fields = [("name", name), ("password", password), ("code", code)];
        self.house.stranger().post("/sign-in", &fields).await
    }

    async fn try_password(&self, password: &str) -> Answer {
        let code = self.house.code(&self.secret);
        self.try_with("owner", password, &code).await
    }

    /// Signs in with what is right, on another browser.
    async fn sign_in(&self) -> Browser {
        self.house.clock.move_on(NEXT_CODE);
        let answer = self.try_password(PASSWORD).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        let mut browser = self.house.stranger();
        browser.take_cookie(&answer);
        browser
    }
}

async fn is_in(browser: &Browser) -> bool {
    let answer = browser.get("/account").await;
    match answer.status {
        StatusCode::OK => true,
        StatusCode::SEE_OTHER if answer.location() == "/sign-in" => false,
        other => panic!("{other}: {}", answer.text),
    }
}

fn sentence(answer: &Answer) -> &str {
    between(&answer.text, "<main", "</main>")
}

#[tokio::test]
async fn name_password_and_code_let_somebody_in() {
    let owned = Owned::new().await;
    let answer = owned.try_password(PASSWORD).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(answer.location(), "/");
    let mut browser = owned.house.stranger();
    assert!(!is_in(&browser).await);
    browser.take_cookie(&answer);
    assert!(is_in(&browser).await);
}

#[tokio::test]
async fn the_name_may_be_typed_with_capitals_and_blanks_but_the_password_may_not() {
    let owned = Owned::new().await;
    let code = owned.house.code(&owned.secret);
    let answer = owned
        .try_with("owner", &PASSWORD.to_uppercase(), &code)
        .await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let spaced = format!("{} {}", &code[..3], &code[3..]);
    let answer = owned.try_with(" Owner ", PASSWORD, &spaced).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn what_is_wrong_is_not_told() {
    let owned = Owned::new().await;
    let code = owned.house.code(&owned.secret);
    let wrong_code = if code == "000000" { "000001" } else { "000000" };
    let password = owned
        .try_with("owner", "four other words here", &code)
        .await;
    let of_code = owned.try_with("owner", PASSWORD, wrong_code).await;
    let name = owned.try_with("nobody", PASSWORD, &code).await;
    for answer in [&password, &of_code, &name] {
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(answer.text, name.text);
        assert!(!answer.headers.contains_key(header::SET_COOKIE));
    }
}

#[tokio::test]
async fn a_code_works_once() {
    let owned = Owned::new().await;
    let first = owned.try_password(PASSWORD).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER);
    let again = owned.try_password(PASSWORD).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    owned.sign_in().await;
}

#[tokio::test]
async fn five_wrong_tries_lock_the_account_for_a_minute_and_the_next_one_for_two() {
    let owned = Owned::new().await;
    for _ in 0..4 {
        let answer = owned.try_password("four other words here").await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let fifth = owned.try_password("four other words here").await;
    assert_eq!(fifth.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(fifth.headers[header::RETRY_AFTER], "120");
    let right = owned.try_password(PASSWORD).await;
    assert_eq!(right.status, StatusCode::TOO_MANY_REQUESTS);
    owned.house.clock.move_on(SignedDuration::from_secs(61));
    let sixth = owned.try_password("four other words here").await;
    assert_eq!(sixth.status, StatusCode::TOO_MANY_REQUESTS);
    owned.house.clock.move_on(SignedDuration::from_secs(61));
    let right = owned.try_password(PASSWORD).await;
    assert_eq!(right.status, StatusCode::TOO_MANY_REQUESTS);
    owned.house.clock.move_on(SignedDuration::from_secs(61));
    let right = owned.try_password(PASSWORD).await;
    assert_eq!(right.status, StatusCode::SEE_OTHER, "{}", right.text);
    // A right try forgets the wrong ones.
    owned.house.clock.move_on(NEXT_CODE);
    let wrong = owned.try_password("four other words here").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn somebody_who_is_in_stays_in_while_the_account_is_locked() {
    let owned = Owned::new().await;
    for _ in 0..5 {
        owned.try_password("four other words here").await;
    }
    assert!(is_in(&owned.first).await);
}

#[tokio::test]
async fn half_an_hour_without_use_ends_a_sign_in() {
    let owned = Owned::new().await;
    let almost = SignedDuration::from_mins(29);
    assert!(is_in(&owned.first).await);
    for _ in 0..3 {
        owned.house.clock.move_on(almost);
        assert!(is_in(&owned.first).await);
    }
    owned.house.clock.move_on(SignedDuration::from_mins(30));
    assert!(!is_in(&owned.first).await);
    // It does not come back.
    owned.house.clock.move_on(-SignedDuration::from_mins(1));
    let other = owned.sign_in().await;
    assert!(is_in(&other).await);
    assert!(!is_in(&owned.first).await);
}

#[tokio::test]
async fn twelve_hours_end_a_sign_in_that_is_used_all_the_time() {
    let owned = Owned::new().await;
    // One minute has gone since it began.
    for _ in 0..35 {
        owned.house.clock.move_on(SignedDuration::from_mins(20));
        assert!(is_in(&owned.first).await);
    }
    owned.house.clock.move_on(SignedDuration::from_mins(18));
    assert!(is_in(&owned.first).await);
    owned.house.clock.move_on(SignedDuration::from_mins(1));
    assert!(!is_in(&owned.first).await);
}

#[tokio::test]
async fn who_signs_out_is_out_even_with_a_kept_cookie() {
    let owned = Owned::new().await;
    let other = owned.sign_in().await;
    let answer = owned.first.post::<&str>("/sign-out", &[]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(answer.location(), "/sign-in");
    let cookie = answer.headers[header::SET_COOKIE].to_str().unwrap();
    assert!(
        cookie.starts_with("needlework=;") && cookie.contains("Max-Age=0"),
        "{cookie}"
    );
    assert!(!is_in(&owned.first).await);
    assert!(is_in(&other).await);
}

#[tokio::test]
async fn a_forged_cookie_is_nobody() {
    let owned = Owned::new().await;
    let cookie = owned.first.cookie.clone();
    let mut forger = owned.house.stranger();
    let (name, token) = cookie.split_once('=').unwrap();
    let turned: String = token.chars().rev().collect();
    for forged in [
        format!("{name}={turned}"),
        format!("{name}={}", &token[1..]),
        format!("{name}={token}A"),
        format!("__Host-{name}={token}"),
        format!("{name}="),
    ] {
        forger.cookie.clone_from(&forged);
        assert!(!is_in(&forger).await, "{forged}");
    }
    forger.cookie = cookie;
    assert!(is_in(&forger).await);
}

#[tokio::test]
async fn somebody_ends_an_own_sign_in_on_another_browser() {
    let owned = Owned::new().await;
    let other = owned.sign_in().await;
    let page = other.page("/account").await;
    let id = between(&page, "name=\"id\" value=\"", "\"");
    let answer = other.post("/account/sign-ins/end", &[("id", id)]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert!(!is_in(&owned.first).await);
    assert!(is_in(&other).await);
    let again = other.post("/account/sign-ins/end", &[("id", id)]).await;
    assert_eq!(again.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn nobody_ends_the_sign_in_of_somebody_else() {
    let house = House::of_made_up_people().await;
    let first = house.as_role(Role::Clinician).await;
    let second = house.as_role(Role::Clinician).await;
    let page = second.page("/account").await;
    let id = between(&page, "name=\"id\" value=\"", "\"");
    let owner = house.as_role(Role::Owner).await;
    let answer = owner.post("/account/sign-ins/end", &[("id", id)]).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert!(is_in(&first).await);
}

#[tokio::test]
async fn another_password_ends_all_other_sign_ins() {
    const NEW: &str = "five new words in line";
    let owned = Owned::new().await;
    let other = owned.sign_in().await;
    let wrong = [("old", "four other words here"), ("new", NEW)];
    let answer = other.post("/account/password", &wrong).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let easy = [("old", PASSWORD), ("new", "aaaaaaaaaaaaaaaa")];
    let answer = other.post("/account/password", &easy).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(is_in(&owned.first).await);
    let answer = other
        .post("/account/password", &[("old", PASSWORD), ("new", NEW)])
        .await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    assert!(!is_in(&owned.first).await);
    assert!(is_in(&other).await);
    owned.house.clock.move_on(NEXT_CODE);
    let old = owned.try_password(PASSWORD).await;
    assert_eq!(old.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(owned.try_password(NEW).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_cookie_is_kept_from_scripts_and_other_sites() {
    for is_https in [false, true] {
        let house = House::empty(Setting {
            is_https,
            is_demonstration: false,
        })
        .await;
        let (mut browser, secret) = house.first_owner().await;
        house.clock.move_on(NEXT_CODE);
        let code = house.code(&secret);
        let fields = [("name", "owner"), ("password", PASSWORD), ("code", &code)];
        let answer = browser.post("/sign-in", &fields).await;
        let cookie = answer.headers[header::SET_COOKIE].to_str().unwrap();
        let flags: Vec<&str> = cookie.split("; ").collect();
        assert!(
            flags.contains(&"HttpOnly") && flags.contains(&"SameSite=Strict"),
            "{cookie}"
        );
        assert!(
            flags.contains(&"Path=/") && !cookie.contains("Domain"),
            "{cookie}"
        );
        assert_eq!(flags.contains(&"Secure"), is_https, "{cookie}");
        assert_eq!(
            cookie.starts_with("__Host-needlework="),
            is_https,
            "{cookie}"
        );
        let security = answer.headers.get(header::STRICT_TRANSPORT_SECURITY);
        assert_eq!(security.is_some(), is_https);
        browser.take_cookie(&answer);
        assert!(is_in(&browser).await);
    }
}

#[tokio::test]
async fn who_has_left_is_out_at_once_and_stays_out() {
    let house = House::of_made_up_people().await;
    let colleague = house.as_role(Role::Clinician).await;
    let owner = house.as_role(Role::Owner).await;
    let page = owner.page("/settings").await;
    let row = page
        .split("/settings/colleagues/")
        .find(|row| row.contains("vera.brandt"));
    let user = row.unwrap().split('"').next().unwrap();
    let address = format!("/settings/colleagues/{user}");
    let answer = owner
        .post(&address, &[("do", "change"), ("role", "clinician")])
        .await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert!(!is_in(&colleague).await);
    let again = house
        .stranger()
        .post("/demonstration", &[("name", "vera.brandt")])
        .await;
    assert_eq!(again.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_role_that_was_taken_away_is_gone_with_the_next_request() {
    let house = House::of_made_up_people().await;
    let colleague = house.as_role(Role::Clinician).await;
    assert_eq!(colleague.get("/patients").await.status, StatusCode::OK);
    let owner = house.as_role(Role::Owner).await;
    let page = owner.page("/settings").await;
    let row = page
        .split("/settings/colleagues/")
        .find(|row| row.contains("vera.brandt"));
    let user = row.unwrap().split('"').next().unwrap();
    let address = format!("/settings/colleagues/{user}");
    let fields = [
        ("do", "change"),
        ("role", "researcher"),
        ("is_active", "yes"),
    ];
    assert_eq!(
        owner.post(&address, &fields).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(
        colleague.get("/patients").await.status,
        StatusCode::FORBIDDEN
    );
}

/// The physician of the demonstration gets a password; the plan of somebody waits for a signature.
#[tokio::test]
async fn an_approval_takes_the_password_and_wrong_ones_count() {
    let house = House::of_made_up_people().await;
    let owner = house.as_role(Role::Owner).await;
    let page = owner.page("/settings").await;
    let row = page
        .split("/settings/colleagues/")
        .find(|row| row.contains("ida.frei"));
    let user = row.unwrap().split('"').next().unwrap();
    let invited = owner
        .post(&format!("/settings/colleagues/{user}"), &[("do", "invite")])
        .await;
    assert_eq!(invited.status, StatusCode::OK);
    let token = between(&invited.text, "/invitation?token=", "<");
    let (physician, _) = house.take_up(token).await;

    let patient = house.patient("Demir").await;
    let plan = *house.chart(patient).await.plans.keys().next().unwrap();
    let state = async || house.chart(patient).await.plans[&plan].state;
    let address = format!("/patients/{patient}/plans/{plan}/review");
    let approve = async |password: &str| {
        let seen = house.sequence(patient).await.to_string();
        let fields = [
            ("do", "approve"),
            ("password", password),
            ("seen", seen.as_str()),
        ];
        physician.post(&address, &fields).await
    };
    for _ in 0..5 {
        let answer = approve("four other words here").await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(sentence(&answer).contains("nothing was signed"));
    }
    assert_eq!(
        approve(PASSWORD).await.status,
        StatusCode::TOO_MANY_REQUESTS
    );
    assert_eq!(state().await, PlanState::InReview);
    house.clock.move_on(SignedDuration::from_secs(61));
    let answer = approve(PASSWORD).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    assert_eq!(state().await, PlanState::Approved);
    let trail = owner.page("/trail").await;
    assert_eq!(trail.matches("wrong password at a signature").count(), 5);
}
