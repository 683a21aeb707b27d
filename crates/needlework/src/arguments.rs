//! What can be asked on the command line. Wrong usage ends with exit code 2, which the parser sees to.

use std::net::{IpAddr, Ipv4Addr, SocketAddr, SocketAddrV4};
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use needlework_chart::entry::Digest;
use needlework_chart::id::PatientId;
use needlework_planning::USUAL_DRAWS;
use needlework_protocol::Language;
use needlework_trial::USUAL_TRIAL_DRAWS;

/// Plans collagen induction therapy (microneedling) and keeps its record. Without a command it opens a clinic of made-up people.
#[derive(Debug, Parser)]
#[command(name = "needlework", version, about)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Open a clinic: its pages are then at <http://127.0.0.1:8731>, or where --listen says.
    Serve(ServeArguments),
    /// Plan a course for one person: dates, technique, what to expect and how sure it is.
    Plan(PlanArguments),
    /// Screen one person: may this skin be needled, from which day, and who must decide.
    Screen(ScreenArguments),
    /// List the rules, or show one with its sources, the range seen elsewhere and the conflicts behind its default.
    Rules(RulesArguments),
    /// Predict what a published or planned study finds: one line per endpoint, with an interval.
    Trial(TrialArguments),
    /// Learn the uncertain numbers from the published studies anew, and report how well they are then predicted.
    Calibrate(CalibrateArguments),
    /// Check that the record is whole: no entry edited, lost, reordered or unreadable; and if not, say where.
    Verify(VerifyArguments),
    /// Copy the record, sealed, into a new folder while it is in use. Keys are not in it: copy the key room apart from it.
    Backup(BackupArguments),
    /// Restore a backup into an empty record.
    Restore(RestoreArguments),
    /// Write everything about one patient, or about all, into a new folder in open formats, in the clear.
    Export(ExportArguments),
    /// Take in an export.
    Import(ImportArguments),
    /// Erase a person for ever: what was recorded, photographs, and every way to read them. A tombstone remains.
    Erase(EraseArguments),
    /// Make a new clinic key and lock every data key with it.
    RotateKey(RotateKeyArguments),
}

#[derive(Debug, Args)]
pub(crate) struct PlanArguments {
    /// Case file (TOML), for example examples/cheek-lines.toml.
    #[arg(value_name = "CASE.toml")]
    pub(crate) case: PathBuf,
    /// Folder for plan.html, plan.json and care.ics [default: a folder of plans/ named after the case file].
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Print plan.json to standard output and nothing else; files are written only if --out is given too.
    #[arg(long)]
    pub(crate) json: bool,
    /// Number of parameter draws behind every interval.
    #[arg(long, value_name = "N", default_value_t = USUAL_DRAWS)]
    pub(crate) draws: usize,
    /// Seed of the draws: the same seed gives the same plan, bit by bit.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,
    /// Language of plan.html; plan.json and care.ics are the same in every language.
    #[arg(long, value_name = "CODE", default_value = "en", value_parser = language)]
    pub(crate) language: Language,
    #[command(flatten)]
    pub(crate) clinic: ClinicArgument,
}

/// The language with a code.
fn language(code: &str) -> Result<Language, String> {
    Language::of_code(code).ok_or_else(|| {
        let known: Vec<&str> = Language::all().map(Language::code).collect();
        format!("choose one of: {}", known.join(", "))
    })
}

#[derive(Debug, Args)]
pub(crate) struct ScreenArguments {
    /// Case file (TOML) with the answers under `[screening]`.
    #[arg(value_name = "CASE.toml")]
    pub(crate) case: PathBuf,
    /// Print the screening as JSON and nothing else.
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) clinic: ClinicArgument,
}

#[derive(Debug, Args)]
pub(crate) struct RulesArguments {
    /// Id of one rule, for example filler-recent.
    #[arg(value_name = "ID")]
    pub(crate) id: Option<String>,
    #[command(flatten)]
    pub(crate) clinic: ClinicArgument,
}

