//! Made-up people who agreed to be reminded by mail.

use jiff::Timestamp;
use needlework_chart::event::{ReminderMail, RemindersChosen};

use super::Story;
use crate::server::problem::Problem;

/// Where somebody may be on a journey: in one of these it is day whenever it is night at the others.
const AWAY: [&str; 3] = ["America/New_York", "Asia/Tokyo", "Pacific/Auckland"];
/// Hours of the day, far from quiet hours.
const DAY: std::ops::Range<i8> = 9..18;

impl Story<'_> {
    /// The patient agrees to mails at the address that the clinic knows.
    pub(super) fn be_reminded(
        &mut self,
        at: Timestamp,
        language: &str,
        time_zone: Option<&str>,
    ) -> Result<(), Problem> {
        let identity = self.chart.identity.as_ref();
        let address = identity.and_then(|one| one.contact.mail.clone());
        let mail = address.map(|address| ReminderMail {
            address,
            language: language.to_owned(),
            time_zone: time_zone.map(str::to_owned),
        });
        let desk = self.stage.staff.front_desk.clone();
        self.add(at, &desk, RemindersChosen { mail })
    }

    /// A time zone in which it is day, so that mails can be seen at whatever hour somebody looks around; `None`: that of the
    /// clinic.
    pub(super) fn somewhere_by_day(&self) -> Option<&'static str> {
        let now = self.stage.clinic.now();
        if DAY.contains(&self.stage.page.local(now).hour()) {
            return None;
        }
        AWAY.into_iter().find(|zone| {
            let there = now.in_tz(zone);
            there.is_ok_and(|there| DAY.contains(&there.hour()))
        })
    }
}
