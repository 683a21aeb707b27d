//! A server of mails that asks for a name and a password.

use data_encoding::BASE64;
use jiff::SignedDuration;
use needlework_clinic::server::mail::{Courier, Post};
use needlework_clinic::server::office::account::Role;
use needlework_clinic::server::office::mail::{Failure, MailState};

use super::post_office::{Door, PostOffice};
use super::{PAGES, SENDER, queue};
use crate::support::House;

const WRONG: &str = "not-the-secret";

fn door() -> Door {
    Door {
        login: Some(BASE64.encode(b"\0clinic\0the-secret")),
        ..Door::default()
    }
}

fn courier(house: &House, office: &PostOffice, password: &str) -> Courier {
    let login = Some(("clinic".to_owned(), password.to_owned()));
    let post = Post::by_server(&office.address, login, SENDER, PAGES).unwrap();
    Courier::new(house.clinic.clone(), post)
}

#[tokio::test]
async fn a_password_that_is_wrong_costs_no_mail_and_stands_on_no_page() {
    let house = House::of_made_up_people().await;
    let office = PostOffice::open_with(&door());
    let round = courier(&house, &office, WRONG).go_round().await;
    round.unwrap();
    assert!(office.taken().is_empty());
    let mails = queue(&house.record).await;
    let tried: Vec<_> = mails.iter().filter(|mail| mail.tries == 1).collect();
    assert!(!tried.is_empty());
    for mail in tried {
        let told = (mail.state, mail.failure);
        assert_eq!(told, (MailState::Waiting, Some(Failure::NotLetIn)));
    }
    let desk = house.as_role(Role::FrontDesk).await;
    let page = desk.page("/mails").await;
    assert!(
        page.contains("did not accept the name and password"),
        "{page}"
    );
    assert!(!page.contains(WRONG));
    assert!(page.contains("Nothing failed."), "nobody must look: {page}");
    house.clock.move_on(SignedDuration::from_mins(1));
    let round = courier(&house, &office, "the-secret").go_round().await;
    round.unwrap();
    assert_eq!(office.taken().len(), 1);
}

#[tokio::test]
async fn a_server_that_wants_a_name_from_somebody_who_has_none_holds_up_everybody_once() {
    let house = House::of_made_up_people().await;
    let office = PostOffice::open_with(&door());
    super::courier(&house, &office).go_round().await.unwrap();
    assert!(office.taken().is_empty());
    let mails = queue(&house.record).await;
    assert!(
        mails
            .iter()
            .any(|mail| mail.failure == Some(Failure::NotLetIn))
    );
    assert!(mails.iter().all(|mail| !mail.state.needs_somebody()));
}
