//! Every rule of protocol 2.1 and 4.1 falls on the dates and hours that the protocol gives; expectations stand in
//! `given/care.toml`, written by reading.
#![expect(clippy::unwrap_used, reason = "a test that fails here has failed")]

mod support;

use needlework_evidence::Block;
use needlework_protocol::care::{EndsBy, InstructionKind, keeps_pre_care, last_allowed_use};
use needlework_skin::Phototype;
use support::{day, hours, of, planned, rules};

const GIVEN: &str = include_str!("given/care.toml");
const APPOINTMENT: &str = "2026-12-10T10:00[Europe/Zurich]";

fn given(table: &str) -> Vec<(String, Block)> {
    let mut root = Block::parse("care.toml", GIVEN).unwrap();
    root.block(table).unwrap().into_blocks().unwrap()
}

#[test]
fn every_row_of_the_data_files_is_expected_here_and_the_other_way_round() {
    let mut expected: Vec<String> = ["before", "after"]
        .into_iter()
        .flat_map(given)
        .map(|(id, _)| id)
        .collect();
    expected.extend(
        [
            "daily-checkin",
            "photo-checkin",
            "channels-open",
            "no-makeup-while-red",
            "calm-check-in",
        ]
        .map(str::to_owned),
    );
    expected.sort();
    let rules = rules();
    let mut shipped: Vec<String> = rules.iter().map(|rule| rule.record.id.clone()).collect();
    shipped.sort();
    assert_eq!(shipped, expected);
}

#[test]
fn pre_care_begins_on_the_day_after_the_last_allowed_use_and_ends_with_the_needling() {
    let (rules, timeline) = (rules(), planned(&[APPOINTMENT]));
    for (id, mut row) in given("before") {
        let [one] = of(&timeline, &id, 1)[..] else {
            panic!("{id} is not given once");
        };
        let kind = row
            .choice(
                "kind",
                &[
                    ("stop", InstructionKind::Stop),
                    ("avoid", InstructionKind::Avoid),
                    ("ask", InstructionKind::Ask),
                    ("do", InstructionKind::Do),
                ],
            )
            .unwrap();
        assert_eq!(one.kind, kind, "{id}");
        let begins = row.text("begins").unwrap();
        assert_eq!(
            one.from.strftime("%Y-%m-%dT%H:%M").to_string(),
            format!("{begins}T00:00"),
            "{id}"
        );
        let until = one.until.clone().unwrap();
        let ends = if id == "shaving-dense-hair" {
            "2026-12-10T00:00"
        } else {
            "2026-12-10T11:00"
        };
        assert_eq!(until.strftime("%Y-%m-%dT%H:%M").to_string(), ends, "{id}");
        let days = rules.get(&id).unwrap().record.number();
        match row.optional_text("last_allowed_use").unwrap() {
            Some(last) => {
                let days = days.unwrap();
                let appointment = day("2026-12-10");
                assert_eq!(last_allowed_use(appointment, days), day(&last), "{id}");
                assert_eq!(
                    keeps_pre_care(&rules, &id, appointment, day(&last)),
                    Some(true)
                );
                let late = day(&last).tomorrow().unwrap();
                assert_eq!(keeps_pre_care(&rules, &id, appointment, late), Some(false));
            }
            None => assert!(
                days.is_none(),
                "{id} has a number that the protocol does not give"
            ),
        }
        row.finish().unwrap();
    }
}

