//! What lists know of what comes after the sessions of a patient.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a broken example must stop its test"
)]

mod support;

use needlework_chart::event::{
    AdverseEventClosed, AdverseEventFollowedUp, AdverseEventReportNotDue, ConsentRevoked,
    CorrectedZone, Correction, Deviation, Event, PlanCompleted, Recorded, SessionAbandoned,
    SessionAmended,
};
use needlework_chart::id::{AmendmentId, ZoneEntryId};
use needlework_chart::lists::{Board, FollowUp, Lists};
use support::clinic::{Clinic, MARA, record_all};
use support::database::{Database, Sqlite};
use support::so_far::up_to;
use support::{minute, physician, story};
use uuid::Uuid;

/// The lists after the first events of the story.
async fn after<D: Database>(clinic: &Clinic<D>, events: usize) -> (Lists, FollowUp) {
    let record = clinic.open().await;
    record_all(&record, MARA, &story::events()[..events]).await;
    let lists = Lists::rebuild(&record).await.unwrap();
    let follow_up = lists.directory().row(MARA).unwrap().follow_up.clone();
    (lists, follow_up)
}

/// An amendment of the first session.
fn amendment(entry: Option<ZoneEntryId>, corrected: Correction) -> [Recorded; 1] {
    let amended = SessionAmended {
        session: story::FIRST_SESSION,
        amendment: AmendmentId::from_uuid(Uuid::from_u128(0xa8)),
        entry,
        text: String::new(),
        reason: "written into the wrong chart".to_owned(),
        deviation: matches!(corrected, Correction::Added(_)).then_some(Deviation::Minor),
        corrected: Some(corrected),
        override_id: None,
    };
    [Event::from(amended).by(physician(), minute(900))]
}

#[tokio::test]
async fn healing_counts_from_the_last_session_that_was_not_abandoned() {
    let all = story::events();
    let starts: Vec<_> = all
        .iter()
        .filter_map(|one| match &one.event {
            Event::SessionStarted(facts) => Some((facts.session, facts.t0)),
            _ => None,
        })
        .collect();
    let [(first, began), (second, _)] = starts[..] else {
        unreachable!("the story has two sessions");
    };
    let started =
        up_to(|event| matches!(event, Event::SessionStarted(facts) if facts.session == second));
    let clinic = Clinic::<Sqlite>::new().await;
    let (_, healing) = after(&clinic, started).await;
    assert_eq!(healing.healing().unwrap().0, second);
    let abandoned =
        up_to(|event| matches!(event, Event::SessionAbandoned(SessionAbandoned { .. })));
    let clinic = Clinic::<Sqlite>::new().await;
    let (lists, healing) = after(&clinic, abandoned).await;
    let (session, healing) = healing.healing().unwrap();
    assert_eq!((session, healing.t0), (first, began));
    assert_eq!(healing.heard_minutes.len(), 1);
    let since = |t0| lists.directory().healing_since(t0).count();
    assert_eq!(since(began), 1);
    assert_eq!(since(began + jiff::SignedDuration::from_secs(1)), 0);
}

#[tokio::test]
async fn nobody_heals_after_a_session_that_was_amended_to_nothing_unless_an_entry_comes_back() {
    let signed = up_to(|event| matches!(event, Event::SessionSigned(_)));
    let clinic = Clinic::<Sqlite>::new().await;
    let record = clinic.open().await;
    let chart = record_all(&record, MARA, &story::events()[..signed]).await;
    let nothing = amendment(None, Correction::NotNeedled);
    let chart = record.append(&chart, &nothing).await.unwrap();
    let mut lists = Lists::rebuild(&record).await.unwrap();
    let heals = |lists: &Lists| {
        let row = lists.directory().row(MARA).unwrap();
        row.follow_up.healing().map(|(session, _)| session)
    };
    assert_eq!(heals(&lists), None);
    // What is heard meanwhile is not lost.
    let reported = up_to(|event| matches!(event, Event::CheckInReported(_)));
    let reported = &story::events()[reported - 1..reported];
    let chart = record.append(&chart, reported).await.unwrap();
    let back = Correction::Needled(CorrectedZone::default());
    let back = amendment(Some(story::ZONE_ENTRY), back);
    record.append(&chart, &back).await.unwrap();
    lists.catch_up(&record).await.unwrap();
    assert_eq!(heals(&lists), Some(story::FIRST_SESSION));
    let row = lists.directory().row(MARA).unwrap();
    let (_, healing) = row.follow_up.healing().unwrap();
    assert_eq!(healing.heard_minutes.len(), 1);
}

