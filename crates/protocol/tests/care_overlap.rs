//! Where sessions or rules meet: pre-care waits for the session before, a request gives way to a ban, and sessions out of
//! order are refused.
#![expect(clippy::unwrap_used, reason = "a test that fails here has failed")]

mod support;

use needlework_evidence::{Bibliography, DataFile};
use needlework_protocol::care::{
    CareRules, CareTimeline, InstructionKind, PlannedActivity, Subject, timeline,
};
use support::{day, hours, of, planned, rules};

const FIRST: &str = "2026-12-10T10:00[Europe/Zurich]";
const TEN_DAYS_LATER: &str = "2026-12-20T10:00[Europe/Zurich]";

/// A request for two days, and a ban on the same from the twelfth hour to the twenty-fourth.
const REQUEST_AND_BAN: &str = r#"
[moisturise]
version = 1
label = "moisturise"
text = "Moisturise."
patient = "Moisturise."
kind = "do"
asks_for = ["moisturiser"]
value = 48
unit = "h"
allowed = [24, 168]
ends_by = "time"
override_role = "operator"
confidence = "assumption"
note = "For the test."

[first-half-day]
version = 1
label = "clean hands"
text = "Clean hands."
patient = "Clean hands."
kind = "do"
asks_for = ["clean-hands"]
value = 12
unit = "h"
allowed = [1, 168]
ends_by = "time"
override_role = "operator"
confidence = "assumption"
note = "For the test."

[nothing-on-the-skin]
version = 1
label = "no moisturiser"
text = "No moisturiser."
patient = "No moisturiser."
kind = "avoid"
forbids = ["moisturiser"]
after = "first-half-day"
value = 24
unit = "h"
allowed = [1, 168]
ends_by = "time"
override_role = "operator"
confidence = "assumption"
note = "For the test."

[rinse]
version = 1
label = "rinse"
text = "For the test."
patient = "For the test."
kind = "do"
asks_for = ["lukewarm-water"]
value = 24
unit = "h"
allowed = [1, 168]
ends_by = "time"
override_role = "operator"
confidence = "assumption"
note = "For the test."

[no-water-yet]
version = 1
label = "no-water-yet"
text = "For the test."
patient = "For the test."
kind = "avoid"
forbids = ["lukewarm-water"]
value = 12
unit = "h"
allowed = [1, 168]
ends_by = "time"
override_role = "operator"
confidence = "assumption"
note = "For the test."

[product]
version = 1
label = "product"
text = "For the test."
patient = "For the test."
kind = "do"
asks_for = ["clinic-product"]
value = 24
unit = "h"
allowed = [1, 168]
ends_by = "time"
override_role = "operator"
confidence = "assumption"
note = "For the test."

[no-product-later]
version = 1
label = "no-product-later"
text = "For the test."
patient = "For the test."
kind = "avoid"
forbids = ["clinic-product"]
after = "first-half-day"
value = 24
unit = "h"
allowed = [1, 168]
ends_by = "time"
override_role = "operator"
confidence = "assumption"
note = "For the test."

[cotton-early]
version = 1
label = "cotton-early"
text = "For the test."
patient = "For the test."
kind = "do"
asks_for = ["cotton"]
value = 12
unit = "h"
allowed = [1, 168]
ends_by = "time"
override_role = "operator"
confidence = "assumption"
note = "For the test."

[no-cotton-later]
version = 1
label = "no-cotton-later"
text = "For the test."
patient = "For the test."
kind = "avoid"
forbids = ["cotton"]
after = "first-half-day"
value = 24
unit = "h"
allowed = [1, 168]
ends_by = "time"
override_role = "operator"
confidence = "assumption"
note = "For the test."
"#;

fn with_aftercare(text: &'static str) -> CareTimeline {
    let file = |name, text| DataFile { name, text };
    let rules = CareRules::load(
        file("precare.toml", ""),
        file("aftercare.toml", text),
        &Bibliography::shipped().unwrap(),
    )
    .unwrap();
    let sessions = support::sessions(&[FIRST]);
    timeline(&rules, &sessions, &support::person(), day("2026-09-01")).unwrap()
}

