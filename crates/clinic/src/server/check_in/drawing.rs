//! Drawn examples of what is seen on skin, on light and on dark skin, none of them a photograph of anybody. A drawing speaks
//! beside the words of its grade and never instead of them.

use std::fmt::Write as _;

use needlework_protocol::check_in::{Grade, GradedSign, Symptom};

/// Width and height of one patch of skin, and the gap between two.
const PATCH: f64 = 60.0;
const GAP: f64 = 4.0;
/// Middle of a patch.
const MIDDLE: f64 = PATCH / 2.0;
/// Places of marks in a patch, in the order in which they are added: scattered by hand, so that no grid is seen.
const PLACES: [(f64, f64); 16] = [
    (22.0, 25.0),
    (40.0, 33.0),
    (29.0, 43.0),
    (14.0, 38.0),
    (46.0, 17.0),
    (33.0, 14.0),
    (49.0, 46.0),
    (11.0, 17.0),
    (21.0, 52.0),
    (38.0, 52.0),
    (52.0, 30.0),
    (8.0, 50.0),
    (30.0, 29.0),
    (18.0, 9.0),
    (54.0, 8.0),
    (43.0, 42.0),
];

/// Places of blisters that lie apart, and of those that lie in a group.
const SCATTERED: [(f64, f64); 5] = [
    (18.0, 20.0),
    (43.0, 15.0),
    (33.0, 34.0),
    (13.0, 45.0),
    (48.0, 46.0),
];
const GROUPED: [(f64, f64); 6] = [
    (25.0, 24.0),
    (33.0, 21.0),
    (38.0, 28.0),
    (30.0, 31.0),
    (23.0, 33.0),
    (32.0, 39.0),
];

/// Colours of one skin and of what is seen on it.
struct Skin {
    ground: &'static str,
    shade: &'static str,
    red: &'static str,
    flake: &'static str,
    bruise: &'static str,
    spot: &'static str,
    light: &'static str,
}

/// Redness is pink on light skin and a warm, darker brown to violet on dark skin.
const SKINS: [Skin; 2] = [
    Skin {
        ground: "#f1cfb8",
        shade: "#d9ab8e",
        red: "#d9413c",
        flake: "#fffaf3",
        bruise: "#6d4f86",
        spot: "#c9302c",
        light: "#ffe9dc",
    },
    Skin {
        ground: "#6b4530",
        shade: "#472a1b",
        red: "#8e2433",
        flake: "#cdbfb4",
        bruise: "#2c1a35",
        spot: "#3a1418",
        light: "#8d624a",
    },
];

/// A sign of a grade on both skins; for the eye alone, since its words stand beside it.
pub(super) fn example(sign: GradedSign, grade: Grade) -> String {
    patches(|svg, skin| draw(svg, sign, usize::from(grade.number()), skin))
}

/// What is ticked and seen on skin, on both skins; empty for what is not drawn.
pub(super) fn example_of(symptom: Symptom) -> String {
    match symptom {
        Symptom::Blistering => patches(|svg, skin| blisters(svg, skin, &SCATTERED, 5.2)),
        Symptom::GroupedBlisters => patches(|svg, skin| blisters(svg, skin, &GROUPED, 3.4)),
        _ => String::new(),
    }
}

/// Both skins, with what is drawn on each.
fn patches(draw: impl Fn(&mut String, &Skin)) -> String {
    let width = 2.0 * PATCH + GAP;
    let mut svg = format!(
        "<svg class=\"example\" viewBox=\"0 0 {width} {PATCH}\" aria-hidden=\"true\" focusable=\"false\">"
    );
    for (at, skin) in SKINS.iter().enumerate() {
        let left = if at == 0 { 0.0 } else { PATCH + GAP };
        let _ = write!(svg, "<g transform=\"translate({left} 0)\">");
        let _ = write!(
            svg,
            "<rect width=\"{PATCH}\" height=\"{PATCH}\" rx=\"8\" fill=\"{}\"/>",
            skin.ground
        );
        draw(&mut svg, skin);
        svg.push_str("</g>");
    }
    svg.push_str("</svg>");
    svg
}

fn draw(svg: &mut String, sign: GradedSign, grade: usize, skin: &Skin) {
    match sign {
        GradedSign::Redness => redness(svg, grade, skin),
        GradedSign::Swelling => swelling(svg, grade, skin),
        GradedSign::Flaking => flaking(svg, grade, skin),
        GradedSign::Bruise => bruise(svg, grade, skin),
        GradedSign::Spots => spots(svg, grade, skin),
        GradedSign::Tenderness | GradedSign::Tightness | GradedSign::Itch => {}
    }
}

