//! Charts stay inside their sheets, whatever the numbers and the texts are.

#![expect(clippy::indexing_slicing, reason = "a test may stop at a fault")]

mod support;

use needlework_clinic::chart::{
    Axis, Breadth, CrossSection, Drawing, FanChart, FibreLayer, FibrePanel, Fibres, HeatCell,
    HeatRow, HeatStrip, LayerNames, RangeRow, RangeRows, Timeline, TimelineMark, round_step,
    tick_label,
};
use needlework_outcome::Estimate;
use proptest::prelude::*;
use support::around;

/// Every number of an attribute that holds numbers.
fn numbers(svg: &str, name: &str) -> Vec<f64> {
    let start = format!(" {name}=\"");
    svg.split(start.as_str())
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .flat_map(|value| value.split([' ', ',', 'M', 'Q']))
        .filter(|part| !part.is_empty())
        .map(|part| part.parse().unwrap_or(f64::NAN))
        .collect()
}

/// Checks that everything drawn lies in the view box.
fn check(svg: &str) {
    let view = numbers(svg, "viewBox");
    let (width, height) = (view[2], view[3]);
    let across = ["x", "x1", "x2", "cx"];
    let down = ["y", "y1", "y2", "cy"];
    for (names, end) in [(across, width), (down, height)] {
        for name in names {
            for value in numbers(svg, name) {
                assert!(
                    (0.0..=end).contains(&value),
                    "{name} = {value} leaves 0 to {end}"
                );
            }
        }
    }
    for pair in [numbers(svg, "points"), numbers(svg, "d")]
        .concat()
        .chunks(2)
    {
        assert!(
            (0.0..=width).contains(&pair[0]) && (0.0..=height).contains(&pair[1]),
            "{pair:?}"
        );
    }
}

fn check_both(drawing: &impl Drawing) {
    for breadth in [Breadth::Wide, Breadth::Narrow] {
        check(
            &drawing
                .draw(breadth)
                .finish("id", "class", "a title", "a description"),
        );
    }
}

fn any_number() -> impl Strategy<Value = f64> {
    prop_oneof![
        8 => -10.0..10.0_f64,
        1 => proptest::num::f64::ANY,
        1 => Just(0.0),
    ]
}

fn any_estimate() -> impl Strategy<Value = Estimate> {
    (any_number(), any_number(), any_number())
        .prop_map(|(low, middle, high)| around(low, middle, high))
}

fn fan(points: Vec<(f64, Estimate)>, threshold: f64, label: &str) -> FanChart {
    FanChart {
        value_label: label.to_owned(),
        time_label: label.to_owned(),
        time_steps: vec![1.0, 3.0, 6.0, 12.0],
        points,
        threshold: Some((threshold, label.to_owned())),
        sessions: vec![0.0, 1.0, -3.0, 1e9],
        pointer: Some((threshold, label.to_owned())),
    }
}

proptest! {
    #[test]
    fn fans_stay_inside(
        points in proptest::collection::vec((any_number(), any_estimate()), 0..20),
        threshold in any_number(),
        label in ".{0,80}",
    ) {
        check_both(&fan(points, threshold, &label));
    }

    #[test]
    fn rows_of_ranges_stay_inside(
        ranges in proptest::collection::vec(any_estimate(), 0..12),
        span in (any_number(), any_number()),
        label in ".{0,80}",
    ) {
        let row = |range: Estimate| RangeRow { label: label.clone(), ranges: vec![range; 3] };
        check_both(&RangeRows {
            label: label.clone(),
            span: [span.0, span.1],
            reference: Some(span.0),
            rows: ranges.into_iter().map(row).collect(),
        });
    }

    #[test]
    fn cuts_through_the_skin_stay_inside(
        epidermis_mm in any_number(),
        layers in proptest::collection::vec(any_number(), 0..8),
        needle_length_mm in any_number(),
        channel_depth_mm in any_estimate(),
        channel_radius_mm in any_number(),
        channel_spacing_mm in any_number(),
    ) {
        check_both(&CrossSection {
            epidermis_mm,
            dermal_layers_mm: layers,
            needle_length_mm,
            channel_depth_mm,
            channel_radius_mm,
            channel_spacing_mm,
            names: LayerNames::default(),
        });
    }

    #[test]
    fn timelines_stay_inside(
        days in proptest::collection::vec(any_number(), 0..30),
        course_ends_day in any_number(),
        label in ".{0,60}",
    ) {
        let mark = |day: f64| TimelineMark {
            day,
            sign: "12".to_owned(),
            date: label.clone(),
            label: label.clone(),
            class: "treatment",
        };
        check_both(&Timeline { marks: days.into_iter().map(mark).collect(), course_ends_day });
    }

    #[test]
    fn fibres_stay_inside(old in any_number(), new in any_number(), elastin in any_number()) {
        let layer = FibreLayer { old_collagen: old, new_collagen: new, new_elastin: elastin };
        let panel = FibrePanel {
            label: "When judged".to_owned(),
            remark: "5 Jun 2027".to_owned(),
            layers: vec![layer; 6],
        };
        check_both(&Fibres {
            layer_labels: vec![["1 papillary".to_owned(), "0.05–0.20 mm".to_owned()]; 6],
            panels: vec![panel; 4],
        });
    }

    #[test]
    fn axes_have_few_ticks_and_keep_their_order(low in -1e9..1e9_f64, width in 1e-6..1e9_f64) {
        let axis = Axis::new([low, low + width], [0.0, 100.0]);
        let ticks = axis.ticks(round_step(width, 6.0));
        prop_assert!(ticks.len() <= 8, "{} ticks", ticks.len());
        prop_assert!(ticks.windows(2).all(|pair| axis.place(pair[0]) <= axis.place(pair[1])));
    }
}

