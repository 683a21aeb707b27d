//! Drafts, reviews, approvals and ends of plans: which move follows which, and by whom.

mod support;

use needlework_chart::event::{
    Event, PlanApproved, PlanChanged, PlanStopped, PlanSubmitted, Role, SecondName,
};
use needlework_chart::fold::{Chart, PlanState, Refusal};
use support::so_far::{approved_plan, open_session, signed_session, try_by};
use support::story::{self, FIRST_PLAN, FIRST_SESSION, SECOND_PLAN};
use support::{author, minute, operator, physician};

#[test]
fn an_approved_plan_cannot_change() {
    let chart = approved_plan();
    let change = PlanChanged {
        plan: FIRST_PLAN,
        sessions: 9,
        basis: story::basis(),
        document: story::plan_json(),
    };
    let refusal = try_by(&chart, change, operator()).unwrap_err();
    assert_eq!(
        refusal.to_string(),
        format!(
            "plan {FIRST_PLAN} is approved and cannot be changed; it cannot change any more: start a session, stop it, or approve a revision."
        )
    );
    let submit = PlanSubmitted { plan: FIRST_PLAN };
    assert!(try_by(&chart, submit, operator()).is_err());
}

#[test]
fn nobody_approves_the_own_plan_unless_the_clinic_says_that_there_is_nobody_else() {
    let by_physician = |event: Event| event.by(physician(), minute(1));
    let drafted = [
        story::events()[0].clone(),
        by_physician(story::drafted(FIRST_PLAN, None)),
        by_physician(PlanSubmitted { plan: FIRST_PLAN }.into()),
    ];
    let chart = Chart::fold(&drafted).unwrap();
    assert_eq!(
        try_by(&chart, story::approved(FIRST_PLAN), physician()),
        Err(Refusal::OwnPlan(FIRST_PLAN))
    );
    let alone = PlanApproved {
        plan: FIRST_PLAN,
        second_name: Some(SecondName::SingleUser),
    };
    let approved = try_by(&chart, alone, physician()).unwrap();
    let plan = approved.plan(FIRST_PLAN).unwrap();
    assert_eq!(plan.second_name, Some(SecondName::SingleUser));
    let other = author(8, "Dr. Ole Aas", Role::Clinician);
    assert!(try_by(&chart, story::approved(FIRST_PLAN), other).is_ok());
}

#[test]
fn a_revision_supersedes_the_plan_that_it_replaces_when_it_is_approved() {
    let mut chart = signed_session();
    for (event, by) in [
        (story::drafted(SECOND_PLAN, Some(FIRST_PLAN)), operator()),
        (PlanSubmitted { plan: SECOND_PLAN }.into(), operator()),
    ] {
        chart = try_by(&chart, event, by).unwrap();
        assert_eq!(chart.plan(FIRST_PLAN).unwrap().state, PlanState::Active);
    }
    chart = try_by(&chart, story::approved(SECOND_PLAN), physician()).unwrap();
    let first = chart.plan(FIRST_PLAN).unwrap();
    assert_eq!(first.state, PlanState::Superseded);
    assert_eq!(first.superseded_by, Some(SECOND_PLAN));
    let stop = PlanStopped {
        plan: FIRST_PLAN,
        reason: "late".to_owned(),
    };
    assert!(try_by(&chart, stop, physician()).is_err());
}

#[test]
fn a_second_plan_is_not_approved_beside_the_one_in_force() {
    let mut chart = approved_plan();
    for event in [
        story::drafted(SECOND_PLAN, None),
        PlanSubmitted { plan: SECOND_PLAN }.into(),
    ] {
        chart = try_by(&chart, event, operator()).unwrap();
    }
    assert_eq!(
        try_by(&chart, story::approved(SECOND_PLAN), physician()),
        Err(Refusal::AnotherPlanInForce {
            plan: SECOND_PLAN,
            other: FIRST_PLAN
        })
    );
    let stop = PlanStopped {
        plan: FIRST_PLAN,
        reason: "another wish".to_owned(),
    };
    let chart = try_by(&chart, stop, physician()).unwrap();
    assert!(try_by(&chart, story::approved(SECOND_PLAN), physician()).is_ok());
}

/// Older versions let both through; what they wrote stays readable, and the later decision counts.
#[test]
fn of_two_plans_in_force_in_an_old_chart_the_one_approved_last_counts() {
    let by = |event: Event, minutes| event.by(physician(), minute(minutes));
    let mut events = vec![story::events()[0].clone()];
    for (plan, drafted_at, approved_at) in [(FIRST_PLAN, 1, 9), (SECOND_PLAN, 2, 8)] {
        events.push(by(story::drafted(plan, None), drafted_at));
        events.push(by(PlanSubmitted { plan }.into(), drafted_at));
        events.push(by(story::approved(plan), approved_at));
    }
    let chart = Chart::fold(&events).unwrap();
    assert_eq!(chart.plan_in_force().map(|(id, _)| id), Some(FIRST_PLAN));
    events[3].recorded_at = minute(7);
    let chart = Chart::fold(&events).unwrap();
    assert_eq!(chart.plan_in_force().map(|(id, _)| id), Some(SECOND_PLAN));
}

#[test]
fn a_plan_does_not_end_while_a_session_of_it_is_open() {
    let stop = PlanStopped {
        plan: FIRST_PLAN,
        reason: "moved away".to_owned(),
    };
    assert_eq!(
        try_by(&open_session(), stop, physician()),
        Err(Refusal::OpenSession {
            plan: FIRST_PLAN,
            session: FIRST_SESSION
        })
    );
}
