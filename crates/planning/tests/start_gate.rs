//! What holds back a session, who may start it all the same, and what the console says.

use jiff::civil::{Date, date};
use needlework_planning::{
    BarredNumbing, GateCartridge, GateCheck, GateConsent, GateDevice, GateFacts, GateHealing,
    GateNumbing, GateScreening, GateState, Library, answers_hold, start_gate,
};
use needlework_protocol::screening::Permission;
use needlework_protocol::{Gate, Language, Role};

const TODAY: Date = date(2027, 3, 8);

/// A second session that nothing holds back.
fn ready() -> GateFacts {
    let views = [
        "front",
        "right-oblique",
        "right-lateral",
        "left-oblique",
        "left-lateral",
    ];
    GateFacts {
        today: TODAY,
        has_photograph: true,
        is_photograph_compared: true,
        is_name_confirmed: false,
        is_birth_date_confirmed: true,
        is_contact_verified: true,
        consent: Some(GateConsent {
            is_for_this_revision: true,
            is_revoked: false,
            expires_on: Some(TODAY),
        }),
        has_photograph_consent: true,
        screening: Some(GateScreening {
            answered_on: date(2027, 3, 1),
            permission: Permission::Permitted,
            verdict: "Yes.".to_owned(),
            left_out: Vec::new(),
        }),
        last_session_on: Some(date(2027, 2, 8)),
        planned_interval_days: Some(28),
        session_number: 2,
        planned_sessions: 4,
        planned_on: Some(TODAY),
        healing: GateHealing::Closed,
        open_adverse_events: 0,
        least_needle_length_mm: Some(1.0),
        planned_device: "exceed-unlimited".to_owned(),
        is_off_label: false,
        off_label_reason: String::new(),
        barred_anaesthetic: None,
        numbing: None,
        device: Some(GateDevice {
            id: "exceed-unlimited".to_owned(),
            serial: "A-17".to_owned(),
        }),
        cartridge: Some(GateCartridge {
            lot: "L9".to_owned(),
            unit: "4".to_owned(),
            expires_on: Some(TODAY),
            is_pack_intact: true,
            is_opened_before_patient: true,
            is_single_use_confirmed: true,
            is_used_before: false,
            device: "exceed-unlimited".to_owned(),
            needle_length_mm: 1.5,
            is_lot_used_up: false,
        }),
        zones: vec!["cheek".to_owned(), "periorbital".to_owned()],
        views_taken: views.map(str::to_owned).to_vec(),
    }
}

#[expect(clippy::unwrap_used, reason = "a test that fails here has failed")]
fn checks(change: impl FnOnce(&mut GateFacts)) -> Vec<GateCheck> {
    let mut facts = ready();
    change(&mut facts);
    start_gate(&facts, &Library::shipped().unwrap(), Language::ENGLISH)
}

/// What is not open, as id, state and keys of the reasons.
fn held(change: impl FnOnce(&mut GateFacts)) -> Vec<(String, GateState, Vec<String>)> {
    checks(change)
        .into_iter()
        .filter(|check| check.state != GateState::Open)
        .map(|check| {
            let keys = check.reasons.into_iter().map(|reason| reason.key);
            (check.id, check.state, keys.collect())
        })
        .collect()
}

/// The one reason that a change brings.
#[track_caller]
fn only(state: GateState, key: &str, change: impl FnOnce(&mut GateFacts)) {
    let id = key.split('.').next().unwrap_or_default().to_owned();
    assert_eq!(held(change), [(id, state, vec![key.to_owned()])]);
}

#[test]
fn a_session_that_meets_everything_starts() {
    let checks = checks(|_| {});
    assert!(checks.iter().all(|check| check.state == GateState::Open));
    let ids: Vec<&str> = checks.iter().map(|check| check.id.as_str()).collect();
    assert_eq!(ids, Gate::IDS);
}

