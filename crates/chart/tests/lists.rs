//! Lists are rebuilt from the events and kept in step, whoever writes.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a broken example must stop its test"
)]

mod support;

use needlework_chart::event::Event;
use needlework_chart::id::PatientId;
use needlework_chart::lists::{Article, Lists};
use support::clinic::{Clinic, MARA, NILS, asked_for, nils, record_all};
use support::database::{Database, Sqlite};
use support::{registration, story};
use uuid::Uuid;

fn up_to(is_last: impl Fn(&Event) -> bool) -> usize {
    story::events()
        .iter()
        .position(|one| is_last(&one.event))
        .unwrap()
        + 1
}

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
            row.unanswered_check_ins.len(),
            row.open_adverse_events.len(),
            lists.directory().waiting().len(),
        ]);
    }
    assert_eq!(
        seen,
        [
            [1, 0, 0, 0, 1],
            [0, 1, 0, 0, 1],
            [0, 0, 1, 0, 1],
            [0, 0, 0, 1, 1],
            [0, 0, 0, 0, 0]
        ]
    );
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
    let used = recall.use_of_unit("L-88", "003").unwrap();
    assert_eq!(used.session, story::FIRST_SESSION);
    assert_eq!(recall.use_of_unit("L-88", "004"), None);
}

async fn an_erased_person_leaves_every_list<D: Database>(clinic: Clinic<D>) {
    let (record, elsewhere) = (clinic.open().await, clinic.open().await);
    record_all(&record, MARA, &story::events()).await;
    record_all(&record, NILS, &[nils()]).await;
    let mut lists = Lists::rebuild(&elsewhere).await.unwrap();
    assert_eq!(lists.directory().search("vog").len(), 1);
    record.erase(MARA, &asked_for()).await.unwrap();
    for lists in [&mut lists, &mut Lists::default()] {
        lists.catch_up(&elsewhere).await.unwrap();
        assert!(lists.directory().search("vog").is_empty());
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
        let rows = lists.directory().search(typed);
        rows.into_iter()
            .map(|row| row.name.family.clone())
            .collect()
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
