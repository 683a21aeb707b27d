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

/// Blisters on the edge of a lip, close together.
const ON_A_LIP: [(f64, f64); 5] = [
    (38.0, 23.0),
    (44.0, 21.0),
    (48.0, 26.0),
    (42.5, 28.0),
    (36.5, 29.5),
];
const LIPS: &str = "M4 40C13 31 22 27 27 31Q30 33 33 31C38 27 47 31 56 40C45 55 15 55 4 40Z";
const BETWEEN_LIPS: &str = "M4 40Q17 38 30 41Q43 38 56 40";

/// A scab: its outline, where it is thicker, its cracks, and its edge where it lifts.
const SCAB: &str = "M13 29Q15 25 17 23Q18 18 23 18Q26 14 31 16Q36 13 40 17Q46 17 46 22Q50 26 47 30Q50 36 45 39Q43 45 37 44Q32 48 27 45Q20 46 18 40Q13 36 13 29Z";
const SCAB_THICK: &str = "M16 31Q18 26 25 27Q28 31 24 36Q19 37 16 31ZM30 19Q37 16 41 20Q44 25 38 27Q31 27 30 19ZM31 34Q37 31 42 34Q41 41 35 41Q29 40 31 34Z";
const SCAB_CRACKS: &str = "M18 22Q24 22 27 25Q29 30 27 34Q22 39 24 45M27 25Q31 21 29 17M27 34Q33 30 37 30Q42 31 47 29M37 30Q39 26 45 22M33 32Q34 38 39 42";
const SCAB_EDGE: &str = "M13 31Q13 24 19 19L21 22Q17 25 16 31ZM39 16Q46 16 47 24L44 24Q43 19 38 19ZM24 46Q31 48 36 45L35 42Q30 44 26 43Z";

