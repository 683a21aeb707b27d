//! What care around the sessions must know, from a case file.

use std::collections::BTreeSet;

use jiff::civil::Date;
use needlework_evidence::{Block, DataError};
use needlework_protocol::care::Subject;

use crate::case::{CareAnswers, PlannedThing};
use crate::library::Library;

/// Most planned things, and the longest of them, d: a slip of the keyboard is more likely than a longer list.
const MOST_PLANNED: usize = 50;
const LONGEST_PLANNED_DAYS: i64 = 366;

/// Reads `[care]`; a case without it knows of nothing prescribed and nothing planned.
pub(super) fn read(root: &mut Block, library: &Library) -> Result<CareAnswers, DataError> {
    let Some(mut block) = root.optional_block("care")? else {
        return Ok(CareAnswers::default());
    };
    let answers = CareAnswers {
        prescribed: prescribed(&mut block, library)?,
        dense_hair: block.flag("dense_hair", false)?,
        planned: planned(&mut block)?,
    };
    block.finish()?;
    Ok(answers)
}

fn prescribed(block: &mut Block, library: &Library) -> Result<BTreeSet<Subject>, DataError> {
    const KEY: &str = "prescribed";
    let known: BTreeSet<Subject> = library.care.products().prescribable().collect();
    let names: Vec<&str> = known.iter().map(|subject| subject.id()).collect();
    block
        .texts(KEY)?
        .iter()
        .map(|name| {
            Subject::named(name)
                .filter(|subject| known.contains(subject))
                .ok_or_else(|| block.error(KEY, name, &format!("a list of: {}", names.join(", "))))
        })
        .collect()
}

fn planned(block: &mut Block) -> Result<Vec<PlannedThing>, DataError> {
    let blocks = block.blocks("planned")?;
    if blocks.len() > MOST_PLANNED {
        return Err(block.error(
            "planned",
            &format!("a list of {} things", blocks.len()),
            &format!("at most {MOST_PLANNED} planned things"),
        ));
    }
    blocks
        .into_iter()
        .map(|mut row| {
            let what = row.choice("what", Subject::NAMES)?;
            let from = day(&mut row, "from", Date::MIN, Date::MAX)?;
            let latest = from.saturating_add(jiff::Span::new().days(LONGEST_PLANNED_DAYS - 1));
            let to = day(&mut row, "to", from, latest)?;
            row.finish()?;
            Ok(PlannedThing { what, from, to })
        })
        .collect()
}

fn day(block: &mut Block, key: &str, first: Date, last: Date) -> Result<Date, DataError> {
    let words = if first == Date::MIN {
        "a date, for example 2027-02-20".to_owned()
    } else {
        format!("a day from {first} (its own start) to {last}")
    };
    let text = block.moment(key, &words)?;
    text.parse()
        .ok()
        .filter(|day| (first..=last).contains(day))
        .ok_or_else(|| block.error(key, &text, &words))
}
