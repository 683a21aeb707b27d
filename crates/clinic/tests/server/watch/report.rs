//! A report, from the form to the answer that comes at once.

use axum::http::StatusCode;
use jiff::SignedDuration;
use needlework_chart::event::Role as ChartRole;
use needlework_clinic::server::Clock as _;
use needlework_clinic::server::office::account::Role;

use super::{SIGNS, fields, kept, key, send_parts, taken};
use crate::forms::{FIRST_CLINIC, change_clinic, clinic_of_group};
use crate::support::{FORM, House, between, form};

pub(super) const OWN: &str = "/mine/check-in";

#[tokio::test]
async fn a_patient_gets_the_answer_of_each_level_at_once() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Fontana").await;
    let own = house.as_patient("Fontana").await;
    for (grade, more, level, heading, said) in [
        ("0", vec![], None, "This is expected at this time", ""),
        (
            "0",
            vec![("words", "is this right?")],
            Some(1),
            "We will write back",
            "reply by the end of the next working day",
        ),
        (
            "0",
            vec![("symptom", "darker-patches")],
            Some(2),
            "We will look at it",
            "by 27 November 2026, 18:00",
        ),
        (
            "0",
            vec![("symptom", "fever")],
            Some(3),
            "Call the clinic today",
            "A clinician reads this report today and contacts you. If nobody has contacted you within 2 hours, go to urgent care.",
        ),
        (
            "3",
            vec![("symptom", "trouble-breathing"), ("symptom", "milia")],
            Some(4),
            "Get help now",
            "Wipe off the numbing cream",
        ),
    ] {
        let filled = fields(&key(&own, OWN).await, grade, &more);
        let there = taken(&send_parts(&own, OWN, &filled, &[]).await);
        let report = kept(&house, patient, &there).await;
        assert_eq!(report.reported.facts.level, level, "{heading}");
        assert_eq!(report.reported.author.role, ChartRole::Patient);
        let page = own.page(&there).await;
        assert!(page.contains(&format!("<h1>{heading}</h1>")), "{page}");
        assert!(page.contains(said), "{heading}: {page}");
        let is_emergency = level == Some(4);
        let page = between(&page, "<main", "</main>");
        assert_eq!(
            page.contains("tel:+41445550000"),
            !is_emergency,
            "{heading}"
        );
        assert_eq!(page.contains("Report again"), !is_emergency, "{heading}");
    }
}

/// Every answer says who reads it and when. From review on it says nothing that would calm, and gives one order.
#[tokio::test]
async fn an_answer_says_who_reads_it_and_calms_nobody_who_must_be_seen() {
    let house = House::of_made_up_people().await;
    let own = house.as_patient("Fontana").await;
    for (grade, more, reader) in [
        ("0", vec![], "Nobody is told of this report now"),
        (
            "0",
            vec![("words", "is this right?")],
            "A person will read this",
        ),
        (
            "0",
            vec![("symptom", "darker-patches")],
            "A clinician will look at this",
        ),
        (
            "0",
            vec![("symptom", "pus"), ("symptom", "fever")],
            "A clinician reads this report",
        ),
        ("3", vec![], "A clinician reads this report"),
        (
            "3",
            vec![("symptom", "eye-pain")],
            "Your clinic gets this report too",
        ),
    ] {
        let filled = fields(&key(&own, OWN).await, grade, &more);
        let there = taken(&send_parts(&own, OWN, &filled, &[]).await);
        let page = own.page(&there).await;
        let said = between(&page, "role=\"status\">", "</section>");
        assert!(said.contains(reader), "{more:?}: {said}");
        if grade == "3" || more.iter().any(|(name, _)| *name == "symptom") {
            for calm in ["normal", "expected", "going down", "can happen"] {
                assert!(!said.contains(calm), "{more:?}: {said}");
            }
            assert!(said.matches("Contact the clinic").count() <= 1, "{said}");
        }
    }
}

