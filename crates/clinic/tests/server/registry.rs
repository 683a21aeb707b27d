//! The registry of a larger clinic: charts are read beside the pages, and nobody waits for it.

use std::future::ready;
use std::sync::Arc;
use std::time::Duration;

use axum::http::StatusCode;
use jiff::SignedDuration;
use jiff::civil::Date;
use needlework_chart::chance::OperatingSystem;
use needlework_chart::event::{
    CheckInReported, ConsentClass, ConsentGiven, Event, Recorded, ScaleRated, Signature,
};
use needlework_chart::id::{CheckInId, ConsentId, PatientId, PlanId, RatingId};
use needlework_chart::record::{Ground, Tombstone};
use needlework_clinic::server::mail::Post;
use needlework_clinic::server::office::account::Role;
use needlework_clinic::server::{Clock as _, RegistryReader, serve};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use crate::forms::{change_clinic, change_settings};
use crate::own_chart::section;
use crate::support::{Browser, House, between};

/// More than are read at once, twice.
const PEOPLE: usize = 150;

fn day_rated(event: &Event) -> Option<Date> {
    match event {
        Event::ScaleRated(rated) => Some(rated.day),
        _ => None,
    }
}

/// Registers people like Anna Huber, each with these events besides hers.
async fn register_like_huber(house: &House, people: usize, besides: &[Event]) {
    let mut events = house
        .record
        .history(house.patient("Huber").await)
        .await
        .unwrap();
    let (by, now) = (events.first().unwrap().author.clone(), house.clock.now());
    let besides = besides.iter().map(|event| {
        // A rating is given when hers of the same day was, and by the same person.
        let day = day_rated(event);
        let hers = events.iter().find(|one| day_rated(&one.event) == day);
        let hers = hers.filter(|_| day.is_some());
        match hers {
            Some(one) => event.clone().by(one.author.clone(), one.recorded_at),
            None => event.clone().by(by.clone(), now),
        }
    });
    let besides: Vec<_> = besides.collect();
    events.extend(besides);
    for _ in 0..people {
        let patient = PatientId::new(now, &OperatingSystem).unwrap();
        // Courses of several people are several courses.
        let plans = events.iter().filter_map(|one| match &one.event {
            Event::PlanDrafted(drafted) => Some(drafted.plan.to_string()),
            _ => None,
        });
        let plans: Vec<(String, String)> = plans
            .map(|plan| {
                (
                    plan,
                    PlanId::new(now, &OperatingSystem).unwrap().to_string(),
                )
            })
            .collect();
        let own = events.iter().map(|one| {
            let text = String::from_utf8(one.to_json().unwrap()).unwrap();
            let renamed = |text: String, (old, new): &(String, String)| text.replace(old, new);
            let text = plans.iter().fold(text, renamed);
            Recorded::from_json(text.as_bytes()).unwrap()
        });
        let own: Vec<_> = own.collect();
        house.record.register(patient, &own).await.unwrap();
    }
    house.clinic.catch_up().await.unwrap();
}

/// How many of how many charts the page says have been read; `None`: it says nothing of it.
fn progress(page: &str) -> Option<(usize, usize)> {
    let (before, _) = page.split_once(" charts have been read so far")?;
    let (_, sentence) = before.rsplit_once('>')?;
    let (read, all) = sentence.split_once(" of ")?;
    Some((read.parse().unwrap(), all.parse().unwrap()))
}

