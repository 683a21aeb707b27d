//! The first section of the page: the verdict, and each rule one click away.

#![expect(clippy::unwrap_used, reason = "a test may stop at a fault")]

mod support;

use jiff::civil::date;
use needlework_planning::Plan;
use needlework_protocol::screening::Grade;
use support::{cheek_lines, page};

/// The section as HTML.
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

/// The answer first, then why it is not the day that was asked for.
#[test]
fn a_first_session_that_was_moved_and_may_take_place_is_the_first_answer() {
    let mut plan = cheek_lines();
    plan.screening.appointment = date(2026, 12, 1);
    let page = page(&plan);
    let section = section(&page);
    let answer = section.find("The first session is planned for 7 December 2026. Yes, with care");
    let asked_for = section.find("Looked at first: 1 December 2026.");
    let against = section.find("Not before 20 December 2026");
    assert!(answer.unwrap() < asked_for.unwrap() && asked_for < against);
    assert!(section.contains("class=\"eligibility care\""));
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

/// The plan of somebody for whom every zone stands like this.
fn standing(grade: Grade, sentence: &str) -> Plan {
    let mut plan = cheek_lines();
    let mut standing = plan.screening.booking.clone();
    standing.grade = Some(grade);
    sentence.clone_into(&mut standing.sentence);
    for zone in &mut plan.screening.zones {
        zone.standing = standing.clone();
    }
    plan.first_session = standing.clone();
    plan.screening.booking = standing;
    for (id, text) in [
        ("not-permitted", "Nobody may be needled."),
        ("not-permitted-yet", "Nobody may be needled yet."),
        ("draft-dates", "No visit is confirmed."),
    ] {
        plan.texts.insert(id.to_owned(), text.to_owned());
    }
    plan
}

#[test]
fn one_verdict_for_all_zones_is_said_once() {
    let refused = "No, because of a bleeding disorder.";
    let page = page(&standing(Grade::Refuse, refused));
    assert_eq!(section(&page).matches("a bleeding disorder").count(), 1);
    assert!(section(&page).contains("class=\"eligibility refused\""));
}

/// Before any date or forecast.
#[test]
fn a_plan_that_may_not_be_used_says_so_first_and_confirms_no_date() {
    for (grade, words, remark) in [
        (
            Grade::Refuse,
            "Nobody may be needled.",
            "does not take place as planned",
        ),
        (
            Grade::NeedsClinicianDecision,
            "Nobody may be needled yet.",
            "not confirmed",
        ),
        (
            Grade::DeferUntil,
            "Nobody may be needled yet.",
            "not confirmed",
        ),
    ] {
        let plan = standing(grade, "Because of something.");
        let page = page(&plan);
        let stop = page.find(words).unwrap();
        let why = page.find("Because of something.").unwrap();
        let facts = page.find("<dl class=\"facts\">").unwrap();
        let answer = page.find("id=\"answer-title\"").unwrap();
        assert!(stop < why && why < facts && facts < answer);
        assert!(page.contains("<dt>Draft, not confirmed: from</dt>"));
        assert!(page.contains("No visit is confirmed."));
        assert_eq!(
            page.matches(remark).count(),
            plan.sessions.len() + usize::from(remark == "not confirmed")
        );
    }
    let usable = page(&cheek_lines());
    assert!(!usable.contains("not confirmed") && usable.contains("<dt>From</dt>"));
}

#[test]
fn a_first_session_that_was_moved_and_still_waits_says_both() {
    let mut plan = standing(
        Grade::NeedsClinicianDecision,
        "A prescriber must decide first.",
    );
    plan.screening.appointment = date(2026, 12, 1);
    "Not before 7 December.".clone_into(&mut plan.screening.booking.sentence);
    let page = page(&plan);
    let section = section(&page);
    let first = section.find("A prescriber must decide first.").unwrap();
    assert!(first < section.find("Not before 7 December.").unwrap());
}
