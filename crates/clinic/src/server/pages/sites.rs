//! The clinics of a group: adding, changing and closing one.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse as _, Redirect, Response};
use axum_extra::extract::Form;
use jiff::civil::Time;
use needlework_chart::id::SiteId;

use super::refused_form::{RefusedForm, SavedField, shown_again};
use super::{Shown, show};
use crate::server::access::{Allowed, ManageClinic};
use crate::server::intake::Fields;
use crate::server::office::clinic_site::{ClinicSite, FIRST_SITE};
use crate::server::office::settings::Settings;
use crate::server::page::Page;
use crate::server::problem::Problem;

/// The form of what a clinic is, beside that by which it is closed.
const SITE: &str = "site";

/// A clinic in the list of the settings.
pub(super) struct SiteRow {
    pub(super) id: SiteId,
    pub(super) name: String,
    /// Address in one line, then telephone.
    pub(super) words: String,
    pub(super) is_closed: bool,
}

/// The clinics of the settings.
pub(super) fn site_rows(settings: &Settings) -> Vec<SiteRow> {
    let row = |site: &ClinicSite| {
        let lines = site.address.lines().chain([site.telephone.as_str()]);
        let lines = lines.map(str::trim).filter(|line| !line.is_empty());
        SiteRow {
            id: site.id,
            name: settings.name_of(site).to_owned(),
            words: lines.collect::<Vec<_>>().join(", "),
            is_closed: site.is_closed,
        }
    };
    settings.sites.iter().map(row).collect()
}

/// A clinic whose patients are told to call the emergency number, and not which it is.
pub(super) struct WithoutNumber {
    pub(super) address: String,
    pub(super) text: String,
}

/// The open clinics without an emergency number.
pub(super) fn without_emergency_number(page: &Page, settings: &Settings) -> Vec<WithoutNumber> {
    let open = settings.sites.open();
    let without = open.filter(|site| site.emergency_number.trim().is_empty());
    let told = without.map(|site| WithoutNumber {
        address: format!("/settings/clinics/{}", site.id),
        text: page.say_with("emergency-number-missing", "clinic", settings.name_of(site)),
    });
    told.collect()
}

struct OpeningRow {
    number: i8,
    name: String,
    is_open: bool,
    from_field: String,
    from: String,
    to_field: String,
    to: String,
}

#[derive(Template)]
#[template(path = "clinic/site.html")]
struct SitePage {
    page: Page,
    seen: u64,
    /// Where the form is sent.
    action: String,
    heading: String,
    /// What it is called; `None`: it goes by the name of the group, since it is the only one.
    name: Option<String>,
    site: ClinicSite,
    rooms: String,
    opening: Vec<OpeningRow>,
    /// Whether it is there already.
    is_known: bool,
    /// Whether it can be closed: another one is open.
    may_close: bool,
    /// What was typed and refused.
    refused: RefusedForm,
}

/// The form for another clinic.
pub(in crate::server) async fn show_new(owner: Allowed<ManageClinic>) -> Shown {
    show(&new_site_page(&owner).await)
}

async fn new_site_page(owner: &Allowed<ManageClinic>) -> SitePage {
    let page = Page::of(owner.who(), "/settings").await;
    let (seen, settings) = owner.settings().await;
    // Most clinics of a group are open when the first one is.
    let site = ClinicSite {
        opening: settings.sites.first_open().opening.clone(),
        ..ClinicSite::new(FIRST_SITE)
    };
    SitePage {
        action: "/settings/clinics".to_owned(),
        heading: page.say("add-site"),
        rooms: site.rooms.join(", "),
        opening: opening(&page, &site),
        name: Some(String::new()),
        is_known: false,
        may_close: false,
        refused: RefusedForm::nothing(),
        seen,
        site,
        page,
    }
}

/// The form for a clinic that is there.
pub(in crate::server) async fn show_site(
    owner: Allowed<ManageClinic>,
    Path(id): Path<SiteId>,
) -> Shown {
    show(&site_page(&owner, id).await?)
}

async fn site_page(owner: &Allowed<ManageClinic>, id: SiteId) -> Result<SitePage, Problem> {
    let page = Page::of(owner.who(), "/settings").await;
    let (seen, settings) = owner.settings().await;
    let site = settings.sites.get(id).cloned().ok_or(Problem::NotFound)?;
    let name = settings.name_of(&site).to_owned();
    Ok(SitePage {
        action: format!("/settings/clinics/{id}"),
        heading: name.clone(),
        name: settings.sites.are_several().then_some(name),
        rooms: site.rooms.join(", "),
        opening: opening(&page, &site),
        is_known: true,
        may_close: settings.sites.is_choice() && !site.is_closed,
        refused: RefusedForm::nothing(),
        seen,
        site,
        page,
    })
}

/// A page of a clinic with the form that was refused, or that somebody else was faster than, as it was typed; the problem itself
/// where it is neither.
fn site_again(shown: SitePage, fields: Fields, problem: Problem) -> Result<Response, Problem> {
    let page = &shown.page;
    let is_use = matches!(fields.get("do"), "close" | "open");
    let refused = match &problem {
        // Nothing was typed that somebody else could have saved otherwise.
        Problem::Refused(_) | Problem::Conflict(_) if is_use => {
            RefusedForm::of(page, "use".to_owned(), fields, &problem)
        }
        Problem::Refused(_) => RefusedForm::of(page, SITE.to_owned(), fields, &problem),
        Problem::Conflict(_) => {
            let saved = if shown.is_known {
                saved_meanwhile(&shown, &fields)
            } else {
                Vec::new()
            };
            RefusedForm::overtaken(page, SITE.to_owned(), &fields, (shown.seen, saved))
        }
        _ => return Err(problem),
    };
    shown_again(&problem, show(&SitePage { refused, ..shown }))
}

