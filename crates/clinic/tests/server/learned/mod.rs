//! What came of a course is known to the next plan of the same person, and said there.

mod counted;
mod shown;

use axum::http::StatusCode;
use jiff::civil::Date;
use needlework_chart::chance::OperatingSystem;
use needlework_chart::event::{Event, Recorded};
use needlework_chart::id::{PatientId, PlanId};
use needlework_clinic::server::Clock as _;
use needlework_clinic::server::office::account::Role;
use serde_json::Value;

use crate::forms::plan_of_cheeks;
use crate::support::{Browser, House};

/// A clinic with people who were all treated like Anna Huber.
struct Clinic {
    house: House,
    clinician: Browser,
    /// What happened to Anna Huber before anything came of it.
    treated: Vec<Recorded>,
    /// The day on which her course was judged.
    judged_on: Date,
}

impl Clinic {
    async fn open() -> Self {
        let house = House::of_made_up_people().await;
        let huber = house.patient("Huber").await;
        let history = house.record.history(huber).await.unwrap();
        let rated = |event: &Event| match event {
            Event::ScaleRated(rated) => Some(rated.day),
            _ => None,
        };
        let judged_on = history.iter().filter_map(|one| rated(&one.event)).max();
        let judged_on = judged_on.unwrap();
        let first_plan = history.iter().find_map(|one| match &one.event {
            Event::PlanDrafted(drafted) => Some(drafted.plan),
            _ => None,
        });
        let is_before = |event: &Event| match event {
            Event::ScaleRated(rated) => rated.day != judged_on,
            Event::PlanDrafted(drafted) => Some(drafted.plan) == first_plan,
            _ => true,
        };
        let treated = history.into_iter().filter(|one| is_before(&one.event));
        Self {
            clinician: house.as_role(Role::Clinician).await,
            treated: treated.collect(),
            judged_on,
            house,
        }
    }

    /// What happened to Anna Huber, judged with this grade.
    async fn judged(&self, grade: f64) -> Vec<Recorded> {
        let huber = self.house.patient("Huber").await;
        let history = self.house.record.history(huber).await.unwrap();
        let judged = history.into_iter().filter_map(|mut one| {
            let Event::ScaleRated(rated) = &mut one.event else {
                return None;
            };
            rated.grade = grade;
            (rated.day == self.judged_on).then_some(one)
        });
        self.treated.iter().cloned().chain(judged).collect()
    }

    /// Somebody else to whom this happened.
    async fn somebody(&self, events: &[Recorded]) -> PatientId {
        let patient = PatientId::new(self.house.clock.now(), &OperatingSystem).unwrap();
        self.house.record.register(patient, events).await.unwrap();
        self.house.clinic.catch_up().await.unwrap();
        patient
    }

    /// Grades the wrinkles of the cheeks, on the page for it.
    async fn rate(&self, patient: PatientId, grade: &str) {
        let day = self.judged_on.to_string();
        let fields = [
            ("scale", "lemperle-wrinkles"),
            ("zone", "cheek"),
            ("grade", grade),
            ("day", &day),
            ("seen", "photographs"),
        ];
        let address = format!("/patients/{patient}/ratings");
        let answer = self.clinician.post(&address, &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    }

    /// Writes a plan for the cheeks, and keeps it.
    async fn draft(&self, patient: PatientId) -> PlanId {
        let seen = self.house.sequence(patient).await.to_string();
        let fields = plan_of_cheeks(&seen, &[]);
        let address = format!("/patients/{patient}/plans");
        let answer = self.clinician.post(&address, &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        answer
            .location()
            .rsplit('/')
            .next()
            .unwrap()
            .parse()
            .unwrap()
    }

    async fn document(&self, patient: PatientId, plan: PlanId) -> Value {
        self.house.plan_json(patient, plan).await
    }
}

/// The middle of the last forecast of the main scale.
fn middle(document: &Value) -> f64 {
    let improvement = &document["forecast"]["zones"][0]["scales"][0]["improvement"];
    improvement.as_array().unwrap().last().unwrap()[2]
        .as_f64()
        .unwrap()
}
