//! What careless or hostile people send: one sentence comes back, and nothing breaks.

use axum::http::StatusCode;
use needlework_chart::fold::{PlanState, SessionState};
use needlework_chart::id::{PatientId, PlanId, SessionId};
use needlework_clinic::server::office::account::Role;

use crate::support::{Answer, Browser, FORM, House, between, form};

const SCRIPT: &str = "<script>alert(1)</script>";
const IMAGE: &str = "\"'><img src=x onerror=alert(2)>";
const NOBODY: &str = "01890000-0000-7000-8000-000000000000";

/// A refusal with a sentence on a page.
fn require_sentence(answer: &Answer, what: &str) {
    assert!(
        answer.status.is_client_error(),
        "{what}: {} {}",
        answer.status,
        answer.text
    );
    let main = between(&answer.text, "<main", "</main>");
    let sentence = between(main, "<p", "</p>");
    assert!(
        sentence.len() > 20 && sentence.ends_with('.'),
        "{what}: {main}"
    );
}

/// A demonstration with somebody in treatment.
struct Course {
    house: House,
    patient: PatientId,
    plan: PlanId,
    session: SessionId,
    operator: Browser,
}

impl Course {
    async fn new() -> Self {
        let house = House::of_made_up_people().await;
        let patient = house.patient("Graf").await;
        let chart = house.chart(patient).await;
        let mut sessions = chart.sessions.iter();
        let (session, _) = sessions
            .find(|(_, one)| one.state == SessionState::Open)
            .unwrap();
        Self {
            patient,
            plan: *chart.plans.keys().next().unwrap(),
            session: *session,
            operator: house.as_role(Role::Operator).await,
            house,
        }
    }

    fn at(&self, end: &str) -> String {
        format!("/patients/{}{end}", self.patient)
    }

    async fn sequence(&self) -> u64 {
        self.house.sequence(self.patient).await
    }
}

#[tokio::test]
async fn a_form_that_is_too_large_is_refused_with_a_sentence() {
    let course = Course::new().await;
    let before = course.sequence().await;
    for length in [256 * 1024 + 1, 3 * 1024 * 1024] {
        let body = format!("reaction={}", "a".repeat(length));
        let address = course.at(&format!("/sessions/{}/reactions", course.session));
        let answer = course.operator.send(&address, FORM, body).await;
        require_sentence(&answer, "large");
        assert!(
            answer.text.contains("larger than this page takes"),
            "{}",
            answer.text
        );
    }
    assert_eq!(course.sequence().await, before);
}

#[tokio::test]
async fn what_is_no_form_is_refused_with_a_sentence() {
    let course = Course::new().await;
    for kind in [
        "application/json",
        "text/plain",
        "multipart/form-data",
        "image/jpeg",
        "nothing",
    ] {
        for address in [
            "/patients".to_owned(),
            course.at("/plans"),
            "/sign-in".to_owned(),
        ] {
            let answer = course
                .operator
                .send(&address, kind, "{\"given\":\"Mara\"}")
                .await;
            require_sentence(&answer, &format!("{kind} to {address}"));
        }
    }
    let odd: [&[u8]; 4] = [
        b"given=%FF%FE",
        b"=&=&&&",
        b"\xFF\xFE\x00",
        b"given=a&given=b",
    ];
    for body in odd {
        let answer = course.operator.send("/patients", FORM, body.to_vec()).await;
        require_sentence(&answer, &format!("{body:?}"));
    }
}

