//! `needlework plan`: from a case file to `plan.html`, `plan.json` and `care.ics`.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use needlework_clinic::language::Languages;
use needlework_clinic::plan_page;
use needlework_planning::{CASE_FILE, Case, Library, Plan, Settings, plan, plan_in};
use needlework_protocol::Language;
use needlework_protocol::screening::Permission;

use crate::arguments::PlanArguments;
use crate::progress::Progress;
use crate::{input_file, library, output};

/// Where plans go unless `--out` names a folder.
const PLANS: &str = "plans";

/// Plans one case file.
pub(crate) fn run(arguments: &PlanArguments) -> Result<()> {
    let name = arguments.case.display().to_string();
    let bytes = input_file::read(&arguments.case, &name, &CASE_FILE)?;
    let settings = Settings {
        draws: arguments.draws,
        seed: arguments.seed,
    };
    let library = library::with_clinic(&arguments.clinic)?;
    let plan = planned(&name, &bytes, &settings, &library)?;
    if arguments.json {
        std::io::stdout()
            .write_all(plan.to_json()?.as_bytes())
            .context("standard output cannot be written")?;
        if let Some(folder) = &arguments.out {
            write(folder, &plan, &page(&plan, &library, arguments.language)?)?;
        }
        return Ok(());
    }
    let folder = arguments
        .out
        .clone()
        .unwrap_or_else(|| usual_folder(&arguments.case));
    write(&folder, &plan, &page(&plan, &library, arguments.language)?)?;
    println!("{}", summary(&plan, &folder));
    Ok(())
}

fn planned(name: &str, bytes: &[u8], settings: &Settings, library: &Library) -> Result<Plan> {
    let case = Case::read(name, bytes, today(), library)?;
    let progress = Progress::over(1, "planning")?;
    let made = plan(&case, library, settings, &|done| progress.show(0, done));
    progress.finish();
    made.map_err(|error| anyhow!("{name}: {error}"))
}

/// The day of planning where a case names none. The clinic's time zone is not known before the case is read, so that the
/// day is that of Greenwich.
pub(crate) fn today() -> Date {
    Timestamp::now().to_zoned(TimeZone::UTC).date()
}

/// `plans/<name of the case file without its ending>`.
fn usual_folder(case: &Path) -> PathBuf {
    Path::new(PLANS).join(case.file_stem().unwrap_or(case.as_os_str()))
}

/// plan.html in a language.
fn page(plan: &Plan, library: &Library, language: Language) -> Result<String> {
    let languages = Languages::shipped()?;
    let spoken = plan_in(plan, library, language)?;
    Ok(plan_page(&spoken, languages.get(language.code()))?)
}

fn write(folder: &Path, plan: &Plan, page: &str) -> Result<()> {
    let json = plan.to_json()?;
    let calendar = needlework_exchange::calendar(plan);
    let files = [
        ("plan.html", page),
        ("plan.json", json.as_str()),
        ("care.ics", calendar.as_str()),
    ];
    output::write_all(folder, &files)
}

/// The verdict first; then where the files lie. A plan that may not be used says so before anything else.
fn summary(plan: &Plan, folder: &Path) -> String {
    let asked = &plan.screening.booking.sentence;
    let first = &plan.first_session.sentence;
    let mut lines = match plan.stop() {
        Some(stop) => vec![format!("{stop} {first}")],
        None if asked == first => vec![first.clone()],
        None => vec![asked.clone(), format!("First possible session: {first}")],
    };
    let confirmed = match plan.permission() {
        Permission::Permitted => "",
        Permission::NotYet => ", none of them confirmed (tentative in the calendar)",
        Permission::Refused => ", a draft (cancelled in the calendar)",
    };
    lines.push(format!(
        "{}: {} sessions from {}{confirmed}, judged on {}. The page is {}; open it in a browser. plan.json and care.ics lie \
         beside it.",
        plan.case.title,
        plan.sessions.len(),
        plan.sessions
            .first()
            .map_or(plan.case.planned_on, |session| session.starts.date()),
        plan.judged_on.date(),
        folder.join("plan.html").display()
    ));
    lines.join("\n")
}
