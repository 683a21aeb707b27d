//! Lists are rebuilt from the events and kept in step, whoever writes.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a broken example must stop its test"
)]

mod support;

use needlework_chart::event::{Event, PersonName, PlanSubmitted, SessionAbandoned, Verdict};
use needlework_chart::id::PatientId;
use needlework_chart::lists::{Article, Board, Lists, PatientRow};
use support::clinic::{Clinic, MARA, NILS, asked_for, nils, record_all};
use support::database::{Database, Sqlite};
use support::so_far::up_to;
use support::{minute, operator, physician, registration, story};
use uuid::Uuid;

async fn lists_kept_in_step_are_those_that_are_rebuilt<D: Database>(clinic: Clinic<D>) {
    let (here, there) = (clinic.open().await, clinic.open().await);
    let mut lists = Lists::rebuild(&there).await.unwrap();
    assert!(lists.directory().is_empty());
    record_all(&here, MARA, &story::events()[..4]).await;
    lists.catch_up(&there).await.unwrap();
    assert_eq!(lists.directory().row(MARA).unwrap().name.family, "Vogel");

    record_all(&there, NILS, &[nils()]).await;
    let chart = here.open(MARA).await.unwrap();
    here.append(&chart, &story::events()[4..]).await.unwrap();
    lists.catch_up(&there).await.unwrap();
    assert!(lists == Lists::rebuild(&here).await.unwrap());
    assert_eq!(lists.position(), story::events().len() as u64 + 1);
    assert_eq!(lists.unreadable(), 0);
}

async fn boards_show_what_waits_and_nothing_that_is_done<D: Database>(clinic: Clinic<D>) {
    let record = clinic.open().await;
    let events = story::events();
    let mut lists = Lists::default();
    let in_review = up_to(|event| matches!(event, Event::PlanSubmitted(_)));
    let mut chart = record_all(&record, MARA, &events[..in_review]).await;
    let steps = [
        in_review,
        up_to(|event| matches!(event, Event::SessionStarted(_))),
        up_to(|event| matches!(event, Event::CheckInReported(_))),
        up_to(|event| matches!(event, Event::AdverseEventOpened(_))),
        events.len(),
    ];
    let mut seen = Vec::new();
    let mut recorded = in_review;
    for step in steps {
        if step > recorded {
            chart = record
                .append(&chart, &events[recorded..step])
                .await
                .unwrap();
            recorded = step;
        }
        lists.catch_up(&record).await.unwrap();
        let row = lists.directory().row(MARA).unwrap();
        seen.push([
            row.plans_in_review.len(),
            row.unsigned_sessions.len(),
            row.follow_up.unanswered.len(),
            row.follow_up.adverse_events.len(),
        ]);
        let on = |board| lists.directory().board(board, 9).total;
        let on = [
            on(Board::PlanInReview),
            on(Board::UnsignedSession),
            on(Board::UnansweredCheckIn),
            on(Board::OpenAdverseEvent),
        ];
        assert_eq!(on, seen[seen.len() - 1]);
    }
    assert_eq!(
        seen,
        [
            [1, 0, 0, 0],
            [0, 1, 0, 0],
            [0, 0, 1, 0],
            [0, 0, 0, 1],
            [0, 0, 0, 0]
        ]
    );
}