#[tokio::test]
async fn a_script_in_a_name_is_text_on_every_page() {
    let house = House::of_made_up_people().await;
    let physician = house.as_role(Role::Physician).await;
    let desk = house.as_role(Role::FrontDesk).await;
    let fields = [
        ("family", SCRIPT),
        ("given", IMAGE),
        ("birth_date", "1980-01-01"),
        ("clinic_number", IMAGE),
        ("telephone", SCRIPT),
        ("address", SCRIPT),
    ];
    let answer = desk.post("/patients", &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    let chart = answer.location().to_owned();
    let starts = [
        ("purpose", "consultation"),
        ("starts", "2026-11-26T16:00"),
        ("minutes", "30"),
        ("room", SCRIPT),
    ];
    let made = desk.post(&format!("{chart}/appointments"), &starts).await;
    let room = if made.status == StatusCode::SEE_OTHER {
        SCRIPT
    } else {
        "1"
    };
    if room == "1" {
        require_sentence(&made, "a room that the clinic has not");
        let starts = [starts[0], starts[1], starts[2], ("room", "1")];
        let made = desk.post(&format!("{chart}/appointments"), &starts).await;
        assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text);
    }
    let named = [
        "/".to_owned(),
        "/patients".to_owned(),
        "/patients/rows?q=%3Cscript".to_owned(),
        "/appointments".to_owned(),
        chart.clone(),
        format!("{chart}/identity"),
        format!("{chart}/screening"),
        format!("{chart}/plans"),
        format!("{chart}/consents"),
        format!("{chart}/consents/research"),
        format!("{chart}/sessions"),
        format!("{chart}/photographs"),
    ];
    let mut texts = Vec::new();
    for page in named {
        texts.push((page.clone(), physician.page(&page).await));
    }
    texts.push(("the front desk".to_owned(), desk.page(&chart).await));
    let again = desk.post("/patients", &fields).await;
    texts.push(("somebody alike".to_owned(), again.text));
    for (page, text) in &texts {
        require_escaped(page, text);
        assert!(text.contains("alert("), "{page} does not show the name");
    }
    for page in [
        "/patients?q=%3Cscript%3Ealert(1)%3C/script%3E",
        "/stock?lot=%22%3E%3Cimg%20src=x%20onerror=alert(2)%3E",
        "/patients/%3Cscript%3Ealert(1)%3C%2Fscript%3E",
        "/rules/%3Cscript%3Ealert(1)%3C%2Fscript%3E",
        "/%3Cscript%3Ealert(1)%3C%2Fscript%3E",
    ] {
        require_escaped(page, &physician.get(page).await.text);
    }
}

fn require_escaped(page: &str, text: &str) {
    for tag in ["<script>alert", "<img src=x", "'><img", "\"><img"] {
        assert!(!text.contains(tag), "{page}: {tag}");
    }
}

#[tokio::test]
async fn a_script_that_is_noted_or_named_is_text_too() {
    let course = Course::new().await;
    let session = course.at(&format!("/sessions/{}", course.session));
    let operator = &course.operator;
    let noted = operator
        .post(&format!("{session}/reactions"), &[("reaction", SCRIPT)])
        .await;
    assert_eq!(noted.status, StatusCode::SEE_OTHER);
    let product = [("phase", "after"), ("product", IMAGE), ("lot", SCRIPT)];
    let applied = operator
        .post(&format!("{session}/products"), &product)
        .await;
    assert_eq!(applied.status, StatusCode::SEE_OTHER, "{}", applied.text);
    for page in [session, course.at("")] {
        let text = operator.page(&page).await;
        require_escaped(&page, &text);
        assert!(text.contains("alert("), "{page}");
    }
    let bad = [
        ("zone", SCRIPT),
        ("sex", SCRIPT),
        ("indication", IMAGE),
        ("device", IMAGE),
    ];
    let redrawn = operator.post(&course.at("/plans/redraw"), &bad).await;
    assert!(!redrawn.status.is_server_error());
    require_escaped("the outlook", &redrawn.text);
}

#[tokio::test]
async fn no_path_leads_out_of_the_pages() {
    let house = House::of_made_up_people().await;
    let physician = house.as_role(Role::Physician).await;
    let today = physician.page("/").await;
    let stamp = between(&today, "href=\"/assets/", "/");
    let patient = house.patient("Graf").await;
    for path in [
        "/assets/../../etc/passwd".to_owned(),
        "/assets/%2e%2e/%2e%2e/etc/passwd".to_owned(),
        format!("/assets/{stamp}/../../../Cargo.toml"),
        format!("/assets/{stamp}/..%2f..%2fCargo.toml"),
        format!("/assets/{stamp}/%2e%2e%2fclinic.css"),
        format!("/assets/{stamp}/clinic.css%00.js"),
        format!("/assets/{stamp}/"),
        "/assets/0000000000000000/clinic.css".to_owned(),
        "//patients".to_owned(),
        "/patients/".to_owned(),
        "/patients/..".to_owned(),
        "/patients/%00".to_owned(),
        "/patients/%ff".to_owned(),
        "/patients/1001".to_owned(),
        "/patients/Graf".to_owned(),
        "/patients/00000000-0000-0000-0000-00000000000g".to_owned(),
        format!("/patients/{NOBODY}"),
        format!("/patients/{NOBODY}/plans"),
        format!("/patients/{NOBODY}/plans/new"),
        format!("/patients/{NOBODY}/screening"),
        format!("/patients/{NOBODY}/identity"),
        format!("/patients/{NOBODY}/photographs"),
        format!("/patients/{NOBODY}/sessions/start"),
        format!("/patients/{patient}/plans/{NOBODY}"),
        format!("/patients/{patient}/plans/{NOBODY}/document"),
        format!("/patients/{patient}/plans/compare?plan={NOBODY}"),
        format!("/patients/{patient}/plans/compare?plan=nobody"),
        format!("/patients/{patient}/sessions/{NOBODY}"),
        format!("/patients/{patient}/photographs/{NOBODY}"),
        format!("/patients/{patient}/consents/everything"),
        "/rules/../../settings".to_owned(),
        "/rules/nothing".to_owned(),
    ] {
        let answer = physician.get(&path).await;
        require_sentence(&answer, &path);
        assert!(
            !answer.text.contains("[workspace]") && !answer.text.contains("root:"),
            "{path}"
        );
    }
}

