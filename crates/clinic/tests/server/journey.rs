//! One patient from the registration to an amended session, through pages alone.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use needlework_chart::event::{Deviation, Verdict};
use needlework_chart::fold::{PlanState, SessionState};
use needlework_chart::id::{PatientId, PlanId, SessionId};
use needlework_clinic::server::office::account::Role;

use crate::support::{Browser, House, between};

/// Words that say: nothing to report.
const CALM: [&str; 4] = ["no", "never", "negative", "on-label"];

struct Journey {
    house: House,
    desk: Browser,
    operator: Browser,
    clinician: Browser,
    physician: Browser,
    chart: String,
    patient: PatientId,
}

impl Journey {
    /// Registers somebody whom the list holds already, so that it asks first.
    async fn begin() -> Self {
        let house = House::of_made_up_people().await;
        let desk = house.as_role(Role::FrontDesk).await;
        let who = [
            ("family", "Keller"),
            ("given", "Ursina"),
            ("birth_date", "1979-05-05"),
        ];
        let first = desk.post("/patients", &who).await;
        assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", first.text);
        let asked = desk.post("/patients", &who).await;
        assert_eq!(asked.status, StatusCode::OK);
        assert!(
            asked
                .text
                .contains(&format!("href=\"{}\"", first.location()))
        );
        let count = desk.page("/patients/rows?q=Keller").await;
        assert_eq!(count.matches("href=").count(), 1);
        let another = [who[0], who[1], who[2], ("is_another", "yes")];
        let second = desk.post("/patients", &another).await;
        assert_eq!(second.status, StatusCode::SEE_OTHER);
        let chart = second.location().to_owned();
        assert_ne!(chart, first.location());
        Self {
            operator: house.as_role(Role::Operator).await,
            clinician: house.as_role(Role::Clinician).await,
            physician: house.as_role(Role::Physician).await,
            patient: chart.rsplit('/').next().unwrap().parse().unwrap(),
            desk,
            house,
            chart,
        }
    }

    fn at(&self, end: &str) -> String {
        format!("{}{end}", self.chart)
    }

    /// Answers every question calmly, as somebody does who reads the page.
    async fn screen(&self) {
        let page = self.operator.page(&self.at("/screening/new")).await;
        let mut words: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for part in page.split("name=\"answer_").skip(1) {
            let (rule, rest) = part.split_once('"').unwrap();
            let word = between(rest, "value=\"", "\"").to_owned();
            words
                .entry(format!("answer_{rule}"))
                .or_default()
                .push(word);
        }
        assert!(words.len() > 20, "{} questions", words.len());
        let mut fields = person();
        for (field, words) in &words {
            let calm = words.iter().find(|word| CALM.contains(&word.as_str()));
            let calm = calm.unwrap_or_else(|| panic!("{field} has no calm answer: {words:?}"));
            fields.push((field, calm));
        }
        let answer = self.operator.post(&self.at("/screening"), &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        let chart = self.house.chart(self.patient).await;
        let screening = chart.screenings.values().next().unwrap();
        assert_eq!(
            screening.facts.verdict,
            Verdict::Permitted,
            "{:?}",
            screening.facts.fired
        );
    }

    /// Drafts a plan, submits it, and has somebody else approve it.
    async fn plan(&self) -> PlanId {
        let form = self.clinician.page(&self.at("/plans/new")).await;
        let mut fields = person();
        fields.push(("seen", seen(&form)));
        let kept = self.clinician.post(&self.at("/plans"), &fields).await;
        assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text);
        let address = kept.location().to_owned();
        let plan: PlanId = address.rsplit('/').next().unwrap().parse().unwrap();
        let state = async || self.house.chart(self.patient).await.plans[&plan].state;
        assert_eq!(state().await, PlanState::Draft);

        let review = format!("{address}/review");
        let approve = [("do", "approve"), ("password", "")];
        let early = self.physician.post(&review, &approve).await;
        assert_eq!(
            early.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "a draft is not approved"
        );

        let form = self.clinician.page(&address).await;
        let mut fields = person();
        fields.extend([("seen", seen(&form)), ("do", "submit")]);
        let submitted = self.clinician.post(&address, &fields).await;
        assert_eq!(
            submitted.status,
            StatusCode::SEE_OTHER,
            "{}",
            submitted.text
        );
        assert_eq!(state().await, PlanState::InReview);

        let own = self.clinician.post(&review, &approve).await;
        assert_eq!(
            own.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "the author approves"
        );
        let operator = self.operator.post(&review, &approve).await;
        assert_eq!(
            operator.status,
            StatusCode::FORBIDDEN,
            "an operator approves"
        );
        assert_eq!(state().await, PlanState::InReview);
        let approved = self.physician.post(&review, &approve).await;
        assert_eq!(approved.status, StatusCode::SEE_OTHER, "{}", approved.text);
        assert_eq!(state().await, PlanState::Approved);

        let form = self.house.sequence(self.patient).await.to_string();
        let mut fields = person();
        fields.extend([("seen", form.as_str()), ("do", "save"), ("sessions", "9")]);
        let changed = self.clinician.post(&address, &fields).await;
        assert_eq!(
            changed.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "an approved plan changes"
        );
        plan
    }

