//! What to do on which day around each session.

use std::collections::BTreeMap;

use jiff::Zoned;
use jiff::civil::Date;
use needlework_evidence::HOURS_PER_DAY;
use needlework_planning::Plan;
use needlework_protocol::care::{
    CardPhase, CareCard, CareMoment, CareTimeline, Instruction, InstructionKind, LaneKind,
};
use needlework_protocol::check_in::Level;

use crate::chart::{CareLanes, Drawing, Lane, LaneBar, LaneGroup};

use super::amount::plain;
use super::day;
use super::evidence::Evidence;
use crate::language::Language;

/// Days before and after the session that the picture shows.
const SHOWN_DAYS: [f64; 2] = [-14.0, 28.0];
/// Hours up to which a stretch of time is told in hours.
const LAST_HOUR: f64 = 24.0;

/// The section "Day by day".
pub(crate) struct Care {
    pub(crate) picture: String,
    pub(crate) asks: Vec<String>,
    pub(crate) before: Vec<CardView>,
    pub(crate) after: Vec<CardView>,
    pub(crate) later: Option<Later>,
    pub(crate) check_ins: String,
    pub(crate) signs: Vec<SignGroup>,
    pub(crate) evidence: Evidence,
}

/// One card.
pub(crate) struct CardView {
    pub(crate) name: String,
    pub(crate) when: String,
    pub(crate) begins: Vec<String>,
    pub(crate) free: String,
    pub(crate) free_when_calm: String,
    pub(crate) release: String,
    pub(crate) goes_on: String,
}

/// Dates of the same moments around the later sessions.
pub(crate) struct Later {
    pub(crate) sessions: Vec<String>,
    pub(crate) rows: Vec<(String, Vec<String>)>,
}

/// Warning signs of one level.
pub(crate) struct SignGroup {
    pub(crate) name: String,
    pub(crate) class: &'static str,
    pub(crate) patient: String,
    pub(crate) signs: Vec<(String, String)>,
}

impl Care {
    pub(crate) fn of(plan: &Plan, words: &Language) -> Self {
        let care = &plan.care;
        let known: BTreeMap<&str, &Instruction> = care
            .instructions
            .iter()
            .map(|one| (one.id.as_str(), one))
            .collect();
        let views = |phase: CardPhase| -> Vec<CardView> {
            let cards = care.cards.iter().filter(|card| card.phase == phase);
            cards
                .map(|card| view(card, care, &known, (plan.case.planned_on, words)))
                .filter(|view| !view.is_empty())
                .collect()
        };
        let basis = care.basis.iter().chain(&plan.check_ins.basis);
        Self {
            picture: picture(care, words),
            asks: asks(care),
            before: views(CardPhase::Before),
            after: views(CardPhase::After),
            later: later(care, words),
            check_ins: check_ins(care, words),
            signs: signs(plan),
            evidence: Evidence::of(plan, basis, words),
        }
    }
}

impl CardView {
    fn is_empty(&self) -> bool {
        self.begins.is_empty()
            && [
                &self.free,
                &self.free_when_calm,
                &self.release,
                &self.goes_on,
            ]
            .into_iter()
            .all(String::is_empty)
    }
}

/// What must be asked before the first session, each question once.
fn asks(care: &CareTimeline) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    for one in &care.instructions {
        if one.kind == InstructionKind::Ask && !texts.contains(&one.text) {
            texts.push(one.text.clone());
        }
    }
    texts
}

fn view(
    card: &CareCard,
    care: &CareTimeline,
    known: &BTreeMap<&str, &Instruction>,
    (planned_on, words): (Date, &Language),
) -> CardView {
    // Questions stand before the cards, check-ins after them.
    let told = |ids: &[String]| -> Vec<&Instruction> {
        ids.iter()
            .filter_map(|id| known.get(id.as_str()).copied())
            .filter(|one| {
                !matches!(one.kind, InstructionKind::CheckIn | InstructionKind::Ask)
                    && one.begins_with_clearance_of.is_none()
            })
            .collect()
    };
    // What the next session's own rules carry on from this one is nothing new.
    let is_carried_on = |one: &Instruction| {
        let first = care.sessions.first();
        first.is_some_and(|first| one.session != first.number && one.from == first.needling_ends)
    };
    let mut begins: Vec<String> = told(&card.begins)
        .into_iter()
        .filter(|one| !is_carried_on(one))
        .map(|one| one.text.clone())
        .collect();
    let after_release = card
        .begins
        .iter()
        .filter_map(|id| known.get(id.as_str()))
        .filter(|one| one.begins_with_clearance_of.is_some());
    begins.extend(after_release.map(|one| words.say_with("plan-once-cleared", "text", &one.text)));
    let goes_on: Vec<&str> = told(&card.goes_on)
        .into_iter()
        .map(|one| one.label.as_str())
        .collect();
    CardView {
        name: name(card, care, planned_on, words),
        when: when(card, planned_on, words),
        begins,
        free: card.may_begin_again.join(", "),
        free_when_calm: card.may_begin_again_when_calm.join(", "),
        release: card.clinic_may_release.join(", "),
        goes_on: goes_on.join(", "),
    }
}