#[tokio::test]
async fn nothing_is_done_to_somebody_who_is_nobody() {
    let house = House::of_made_up_people().await;
    let physician = house.as_role(Role::Physician).await;
    for (path, fields) in [
        (
            "/identity",
            vec![
                ("given", "Mara"),
                ("birth_date", "1974-03-09"),
                ("reason", "typed"),
            ],
        ),
        ("/plans", vec![]),
        ("/screening", vec![]),
        (
            "/screening/resolve",
            vec![("rule", "isotretinoin"), ("on", "2026-11-26")],
        ),
        ("/sessions/start", vec![]),
        (
            "/appointments",
            vec![
                ("purpose", "review"),
                ("starts", "2026-11-27T10:00"),
                ("minutes", "30"),
                ("room", "1"),
            ],
        ),
    ] {
        let answer = physician
            .post(&format!("/patients/{NOBODY}{path}"), &fields)
            .await;
        assert_eq!(
            answer.status,
            StatusCode::NOT_FOUND,
            "{path}: {}",
            answer.text
        );
        require_sentence(&answer, path);
    }
}

/// The form of a plan as somebody fills it in who wants nothing odd, with one field otherwise.
fn plan_form<'a>(seen: &'a str, other: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let usual = [
        ("seen", seen),
        ("do", "save"),
        ("name", "Option"),
        ("indication", "facial-wrinkles"),
        ("device", "exceed-unlimited"),
        ("zone", "cheek"),
        ("main_zone", "cheek"),
        ("lemperle_cheek", "3"),
        ("sex", "female"),
        ("phototype", "II"),
        ("photodamage", "moderate"),
    ];
    let is_other = |name: &str| other.iter().any(|(one, _)| *one == name);
    let mut fields: Vec<_> = usual
        .into_iter()
        .filter(|(name, _)| !is_other(name))
        .collect();
    fields.extend(other);
    fields
}

#[tokio::test]
async fn a_plan_of_numbers_that_cannot_be_is_refused_with_a_sentence() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Caruso").await;
    let clinician = house.as_role(Role::Clinician).await;
    let before = house.sequence(patient).await;
    let address = format!("/patients/{patient}/plans");
    let numbers = [
        "-1",
        "NaN",
        "inf",
        "-inf",
        "1e308",
        "99999999999999999999",
        "one",
        "1;2",
    ];
    let fields = [
        "sessions",
        "interval_days",
        "maintenance_per_year",
        "numbing_minutes",
        "length_cheek",
        "coverage_cheek",
        "lemperle_cheek",
        "scar_cheek",
        "laxity_cheek",
        "years_since_menopause",
    ];
    let mut refused = Vec::new();
    for field in fields {
        for number in numbers {
            refused.push((field, number));
        }
    }
    refused.extend([
        ("sessions", "0"),
        ("sessions", "1.5"),
        ("interval_days", "0"),
        ("coverage_cheek", "0"),
        ("sex", "other"),
        ("phototype", "VII"),
        ("photodamage", ""),
        ("indication", "everything"),
        ("device", "nothing"),
        ("device", SCRIPT),
        ("zone", ""),
        ("zone", "nowhere"),
        ("zone", "upper-eyelid"),
        ("first_session", "2026-11-25T10:00"),
        ("first_session", "2020-01-01T10:00"),
        ("first_session", "tomorrow"),
        ("first_session", "9999-12-31T23:59"),
        ("first_session", "2027-02-30T10:00"),
        ("event", "2020-01-01"),
        ("event", "2026-11-25"),
        ("event", "9999-12-31"),
        ("event", "some day"),
    ]);
    let mut faults = Vec::new();
    for (field, value) in refused {
        let fields = plan_form("1", &[(field, value)]);
        let answer = clinician.post(&address, &fields).await;
        if answer.status == StatusCode::UNPROCESSABLE_ENTITY {
            require_sentence(&answer, &format!("{field} = {value}"));
        } else {
            faults.push(format!("{field} = {value}: {}", answer.status));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert_eq!(house.sequence(patient).await, before);
}

#[tokio::test]
async fn a_form_of_an_older_page_is_told_so() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Caruso").await;
    let clinician = house.as_role(Role::Clinician).await;
    let plan = *house.chart(patient).await.plans.keys().next().unwrap();
    let address = format!("/patients/{patient}/plans/{plan}");
    let before = house.sequence(patient).await;
    let newer = (before + 1).to_string();
    for seen in ["", "0", "1", "-1", "many", &newer] {
        let fields = [("seen", seen), ("do", "decline")];
        let answer = clinician.post(&address, &fields).await;
        assert_eq!(answer.status, StatusCode::CONFLICT, "{seen}");
        require_sentence(&answer, seen);
    }
    assert_eq!(house.sequence(patient).await, before);
}

