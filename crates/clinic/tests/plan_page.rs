//! The page of a plan as a whole: complete, self-contained, safe against what a case may hold.

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use support::{around, cheek_lines, page};

#[test]
fn the_page_needs_nothing_else() {
    let html = page(&cheek_lines());
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
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cheek-lines");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("plan.html"), &html).unwrap();
}
