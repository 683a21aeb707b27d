//! Charts: reading them, and stating something in them. Every opening is written into the trail before it is shown.

use jiff::Timestamp;
use needlework_chart::event::{
    AdverseEventClosed, AdverseEventFollowedUp, AdverseEventOpened, AdverseEventReportNotDue,
    AdverseEventReported, Author, CheckInAnswered, CheckInReported, ClearanceGiven, ConsentGiven,
    ConsentRevoked, Event, OverrideDecided, PhotographWithdrawn, PlanApproved, PlanChanged,
    PlanCompleted, PlanDrafted, PlanReturned, PlanStopped, PlanSubmitted, RatingWithdrawn,
    Recorded, ScaleRated, ScreeningAnswered, SecondName, SessionSigned, SilenceNoted,
};
use needlework_chart::id::{PatientId, PhotographId, SiteId, UserId};
use needlework_chart::record::{NewPhotograph, OpenChart};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::stock::units_used;
use super::units::is_used_on_erased;
use super::{
    Allowed, ApprovePlans, Decide, DraftPlans, FollowUp, Photograph, RateOutcomes, ReadCharts,
    Release, Screen, TakeConsent, Treat, access,
};
use crate::server::gates_of_day::work_out;
use crate::server::kept::GateKey;
use crate::server::office::account::Account;
use crate::server::office::appointment::{Appointment, Purpose};
use crate::server::office::device::ClinicDevice;
use crate::server::office::stock::CartridgeLot;
use crate::server::page::Page;
use crate::server::problem::Problem;

impl Allowed<ReadCharts> {
    /// Opens a chart.
    ///
    /// # Errors
    /// When nobody has this id, the person was erased, or the database does not answer.
    pub async fn open(&self, patient: PatientId) -> Result<OpenChart, Problem> {
        let chart = self.clinic().record.open(patient).await?;
        self.note("chart-opened", Some(patient), None).await?;
        Ok(chart)
    }

    /// Opens a chart with all its events, the first one first.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub async fn open_with_history(
        &self,
        patient: PatientId,
    ) -> Result<(OpenChart, Vec<Recorded>), Problem> {
        let opened = self.clinic().record.open_with_history(patient).await?;
        let seen = ["chart-opened", "history-read"];
        let seen = seen.map(|action| access(self.who(), action, Some(patient), None));
        self.clinic().record.note_look(seen.into()).await?;
        Ok(opened)
    }

    /// Opens charts for the board of the day and works out what holds back each session. What is shown of them is then noted by
    /// [`Self::note_gates_looked_at`].
    ///
    /// # Errors
    /// When the database does not answer.
    pub(in crate::server) async fn gates_of_day(
        &self,
        page: &Page,
        keys: Vec<GateKey>,
    ) -> Result<Vec<(GateKey, Vec<String>)>, Problem> {
        work_out(self.clinic(), page, keys).await
    }

    /// Notes of whom the board of the day was seen. It is on the disk before the board is shown.
    ///
    /// # Errors
    /// When nothing could be written.
    pub async fn note_gates_looked_at(&self, patients: &[PatientId]) -> Result<(), Problem> {
        self.note_each("gate-looked-at", patients).await
    }

    /// Appointments of a patient, those of the past too, the first one first. Those that were cancelled are gone.
    pub async fn appointments(&self, patient: PatientId) -> Vec<Appointment> {
        let office = self.clinic().office().await;
        office.appointments.of_patient(patient).cloned().collect()
    }

    /// All events of a chart, the first one first.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub async fn history(&self, patient: PatientId) -> Result<Vec<Recorded>, Problem> {
        let history = self.clinic().record.history(patient).await?;
        self.note("history-read", Some(patient), None).await?;
        Ok(history)
    }
}