#[tokio::test]
async fn of_two_who_change_one_plan_at_once_the_second_is_told_and_nothing_is_lost() {
    let house = House::of_made_up_people().await;
    let patient = house.patient("Caruso").await;
    let clinician = house.as_role(Role::Clinician).await;
    let physician = house.as_role(Role::Physician).await;
    let chart = house.chart(patient).await;
    let drafts: Vec<_> = chart
        .plans
        .iter()
        .map(|(id, plan)| (*id, plan.state))
        .collect();
    let (plan, state) = drafts[0];
    assert_eq!(state, PlanState::Draft);
    let address = format!("/patients/{patient}/plans/{plan}");
    let page = clinician.page(&address).await;
    let other = physician.page(&address).await;
    let seen = |page: &str| between(page, "name=\"seen\" value=\"", "\"").to_owned();
    let (first, second) = (seen(&page), seen(&other));
    assert_eq!(first, second);
    let first = plan_form(&first, &[("name", "The first one")]);
    let second = plan_form(&second, &[("name", "The second one")]);
    let (one, two) = tokio::join!(
        clinician.post(&address, &first),
        physician.post(&address, &second)
    );
    let mut states = [one.status, two.status];
    states.sort();
    assert_eq!(
        states,
        [StatusCode::SEE_OTHER, StatusCode::CONFLICT],
        "{} {}",
        one.text,
        two.text
    );
    let (told, kept, lost) = if one.status == StatusCode::CONFLICT {
        (one, "The second one", "The first one")
    } else {
        (two, "The first one", "The second one")
    };
    require_sentence(&told, "the second");
    let page = clinician.page(&address).await;
    assert!(page.contains(kept) && !page.contains(lost));
    // Who was told opens the page again, and the change goes through.
    let again = seen(&page);
    let again = plan_form(&again, &[("name", lost)]);
    let answer = physician.post(&address, &again).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    let history = house.record.history(patient).await.unwrap();
    let changes = history
        .iter()
        .filter(|one| one.event.kind().name() == "plan-changed");
    assert_eq!(changes.count(), 2);
}

