//! `needlework` and `needlework serve`: the pages of a clinic.

use std::fs;
use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result, anyhow, bail};
use jiff::Timestamp;
use needlework_chart::chance::OperatingSystem;
use needlework_clinic::server::mail::Post;
use needlework_clinic::server::{Clinic, Setting, SystemClock, fill, first_invitation, serve};
use tokio::net::TcpListener;

use crate::arguments::{RecordArguments, ServeArguments};
use crate::record::{Existence, Places, open, runtime};

/// Folder of mails where there is no mail server.
const MAILS: &str = "mails";
/// Name by which the mail server knows this program, if it asks for one.
const SMTP_USER: &str = "NEEDLEWORK_SMTP_USER";
/// Its password.
const SMTP_PASSWORD: &str = "NEEDLEWORK_SMTP_PASSWORD";

/// Opens the clinic whose record the arguments name.
pub(crate) fn run(arguments: &ServeArguments) -> Result<()> {
    if arguments.demonstration {
        return demonstrate(arguments.listen);
    }
    log();
    let setting = Setting {
        is_https: arguments.https,
        is_demonstration: false,
    };
    runtime()?.block_on(async {
        let places = Places::of(&arguments.record)?;
        let clinic = open_clinic(&arguments.record, places, setting).await?;
        let listener = listen(arguments.listen).await?;
        let scheme = if arguments.https { "https" } else { "http" };
        let place = format!("{scheme}://{}", listener.local_addr()?);
        let post = post(arguments, &place)?;
        match first_invitation(&clinic).await {
            Ok(Some(token)) => println!(
                "Nobody can sign in yet. Open this link once, within three days, to choose the owner's password:\n  {place}/invitation?token={token}"
            ),
            Ok(None) => println!("The clinic is open at {place}. End it with Ctrl+C."),
            Err(problem) => return Err(anyhow!("the first account could not be made: {problem:?}")),
        }
        serve(
            clinic,
            listener,
            &arguments.trusted_proxies,
            post,
            ending(),
        )
        .await?;
        Ok(())
    })
}

/// Opens a clinic of made-up people in a folder of its own, which goes when the program ends.
pub(crate) fn demonstrate(address: SocketAddr) -> Result<()> {
    log();
    let folder = Temporary::new()?;
    let record = RecordArguments {
        data: folder.path.clone(),
        database: None,
        photographs: None,
        keys: None,
    };
    let setting = Setting {
        is_https: false,
        is_demonstration: true,
    };
    runtime()?.block_on(async {
        let clinic = open_clinic(&record, Places::in_its_folder(), setting).await?;
        fill(&clinic)
            .await
            .map_err(|problem| anyhow!("the demonstration could not be made: {problem:?}"))?;
        let listener = listen(address).await?;
        let address = listener.local_addr()?;
        let mails = folder.path.join(MAILS);
        let post = Post::into_folder(mails.clone(), &format!("http://{address}"))?;
        println!(
            "A clinic of made-up people is open at http://{address}. Choose there who you want to be. Reminders to patients become files in {}.\nNothing in it is kept. For a clinic of your own: needlework serve --data DIR. End with Ctrl+C.",
            mails.display()
        );
        serve(clinic, listener, &[], post, ending()).await?;
        Ok(())
    })
}

/// What sends reminders.
fn post(arguments: &ServeArguments, place: &str) -> Result<Post> {
    let pages = arguments.pages.as_deref().unwrap_or(place);
    let (Some(server), Some(from)) = (&arguments.smtp, &arguments.mail_from) else {
        return Ok(Post::into_folder(arguments.record.data.join(MAILS), pages)?);
    };
    let login = (std::env::var(SMTP_USER), std::env::var(SMTP_PASSWORD));
    let login = match login {
        (Ok(user), Ok(password)) => Some((user, password)),
        (Err(_), Err(_)) => None,
        _ => bail!(
            "{SMTP_USER} and {SMTP_PASSWORD} are set together or not at all; set the other one too"
        ),
    };
    Ok(Post::by_server(server, login, from, pages)?)
}

async fn open_clinic(
    arguments: &RecordArguments,
    places: Places,
    setting: Setting,
) -> Result<Arc<Clinic>> {
    let record = open(arguments, places, Existence::Made).await?;
    let clinic = Clinic::open_from(
        record,
        Arc::new(SystemClock),
        Arc::new(OperatingSystem),
        setting,
        (!setting.is_demonstration).then(|| arguments.data.join("lists.snapshot")),
    )
    .await?;
    Ok(Arc::new(clinic))
}

async fn listen(address: SocketAddr) -> Result<TcpListener> {
    TcpListener::bind(address).await.with_context(|| {
        format!("{address} cannot be listened on; another program may use it: name another one with serve --listen")
    })
}

/// Done when somebody ends the program, by Ctrl+C or as services do.
async fn ending() {
    let interrupted = async {
        // Without this signal the program can still be ended in other ways.
        let _ = tokio::signal::ctrl_c().await;
    };
    #[cfg(unix)]
    {
        let Ok(mut terminated) =
            tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())
        else {
            return interrupted.await;
        };
        tokio::select! {
            () = interrupted => {}
            _ = terminated.recv() => {}
        }
    }
    #[cfg(not(unix))]
    interrupted.await;
}

/// The log goes to standard error: one line per thing that somebody should know.
fn log() {
    tracing_subscriber::fmt()
        .with_writer(io::stderr)
        .with_target(false)
        .init();
}

/// A folder that goes with the program.
struct Temporary {
    path: PathBuf,
}

impl Temporary {
    fn new() -> Result<Self> {
        let now = Timestamp::now().as_microsecond();
        let name = format!("needlework-demonstration-{}-{now}", std::process::id());
        let path = std::env::temp_dir().join(name);
        make_private(&path)
            .with_context(|| format!("{}: the folder cannot be made", path.display()))?;
        Ok(Self { path })
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        // What is made up may stay behind if the disk is gone.
        let _ = fs::remove_dir_all(&self.path);
    }
}

#[cfg(unix)]
fn make_private(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    fs::DirBuilder::new().mode(0o700).create(path)
}

#[cfg(not(unix))]
fn make_private(path: &Path) -> io::Result<()> {
    fs::create_dir(path)
}