/// What the page of today needs of one patient, step by step.
async fn the_board_follows_screening_plans_and_sessions<D: Database>(clinic: Clinic<D>) {
    let record = clinic.open().await;
    let events = story::events();
    let mut lists = Lists::default();
    let mut chart = record_all(&record, MARA, &events[..1]).await;
    let mut recorded = 1;
    let mut step = async |until: usize| {
        if until > recorded {
            chart = record
                .append(&chart, &events[recorded..until])
                .await
                .unwrap();
            recorded = until;
        }
        lists.catch_up(&record).await.unwrap();
        let directory = lists.directory();
        let row = directory.row(MARA).unwrap().clone();
        let without_session = directory.board(Board::PlanWithoutSession, 9).total;
        (row, without_session)
    };
    let (row, without_session) = step(1).await;
    assert_eq!(row.newest_screening, None);
    assert_eq!(without_session, 0);

    let screened = up_to(|event| matches!(event, Event::ScreeningAnswered(_)));
    let screening = step(screened).await.0.newest_screening.unwrap();
    assert_eq!(screening.answered_at, events[screened - 1].recorded_at);
    assert_eq!(screening.verdict, Verdict::Permitted);

    let approved = up_to(|event| matches!(event, Event::PlanApproved(_)));
    let (row, without_session) = step(approved).await;
    let plan = row.plans_in_force[&story::FIRST_PLAN];
    assert_eq!(plan.approved_at, events[approved - 1].recorded_at);
    // Changed from four to three before it was approved.
    assert_eq!(plan.sessions, 3);
    assert_eq!(without_session, 1);
    let since = row.waiting_since(Board::PlanWithoutSession);
    assert_eq!(since, Some(plan.approved_at));

    let started = up_to(|event| matches!(event, Event::SessionStarted(_)));
    let (row, without_session) = step(started).await;
    let session = row.unsigned_sessions[&story::FIRST_SESSION];
    assert_eq!(session.plan, story::FIRST_PLAN);
    assert_eq!(session.day, jiff::civil::date(2026, 11, 2));
    assert_eq!(without_session, 0);
    let since = row.waiting_since(Board::UnsignedSession);
    assert_eq!(since, Some(events[started - 1].recorded_at));
    assert_eq!(row.last_signed_on(), None);

    let (row, _) = step(up_to(|event| matches!(event, Event::SessionSigned(_)))).await;
    assert_eq!(row.waiting_since(Board::UnsignedSession), None);
    assert_eq!(row.plans_without_session().count(), 0);
    assert_eq!(row.last_signed_on(), Some(jiff::civil::date(2026, 11, 2)));

    let (row, _) = step(up_to(|event| matches!(event, Event::PlanCompleted(_)))).await;
    // The second session was abandoned.
    assert_eq!(row.last_signed_on(), Some(jiff::civil::date(2026, 11, 2)));
    assert!(row.plans_in_force.is_empty());
    assert_eq!(step(events.len()).await.1, 0);
}

/// A session that was abandoned is none: its plan waits for its first session again, from then on.
async fn a_plan_whose_only_session_was_abandoned_waits_for_one<D: Database>(clinic: Clinic<D>) {
    let record = clinic.open().await;
    let events = story::events();
    let started = up_to(|event| matches!(event, Event::SessionStarted(_)));
    let chart = record_all(&record, MARA, &events[..started]).await;
    let mut lists = Lists::rebuild(&record).await.unwrap();
    let row = lists.directory().row(MARA).unwrap();
    assert_eq!(row.plans_without_session().count(), 0);
    let abandoned = SessionAbandoned {
        session: story::FIRST_SESSION,
        reason: "felt faint".to_owned(),
    };
    let at = minute(120);
    let abandoned = Event::from(abandoned).by(operator(), at);
    record.append(&chart, &[abandoned]).await.unwrap();
    lists.catch_up(&record).await.unwrap();
    let directory = lists.directory();
    assert_eq!(directory.board(Board::PlanWithoutSession, 9).total, 1);
    let row = directory.row(MARA).unwrap();
    let waiting: Vec<_> = row.plans_without_session().map(|(plan, _)| plan).collect();
    assert_eq!(waiting, [story::FIRST_PLAN]);
    assert_eq!(row.waiting_since(Board::PlanWithoutSession), Some(at));
}

async fn a_revision_that_is_approved_takes_the_place_of_the_plan_before<D: Database>(
    clinic: Clinic<D>,
) {
    let record = clinic.open().await;
    let approved = up_to(|event| matches!(event, Event::PlanApproved(_)));
    let chart = record_all(&record, MARA, &story::events()[..approved]).await;
    let plan = story::SECOND_PLAN;
    let revision = [
        story::drafted(plan, Some(story::FIRST_PLAN)).by(operator(), minute(60)),
        Event::from(PlanSubmitted { plan }).by(operator(), minute(61)),
        story::approved(plan).by(physician(), minute(62)),
    ];
    record.append(&chart, &revision).await.unwrap();
    let lists = Lists::rebuild(&record).await.unwrap();
    let row = lists.directory().row(MARA).unwrap();
    let in_force: Vec<_> = row.plans_in_force.keys().collect();
    assert_eq!(in_force, [&plan]);
}

async fn a_corrected_identity_is_found_by_its_new_words_alone<D: Database>(clinic: Clinic<D>) {
    let record = clinic.open().await;
    record_all(&record, MARA, &story::events()[..2]).await;
    let lists = Lists::rebuild(&record).await.unwrap();
    let directory = lists.directory();
    assert_eq!(directory.search("fogel", 9).total, 0);
    assert_eq!(directory.search("vogel mara 1041", 9).total, 1);
    assert_eq!(directory.search("", 9).total, 1);
    assert_eq!(directory.highest_number(), Some(1041));
}

