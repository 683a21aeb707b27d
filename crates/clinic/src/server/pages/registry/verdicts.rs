//! What patients say of their results, and how far that agrees with what was judged.

use needlework_planning::Library;
use needlework_registry::{
    ChosenAnswer, Crossed, JudgedPeople, SharedInterval, ToldVerdicts, VerdictGroup,
};

use super::groups::group_name;
use super::share_words;
use super::told::count_words;
use crate::server::own_rating::{asked_scale, words};
use crate::server::page::Page;
use crate::server::registry::Operators;

/// What patients say, in words.
pub(super) struct VerdictView {
    /// How many people answered, and how many of them said better.
    pub(super) summary: Vec<String>,
    /// Every answer with how many chose it; empty: not told.
    pub(super) answers: Vec<(String, String)>,
    /// Beside what was judged; absent: not told.
    pub(super) crossed: Option<CrossedView>,
    /// By group, with trait, group, number of people and share; empty: none is large enough, or not told.
    pub(super) groups: Vec<[String; 4]>,
    /// What is not told, and why.
    pub(super) withheld: Vec<String>,
}

/// The table of what was said by what was judged.
pub(super) struct CrossedView {
    /// Each with what was said, then people judged better, not better and not at all.
    pub(super) rows: Vec<(String, [String; 3])>,
    /// How often both say the same.
    pub(super) agreed: String,
}

/// What patients say; `None`: nobody has said anything yet.
pub(super) fn verdict_view(
    page: &Page,
    library: &Library,
    told: &ToldVerdicts,
    operators: &Operators,
) -> Option<VerdictView> {
    let is_nobody = told.people.range().is_some_and(|range| *range.end() == 0);
    if is_nobody {
        return None;
    }
    let people = page.say_with("verdict-people", "people", &count_words(page, told.people));
    let better = told.better.as_ref();
    let better =
        better.map(|share| page.say_with("verdict-better", "share", &of_people(page, share)));
    let groups = told.groups.iter().flatten();
    Some(VerdictView {
        withheld: withheld(page, told),
        summary: [Some(people), better].into_iter().flatten().collect(),
        answers: answers(page, library, told.answers.as_deref().unwrap_or_default()),
        crossed: told
            .crossed
            .as_ref()
            .map(|crossed| crossed_view(page, crossed)),
        groups: groups
            .map(|group| group_row(page, group, operators))
            .collect(),
    })
}

/// What is not told, and why, in a sentence each.
fn withheld(page: &Page, told: &ToldVerdicts) -> Vec<String> {
    let parts = [
        (told.better.is_none(), "verdict-better-withheld"),
        (told.answers.is_none(), "verdict-answers-withheld"),
        (told.crossed.is_none(), "verdict-crossed-withheld"),
        (told.groups.is_none(), "verdict-groups-withheld"),
    ];
    let withheld = parts.into_iter().filter(|(is_withheld, _)| *is_withheld);
    withheld.map(|(_, key)| page.say(key)).collect()
}

fn answers(page: &Page, library: &Library, chosen: &[ChosenAnswer]) -> Vec<(String, String)> {
    let Some(scale) = asked_scale(library) else {
        return Vec::new();
    };
    let rows = chosen.iter().filter_map(|one| {
        let words = words(page, scale, one.answer.grade)?;
        Some((words, one.people.to_string()))
    });
    rows.collect()
}

fn crossed_view(page: &Page, crossed: &Crossed) -> CrossedView {
    let row = |key: &str, judged: JudgedPeople| {
        let counts = judged.counts().map(|count| count.to_string());
        (page.say(key), counts)
    };
    let agreed = crossed.agreed();
    CrossedView {
        rows: vec![
            row("verdict-said-better", crossed.said_better),
            row("verdict-said-otherwise", crossed.said_otherwise),
        ],
        agreed: if agreed.of == 0 {
            page.say("verdict-none-judged")
        } else {
            page.say_with("verdict-agreed", "share", &of_people(page, &agreed))
        },
    }
}

fn group_row(page: &Page, group: &VerdictGroup, operators: &Operators) -> [String; 4] {
    [
        page.say(&format!("trait-{}", group.by.name())),
        group_name(page, group.by, &group.value, operators),
        group.better.of.to_string(),
        share_words(&group.better),
    ]
}

/// A count of another one, with its share.
fn of_people(page: &Page, share: &SharedInterval) -> String {
    let (came, all) = (format!("{:.0}", share.counted), share.of.to_string());
    let share = share_words(share);
    page.say_all(
        "told-share",
        &[("came", &came), ("all", &all), ("share", &share)],
    )
}