#[test]
fn each_missing_fact_holds_back_one_condition() {
    use GateState::{Closed, Overridable};
    only(Closed, "start-identity.photograph", |facts| {
        facts.is_photograph_compared = false;
    });
    only(Closed, "start-identity.birth-date", |facts| {
        facts.is_birth_date_confirmed = false;
    });
    only(Closed, "start-identity.name", |facts| {
        facts.has_photograph = false;
    });
    only(Closed, "start-off-label.no-reason", |facts| {
        facts.is_off_label = true;
        facts.off_label_reason = " ".to_owned();
    });
    only(Overridable, "start-contact.unverified", |facts| {
        facts.is_contact_verified = false;
    });
    only(Closed, "start-consent.missing", |facts| {
        facts.consent = None;
    });
    only(Closed, "start-consent.other-revision", |facts| {
        facts.consent.as_mut().unwrap().is_for_this_revision = false;
    });
    only(Closed, "start-consent.revoked", |facts| {
        facts.consent.as_mut().unwrap().is_revoked = true;
    });
    only(Closed, "start-consent.expired", |facts| {
        facts.consent.as_mut().unwrap().expires_on = Some(date(2027, 3, 7));
    });
    only(Overridable, "start-healing.open", |facts| {
        facts.healing = GateHealing::Unanswered;
    });
    only(Overridable, "start-healing.not-reported", |facts| {
        facts.healing = GateHealing::NotReported;
    });
    only(Overridable, "start-adverse-event.open", |facts| {
        facts.open_adverse_events = 1;
    });
    only(Closed, "start-device.missing", |facts| facts.device = None);
    only(Closed, "start-device.serial", |facts| {
        facts.device.as_mut().unwrap().serial = "  ".to_owned();
    });
    only(Overridable, "start-device-as-planned.other", |facts| {
        facts.planned_device = "roller-home".to_owned();
    });
    only(Closed, "start-cartridge.missing", |facts| {
        facts.cartridge = None;
    });
    for (key, change) in [
        (
            "lot",
            (|one| one.lot = String::new()) as fn(&mut GateCartridge),
        ),
        ("unit", |one| one.unit = String::new()),
        ("expiry", |one| one.expires_on = None),
        ("expired", |one| one.expires_on = Some(date(2027, 3, 7))),
        ("pack", |one| one.is_pack_intact = false),
        ("opened", |one| one.is_opened_before_patient = false),
        ("once", |one| one.is_single_use_confirmed = false),
        ("used", |one| one.is_used_before = true),
        ("none-left", |one| one.is_lot_used_up = true),
        ("device", |one| one.device = "roller-home".to_owned()),
        ("short", |one| one.needle_length_mm = 0.5),
    ] {
        only(Closed, &format!("start-cartridge.{key}"), |facts| {
            change(facts.cartridge.as_mut().unwrap());
        });
    }
}

/// Protocol 0.3: answers are valid for one appointment. A week before it is our proposal.
#[test]
fn answers_hold_for_one_session_and_a_week() {
    let answered =
        |on| move |facts: &mut GateFacts| facts.screening.as_mut().unwrap().answered_on = on;
    assert!(held(answered(date(2027, 3, 1))).is_empty());
    only(
        GateState::Closed,
        "start-screening.old",
        answered(date(2027, 2, 28)),
    );
    only(
        GateState::Closed,
        "start-screening.ahead",
        answered(date(2027, 3, 9)),
    );
    only(
        GateState::Closed,
        "start-screening.before-last-session",
        answered(date(2027, 2, 8)),
    );
    for (permission, key) in [
        (Permission::NotYet, "start-screening.not-yet"),
        (Permission::Refused, "start-screening.refused"),
    ] {
        only(GateState::Closed, key, |facts| {
            facts.screening.as_mut().unwrap().permission = permission;
        });
    }
}

#[test]
fn a_clinic_may_let_answers_be_older() {
    let mut library = Library::shipped().unwrap();
    let clinic = "schema = 1\nname = \"Clinic\"\n[rules]\nstart-screening = 8\n";
    library.apply_clinic("clinic.toml", clinic).unwrap();
    let mut facts = ready();
    facts.screening.as_mut().unwrap().answered_on = date(2027, 2, 28);
    let checks = start_gate(&facts, &library, Language::ENGLISH);
    assert!(checks.iter().all(|check| check.state == GateState::Open));
}