fn name(card: &CareCard, care: &CareTimeline, planned_on: Date, words: &Language) -> String {
    match card.phase {
        CardPhase::Before if card.from.date() < planned_on => words.say("plan-from-now-on"),
        CardPhase::Before => {
            let visit = care.sessions.first().map(|session| session.starts.date());
            let days = visit.map_or(0, |visit| {
                visit.duration_since(card.from.date()).as_hours() / 24
            });
            before(days, words)
        }
        CardPhase::After if card.until_hour <= LAST_HOUR => words.say_all(
            "plan-hours-after-between",
            &[
                ("from", &plain(words, card.from_hour)),
                ("to", &plain(words, card.until_hour)),
            ],
        ),
        CardPhase::After => {
            let first = (card.from_hour / HOURS_PER_DAY).floor();
            let last = (card.until_hour / HOURS_PER_DAY).ceil() - 1.0;
            let values = [
                ("from", format!("{first:.0}")),
                ("to", format!("{last:.0}")),
            ];
            let values = values
                .each_ref()
                .map(|(name, value)| (*name, value.as_str()));
            if last <= first {
                words.say_all("plan-day", &values)
            } else {
                words.say_all("plan-days-between", &values)
            }
        }
    }
}

fn before(days: i64, words: &Language) -> String {
    match days {
        0 => words.say("plan-the-day-itself"),
        1 => words.say("plan-the-day-before"),
        days => words.say_with("plan-from-days-before", "days", &days.to_string()),
    }
}

fn when(card: &CareCard, planned_on: Date, words: &Language) -> String {
    if card.phase == CardPhase::Before {
        let from = day::long(words, &card.from);
        return if card.from.date() < planned_on {
            words.say_with("plan-counted-from", "day", &from)
        } else {
            from
        };
    }
    let moment = |at: &Zoned| format!("{}, {}", day::weekday(words, at), day::clock(at));
    words.say_all(
        "plan-from-to",
        &[("from", &moment(&card.from)), ("to", &moment(&card.until))],
    )
}

/// How the later sessions repeat the first: one line per moment, one column per session.
fn later(care: &CareTimeline, words: &Language) -> Option<Later> {
    let first = care.sessions.first()?.number;
    let others: Vec<u32> = care
        .sessions
        .iter()
        .skip(1)
        .map(|session| session.number)
        .collect();
    if others.is_empty() {
        return None;
    }
    let find = |session: u32, key: &str| -> Option<&CareMoment> {
        care.moments
            .iter()
            .find(|moment| moment.session == session && moment.key == key)
    };
    let rows = care
        .moments
        .iter()
        .filter(|moment| moment.session == first && label(moment, words).is_some())
        .filter_map(|moment| {
            let cells: Vec<String> = others
                .iter()
                .map(|session| {
                    find(*session, &moment.key).map_or("–".to_owned(), |one| told(one, words))
                })
                .collect();
            let is_known = cells.iter().any(|cell| cell != "–");
            label(moment, words)
                .filter(|_| is_known)
                .map(|label| (label, cells))
        })
        .collect();
    Some(Later {
        sessions: others
            .iter()
            .map(|number| words.say_with("plan-session-number", "number", &number.to_string()))
            .collect(),
        rows,
    })
}

