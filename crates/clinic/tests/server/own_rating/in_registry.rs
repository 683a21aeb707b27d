//! What patients say of their results in the registry: what clinics and researchers see of it, and what goes to research.

use needlework_clinic::server::Clock as _;
use needlework_clinic::server::office::account::Role;

use super::seen::{agreed, state_rating, unrated_with};
use super::{rate, saved};
use crate::own_chart::section;
use crate::support::{Browser, House};

async fn verdicts(reader: &Browser) -> String {
    section(&reader.page("/registry").await, "verdicts").to_owned()
}

/// The cells of the row of a table that begins with these words.
fn row<'a>(section: &'a str, words: &str) -> Vec<&'a str> {
    let (_, row) = section
        .split_once(&format!("<th scope=\"row\">{words}"))
        .unwrap_or_else(|| panic!("{words} is not in {section}"));
    let row = row.split("</tr>").next().unwrap();
    let cells = row.split("<td>").skip(1);
    cells
        .map(|cell| cell.split("</td>").next().unwrap())
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn clinics_see_how_many_said_what_and_whether_it_was_judged_alike() {
    let house = House::of_made_up_people().await;
    let physician = house.as_role(Role::Physician).await;
    let nobody = verdicts(&physician).await;
    assert!(
        nobody.contains("No patient has said anything yet."),
        "{nobody}"
    );
    // Judged better by more than raters err, and she says no change of the zone that was judged.
    saved(
        &rate(
            &house.as_patient("Huber").await,
            &[("whole", "2"), ("zone_cheek", "4")],
        )
        .await,
    );
    // Of four others nothing was judged.
    for grade in [1.0, 1.0, 3.0, 5.0] {
        let patient = unrated_with(&house, &[]).await;
        state_rating(&house, patient, None, grade).await;
    }
    let seen = verdicts(&physician).await;
    assert!(seen.contains("People who answered: 5."), "{seen}");
    // Three of five, with the exact interval.
    assert!(seen.contains("3 of 5: 60 % (15 % – 95 %)"), "{seen}");
    let answers = [
        "Very much better.",
        "Much better.",
        "Better.",
        "No change.",
        "Worse.",
    ];
    let chosen = answers.map(|words| row(&seen, words).concat());
    assert_eq!(chosen, ["2", "0", "1", "1", "1"]);
    assert_eq!(row(&seen, "They said better"), ["0", "0", "3"]);
    assert_eq!(row(&seen, "They said the same or worse"), ["1", "0", "1"]);
    assert!(seen.contains("they say the same for 0 of 1: 0 %"), "{seen}");
    // All five are of one device: its share is that of all.
    assert!(seen.contains("<td>Device</td>"), "{seen}");
    assert!(!seen.contains("not told"), "{seen}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_researcher_reads_no_count_of_few_nor_why_it_could_be_worked_out() {
    let house = House::of_made_up_people().await;
    let researcher = house.as_role(Role::Researcher).await;
    let mut alike = Vec::new();
    // Whatever one or four of them said, it reads the same.
    for grade in [1.0, 5.0, 4.0, 1.0] {
        let patient = unrated_with(&house, &[]).await;
        state_rating(&house, patient, None, grade).await;
        alike.push(verdicts(&researcher).await);
    }
    assert!(
        alike[0].contains("People who answered: fewer than 5."),
        "{}",
        alike[0]
    );
    assert!(alike.iter().all(|seen| *seen == alike[0]));
    assert!(!alike[0].contains("<table"), "{}", alike[0]);
    for patient in 0..6 {
        let grade = if patient == 0 { 4.0 } else { 2.0 };
        let patient = unrated_with(&house, &[]).await;
        state_rating(&house, patient, None, grade).await;
    }
    // Ten people: seven said better, and three otherwise, which are few.
    let seen = verdicts(&researcher).await;
    assert!(seen.contains("People who answered: 10."), "{seen}");
    assert!(seen.contains("How many said better is not told"), "{seen}");
    for _ in 0..2 {
        let patient = unrated_with(&house, &[]).await;
        state_rating(&house, patient, None, 5.0).await;
    }
    let seen = verdicts(&researcher).await;
    assert!(seen.contains("7 of 12: 58 %"), "{seen}");
    assert!(
        seen.contains("How many chose each answer is not told"),
        "{seen}"
    );
    assert_eq!(row(&seen, "They said better"), ["0", "0", "7"]);
    assert!(seen.contains("Shares by group are not told"), "{seen}");
}

#[tokio::test(flavor = "multi_thread")]
async fn research_gets_a_row_where_somebody_spoke_of_a_result_that_nobody_judged() {
    let house = House::of_made_up_people().await;
    let now = house.clock.now();
    let researcher = house.as_role(Role::Researcher).await;
    let columns = async || {
        let table = researcher.page("/registry/research.csv").await;
        let mut lines = table.lines().map(|line| line.split(',').map(str::to_owned));
        let names: Vec<String> = lines.next().unwrap().collect();
        let rows: Vec<Vec<String>> = lines.map(Iterator::collect).collect();
        move |name: &str| -> Vec<String> {
            let at = names.iter().position(|one| one == name).unwrap();
            rows.iter().map(|row| row[at].clone()).collect()
        }
    };
    for grade in [1.0, 2.0, 2.0, 4.0] {
        let patient = unrated_with(&house, &[agreed(now)]).await;
        state_rating(&house, patient, None, grade).await;
    }
    // Whoever said nothing, and whoever did not agree, gives no row: four are too few.
    unrated_with(&house, &[agreed(now)]).await;
    let silent = unrated_with(&house, &[]).await;
    state_rating(&house, silent, None, 5.0).await;
    assert!(columns().await("zone").is_empty());
    let fifth = unrated_with(&house, &[agreed(now)]).await;
    state_rating(&house, fifth, None, 5.0).await;
    let column = columns().await;
    assert_eq!(column("patient_grade"), ["1", "2", "2", "4", "5"]);
    let (zones, periods) = (column("zone"), column("period"));
    assert!(zones.iter().all(|zone| *zone == zones[0]), "{zones:?}");
    assert!(
        periods
            .iter()
            .all(|period| period.parse::<u32>().unwrap() > 0),
        "{periods:?}"
    );
    for empty in [
        "scale",
        "is_blinded",
        "predicted_p50",
        "observed",
        "minimal_detectable_change",
    ] {
        assert_eq!(column(empty), [""; 5], "{empty}");
    }
}
