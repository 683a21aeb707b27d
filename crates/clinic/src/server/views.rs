//! The outlines that show where a face goes in a view. Left and right are those of the patient.

use std::fmt::Write as _;

/// Width of a drawing: the other side is mirrored in it.
const WIDTH: u32 = 300;

const FRONT: &[&str] = &[
    "M150 48C94 48 68 98 72 168C75 236 108 304 150 312C192 304 225 236 228 168C232 98 206 48 150 48Z",
    "M72 160C58 154 56 182 66 204C70 212 76 214 79 208",
    "M228 160C242 154 244 182 234 204C230 212 224 214 221 208",
    "M94 174C104 164 122 164 132 174C122 181 104 181 94 174Z",
    "M168 174C178 164 196 164 206 174C196 181 178 181 168 174Z",
    "M132 226C142 234 158 234 168 226",
    "M120 262C136 256 164 256 180 262C166 274 134 274 120 262Z",
    "M108 288C110 330 96 352 48 376",
    "M192 288C190 330 204 352 252 376",
];

/// The left side is seen, the nose points to the left of the picture.
const OBLIQUE: &[&str] = &[
    "M168 48C112 46 84 84 88 130C88 146 82 154 86 168C82 192 88 216 96 240C100 270 112 302 138 308C168 306 204 274 216 238C238 190 244 140 226 96C214 64 194 50 168 48Z",
    "M118 172C112 186 98 202 98 212C102 220 116 220 126 214",
    "M96 170C102 162 110 162 116 170C110 176 102 176 96 170Z",
    "M142 172C154 162 174 162 184 174C172 181 154 181 142 172Z",
    "M106 258C120 252 142 254 158 262C142 274 116 272 106 258Z",
    "M226 166C242 158 248 188 236 210C230 220 222 216 222 206",
    "M146 307C150 336 132 356 96 376",
    "M218 236C216 300 236 340 284 366",
];

const LATERAL: &[&str] = &[
    "M176 46C126 44 94 74 92 116C91 132 96 140 92 152C86 168 72 186 70 196C70 204 84 206 90 208C86 216 82 222 84 228C88 232 84 236 84 242C86 252 92 254 90 264C88 284 100 298 120 298C146 296 172 276 184 246",
    "M176 46C238 48 258 104 248 160C242 196 226 222 224 254C222 296 234 336 266 362",
    "M184 170C202 158 214 182 204 206C198 220 186 218 184 204Z",
    "M100 162C108 154 118 158 124 166C116 172 106 172 100 162Z",
    "M136 296C142 328 130 352 96 376",
];

const NECK: &[&str] = &[
    "M70 40C76 108 108 158 150 164C192 158 224 108 230 40",
    "M94 122C100 196 98 246 84 284C66 314 26 330 4 340",
    "M206 122C200 196 202 246 216 284C234 314 274 330 296 340",
    "M30 362C72 342 118 348 142 364",
    "M270 362C228 342 182 348 158 364",
];

/// Paths of a view, and whether they are mirrored.
const OUTLINES: [(&str, &[&str], bool); 6] = [
    ("front", FRONT, false),
    ("left-oblique", OBLIQUE, false),
    ("right-oblique", OBLIQUE, true),
    ("left-lateral", LATERAL, false),
    ("right-lateral", LATERAL, true),
    ("chin-up", NECK, false),
];

/// The outline of a view as a drawing for the eye alone; nothing for a view that has none.
pub(super) fn outline(view: &str) -> String {
    let found = OUTLINES.into_iter().find(|(id, _, _)| *id == view);
    let Some((_, paths, is_mirrored)) = found else {
        return String::new();
    };
    let mut svg =
        "<svg class=\"outline\" viewBox=\"0 0 300 400\" aria-hidden=\"true\" focusable=\"false\"><g"
            .to_owned();
    if is_mirrored {
        let _ = write!(svg, " transform=\"translate({WIDTH} 0) scale(-1 1)\"");
    }
    svg.push('>');
    for path in paths {
        let _ = write!(svg, "<path d=\"{path}\"/>");
    }
    svg.push_str("</g></svg>");
    svg
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_view_of_the_protocol_has_an_outline_and_no_other() {
        let library = needlework_planning::Library::shipped().unwrap();
        for view in library.views.iter() {
            let is_drawn = outline(&view.id).contains("<path");
            assert_eq!(is_drawn, view.id != "body-area", "{}", view.id);
        }
        for (view, _, _) in OUTLINES {
            assert!(library.views.get(view).is_some(), "{view}");
        }
        assert_eq!(outline("elsewhere"), "");
    }
}