#[derive(Debug, Args)]
pub(crate) struct TrialArguments {
    /// Trial file (TOML); docs/trial-toml.md describes it, crates/trial/data/trials holds examples. Without one, every
    /// published study that Needlework ships is predicted and compared.
    #[arg(value_name = "TRIAL.toml")]
    pub(crate) trial: Option<PathBuf>,
    /// Print the prediction as JSON, a list of them without a trial file, and nothing else.
    #[arg(long)]
    pub(crate) json: bool,
    /// Number of parameter draws behind every interval.
    #[arg(long, value_name = "N", default_value_t = USUAL_TRIAL_DRAWS)]
    pub(crate) draws: usize,
    /// Seed of the draws: the same seed gives the same prediction, bit by bit.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,
}

#[derive(Debug, Args)]
pub(crate) struct CalibrateArguments {
    /// Folder for posterior.toml and the report.
    #[arg(long, value_name = "DIR", default_value = "calibration")]
    pub(crate) out: PathBuf,
    /// Seed of everything: the same seed gives the same numbers.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u32,
}

#[derive(Debug, Args)]
pub(crate) struct ClinicArgument {
    /// Clinic file (TOML) that changes defaults of rules within their range, for example examples/clinic/settings.toml.
    #[arg(long = "clinic", value_name = "CLINIC.toml")]
    pub(crate) file: Option<PathBuf>,
}

/// Where the record lies.
#[derive(Debug, Args)]
pub(crate) struct RecordArguments {
    /// Folder with the record: chart.sqlite, photographs and keys.
    #[arg(long, value_name = "DIR", default_value = "data")]
    pub(crate) data: PathBuf,
    /// Address of a PostgreSQL database in place of chart.sqlite. The variable `NEEDLEWORK_DATABASE` may hold it too, where
    /// no list of processes shows its password.
    #[arg(long, value_name = "postgres://USER@HOST/NAME")]
    pub(crate) database: Option<String>,
    /// Where photographs lie: a folder, or a bucket of an S3-compatible object store. Its address, region and keys come from
    /// the variables `AWS_ENDPOINT_URL`, `AWS_REGION`, `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`. The variable
    /// `NEEDLEWORK_PHOTOGRAPHS` may hold the place too [default: the folder photographs in DIR].
    #[arg(long, value_name = "s3://BUCKET/PREFIX")]
    pub(crate) photographs: Option<String>,
    /// Key room: a folder on another disk than the backups [default: the folder keys in DIR].
    #[arg(long, value_name = "DIR")]
    pub(crate) keys: Option<PathBuf>,
}

/// Where the pages of a clinic are, unless something else is said: only this machine reaches them.
pub(crate) const USUAL_ADDRESS: SocketAddr =
    SocketAddr::V4(SocketAddrV4::new(Ipv4Addr::LOCALHOST, 8731));

