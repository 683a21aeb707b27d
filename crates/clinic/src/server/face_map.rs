//! The face as a map: where is treated, protected, left out, and where needles were before.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// What a zone is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum ZoneRole {
    /// Needled by the plan.
    Target,
    /// Needled with care.
    Protect,
    /// Never needled.
    Exclude,
}

impl ZoneRole {
    /// Key of its text.
    pub(super) const fn label(self) -> &'static str {
        match self {
            Self::Target => "zone-target",
            Self::Protect => "zone-protect",
            Self::Exclude => "zone-exclude",
        }
    }

    /// All of them, as the key of a map names them.
    pub(super) const ALL: [Self; 3] = [Self::Target, Self::Protect, Self::Exclude];

    /// Name in classes and forms.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Target => "target",
            Self::Protect => "protect",
            Self::Exclude => "exclude",
        }
    }
}

/// Half of the width of the map: paths of one side are mirrored there.
const MIDDLE: f64 = 120.0;

/// A zone of the map: id, path, whether the path is one side of two.
const ZONES: [(&str, &str, bool); 13] = [
    (
        "forehead",
        "M66 86C68 52 94 32 120 32C146 32 172 52 174 86C160 78 148 80 137 88L103 88C92 80 80 78 66 86Z",
        false,
    ),
    ("glabella", "M105 90L135 90L131 112L109 112Z", false),
    (
        "temple",
        "M46 134C44 108 50 92 63 80L66 90C58 100 56 118 58 132Z",
        true,
    ),
    (
        "periorbital",
        "M60 122C62 108 74 101 87 101C98 101 106 108 107 120C106 132 98 138 86 138C73 138 62 134 60 122Z",
        true,
    ),
    (
        "upper-eyelid",
        "M69 121C73 112 80 109 86 109C93 109 98 113 100 120C90 117 79 117 69 121Z",
        true,
    ),
    (
        "lower-eyelid",
        "M69 121C74 130 80 131 86 131C93 131 98 127 100 120C92 123 79 124 69 121Z",
        true,
    ),
    (
        "nose",
        "M112 114L128 114L134 160C139 174 131 181 120 181C109 181 101 174 106 160Z",
        false,
    ),
    (
        "cheekbone",
        "M52 140C62 145 84 145 101 141L103 156C86 162 67 160 54 154Z",
        true,
    ),
    (
        "cheek",
        "M54 158C68 165 86 166 103 160L100 176C92 188 90 202 91 216C84 225 77 227 70 222C60 204 55 182 54 158Z",
        true,
    ),
    (
        "upper-lip",
        "M101 188C111 183 129 183 139 188L146 203C131 197 109 197 94 203Z",
        false,
    ),
    (
        "chin",
        "M97 229C110 225 130 225 143 229C145 250 134 267 120 270C106 267 95 250 97 229Z",
        false,
    ),
    (
        "jawline",
        "M57 198C62 216 70 228 80 232L93 229C93 245 99 259 108 269C84 261 66 236 57 198Z",
        true,
    ),
    (
        "neck",
        "M88 266C90 290 86 304 74 318L166 318C154 304 150 290 152 266C140 280 131 284 120 284C109 284 100 280 88 266Z",
        false,
    ),
];

const HEAD: &str = "M120 12C60 12 36 68 39 130C41 192 62 262 120 286C178 262 199 192 201 130C204 68 180 12 120 12Z";
const FEATURES: [&str; 4] = [
    "M98 209Q120 203 142 209Q120 223 98 209Z",
    "M62 97Q82 86 104 96",
    "M178 97Q158 86 136 96",
    "M110 176Q120 182 130 176",
];

/// What the map shows: the viewBox of every drawing that lies on another one.
const VIEW: &str = "20 0 200 324";
/// Outlines of sessions that look different, before they come again.
pub(super) const LAYER_LOOKS: usize = 4;

/// The face with the roles of zones; names by zone id. What it shows stands beside it in words, under the id `described_by`.
pub(super) fn face_map(
    roles: &BTreeMap<String, ZoneRole>,
    name: impl Fn(&str) -> String,
    title: &str,
    described_by: &str,
) -> String {
    let mut svg = format!(
        "<svg viewBox=\"{VIEW}\" role=\"img\" aria-label=\"{}\" aria-describedby=\"{described_by}\">",
        plain(title)
    );
    let _ = write!(svg, "<path class=\"head-line\" d=\"{HEAD}\"/>");
    for (id, path, is_side) in ZONES {
        let role = roles.get(id).map_or("", |role| role.name());
        let _ = write!(
            svg,
            "<g data-zone=\"{id}\"><title>{}</title>{}</g>",
            plain(&name(id)),
            outline(&format!("zone {role}"), path, is_side)
        );
    }
    for feature in FEATURES {
        let _ = write!(svg, "<path class=\"feature\" d=\"{feature}\"/>");
    }
    svg.push_str("</svg>");
    svg
}

/// Where one session needled, to be laid on the face; `None`: in no zone of the face.
pub(super) fn session_layer(needled: &BTreeSet<&str>) -> Option<String> {
    let on_face = || ZONES.into_iter().filter(|(id, ..)| needled.contains(id));
    on_face().next()?;
    let mut svg = format!("<svg class=\"layer\" viewBox=\"{VIEW}\" aria-hidden=\"true\">");
    for (_, path, is_side) in on_face() {
        // A halo keeps the line apart from whatever lies below it.
        svg.push_str(&outline("halo", path, is_side));
        svg.push_str(&outline("line", path, is_side));
    }
    svg.push_str("</svg>");
    Some(svg)
}

fn outline(class: &str, path: &str, is_side: bool) -> String {
    let one = format!("<path class=\"{class}\" d=\"{path}\"/>");
    if !is_side {
        return one;
    }
    let mirror = format!("transform=\"translate({} 0) scale(-1 1)\"", 2.0 * MIDDLE);
    format!("{one}<path class=\"{class}\" {mirror} d=\"{path}\"/>")
}

/// Text that may stand in a drawing.
fn plain(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&quot;")
}