/// Declares what a duty may state in a chart that it was given.
macro_rules! states {
    ($($duty:ident: $($(#[doc = $doc:literal])+ $name:ident($facts:ty);)+)+) => {$(
        impl Allowed<$duty> {$(
            $(#[doc = $doc])+
            ///
            /// # Errors
            /// When it does not fit the chart, or somebody else wrote meanwhile.
            pub async fn $name(
                &self,
                chart: &OpenChart,
                facts: $facts,
            ) -> Result<OpenChart, Problem> {
                self.append(chart, vec![Event::from(facts)]).await
            }
        )+}
    )+};
}

states! {
    Screen:
        /// Records answers.
        record_answers(ScreeningAnswered);
    Decide:
        /// Records a decision against a rule or beyond a tolerance.
        decide(OverrideDecided);
    DraftPlans:
        /// Keeps a draft.
        draft(PlanDrafted);
        /// Changes a draft.
        change(PlanChanged);
        /// Sends a draft to the reviewer.
        submit(PlanSubmitted);
    ApprovePlans:
        /// Gives a plan back with a comment.
        give_back(PlanReturned);
        /// Ends a course before its time.
        stop(PlanStopped);
        /// Ends a course that was carried out.
        complete(PlanCompleted);
    TakeConsent:
        /// Records a consent.
        take(ConsentGiven);
        /// Records that a consent was taken back.
        take_back(ConsentRevoked);
    FollowUp:
        /// Records a report.
        record_report(CheckInReported);
        /// Records what somebody answered to a report.
        answer(CheckInAnswered);
        /// Notes that somebody tried to reach a patient who was not heard of.
        note_silence(SilenceNoted);
        /// Takes back a rating.
        withdraw_rating(RatingWithdrawn);
        /// Opens an adverse event.
        open_adverse_event(AdverseEventOpened);
        /// Notes that somebody looked after an adverse event.
        follow_up(AdverseEventFollowedUp);
        /// Notes to whom an adverse event was reported.
        report_adverse_event(AdverseEventReported);
    RateOutcomes:
        /// Records a rating on a scale.
        rate(ScaleRated);
    Release:
        /// Releases instructions that wait for the word of the clinic.
        release(ClearanceGiven);
        /// Says why no report of an adverse event is due.
        leave_unreported(AdverseEventReportNotDue);
        /// Closes an adverse event.
        close_adverse_event(AdverseEventClosed);
}

impl Allowed<ApprovePlans> {
    /// Approves a plan, after the password was typed again.
    ///
    /// # Errors
    /// When the password is wrong, the plan is not in review, or somebody else must approve it.
    pub async fn approve(
        &self,
        chart: &OpenChart,
        facts: PlanApproved,
        password: &str,
    ) -> Result<OpenChart, Problem> {
        self.who().confirm(password).await?;
        self.append(chart, vec![Event::from(facts)]).await
    }
}

impl Allowed<TakeConsent> {
    /// When somebody is expected for a treatment, or was.
    pub async fn treatments_expected(&self, patient: PatientId) -> Vec<Timestamp> {
        let office = self.clinic().office().await;
        let appointments = office.appointments.of_patient(patient);
        appointments
            .filter(|one| one.purpose == Purpose::Treatment)
            .map(|one| one.starts_at)
            .collect()
    }

    /// The language in which a patient reads the own pages; `None`: this patient has never had access to them.
    pub async fn language_of(&self, patient: PatientId) -> Option<String> {
        let office = self.clinic().office().await;
        let account = office.account_of(patient);
        account.map(|held| held.value.language.clone())
    }
}

impl Allowed<Treat> {
    /// Records what happens in a session, in one piece.
    ///
    /// # Errors
    /// When it does not fit the chart, or somebody else wrote meanwhile.
    pub async fn record(
        &self,
        chart: &OpenChart,
        events: Vec<Event>,
    ) -> Result<OpenChart, Problem> {
        let is_of_session = |event: &Event| {
            matches!(
                event,
                Event::SessionStarted(_)
                    | Event::CartridgeOpened(_)
                    | Event::CartridgeDiscarded(_)
                    | Event::NumbingApplied(_)
                    | Event::ProductApplied(_)
                    | Event::ZoneRecorded(_)
                    | Event::ReactionNoted(_)
                    | Event::SessionAmended(_)
                    | Event::SessionAbandoned(_)
                    | Event::OverrideDecided(_)
            )
        };
        if !events.iter().all(is_of_session) {
            return Err(Problem::Fault("session"));
        }
        self.append(chart, events).await
    }

    /// Signs a session, after the password was typed again, with what was decided about zones that received too little.
    ///
    /// # Errors
    /// When the password is wrong, or the session cannot be signed.
    pub async fn sign(
        &self,
        chart: &OpenChart,
        decided: Vec<OverrideDecided>,
        signed: SessionSigned,
        password: &str,
    ) -> Result<OpenChart, Problem> {
        self.who().confirm(password).await?;
        let mut events: Vec<Event> = decided.into_iter().map(Event::from).collect();
        events.push(signed.into());
        self.append(chart, events).await
    }

    /// A colleague who answers for a decision beside whoever needles, shown by the own password.
    ///
    /// # Errors
    /// When there is no such colleague, the person is not licensed or is the same, or the password is wrong.
    pub async fn second_name(&self, user: UserId, password: &str) -> Result<SecondName, Problem> {
        let held = {
            let office = self.clinic().office().await;
            office.accounts.get(user.uuid()).cloned()
        };
        let held = held
            .filter(|held| held.value.is_active && user != self.who().account().user)
            .ok_or_else(|| Problem::refused("refused-second-person"))?;
        let author = held
            .value
            .author()
            .filter(|author| author.role.is_licensed())
            .ok_or_else(|| Problem::refused("refused-second-person-licensed"))?;
        self.clinic().confirm_as(&held, password).await?;
        Ok(SecondName::Person(author))
    }

    /// Colleagues who may answer for a decision beside whoever needles.
    pub async fn licensed_colleagues(&self) -> Vec<Author> {
        let office = self.clinic().office().await;
        let own = self.who().account().user;
        let others = office
            .accounts
            .iter()
            .filter(|account| account.is_active && account.user != own)
            .filter_map(Account::author)
            .filter(|author| author.role.is_licensed());
        others.collect()
    }

    /// Whether whoever is signed in is licensed, and the settings say that nobody else is.
    pub async fn is_single_licensed_user(&self) -> bool {
        let author = self.who().account().author();
        author.is_some_and(|author| author.role.is_licensed())
            && self.clinic().settings().await.has_single_licensed_user
    }

    /// Lots of a clinic from which a cartridge for a device can be opened today, those that end first before the others.
    pub async fn lots_to_open(&self, site: SiteId, device: &str) -> Vec<CartridgeLot> {
        let today = self.clinic().today().await;
        let (_, lots) = self.equipment(site).await;
        let office = self.clinic().office().await;
        let lists = self.clinic().lists().await;
        let is_open = |lot: &CartridgeLot| {
            lot.device == device
                && lot.expires_on >= today
                && units_used(&office, &lists, lot) < lot.received as usize
        };
        let mut lots: Vec<CartridgeLot> = lots.into_iter().filter(is_open).collect();
        lots.sort_by_key(|lot| lot.expires_on);
        lots
    }

    /// Devices of a clinic that are in use, and lots of cartridges there that are not blocked.
    pub async fn equipment(&self, site: SiteId) -> (Vec<ClinicDevice>, Vec<CartridgeLot>) {
        let office = self.clinic().office().await;
        let devices = office.devices.iter();
        let devices = devices.filter(|device| device.is_in_use && device.site == site);
        let lots = office.stock.iter();
        let lots = lots.filter(|lot| !lot.is_blocked && lot.site == site);
        (devices.cloned().collect(), lots.cloned().collect())
    }

    /// A lot of cartridges; `None`: there is none with this id.
    pub async fn lot(&self, id: Uuid) -> Option<CartridgeLot> {
        let office = self.clinic().office().await;
        office.stock.get(id).map(|held| held.value.clone())
    }

    /// The clinic of the appointment that a patient has on a day, of a treatment before any other; `None`: there is none.
    pub async fn site_of_appointment(
        &self,
        patient: PatientId,
        is_on_day: impl Fn(Timestamp) -> bool,
    ) -> Option<SiteId> {
        let office = self.clinic().office().await;
        let of_day = office.appointments.of_patient(patient);
        let of_day = of_day.filter(|one| is_on_day(one.starts_at));
        let treatment_first = of_day.min_by_key(|one| one.purpose != Purpose::Treatment);
        treatment_first.map(|one| one.site)
    }

    /// Whether this unit of this lot was used already, on whomever, also on somebody who was erased since.
    pub async fn is_unit_used(&self, lot: &str, unit: &str) -> bool {
        let office = self.clinic().office().await;
        let lists = self.clinic().lists().await;
        is_used_on_erased(&office, lot, unit) || lists.recall().use_of_unit(lot, unit).is_some()
    }

    /// Whether as many units of a lot were used as came in.
    pub async fn is_used_up(&self, lot: &CartridgeLot) -> bool {
        let office = self.clinic().office().await;
        let lists = self.clinic().lists().await;
        units_used(&office, &lists, lot) >= lot.received as usize
    }
}

impl Allowed<Photograph> {
    /// Adds a photograph whose metadata were stripped.
    ///
    /// # Errors
    /// When no consent covers it, or it cannot be written.
    pub async fn add(
        &self,
        chart: &OpenChart,
        new: NewPhotograph,
        pixels: &[u8],
    ) -> Result<OpenChart, Problem> {
        let (author, at) = (self.author()?, self.clinic().now());
        let record = &self.clinic().record;
        Ok(record
            .add_photograph(chart, new, pixels, author, at)
            .await?)
    }

    /// Takes a photograph away.
    ///
    /// # Errors
    /// When the chart does not hold it, or it cannot be removed.
    pub async fn withdraw(
        &self,
        chart: &OpenChart,
        withdrawn: PhotographWithdrawn,
    ) -> Result<OpenChart, Problem> {
        let (author, at) = (self.author()?, self.clinic().now());
        let record = &self.clinic().record;
        Ok(record
            .withdraw_photograph(chart, withdrawn, author, at)
            .await?)
    }

    /// The pixels of a photograph. Looking at one is in the trail.
    ///
    /// # Errors
    /// When the chart does not hold it, or it is missing or changed.
    pub async fn pixels(
        &self,
        chart: &OpenChart,
        photograph: PhotographId,
    ) -> Result<Zeroizing<Vec<u8>>, Problem> {
        let pixels = self.clinic().record.pixels(chart, photograph).await?;
        let subject = Some(photograph.uuid());
        self.note("photograph-seen", Some(chart.patient()), subject)
            .await?;
        Ok(pixels)
    }
}
