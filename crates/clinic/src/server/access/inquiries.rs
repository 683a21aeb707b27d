//! What people send before the first visit: taken in from anybody, looked at and taken up by the desk.

use jiff::Timestamp;
use jiff::civil::Date;
use needlework_chart::event::{Contact, Event, IntakeSent, PatientRegistered, PersonName};
use needlework_chart::id::{IntakeId, PatientId, SiteId};
use needlework_chart::lists::PatientRow;
use serde_json::Value;
use uuid::Uuid;

use super::{Allowed, Identity, Register, Screen, uuid};
use crate::server::clinic::Clinic;
use crate::server::office::inquiry::{Inquiry, MOST_INQUIRIES};
use crate::server::office::{Held, discard, file};
use crate::server::problem::Problem;

/// Version of the questions, as the record names it: that of the program, since the questions are a part of it.
const FORM_VERSION: &str = env!("CARGO_PKG_VERSION");

/// What somebody sends.
pub struct NewInquiry {
    /// Language in which the questions were asked.
    pub language: &'static str,
    /// Name.
    pub name: PersonName,
    /// Day of birth.
    pub birth_date: Date,
    /// How to answer.
    pub contact: Contact,
    /// The clinic of the group to which the person wants to come; `None`: any of them.
    pub site: Option<SiteId>,
    /// The answers, as an intake has them.
    pub answers: Value,
}

/// Whether an inquiry was taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Received {
    /// It is on the disk.
    Kept,
    /// Too many wait already: the person is told to call.
    Full,
}

/// An inquiry as the front desk sees it: nothing of health.
#[derive(Debug, Clone)]
pub struct InquiryHead {
    /// Its id.
    pub id: Uuid,
    /// When it was sent.
    pub sent_at: Timestamp,
    /// When it is removed if nobody takes it up.
    pub kept_until: Timestamp,
    /// Name.
    pub name: PersonName,
    /// Day of birth.
    pub birth_date: Date,
    /// How to answer.
    pub contact: Contact,
    /// The clinic of the group to which the person wants to come; `None`: any of them.
    pub site: Option<SiteId>,
    /// Code of the language of the person.
    pub language: String,
    /// The chart into which somebody has begun to take it.
    pub begun: Option<PatientId>,
}

/// How far somebody came who was cut off while taking an inquiry into a chart.
#[derive(Debug, Clone)]
pub struct CutOff {
    /// The chart; `None`: a new one was to be made, and was not.
    pub chart: Option<PatientRow>,
    /// Whether the answers are in it already.
    pub has_answers: bool,
}

impl InquiryHead {
    fn of(inquiry: &Inquiry) -> Self {
        Self {
            id: inquiry.id,
            sent_at: inquiry.sent_at,
            kept_until: inquiry.kept_until(),
            name: inquiry.name.clone(),
            birth_date: inquiry.birth_date,
            contact: inquiry.contact.clone(),
            site: inquiry.site,
            language: inquiry.language.clone(),
            begun: inquiry.chart,
        }
    }

    /// Who it is, for the search for people who may be the same.
    pub fn identity(&self) -> Identity {
        Identity {
            name: self.name.clone(),
            birth_date: self.birth_date,
            clinic_number: String::new(),
        }
    }
}

impl Clinic {
    /// Takes in what somebody sent.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn receive_inquiry(&self, new: NewInquiry) -> Result<Received, Problem> {
        self.discard_old_inquiries().await?;
        if self.office().await.inquiries.iter().count() >= MOST_INQUIRIES {
            return Ok(Received::Full);
        }
        let inquiry = Inquiry {
            id: uuid(self)?,
            sent_at: self.now(),
            language: new.language.to_owned(),
            name: new.name,
            birth_date: new.birth_date,
            contact: new.contact,
            site: new.site,
            form_version: FORM_VERSION.to_owned(),
            answers: new.answers,
            chart: None,
        };
        self.record.put_documents(&[file(&inquiry, 0)?]).await?;
        Ok(Received::Kept)
    }

    /// Removes inquiries that nobody has taken up in time, with their content.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn discard_old_inquiries(&self) -> Result<(), Problem> {
        self.catch_up().await?;
        let now = self.now();
        let old: Vec<_> = {
            let office = self.office().await;
            let held = office.inquiries.held();
            held.filter(|held| held.value.kept_until() <= now)
                .map(discard)
                .collect()
        };
        // One by one: another server may have removed some of them at this moment.
        for document in old {
            match self
                .record
                .put_documents(&[document])
                .await
                .map_err(Problem::from)
            {
                Ok(_) | Err(Problem::Conflict(_)) => {}
                Err(problem) => return Err(problem),
            }
        }
        self.catch_up().await?;
        Ok(())
    }
}

