//! What is too large, or no form at all.

use super::{Course, require_sentence};
use crate::support::FORM;

#[tokio::test]
async fn a_form_that_is_too_large_is_refused_with_a_sentence() {
    let course = Course::new().await;
    let before = course.sequence().await;
    for length in [256 * 1024 + 1, 3 * 1024 * 1024] {
        let body = format!("reaction={}", "a".repeat(length));
        let address = course.at(&format!("/sessions/{}/reactions", course.session));
        let answer = course.operator.send(&address, FORM, body).await;
        require_sentence(&answer, "large");
        assert!(
            answer.text.contains("larger than this page takes"),
            "{}",
            answer.text
        );
    }
    assert_eq!(course.sequence().await, before);
}

#[tokio::test]
async fn what_is_no_form_is_refused_with_a_sentence() {
    let course = Course::new().await;
    for kind in [
        "application/json",
        "text/plain",
        "multipart/form-data",
        "image/jpeg",
        "nothing",
    ] {
        for address in [
            "/patients".to_owned(),
            course.at("/plans"),
            "/sign-in".to_owned(),
        ] {
            let answer = course
                .operator
                .send(&address, kind, "{\"given\":\"Mara\"}")
                .await;
            require_sentence(&answer, &format!("{kind} to {address}"));
        }
    }
    let odd: [&[u8]; 4] = [
        b"given=%FF%FE",
        b"=&=&&&",
        b"\xFF\xFE\x00",
        b"given=a&given=b",
    ];
    for body in odd {
        let answer = course.operator.send("/patients", FORM, body.to_vec()).await;
        require_sentence(&answer, &format!("{body:?}"));
    }
}
