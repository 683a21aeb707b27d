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

/// Requests and bans of the test: id, what is asked for or forbidden, and the hour at which it ends. Those marked as later
/// begin when `first-half-day` ends.
const REQUESTS: [(&str, &str, u32); 5] = [
    ("moisturise", "moisturiser", 48),
    ("first-half-day", "clean-hands", 12),
    ("rinse", "lukewarm-water", 24),
    ("product", "clinic-product", 24),
    ("cotton-early", "cotton", 12),
];
const BANS: [(&str, &str, u32, bool); 4] = [
    ("nothing-on-the-skin", "moisturiser", 24, true),
    ("no-water-yet", "lukewarm-water", 12, false),
    ("no-product-later", "clinic-product", 24, true),
    ("no-cotton-later", "cotton", 24, true),
];

fn row(id: &str, what: &str, ends: u32) -> String {
    format!(
        r#"
[{id}]
version = 1
label = "{id}"
text = "For the test."
patient = "For the test."
{what}
value = {ends}
unit = "h"
allowed = [1, 168]
ends_by = "time"
override_role = "operator"
confidence = "assumption"
note = "For the test."
"#
    )
}

fn aftercare() -> String {
    let requests = REQUESTS.iter().map(|(id, subject, ends)| {
        row(
            id,
            &format!("kind = \"do\"\nasks_for = [\"{subject}\"]"),
            *ends,
        )
    });
    let bans = BANS.iter().map(|(id, subject, ends, is_later)| {
        let after = if *is_later {
            "\nafter = \"first-half-day\""
        } else {
            ""
        };
        let what = format!("kind = \"avoid\"\nforbids = [\"{subject}\"]{after}");
        row(id, &what, *ends)
    });
    requests.chain(bans).collect()
}

fn made_of_requests_and_bans() -> CareTimeline {
    let file = |name, text| DataFile { name, text };
    let rules = CareRules::load(
        file("precare.toml", ""),
        file("aftercare.toml", aftercare().leak()),
        &Bibliography::shipped().unwrap(),
    )
    .unwrap();
    let sessions = support::sessions(&[FIRST]);
    timeline(&rules, &sessions, &support::person(), day("2026-09-01")).unwrap()
}

#[test]
fn a_request_gives_way_to_a_ban_and_goes_on_after_it() {
    let made = made_of_requests_and_bans();
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
    let made = support::planned_for(&person, &[FIRST]);
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
    let made = support::planned_for(&person, &[FIRST]);
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