#[test]
fn ticks_are_round_and_say_no_more_than_they_must() {
    let axis = Axis::new([-0.4, 1.3], [100.0, 0.0]);
    let step = round_step(1.7, 5.0);
    let labels: Vec<String> = axis
        .ticks(step)
        .iter()
        .map(|tick| tick_label(*tick, step))
        .collect();
    assert_eq!(labels, ["0", "0.5", "1.0"]);
    assert_eq!(tick_label(-0.25, 0.05), "\u{2212}0.25");
    assert_eq!(tick_label(20.0, 5.0), "20");
}

#[test]
fn a_strength_is_told_by_dots_and_not_by_colour_alone() {
    let strip = HeatStrip {
        columns: vec![["day 1".to_owned(), "d 1".to_owned()]],
        rows: vec![HeatRow {
            label: "redness".to_owned(),
            remark: "most people".to_owned(),
            cells: vec![HeatCell {
                expected: 1,
                at_most: 3,
            }],
        }],
    };
    let svg = strip.picture("strip", "Strength", "by day");
    assert_eq!(
        svg.matches(r#"class="dot""#).count(),
        2,
        "one filled dot in each breadth"
    );
    assert_eq!(
        svg.matches(r#"class="dot-open""#).count(),
        4,
        "two open dots in each breadth"
    );
}

#[test]
fn fibres_are_counted_as_predicted() {
    let strands = |layer: FibreLayer| {
        let panel = FibrePanel {
            label: String::new(),
            remark: String::new(),
            layers: vec![layer],
        };
        let chart = Fibres {
            layer_labels: vec![[String::new(), String::new()]],
            panels: vec![panel],
        };
        let svg = chart.draw(Breadth::Wide).finish("f", "wide", "t", "d");
        let of = |class: &str| {
            let path = svg
                .split(&format!(r#"class="{class}" d=""#))
                .nth(1)
                .unwrap_or_default();
            path.split('"')
                .next()
                .unwrap_or_default()
                .matches('M')
                .count()
        };
        (of("fibre-old"), of("fibre-new"), of("fibre-elastin"))
    };
    let layer = FibreLayer {
        old_collagen: 0.9,
        new_collagen: 0.2,
        new_elastin: 0.06,
    };
    assert_eq!(strands(layer), (45, 10, 3));
}

#[test]
fn texts_are_escaped_and_cut_to_their_room() {
    let chart = fan(
        vec![(0.0, around(0.0, 0.1, 0.2)), (9.0, around(0.0, 0.5, 1.0))],
        0.5,
        "<b>&\"'",
    );
    let svg = chart.picture("fan", "<title>", "a & b");
    assert!(svg.contains("&lt;b&gt;&amp;&quot;&#39;") && !svg.contains("<b>"));
    let long = fan(Vec::new(), 0.5, &"word ".repeat(60));
    assert!(
        long.draw(Breadth::Narrow)
            .finish("f", "narrow", "t", "d")
            .contains("…</text>")
    );
}

#[test]
fn a_fan_as_it_is_written() {
    let points = vec![
        (0.0, around(0.0, 0.0, 0.0)),
        (6.0, around(0.1, 0.5, 1.2)),
        (24.0, around(0.0, 0.4, 1.0)),
    ];
    let mut chart = fan(points, 0.5, "grade");
    chart.sessions = vec![0.0, 1.0, 2.0];
    chart.pointer = Some((6.0, "judged".to_owned()));
    insta::assert_snapshot!(
        chart
            .picture("fan", "wrinkles", "two years")
            .replace("><", ">\n<")
    );
}
