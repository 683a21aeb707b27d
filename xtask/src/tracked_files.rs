//! What must never be committed: paths of one machine, addresses of a package mirror, big files.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};

use crate::checkout::Checkout;

/// Largest file that may be committed, bytes: a picture fits, a data set does not.
const LARGEST_BYTES: usize = 1 << 20;

/// Folders that exist on one machine only.
const MACHINE_FOLDERS: [&str; 4] = ["home", "root", "work", "Users"];

/// Where packages may come from: the public registries, which need not be named elsewhere.
const PUBLIC_REGISTRIES: [&str; 2] = [
    "registry+https://github.com/rust-lang/crates.io-index",
    "https://registry.npmjs.org/",
];

/// Complaints about the files that git tracks, or would track.
pub(crate) fn complaints(checkout: &Checkout) -> Result<Vec<String>> {
    let listed = checkout
        .command("git")
        .args([
            "ls-files",
            "-z",
            "--cached",
            "--others",
            "--exclude-standard",
        ])
        .output()
        .context("git cannot be started; install it")?;
    ensure!(
        listed.status.success(),
        "git ls-files failed: {}",
        String::from_utf8_lossy(&listed.stderr)
    );
    let mut complaints = Vec::new();
    for name in String::from_utf8_lossy(&listed.stdout).split_terminator('\0') {
        let path = checkout.path(name);
        if path.is_file() {
            complaints.extend(of_file(name, &path)?);
        }
    }
    Ok(complaints)
}

fn of_file(name: &str, path: &Path) -> Result<Vec<String>> {
    let bytes = fs::read(path).with_context(|| format!("{name} cannot be read"))?;
    let mut complaints = Vec::new();
    if bytes.len() > LARGEST_BYTES {
        complaints.push(format!(
            "{name}: {} bytes are more than {LARGEST_BYTES}; leave it out or make it smaller",
            bytes.len()
        ));
    }
    if let Ok(text) = String::from_utf8(bytes) {
        complaints.extend(of_text(name, &text));
    }
    Ok(complaints)
}

fn of_text(name: &str, text: &str) -> Vec<String> {
    let mut complaints = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let number = at + 1;
        if let Some(folder) = machine_folder(line) {
            complaints.push(format!(
                "{name}:{number}: /{folder}/ is a path of one machine; write it relative to the repository"
            ));
        }
        if names_a_registry(name, line) {
            complaints.push(format!(
                "{name}:{number}: names a package registry; the ordinary clients know where packages are"
            ));
        }
    }
    complaints
}

/// The first folder of an absolute path in this line, if it is one that exists on one machine only. Addresses of web
/// pages are no paths.
fn machine_folder(line: &str) -> Option<&'static str> {
    MACHINE_FOLDERS.into_iter().find(|folder| {
        let path = format!("/{folder}/");
        line.match_indices(&path).any(|(at, _)| {
            line[..at]
                .chars()
                .next_back()
                .is_none_or(|before| !before.is_alphanumeric() && !"-_./~%}*".contains(before))
        })
    })
}

/// Lock files and requirement files may name no registry but the public ones.
fn names_a_registry(name: &str, line: &str) -> bool {
    let file = name.rsplit('/').next().unwrap_or(name);
    let is_public = PUBLIC_REGISTRIES.iter().any(|public| line.contains(public));
    let trimmed = line.trim_start();
    match file {
        "Cargo.lock" => trimmed.starts_with("source = ") && !is_public,
        "package-lock.json" => trimmed.starts_with("\"resolved\":") && !is_public,
        ".npmrc" | "pip.conf" => trimmed.contains("://"),
        _ if file.ends_with("requirements.txt") => {
            !trimmed.starts_with('#') && (trimmed.contains("://") || trimmed.starts_with("--"))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_of_one_machine_are_found() {
        for folder in MACHINE_FOLDERS {
            for line in [
                format!("/{folder}/somebody/file"),
                format!("see \"/{folder}/somebody\""),
                format!("cd /{folder}/x && ls"),
            ] {
                assert_eq!(of_text("README.md", &line).len(), 1, "{line}");
            }
        }
    }

    #[test]
    fn web_pages_and_relative_paths_are_no_paths_of_a_machine() {
        for line in [
            "https://example.org/home/page",
            "src/root/mod.rs",
            "https://example.org/work/1",
            "a home/work balance",
            "/usr/bin/chromium",
        ] {
            assert!(of_text("README.md", line).is_empty(), "{line}");
        }
    }

    #[test]
    fn lock_files_may_name_the_public_registries_only() {
        let public = format!("source = \"{}\"", PUBLIC_REGISTRIES[0]);
        assert!(of_text("Cargo.lock", &public).is_empty());
        let mirror = "source = \"sparse+https://mirror.example/index/\"";
        assert_eq!(of_text("Cargo.lock", mirror).len(), 1);
        let resolved = "      \"resolved\": \"https://mirror.example/axe.tgz\",";
        assert_eq!(
            of_text("tests/browser/package-lock.json", resolved).len(),
            1
        );
        let index = "--index-url https://mirror.example/simple";
        assert_eq!(of_text("tests/python/requirements.txt", index).len(), 1);
        let pinned = "# from somebody\nnumpy==2.4.6";
        assert!(of_text("tests/python/requirements.txt", pinned).is_empty());
    }
}
