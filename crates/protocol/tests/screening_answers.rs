//! Answers that are refused, decisions that do not count, and what is asked again for the next appointment.

#![expect(clippy::unwrap_used, reason = "a broken example must stop its test")]

mod given;

use given::{Given, Protocol};
use jiff::civil::date;
use needlework_protocol::Role;
use needlework_protocol::screening::{
    Ask, Grade, Override, OverrideError, questions_to_ask, screen,
};

fn refusal(given: &Given, protocol: &Protocol) -> String {
    given.read(&protocol.rules).unwrap_err().to_string()
}

#[test]
fn wrong_answers_are_refused_with_a_sentence() {
    let protocol = Protocol::shipped();
    for (rule, answer, reason) in [
        ("cold-sore-active", "\"perhaps\"", "must be one of: no, yes"),
        ("cold-sore-active", "true", "must be one of: no, yes"),
        (
            "diabetes",
            "\"yes\"",
            "must be one of: no, controlled, uncontrolled, unsure",
        ),
        (
            "filler-recent",
            "\"last week\"",
            "must be never, ongoing, unknown, a day",
        ),
        (
            "filler-recent",
            "\"2026-13\"",
            "must be never, ongoing, unknown, a day",
        ),
        (
            "filler-recent",
            "2027-01-11",
            "not after the day of the answers, 2027-01-10",
        ),
        (
            "filler-recent",
            "\"2027-02\"",
            "not after the day of the answers",
        ),
        (
            "filler-recent",
            "2026",
            "must be never, ongoing, unknown, a day",
        ),
        (
            "filler-recent",
            "{ answer = 2027-01-02, zones = [\"chin\"] }",
            "zones of this case: cheek",
        ),
        (
            "filler-recent",
            "{ answer = 2027-01-02, colour = \"red\" }",
            "colour is not a known key",
        ),
        ("radiotherapy", "\"finished\"", "needs a date"),
        ("radiotherapy", "{ answer = \"finished\" }", "needs a date"),
        ("sun-planned", "\"yes\"", "must be one of: no"),
        // The word of an answer that has its days is none that anybody may write without them.
        ("sun-planned", "\"dated\"", "must be one of: no"),
        (
            "sun-planned",
            "{ from = 2027-02-01 }",
            "sun-planned.to is missing",
        ),
        (
            "sun-planned",
            "{ from = 2027-02-01, to = 2027-01-31 }",
            "2027-02-01 (its own start) or later",
        ),
        ("tattoo-in-zone", "\"yes\"", "needs the marked places"),
    ] {
        let refused = refusal(&Given::default().with(rule, answer), &protocol);
        assert!(refused.contains(reason), "{rule} = {answer}: {refused}");
    }
}

#[test]
fn an_unknown_rule_or_a_computed_one_is_no_question() {
    let protocol = Protocol::shipped();
    for rule in ["hay-fever", "phototype-iv-vi"] {
        let text = Given::default().text(&protocol.rules);
        let text = text.replace("[answers]", &format!("[answers]\n{rule} = \"yes\""));
        let block = needlework_evidence::Block::parse("case.toml", &text).unwrap();
        let refused =
            needlework_protocol::screening::Answers::read(block, &protocol.rules, &["cheek"]);
        let refused = refused.unwrap_err().to_string();
        assert!(
            refused.contains(&format!("answers.{rule} is not a known key")),
            "{refused}"
        );
    }
}

fn decided(rule: &str, rest: &str) -> Given {
    Given {
        rest: format!("[[overrides]]\nrule = \"{rule}\"\nat = 2027-01-10\n{rest}"),
        ..Given::default().with(rule, "\"yes\"")
    }
}

#[test]
fn decisions_that_do_not_count_are_refused() {
    let protocol = Protocol::shipped();
    for (rule, rest, reason) in [
        (
            "keloid-tendency",
            "version = 1\nrole = \"operator\"\nreason = \"Small.\"",
            "needs a role of at least clinician, but operator decided",
        ),
        (
            "keloid-tendency",
            "version = 1\nrole = \"physician\"\nreason = \" \"",
            "reason is \" \"",
        ),
        (
            "keloid-tendency",
            "version = 2\nrole = \"physician\"\nreason = \"Small.\"",
            "is now version 1, the decision was made on version 2",
        ),
        (
            "cold-sore-active",
            "version = 1\nrole = \"physician\"\nreason = \"Small.\"",
            "cannot be overridden by anybody",
        ),
        (
            "herpes-history",
            "version = 1\nrole = \"prescriber\"\nreason = \"Rare.\"",
            "needs a decision that is one of: antiviral cover, no cover",
        ),
        (
            "herpes-history",
            "version = 1\nrole = \"prescriber\"\ndecision = \"wait and see\"\nreason = \"Rare.\"",
            "needs a decision that is one of: antiviral cover, no cover",
        ),
    ] {
        let refused = refusal(&decided(rule, rest), &protocol);
        assert!(refused.contains(reason), "{rule}: {refused}");
    }
}

#[test]
fn a_decision_counts_only_against_what_its_role_may_decide() {
    // A clinician may decide about another metal, nobody about stainless steel.
    let protocol = Protocol::shipped();
    let rest = "[[overrides]]\nrule = \"steel-allergy\"\nat = 2027-01-10\nversion = 1\nrole = \"physician\"\nreason = \"Nickel-free.\"";
    for (answer, grade) in [
        ("\"other-metal\"", Grade::Precaution),
        ("\"stainless-steel\"", Grade::Refuse),
    ] {
        let given = Given {
            rest: rest.to_owned(),
            ..Given::default().with("steel-allergy", answer)
        };
        let screening = given.screened(&protocol);
        assert_eq!(screening.booking.grade, Some(grade), "{answer}");
        let refused = screening
            .findings
            .first()
            .unwrap()
            .override_refused
            .is_some();
        assert_eq!(refused, grade == Grade::Refuse, "{answer}");
    }
}