#[tokio::test]
async fn a_session_that_was_amended_to_nothing_is_no_session_of_its_plan_until_a_zone_is_added() {
    let signed = up_to(|event| matches!(event, Event::SessionSigned(_)));
    let clinic = Clinic::<Sqlite>::new().await;
    let record = clinic.open().await;
    let chart = record_all(&record, MARA, &story::events()[..signed]).await;
    let mut lists = Lists::rebuild(&record).await.unwrap();
    let row = |lists: &Lists| lists.directory().row(MARA).unwrap().clone();
    assert_eq!(row(&lists).plans_without_session().count(), 0);
    let day = Some(story::date("2026-11-02"));
    assert_eq!(row(&lists).last_signed_on(), day);
    let nothing = amendment(None, Correction::NotNeedled);
    let chart = record.append(&chart, &nothing).await.unwrap();
    lists.catch_up(&record).await.unwrap();
    let waiting: Vec<_> = row(&lists)
        .plans_without_session()
        .map(|(plan, _)| plan)
        .collect();
    assert_eq!(waiting, [story::FIRST_PLAN]);
    let board = lists.directory().board(Board::PlanWithoutSession, 9);
    assert_eq!(board.total, 1);
    assert_eq!(row(&lists).last_signed_on(), None);
    assert!(!row(&lists).follow_up.stands(story::FIRST_SESSION));
    let complete = PlanCompleted {
        plan: story::FIRST_PLAN,
    };
    let complete = [Event::from(complete).by(physician(), minute(901))];
    let refused = record.append(&chart, &complete).await.unwrap_err();
    assert!(
        refused.to_string().contains("cannot be completed"),
        "{refused}"
    );
    let entry = ZoneEntryId::from_uuid(Uuid::from_u128(0x69));
    let added = amendment(Some(entry), story::added_zone());
    record.append(&chart, &added).await.unwrap();
    lists.catch_up(&record).await.unwrap();
    assert_eq!(row(&lists).plans_without_session().count(), 0);
    assert_eq!(row(&lists).last_signed_on(), day);
    assert!(row(&lists).follow_up.healing().is_some());
}

#[tokio::test]
async fn a_report_waits_with_what_was_told_until_it_is_answered() {
    let reported = up_to(|event| matches!(event, Event::CheckInReported(_)));
    let clinic = Clinic::<Sqlite>::new().await;
    let (_, waiting) = after(&clinic, reported).await;
    let all = story::events();
    let Event::CheckInReported(facts) = &all[reported - 1].event else {
        unreachable!("the last event is the report");
    };
    let (id, report) = waiting.unanswered.iter().next().unwrap();
    assert_eq!(*id, facts.check_in);
    assert_eq!(Some(report.level), facts.level);
    assert_eq!(report.answers, facts.answers);
    assert_eq!(report.reported_at, all[reported - 1].recorded_at);
    assert!((report.minutes_after_t0 as f64 / 60.0 - facts.hours_after_t0).abs() < 0.01);
    let answered = up_to(|event| matches!(event, Event::CheckInAnswered(_)));
    let clinic = Clinic::<Sqlite>::new().await;
    assert!(after(&clinic, answered).await.1.unanswered.is_empty());
}

#[tokio::test]
async fn a_try_to_reach_somebody_is_known_of_the_session_after_which_somebody_heals() {
    let clinic = Clinic::<Sqlite>::new().await;
    let all = story::events();
    let (_, before) = after(
        &clinic,
        up_to(|event| matches!(event, Event::SessionSigned(_))),
    )
    .await;
    let (_, healing) = before.healing().unwrap();
    assert!(healing.tried.is_none());
    let clinic = Clinic::<Sqlite>::new().await;
    let (_, last) = after(&clinic, all.len()).await;
    let (_, healing) = last.healing().unwrap();
    let tried = healing.tried.unwrap();
    let noted = &all[up_to(|event| matches!(event, Event::SilenceNoted(_))) - 1];
    assert_eq!((tried.at, tried.by), (noted.recorded_at, noted.author.user));
    assert_eq!(tried.look_again_at, story::moment("2026-12-20T09:00:00Z"));
}

