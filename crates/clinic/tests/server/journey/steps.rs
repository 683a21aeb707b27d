//! The steps of the journey before the first needle, through pages alone.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use needlework_chart::event::Verdict;
use needlework_chart::fold::PlanState;
use needlework_chart::id::{PatientId, PlanId, SessionId};
use needlework_clinic::server::office::account::Role;

use crate::forms::{CALM, EYES_TOO, PERSON};
use crate::support::{Browser, House, SIGNATURE, between};

pub(super) struct Journey {
    pub(super) house: House,
    pub(super) desk: Browser,
    pub(super) operator: Browser,
    pub(super) clinician: Browser,
    pub(super) physician: Browser,
    pub(super) chart: String,
    pub(super) patient: PatientId,
}

impl Journey {
    /// Registers somebody whom the list holds already, so that it asks first.
    pub(super) async fn begin() -> Self {
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
        let count = desk.search("Keller").await;
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

    pub(super) fn at(&self, end: &str) -> String {
        format!("{}{end}", self.chart)
    }

    /// Answers every question calmly, as somebody does who reads the page.
    pub(super) async fn screen(&self) {
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
        fields.push(("seen", seen(&page)));
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
    pub(super) async fn plan(&self) -> PlanId {
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
        let approve = async |browser: &Browser| {
            let seen = self.house.sequence(self.patient).await.to_string();
            let fields = [("do", "approve"), ("password", ""), ("seen", &seen)];
            browser.post(&review, &fields).await
        };
        let early = approve(&self.physician).await;
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

        let own = approve(&self.clinician).await;
        assert_eq!(
            own.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "the author approves"
        );
        let operator = approve(&self.operator).await;
        assert_eq!(
            operator.status,
            StatusCode::FORBIDDEN,
            "an operator approves"
        );
        assert_eq!(state().await, PlanState::InReview);
        let approved = approve(&self.physician).await;
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

    pub(super) async fn consent(&self, class: &str) {
        let address = self.at(&format!("/consents/{class}"));
        let page = self.operator.page(&address).await;
        let version = between(&page, "name=\"text_version\" value=\"", "\"");
        let fields = [
            ("text_version", version),
            ("name", "Ursina Keller"),
            ("path", SIGNATURE),
            ("seen", seen(&page)),
        ];
        let answer = self.operator.post(&address, &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    }

    /// Starts a session once everything is met, and not before.
    pub(super) async fn start(&self) -> SessionId {
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
        // A lot that is over its date is not offered, and refused from whoever names it.
        assert!(!gate.contains("A2503"), "{gate}");
        let stock = self.desk.page("/stock").await;
        let mut lots = stock.split("<details>");
        let over = lots.find(|part| part.contains("Change lot A2503<"));
        let over = between(over.unwrap(), "/stock/lots/", "\"").to_owned();
        let supervisor = chosen("supervisor", "Ida Frei");
        let ticks = [
            ("name_confirmed", "yes"),
            ("birth_date_confirmed", "yes"),
            ("contact_verified", "yes"),
            ("pack_intact", "yes"),
            ("opened_before_patient", "yes"),
            ("single_use", "yes"),
            ("room", "1"),
            ("unit", "0777"),
        ];
        let mut whole: Vec<(&str, &str)> = ticks.to_vec();
        whole.extend([
            ("device", device.as_str()),
            ("lot", &lot),
            ("supervisor", &supervisor),
            ("override_start-photographs", "the camera is being repaired"),
            ("off_label_reason", "lines of the forehead trouble her most"),
        ]);
        // Without any one of them there is no session, and the page says so.
        for (field, instead) in [
            ("name_confirmed", ""),
            ("birth_date_confirmed", ""),
            ("contact_verified", ""),
            ("pack_intact", ""),
            ("opened_before_patient", ""),
            ("single_use", ""),
            ("device", ""),
            ("off_label_reason", " "),
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

pub(super) fn person() -> Vec<(&'static str, &'static str)> {
    let forehead = [
        ("zone", "forehead"),
        ("main_zone", "cheek"),
        ("lemperle_forehead", "2"),
    ];
    [&PERSON[..], &EYES_TOO, &forehead].concat()
}

pub(super) fn seen(page: &str) -> &str {
    between(page, "name=\"seen\" value=\"", "\"")
}

/// What the console filled in for a zone as planned: depth, area, minutes.
pub(super) fn proposed(page: &str, zone: &str) -> (f64, String, f64) {
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