#[test]
fn a_decision_without_a_reason_never_counts() {
    let protocol = Protocol::shipped();
    let rule = protocol.rules.get("keloid-tendency").unwrap();
    let decision = Override {
        rule: rule.record.id.clone(),
        version: rule.record.version,
        role: Role::Physician,
        reason: " \n".to_owned(),
        at: date(2027, 1, 10).at(9, 0, 0, 0),
        decision: None,
        zones: Vec::new(),
        longest_mm: None,
    };
    assert_eq!(
        decision.check(rule, Some(Role::Clinician)),
        Err(OverrideError::NoReason(rule.record.id.clone()))
    );
}

#[test]
fn only_a_state_can_be_resolved() {
    let given = Given {
        rest: "[[resolved]]\nrule = \"filler-recent\"\non = 2027-01-12\nrole = \"operator\""
            .to_owned(),
        ..Given::default().with("filler-recent", "2027-01-02")
    };
    let refused = refusal(&given, &Protocol::shipped());
    assert!(
        refused.contains("a rule that a recorded change lifts"),
        "{refused}"
    );
}

#[test]
fn without_answers_every_question_is_open_and_what_can_be_calculated_is() {
    let protocol = Protocol::shipped();
    let given = Given {
        age_years: 19.0,
        ..Given::default()
    };
    let screening = screen(
        &protocol.rules,
        &protocol.conflicts,
        &given.booking(&protocol),
        None,
    );
    let open = screening
        .findings
        .iter()
        .filter(|one| one.unanswered.is_some());
    assert_eq!(open.count(), 44);
    assert!(
        screening
            .findings
            .iter()
            .any(|one| one.rule == "age-minimum")
    );
    assert_eq!(screening.booking.grade, Some(Grade::NeedsClinicianDecision));
    assert_eq!(
        screening.booking.sentence,
        "Not confirmed: 44 questions are not answered for this appointment."
    );
}

#[test]
fn for_the_next_appointment_only_what_changed_or_expired_is_asked_in_full() {
    let protocol = Protocol::shipped();
    let mut answers = Given::default()
        .with("filler-recent", "2026-06-01")
        .with("steel-allergy", "\"unsure\"")
        .with("toxin-recent", "\"ongoing\"")
        .with("peel-recent", "\"unknown\"")
        .read(&protocol.rules)
        .unwrap();
    let same = date(2027, 1, 15);
    answers.appointment = Some(same);
    assert_eq!(questions_to_ask(&protocol.rules, Some(&answers), same), []);
    let next = questions_to_ask(&protocol.rules, Some(&answers), date(2027, 2, 12));
    let ask = |rule: &str| {
        let question = next.iter().find(|one| one.rule == rule);
        question.unwrap_or_else(|| panic!("{rule}")).ask
    };
    assert_eq!(ask("pregnancy-breastfeeding"), Ask::InFull);
    assert_eq!(ask("keloid-tendency"), Ask::Confirm);
    assert_eq!(ask("filler-recent"), Ask::Since(date(2027, 1, 10)));
    assert_eq!(ask("steel-allergy"), Ask::InFull);
    assert_eq!(ask("toxin-recent"), Ask::InFull);
    assert_eq!(ask("peel-recent"), Ask::InFull);
    let words = |rule: &str| {
        let question = next.iter().find(|one| one.rule == rule);
        question.unwrap().question.clone()
    };
    let in_full = |rule: &str| protocol.rules.get(rule).unwrap().question.clone();
    assert_eq!(words("steel-allergy"), in_full("steel-allergy"));
    assert_eq!(
        words("filler-recent"),
        format!("Since 10 January 2027: {}", in_full("filler-recent"))
    );
    assert_eq!(
        words("keloid-tendency"),
        format!(
            "Is your answer still the same? {}",
            in_full("keloid-tendency")
        )
    );
}

#[test]
fn one_open_question_is_told_as_one() {
    let protocol = Protocol::shipped();
    let sentence = |given: Given| given.screened(&protocol).booking.sentence;
    let open = Given {
        open: vec!["diabetes".to_owned()],
        ..Given::default()
    };
    assert_eq!(
        sentence(open.clone()),
        "Not confirmed: one question is not answered for this appointment."
    );
    assert_eq!(
        sentence(open.with("herpes-history", "\"yes\"")),
        "Not confirmed: a prescriber must decide first, because of a history of herpes. One question is not answered for \
         this appointment."
    );
}

#[test]
fn answers_for_another_appointment_leave_the_booking_unconfirmed() {
    let protocol = Protocol::shipped();
    let given = Given::default();
    let mut answers = given.read(&protocol.rules).unwrap();
    answers.appointment = Some(date(2026, 12, 18));
    let screening = screen(
        &protocol.rules,
        &protocol.conflicts,
        &given.booking(&protocol),
        Some(&answers),
    );
    assert_eq!(screening.booking.grade, Some(Grade::NeedsClinicianDecision));
}

#[test]
fn a_changed_rule_is_asked_again_even_for_the_same_appointment() {
    let protocol = Protocol::shipped();
    let mut answers = Given::default().read(&protocol.rules).unwrap();
    answers.answers.get_mut("diabetes").unwrap().version = 0;
    let again = questions_to_ask(&protocol.rules, Some(&answers), date(2027, 1, 15));
    let rules: Vec<&str> = again.iter().map(|one| one.rule.as_str()).collect();
    assert_eq!(rules, ["diabetes"]);
}