/// How much of the strongest a grade shows, 0 to 1.
fn share(grade: usize) -> f64 {
    [0.0, 0.3, 0.6, 1.0].get(grade).copied().unwrap_or(1.0)
}

fn redness(svg: &mut String, grade: usize, skin: &Skin) {
    let share = share(grade);
    for (radius, weight) in [(28.0, 0.35), (22.0, 0.35), (15.0, 0.4)] {
        disc(svg, (MIDDLE, MIDDLE), radius, skin.red, share * weight);
    }
}

/// A bulge: light above, shade below, the more the higher.
fn swelling(svg: &mut String, grade: usize, skin: &Skin) {
    let share = share(grade);
    let radius = 12.0 + 14.0 * share;
    disc(
        svg,
        (MIDDLE, MIDDLE + 5.0 * share),
        radius,
        skin.shade,
        0.9 * share,
    );
    disc(svg, (MIDDLE, MIDDLE), radius, skin.ground, share.min(1.0));
    let light = (MIDDLE - 0.25 * radius, MIDDLE - 0.35 * radius);
    disc(svg, light, 0.5 * radius, skin.light, 0.8 * share);
}

fn flaking(svg: &mut String, grade: usize, skin: &Skin) {
    let flakes = [0, 4, 9, PLACES.len()].get(grade).copied().unwrap_or(0);
    for (x, y) in PLACES.iter().take(flakes) {
        let _ = write!(
            svg,
            "<path d=\"M{} {}l5 -3l6 2l1 4l-5 3l-6 -1z\" fill=\"{}\" stroke=\"{}\" stroke-width=\"0.8\"/>",
            x - 5.0,
            y,
            skin.flake,
            skin.shade
        );
    }
}

fn bruise(svg: &mut String, grade: usize, skin: &Skin) {
    let share = share(grade);
    let radius = 6.0 + 18.0 * share;
    for (x, y, size, weight) in [
        (28.0, 31.0, 1.0, 0.5),
        (36.0, 26.0, 0.6, 0.5),
        (22.0, 38.0, 0.5, 0.4),
    ] {
        disc(
            svg,
            (x, y),
            radius * size,
            skin.bruise,
            weight * share.min(0.9),
        );
    }
}

fn spots(svg: &mut String, grade: usize, skin: &Skin) {
    let spots = [0, 3, 7, 14].get(grade).copied().unwrap_or(0);
    for (at, place) in PLACES.iter().take(spots).enumerate() {
        disc(svg, *place, 3.2, skin.spot, 0.9);
        if at % 3 == 0 {
            disc(svg, (place.0 - 0.8, place.1 - 0.8), 1.3, skin.flake, 0.95);
        }
    }
}

/// Clear domes with a rim and a gleam: larger than spots, and without their colour.
fn blisters(svg: &mut String, skin: &Skin, places: &[(f64, f64)], radius: f64) {
    for (x, y) in places {
        disc(svg, (*x, *y), radius + 1.0, skin.shade, 1.0);
        disc(svg, (*x, *y), radius, skin.light, 1.0);
        let gleam = (x - 0.3 * radius, y - 0.35 * radius);
        disc(svg, gleam, 0.28 * radius, skin.flake, 1.0);
    }
}

fn disc(svg: &mut String, (x, y): (f64, f64), radius: f64, colour: &str, opacity: f64) {
    if opacity <= 0.0 {
        return;
    }
    let _ = write!(
        svg,
        "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius:.1}\" fill=\"{colour}\" fill-opacity=\"{opacity:.2}\"/>"
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(sign: GradedSign, grade: Grade) -> usize {
        let drawn = example(sign, grade);
        drawn.matches("<circle").count() + drawn.matches("<path").count()
    }

    #[test]
    fn whoever_has_nothing_sees_bare_skin_and_every_grade_looks_its_own_way() {
        for sign in [
            GradedSign::Redness,
            GradedSign::Swelling,
            GradedSign::Flaking,
            GradedSign::Bruise,
            GradedSign::Spots,
        ] {
            assert_eq!(marks(sign, Grade::None), 0, "{sign:?}");
            let drawings: std::collections::BTreeSet<String> = Grade::ALL
                .iter()
                .map(|grade| example(sign, *grade))
                .collect();
            assert_eq!(drawings.len(), Grade::ALL.len(), "{sign:?}");
        }
    }

    #[test]
    fn light_and_dark_skin_show_as_much_as_each_other() {
        for grade in Grade::ALL {
            let drawn = example(GradedSign::Spots, grade);
            let halves: Vec<usize> = drawn
                .split("<g ")
                .skip(1)
                .map(|half| half.matches("<circle").count())
                .collect();
            assert_eq!(halves.first(), halves.last());
            assert_eq!(halves.len(), 2);
        }
    }
}