    async fn consent(&self, class: &str) {
        let address = self.at(&format!("/consents/{class}"));
        let page = self.operator.page(&address).await;
        let version = between(&page, "name=\"text_version\" value=\"", "\"");
        let fields = [
            ("text_version", version),
            ("name", "Ursina Keller"),
            ("path", "M10 10 L20 20 L30 10"),
        ];
        let answer = self.operator.post(&address, &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    }

    /// Starts a session once everything is met, and not before.
    async fn start(&self) -> SessionId {
        let address = self.at("/sessions/start");
        let gate = self.operator.page(&address).await;
        let chosen = |name: &str, text: &str| {
            let select = between(&gate, &format!("name=\"{name}\""), "</select>");
            let option = select
                .split("<option ")
                .find(|option| option.contains(text));
            between(option.unwrap(), "value=\"", "\"").to_owned()
        };
        let (device, lot) = (chosen("device", "EX-2071"), chosen("lot", "A2611"));
        let over = chosen("lot", "A2503");
        let supervisor = chosen("supervisor", "Ida Frei");
        let ticks = [
            ("photograph_compared", "yes"),
            ("birth_date_confirmed", "yes"),
            ("contact_verified", "yes"),
            ("pack_intact", "yes"),
            ("opened_before_patient", "yes"),
            ("room", "1"),
            ("unit", "0777"),
        ];
        let mut whole: Vec<(&str, &str)> = ticks.to_vec();
        whole.extend([
            ("device", device.as_str()),
            ("lot", &lot),
            ("supervisor", &supervisor),
            ("override_start-photographs", "the camera is being repaired"),
        ]);
        // Without any one of them there is no session, and the page says so.
        for (field, instead) in [
            ("photograph_compared", ""),
            ("birth_date_confirmed", ""),
            ("contact_verified", ""),
            ("pack_intact", ""),
            ("device", ""),
            ("lot", over.as_str()),
            ("unit", "0101"),
            ("override_start-photographs", " "),
        ] {
            let fields: Vec<(&str, &str)> = whole
                .iter()
                .map(|(name, value)| (*name, if *name == field { instead } else { *value }))
                .collect();
            let refused = self.operator.post(&address, &fields).await;
            assert_eq!(
                refused.status,
                StatusCode::OK,
                "{field}: {}",
                refused.location()
            );
            let closed = refused.text.split("<li class=\"").filter(|check| {
                (check.starts_with("closed") || check.starts_with("overridable"))
                    && check.contains("<p>")
            });
            assert!(closed.count() > 0, "{field}: no reason is given");
            assert!(refused.text.contains("role=\"alert\""), "{field}");
        }
        assert!(self.house.chart(self.patient).await.sessions.is_empty());
        let started = self.operator.post(&address, &whole).await;
        assert_eq!(started.status, StatusCode::SEE_OTHER, "{}", started.text);
        let session = started.location().rsplit('/').next().unwrap();
        let chart = self.house.chart(self.patient).await;
        let reasons: Vec<&str> = chart
            .overrides
            .values()
            .map(|decided| decided.facts.reason.as_str())
            .collect();
        assert_eq!(reasons, ["the camera is being repaired"]);
        session.parse().unwrap()
    }
}

fn person() -> Vec<(&'static str, &'static str)> {
    vec![
        ("sex", "female"),
        ("phototype", "II"),
        ("photodamage", "moderate"),
        ("indication", "facial-wrinkles"),
        ("device", "exceed-unlimited"),
        ("zone", "cheek"),
        ("zone", "forehead"),
        ("zone", "periorbital"),
        ("main_zone", "cheek"),
        ("lemperle_cheek", "3"),
        ("lemperle_forehead", "2"),
        ("lemperle_periorbital", "3"),
    ]
}

fn seen(page: &str) -> &str {
    between(page, "name=\"seen\" value=\"", "\"")
}

/// What the console proposes for a zone: depth, area, minutes.
fn proposed(page: &str, zone: &str) -> (f64, String, f64) {
    let section = between(
        page,
        &format!("aria-labelledby=\"zone-{zone}\""),
        "</section>",
    );
    let value = |name: &str| {
        let input = between(section, &format!("name=\"{name}\""), ">");
        between(input, "value=\"", "\"").to_owned()
    };
    let depth = value("depth_set_mm").parse().unwrap();
    let minutes = value("needling_minutes").parse().unwrap();
    (depth, value("area_cm2"), minutes)
}

#[expect(clippy::too_many_lines, reason = "one journey is told in one piece")]
#[tokio::test]
async fn from_the_registration_to_an_amended_session() {
    let journey = Journey::begin().await;
    let house = &journey.house;
    let nothing = journey.operator.get(&journey.at("/sessions/start")).await;
    assert_eq!(
        nothing.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "without a plan"
    );
    journey.screen().await;
    let early = journey
        .operator
        .get(&journey.at("/consents/treatment"))
        .await;
    assert_eq!(
        early.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "a consent to no plan"
    );
    journey.plan().await;

    let gate = journey
        .operator
        .post::<&str>(&journey.at("/sessions/start"), &[])
        .await;
    assert_eq!(gate.status, StatusCode::OK);
    assert!(house.chart(journey.patient).await.sessions.is_empty());
    journey.consent("treatment").await;
    journey.consent("photograph").await;

    let session = journey.start().await;
    let console = journey.at(&format!("/sessions/{session}"));
    let page = journey.operator.page(&console).await;
    let zones = format!("{console}/zones");
    let entries = async || {
        house.chart(journey.patient).await.sessions[&session]
            .zones
            .clone()
    };
    let owner = house.as_role(Role::Owner).await;
    let settings = owner.page("/settings").await;
    let row = settings
        .split("/settings/colleagues/")
        .find(|row| row.contains("ida.frei"));
    let physician = row.unwrap().split('"').next().unwrap();
    let record = async |zone: &str, deeper_mm: f64, second: &[(&str, &str)]| {
        let (depth, area, minutes) = proposed(&page, zone);
        let (depth, minutes) = (format!("{:.3}", depth + deeper_mm), minutes.to_string());
        let mut fields = vec![
            ("zone", zone),
            ("depth_set_mm", depth.as_str()),
            ("passes", "4"),
            ("area_cm2", &area),
            ("needling_minutes", &minutes),
            ("endpoint", "erythema"),
            ("pain", "3"),
        ];
        fields.extend(second);
        journey.operator.post(&zones, &fields).await
    };

    let inside = record("cheek", 0.0, &[]).await;
    assert_eq!(inside.status, StatusCode::SEE_OTHER, "{}", inside.text);
    assert_eq!(entries().await[0].facts.deviation, Deviation::Inside);
    let minor = record("forehead", -0.2, &[]).await;
    assert_eq!(minor.status, StatusCode::SEE_OTHER, "{}", minor.text);
    assert_eq!(entries().await[1].facts.deviation, Deviation::Minor);

    let held = record("periorbital", 0.4, &[]).await;
    assert_eq!(held.status, StatusCode::OK);
    assert!(
        held.text.contains("name=\"second\""),
        "a second name is asked for"
    );
    let own = house.chart(journey.patient).await.sessions[&session]
        .started
        .author
        .user;
    let own = own.to_string();
    for second in [
        vec![("reason", "lines were deep")],
        vec![("reason", " "), ("second", physician)],
    ] {
        let held = record("periorbital", 0.4, &second).await;
        assert_eq!(held.status, StatusCode::OK, "{second:?}");
    }
    let alone = record(
        "periorbital",
        0.4,
        &[("reason", "deep"), ("second", own.as_str())],
    )
    .await;
    assert_eq!(
        alone.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "one's own second name"
    );
    assert_eq!(entries().await.len(), 2);
    let both = [("reason", "lines were deep"), ("second", physician)];
    let major = record("periorbital", 0.4, &both).await;
    assert_eq!(major.status, StatusCode::SEE_OTHER, "{}", major.text);
    assert_eq!(entries().await[2].facts.deviation, Deviation::Major);

    for zone in ["upper-eyelid", "lower-eyelid"] {
        let mut fields = vec![("zone", zone), ("depth_set_mm", "0.5"), ("passes", "1")];
        fields.extend(both);
        let stopped = journey.operator.post(&zones, &fields).await;
        assert_eq!(stopped.status, StatusCode::UNPROCESSABLE_ENTITY, "{zone}");
    }
    assert_eq!(entries().await.len(), 3);

    sign_and_amend(&journey, session, &console).await;
    trail_holds_the_openings(&journey, &owner).await;
}

async fn sign_and_amend(journey: &Journey, session: SessionId, console: &str) {
    let state = async || journey.house.chart(journey.patient).await.sessions[&session].clone();
    let amend = [
        ("text", "The forehead took five passes."),
        ("reason", "miscounted"),
    ];
    let early = journey
        .operator
        .post(&format!("{console}/amend"), &amend)
        .await;
    assert_eq!(
        early.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "an open session is amended"
    );
    let cartridge = [("lot", "A2611"), ("unit", "0777")];
    let gone = journey
        .operator
        .post(&format!("{console}/discard"), &cartridge)
        .await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER, "{}", gone.text);
    let signed = journey
        .operator
        .post::<&str>(&format!("{console}/sign"), &[])
        .await;
    assert_eq!(signed.status, StatusCode::SEE_OTHER, "{}", signed.text);
    assert_eq!(state().await.state, SessionState::Signed);