/// Blisters and pus are red flags: they are ticked beside the spots, which are graded.
#[tokio::test]
async fn blisters_are_asked_beside_the_spots() {
    let house = House::of_made_up_people().await;
    let own = house.as_patient("Fontana").await;
    let form = own.page(OWN).await;
    let spots = between(
        &form,
        "<legend>Spots without blisters or pus</legend>",
        "</fieldset>",
    );
    for symptom in ["pustules", "grouped-blisters", "blistering"] {
        let tick = format!("name=\"symptom\" value=\"{symptom}\"");
        assert!(spots.contains(&tick), "{symptom}: {spots}");
        assert_eq!(form.matches(&tick).count(), 1, "{symptom}");
    }
    assert!(
        !form.contains("capture="),
        "a telephone offers camera and library"
    );
}

/// What a patient cannot name is recognised: crusts and cold sores are drawn beside their words, what is not seen is not.
#[tokio::test]
async fn crusts_and_cold_sores_are_drawn_beside_their_words() {
    let house = House::of_made_up_people().await;
    let form = house.as_patient("Fontana").await.page(OWN).await;
    for (symptom, is_drawn) in [
        ("large-crust", true),
        ("honey-crust", true),
        ("cold-sore", true),
        ("fever", false),
    ] {
        let tick = format!("name=\"symptom\" value=\"{symptom}\"");
        let tick = between(&form, &tick, "</label>");
        assert_eq!(tick.contains("<svg class=\"example\""), is_drawn, "{tick}");
    }
}

/// While the clinic is closed nobody is told that it calls, nor sent to its telephone.
#[tokio::test]
async fn while_the_clinic_is_closed_an_urgent_report_leads_to_urgent_care() {
    let house = House::of_made_up_people().await;
    house
        .clock
        .set(house.clock.now() + SignedDuration::from_hours(12));
    let own = house.as_patient("Fontana").await;
    let filled = fields(&key(&own, OWN).await, "0", &[("symptom", "fever")]);
    let there = taken(&send_parts(&own, OWN, &filled, &[]).await);
    let page = own.page(&there).await;
    assert!(page.contains("<h1>Go to urgent care today</h1>"), "{page}");
    assert!(page.contains("when the clinic opens"), "{page}");
    assert!(!page.contains("contacts you"), "{page}");
    let card = own.page("/mine").await;
    assert!(
        card.contains("The clinic is closed now: go to urgent care."),
        "{card}"
    );
}

#[tokio::test]
async fn a_form_that_is_sent_twice_is_recorded_once() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Fontana").await;
    let own = house.as_patient("Fontana").await;
    let filled = fields(&key(&own, OWN).await, "1", &[]);
    let before = house.chart(patient).await.check_ins.len();
    let first = taken(&send_parts(&own, OWN, &filled, &[]).await);
    let second = taken(&send_parts(&own, OWN, &filled, &[]).await);
    assert_eq!(first, second);
    let (one, other) = tokio::join!(
        send_parts(&own, OWN, &filled, &[]),
        send_parts(&own, OWN, &filled, &[])
    );
    assert_eq!(taken(&one), taken(&other));
    assert_eq!(house.chart(patient).await.check_ins.len(), before + 1);
}

/// Both of two new forms that arrive at the same moment are recorded: neither is lost to the other.
#[tokio::test]
async fn two_reports_at_the_same_moment_are_both_recorded() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Fontana").await;
    let own = house.as_patient("Fontana").await;
    let before = house.chart(patient).await.check_ins.len();
    let mut sends = tokio::task::JoinSet::new();
    for _ in 0..6 {
        let filled = fields(&key(&own, OWN).await, "0", &[]);
        let own = own.clone();
        sends.spawn(async move { taken(&send_parts(&own, OWN, &filled, &[]).await) });
    }
    assert_eq!(sends.join_all().await.len(), 6);
    assert_eq!(house.chart(patient).await.check_ins.len(), before + 6);
}

