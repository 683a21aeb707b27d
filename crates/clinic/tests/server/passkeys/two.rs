//! Passkeys at two servers over one PostgreSQL: whoever is asked at one may answer at the other, once.

use axum::http::StatusCode;

use super::authenticator::{Authenticator, options};
use super::{BY_NAME, Keyed, add, answer_at, ask_to_sign_in, remove, require_refused};
use crate::support::{Browser, House, PASSWORD};
use crate::two_servers::houses;

/// An owner with a passkey at one server, and the other server.
async fn keyed_at_two() -> (Keyed, House) {
    let (one, other) = houses(BY_NAME).await;
    (Keyed::at(one).await, other)
}

#[tokio::test]
async fn who_is_asked_at_one_server_answers_at_the_other_once() {
    let (keyed, other) = keyed_at_two().await;
    let fields = keyed.device.clone().show(&keyed.asked().await);
    let answer = answer_at(&other, &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    let mut owner: Browser = other.stranger();
    owner.take_cookie(&answer);
    assert_eq!(owner.get("/account").await.status, StatusCode::OK);
    let over = "asked for too long ago, or was used already";
    require_refused(&keyed.answer(&fields).await, over);
    require_refused(&answer_at(&other, &fields).await, over);
}

#[tokio::test]
async fn of_the_same_answer_at_both_at_once_one_lets_in() {
    let (keyed, other) = keyed_at_two().await;
    let mut device = keyed.device.clone();
    for _ in 0..3 {
        let fields = device.show(&keyed.asked().await);
        let (here, there) = tokio::join!(keyed.answer(&fields), answer_at(&other, &fields));
        let let_in = [&here, &there];
        let let_in = let_in
            .iter()
            .filter(|answer| answer.status == StatusCode::SEE_OTHER);
        assert_eq!(let_in.count(), 1, "{}\n{}", here.text, there.text);
    }
}

#[tokio::test]
async fn a_count_that_one_server_saw_is_known_to_the_other() {
    let (mut keyed, other) = keyed_at_two().await;
    keyed.device.counter = 6;
    keyed.sign_in().await;
    let page = ask_to_sign_in(&other, "owner").await;
    let mut copied = keyed.device.clone();
    copied.counter = 3;
    let shown = copied.show(&options(&page.text));
    require_refused(&answer_at(&other, &shown).await, "counts backwards");
}

#[tokio::test]
async fn a_passkey_that_was_added_or_removed_at_one_is_so_at_the_other() {
    let (keyed, other) = keyed_at_two().await;
    let mut second = Authenticator::new(2);
    add(&keyed.owner, "Tablet", &second).await;
    let page = ask_to_sign_in(&other, "owner").await;
    let answer = answer_at(&other, &second.show(&options(&page.text))).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    let page = ask_to_sign_in(&other, "owner").await;
    let removed = remove(&keyed.owner, &second, PASSWORD).await;
    assert_eq!(removed.status, StatusCode::SEE_OTHER, "{}", removed.text);
    let answer = answer_at(&other, &second.show(&options(&page.text))).await;
    require_refused(&answer, "none of this account");
}
