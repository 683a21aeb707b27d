//! What the tests need besides cargo: Python packages, Chromium, Node.js and its packages. Installed once, below the
//! folder of build results. PostgreSQL and the object store have their own files.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

use crate::checkout::Checkout;

/// Oldest Node.js that the browser tests run on.
const OLDEST_NODE: u32 = 20;

/// Where a Chromium may be found, by name.
const CHROMIUM_NAMES: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];

/// The Python of the tests, with the packages of `tests/python/requirements.txt`.
pub(crate) fn python(checkout: &Checkout) -> Result<PathBuf> {
    python_with(checkout, "test-env/python", "requirements.txt")
}

/// The Python of the object store, whose packages want other versions than those of the tests.
pub(crate) fn object_store_python(checkout: &Checkout) -> Result<PathBuf> {
    let requirements = "object-store-requirements.txt";
    python_with(checkout, "test-env/object-store", requirements)
}

/// A Python in a folder below the build results, with the packages of a file in `tests/python`.
fn python_with(checkout: &Checkout, folder: &str, requirements: &str) -> Result<PathBuf> {
    let folder = checkout.target(folder);
    let python = folder.join("bin/python");
    let requirements = checkout.path("tests/python").join(requirements);
    let wanted = fs::read_to_string(&requirements)
        .with_context(|| format!("{} cannot be read", requirements.display()))?;
    let stamp = folder.join("installed-requirements.txt");
    if python.is_file() && fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(python);
    }
    if !works(Command::new("python3").args(["-c", "import venv, ensurepip"])) {
        install_debian_packages(&["python3", "python3-venv"])?;
    }
    println!("installing Python packages");
    succeed(
        Command::new("python3")
            .args(["-m", "venv", "--clear"])
            .arg(&folder),
        "making a virtual environment failed; Python 3.11 or newer with venv is needed",
    )?;
    install_python_packages(&python, &requirements)?;
    fs::write(&stamp, wanted)?;
    Ok(python)
}

/// A Chromium: the one that `NEEDLEWORK_CHROMIUM` names, or else the first on the path.
pub(crate) fn chromium() -> Result<PathBuf> {
    if let Some(named) = std::env::var_os("NEEDLEWORK_CHROMIUM") {
        return Ok(named.into());
    }
    if let Some(found) = CHROMIUM_NAMES.into_iter().find_map(on_path) {
        return Ok(found);
    }
    install_debian_packages(&["chromium", "fonts-liberation"])?;
    on_path("chromium").context("chromium was installed but is not on the path")
}

/// A copy of `tests/browser` with its packages, and the Node.js that runs it.
pub(crate) struct BrowserTests {
    /// Program of Node.js.
    pub(crate) node: PathBuf,
    /// Folder that holds the tests and their packages.
    pub(crate) folder: PathBuf,
}

/// Copies `tests/browser` below the build results and installs its packages there, so that the checkout stays clean.
pub(crate) fn browser_tests(checkout: &Checkout, python: &Path) -> Result<BrowserTests> {
    let (node, npm) = node_and_npm(checkout, python)?;
    let folder = checkout.target("test-env/browser");
    fs::create_dir_all(&folder)?;
    let mut manifest = String::new();
    for entry in fs::read_dir(checkout.path("tests/browser"))? {
        let path = entry?.path();
        if let (true, Some(name)) = (path.is_file(), path.file_name()) {
            fs::copy(&path, folder.join(name))?;
            if name.to_string_lossy().starts_with("package") {
                manifest.push_str(&fs::read_to_string(&path)?);
            }
        }
    }
    let stamp = folder.join("node_modules/installed-packages.txt");
    if !fs::read_to_string(&stamp).is_ok_and(|installed| installed == manifest) {
        println!("installing packages of the browser tests");
        let mut install = Command::new(npm);
        install
            .args(["install", "--no-audit", "--no-fund", "--no-package-lock"])
            .current_dir(&folder);
        // npm looks for `node` on the path.
        if let Some(programs) = node.parent() {
            install.env("PATH", with_first_on_path(programs)?);
        }
        succeed(&mut install, "npm install failed; see its message above")?;
        fs::write(&stamp, manifest)?;
    }
    Ok(BrowserTests { node, folder })
}

fn node_and_npm(checkout: &Checkout, python: &Path) -> Result<(PathBuf, PathBuf)> {
    if let (Some(node), Some(npm)) = (on_path("node"), on_path("npm"))
        && node_version(&node).is_some_and(|version| version >= OLDEST_NODE)
    {
        return Ok((node, npm));
    }
    let programs = python
        .parent()
        .context("the virtual environment has no folder of programs")?;
    let (node, npm) = (programs.join("node"), programs.join("npm"));
    if !npm.is_file() {
        println!("installing Node.js");
        install_python_packages(python, &checkout.path("tests/python/node-requirements.txt"))?;
    }
    Ok((node, npm))
}

fn node_version(node: &Path) -> Option<u32> {
    let printed = Command::new(node).arg("--version").output().ok()?;
    let text = String::from_utf8(printed.stdout).ok()?;
    text.trim()
        .strip_prefix('v')?
        .split('.')
        .next()?
        .parse()
        .ok()
}

fn install_python_packages(python: &Path, requirements: &Path) -> Result<()> {
    succeed(
        Command::new(python)
            .args(["-m", "pip", "install", "--quiet", "--requirement"])
            .arg(requirements),
        "pip install failed; see its message above",
    )
}

/// Installs Debian packages, as root or by `sudo` without a password.
pub(crate) fn install_debian_packages(packages: &[&str]) -> Result<()> {
    let names = packages.join(" ");
    ensure!(
        on_path("apt-get").is_some(),
        "{names} must be installed by hand: this is no Debian system"
    );
    let is_root = is_root();
    let apt = || {
        let mut command = Command::new(if is_root { "apt-get" } else { "sudo" });
        if !is_root {
            command.args(["--non-interactive", "apt-get"]);
        }
        command.env("DEBIAN_FRONTEND", "noninteractive");
        command
    };
    if !is_root && !works(Command::new("sudo").args(["--non-interactive", "true"])) {
        bail!("{names} must be installed; run: sudo apt-get install {names}");
    }
    println!("installing {names}");
    succeed(apt().arg("update"), "apt-get update failed")?;
    succeed(
        apt()
            .args(["install", "--yes", "--no-install-recommends"])
            .args(packages),
        "apt-get install failed; see its message above",
    )
}

/// Whether this runs as root.
pub(crate) fn is_root() -> bool {
    Command::new("id")
        .arg("-u")
        .output()
        .is_ok_and(|printed| printed.stdout.trim_ascii() == b"0")
}

/// A program of the search path.
pub(crate) fn on_path(name: &str) -> Option<PathBuf> {
    std::env::split_paths(&std::env::var_os("PATH")?)
        .map(|folder| folder.join(name))
        .find(|program| program.is_file())
}

fn with_first_on_path(folder: &Path) -> Result<std::ffi::OsString> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::iter::once(folder.to_owned()).chain(std::env::split_paths(&path));
    Ok(std::env::join_paths(folders)?)
}

/// Whether a command runs and succeeds; what it prints does not matter.
fn works(command: &mut Command) -> bool {
    command
        .output()
        .is_ok_and(|printed| printed.status.success())
}

pub(crate) fn succeed(command: &mut Command, otherwise: &'static str) -> Result<()> {
    ensure!(command.status().context(otherwise)?.success(), otherwise);
    Ok(())
}