#[tokio::test]
async fn half_a_form_calms_nobody_and_holds_back_no_emergency() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Fontana").await;
    let own = house.as_patient("Fontana").await;
    let sequence = house.sequence(patient).await;
    for sign in SIGNS {
        let mut filled = fields(&key(&own, OWN).await, "0", &[]);
        filled.retain(|(name, _)| *name != format!("grade_{sign}"));
        let answer = send_parts(&own, OWN, &filled, &[]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{sign}");
        assert!(answer.text.contains("left open"), "{}", answer.text);
    }
    assert_eq!(house.sequence(patient).await, sequence);
    let key = key(&own, OWN).await;
    let alone = [
        ("key".to_owned(), key),
        ("symptom".to_owned(), "vision-change".to_owned()),
    ];
    let there = taken(&send_parts(&own, OWN, &alone, &[]).await);
    let level = kept(&house, patient, &there).await.reported.facts.level;
    assert_eq!(level, Some(4));
}

/// Answers that the device kept count from when they were given; nobody answers in the future or before the form was drawn.
#[tokio::test]
async fn what_a_device_kept_counts_from_when_it_was_answered() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Fontana").await;
    let drawn = house.clock.now();
    let hour = async |kept_at: String| {
        house.clock.set(drawn);
        let own = house.as_patient("Fontana").await;
        let filled = fields(&key(&own, OWN).await, "0", &[("kept_at", &kept_at)]);
        house.clock.set(drawn + SignedDuration::from_mins(20));
        let there = taken(&send_parts(&own, OWN, &filled, &[]).await);
        kept(&house, patient, &there)
            .await
            .reported
            .facts
            .hours_after_t0
    };
    let after = |minutes| (drawn + SignedDuration::from_mins(minutes)).to_string();
    let sent = hour(String::new()).await;
    let minutes_before = |hours: f64| ((sent - hours) * 60.0).round();
    for (kept_at, expected) in [
        (after(5), 15.0),
        (after(-60), 0.0),
        (after(60), 0.0),
        ("yesterday".to_owned(), 0.0),
    ] {
        let told = minutes_before(hour(kept_at.clone()).await);
        assert!((told - expected).abs() < 0.1, "{kept_at}: {told}");
    }
}

#[tokio::test]
async fn a_colleague_records_what_was_told_by_telephone() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Fontana").await;
    let operator = house.as_role(Role::Operator).await;
    let form_address = format!("/patients/{patient}/check-ins/new");
    let address = format!("/patients/{patient}/check-ins");
    let filled = fields(
        &key(&operator, &form_address).await,
        "0",
        &[("symptom", "pus")],
    );
    let there = taken(&operator.post(&address, &borrowed(&filled)).await);
    let again = taken(&operator.post(&address, &borrowed(&filled)).await);
    assert_eq!(there, again);
    let report = kept(&house, patient, &there).await;
    assert_eq!(report.reported.author.name, "Noa Lind");
    assert_eq!(report.reported.facts.level, Some(3));
    let page = operator.page(&there).await;
    assert!(
        page.contains("A clinician needs to see this today."),
        "{page}"
    );
    assert!(page.contains("told to Noa Lind"));
    assert!(page.contains("/rules/infection-signs"));
}

fn borrowed(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    let pairs = fields.iter();
    pairs
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect()
}

#[tokio::test]
async fn what_no_form_of_ours_says_is_refused_in_a_sentence() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Fontana").await;
    let own = house.as_patient("Fontana").await;
    let sequence = house.sequence(patient).await;
    let key = key(&own, OWN).await;
    let long = "a".repeat(2001);
    for more in [
        ("grade_redness", "4"),
        ("grade_redness", "red"),
        ("pain", "11"),
        ("symptom", "greenness"),
        ("words", long.as_str()),
        ("key", "no key"),
    ] {
        let mut filled = fields(&key, "0", &[]);
        filled.retain(|(name, _)| name != more.0);
        filled.push((more.0.to_owned(), more.1.to_owned()));
        let answer = send_parts(&own, OWN, &filled, &[]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{more:?}");
        assert!(answer.text.contains("role=\"alert\"") || answer.text.contains("<h1>"));
    }
    let bare = own.send(OWN, FORM, form(&[("key", &key)])).await;
    assert!(bare.status.is_client_error(), "{}", bare.status);
    assert_eq!(house.sequence(patient).await, sequence);
}