/// "7 days before: no waxing, ..."; `None` for moments with nothing but a check-in.
fn label(moment: &CareMoment, words: &Language) -> Option<String> {
    let (place, number) = moment.key.split_once('-')?;
    let number: f64 = number.parse().ok()?;
    if place == "before" && number > -SHOWN_DAYS[0] {
        return None;
    }
    let time = match place {
        "before" if number < 0.5 => words.say("plan-the-day-itself"),
        "before" if number < 1.5 => words.say("plan-the-day-before"),
        "before" => words.say_with("plan-days-before", "days", &plain(words, number)),
        _ if number < LAST_HOUR => {
            words.say_with("plan-hours-after", "hours", &plain(words, number))
        }
        _ => words.say_with("plan-day", "from", &plain(words, number / HOURS_PER_DAY)),
    };
    let freed = moment
        .may_begin_again
        .iter()
        .map(|name| words.say_with("plan-again", "name", name));
    let calm = moment
        .may_begin_again_when_calm
        .iter()
        .map(|name| words.say_with("plan-again-if-calm", "name", name));
    let release = moment
        .clinic_may_release
        .iter()
        .map(|name| words.say_with("plan-clinic-may-clear", "name", name));
    let news: Vec<String> = moment
        .begins
        .iter()
        .cloned()
        .chain(freed)
        .chain(calm)
        .chain(release)
        .collect();
    (!news.is_empty()).then(|| format!("{time}: {}", news.join(", ")))
}

fn told(moment: &CareMoment, words: &Language) -> String {
    if moment.whole_day {
        day::weekday(words, &moment.at)
    } else {
        let day = day::weekday(words, &moment.at);
        format!("{day}, {}", day::clock(&moment.at))
    }
}

/// When check-ins of the first session are due.
fn check_ins(care: &CareTimeline, words: &Language) -> String {
    let and = format!(" {} ", words.say("plan-and"));
    let first = care.sessions.first().map(|session| session.number);
    let due = care
        .moments
        .iter()
        .filter(|moment| Some(moment.session) == first && !moment.check_ins.is_empty());
    let told: Vec<String> = due
        .map(|moment| {
            format!(
                "{} ({})",
                day::weekday(words, &moment.at),
                moment.check_ins.join(&and)
            )
        })
        .collect();
    told.join(", ")
}

fn signs(plan: &Plan) -> Vec<SignGroup> {
    let guide = &plan.check_ins;
    guide
        .levels
        .iter()
        .map(|level| SignGroup {
            name: level.name.clone(),
            class: match level.level {
                Level::Emergency => "emergency",
                Level::Urgent => "urgent",
                Level::Review => "review",
                Level::Message => "message",
            },
            patient: level.patient.clone(),
            signs: guide
                .signs
                .iter()
                .filter(|sign| sign.level == level.level)
                .map(|sign| (sign.text.clone(), sign.patient.clone()))
                .collect(),
        })
        .collect()
}

fn picture(care: &CareTimeline, words: &Language) -> String {
    let groups: Vec<LaneGroup> = [
        (LaneKind::Stop, "plan-lane-stop", "stop"),
        (LaneKind::Avoid, "plan-lane-avoid", "avoid"),
        (LaneKind::Wait, "plan-lane-wait", "wait"),
        (LaneKind::Use, "plan-lane-use", "use"),
        (LaneKind::CheckIn, "plan-lane-check-in", "check"),
    ]
    .into_iter()
    .map(|(kind, name, class)| LaneGroup {
        name: words.say(name),
        class,
        lanes: lanes(care, kind),
    })
    .filter(|group| !group.lanes.is_empty())
    .collect();
    let said: Vec<String> = groups
        .iter()
        .map(|group| {
            let names: Vec<&str> = group.lanes.iter().map(|lane| lane.name.as_str()).collect();
            format!("{}: {}", group.name, names.join("; "))
        })
        .collect();
    let description = words.say_with("plan-care-picture", "groups", &said.join(". "));
    CareLanes {
        days: SHOWN_DAYS,
        session_label: words.say("plan-care-session"),
        day_unit: words.say("plan-day-short-unit"),
        groups,
    }
    .picture("care-lanes", &words.say("plan-care-lanes"), &description)
}

fn lanes(care: &CareTimeline, kind: LaneKind) -> Vec<Lane> {
    care.lanes
        .iter()
        .filter(|lane| lane.kind == kind)
        .map(|lane| Lane {
            name: lane.name.clone(),
            bars: lane
                .spans
                .iter()
                .map(|span| LaneBar {
                    from_hour: span.from_hour,
                    until_hour: span.until_hour,
                    open_from_hour: span.open_from_hour,
                })
                .collect(),
        })
        .collect()
}