#[test]
fn a_request_gives_way_to_a_ban_and_goes_on_after_it() {
    let made = with_aftercare(REQUEST_AND_BAN);
    let parts: Vec<(&str, f64, f64)> = of(&made, "moisturise", 1)
        .iter()
        .map(|one| {
            let until = one.until.as_ref().unwrap();
            (
                one.id.as_str(),
                hours(&made, &one.from),
                hours(&made, until),
            )
        })
        .collect();
    assert_eq!(
        parts,
        [
            ("moisturise@1~1", 0.0, 12.0),
            ("moisturise@1~2", 24.0, 48.0)
        ]
    );
    for (rule, from, until) in [
        ("rinse", 12.0, 24.0),
        ("product", 0.0, 12.0),
        ("cotton-early", 0.0, 12.0),
    ] {
        let [one] = of(&made, rule, 1)[..] else {
            unreachable!("{rule} is left in one piece")
        };
        assert_eq!(one.id, format!("{rule}@1"));
        let found = (
            hours(&made, &one.from),
            hours(&made, one.until.as_ref().unwrap()),
        );
        assert_eq!(found, (from, until), "{rule}");
    }
    let [hands] = of(&made, "first-half-day", 1)[..] else {
        unreachable!("nothing forbids clean hands")
    };
    assert!((hours(&made, &hands.until.clone().unwrap()) - 12.0).abs() < 1e-9);
}

/// Protocol 2.1: two weeks without sun before a session cannot begin before the session that lies ten days back.
#[test]
fn pre_care_of_the_next_session_begins_when_the_session_before_has_ended() {
    let made = planned(&[FIRST, TEN_DAYS_LATER]);
    let first_ends = made.sessions.first().unwrap().needling_ends.clone();
    let long: Vec<_> = made
        .instructions
        .iter()
        .filter(|one| one.session == 2 && one.phase == needlework_protocol::care::Phase::Before)
        .collect();
    assert!(long.iter().all(|one| one.from >= first_ends));
    assert!(long.iter().any(|one| one.from == first_ends));
    assert!(long.iter().any(|one| one.from > first_ends));
}

#[test]
fn the_question_to_the_prescriber_names_what_it_is_about_and_asks_for_nothing_else() {
    let mut person = support::person();
    person.prescribed = [Subject::Retinoid].into();
    let sessions = support::sessions(&[FIRST]);
    let made = timeline(&rules(), &sessions, &person, day("2026-09-01")).unwrap();
    let questions: Vec<_> = made
        .instructions
        .iter()
        .filter(|one| one.id.contains(".ask@"))
        .collect();
    assert!(!questions.is_empty());
    for one in questions {
        assert_eq!(one.kind, InstructionKind::Ask);
        assert_eq!(one.concerns, [Subject::Retinoid]);
        assert!(one.forbids.is_empty() && one.asks_for.is_empty());
        assert!(one.label.ends_with(": ask"), "{}", one.label);
    }
}

#[test]
fn sessions_out_of_order_are_refused_by_number() {
    let refused = |change: fn(&mut Vec<needlework_protocol::care::CareSession>)| {
        let mut sessions = support::sessions(&[FIRST, TEN_DAYS_LATER]);
        change(&mut sessions);
        timeline(&rules(), &sessions, &support::person(), day("2026-09-01"))
            .map(|_| ())
            .map_err(|error| error.to_string())
    };
    assert!(refused(|_| {}).is_ok());
    let swapped = refused(|sessions| sessions.swap(0, 1)).unwrap_err();
    assert!(
        swapped.contains("session 1") && swapped.contains("in order"),
        "{swapped}"
    );
    let backwards = refused(|sessions| {
        let session = sessions.last_mut().unwrap();
        std::mem::swap(&mut session.starts, &mut session.needling_ends);
    })
    .unwrap_err();
    assert!(
        backwards.contains("session 2") && backwards.contains("ends before"),
        "{backwards}"
    );
    let at_once = refused(|sessions| {
        let session = sessions.last_mut().unwrap();
        session.needling_ends = session.starts.clone();
    });
    assert!(at_once.is_ok());
}

#[test]
fn a_collision_tells_the_days_of_the_ban_and_the_rules_behind_it() {
    let mut person = support::person();
    person.planned = vec![PlannedActivity {
        subject: Subject::Sauna,
        from: day("2026-12-10"),
        to: day("2026-12-12"),
    }];
    let sessions = support::sessions(&[FIRST]);
    let made = timeline(&rules(), &sessions, &person, day("2026-09-01")).unwrap();
    let [clash] = &made.clashes[..] else {
        unreachable!("a sauna two days after needling is forbidden")
    };
    assert!(
        clash
            .text
            .contains("to be avoided from 10 December 2026 to "),
        "{}",
        clash.text
    );
    assert!(clash.text.starts_with(char::is_uppercase), "{}", clash.text);
    assert!(!clash.rules.is_empty());
    for rule in &clash.rules {
        let id = rule.strip_prefix("protocol.aftercare.").unwrap();
        assert!(rules().get(id).is_some(), "{rule}");
    }
    assert!(made.basis.iter().all(|key| key.starts_with("protocol.")));
}
