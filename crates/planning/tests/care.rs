//! Care around the sessions of a plan: what a case says changes what is asked of the person.

use jiff::civil::date;
use needlework_planning::{Case, Library, NoticeLevel, Plan, Settings, plan};
use needlework_protocol::care::{InstructionKind, Subject};

const ACNE_SCARS: &str = include_str!("../../../examples/acne-scars.toml");
const NECK: &str = include_str!("../../../examples/neck.toml");

#[expect(clippy::unwrap_used, reason = "a test that fails here has failed")]
fn planned(text: &str) -> Plan {
    let library = Library::shipped().unwrap();
    let case = Case::read("case.toml", text.as_bytes(), date(2026, 11, 24), &library).unwrap();
    plan(&case, &library, &Settings { draws: 20, seed: 1 }, &|_| {}).unwrap()
}

#[test]
fn a_prescribed_retinoid_is_a_decision_and_no_ban() {
    let plan = planned(ACNE_SCARS);
    let notice = plan
        .notices
        .iter()
        .find(|one| one.id == "prescribed-retinoid");
    assert_eq!(notice.unwrap().level, NoticeLevel::Decision);
    let about = plan.care.instructions.iter();
    let retinoid: Vec<_> = about
        .filter(|one| one.concerns.contains(&Subject::Retinoid))
        .collect();
    assert!(!retinoid.is_empty());
    assert!(retinoid.iter().all(|one| one.kind == InstructionKind::Ask));
    let bans = plan.care.instructions.iter();
    assert!(
        bans.clone()
            .all(|one| !one.forbids.contains(&Subject::Retinoid))
    );
}

#[test]
fn a_week_in_the_sun_is_noticed_before_the_second_session() {
    let plan = planned(NECK);
    let clash = plan.care.clashes.first().unwrap();
    assert_eq!(clash.subject, Subject::Sun);
    // The two weeks before 12 January begin on 30 December; the two weeks after 8 December end on the 22nd.
    assert_eq!(clash.instructions, ["avoid-sun@2"]);
    let notice = plan.notices.iter().find(|one| one.id == "planned-sun");
    assert_eq!(notice.unwrap().level, NoticeLevel::Warning);
}

#[test]
fn every_session_has_its_own_care_and_hours_run_in_the_time_zone_of_the_clinic() {
    let plan = planned(NECK);
    for session in &plan.sessions {
        let own: Vec<_> = plan
            .care
            .instructions
            .iter()
            .filter(|one| one.session == session.number)
            .collect();
        assert!(own.iter().any(|one| one.rule == "stop-retinoid"));
        let wash = own.iter().find(|one| one.rule == "first-wash").unwrap();
        assert_eq!(wash.from, session.ends);
        assert_eq!(wash.from.time_zone(), session.starts.time_zone());
    }
}

#[test]
fn no_two_rules_share_an_id_so_that_a_clinic_file_means_one_of_them() {
    let library = Library::shipped().unwrap();
    let mut seen = std::collections::BTreeSet::new();
    for (group, record) in library.records() {
        assert!(
            seen.insert(record.id.clone()),
            "{} of {group} is there twice",
            record.id
        );
    }
}

/// A clinic that keeps people from swimming for ten days, and from washing for eight hours.
#[test]
fn a_clinic_file_changes_the_hours_of_aftercare_and_what_follows_them() {
    let clinic = "schema = 1\nname = \"Clinic\"\n[rules]\nno-swimming = 240\nfirst-wash = 8\n";
    let mut library = Library::shipped().unwrap();
    library.apply_clinic("clinic.toml", clinic).unwrap();
    let case = Case::read("case.toml", NECK.as_bytes(), date(2026, 11, 24), &library).unwrap();
    let settings = Settings { draws: 20, seed: 1 };
    let plan = plan(&case, &library, &settings, &|_| {}).unwrap();
    let first = plan.sessions.first().unwrap();
    let end = |rule: &str| {
        let one = plan
            .care
            .instructions
            .iter()
            .find(|one| one.rule == rule && one.session == 1);
        one.unwrap()
            .earliest_end
            .clone()
            .unwrap()
            .duration_since(&first.ends)
            .as_hours()
    };
    assert_eq!(end("no-swimming"), 240);
    assert_eq!(end("first-wash"), 8);
    let cleanser = plan
        .care
        .instructions
        .iter()
        .find(|one| one.rule == "mild-cleanser");
    assert_eq!(
        cleanser
            .unwrap()
            .from
            .duration_since(&first.ends)
            .as_hours(),
        8
    );
    let refused = library
        .apply_clinic("clinic.toml", &clinic.replace("240", "24"))
        .unwrap_err();
    assert!(refused.to_string().contains("from 120 to 336"), "{refused}");
}