async fn a_recall_finds_who_was_touched_by_a_lot<D: Database>(clinic: Clinic<D>) {
    let record = clinic.open().await;
    record_all(&record, MARA, &story::events()).await;
    record_all(&record, NILS, &[nils()]).await;
    let lists = Lists::rebuild(&record).await.unwrap();
    let recall = lists.recall();
    for (article, lot, uses) in [
        (Article::Cartridge, "L-88", 1),
        (Article::Product, "H-2", 1),
        (Article::Numbing, "N-5", 1),
        (Article::Device, "SP-0071", 2),
        (Article::Cartridge, "H-2", 0),
    ] {
        let found: Vec<_> = recall.uses_of(article, lot).collect();
        assert_eq!(found.len(), uses, "{lot}");
        assert!(found.iter().all(|one| one.patient == MARA));
    }
    let marked = recall.uses_of(Article::Cartridge, "  l - 88 ");
    assert_eq!(marked.count(), 1, "capitals and blanks do not matter");
    assert_eq!(recall.near(Article::Cartridge, "L-89", 5), ["L-88"]);
    assert!(recall.near(Article::Cartridge, "88", 5).is_empty());
    assert!(recall.near(Article::Cartridge, "X-9912", 5).is_empty());
    assert!(recall.use_of_unit("l-88", " 003").is_some());
    let operator = recall.uses_of(Article::Operator, "noa lind").count();
    assert_eq!(operator, 2);
    let days: Vec<_> = recall.uses_of(Article::Device, "SP-0071").collect();
    let day = days[0].day;
    let same_day = days.iter().filter(|one| one.day == day).count();
    let between = recall.sessions_between(day, day);
    assert_eq!(between.len(), same_day);
    assert!(between.iter().any(|one| one.session == days[0].session));
    let before = days.iter().map(|one| one.day).min().unwrap().yesterday();
    let before = before.unwrap();
    assert!(recall.sessions_between(before, before).is_empty());
    let (first, last) = (days[0].day.min(days[1].day), days[0].day.max(days[1].day));
    assert_eq!(recall.sessions_between(first, last).len(), 2);
    let used = recall.use_of_unit("L-88", "003").unwrap();
    assert_eq!(used.session, story::FIRST_SESSION);
    assert_eq!(recall.use_of_unit("L-88", "004"), None);
    assert_eq!(recall.number_of_uses(Article::Device, "SP-0071"), 2);
    assert_eq!(recall.number_of_uses(Article::Device, "SP-0072"), 0);
}

async fn an_erased_person_leaves_every_list<D: Database>(clinic: Clinic<D>) {
    let (record, elsewhere) = (clinic.open().await, clinic.open().await);
    record_all(&record, MARA, &story::events()).await;
    record_all(&record, NILS, &[nils()]).await;
    let mut lists = Lists::rebuild(&elsewhere).await.unwrap();
    assert_eq!(lists.directory().search("vog", 9).total, 1);
    record.erase(MARA, &asked_for()).await.unwrap();
    for lists in [&mut lists, &mut Lists::default()] {
        lists.catch_up(&elsewhere).await.unwrap();
        assert!(lists.directory().search("vog", 9).rows.is_empty());
        assert_eq!(lists.directory().len(), 1);
        assert_eq!(lists.recall().use_of_unit("L-88", "003"), None);
        assert_eq!(lists.unreadable(), 0);
    }
}

async fn one_damaged_chart_does_not_hide_the_others<D: Database>(clinic: Clinic<D>) {
    let record = clinic.open().await;
    record_all(&record, MARA, &story::events()[..2]).await;
    record_all(&record, NILS, &[nils()]).await;
    clinic
        .database
        .tamper("UPDATE entry SET sequence = 9 WHERE position = 2")
        .await;
    let lists = Lists::rebuild(&clinic.open().await).await.unwrap();
    assert_eq!(lists.unreadable(), 1);
    assert_eq!(lists.directory().len(), 2);
}

