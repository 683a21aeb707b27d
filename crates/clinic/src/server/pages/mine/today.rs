//! Today's card: what holds this hour, what is expected, what comes next, and when to call. Every sentence about care comes from
//! the rules of the clinic; this page adds days and hours. What must be known first stands open, the rest is folded, so that one
//! screen of a telephone holds the day.

use askama::Template;
use jiff::Zoned;
use needlework_chart::fold::Chart;
use needlework_planning::Library;
use needlework_protocol::capitalised;
use needlework_protocol::care::{
    Because, CareMoment, ClearanceRefused, Holding, InstructionKind, Phase,
};
use needlework_protocol::check_in::{Level, SignRow};

use super::asked::Asked;
use super::reports::{NewReply, new_replies};
use super::told::OpenReport;
use crate::server::access::{Allowed, OwnChart};
use crate::server::chart_care::{ChartCare, Standing};
use crate::server::check_in::Context;
use crate::server::mail::quiet_hours;
use crate::server::own_rating::{OwnRating, said};
use crate::server::page::Page;
use crate::server::pages::{Shown, show};
use crate::server::results::Yardstick;

/// Moments that are told beforehand: enough for the next days, few enough to be read.
const NEXT_MOMENTS: usize = 4;

/// Lines of a list that stand open: those that end first. Few enough for four lists on one screen of a telephone; what is folded
/// is named beside them.
const OPEN_LINES: usize = 1;

/// One thing to do or to leave, with how long.
pub(super) struct Line {
    /// What it is about, in a word or two.
    label: String,
    pub(super) text: String,
    pub(super) until: String,
    /// Its end, as far as the clock tells it.
    end: Option<Zoned>,
}

/// What holds equally long.
struct Group {
    until: String,
    texts: Vec<String>,
}

/// A list of which the first lines stand open.
#[derive(Default)]
struct Folded {
    open: Vec<Line>,
    rest: Vec<Group>,
    /// What the folded lines are about.
    labels: Vec<String>,
}

/// A rating of one's own that is asked for.
struct RatingAsked {
    until: String,
    /// What was said already.
    said: Vec<String>,
}

/// Something that comes.
struct Coming {
    when: String,
    news: Vec<String>,
}

/// Signs of one level, and what to do about them.
struct Alarm {
    class: &'static str,
    name: String,
    /// Whether the emergency number is called and not the clinic.
    is_emergency: bool,
    /// Whether it is enough to report it.
    is_to_report: bool,
    /// What to do; nothing has been reported yet, so that nobody is promised to call.
    order: String,
    signs: Vec<String>,
}

#[derive(Template)]
#[template(path = "clinic/mine/today.html")]
struct TodayPage {
    page: Page,
    day: String,
    /// Where somebody is in the course, one sentence each.
    standing: Vec<String>,
    is_suspended: bool,
    /// What must be done about the gravest report that waits for the clinic. While one does nothing is called expected.
    open: Option<OpenReport>,
    /// What the clinic wrote and nobody has read yet.
    replies: Vec<NewReply>,
    rating: Option<RatingAsked>,
    to_do: Folded,
    not_to_do: Folded,
    locked: Folded,
    to_ask: Vec<Line>,
    to_report: Vec<String>,
    normal: Vec<String>,
    /// The next visit, else the session that is planned next.
    next: Vec<String>,
    coming: Vec<Coming>,
    /// The session that is planned after the next visit.
    later: Option<String>,
    alarms: Vec<Alarm>,
}

/// Shows what holds now.
pub(in crate::server) async fn show_today(own: Allowed<OwnChart>) -> Shown {
    let opened = own.open().await?;
    let appointments = own.appointments().await;
    let mut page = Page::of(own.who(), "/mine").await;
    let library = own.clinic().library().await;
    let now = own.clinic().now_at_clinic().await;
    let chart = opened.chart();
    page.name_zone_beside(chart, now.timestamp());
    let care = ChartCare::of(&page, chart, &appointments, &library, now.timestamp())?;
    let rating = rating_asked(&own, &page, &library, chart).await;
    let site = own.clinic().answering(opened.patient()).await;
    let settings = own.clinic().settings().await;
    let context = Context::new(&library, page.protocol_language(), &site, page.zone());
    let opening = site.reading_hours();
    let mut shown = TodayPage {
        day: capitalised(&page.weekday(now.date())),
        standing: Vec::new(),
        is_suspended: false,
        open: OpenReport::gravest(&page, &context, &opening, chart, &now),
        replies: new_replies(&page, chart),
        rating,
        to_do: Folded::default(),
        not_to_do: Folded::default(),
        locked: Folded::default(),
        to_ask: Vec::new(),
        to_report: Vec::new(),
        normal: Vec::new(),
        next: Vec::new(),
        coming: Vec::new(),
        later: None,
        alarms: alarms(&page, &library, opening.is_open(&now)),
        page,
    };
    let visits = appointments
        .iter()
        .filter(|one| one.starts_at > now.timestamp());
    if let Some(next) = visits.min_by_key(|one| one.starts_at) {
        let when = shown.page.with_zone(&shown.page.moment(next.starts_at));
        shown.next.push(match settings.name_beside(next.site) {
            Some(clinic) => {
                let values = [("when", when.as_str()), ("clinic", clinic)];
                shown.page.say_all("own-next-visit-in-clinic", &values)
            }
            None => shown.page.say_with("own-next-visit", "when", &when),
        });
    }
    match &care {
        Some(care) => {
            let asked = Asked::at(chart, &now, quiet_hours(&settings));
            shown.fill(care, &asked, &library, &now);
        }
        None => shown.standing.push(shown.page.say("own-no-plan")),
    }
    show(&shown)
}

