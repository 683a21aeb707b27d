//! Where instructions of several rules or sessions meet: what one asks for gives way to what another forbids.

use jiff::Zoned;

use super::instruction::Instruction;
use super::rule::EndsBy;

/// Cuts every request to the hours in which nothing forbids what it asks for. Bans are left as they are. A request that
/// begins with a release by the clinic is left too: whether it holds is only known then.
pub(super) fn give_way(instructions: Vec<Instruction>) -> Vec<Instruction> {
    let is_cut =
        |one: &Instruction| !one.asks_for.is_empty() && one.begins_with_clearance_of.is_none();
    let parts = instructions.iter();
    let parts = parts.map(|one| is_cut(one).then(|| free_parts(one, &instructions)));
    let parts: Vec<Option<Vec<Part>>> = parts.collect();
    let cut = instructions.into_iter().zip(parts);
    cut.flat_map(|(one, parts)| match parts {
        Some(parts) => in_parts(&one, parts),
        None => vec![one],
    })
    .collect()
}

/// The hours of a request in which nothing forbids it.
fn free_parts(request: &Instruction, bans: &[Instruction]) -> Vec<Part> {
    let mut parts = vec![(request.from.clone(), request.until.clone())];
    for ban in bans.iter().filter(|ban| forbids(ban, request)) {
        parts = parts
            .into_iter()
            .flat_map(|part| without(part, &ban.from, certain_end(ban)))
            .collect();
    }
    parts
}

/// A request, once for each stretch that is left of it.
fn in_parts(request: &Instruction, parts: Vec<Part>) -> Vec<Instruction> {
    let several = parts.len() > 1;
    parts
        .into_iter()
        .zip(1..)
        .map(|((from, until), number)| Instruction {
            id: if several {
                format!("{}~{number}", request.id)
            } else {
                request.id.clone()
            },
            from,
            until,
            ..request.clone()
        })
        .collect()
}

fn forbids(ban: &Instruction, request: &Instruction) -> bool {
    ban.id != request.id
        && request
            .asks_for
            .iter()
            .any(|subject| ban.forbids.contains(subject))
}

/// The moment to which the clock alone makes a ban hold; `None`: as long as nobody releases it.
fn certain_end(ban: &Instruction) -> Option<&Zoned> {
    match ban.ends_by {
        EndsBy::Clearance => ban.until.as_ref(),
        _ => ban.until.as_ref().or(ban.earliest_end.as_ref()),
    }
}

type Part = (Zoned, Option<Zoned>);

/// A stretch of time without another one.
fn without((from, until): Part, ban_from: &Zoned, ban_until: Option<&Zoned>) -> Vec<Part> {
    let begins_after = until.as_ref().is_some_and(|until| ban_from >= until);
    let ended_before = ban_until.is_some_and(|end| *end <= from);
    if begins_after || ended_before {
        return vec![(from, until)];
    }
    let mut parts = Vec::new();
    if *ban_from > from {
        parts.push((from, Some(ban_from.clone())));
    }
    if let Some(end) = ban_until
        && until.as_ref().is_none_or(|until| end < until)
    {
        parts.push((end.clone(), until));
    }
    parts
}
