//! A clinic of made-up people, in every stage from the first visit to the end of a course. It goes through the same reader of
//! cases, the same planner and the same record as real people do.

mod course;
mod healing;
mod inquirer;
mod people;
mod portrait;
mod reminded;
mod staff;

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use needlework_chart::event::{
    Author, Contact, Event, PatientRegistered, PersonName, Recorded, ScreeningAnswered, Verdict,
};
use needlework_chart::id::{PatientId, ScreeningId};
use needlework_planning::Library;
use needlework_protocol::screening::{AnswerKind, Permission};

use super::case_draft::{AnswerDraft, PersonDraft, ScreeningDraft, ZoneDraft};
use super::chart_refusal::refused_by_chart;
use super::clinic::Clinic;
use super::intake::Intake;
use super::office::account::Account;
use super::office::{Filed, file};
use super::page::Page;
use super::problem::Problem;
use crate::language::USUAL_LANGUAGE;
use staff::Staff;

/// Fills an empty clinic.
///
/// # Errors
/// When the database does not answer, or a made-up case is refused, which the tests rule out.
pub async fn fill(clinic: &Arc<Clinic>) -> Result<(), Problem> {
    let staff = staff::hire(clinic).await?;
    clinic.catch_up().await?;
    let stage = Stage {
        clinic: Arc::clone(clinic),
        library: clinic.library().await,
        page: Page::of_program(clinic).await,
        staff,
    };
    people::arrive(&stage).await?;
    inquirer::writes(&stage).await?;
    clinic.catch_up().await?;
    let patients: Vec<PatientId> = {
        let lists = clinic.lists().await;
        lists.directory().rows().map(|row| row.patient).collect()
    };
    for patient in patients {
        let account = Account::of_patient(patient, USUAL_LANGUAGE.to_owned());
        stage.put(&account).await?;
    }
    clinic.catch_up().await?;
    Ok(())
}

/// Where the made-up people live.
struct Stage {
    clinic: Arc<Clinic>,
    library: Arc<Library>,
    page: Page,
    staff: Staff,
}

/// Who somebody is, for the form.
struct Somebody {
    family: &'static str,
    given: &'static str,
    birth_date: Date,
    sex: &'static str,
    phototype: &'static str,
    photodamage: &'static str,
    years_since_menopause: Option<f64>,
    indication: &'static str,
    zones: &'static [(&'static str, Option<f64>)],
}

/// A chart that is being made up: its events so far.
struct Story<'a> {
    stage: &'a Stage,
    patient: PatientId,
    events: Vec<Recorded>,
    /// Name of whoever answers for the sessions.
    supervisor: String,
    chart: needlework_chart::fold::Chart,
}

impl Stage {
    fn days_ago(&self, days: i64) -> Timestamp {
        self.clinic.now() - SignedDuration::from_hours(24 * days)
    }

    fn day(&self, at: Timestamp) -> Date {
        self.page.local(at).date()
    }

    async fn put<T: Filed>(&self, value: &T) -> Result<(), Problem> {
        self.clinic.record.put_documents(&[file(value, 0)?]).await?;
        Ok(())
    }
}

impl<'a> Story<'a> {
    /// Somebody comes for the first time.
    fn begin(
        stage: &'a Stage,
        who: &Somebody,
        number: u32,
        days_ago: i64,
    ) -> Result<Self, Problem> {
        let at = stage.days_ago(days_ago);
        let mut story = Self {
            patient: PatientId::new(at, stage.clinic.chance())?,
            events: Vec::new(),
            supervisor: stage.staff.physician.name.clone(),
            chart: needlework_chart::fold::Chart::default(),
            stage,
        };
        let mail = format!("{}.{}@example.org", who.given, who.family);
        story.add(
            at,
            &stage.staff.front_desk,
            PatientRegistered {
                name: PersonName {
                    family: who.family.to_owned(),
                    given: who.given.to_owned(),
                },
                birth_date: who.birth_date,
                clinic_number: number.to_string(),
                contact: Contact {
                    telephone: Some(format!("+41 44 555 {number}")),
                    mail: Some(mail.to_lowercase().replace(' ', "")),
                    address: None,
                },
            },
        )?;
        Ok(story)
    }