over_both_databases! {
    lists_kept_in_step_are_those_that_are_rebuilt
    boards_show_what_waits_and_nothing_that_is_done
    the_board_follows_screening_plans_and_sessions
    a_plan_whose_only_session_was_abandoned_waits_for_one
    a_revision_that_is_approved_takes_the_place_of_the_plan_before
    a_corrected_identity_is_found_by_its_new_words_alone
    a_recall_finds_who_was_touched_by_a_lot
    an_erased_person_leaves_every_list
    one_damaged_chart_does_not_hide_the_others
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn patients_are_found_as_somebody_types() {
    let clinic = Clinic::<Sqlite>::new().await;
    let record = clinic.open().await;
    let people = [
        ("Müller-Frei", "Éva", "1974-03-09", "1041"),
        ("Muller", "Adam", "1980-11-30", "1042"),
        ("Ångström", "Jon Ole", "1974-12-01", "77"),
        ("O'Neill", "Siân", "1961-05-05", "1100"),
        ("Groß", "Zoë", "1974-03-10", "2000"),
    ];
    for ((family, given, birth_date, number), id) in people.iter().zip(1..) {
        let patient = PatientId::from_uuid(Uuid::from_u128(id));
        let registration = registration(family, given, birth_date, number);
        record.register(patient, &[registration]).await.unwrap();
    }
    let lists = Lists::rebuild(&record).await.unwrap();
    let found = |typed: &str| -> Vec<String> {
        let found = lists.directory().search(typed, 100);
        assert_eq!(found.rows.len(), found.total);
        let first = lists.directory().search(typed, 2);
        assert_eq!(first.total, found.total);
        assert_eq!(first.rows[..], found.rows[..found.total.min(2)]);
        let rows = found.rows.into_iter();
        rows.map(|row| row.name.family.clone()).collect()
    };
    assert_eq!(
        found(""),
        ["Ångström", "Groß", "Muller", "Müller-Frei", "O'Neill"]
    );
    assert_eq!(found("mull"), ["Muller", "Müller-Frei"]);
    assert_eq!(found("MÜLL e"), ["Müller-Frei"]);
    assert_eq!(found("frei, eva"), ["Müller-Frei"]);
    assert_eq!(found("gross"), ["Groß"]);
    assert_eq!(found("ole ang"), ["Ångström"]);
    assert_eq!(found("neill"), ["O'Neill"]);
    assert_eq!(found("104"), ["Muller", "Müller-Frei"]);
    assert_eq!(found("1974-03"), ["Groß", "Müller-Frei"]);
    assert_eq!(found("9.3.1974"), ["Müller-Frei"]);
    assert_eq!(found("09/03/19"), ["Müller-Frei"]);
    assert_eq!(found("19741201"), ["Ångström"]);
    assert!(found("muller 1974-12").is_empty());
}

/// Two hundred people in every order of registration, some gone and some corrected: a search is what a plain look at every
/// row would find.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_search_finds_what_a_look_at_every_row_would() {
    let clinic = Clinic::<Sqlite>::new().await;
    let record = clinic.open().await;
    let mut lists = Lists::default();
    for number in 0..200_u32 {
        let id = PatientId::from_uuid(Uuid::from_u128(u128::from(number * 7919 % 200) + 1));
        let family = ["Müller", "Muller", "Meier", "Mayer", "Vogel"][number as usize % 5];
        let given = format!(
            "{}a{}",
            ["Éva", "Jon", "Ida"][number as usize % 3],
            number % 11
        );
        let birth_date = format!(
            "19{:02}-{:02}-{:02}",
            40 + number % 60,
            1 + number % 12,
            1 + number % 28
        );
        let registration = registration(family, &given, &birth_date, &(1000 + number).to_string());
        record.register(id, &[registration]).await.unwrap();
        if number % 9 == 0 {
            record.erase(id, &asked_for()).await.unwrap();
        }
        if number % 50 == 0 {
            lists.catch_up(&record).await.unwrap();
        }
    }
    lists.catch_up(&record).await.unwrap();
    let rebuilt = Lists::rebuild(&record).await.unwrap();
    assert!(lists == rebuilt);
    let everybody: Vec<_> = lists.directory().rows().collect();
    assert_eq!(everybody.len(), lists.directory().len());
    assert!(everybody.is_sorted_by_key(|row| {
        let family = row.name.family.replace('ü', "u").to_lowercase();
        let given = row.name.given.replace('É', "e").to_lowercase();
        (family, given, row.birth_date, row.patient)
    }));
    for typed in [
        "",
        "m",
        "mu",
        "vogel eva",
        "1",
        "19",
        "104",
        "j 5.",
        "1950-",
        "zz",
    ] {
        let words: Vec<&str> = typed.split(' ').filter(|word| !word.is_empty()).collect();
        let fits = |row: &PatientRow| {
            let date = row.birth_date;
            let all = [
                row.name.family.replace('ü', "u").to_lowercase(),
                row.name.given.replace('É', "e").to_lowercase(),
                row.clinic_number.clone(),
                date.strftime("%Y-%m-%d").to_string(),
                date.strftime("%d.%m.%Y").to_string(),
                date.strftime("%-d.%-m.%Y").to_string(),
                date.strftime("%Y%m%d").to_string(),
            ];
            let begins = |word: &&str| all.iter().any(|one| one.starts_with(word));
            words.iter().all(begins)
        };
        let expected: Vec<_> = everybody.iter().copied().filter(|row| fits(row)).collect();
        let found = rebuilt.directory().search(typed, 7);
        assert_eq!(found.total, expected.len(), "{typed}");
        assert_eq!(found.rows, expected[..expected.len().min(7)], "{typed}");
        assert_eq!(lists.directory().search(typed, 7), found);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn people_who_may_be_there_twice_are_found_before_they_are_registered() {
    let clinic = Clinic::<Sqlite>::new().await;
    let record = clinic.open().await;
    let people = [
        ("Müller-Frei", "Éva", "1974-03-09"),
        ("Vogel", "Mara", "1980-11-30"),
        ("Vogel", "Mara", "1961-05-05"),
        ("", "Suharto", "1974-03-09"),
    ];
    for ((family, given, birth_date), id) in people.iter().zip(1..) {
        let patient = PatientId::from_uuid(Uuid::from_u128(id));
        // A number that looks like a day of birth makes nobody born on it.
        let registration = registration(family, given, birth_date, "1999-01-01");
        record.register(patient, &[registration]).await.unwrap();
    }
    let lists = Lists::rebuild(&record).await.unwrap();
    let alike = |family: &str, given: &str, birth_date: &str| -> Vec<u128> {
        let name = PersonName {
            family: family.to_owned(),
            given: given.to_owned(),
        };
        let rows = lists.directory().alike(&name, birth_date.parse().unwrap());
        rows.iter()
            .map(|row| row.patient.uuid().as_u128())
            .collect()
    };
    for (family, given, birth_date, found) in [
        // The same, written otherwise.
        ("MULLER FREI", "Eva", "1974-03-09", vec![1]),
        // Another given name, as twins have, or the same person under a short one.
        ("Müller-Frei", "Anna", "1974-03-09", vec![1]),
        // One letter other, fewer, exchanged.
        ("Fogel", "M.", "1980-11-30", vec![2]),
        ("Vogl", "M.", "1980-11-30", vec![2]),
        ("Vgoel", "M.", "1980-11-30", vec![2]),
        ("Fugel", "Mara", "1980-11-30", vec![]),
        // Day and month exchanged, one digit other.
        ("Müller-Frei", "Éva", "1974-09-03", vec![1]),
        ("Vogel", "Mara", "1981-11-30", vec![2]),
        ("Vogel", "Mara", "1961-05-15", vec![3]),
        ("Vogel", "Mara", "1962-05-06", vec![]),
        // With another day of birth the names must be the same.
        ("Fogel", "Mara", "1981-11-30", vec![]),
        // People of one name, of whom nothing but the day is the same.
        ("", "Sukarno", "1974-03-09", vec![]),
        ("", "Suharto", "1974-03-09", vec![4]),
        ("Vogel", "Mara", "1999-01-01", vec![]),
    ] {
        assert_eq!(
            alike(family, given, birth_date),
            found,
            "{family} {given} {birth_date}"
        );
    }
}

#[tokio::test]
async fn lists_know_who_is_reminded_by_mail_until_the_patient_stops() {
    use needlework_chart::event::RemindersChosen;
    let clinic = Clinic::<Sqlite>::new().await;
    let record = clinic.open().await;
    let mut chart = record_all(&record, MARA, &story::events()).await;
    let is_reminded = async |record: &_| {
        let lists = Lists::rebuild(record).await.unwrap();
        lists.directory().row(MARA).unwrap().is_reminded
    };
    assert!(is_reminded(&record).await);
    let stopped = Event::from(RemindersChosen { mail: None }).by(operator(), minute(900));
    chart = record.append(&chart, &[stopped]).await.unwrap();
    assert_eq!(chart.sequence(), story::events().len() as u64 + 1);
    assert!(!is_reminded(&record).await);
}
