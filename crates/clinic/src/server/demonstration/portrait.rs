//! Drawn faces in the place of photographs: nobody's.

use image::codecs::jpeg::JpegEncoder;
use image::{Rgb, RgbImage};

use crate::server::problem::Problem;

const WIDTH: u32 = 480;
const HEIGHT: u32 = 640;
/// Quality of the JPEG, 1 to 100.
const QUALITY: u8 = 82;

/// A face, turned to a side (-1 to 1), with lines as deep as said (0 to 1).
pub(super) fn portrait(turn: f64, lines: f64) -> Result<Vec<u8>, Problem> {
    let drawn = RgbImage::from_fn(WIDTH, HEIGHT, |x, y| {
        let (x, y) = (
            f64::from(x) / f64::from(WIDTH),
            f64::from(y) / f64::from(HEIGHT),
        );
        shade(x - 0.5 - 0.06 * turn, y - 0.47, turn, lines)
    });
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, QUALITY)
        .encode_image(&drawn)
        .map_err(|_| Problem::Fault("portrait"))?;
    Ok(bytes)
}

/// The colour at a place, counted from the middle of the face.
fn shade(x: f64, y: f64, turn: f64, lines: f64) -> Rgb<u8> {
    let inside = |x: f64, y: f64, width: f64, height: f64| (x / width).hypot(y / height) < 1.0;
    let light = 1.0 - 0.35 * (x - 0.1).hypot(y + 0.1);
    if inside(x - 0.03 * turn, y - 0.02, 0.27, 0.33) {
        let features = [(-0.11, -0.05), (0.11, -0.05)]
            .into_iter()
            .any(|(at, height)| inside(x - at + 0.05 * turn, y - height, 0.045, 0.014))
            || inside(x + 0.05 * turn, y - 0.17, 0.075, 0.013);
        let crease = (40.0 * (y + 0.02 * (9.0 * x).sin())).sin().powi(12);
        let beside_eye = inside(x.abs() - 0.2, y + 0.03, 0.05, 0.05);
        let depth = if beside_eye {
            0.35 * lines * crease
        } else {
            0.0
        };
        let skin = if features { 0.45 } else { light - depth };
        return colour([228.0, 184.0, 158.0], skin);
    }
    if inside(x, y + 0.03, 0.32, 0.38) && y < 0.15 {
        return colour([92.0, 68.0, 54.0], light);
    }
    if y > 0.25 && inside(x, y - 0.62, 0.45, 0.3) {
        return colour([120.0, 148.0, 152.0], light);
    }
    colour([214.0, 219.0, 216.0], 1.0)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the values are held between 0 and 255"
)]
fn colour(base: [f64; 3], light: f64) -> Rgb<u8> {
    Rgb(base.map(|part| (part * light).clamp(0.0, 255.0) as u8))
}