#[test]
fn nothing_is_closer_than_a_week_and_the_usual_interval_is_a_decision() {
    let last = |on| {
        move |facts: &mut GateFacts| {
            facts.last_session_on = Some(on);
            facts.screening.as_mut().unwrap().answered_on = TODAY;
        }
    };
    only(
        GateState::Overridable,
        "start-usual-interval.short",
        last(date(2027, 2, 9)),
    );
    let held_back = held(last(date(2027, 3, 2)));
    assert_eq!(held_back[0].1, GateState::Closed);
    assert_eq!(held_back[0].2, ["start-shortest-interval.too-soon"]);
    only(
        GateState::Closed,
        "start-shortest-interval.ahead",
        last(date(2027, 3, 9)),
    );
    // An approved plan with a shorter interval has decided it.
    assert!(
        held(|facts| {
            facts.last_session_on = Some(date(2027, 2, 22));
            facts.planned_interval_days = Some(14);
        })
        .is_empty()
    );
}

/// Nobody has to agree to photographs: without one, name and date of birth are two marks of a person.
#[test]
fn somebody_without_a_photograph_is_known_by_name_and_date_of_birth() {
    let of_whom_none_is_kept = |facts: &mut GateFacts| {
        facts.has_photograph = false;
        facts.is_photograph_compared = false;
        facts.is_name_confirmed = true;
    };
    assert!(held(of_whom_none_is_kept).is_empty());
    only(GateState::Closed, "start-identity.photograph", |facts| {
        facts.is_photograph_compared = false;
        facts.is_name_confirmed = true;
    });
}

#[test]
fn a_session_beyond_the_plan_is_decided_by_a_clinician() {
    let beyond = |facts: &mut GateFacts| facts.session_number = 5;
    only(
        GateState::Overridable,
        "start-session-number.beyond",
        beyond,
    );
    let checks = checks(beyond);
    let check = checks.iter().find(|one| one.id == "start-session-number");
    let check = check.unwrap();
    assert_eq!(check.override_role, Some(Role::Clinician));
    assert_eq!(
        check.reasons[0].sentence,
        "This would be session 5 of a plan with 4; plan another course, or let it be decided and say why."
    );
}

/// What is only to be known does not hold back the session.
#[test]
fn an_early_day_and_a_zone_that_is_left_out_are_remarks() {
    let remarked = |key: &str, change: fn(&mut GateFacts)| {
        let id = key.split('.').next().unwrap().to_owned();
        let state = (id, GateState::Remark, vec![key.to_owned()]);
        assert_eq!(held(change), [state]);
    };
    remarked("start-planned-day.early", |facts| {
        facts.planned_on = Some(date(2027, 3, 12));
    });
    remarked("start-screening.left-out", |facts| {
        let screening = facts.screening.as_mut().unwrap();
        screening.left_out = vec!["the forehead".to_owned()];
    });
    let checks = checks(|facts| facts.planned_on = Some(date(2027, 3, 12)));
    let reason = checks.iter().find_map(|check| check.reasons.first());
    assert_eq!(
        reason.unwrap().sentence,
        "The plan sets session 2 on 12 March 2027, 4 days from today; see that the care before it is done."
    );
}

#[test]
fn the_zones_decide_which_views_are_missed() {
    let missed = |zone: &str| {
        let checks = checks(|facts| {
            facts.zones = vec![zone.to_owned()];
            facts.views_taken = vec!["front".to_owned()];
        });
        let check = checks
            .into_iter()
            .find(|one| one.id == "start-photographs")
            .unwrap();
        assert_eq!(
            (check.state, check.override_role),
            (GateState::Overridable, Some(Role::Operator))
        );
        check.reasons[0].sentence.clone()
    };
    assert!(missed("cheek").contains("Right oblique; Right side; Left oblique; Left side"));
    assert!(missed("neck").contains("chin raised"));
    assert!(!missed("cheek").contains("chin raised"));
    assert_eq!(
        missed("abdomen"),
        "These views are missing: Area, square on; take them now."
    );
    only(
        GateState::Overridable,
        "start-photographs.no-consent",
        |facts| {
            facts.has_photograph_consent = false;
        },
    );
}

