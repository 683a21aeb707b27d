//! The own chart of a patient. No call takes the id of a patient: the account has it, and there is no way to another chart.

use needlework_chart::archive::{ExportedFile, files_of};
use needlework_chart::event::{
    Author, CheckInReported, ConsentRevoked, Event, PhotographTakenBack, Recorded, RemindersChosen,
    ReplyRead, Role, ScaleRated,
};
use needlework_chart::fold::Chart;
use needlework_chart::id::{PatientId, PhotographId, UserId};
use needlework_chart::record::{NewPhotograph, OpenChart};
use zeroize::Zeroizing;

use super::trail::TrailRow;
use super::{Allowed, OwnChart};
use crate::server::office::appointment::Appointment;
use crate::server::office::calendar_address::CalendarAddress;
use crate::server::office::{file, login};
use crate::server::open_form::booked;
use crate::server::problem::Problem;

impl Allowed<OwnChart> {
    /// Whose chart it is.
    pub(super) fn patient(&self) -> Result<PatientId, Problem> {
        self.who().account().patient().ok_or(Problem::NotFound)
    }

    /// Opens the own chart.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn open(&self) -> Result<OpenChart, Problem> {
        let patient = self.patient()?;
        let chart = self.clinic().record.open(patient).await?;
        self.note("own-chart-opened", Some(patient), None).await?;
        Ok(chart)
    }

    /// The own chart once more, while something is being sent: opening the page wrote the line of the trail.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn look_again(&self) -> Result<OpenChart, Problem> {
        Ok(self.clinic().record.open(self.patient()?).await?)
    }

    /// Records an own report.
    ///
    /// # Errors
    /// When it does not fit the chart, or somebody else wrote meanwhile.
    pub async fn report(
        &self,
        chart: &OpenChart,
        facts: CheckInReported,
    ) -> Result<OpenChart, Problem> {
        self.state(chart, Event::from(facts)).await
    }

    /// Records that one has read what the clinic wrote about a report.
    ///
    /// # Errors
    /// When it does not fit the chart, or somebody else wrote meanwhile.
    pub async fn read_reply(
        &self,
        chart: &OpenChart,
        read: ReplyRead,
    ) -> Result<OpenChart, Problem> {
        self.state(chart, Event::from(read)).await
    }

    /// Records own grades of the result, all of them or none.
    ///
    /// # Errors
    /// When they do not fit the chart, or somebody else wrote meanwhile.
    pub async fn rate(
        &self,
        chart: &OpenChart,
        rated: Vec<ScaleRated>,
    ) -> Result<OpenChart, Problem> {
        let events = rated.into_iter().map(Event::from).collect();
        self.state_all(chart, events).await
    }

    /// Adds a photograph of oneself whose metadata were stripped.
    ///
    /// # Errors
    /// When no consent covers it, or it cannot be written.
    pub async fn send_photograph(
        &self,
        chart: &OpenChart,
        new: NewPhotograph,
        pixels: &[u8],
    ) -> Result<OpenChart, Problem> {
        let (author, at) = (self.own_author(chart)?, self.clinic().now());
        let record = &self.clinic().record;
        Ok(record
            .add_photograph(chart, new, pixels, author, at)
            .await?)
    }

    /// Own appointments, the first one first.
    pub async fn appointments(&self) -> Vec<Appointment> {
        match self.who().account().patient() {
            Some(patient) => self.clinic().appointments_of(patient).await,
            None => Vec::new(),
        }
    }

    /// Takes back one of the own consents.
    ///
    /// # Errors
    /// When the chart does not hold it, it was taken back before, or somebody else wrote meanwhile.
    pub async fn take_back(
        &self,
        chart: &OpenChart,
        revoked: ConsentRevoked,
    ) -> Result<OpenChart, Problem> {
        self.state(chart, Event::from(revoked)).await
    }

    /// Takes back one of the own photographs.
    ///
    /// # Errors
    /// When the chart does not hold it, it is gone or was taken back before, or somebody else wrote meanwhile.
    pub async fn take_photograph_back(
        &self,
        chart: &OpenChart,
        taken_back: PhotographTakenBack,
    ) -> Result<OpenChart, Problem> {
        self.state(chart, Event::from(taken_back)).await
    }

    /// Chooses how one is reminded.
    ///
    /// # Errors
    /// When the address is none, or somebody else wrote meanwhile.
    pub async fn choose_reminders(
        &self,
        chart: &OpenChart,
        chosen: RemindersChosen,
    ) -> Result<OpenChart, Problem> {
        self.state(chart, Event::from(chosen)).await
    }

    /// States something in the own chart, by the name that the chart has: the account has none.
    async fn state(&self, chart: &OpenChart, event: Event) -> Result<OpenChart, Problem> {
        self.state_all(chart, vec![event]).await
    }

    /// The same of several things that belong together.
    async fn state_all(&self, chart: &OpenChart, events: Vec<Event>) -> Result<OpenChart, Problem> {
        let (author, at) = (self.own_author(chart)?, self.clinic().now());
        let events = events.into_iter();
        let stated: Vec<Recorded> = events.map(|event| event.by(author.clone(), at)).collect();
        Ok(self.clinic().record.append(chart, &stated).await?)
    }

    fn own_author(&self, chart: &OpenChart) -> Result<Author, Problem> {
        author_of(chart.chart(), self.patient()?).ok_or(Problem::NotFound)
    }

    /// The pixels of one of the own photographs. Looking at one is in the trail.
    ///
    /// # Errors
    /// When the chart does not hold it, it was withdrawn, or it is missing or changed.
    pub async fn pixels(&self, photograph: PhotographId) -> Result<Zeroizing<Vec<u8>>, Problem> {
        let patient = self.patient()?;
        let chart = self.clinic().record.open(patient).await?;
        let known = chart.chart().photographs.get(&photograph);
        if known.is_none_or(|known| known.withdrawn.is_some()) {
            return Err(Problem::NotFound);
        }
        let pixels = self.clinic().record.pixels(&chart, photograph).await?;
        let subject = Some(photograph.uuid());
        self.note("photograph-seen", Some(patient), subject).await?;
        Ok(pixels)
    }

    /// Everything in the own chart, as files.
    ///
    /// # Errors
    /// When the chart cannot be read.
    pub async fn files(&self) -> Result<Vec<ExportedFile>, Problem> {
        let patient = self.patient()?;
        let appointments = {
            let office = self.clinic().office().await;
            let appointments = office.appointments.of_patient(patient);
            appointments.map(booked).collect::<Result<Vec<_>, _>>()?
        };
        let files = files_of(&self.clinic().record, patient, &appointments).await?;
        self.note("own-data-taken", Some(patient), None).await?;
        Ok(files)
    }

    /// Who looked at or did what with the own chart, before a position, the newest first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn readers(&self, before: Option<u64>) -> Result<Vec<TrailRow>, Problem> {
        let patient = self.patient()?;
        self.clinic().trail_of(Some(patient), before).await
    }

    /// The address of the own calendar, if there is one; its token is kept nowhere.
    pub async fn calendar_address(&self) -> Option<CalendarAddress> {
        let patient = self.who().account().patient()?;
        self.clinic().calendar_address_of(patient).await
    }

    /// Makes a new address of the own calendar, in the place of an earlier one, and gives its token.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn make_calendar_address(&self) -> Result<String, Problem> {
        let patient = self.patient()?;
        let clinic = self.clinic();
        let token = login::new_token(clinic.chance())?;
        let address = CalendarAddress {
            patient,
            token: login::hash(&token),
            made_at: clinic.now(),
        };
        let seen = {
            let office = clinic.office().await;
            office.calendar_addresses.seen(patient.uuid())
        };
        let document = file(&address, seen)?;
        clinic.record.put_documents(&[document]).await?;
        self.note("calendar-address-made", Some(patient), None)
            .await?;
        Ok(token)
    }

    /// Makes the address of the own calendar void.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn end_calendar_address(&self) -> Result<(), Problem> {
        let patient = self.patient()?;
        self.clinic().end_calendar_address_of(patient).await?;
        self.note("calendar-address-ended", Some(patient), None)
            .await
    }
}

/// A patient as the author of what the own chart says: by the name that the chart has, since the account has none.
pub(super) fn author_of(chart: &Chart, patient: PatientId) -> Option<Author> {
    let name = &chart.identity.as_ref()?.name;
    Some(Author {
        user: UserId::from_uuid(patient.uuid()),
        name: format!("{} {}", name.given, name.family).trim().to_owned(),
        role: Role::Patient,
    })
}