    let before = journey.house.sequence(journey.patient).await;
    for (path, fields) in [
        (
            "/zones",
            vec![
                ("zone", "cheek"),
                ("depth_set_mm", "1"),
                ("passes", "4"),
                ("reason", "late"),
                ("second", ""),
            ],
        ),
        ("/reactions", vec![("reaction", "red")]),
        (
            "/products",
            vec![("phase", "after"), ("product", "cream"), ("lot", "1")],
        ),
        ("/sign", vec![]),
        ("/abandon", vec![("reason", "late")]),
        ("/amend", vec![("text", " "), ("reason", "none")]),
        ("/amend", vec![("text", "none"), ("reason", " ")]),
    ] {
        let answer = journey
            .operator
            .post(&format!("{console}{path}"), &fields)
            .await;
        let is_told = answer.status == StatusCode::UNPROCESSABLE_ENTITY;
        // A major difference is asked about before it is refused.
        assert!(
            is_told || (path == "/zones" && answer.status == StatusCode::OK),
            "{path}: {}",
            answer.status
        );
    }
    assert_eq!(journey.house.sequence(journey.patient).await, before);

    let zones = state().await.zones.len();
    let amended = journey
        .operator
        .post(&format!("{console}/amend"), &amend)
        .await;
    assert_eq!(amended.status, StatusCode::SEE_OTHER, "{}", amended.text);
    let session = state().await;
    assert_eq!((session.zones.len(), session.amendments.len()), (zones, 1));
    assert_eq!(session.state, SessionState::Signed);
    let page = journey.operator.page(console).await;
    assert!(page.contains("The forehead took five passes. (miscounted)"));
}

async fn trail_holds_the_openings(journey: &Journey, owner: &Browser) {
    let trail = owner
        .page(&format!("/trail?patient={}", journey.patient))
        .await;
    for name in ["Noa Lind", "Vera Brandt", "Dr. Ida Frei"] {
        let rows = trail.split("<tr").filter(|row| row.contains(name));
        let openings = rows.filter(|row| row.contains("opened the chart"));
        assert!(openings.count() > 0, "{name} opened the chart");
    }
    let registered = trail
        .split("<tr")
        .find(|row| row.contains("registered a patient"));
    assert!(registered.unwrap().contains("Kim Roth"));
    // The front desk never opened it, and the trail names nobody who was treated.
    let opened = trail
        .split("<tr")
        .filter(|row| row.contains("opened the chart"));
    assert!(!opened.into_iter().any(|row| row.contains("Kim Roth")));
    assert!(!trail.contains("Keller") && !trail.contains("Ursina"));
    let overview = journey.desk.page(&journey.chart).await;
    assert!(
        !overview.contains("lines were deep"),
        "the front desk reads of health"
    );
    assert!(
        !overview.contains("/plans"),
        "the front desk is led to plans"
    );
}
