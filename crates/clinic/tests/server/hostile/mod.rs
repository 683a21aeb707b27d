//! What careless or hostile people send: one sentence comes back, and nothing breaks.

use needlework_chart::fold::SessionState;
use needlework_chart::id::{PatientId, PlanId, SessionId};
use needlework_clinic::server::office::account::Role;

use crate::support::{Answer, Browser, House, between};

mod addresses;
mod desk;
mod forms;
mod plans;
mod scripts;
mod session;

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
