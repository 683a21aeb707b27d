//! A PostgreSQL of the tests' own: installed once, started in a temporary folder on a free port, gone afterwards.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::environment::{install_debian_packages, is_root, on_path, succeed};

/// Where Debian puts the programs of each major version.
const DEBIAN_VERSIONS: &str = "/usr/lib/postgresql";
/// The user that Debian's packages make; PostgreSQL does not run as root.
const SERVER_USER: &str = "postgres";

/// By what tests find the address.
pub(crate) const VARIABLE: &str = "NEEDLEWORK_POSTGRES";

/// A running server. It stops, and its folder goes, when this is dropped.
pub(crate) struct Postgres {
    programs: PathBuf,
    folder: PathBuf,
    port: u16,
}

impl Postgres {
    /// Installs PostgreSQL if needed, and starts a server with an empty database.
    pub(crate) fn start() -> Result<Self> {
        if programs().is_none() {
            install_debian_packages(&["postgresql"])?;
        }
        let programs =
            programs().context("postgresql was installed, but its programs were not found")?;
        let server = Self {
            programs,
            folder: std::env::temp_dir()
                .join(format!("needlework-postgres-{}", std::process::id())),
            port: free_port()?,
        };
        server.make_folder()?;
        succeed(
            server
                .program("initdb")
                .args(["--auth", "trust", "--username", SERVER_USER, "--pgdata"])
                .arg(server.data())
                .stdout(std::process::Stdio::null()),
            "initdb failed; see its message above",
        )?;
        let options = format!(
            "-p {} -c listen_addresses=127.0.0.1 -c unix_socket_directories=''",
            server.port
        );
        succeed(
            server
                .control()
                .arg("--log")
                .arg(server.folder.join("log"))
                .args(["--options", &options, "--wait", "--silent", "start"])
                // The server keeps them open, and whoever reads our output would wait for it.
                .stdout(std::process::Stdio::null())
                .stderr(std::process::Stdio::null()),
            "PostgreSQL did not start; look into the log in the temporary folder needlework-postgres",
        )?;
        Ok(server)
    }

    /// Runs a command that finds it by `NEEDLEWORK_POSTGRES`. Returns whether the command succeeded.
    pub(crate) fn lend_to(&self, command: &mut Command) -> Result<bool> {
        let program = command.get_program().to_string_lossy().into_owned();
        let status = command
            .env(VARIABLE, self.address())
            .status()
            .with_context(|| format!("{program} cannot be started; check its name"))?;
        Ok(status.success())
    }

    /// Where tests reach it.
    pub(crate) fn address(&self) -> String {
        format!("postgres://{SERVER_USER}@127.0.0.1:{}/postgres", self.port)
    }

    /// Makes the folder and hands it to the user that the server runs as.
    fn make_folder(&self) -> Result<()> {
        fs::create_dir(&self.folder)
            .with_context(|| format!("{} cannot be made", self.folder.display()))?;
        if is_root() {
            succeed(
                Command::new("chown").arg(SERVER_USER).arg(&self.folder),
                "chown failed; see its message above",
            )?;
        }
        Ok(())
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    fn control(&self) -> Command {
        let mut command = self.program("pg_ctl");
        command.arg("--pgdata").arg(self.data());
        command
    }

    /// A program of PostgreSQL, never as root.
    fn program(&self, name: &str) -> Command {
        let program = self.programs.join(name);
        let mut command = if is_root() {
            let mut command = Command::new("runuser");
            command.args(["-u", SERVER_USER, "--"]).arg(program);
            command
        } else {
            Command::new(program)
        };
        command.current_dir(&self.folder);
        command
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // Whatever fails here is left in the temporary folder and does no harm.
        let _ = self
            .control()
            .args(["--mode", "immediate", "--silent", "stop"])
            .status();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// The folder with `initdb` and `pg_ctl`: of the newest version that Debian installed, or of the path.
fn programs() -> Option<PathBuf> {
    let newest = fs::read_dir(DEBIAN_VERSIONS)
        .into_iter()
        .flatten()
        .filter_map(|version| {
            let version = version.ok()?;
            let number: u32 = version.file_name().to_str()?.parse().ok()?;
            Some((number, version.path().join("bin")))
        })
        .filter(|(_, folder)| folder.join("initdb").is_file())
        .max();
    newest
        .map(|(_, folder)| folder)
        .or_else(|| on_path("initdb")?.parent().map(Path::to_owned))
}

fn free_port() -> Result<u16> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).context("no port is free")?;
    let port = listener.local_addr()?.port();
    ensure!(port != 0, "no port is free");
    Ok(port)
}