#[tokio::test]
async fn a_photograph_stays_without_consent_from_the_day_on_which_it_was_taken_back() {
    let added = up_to(|event| matches!(event, Event::PhotographAdded(_)));
    let all = story::events();
    let Event::PhotographAdded(photograph) = &all[added - 1].event else {
        unreachable!("the last event is the photograph");
    };
    let clinic = Clinic::<Sqlite>::new().await;
    let record = clinic.open().await;
    let chart = record_all(&record, MARA, &all[..added]).await;
    let day = photograph.taken_at.to_zoned(jiff::tz::TimeZone::UTC).date();
    let without = async || {
        let lists = Lists::rebuild(&record).await.unwrap();
        lists.directory().photographs_gone_by(day).count()
    };
    assert_eq!(without().await, 0);
    let revoked = ConsentRevoked {
        consent: photograph.consent,
        reason: None,
    };
    let revoked = Event::from(revoked).by(physician(), minute(400));
    record.append(&chart, &[revoked]).await.unwrap();
    assert_eq!(without().await, 1);
}

#[tokio::test]
async fn an_adverse_event_is_known_by_when_somebody_last_looked_after_it() {
    let opened = up_to(|event| matches!(event, Event::AdverseEventOpened(_)));
    let clinic = Clinic::<Sqlite>::new().await;
    let (_, open) = after(&clinic, opened).await;
    let event = open.adverse_events.values().next().unwrap();
    assert_eq!(event.followed_up_at, None);
    let clinic = Clinic::<Sqlite>::new().await;
    let (_, open) = after(&clinic, opened + 1).await;
    let event = open.adverse_events.values().next().unwrap();
    let at = story::events()[opened].recorded_at;
    assert_eq!(event.followed_up_at, Some(at));
    let clinic = Clinic::<Sqlite>::new().await;
    let (_, closed) = after(&clinic, story::events().len()).await;
    assert!(closed.adverse_events.is_empty());
}

/// Protocol 5.6: a report is decided, and one that is not stays known, whether or not the event is over.
#[tokio::test]
async fn an_adverse_event_is_known_as_unreported_until_it_is_reported_or_a_clinician_says_why_not()
{
    let opened = up_to(|event| matches!(event, Event::AdverseEventOpened(_)));
    let clinic = Clinic::<Sqlite>::new().await;
    let record = clinic.open().await;
    let mut chart = record_all(&record, MARA, &story::events()[..opened]).await;
    let mut lists = Lists::rebuild(&record).await.unwrap();
    let graver = |grade| AdverseEventFollowedUp {
        adverse_event: story::ADVERSE_EVENT,
        note: "looked at".to_owned(),
        grade,
        is_serious: false,
    };
    let not_due = AdverseEventReportNotDue {
        adverse_event: story::ADVERSE_EVENT,
        reason: "not of the device".to_owned(),
    };
    let closed = AdverseEventClosed {
        adverse_event: story::ADVERSE_EVENT,
        outcome: "healed".to_owned(),
    };
    let mut known = Vec::new();
    for event in [
        Event::from(graver(4)),
        not_due.into(),
        graver(5).into(),
        closed.into(),
    ] {
        let event = [event.by(physician(), minute(900))];
        chart = record.append(&chart, &event).await.unwrap();
        lists.catch_up(&record).await.unwrap();
        let follow_up = &lists.directory().row(MARA).unwrap().follow_up;
        let unreported = &follow_up.unreported[&story::ADVERSE_EVENT];
        known.push((unreported.grade, unreported.is_not_due));
        let folded = &chart.chart().adverse_events[&story::ADVERSE_EVENT];
        assert_eq!(folded.is_report_decided(), unreported.is_not_due);
    }
    assert_eq!(known, [(4, false), (4, true), (5, false), (5, false)]);
    let clinic = Clinic::<Sqlite>::new().await;
    let (_, reported) = after(&clinic, story::events().len()).await;
    assert!(reported.unreported.is_empty());
}