impl TodayPage {
    fn fill(&mut self, care: &ChartCare, asked: &Asked<'_>, library: &Library, now: &Zoned) {
        self.tell_standing(care, now);
        let state = care.at(now);
        self.is_suspended = state.suspended;
        let (mut to_do, mut not_to_do, mut locked) = (Vec::new(), Vec::new(), Vec::new());
        for holding in &state.holding {
            let line = line(&self.page, care, holding, now);
            match holding.instruction.kind {
                _ if holding.instruction.clearance_of.is_some() => locked.push(line),
                InstructionKind::Use | InstructionKind::Do => to_do.push(line),
                InstructionKind::Stop | InstructionKind::Avoid => not_to_do.push(line),
                InstructionKind::Wait => locked.push(line),
                InstructionKind::Ask => self.to_ask.push(line),
                InstructionKind::CheckIn if asked.waits_for(holding.instruction) => {
                    self.to_report.push(line.text);
                }
                InstructionKind::CheckIn => {}
            }
        }
        self.to_do = folded(to_do);
        self.not_to_do = folded(not_to_do);
        self.locked = folded(locked);
        if self.open.is_none() {
            self.normal = normal(&self.page, care, library, now);
        }
        let moments = care.timeline.moments.iter().filter(|one| one.at > *now);
        self.coming = moments
            .filter(|moment| is_near(care, moment))
            .map(|moment| coming(&self.page, moment, now))
            .filter(|coming| !coming.news.is_empty())
            .take(NEXT_MOMENTS)
            .collect();
    }

    fn tell_standing(&mut self, care: &ChartCare, now: &Zoned) {
        let page = &self.page;
        if let Some(last) = care.last_session(now) {
            let days = calendar_days(&last.needling_ends, now);
            self.standing.insert(0, page.count("own-days-after", days));
        }
        if let Some((next, Standing::Planned)) = care.next_session() {
            let day = page.weekday(next.starts.date());
            let planned = page.say_with("own-next-planned", "day", &day);
            if self.next.is_empty() {
                self.next.push(planned);
            } else {
                self.later = Some(planned);
            }
        }
    }
}

/// What the patient is asked to say of the result today.
async fn rating_asked(
    own: &Allowed<OwnChart>,
    page: &Page,
    library: &Library,
    chart: &Chart,
) -> Option<RatingAsked> {
    let clinic = own.clinic();
    let yardstick = Yardstick::of(clinic, library).await;
    let asked = OwnRating::asked_on(chart, &yardstick, clinic.today().await);
    asked.map(|asked| RatingAsked {
        until: page.day(asked.window.closes),
        said: said(page, library, &asked),
    })
}

/// Lines by their end, the soonest first: it is what must be known at once.
fn folded(mut lines: Vec<Line>) -> Folded {
    lines.sort_by(|one, other| {
        let key = |line: &Line| (line.end.is_none(), line.end.clone());
        key(one).cmp(&key(other))
    });
    let rest = lines.split_off(lines.len().min(OPEN_LINES));
    Folded {
        labels: rest.iter().map(|line| line.label.clone()).collect(),
        rest: grouped(rest),
        open: lines,
    }
}

fn grouped(lines: Vec<Line>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for line in lines {
        match groups.last_mut() {
            Some(group) if group.until == line.until => group.texts.push(line.text),
            _ => groups.push(Group {
                until: line.until,
                texts: vec![line.text],
            }),
        }
    }
    groups
}

/// Whether a moment is told beforehand. What follows a session that was not held yet would bury what comes before it.
fn is_near(care: &ChartCare, moment: &CareMoment) -> bool {
    care.session(moment.session)
        .is_some_and(|(session, standing)| standing == Standing::Held || moment.at < session.starts)
}

