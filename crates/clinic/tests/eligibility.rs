//! The first section of the page: the verdict, and each rule one click away.

mod support;

use needlework_protocol::screening::Grade;
use support::{cheek_lines, page};

/// The section as HTML.
#[expect(
    clippy::unwrap_used,
    reason = "a page without the section must stop its test"
)]
fn section(page: &str) -> &str {
    let from = page.find("<section id=\"eligibility\"").unwrap();
    let to = page[from..].find("</section>").unwrap();
    &page[from..from + to]
}

#[test]
fn it_stands_before_every_other_section() {
    let page = page(&cheek_lines());
    let first = page.find("<section").unwrap();
    assert!(page[first..].starts_with("<section id=\"eligibility\""));
}

#[test]
fn each_zone_has_its_verdict_and_the_first_session_its_own() {
    let page = page(&cheek_lines());
    let section = section(&page);
    for words in [
        "<dt>Cheeks</dt><dd>Not before 20 December 2026, because of recent filler.</dd>",
        "<dt>Temples</dt><dd>Yes, with care on 21 December 2026: a history of herpes.</dd>",
        "<strong>Not yet.</strong> Recent filler, cheeks (22 November 2026 + 28 days).",
        "Questions to ask for this appointment: 1",
    ] {
        assert!(section.contains(words), "{words}");
    }
}

#[test]
fn a_rule_shows_source_confidence_range_and_conflict_one_click_away() {
    let page = page(&cheek_lines());
    let section = section(&page);
    let details = section
        .find("<details><summary>Rule, sources and range")
        .unwrap();
    let rule = &section[details..];
    for words in [
        "28 days; a clinic may set 28 to 365.",
        "Clinic pages, vendors or quotations only.",
        "Not yet signed off by a clinician.",
        "href=\"#source-ablon-2018\"",
        "href=\"#source-verzijl-2000\"",
        "12 months (<a href=\"#source-kalluri-2011\"",
        "Filler before: 2 weeks. Against it: up to 12 months. Chosen: 28 days, editable.",
    ] {
        assert!(rule.contains(words), "{words}");
    }
}

#[test]
fn a_decision_is_shown_with_role_day_and_reason() {
    let page = page(&cheek_lines());
    assert!(
        section(&page)
            .contains("Prescriber on 22 November 2026: no cover. One outbreak, ten years ago.")
    );
}

#[test]
fn a_plan_without_answers_says_that_it_is_a_draft() {
    let mut plan = cheek_lines();
    assert!(!page(&plan).contains("Nobody has answered"));
    plan.screening.answered_on = None;
    assert!(section(&page(&plan)).contains("Nobody has answered the screening questions"));
}

#[test]
fn one_verdict_for_all_zones_is_said_once() {
    let mut plan = cheek_lines();
    let mut refused = plan.screening.booking.clone();
    refused.grade = Some(Grade::Refuse);
    "No, because of a bleeding disorder.".clone_into(&mut refused.sentence);
    for zone in &mut plan.screening.zones {
        zone.standing = refused.clone();
    }
    plan.screening.booking = refused;
    let page = page(&plan);
    assert_eq!(section(&page).matches("a bleeding disorder").count(), 1);
    assert!(section(&page).contains("class=\"eligibility refused\""));
}