/// Crusts of dried fluid: their outlines, their cracks, their gleam, the red round them, and crumbs.
const HONEY: &str = "M10 25Q8 19 13 16Q16 11 22 14Q28 10 31 15Q35 19 31 23Q34 28 28 29Q24 33 18 30Q11 31 10 25ZM29 39Q27 33 33 31Q37 26 42 29Q49 27 50 32Q55 36 50 40Q50 46 44 45Q39 50 35 46Q29 45 29 39ZM12 46Q11 40 17 39Q22 36 25 41Q29 45 24 48Q19 53 12 46ZM39 15Q39 10 44 11Q50 10 50 15Q51 20 45 20Q39 21 39 15Z";
const HONEY_CRACKS: &str = "M14 19Q19 22 18 27M19 22Q24 19 28 20M34 35Q40 37 40 43M40 37Q46 35 48 37M16 43Q20 44 21 47M43 13Q46 15 45 18";
const HONEY_GLEAM: &str = "M13 19Q15 15 20 16M32 35Q34 32 38 32M15 42Q17 40 20 41";
const HONEY_RED: [(f64, f64, f64); 4] = [
    (21.0, 22.0, 15.0),
    (41.0, 38.0, 15.0),
    (19.0, 44.0, 10.0),
    (44.0, 15.0, 10.0),
];
const HONEY_CRUMBS: [(f64, f64, f64); 9] = [
    (34.0, 21.0, 1.3),
    (29.0, 31.0, 1.2),
    (10.0, 35.0, 1.4),
    (28.0, 50.0, 1.2),
    (52.0, 23.0, 1.3),
    (36.0, 8.0, 1.0),
    (24.0, 34.0, 1.0),
    (53.0, 47.0, 1.1),
    (8.0, 46.0, 1.0),
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
    lip: &'static str,
    mouth: &'static str,
    crust: &'static str,
    crust_thick: &'static str,
    crack: &'static str,
    honey: &'static str,
    honey_edge: &'static str,
    honey_gleam: &'static str,
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
        lip: "#c97a70",
        mouth: "#8f4740",
        crust: "#7d4028",
        crust_thick: "#4d2015",
        crack: "#3f1a10",
        honey: "#e0a93e",
        honey_edge: "#a9741c",
        honey_gleam: "#fbe7ae",
    },
    Skin {
        ground: "#6b4530",
        shade: "#472a1b",
        red: "#8e2433",
        flake: "#cdbfb4",
        bruise: "#2c1a35",
        spot: "#3a1418",
        light: "#8d624a",
        lip: "#8c4a45",
        mouth: "#2c1512",
        crust: "#371a13",
        crust_thick: "#1d0c09",
        crack: "#8a6855",
        honey: "#c4902f",
        honey_edge: "#6b4712",
        honey_gleam: "#ecd08a",
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
        Symptom::ColdSore => patches(cold_sore),
        Symptom::LargeCrust => patches(crust),
        Symptom::HoneyCrust => patches(honey_crust),
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

/// Small blisters on red skin, at the edge of a lip.
fn cold_sore(svg: &mut String, skin: &Skin) {
    area(svg, LIPS, skin.lip, 1.0);
    line(svg, BETWEEN_LIPS, skin.mouth, 1.6);
    for (radius, weight) in [(13.0, 0.25), (10.0, 0.45)] {
        disc(svg, (42.0, 27.0), radius, skin.red, weight);
    }
    blisters(svg, skin, &ON_A_LIP, 2.9);
}

/// A dark, cracked scab with a lifted edge, on red skin: far more than a pinpoint.
fn crust(svg: &mut String, skin: &Skin) {
    for (radius, weight) in [(25.0, 0.18), (21.0, 0.25)] {
        disc(svg, (MIDDLE, MIDDLE), radius, skin.red, weight);
    }
    area(svg, SCAB, skin.crust, 1.0);
    area(svg, SCAB_THICK, skin.crust_thick, 1.0);
    line(svg, SCAB_CRACKS, skin.crack, 1.1);
    area(svg, SCAB_EDGE, skin.flake, 0.7);
}

/// Golden crusts as of dried honey, with crumbs, each on red skin.
fn honey_crust(svg: &mut String, skin: &Skin) {
    for (x, y, radius) in HONEY_RED {
        disc(svg, (x, y), radius, skin.red, 0.32);
    }
    area(svg, HONEY, skin.honey, 1.0);
    line(svg, HONEY, skin.honey_edge, 1.1);
    line(svg, HONEY_CRACKS, skin.honey_edge, 1.0);
    line(svg, HONEY_GLEAM, skin.honey_gleam, 1.6);
    for (x, y, radius) in HONEY_CRUMBS {
        disc(svg, (x, y), radius, skin.honey, 1.0);
    }
}

fn area(svg: &mut String, path: &str, colour: &str, opacity: f64) {
    let _ = write!(
        svg,
        "<path d=\"{path}\" fill=\"{colour}\" fill-opacity=\"{opacity}\"/>"
    );
}

fn line(svg: &mut String, path: &str, colour: &str, width: f64) {
    let _ = write!(
        svg,
        "<path d=\"{path}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{width}\" stroke-linecap=\"round\" stroke-linejoin=\"round\"/>"
    );
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

    const DRAWN: [Symptom; 5] = [
        Symptom::Blistering,
        Symptom::GroupedBlisters,
        Symptom::ColdSore,
        Symptom::LargeCrust,
        Symptom::HoneyCrust,
    ];

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
        let of_spots = Grade::ALL.map(|grade| example(GradedSign::Spots, grade));
        let ticked = DRAWN.map(example_of);
        for drawn in of_spots.into_iter().chain(ticked) {
            let halves: Vec<usize> = drawn
                .split("<g ")
                .skip(1)
                .map(|half| half.matches("<circle").count() + half.matches("<path").count())
                .collect();
            assert_eq!(halves.first(), halves.last());
            assert_eq!(halves.len(), 2);
        }
    }

    /// A crust, a cold sore and blisters ask for other answers: none is mistaken for another by its drawing.
    #[test]
    fn every_tick_that_is_drawn_has_a_drawing_of_its_own() {
        let drawings: std::collections::BTreeSet<String> =
            DRAWN.iter().map(|one| example_of(*one)).collect();
        assert_eq!(drawings.len(), DRAWN.len());
        assert!(drawings.iter().all(|one| !one.is_empty()));
        assert_eq!(example_of(Symptom::Fever), "");
    }
}
