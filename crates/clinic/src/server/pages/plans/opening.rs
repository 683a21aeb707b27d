//! Sessions of a plan at times at which the clinic of the patient is closed.

use jiff::Zoned;
use jiff::civil::Date;

use crate::server::office::clinic_site::ClinicSite;
use crate::server::page::Page;

/// Days of a week: a clinic that opens at all opens within them.
const DAYS_OF_A_WEEK: usize = 7;

/// That sessions lie at times at which the clinic is closed, with the next open day of each; `None`: none does, or the
/// settings say nothing of opening hours.
pub(super) fn closed_at<'a>(
    page: &Page,
    site: &ClinicSite,
    starts: impl Iterator<Item = &'a Zoned>,
) -> Option<String> {
    if site.opening.is_empty() {
        return None;
    }
    let closed: Vec<String> = starts
        .filter(|start| !is_open(site, start))
        .map(|start| {
            let (day, time) = (page.weekday(start.date()), page.time(start.timestamp()));
            let open = next_open(site, start.date());
            page.say_all(
                "session-when-closed",
                &[
                    ("day", &day),
                    ("time", &time),
                    (
                        "next",
                        &open.map_or_else(String::new, |open| page.weekday(open)),
                    ),
                ],
            )
        })
        .collect();
    (!closed.is_empty()).then(|| page.say_with("sessions-when-closed", "days", &closed.join("; ")))
}

fn is_open(site: &ClinicSite, start: &Zoned) -> bool {
    let hours = site.hours_of(start.weekday());
    hours.is_some_and(|[from, to]| (from..to).contains(&start.time()))
}

/// The first open day after a day.
fn next_open(site: &ClinicSite, day: Date) -> Option<Date> {
    let days = std::iter::successors(day.tomorrow().ok(), |day| day.tomorrow().ok());
    let mut days = days.take(DAYS_OF_A_WEEK);
    days.find(|day| site.is_open_on(day.weekday()))
}
