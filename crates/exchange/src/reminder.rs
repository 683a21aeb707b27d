//! What a reminder says to the person whose calendar it is.

use needlework_protocol::care::CareMoment;

/// One line per kind of news. The words of the instructions come from the rules.
pub(crate) fn description(moment: &CareMoment) -> String {
    let from_now = if moment.whole_day {
        "From today"
    } else {
        "From now"
    };
    let lines = [
        (from_now, &moment.begins),
        ("May begin again", &moment.may_begin_again),
        (
            "May begin again without redness and flaking",
            &moment.may_begin_again_when_calm,
        ),
        (
            "Your clinic may release this from now on; wait for it",
            &moment.clinic_may_release,
        ),
        ("Due today", &moment.check_ins),
    ];
    let lines: Vec<String> = lines
        .into_iter()
        .filter(|(_, items)| !items.is_empty())
        .map(|(title, items)| format!("{title}: {}.", items.join("; ")))
        .collect();
    lines.join("\n")
}
