//! Own reports with what was said at once and what the clinic wrote since.

use askama::Template;
use axum::extract::Path;
use axum::response::Redirect;
use needlework_chart::event::ReplyRead;
use needlework_chart::fold::{Chart, CheckIn};
use needlework_chart::id::CheckInId;
use needlework_protocol::check_in::Level;

use crate::server::access::{Allowed, OwnChart};
use crate::server::check_in::{level_class, level_name, replies, unread_replies};
use crate::server::page::Page;
use crate::server::pages::{Done, Shown, show};
use crate::server::problem::Problem;

/// A report in the list.
struct Row {
    address: String,
    when: String,
    level: String,
    class: &'static str,
    /// What the clinic wrote: the words, and by whom and when.
    replies: Vec<(String, String)>,
    is_new: bool,
}

#[derive(Template)]
#[template(path = "clinic/mine/reports.html")]
struct ReportsPage {
    page: Page,
    rows: Vec<Row>,
}

/// Shows own reports, the newest first.
pub(in crate::server) async fn show_reports(own: Allowed<OwnChart>) -> Shown {
    let opened = own.open().await?;
    let page = Page::of(own.who(), "/mine/check-in").await;
    let library = own.clinic().library().await;
    let rows = newest_first(opened.chart()).into_iter().map(|(id, one)| {
        let level = one.reported.facts.level.and_then(Level::numbered);
        Row {
            address: address_of(id),
            when: page.moment(one.reported.recorded_at),
            level: level_name(&page, &library, level),
            class: level_class(level),
            replies: replies(&page, one),
            is_new: one.unread().next().is_some(),
        }
    });
    let rows = rows.collect();
    show(&ReportsPage { page, rows })
}

fn newest_first(chart: &Chart) -> Vec<(CheckInId, &CheckIn)> {
    let reports = chart.check_ins.iter();
    let mut reports: Vec<_> = reports.map(|(id, one)| (*id, one)).collect();
    reports.sort_by_key(|(_, one)| std::cmp::Reverse(one.reported.recorded_at));
    reports
}

/// A report about which the clinic wrote something that was not read yet.
pub(super) struct NewReply {
    pub(super) address: String,
    /// When the report was sent.
    pub(super) reported: String,
    /// The words, and by whom and when.
    pub(super) words: Vec<(String, String)>,
}

/// What the clinic wrote and the patient has not said to have read, the newest report first.
pub(super) fn new_replies(page: &Page, chart: &Chart) -> Vec<NewReply> {
    let reports = newest_first(chart).into_iter();
    let unread = reports.filter(|(_, one)| one.unread().next().is_some());
    unread
        .map(|(id, one)| NewReply {
            address: address_of(id),
            reported: page.moment(one.reported.recorded_at),
            words: unread_replies(page, one),
        })
        .collect()
}

/// Where it is said that everything was read that the clinic wrote about a report; `None`: it was.
pub(super) fn to_be_read(id: CheckInId, report: &CheckIn) -> Option<String> {
    report.unread().next()?;
    Some(format!("{}/read", address_of(id)))
}

/// Where the answer to a report stands.
pub(super) fn address_of(id: CheckInId) -> String {
    format!("/mine/check-in/{id}")
}

/// Records that the patient has read what the clinic wrote.
pub(in crate::server) async fn read(own: Allowed<OwnChart>, Path(id): Path<CheckInId>) -> Done {
    let there = Redirect::to(&address_of(id));
    loop {
        let opened = own.look_again().await?;
        let known = opened.chart().check_ins.get(&id);
        if known.ok_or(Problem::NotFound)?.unread().next().is_none() {
            return Ok(there);
        }
        match own.read_reply(&opened, ReplyRead { check_in: id }).await {
            Ok(_) => return Ok(there),
            // Somebody else wrote meanwhile: look again. It overwrites nothing.
            Err(Problem::Conflict(_)) => {}
            Err(problem) => return Err(problem),
        }
    }
}