/// A clinic as it is saved now, where something else was typed.
fn saved_meanwhile(shown: &SitePage, fields: &Fields) -> Vec<SavedField> {
    let (page, site) = (&shown.page, &shown.site);
    let plain = |field: &str, key: &str, saved: &str| {
        SavedField::of_field(page, fields, (field, key), saved)
    };
    let typed_address = fields.get("address").replace('\r', "");
    let name = shown.name.as_ref();
    let shared = [
        name.and_then(|name| plain("name", "site-name", name)),
        plain("telephone", "telephone", &site.telephone),
        plain(
            "emergency_number",
            "emergency-number",
            &site.emergency_number,
        ),
        plain("rooms", "rooms", &shown.rooms),
        SavedField::beside(
            page.say("address"),
            site.address.trim(),
            typed_address.trim(),
        ),
    ];
    let open = fields.all("open");
    let days = shown.opening.iter().map(|day| {
        let hours = |is_open: bool, from: &str, to: &str| {
            if is_open {
                format!("{from}–{to}")
            } else {
                page.say("closed-day")
            }
        };
        let is_typed = open.contains(&day.number.to_string().as_str());
        let typed = hours(
            is_typed,
            fields.get(&day.from_field),
            fields.get(&day.to_field),
        );
        SavedField::beside(
            day.name.clone(),
            &hours(day.is_open, &day.from, &day.to),
            &typed,
        )
    });
    shared.into_iter().chain(days).flatten().collect()
}

fn opening(page: &Page, site: &ClinicSite) -> Vec<OpeningRow> {
    let time = |time: Option<Time>| {
        time.map_or_else(String::new, |time| time.strftime("%H:%M").to_string())
    };
    let row = |number: i8| {
        let hours = site.opening.get(&number);
        OpeningRow {
            number,
            name: page.say(&format!("weekday-{number}")),
            is_open: hours.is_some(),
            from_field: format!("from_{number}"),
            to_field: format!("to_{number}"),
            from: time(hours.map(|[from, _]| *from)),
            to: time(hours.map(|[_, to]| *to)),
        }
    };
    (1..=7).map(row).collect()
}

/// Adds a clinic.
pub(in crate::server) async fn add(
    owner: Allowed<ManageClinic>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let fields = Fields::new(pairs);
    match added(&owner, &fields).await {
        Ok(()) => Ok(Redirect::to("/settings").into_response()),
        Err(problem) => site_again(new_site_page(&owner).await, fields, problem),
    }
}

async fn added(owner: &Allowed<ManageClinic>, fields: &Fields) -> Result<(), Problem> {
    let site = typed(ClinicSite::new(owner.new_site_id()?), fields)?;
    owner.put_site(seen(fields)?, site).await
}

/// Changes a clinic, closes it, or opens it again.
pub(in crate::server) async fn change(
    owner: Allowed<ManageClinic>,
    Path(id): Path<SiteId>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let fields = Fields::new(pairs);
    match changed(&owner, id, &fields).await {
        Ok(()) => Ok(Redirect::to("/settings").into_response()),
        Err(problem) => site_again(site_page(&owner, id).await?, fields, problem),
    }
}

async fn changed(
    owner: &Allowed<ManageClinic>,
    id: SiteId,
    fields: &Fields,
) -> Result<(), Problem> {
    let (_, settings) = owner.settings().await;
    let site = settings.sites.get(id).cloned().ok_or(Problem::NotFound)?;
    let seen = seen(fields)?;
    match fields.get("do") {
        "save" => owner.put_site(seen, typed(site, fields)?).await,
        "close" => owner.close_site(seen, id, true).await,
        "open" => owner.close_site(seen, id, false).await,
        _ => Err(Problem::refused("refused-site-wish")),
    }
}

/// The version of the settings that was shown.
fn seen(fields: &Fields) -> Result<u64, Problem> {
    let seen = fields.get("seen").parse();
    seen.map_err(|_| Problem::refused("refused-settings-number"))
}

/// A clinic as it was typed. The fields of opening hours carry numbers of days in their names.
fn typed(site: ClinicSite, fields: &Fields) -> Result<ClinicSite, Problem> {
    let mut opening = BTreeMap::new();
    for number in fields.all("open") {
        let time = |name: &str| fields.get(&format!("{name}_{number}")).parse::<Time>();
        let (Ok(day), Ok(from), Ok(to)) = (number.parse::<i8>(), time("from"), time("to")) else {
            return Err(Problem::refused("refused-open-day-times"));
        };
        opening.insert(day, [from, to]);
    }
    let rooms = fields.get("rooms").split(',').map(str::trim);
    Ok(ClinicSite {
        // The only clinic of a group is not asked for a name.
        name: fields.some("name").map_or(site.name, str::to_owned),
        address: fields.get("address").replace('\r', ""),
        telephone: fields.get("telephone").to_owned(),
        emergency_number: fields.get("emergency_number").to_owned(),
        rooms: rooms
            .filter(|room| !room.is_empty())
            .map(str::to_owned)
            .collect(),
        opening,
        ..site
    })
}