/// A telephone that two people share keeps the answers of one and sends them as hers alone.
#[tokio::test]
async fn answers_that_a_device_kept_are_never_recorded_of_somebody_else() {
    let house = House::of_made_up_people().await;
    let (fontana, graf) = (house.patient("Fontana").await, house.patient("Graf").await);
    let page = house.as_patient("Fontana").await.page(OWN).await;
    let whose = between(&page, "name=\"whose\" value=\"", "\"").to_owned();
    assert_eq!(whose, fontana.to_string());
    let other = house.as_patient("Graf").await;
    let filled = fields(&key(&other, OWN).await, "0", &[("whose", &whose)]);
    let answer = send_parts(&other, OWN, &filled, &[]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(house.chart(graf).await.check_ins.is_empty());
}

#[tokio::test]
async fn nobody_reads_the_report_of_somebody_else() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Fontana").await;
    let chart = house.chart(patient).await;
    let id = chart.check_ins.keys().next().unwrap();
    let other = house.as_patient("Graf").await;
    let answer = other.get(&format!("{OWN}/{id}")).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    let staff = house.as_role(Role::Clinician).await;
    let graf = house.patient("Graf").await;
    let answer = staff.get(&format!("/patients/{graf}/check-ins/{id}")).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn before_the_first_session_there_is_nothing_to_report() {
    let house = House::of_made_up_people().await;
    let own = house.as_patient("Egger").await;
    assert!(own.page(OWN).await.contains("You have had no session yet"));
    let key = key(&house.as_patient("Fontana").await, OWN).await;
    let answer = send_parts(&own, OWN, &fields(&key, "0", &[]), &[]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
}

/// The number that a clinic gives is dialled from wherever patients are told to call it; a clinic that gives none invents none.
#[tokio::test]
async fn the_emergency_number_of_the_settings_is_a_link_and_nothing_is_invented() {
    let house = House::of_made_up_people().await;
    let owner = house.as_role(Role::Owner).await;
    change_clinic(&owner, &[("telephone", "+41 44 555 00 00")]).await;
    let own = house.as_patient("Fontana").await;
    let filled = fields(
        &key(&own, OWN).await,
        "0",
        &[("symptom", "trouble-breathing")],
    );
    let there = taken(&send_parts(&own, OWN, &filled, &[]).await);
    let pages = ["/mine", OWN, &there];
    for address in pages {
        let page = own.page(address).await;
        let numbers = page.matches("href=\"tel:").count();
        let of_clinic = page.matches("href=\"tel:+41445550000\"").count();
        assert_eq!(numbers, of_clinic, "{address}");
    }
    let set = async |number: &str| {
        let page = owner.page(FIRST_CLINIC).await;
        let seen = between(&page, "name=\"seen\" value=\"", "\"");
        let other = [
            ("telephone", "+41 44 555 00 00"),
            ("emergency_number", number),
        ];
        owner
            .post(FIRST_CLINIC, &clinic_of_group(seen, &other))
            .await
    };
    for wrong in ["one one two", "1", "112; 911", "1234567890123456"] {
        let answer = set(wrong).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        assert!(
            answer.text.contains("none that a telephone dials"),
            "{wrong}"
        );
    }
    let answer = set(" 11 2 ").await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    for address in pages {
        let page = own.page(address).await;
        let main = between(&page, "<main", "</main>");
        assert!(main.contains("href=\"tel:112\""), "{address}: {main}");
    }
    // The answer to an emergency offers that call and no other one.
    let answer = own.page(&there).await;
    let main = between(&answer, "<main", "</main>");
    assert_eq!(main.matches("tel:").count(), 1, "{main}");
}
