//! Care around the sessions of the plan made by hand, by the shipped rules.

use needlework_evidence::Bibliography;
use needlework_outcome::SideEffectOutlook;
use needlework_planning::PlannedSession;
use needlework_protocol::care::{CarePerson, CareRules, CareSession, CareTimeline};
use needlework_protocol::check_in::{
    CheckInGuide, CheckInRules, ExpectedDay, expected_course, guide,
};
use needlework_skin::Phototype;

fn bibliography() -> Bibliography {
    Bibliography::shipped().expect("the bibliography is well formed")
}

fn rules() -> CheckInRules {
    CheckInRules::shipped(&bibliography()).expect("the rules are well formed")
}

pub(crate) fn timeline(sessions: &[PlannedSession]) -> CareTimeline {
    let rules = CareRules::shipped(&bibliography()).expect("the rules are well formed");
    let sessions: Vec<CareSession> = sessions
        .iter()
        .map(|session| CareSession {
            number: session.number,
            starts: session.starts.clone(),
            needling_ends: session.ends.clone(),
        })
        .collect();
    let person = CarePerson {
        phototype: Phototype::II,
        acne_prone: false,
        dense_hair: false,
        face_or_neck: true,
        prescribed: [].into(),
        planned: Vec::new(),
    };
    let booked_on = jiff::civil::date(2026, 11, 23);
    needlework_protocol::care::timeline(&rules, &sessions, &person, booked_on)
        .expect("the sessions are in order")
}

pub(crate) fn check_ins() -> CheckInGuide {
    guide(&rules())
}

pub(crate) fn expected_days(signs: &[SideEffectOutlook]) -> Vec<ExpectedDay> {
    expected_course(&rules(), signs)
}
