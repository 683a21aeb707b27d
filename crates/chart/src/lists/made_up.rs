//! Parts of made-up records, for the tests of what is kept beside the rows.

use jiff::civil::date;
use uuid::Uuid;

use crate::event::{
    Contact, Event, KeptJson, PatientRegistered, PersonName, PlanBasis, PlanDrafted, PlanSubmitted,
};
use crate::id::PlanId;

pub(super) fn id(number: u8) -> Uuid {
    Uuid::from_u128(u128::from(number) + 1)
}

pub(super) fn plan(number: u8) -> PlanId {
    PlanId::from_uuid(id(number))
}

/// A plan that was drafted, in the place of an earlier one or not, and waits for a reviewer.
pub(super) fn in_review(number: u8, supersedes: Option<u8>) -> Vec<Event> {
    let drafted = PlanDrafted {
        plan: plan(number),
        supersedes: supersedes.map(plan),
        sessions: 3,
        basis: PlanBasis {
            model_version: String::new(),
            parameter_set: String::new(),
            inputs: String::new(),
        },
        document: KeptJson::of(&()).unwrap(),
    };
    let submitted = PlanSubmitted { plan: plan(number) };
    vec![Event::from(drafted), Event::from(submitted)]
}

pub(super) fn name(family: &str) -> PersonName {
    PersonName {
        family: family.to_owned(),
        given: "Kim".to_owned(),
    }
}

pub(super) fn registered() -> Event {
    Event::from(PatientRegistered {
        name: name("Vogel"),
        birth_date: date(1980, 1, 1),
        clinic_number: "12".to_owned(),
        contact: Contact::default(),
    })
}