#[tokio::test]
async fn a_zone_entry_that_cannot_be_is_not_recorded() {
    let course = Course::new().await;
    let before = course.sequence().await;
    let address = course.at(&format!("/sessions/{}/zones", course.session));
    let page = course
        .operator
        .page(&course.at(&format!("/sessions/{}", course.session)))
        .await;
    let second = house_second(&course.house).await;
    let depth = between(&page, "name=\"depth_set_mm\"", ">");
    let depth = between(depth, "value=\"", "\"").to_owned();
    let usual = [
        ("zone", "cheek"),
        ("depth_set_mm", depth.as_str()),
        ("passes", "4"),
    ];
    let mut wrong = Vec::new();
    for number in ["-1", "NaN", "inf", "1e308", "-1e308", "some"] {
        for field in [
            "depth_set_mm",
            "passes",
            "pain",
            "area_cm2",
            "needling_minutes",
            "directions",
            "speed_per_min",
        ] {
            wrong.push((field, number));
        }
    }
    wrong.extend([
        ("depth_set_mm", ""),
        ("depth_set_mm", "40"),
        ("passes", ""),
        ("passes", "0"),
        ("pain", "11"),
        ("endpoint", "smoke"),
        ("zone", ""),
        ("zone", "nowhere"),
        ("zone", "upper-eyelid"),
        ("zone", SCRIPT),
    ]);
    let mut faults = Vec::new();
    for (field, value) in wrong {
        let mut fields: Vec<(&str, &str)> = usual
            .into_iter()
            .filter(|(name, _)| *name != field)
            .collect();
        // Somebody answers for whatever may be answered for.
        fields.extend([
            (field, value),
            ("reason", "it was so"),
            ("second", second.as_str()),
        ]);
        let answer = course.operator.post(&address, &fields).await;
        if answer.status != StatusCode::UNPROCESSABLE_ENTITY {
            faults.push(format!("{field} = {value}: {}", answer.status));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert_eq!(course.sequence().await, before);
}

/// A licensed colleague of the operator.
async fn house_second(house: &House) -> String {
    let owner = house.as_role(Role::Owner).await;
    let page = owner.page("/settings").await;
    let row = page
        .split("/settings/colleagues/")
        .find(|row| row.contains("ida.frei"));
    row.unwrap().split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn a_signature_is_a_line_and_nothing_else() {
    let course = Course::new().await;
    let before = course.sequence().await;
    let page = course.operator.page(&course.at("/consents/research")).await;
    let version = between(&page, "name=\"text_version\" value=\"", "\"");
    let address = course.at("/consents/research");
    let sign = async |path: &str, version: &str| {
        let fields = [
            ("text_version", version),
            ("name", "Miriam Graf"),
            ("path", path),
        ];
        course.operator.post(&address, &fields).await
    };
    let long = "L1 1 ".repeat(20_000);
    for path in [
        "",
        " ",
        "M0 0\"/><script>alert(1)</script>",
        "M0 0' onload='alert(1)",
        "M0 0 url(http://elsewhere.test)",
        "M0 0 C1 1",
        &long,
    ] {
        let answer = sign(path, version).await;
        assert_eq!(
            answer.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{path:.40}"
        );
        require_sentence(&answer, "a signature");
    }
    let answer = sign("M0 0 L10 10", "99").await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    require_sentence(&answer, "another text");
    assert_eq!(course.sequence().await, before);
    assert_eq!(
        sign("M0 0 L10 10", version).await.status,
        StatusCode::SEE_OTHER
    );
}

#[tokio::test]
async fn a_registration_that_cannot_be_is_refused() {
    let house = House::of_made_up_people().await;
    let desk = house.as_role(Role::FrontDesk).await;
    let long = "a".repeat(201);
    for (family, given, birth_date) in [
        ("Test", "Mara", "2999-01-01"),
        ("Test", "Mara", "2026-11-27"),
        ("Test", "Mara", "1850-01-01"),
        ("Test", "Mara", "-009999-01-01"),
        ("Test", "Mara", "9.3.1974"),
        ("Test", "Mara", ""),
        ("Test", "", "1974-03-09"),
        ("Test", "   ", "1974-03-09"),
        (long.as_str(), "Mara", "1974-03-09"),
    ] {
        let fields = [
            ("family", family),
            ("given", given),
            ("birth_date", birth_date),
        ];
        let answer = desk.post("/patients", &fields).await;
        assert_eq!(
            answer.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{given} {birth_date}"
        );
        require_sentence(&answer, birth_date);
    }
    let rows = desk.page("/patients/rows?q=Mara").await;
    assert!(!rows.contains("Test"));
}

#[tokio::test]
async fn an_appointment_that_cannot_be_is_refused() {
    let house = House::of_made_up_people().await;
    let desk = house.as_role(Role::FrontDesk).await;
    let patient = house.patient("Graf").await;
    let address = format!("/patients/{patient}/appointments");
    let mut faults = Vec::new();
    for (starts, minutes, room) in [
        ("2026-11-25T10:00", "30", "1"),
        ("2020-01-06T10:00", "30", "1"),
        ("9999-12-30T22:00", "480", "1"),
        ("9999-12-31T23:00", "480", "1"),
        ("-009999-01-04T10:00", "30", "1"),
        ("2026-11-28T10:00", "30", "1"),
        ("2026-11-27", "", "1"),
        ("tomorrow", "30", "1"),
        ("2026-11-27T10:00", "0", "1"),
        ("2026-11-27T10:00", "-5", "1"),
        ("2026-11-27T10:00", "1e9", "1"),
        ("2026-11-27T10:00", "4294967296", "1"),
        ("2026-11-27T10:00", "30", "cellar"),
    ] {
        let fields = [
            ("purpose", "review"),
            ("starts", starts),
            ("minutes", minutes),
            ("room", room),
        ];
        let answer = desk.post(&address, &fields).await;
        if answer.status == StatusCode::UNPROCESSABLE_ENTITY {
            require_sentence(&answer, starts);
        } else {
            faults.push(format!("{starts} {minutes} {room}: {}", answer.status));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[tokio::test]
async fn settings_and_stock_that_cannot_be_are_refused() {
    let house = House::of_made_up_people().await;
    let owner = house.as_role(Role::Owner).await;
    let usual = [
        ("seen", "1"),
        ("clinic_name", "Linden"),
        ("time_zone", "Europe/Zurich"),
        ("language", "en"),
        ("rooms", "1, 2"),
        ("idle_minutes", "30"),
        ("absolute_hours", "12"),
    ];
    let mut faults = Vec::new();
    for (field, value) in [
        ("seen", "0"),
        ("seen", "-1"),
        ("clinic_name", " "),
        ("time_zone", "Europe/Atlantis"),
        ("time_zone", "../../etc/passwd"),
        ("rooms", " , "),
        ("idle_minutes", "0"),
        ("idle_minutes", "99999"),
        ("absolute_hours", "13"),
        ("open", "1"),
        ("open", "9"),
        ("rule_nothing", "1"),
        ("rule_isotretinoin", "NaN"),
        ("rule_isotretinoin", "inf"),
        ("rule_isotretinoin", "-1e308"),
        ("rule_isotretinoin\n[rules]\nname", "1"),
        ("rule_x = 1\nname", "1"),
    ] {
        let mut fields: Vec<(&str, &str)> = usual
            .into_iter()
            .filter(|(name, _)| *name != field)
            .collect();
        fields.extend([(field, value), ("from_9", "08:00"), ("to_9", "09:00")]);
        let answer = owner.post("/settings", &fields).await;
        let expected = if (field, value) == ("seen", "0") {
            StatusCode::CONFLICT
        } else {
            StatusCode::UNPROCESSABLE_ENTITY
        };
        if answer.status == expected {
            require_sentence(&answer, field);
        } else {
            faults.push(format!("{field} = {value}: {}", answer.status));
        }
    }
    let lot = [
        ("device", "exceed-unlimited"),
        ("reference", "EXC-12"),
        ("lot", "B1"),
        ("expires_on", "2027-11-26"),
        ("needles", "6"),
        ("needle_length_mm", "1.5"),
        ("received", "10"),
    ];
    for (field, value) in [
        ("device", "nothing"),
        ("lot", " "),
        ("expires_on", "soon"),
        ("needles", "-1"),
        ("needles", "0"),
        ("needle_length_mm", "NaN"),
        ("needle_length_mm", "inf"),
        ("needle_length_mm", "-1"),
        ("received", "99999999"),
    ] {
        let fields = lot.map(|(name, usual)| (name, if name == field { value } else { usual }));
        let answer = owner.post("/stock/lots", &fields).await;
        if answer.status != StatusCode::UNPROCESSABLE_ENTITY {
            faults.push(format!("{field} = {value}: {}", answer.status));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert_eq!(
        owner.send("/stock/lots", FORM, form(&lot)).await.status,
        StatusCode::SEE_OTHER
    );
}

#[tokio::test]
async fn a_session_of_somebody_else_is_not_reached_through_another_chart() {
    let course = Course::new().await;
    let other = course.house.patient("Aebi").await;
    let session = course.session;
    for path in ["", "/zones", "/reactions", "/sign", "/abandon"] {
        let address = format!("/patients/{other}/sessions/{session}{path}");
        let answer = if path.is_empty() {
            course.operator.get(&address).await
        } else {
            let fields = [
                ("zone", "cheek"),
                ("reaction", "red"),
                ("reason", "other"),
                ("passes", "4"),
                ("depth_set_mm", "1"),
            ];
            course.operator.post(&address, &fields).await
        };
        require_sentence(&answer, path);
    }
    let address = format!("/patients/{other}/plans/{}", course.plan);
    require_sentence(&course.operator.get(&address).await, "a plan");
}