#[test]
fn aftercare_holds_for_the_hours_of_the_protocol() {
    let timeline = planned(&[APPOINTMENT]);
    for (id, mut row) in given("after") {
        let [one] = of(&timeline, &id, 1)[..] else {
            panic!("{id} is not given once");
        };
        let from = row.number("from", 0.0..=1e4).unwrap();
        assert!(
            (hours(&timeline, &one.from) - from).abs() < 1e-9,
            "{id}: {}",
            one.from
        );
        let to = row.optional_number("to", 0.0..=1e4).unwrap();
        let end = one.earliest_end.as_ref().map(|end| hours(&timeline, end));
        assert_eq!(end, to, "{id}");
        let ends_by = row
            .choice(
                "ends_by",
                &[
                    ("time", EndsBy::Time),
                    ("time+calm", EndsBy::TimeAndCalm),
                    ("clearance", EndsBy::Clearance),
                    ("condition", EndsBy::Condition),
                ],
            )
            .unwrap();
        assert_eq!(one.ends_by, ends_by, "{id}");
        assert_eq!(one.until.is_some(), ends_by == EndsBy::Time, "{id}");
        let calm = row.flag("calm", false).unwrap();
        assert_eq!(one.released_when_calm, calm, "{id}");
        row.finish().unwrap();
    }
}

#[test]
fn check_ins_and_photos_are_due_on_the_days_of_the_protocol() {
    let timeline = planned(&[APPOINTMENT]);
    let mut root = Block::parse("care.toml", GIVEN).unwrap();
    let mut days = root.block("on_days").unwrap();
    for id in ["daily-checkin", "photo-checkin"] {
        let expected = days.wholes(id, 0..=30).unwrap();
        let found: Vec<f64> = of(&timeline, id, 1)
            .iter()
            .map(|one| hours(&timeline, &one.from) / 24.0)
            .collect();
        let expected: Vec<f64> = expected.into_iter().map(f64::from).collect();
        assert_eq!(found, expected, "{id}");
    }
}

#[test]
fn numbers_for_the_clinic_are_those_of_the_protocol() {
    let rules = rules();
    let mut root = Block::parse("care.toml", GIVEN).unwrap();
    let mut notes = root.block("notes").unwrap();
    for id in ["channels-open", "no-makeup-while-red", "calm-check-in"] {
        let hours = notes.number(id, 0.0..=1e4).unwrap();
        let shipped = rules.get(id).unwrap().record.number().unwrap();
        assert!((shipped - hours).abs() < 1e-12, "{id}");
    }
}

#[test]
fn a_question_to_the_prescriber_takes_the_place_of_a_ban_on_what_was_prescribed() {
    use needlework_protocol::care::Subject;
    let mut person = support::person();
    person.prescribed = [Subject::Retinoid, Subject::Nsaid].into();
    let made = support::planned_for(&person, &[APPOINTMENT]);
    for one in &made.instructions {
        for subject in &person.prescribed {
            assert!(
                !one.forbids.contains(subject),
                "{} forbids {subject:?}",
                one.id
            );
        }
    }
    let [retinoid] = of(&made, "stop-retinoid", 1)[..] else {
        panic!("a ban is left beside the question");
    };
    assert_eq!(retinoid.kind, InstructionKind::Ask);
    assert!(
        retinoid
            .text
            .ends_with("Ask the person who prescribed it; do not stop it on your own.")
    );
    // Acids and benzoyl peroxide, which nobody prescribed, are still to be left out.
    let after = of(&made, "no-retinoid-acid-bpo", 1);
    let ban = after
        .iter()
        .find(|one| one.kind == InstructionKind::Wait)
        .unwrap();
    assert_eq!(
        ban.forbids,
        [Subject::BenzoylPeroxide, Subject::ExfoliatingAcid]
    );
    assert_eq!(ban.clearance_of.as_deref(), Some("no-retinoid-acid-bpo"));
    // Nobody at the clinic locks or releases what somebody else prescribed: the question ends as that of protocol 4.1.
    let asked = after
        .iter()
        .find(|one| one.kind == InstructionKind::Ask)
        .unwrap();
    assert_eq!(asked.clearance_of, None);
    assert_eq!(asked.ends_by, EndsBy::TimeAndCalm);
    let told = made.cards.iter().flat_map(|card| &card.clinic_may_release);
    assert!(!told.into_iter().any(|name| name == "retinoids"));
    assert_eq!(made.decisions.len(), 2);
}