    /// Something happens.
    fn add(
        &mut self,
        at: Timestamp,
        author: &Author,
        event: impl Into<Event>,
    ) -> Result<(), Problem> {
        let recorded = event.into().by(author.clone(), at);
        self.chart = self
            .chart
            .admit(&recorded)
            .map_err(|refusal| refused_by_chart(&refusal))?;
        self.events.push(recorded);
        Ok(())
    }

    /// Writes the chart into the record.
    async fn keep(self) -> Result<PatientId, Problem> {
        let record = &self.stage.clinic.record;
        record.register(self.patient, &self.events).await?;
        Ok(self.patient)
    }

    /// The questions are answered: nothing to report but what is said here.
    fn screen(
        &mut self,
        who: &Somebody,
        at: Timestamp,
        reported: &[(&str, &str)],
    ) -> Result<ScreeningId, Problem> {
        let today = self.stage.day(at);
        let age = f64::from(super::page::age_years(who.birth_date, today));
        let person = PersonDraft {
            age_years: age,
            sex: who.sex.to_owned(),
            phototype: who.phototype.to_owned(),
            photodamage: who.photodamage.to_owned(),
            years_since_menopause: who.years_since_menopause,
            acne_prone: false,
        };
        let zones = who.zones.iter().map(|(zone, grade)| ZoneDraft {
            zone: (*zone).to_owned(),
            lemperle_grade: grade.filter(|_| who.indication != "acne-scars"),
            goodman_baron_grade: grade.filter(|_| who.indication == "acne-scars"),
            ..ZoneDraft::default()
        });
        let screening = ScreeningDraft {
            answered_on: today,
            appointment: None,
            last_session: None,
            answers: self.stage.calm_answers(reported),
            resolved: Vec::new(),
            overrides: Vec::new(),
        };
        let intake = Intake::new(
            person,
            who.indication.to_owned(),
            "exceed-unlimited".to_owned(),
            zones.collect(),
            screening,
        );
        let id = ScreeningId::new(at, self.stage.clinic.chance())?;
        let mut answered = ScreeningAnswered {
            screening: id,
            form_version: env!("CARGO_PKG_VERSION").to_owned(),
            answers: intake.to_value()?,
            verdict: Verdict::NotYet,
            fired: Vec::new(),
        };
        let mut tried = self.chart.clone();
        let author = self.stage.staff.operator.clone();
        tried
            .apply(&Event::from(answered.clone()).by(author.clone(), at))
            .map_err(|refusal| refused_by_chart(&refusal))?;
        let screening = super::pages::screened(
            &self.stage.page,
            self.patient,
            &tried,
            &self.stage.library,
            today,
        )?;
        answered.verdict = match screening.permission() {
            Permission::Permitted => Verdict::Permitted,
            Permission::NotYet => Verdict::NotYet,
            Permission::Refused => Verdict::Refused,
        };
        answered.fired = super::pages::fired(&screening);
        self.add(at, &author, answered)?;
        Ok(id)
    }
}

impl Stage {
    /// Answers with nothing to report, except what is said.
    fn calm_answers(
        &self,
        reported: &[(&str, &str)],
    ) -> std::collections::BTreeMap<String, AnswerDraft> {
        let calm = BTreeSet::from(["no", "never", "negative", "on-label"]);
        self.library
            .screening
            .iter()
            .filter(|rule| rule.kind != AnswerKind::Computed)
            .filter_map(|rule| {
                let said = reported.iter().find(|(id, _)| *id == rule.record.id);
                let word = match (said, rule.kind) {
                    (Some((_, word)), _) => (*word).to_owned(),
                    (None, AnswerKind::Date) => "never".to_owned(),
                    (None, AnswerKind::DateRange) => "no".to_owned(),
                    (None, _) => rule
                        .words
                        .iter()
                        .find(|word| calm.contains(word.as_str()))?
                        .clone(),
                };
                Some((rule.record.id.clone(), AnswerDraft::Word(word)))
            })
            .collect()
    }
}