/// An instruction with how long it holds.
pub(super) fn line(page: &Page, care: &ChartCare, holding: &Holding<'_>, now: &Zoned) -> Line {
    let one = holding.instruction;
    // What was reported since may put a release off.
    let refused = care.release_refused(holding, now);
    let released_from = match &refused {
        Some(ClearanceRefused::TooEarly { earliest, .. }) => Some(earliest),
        _ => None,
    };
    let end = one.earliest_end.as_ref().or(one.until.as_ref());
    let end = end.max(released_from);
    let end = end.filter(|end| *end > now);
    let later = end.map(|end| hour_of(page, end, now));
    let until = match (holding.because, later) {
        (Because::Suspended, _) => page.say("own-until-reviewed"),
        (Because::NotCalm, _) => page.say("own-until-calm"),
        (Because::NotReleased, Some(end)) => page.say_with("own-not-released-before", "when", &end),
        (Because::NotReleased, None) => page.say(match refused {
            Some(ClearanceRefused::Suspended) => "own-not-released-unreviewed",
            Some(ClearanceRefused::NotCalm { .. }) => "own-not-released-calm",
            _ => "own-not-released",
        }),
        (Because::Time | Because::NotReached, Some(end)) => {
            page.say_with("own-until", "when", &end)
        }
        (Because::NotReached, None) if one.ends_without_flakes() => page.say("own-until-no-flakes"),
        (Because::Time | Because::NotReached, None) if one.phase == Phase::Before => {
            page.say("own-until-session")
        }
        (Because::Time | Because::NotReached, None) => String::new(),
    };
    Line {
        label: one.label.clone(),
        text: one.text.clone(),
        until,
        end: end.cloned(),
    }
}

/// A day as somebody says it who looks at it from now: today, tomorrow, else its day of the week and its date.
fn day_of(page: &Page, at: &Zoned, now: &Zoned) -> String {
    if at.date() == now.date() {
        page.say("own-today")
    } else if now.tomorrow().is_ok_and(|next| next.date() == at.date()) {
        page.say("own-tomorrow")
    } else {
        page.near_day(at.date())
    }
}

/// The same with the hour.
fn hour_of(page: &Page, at: &Zoned, now: &Zoned) -> String {
    let text = page.say_all(
        "own-day-and-hour",
        &[
            ("day", &day_of(page, at, now)),
            ("hour", &at.strftime("%H:%M").to_string()),
        ],
    );
    page.with_zone(&text)
}

/// Midnights between two moments: of a session of last evening one says "yesterday" in the morning, however few hours have passed.
fn calendar_days(from: &Zoned, to: &Zoned) -> usize {
    let days = to.date().duration_since(from.date()).as_hours() / 24;
    usize::try_from(days).unwrap_or(0)
}

/// What the sources expect on this day after the last session. They count days of 24 hours since `T0`, and so do check-ins.
fn normal(page: &Page, care: &ChartCare, library: &Library, now: &Zoned) -> Vec<String> {
    let Some(last) = care.last_session(now) else {
        return Vec::new();
    };
    let hours = now.duration_since(&last.needling_ends).as_hours();
    let Ok(day) = u32::try_from(hours / 24) else {
        return Vec::new();
    };
    let speech = library.speech(page.protocol_language());
    let rows = library.check_in.on_day(day);
    rows.filter(|row| row.record.patient.is_some())
        .map(|row| speech.patient(&row.record).to_owned())
        .collect()
}

fn coming(page: &Page, moment: &CareMoment, now: &Zoned) -> Coming {
    let named = |key: &str, names: &[String]| {
        (!names.is_empty()).then(|| page.say_with(key, "what", &names.join(", ")))
    };
    let news = [
        named("own-begins", &moment.begins),
        named("own-may-again", &moment.may_begin_again),
        named("own-may-again-calm", &moment.may_begin_again_when_calm),
        named("own-may-be-released", &moment.clinic_may_release),
    ];
    Coming {
        when: capitalised(&if moment.whole_day {
            day_of(page, &moment.at, now)
        } else {
            hour_of(page, &moment.at, now)
        }),
        news: news.into_iter().flatten().collect(),
    }
}

/// When to call, the gravest first, in the words of the questions that patients are asked. The lowest level is a message and no
/// alarm. What is known of radiofrequency alone is left out: no device of the catalogue carries it.
fn alarms(page: &Page, library: &Library, is_open: bool) -> Vec<Alarm> {
    let speech = library.speech(page.protocol_language());
    let rules = library.check_in.translated(speech);
    let words = |sign: &SignRow| -> Vec<String> {
        let symptoms = sign.symptoms.iter();
        symptoms
            .map(|symptom| {
                let words = library
                    .check_in_words
                    .symptom(*symptom, speech.translations);
                capitalised(words)
            })
            .collect()
    };
    let levels = rules.levels().iter().rev();
    levels
        .filter(|row| row.level > Level::Message)
        .map(|row| Alarm {
            class: match row.level {
                Level::Emergency | Level::Urgent => "no",
                Level::Review | Level::Message => "wait",
            },
            name: row.name.clone(),
            is_emergency: row.level == Level::Emergency,
            is_to_report: row.level == Level::Review,
            order: {
                let closed = row.closed.as_ref().filter(|_| !is_open);
                closed.or(row.order.as_ref()).cloned().unwrap_or_default()
            },
            signs: rules
                .signs()
                .iter()
                .filter(|sign| sign.level == row.level && !sign.radiofrequency_only)
                .flat_map(words)
                .collect(),
        })
        .collect()
}