/// Of how many people the page tells results.
fn people(page: &str) -> usize {
    between(page, "People: ", ".").parse().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_tells_what_was_read_and_the_rest_is_read_beside_it() {
    let house = House::of_made_up_people().await;
    let physician = house.as_role(Role::Physician).await;
    let few = people(&physician.page("/registry").await);
    register_like_huber(&house, PEOPLE, &[]).await;
    let page = physician.page("/registry").await;
    let (read, all) = progress(&page).unwrap();
    assert_eq!(all, few + PEOPLE);
    assert!(few < read && read < all, "{read} of {all}");
    assert_eq!(people(&page), read);
    // Who agreed may stand in a chart that was not read yet: half a table is none.
    let researcher = house.as_role(Role::Researcher).await;
    let table = researcher.get("/registry/research.csv").await;
    assert_eq!(table.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(
        table.text.contains("Charts are still being read"),
        "{}",
        table.text
    );
    let reader = RegistryReader::new(Arc::clone(&house.clinic));
    while reader.read_some().await.unwrap() > 0 {}
    assert_eq!(reader.charts_read().await, all);
    let page = physician.page("/registry").await;
    assert_eq!(progress(&page), None);
    assert_eq!(people(&page), all);
    // From now on a look is enough: what was recorded since is read while the page is made.
    register_like_huber(&house, 1, &[]).await;
    let page = physician.page("/registry").await;
    assert_eq!((progress(&page), people(&page)), (None, all + 1));
}

/// Changes settings on which no row depends, and the time zone; with the first rule where that is wanted.
async fn change_much(owner: &Browser, time_zone: &str, with_rule: bool) {
    let page = owner.page("/settings").await;
    let (before, rule) = page.split_once("name=\"rule_").unwrap();
    let name = format!("rule_{}", rule.split('"').next().unwrap());
    let (_, lowest) = before.rsplit_once("min=\"").unwrap();
    let mut other = vec![
        ("clinic_name", "Another name"),
        ("time_zone", time_zone),
        ("idle_minutes", "15"),
        ("absolute_hours", "8"),
    ];
    if with_rule {
        other.push((&name, lowest.split('"').next().unwrap()));
    }
    change_settings(owner, &other).await;
    let clinic = [("telephone", "+41 44 000 00 00"), ("rooms", "1, 2, 3")];
    change_clinic(owner, &clinic).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_a_setting_on_which_rows_depend_lets_all_charts_be_read_again() {
    let house = House::of_made_up_people().await;
    let owner = house.as_role(Role::Owner).await;
    register_like_huber(&house, PEOPLE, &[]).await;
    let reader = RegistryReader::new(Arc::clone(&house.clinic));
    while reader.read_some().await.unwrap() > 0 {}
    let all = reader.charts_read().await;
    let before = owner.page("/registry").await;
    assert_eq!((progress(&before), people(&before)), (None, all));
    change_much(&owner, "Europe/Zurich", false).await;
    let page = owner.page("/registry").await;
    assert_eq!((progress(&page), people(&page)), (None, all));
    assert_eq!(reader.charts_read().await, all);
    // A photograph may now have been taken on another day.
    change_much(&owner, "Asia/Tokyo", false).await;
    let page = owner.page("/registry").await;
    let (read, of) = progress(&page).unwrap();
    assert_eq!(of, all);
    assert!(read < all, "{read} of {all}");
    assert_eq!(people(&page), read);
    // What the clinic must release may now wait for another hour.
    while reader.read_some().await.unwrap() > 0 {}
    change_much(&owner, "Asia/Tokyo", true).await;
    assert!(progress(&owner.page("/registry").await).is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_researcher_sees_no_small_count_where_the_clinic_does() {
    let house = House::of_made_up_people().await;
    let physician = house.as_role(Role::Physician).await.page("/registry").await;
    // One adverse event and one judged result among few sessions of few people.
    let runs = section(&physician, "runs");
    assert!(runs.contains("Side effects by month"), "{runs}");
    assert!(
        runs.contains("of sessions, over") && runs.contains("<svg"),
        "{runs}"
    );
    assert!(physician.contains("judged knowing what was done: 1."));
    let researcher = house
        .as_role(Role::Researcher)
        .await
        .page("/registry")
        .await;
    let runs = section(&researcher, "runs");
    assert!(runs.contains("Side effects by period"), "{runs}");
    assert!(
        runs.contains("There is no chart, and how often is not told"),
        "{runs}"
    );
    assert!(!runs.contains("<svg") && !runs.contains('%'), "{runs}");
    assert!(researcher.contains("How many were judged blind is not told"));
    let summary = between(&researcher, "Results of courses held as planned: ", "</p>");
    assert!(summary.starts_with("fewer than 5."), "{summary}");
}

/// What the page says of groups by zone: name and number of results of each.
fn by_zone(page: &str) -> Vec<(String, String)> {
    let groups = section(page, "groups");
    let table = between(groups, "<h3>Zone</h3>", "</tbody>");
    let rows = table.split("<th scope=\"row\">").skip(1);
    rows.map(|row| {
        let name = row.split("</th>").next().unwrap();
        (name.to_owned(), between(row, "<td>", "</td>").to_owned())
    })
    .collect()
}

/// A rating of the lines around the eyes of Anna Huber before and after her course.
async fn eyes_rated(house: &House) -> Vec<Event> {
    let chart = house.chart(house.patient("Huber").await).await;
    let cheeks = chart.ratings.values().map(|stated| &stated.facts);
    let cheeks = cheeks.filter(|rated| rated.zone.as_deref() == Some("cheek"));
    let eyes = cheeks.map(|rated| ScaleRated {
        zone: Some("periorbital".to_owned()),
        rating: RatingId::new(house.clock.now(), &OperatingSystem).unwrap(),
        ..rated.clone()
    });
    eyes.map(Event::from).collect()
}

/// By zone each zone counts; together they are one result of the course.
#[tokio::test(flavor = "multi_thread")]
async fn every_zone_that_was_judged_counts_by_zone_and_a_course_counts_once() {
    const COURSES: usize = 12;
    let page = async |is_with_eyes: bool| {
        let house = House::of_made_up_people().await;
        let rated = if is_with_eyes {
            eyes_rated(&house).await
        } else {
            Vec::new()
        };
        register_like_huber(&house, COURSES, &rated).await;
        let physician = house.as_role(Role::Physician).await;
        physician.page("/registry").await
    };
    let (one, both) = (page(false).await, page(true).await);
    let summary = |page: &str| between(page, "Results of courses held", "</p>").to_owned();
    assert_eq!(summary(&both), summary(&one));
    let (of_one, of_both) = (by_zone(&one), by_zone(&both));
    assert_eq!(of_one.len(), 1, "{of_one:?}");
    assert_eq!(of_both.len(), 2, "{of_both:?}");
    let eyes = of_both.iter().find(|(name, _)| *name != of_one[0].0);
    assert_eq!(eyes.unwrap().1, COURSES.to_string());
    assert!(both.contains("A course counts once"));
}

#[tokio::test(flavor = "multi_thread")]
async fn reports_that_asked_for_the_clinic_have_a_run_chart() {
    let house = House::of_made_up_people().await;
    let chart = house.chart(house.patient("Huber").await).await;
    let session = *chart.sessions.keys().next().unwrap();
    let physician = house.as_role(Role::Physician).await;
    let heading = "Reports of patients that asked for the clinic the same day or at once";
    let report = |level| {
        Event::from(CheckInReported {
            check_in: CheckInId::new(house.clock.now(), &OperatingSystem).unwrap(),
            session,
            hours_after_t0: 20.0,
            answers: serde_json::json!({}),
            level: Some(level),
            free_text: None,
        })
    };
    let share = |page: &str| -> String {
        let runs = section(page, "runs").to_owned();
        let run = runs.split("<h3>").find(|run| run.contains(heading));
        run.map_or_else(String::new, |run| {
            between(run, "Recorded after ", " of sessions").to_owned()
        })
    };
    let before = share(&physician.page("/registry").await);
    register_like_huber(&house, 5, &[report(2)]).await;
    let reviewed = share(&physician.page("/registry").await);
    register_like_huber(&house, 5, &[report(3)]).await;
    let urgent = share(&physician.page("/registry").await);
    let percent = |share: &str| share.trim_end_matches(" %").parse().unwrap_or(0.0);
    let (before, reviewed, urgent): (f64, f64, f64) =
        (percent(&before), percent(&reviewed), percent(&urgent));
    assert!(
        reviewed <= before,
        "a review is no call: {before} {reviewed}"
    );
    assert!(urgent > reviewed, "{reviewed} {urgent}");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_erased_is_gone_from_the_registry_at_once() {
    let house = House::of_made_up_people().await;
    let owner = house.as_role(Role::Owner).await;
    let before = people(&owner.page("/registry").await);
    let huber = house.patient("Huber").await;
    let tombstone = Tombstone {
        erased_at: house.clock.now(),
        by: None,
        ground: Ground::Request,
    };
    house.record.erase(huber, &tombstone).await.unwrap();
    assert_eq!(people(&owner.page("/registry").await), before - 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_server_reads_all_charts_by_itself_and_ends_without_waiting_for_them() {
    let house = House::of_made_up_people().await;
    register_like_huber(&house, PEOPLE, &[]).await;
    let reader = RegistryReader::new(Arc::clone(&house.clinic));
    let mails = TempDir::new().unwrap();
    let post = || Post::into_folder(mails.path().to_owned(), "http://clinic.test").unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (end, ended) = oneshot::channel::<()>();
    let ending = async {
        let _ = ended.await;
    };
    let serving = tokio::spawn({
        let (clinic, post) = (Arc::clone(&house.clinic), post());
        async move { serve(clinic, listener, &[], post, ending).await }
    });
    let reading = async {
        while reader.charts_read().await < PEOPLE {
            tokio::task::yield_now().await;
        }
    };
    let read = tokio::time::timeout(Duration::from_mins(2), reading).await;
    assert!(read.is_ok(), "{} were read", reader.charts_read().await);
    end.send(()).unwrap();
    serving.await.unwrap().unwrap();

    // Another start, which is ended at once: most charts are unread then, and nothing waits for them.
    let house = House::of_made_up_people().await;
    register_like_huber(&house, PEOPLE, &[]).await;
    let reader = RegistryReader::new(Arc::clone(&house.clinic));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let clinic = Arc::clone(&house.clinic);
    serve(clinic, listener, &[], post(), ready(()))
        .await
        .unwrap();
    let read = reader.charts_read().await;
    assert!(read < PEOPLE, "{read} were read");
}

#[tokio::test(flavor = "multi_thread")]
async fn both_files_for_research_hold_who_agreed_until_the_consent_ends() {
    let house = House::of_made_up_people().await;
    let today = house.clock.now().to_zoned(jiff::tz::TimeZone::UTC).date();
    let agreed = ConsentGiven {
        consent: ConsentId::new(house.clock.now(), &OperatingSystem).unwrap(),
        class: ConsentClass::Research,
        text_version: "1".to_owned(),
        plan: None,
        purpose: None,
        expires_on: Some(today),
        signature: Signature::SignedIn {
            name: "Anna Huber".to_owned(),
        },
        signed: None,
    };
    register_like_huber(&house, 5, &[Event::from(agreed)]).await;
    let researcher = house.as_role(Role::Researcher).await;
    let rows = async || {
        let table = researcher.get("/registry/research.csv").await;
        assert_eq!(table.status, StatusCode::OK, "{}", table.text);
        table.text.lines().count() - 1
    };
    assert_eq!(rows().await, 5);
    let table = researcher.get("/registry/research.parquet").await;
    let kind = &table.headers["content-type"];
    assert_eq!(kind, "application/vnd.apache.parquet");
    assert!(table.text.starts_with("PAR1") && table.text.ends_with("PAR1"));
    assert!(table.text.contains("needlework.columns"));
    // Nothing is recorded meanwhile: a day passes.
    house.clock.move_on(SignedDuration::from_hours(24));
    let researcher = house.as_role(Role::Researcher).await;
    let table = researcher.get("/registry/research.csv").await;
    assert_eq!(table.text.lines().count(), 1, "{}", table.text);
}
