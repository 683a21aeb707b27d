//! The square that an authenticator reads, as a drawing.

use std::fmt::Write as _;

use qrcodegen::{QrCode, QrCodeEcc};

/// Modules of quiet around it, which readers need.
const QUIET: i32 = 4;

/// A QR code as SVG; `None` if the text is too long for one.
pub(super) fn square(text: &str, title: &str) -> Option<String> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
    let side = code.size() + 2 * QUIET;
    let mut path = String::new();
    for y in 0..code.size() {
        for x in 0..code.size() {
            if code.get_module(x, y) {
                let _ = write!(path, "M{} {}h1v1h-1z", x + QUIET, y + QUIET);
            }
        }
    }
    let title = title.replace(['<', '&', '"'], "");
    Some(format!(
        "<svg class=\"square\" viewBox=\"0 0 {side} {side}\" role=\"img\" aria-label=\"{title}\"><rect class=\"square-ground\" width=\"{side}\" height=\"{side}\"/><path class=\"square-modules\" d=\"{path}\"/></svg>"
    ))
}
