//! The page of a plan as a whole: complete, self-contained, safe against what a case may hold.

#![expect(clippy::unwrap_used, reason = "a test may stop at a fault")]

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use needlework_evidence::Bibliography;
use needlework_planning::Plan;
use needlework_protocol::Texts;
use support::{around, cheek_lines, page};

/// Every value of an attribute, in order.
fn attribute<'a>(html: &'a str, name: &str) -> Vec<&'a str> {
    let start = format!(" {name}=\"");
    html.split(start.as_str())
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect()
}

/// The text without style, drawings and tags, one piece per line.
fn text_of(html: &str) -> String {
    let body = html.split("</head>").last().unwrap_or_default();
    let mut text = String::new();
    let mut depth = 0;
    for part in body.split('<').skip(1) {
        let (tag, after) = part.split_once('>').unwrap_or((part, ""));
        match tag.split_whitespace().next() {
            Some("svg") => depth += 1,
            Some("/svg") => depth -= 1,
            _ => {}
        }
        if depth == 0 && !after.trim().is_empty() {
            text.push_str(after.trim());
            text.push('\n');
        }
    }
    text
}

/// Leaves the page where a person or a browser can look at it.
fn keep(name: &str, html: &str) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("plans")
        .join(name);
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("plan.html"), html).unwrap();
}

/// A plan with everything that could break a layout: long words, many sessions, numbers of no sensible size.
fn extreme() -> Plan {
    let mut plan = cheek_lines();
    plan.case.title = "Donaudampfschifffahrtsgesellschaftskapitänsmütze ".repeat(6);
    plan.device.name =
        "Device with a very long trade name and a number 1234567890123456789012345".into();
    plan.sessions = plan.sessions.iter().cycle().take(24).cloned().collect();
    for zone in &mut plan.zones {
        zone.plain_name = "the-whole-forehead-including-the-hairline-and-both-temples".into();
        zone.injury.channels_per_cm2 = around(0.0, 1e300, f64::INFINITY);
        zone.injury.channel_depth_mm = around(0.0, 0.0, 0.0);
        zone.outlook.discomfort.value = around(f64::NAN, f64::NAN, f64::NAN);
        for scale in &mut zone.outlook.scales {
            scale.plain_name = "improvement-of-something-with-a-very-long-name".into();
            for value in &mut scale.improvement.values {
                *value = around(-1e12, 0.0, 1e12);
            }
        }
    }
    plan
}

#[test]
fn the_page_needs_nothing_else() {
    let html = page(&cheek_lines());
    keep("cheek-lines", &html);
    for loader in [
        "<script",
        "<link",
        "<img",
        "<iframe",
        " src=",
        "url(",
        "@import",
        "javascript:",
    ] {
        assert!(!html.contains(loader), "the page contains {loader}");
    }
}

#[test]
fn every_anchor_leads_somewhere_and_no_id_is_given_twice() {
    let html = page(&cheek_lines());
    let ids = attribute(&html, "id");
    let unique: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), unique.len(), "an id is given twice");
    let inner = attribute(&html, "href")
        .into_iter()
        .filter_map(|to| to.strip_prefix('#'));
    for target in inner {
        assert!(unique.contains(target), "#{target} leads nowhere");
    }
    for name in attribute(&html, "aria-labelledby")
        .iter()
        .flat_map(|ids| ids.split(' '))
    {
        assert!(unique.contains(name), "the label {name} is missing");
    }
}

#[test]
fn what_a_case_says_is_shown_and_never_run() {
    let attack = "<script>alert('x')</script> & \"quoted\"";
    let mut plan = cheek_lines();
    plan.case.title = attack.into();
    plan.indication_plain_name = attack.into();
    plan.device.name = attack.into();
    plan.case.dates.time_zone = attack.into();
    for zone in &mut plan.zones {
        zone.plain_name = attack.into();
        zone.name = attack.into();
        for scale in &mut zone.outlook.scales {
            scale.plain_name = attack.into();
            scale.improvement.unit = attack.into();
            scale.caveat = Some(attack.into());
        }
        for sign in &mut zone.outlook.side_effects {
            sign.plain_name = attack.into();
        }
        for risk in &mut zone.outlook.risks {
            risk.plain_name = attack.into();
        }
    }
    for notice in &mut plan.notices {
        notice.text = attack.into();
    }
    for scenario in &mut plan.scenarios {
        scenario.name = attack.into();
    }
    for source in plan.sources.values_mut() {
        source.title = attack.into();
        source.identifier = Some("https://x.example/\" onmouseover=\"alert(1)".to_owned());
    }
    let html = page(&plan);
    assert!(!html.contains("<script"), "a script tag got through");
    assert!(!html.contains("\" onmouseover"), "an attribute got through");
    assert!(html.contains("&lt;script&gt;") || html.contains("&#60;script&#62;"));
}

#[test]
fn extreme_numbers_and_names_leave_a_page_without_nonsense() {
    let html = page(&extreme());
    keep("extreme", &html);
    let text = text_of(&html);
    for nonsense in ["NaN", "inf ", "Infinity"] {
        assert!(!text.contains(nonsense), "the page says {nonsense}");
    }
    for number in attribute(&html, "points")
        .iter()
        .flat_map(|points| points.split([' ', ',']))
    {
        assert!(
            number.parse::<f64>().is_ok_and(f64::is_finite),
            "{number} is no coordinate"
        );
    }
}

#[test]
fn a_change_below_the_detectable_one_is_called_too_small() {
    let mut plan = cheek_lines();
    let scale = &mut plan.zones[0].outlook.scales[0];
    scale.minimal_detectable_change.value = 3.0;
    scale.probability_detectable.fill(0.0);
    let text = text_of(&page(&plan));
    assert!(text.contains("The middle forecast is too small to be seen. A change big enough to be seen is very unlikely"));
    assert!(text.contains(
        "A change big enough to be seen is very unlikely at any time within the forecast"
    ));
}

#[test]
fn a_plan_without_zones_or_sessions_still_makes_a_page() {
    let mut plan = cheek_lines();
    plan.zones.clear();
    plan.sessions.clear();
    plan.scenarios.clear();
    plan.notices.clear();
    assert!(page(&plan).contains("No session is planned."));
}

/// The net of words under the boundaries of protocol 8.4 and 8.5.
#[test]
fn no_page_says_what_no_page_may_say() {
    let bibliography = Bibliography::shipped().unwrap();
    let texts = Texts::shipped(&bibliography).unwrap();
    let page = text_of(&page(&cheek_lines())).to_lowercase();
    for word in &texts.never_on_a_page {
        assert!(!page.contains(&word.to_lowercase()), "the page says {word}");
    }
}

#[test]
fn the_words_of_the_page() {
    insta::assert_snapshot!(text_of(&page(&cheek_lines())));
}
