//! Who may do what. A handler asks for [`Allowed`] with the duty that it is about; after the check it holds something that
//! can do what the duty allows and nothing else: a forbidden call does not exist on it.
//!
//! The record is reached from this module alone. Each file holds one duty, or a few that belong together.

mod blinded;
mod calendar;
mod charts;
mod desk;
mod drawn;
mod duty;
mod erased;
mod erasure;
mod follow_up;
mod inquiries;
mod look_again;
mod mails;
mod management;
mod newest;
mod own;
mod own_chart;
mod passkeys;
mod patient_access;
mod patient_sign_in;
mod registry;
mod reminders;
mod sign_in;
mod signed_in;
mod sites;
mod stock;
mod trail;
mod units;

use std::marker::PhantomData;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use needlework_chart::access::Access;
use needlework_chart::event::{Author, Event, Recorded};
use needlework_chart::id::PatientId;
use needlework_chart::record::OpenChart;
use uuid::Uuid;

pub use calendar::OwnCalendar;
pub use desk::{Expected, Found, Identity, NewAppointment, Registration};
pub use duty::{
    ApprovePlans, Decide, DraftPlans, Duties, Duty, Erase, ExportResearch, FollowUp, KeepStock,
    ManageClinic, OwnChart, OwnPages, Photograph, RateBlinded, RateOutcomes, ReadCharts,
    ReadRegistry, ReadTrail, Register, Release, Screen, SeeLists, TakeConsent, Treat,
};
pub use erased::{bar_units_of, clear_cabinet_of};
pub use erasure::{AskedBy, AskedErasure};
pub(super) use follow_up::may_see_to_checks;
pub use inquiries::{CutOff, InquiryHead, NewInquiry, Received};
pub use mails::MailLists;
pub use management::NewColleague;
pub(super) use management::{check as check_settings, new_account};
pub(super) use passkeys::Asked;
pub use patient_access::PatientAccess;
pub use patient_sign_in::{LinkRefusal, OwnLink};
pub(super) use sign_in::uuid;
pub use sign_in::{Entered, Fresh, SignIn};
pub use signed_in::{CLINIC_COOKIE, COOKIE, SignedIn, cookie_of};
pub use stock::{RecallFound, Recalled, UseFound, UseToCall};

use super::clinic::Shared;
use super::problem::Problem;

/// Somebody who is signed in and may do what a duty allows.
#[derive(Debug)]
pub struct Allowed<D> {
    who: SignedIn,
    duty: PhantomData<D>,
}

impl<D: Duty> FromRequestParts<Shared> for Allowed<D> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, clinic: &Shared) -> Result<Self, Problem> {
        let who = SignedIn::from_request_parts(parts, clinic).await?;
        if who.has_duty::<D>() {
            return Ok(Self {
                who,
                duty: PhantomData,
            });
        }
        who.note("refused", None, None).await?;
        Err(Problem::Forbidden(D::DUTY))
    }
}

impl<D: Duty> Allowed<D> {
    /// Who it is.
    pub fn who(&self) -> &SignedIn {
        &self.who
    }

    /// The clinic.
    pub fn clinic(&self) -> &Shared {
        self.who.clinic()
    }

    /// Another duty of the same person; `None` if the roles do not allow it. For pages that show more to some.
    pub fn and<Other: Duty>(&self) -> Option<Allowed<Other>> {
        self.who.has_duty::<Other>().then(|| Allowed {
            who: self.who.clone(),
            duty: PhantomData,
        })
    }

    /// Writes down that somebody looked at or did something. It is on the disk before the answer goes out.
    async fn note(
        &self,
        action: &str,
        patient: Option<PatientId>,
        subject: Option<Uuid>,
    ) -> Result<(), Problem> {
        self.who.note(action, patient, subject).await
    }

    /// Writes down that somebody saw the same of several patients, by one wait for the disk.
    async fn note_each(&self, action: &str, patients: &[PatientId]) -> Result<(), Problem> {
        let look = patients
            .iter()
            .map(|patient| access(self.who(), action, Some(*patient), None));
        Ok(self.clinic().record.note_look(look.collect()).await?)
    }

    /// Appends to a chart what this person states now.
    async fn append(&self, chart: &OpenChart, events: Vec<Event>) -> Result<OpenChart, Problem> {
        let author = self.author()?;
        let at = self.clinic().now();
        let recorded: Vec<Recorded> = events
            .into_iter()
            .map(|event| event.by(author.clone(), at))
            .collect();
        Ok(self.clinic().record.append(chart, &recorded).await?)
    }

    /// As whom this person writes into charts.
    fn author(&self) -> Result<Author, Problem> {
        self.who
            .account()
            .author()
            .ok_or(Problem::Forbidden(D::DUTY))
    }
}

/// An entry of the trail.
fn access(
    who: &SignedIn,
    action: &str,
    patient: Option<PatientId>,
    subject: Option<Uuid>,
) -> Access {
    Access {
        at: who.clinic().now(),
        user: who.account().user,
        patient,
        action: action.to_owned(),
        subject,
    }
}