#[test]
fn a_reason_says_what_is_wrong_and_what_to_do_in_both_languages() {
    let library = Library::shipped().unwrap();
    let mut facts = ready();
    facts.last_session_on = Some(date(2027, 3, 7));
    facts.device.as_mut().unwrap().id = "no-such-pen".to_owned();
    let sentences = |language| -> Vec<String> {
        start_gate(&facts, &library, language)
            .into_iter()
            .flat_map(|check| check.reasons)
            .map(|reason| reason.sentence)
            .collect()
    };
    let english = sentences(Language::ENGLISH);
    let too_soon = "The last session was 1 day ago, and none is done sooner than after 7 days; wait until 14 March 2027.";
    assert!(english.iter().any(|one| one == too_soon), "{english:?}");
    let spanish = sentences(Language::of_code("es").unwrap());
    let too_soon = "La última sesión fue hace 1 día, y ninguna se hace antes de 7 días; espere hasta el 14 de marzo de 2027.";
    assert!(spanish.iter().any(|one| one == too_soon), "{spanish:?}");
    assert_eq!(english.len(), spanish.len());
    assert!(english.iter().any(|one| one.contains("no-such-pen")));
    assert!(
        english
            .iter()
            .chain(&spanish)
            .all(|one| !one.contains('{') && one.ends_with('.'))
    );
}

/// As shipped, answers hold for a week (gate.toml), and for one appointment (protocol 0.3).
#[test]
fn answers_hold_for_the_next_session_within_a_week() {
    let library = Library::shipped().unwrap();
    let holds = |last, session| answers_hold(date(2026, 11, 2), last, session, &library);
    assert!(holds(None, date(2026, 11, 2)));
    assert!(holds(None, date(2026, 11, 9)));
    assert!(!holds(None, date(2026, 11, 10)));
    assert!(!holds(None, date(2026, 11, 1)));
    assert!(holds(Some(date(2026, 11, 1)), date(2026, 11, 5)));
    assert!(!holds(Some(date(2026, 11, 2)), date(2026, 11, 5)));
}

/// Protocol 3.6: the label of lidocaine with prilocaine, and the list of the FDA.
#[test]
fn a_barred_anaesthetic_is_said_before_and_holds_back_whoever_has_it_on() {
    use GateState::{Closed, Overridable, Remark};
    let product = GateNumbing {
        has_prilocaine: false,
        is_confirmed_without: false,
        is_covered: false,
    };
    let with = |barred, numbing| {
        move |facts: &mut GateFacts| {
            facts.barred_anaesthetic = Some(barred);
            facts.numbing = numbing;
        }
    };
    let (prilocaine, any) = (BarredNumbing::Prilocaine, BarredNumbing::Any);
    let confirmed = GateNumbing {
        is_confirmed_without: true,
        ..product
    };
    // A tick does not undo what the name says.
    let named = GateNumbing {
        has_prilocaine: true,
        ..confirmed
    };
    only(
        Remark,
        "start-numbing.without-prilocaine",
        with(prilocaine, None),
    );
    only(
        Remark,
        "start-numbing.without-prilocaine",
        with(prilocaine, Some(confirmed)),
    );
    only(
        Closed,
        "start-numbing.unknown",
        with(prilocaine, Some(product)),
    );
    only(
        Closed,
        "start-numbing.prilocaine",
        with(prilocaine, Some(named)),
    );
    only(Remark, "start-numbing.without-anaesthetic", with(any, None));
    only(
        Closed,
        "start-numbing.anaesthetic",
        with(any, Some(confirmed)),
    );
    assert!(held(|facts| facts.numbing = Some(named)).is_empty());
    only(Overridable, "start-numbing-cover.covered", |facts| {
        facts.numbing = Some(GateNumbing {
            is_covered: true,
            ..product
        });
    });
}