#[derive(Debug, Args)]
pub(crate) struct ServeArguments {
    #[command(flatten)]
    pub(crate) record: RecordArguments,
    /// Address and port to listen on.
    #[arg(long, value_name = "ADDR", default_value_t = USUAL_ADDRESS)]
    pub(crate) listen: SocketAddr,
    /// Open a clinic of made-up people that is kept nowhere, as without any command.
    #[arg(long, conflicts_with_all = ["database", "photographs", "keys", "https", "pages", "smtp"])]
    pub(crate) demonstration: bool,
    /// The pages are reached through HTTPS, by a proxy before this program: cookies then travel only so.
    #[arg(long)]
    pub(crate) https: bool,
    /// Address of a proxy before this program, which says in X-Forwarded-For from where it was asked. Name each one; tries to
    /// sign in are limited per address, and without this all come from the proxy.
    #[arg(long = "trusted-proxy", value_name = "ADDR")]
    pub(crate) trusted_proxies: Vec<IpAddr>,
    /// How people reach the pages, for links in mails, for example <https://clinic.example.org> [default: the address to listen
    /// on].
    #[arg(long = "address", value_name = "URL")]
    pub(crate) pages: Option<String>,
    /// Mail server for reminders: `smtps://HOST` (TLS, port 465), or `smtp://HOST` (STARTTLS, port 587; no encryption on this
    /// machine alone, unless `?tls=required` follows). Name and password come from the variables `NEEDLEWORK_SMTP_USER` and
    /// `NEEDLEWORK_SMTP_PASSWORD`. Its certificate is checked by the authorities of the system; to trust one of your own instead,
    /// name the file with its certificate (PEM) in the variable `SSL_CERT_FILE`. Without a mail server, reminders are written as
    /// files into the folder mails in DIR and reach nobody.
    #[arg(long, value_name = "URL", requires = "mail_from")]
    pub(crate) smtp: Option<String>,
    /// Address from which reminders come.
    #[arg(long, value_name = "ADDRESS", requires = "smtp")]
    pub(crate) mail_from: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct VerifyArguments {
    #[command(flatten)]
    pub(crate) record: RecordArguments,
}

#[derive(Debug, Args)]
pub(crate) struct BackupArguments {
    /// Folder that is not there yet.
    #[arg(value_name = "BACKUP")]
    pub(crate) to: PathBuf,
    #[command(flatten)]
    pub(crate) record: RecordArguments,
}

#[derive(Debug, Args)]
pub(crate) struct RestoreArguments {
    /// Folder that `needlework backup` made.
    #[arg(value_name = "BACKUP")]
    pub(crate) from: PathBuf,
    #[command(flatten)]
    pub(crate) record: RecordArguments,
}

#[derive(Debug, Args)]
pub(crate) struct ExportArguments {
    /// Folder that is not there yet.
    #[arg(value_name = "EXPORT")]
    pub(crate) to: PathBuf,
    /// Id of one patient [default: everybody].
    #[arg(long, value_name = "ID")]
    pub(crate) patient: Option<PatientId>,
    #[command(flatten)]
    pub(crate) record: RecordArguments,
}

#[derive(Debug, Args)]
pub(crate) struct ImportArguments {
    /// Folder that `needlework export` made.
    #[arg(value_name = "EXPORT")]
    pub(crate) from: PathBuf,
    /// SHA-256 of the manifest, as `needlework export` told it; an export with another one is refused.
    #[arg(long, value_name = "SHA-256", value_parser = sha256)]
    pub(crate) manifest: Option<Digest>,
    #[command(flatten)]
    pub(crate) record: RecordArguments,
}

#[derive(Debug, Args)]
pub(crate) struct EraseArguments {
    /// Id of the patient.
    #[arg(value_name = "PATIENT")]
    pub(crate) patient: PatientId,
    /// On what ground; it is kept with the tombstone.
    #[arg(long, value_name = "GROUND")]
    pub(crate) ground: ErasureGround,
    /// Erase. Without it the command says what would go, and changes nothing.
    #[arg(long)]
    pub(crate) yes: bool,
    #[command(flatten)]
    pub(crate) record: RecordArguments,
}

/// On what ground a person may be erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ErasureGround {
    /// The person asked for it, and no duty to keep the record stands against it.
    Request,
    /// The time for which records must be kept is over.
    RetentionOver,
}

#[derive(Debug, Args)]
pub(crate) struct RotateKeyArguments {
    /// Also forget earlier clinic keys. Backups from before can never be restored again; no server may be running.
    #[arg(long)]
    pub(crate) forget: bool,
    #[command(flatten)]
    pub(crate) record: RecordArguments,
}

fn sha256(text: &str) -> Result<Digest, String> {
    Digest::from_hex(&text.trim().to_ascii_lowercase()).ok_or_else(|| {
        "this is no SHA-256; give the 64 hexadecimal digits that `needlework export` told"
            .to_owned()
    })
}