impl Allowed<Register> {
    /// Inquiries that wait, the oldest first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn inquiries(&self) -> Result<Vec<InquiryHead>, Problem> {
        self.clinic().discard_old_inquiries().await?;
        let office = self.clinic().office().await;
        let mut heads: Vec<_> = office.inquiries.iter().map(InquiryHead::of).collect();
        heads.sort_by_key(|head| head.sent_at);
        Ok(heads)
    }

    /// How many inquiries wait.
    pub async fn number_of_inquiries(&self) -> usize {
        let now = self.clinic().now();
        let office = self.clinic().office().await;
        let waiting = office.inquiries.iter();
        waiting.filter(|one| now < one.kept_until()).count()
    }

    /// One inquiry, without its answers.
    ///
    /// # Errors
    /// When there is none with this id, or the trail cannot be written.
    pub async fn inquiry(&self, id: Uuid) -> Result<InquiryHead, Problem> {
        let held = self.held(id).await?;
        self.note("inquiry-read", None, Some(id)).await?;
        Ok(InquiryHead::of(&held.value))
    }

    /// How far somebody came who began to take an inquiry into a chart and did not end it; `None`: nobody has begun.
    ///
    /// # Errors
    /// When the chart cannot be read, or the trail cannot be written.
    pub async fn cut_off(&self, head: &InquiryHead) -> Result<Option<CutOff>, Problem> {
        let Some(begun) = head.begun else {
            return Ok(None);
        };
        let chart = self.clinic().lists().await.directory().row(begun).cloned();
        let has_answers = if chart.is_some() {
            let opened = self.clinic().record.open(begun).await?;
            self.note("inquiry-read", Some(begun), Some(head.id))
                .await?;
            let intake = IntakeId::from_uuid(head.id);
            opened.chart().intakes.contains_key(&intake)
        } else {
            false
        };
        Ok(Some(CutOff { chart, has_answers }))
    }

    /// Takes an inquiry into a chart: a new one, or that of somebody whom the desk knows again. The answers stay marked as the
    /// person's own. `begun` is the chart into which somebody had begun to take it when the desk chose.
    ///
    /// # Errors
    /// When there is none with this id, somebody else takes it up at this moment, or the database does not answer.
    pub async fn accept_inquiry(
        &self,
        id: Uuid,
        begun: Option<PatientId>,
        known: Option<PatientId>,
    ) -> Result<PatientId, Problem> {
        let held = self.held(id).await?;
        if held.value.chart != begun {
            return Err(Problem::conflict("refused-inquiry-begun"));
        }
        let patient = self.chart_for(known).await?;
        let claimed = self.claim(held, patient).await?;
        let inquiry = &claimed.value;
        let sent = Event::from(IntakeSent {
            intake: inquiry.intake(),
            sent_at: inquiry.sent_at,
            form_version: inquiry.form_version.clone(),
            answers: inquiry.answers.clone(),
        });
        if self.clinic().has_chart(patient).await {
            let chart = self.clinic().record.open(patient).await?;
            if !chart.chart().intakes.contains_key(&inquiry.intake()) {
                self.append(&chart, vec![sent]).await?;
            }
        } else {
            self.begin_chart(patient, inquiry, sent).await?;
        }
        self.note("inquiry-accepted", Some(patient), Some(id))
            .await?;
        self.clinic()
            .record
            .put_documents(&[discard(&claimed)])
            .await?;
        Ok(patient)
    }

    /// Removes an inquiry with everything that it says.
    ///
    /// # Errors
    /// When there is none with this id, or the database does not answer.
    pub async fn decline_inquiry(&self, id: Uuid) -> Result<(), Problem> {
        let held = self.held(id).await?;
        self.clinic()
            .record
            .put_documents(&[discard(&held)])
            .await?;
        self.note("inquiry-declined", None, Some(id)).await
    }

    /// People in the list who may be the one who sent an inquiry.
    pub async fn alike_to(&self, head: &InquiryHead) -> Vec<PatientRow> {
        self.alike(&head.identity()).await
    }

    async fn held(&self, id: Uuid) -> Result<Held<Inquiry>, Problem> {
        let office = self.clinic().office().await;
        let held = office.inquiries.get(id).cloned();
        let now = self.clinic().now();
        held.filter(|held| held.value.kept_until() > now)
            .ok_or(Problem::NotFound)
    }

    /// The chart that takes it: that of somebody known, or a new one.
    async fn chart_for(&self, known: Option<PatientId>) -> Result<PatientId, Problem> {
        let clinic = self.clinic();
        match known {
            Some(patient) if clinic.has_chart(patient).await => Ok(patient),
            Some(_) => Err(Problem::NotFound),
            None => Ok(PatientId::new(clinic.now(), clinic.chance())?),
        }
    }

    async fn claim(
        &self,
        held: Held<Inquiry>,
        patient: PatientId,
    ) -> Result<Held<Inquiry>, Problem> {
        if held.value.chart == Some(patient) {
            return Ok(held);
        }
        let value = Inquiry {
            chart: Some(patient),
            ..held.value
        };
        self.clinic()
            .record
            .put_documents(&[file(&value, held.version)?])
            .await?;
        Ok(Held {
            version: held.version + 1,
            value,
        })
    }

    async fn begin_chart(
        &self,
        patient: PatientId,
        inquiry: &Inquiry,
        sent: Event,
    ) -> Result<(), Problem> {
        let registered = Event::from(PatientRegistered {
            name: inquiry.name.clone(),
            birth_date: inquiry.birth_date,
            clinic_number: self.next_number().await,
            contact: inquiry.contact.clone(),
        });
        let (author, now) = (self.author()?, self.clinic().now());
        let events = [registered, sent].map(|event| event.by(author.clone(), now));
        self.clinic().record.register(patient, &events).await?;
        self.note("patient-registered", Some(patient), None).await
    }
}

impl Allowed<Screen> {
    /// The answers of an inquiry.
    ///
    /// # Errors
    /// When there is none with this id, or the trail cannot be written.
    pub async fn answers_of_inquiry(&self, id: Uuid) -> Result<Value, Problem> {
        let answers = {
            let office = self.clinic().office().await;
            let held = office.inquiries.get(id);
            held.map(|held| held.value.answers.clone())
        };
        let answers = answers.ok_or(Problem::NotFound)?;
        self.note("inquiry-answers-read", None, Some(id)).await?;
        Ok(answers)
    }
}