/// What nobody releases, and what names no hour before which nobody does, cannot ask for calm skin at a release.
#[test]
fn calm_skin_is_asked_for_a_release_with_an_hour_and_for_nothing_else() {
    use needlework_evidence::{Bibliography, DataFile};
    use needlework_protocol::care::CareRules;
    const HOUR: &str = "value = 24\nunit = \"h\"\nallowed = [24, 48]\n";
    let load = |ends_by: &str| {
        let row = format!(
            "[no-soap]\nversion = 1\nlabel = \"no soap\"\ntext = \"No soap.\"\npatient = \"No soap.\"\nkind = \"wait\"\n\
             forbids = [\"harsh-cleanser\"]\noverride_role = \"clinician\"\nconfidence = \"assumption\"\nnote = \"A test.\"\n\
             released_when_calm = true\n{ends_by}\n"
        );
        let file = |name, text| DataFile { name, text };
        CareRules::load(
            file("precare.toml", ""),
            file("aftercare.toml", row.leak()),
            &Bibliography::shipped().unwrap(),
        )
    };
    assert!(load(&format!("ends_by = \"clearance\"\n{HOUR}")).is_ok());
    for refused in [
        format!("ends_by = \"time\"\n{HOUR}"),
        format!("ends_by = \"time+calm\"\n{HOUR}"),
        "ends_by = \"clearance\"".to_owned(),
    ] {
        let error = load(&refused).unwrap_err().to_string();
        assert!(error.contains("released_when_calm"), "{error}");
    }
}

#[test]
fn only_those_concerned_get_oil_free_products_shaving_and_what_is_for_faces() {
    let mut person = support::person();
    person.acne_prone = false;
    person.dense_hair = false;
    person.face_or_neck = false;
    let made = support::planned_for(&person, &[APPOINTMENT]);
    assert!(of(&made, "oil-free-if-acne-prone", 1).is_empty());
    assert!(of(&made, "shaving-dense-hair", 1).is_empty());
    for rule in ["sleep", "no-powered-brush", "no-makeup-on-day"] {
        assert!(of(&made, rule, 1).is_empty(), "{rule}");
    }
}

/// Protocol 1, phototype-iv-vi: the risk of darkening is explained from phototype IV on, and to nobody else.
#[test]
fn darker_skin_is_told_about_marks_with_every_word_on_the_sun() {
    for (phototype, is_told) in [
        (Phototype::I, false),
        (Phototype::III, false),
        (Phototype::IV, true),
        (Phototype::VI, true),
    ] {
        let mut person = support::person();
        person.phototype = phototype;
        let made = support::planned_for(&person, &[APPOINTMENT]);
        for rule in ["sunscreen", "no-sun"] {
            let instruction = *of(&made, rule, 1).first().unwrap();
            let told = instruction.text.contains("darker or lighter marks");
            assert_eq!(told, is_told, "{rule}, {phototype:?}");
            assert!(instruction.text.len() > 20, "{}", instruction.text);
        }
    }
}

#[test]
fn a_trip_into_the_sun_collides_and_one_a_day_later_does_not() {
    use needlework_protocol::care::{PlannedActivity, Subject, timeline};
    let clash = |from: &str, to: &str| {
        let mut person = support::person();
        person.planned = vec![PlannedActivity {
            subject: Subject::Sun,
            from: day(from),
            to: day(to),
        }];
        let sessions = support::sessions(&[APPOINTMENT]);
        timeline(&rules(), &sessions, &person, day("2026-09-01"))
            .unwrap()
            .clashes
    };
    // 336 hours after 10 December, 11:00, end on 24 December at 11:00.
    assert_eq!(clash("2026-12-24", "2026-12-31").len(), 1);
    assert!(clash("2026-12-25", "2026-12-31").is_empty());
    // 14 days before: 26 November is the last allowed day.
    assert_eq!(clash("2026-11-20", "2026-11-27").len(), 1);
    assert!(clash("2026-11-20", "2026-11-26").is_empty());
}
