//! Choosing one of several clinics of a group. Where there is but one, nothing is asked.

use axum::response::{IntoResponse as _, Redirect, Response};
use axum_extra::extract::cookie::{Cookie, SameSite};
use axum_extra::extract::{CookieJar, Form};
use needlework_chart::id::SiteId;
use serde::Deserialize;

use super::plan_form::Choice;
use crate::server::access::{Allowed, CLINIC_COOKIE, SeeLists, SignedIn};
use crate::server::office::clinic_site::ClinicSite;
use crate::server::office::settings::Settings;
use crate::server::page::Page;
use crate::server::problem::Problem;

/// Pages on which a clinic can be looked at alone: from these its choice is sent.
const LOOKED_AT_ON: [&str; 4] = ["/", "/watch", "/checks", "/appointments"];
/// Between clinic and room, where one list offers the rooms of several clinics.
const BEFORE_ROOM: char = '/';

/// Clinics in which something can be held, one of them chosen; none where there is no choice.
pub(super) fn clinics_to_choose(settings: &Settings, chosen: Option<SiteId>) -> Vec<Choice> {
    if !settings.sites.is_choice() {
        return Vec::new();
    }
    let choice = |site: &ClinicSite| Choice {
        id: site.id.to_string(),
        text: settings.name_of(site).to_owned(),
        is_chosen: Some(site.id) == chosen,
    };
    settings.sites.open().map(choice).collect()
}

/// The clinic that was chosen in a form; the only one where there is no choice.
///
/// # Errors
/// When none was chosen, or one in which nothing can be held.
pub(super) fn chosen_clinic<'settings>(
    settings: &'settings Settings,
    typed: &str,
) -> Result<&'settings ClinicSite, Problem> {
    if typed.is_empty() && !settings.sites.is_choice() {
        return Ok(settings.sites.first_open());
    }
    if typed.is_empty() {
        return Err(Problem::refused("refused-no-site"));
    }
    let site = typed.parse().ok();
    let site = site.and_then(|site| settings.sites.get_open(site));
    site.ok_or_else(|| Problem::refused("refused-unknown-site"))
}

/// Rooms of a clinic under its name; without one where there is but one clinic.
pub(super) struct RoomGroup {
    pub(super) clinic: Option<String>,
    pub(super) rooms: Vec<Choice>,
}

/// The rooms of all clinics, those of one clinic first.
pub(super) fn rooms_to_choose(settings: &Settings, first: SiteId) -> Vec<RoomGroup> {
    let is_choice = settings.sites.is_choice();
    let group = |site: &ClinicSite| RoomGroup {
        clinic: is_choice.then(|| settings.name_of(site).to_owned()),
        rooms: site
            .rooms
            .iter()
            .map(|room| Choice {
                id: if is_choice {
                    format!("{}{BEFORE_ROOM}{room}", site.id)
                } else {
                    room.clone()
                },
                text: room.clone(),
                is_chosen: false,
            })
            .collect(),
    };
    let mut sites: Vec<&ClinicSite> = settings.sites.open().collect();
    sites.sort_by_key(|site| site.id != first);
    sites.into_iter().map(group).collect()
}

/// The clinic and the room that were chosen from one list.
///
/// # Errors
/// When the group has no such room.
pub(super) fn chosen_room<'settings>(
    settings: &'settings Settings,
    typed: &str,
) -> Result<(&'settings ClinicSite, String), Problem> {
    let (site, room) = match typed.split_once(BEFORE_ROOM) {
        Some((site, room)) if settings.sites.is_choice() => (site, room),
        _ => ("", typed),
    };
    let site = chosen_clinic(settings, site)?;
    if site.rooms.iter().any(|one| one == room) {
        Ok((site, room.to_owned()))
    } else {
        Err(Problem::refused("refused-unknown-room"))
    }
}

/// Clinics whose day or board can be looked at alone, the first choice being all of them; none where there is no choice.
pub(super) async fn clinics_to_look_at(who: &SignedIn, page: &Page) -> Vec<Choice> {
    let settings = who.clinic().settings().await;
    let looked_at = who.looked_at().await;
    let mut clinics = clinics_to_choose(&settings, looked_at);
    if !clinics.is_empty() {
        let all = Choice {
            id: String::new(),
            text: page.say("all-clinics"),
            is_chosen: looked_at.is_none(),
        };
        clinics.insert(0, all);
    }
    clinics
}

/// The clinic that is to be looked at alone.
#[derive(Deserialize)]
pub(in crate::server) struct LookedAt {
    /// Id of the clinic; empty: all of them.
    clinic: String,
    /// Page from which it was chosen.
    back: String,
}

/// Keeps in the browser which clinic somebody looks at, until it is closed. The cookie names a clinic and nobody.
pub(in crate::server) async fn look_at(
    lists: Allowed<SeeLists>,
    jar: CookieJar,
    Form(looked_at): Form<LookedAt>,
) -> Result<Response, Problem> {
    let clinic = lists.clinic();
    let settings = clinic.settings().await;
    let jar = if looked_at.clinic.is_empty() {
        jar.remove(Cookie::build(CLINIC_COOKIE).path("/"))
    } else {
        let site = chosen_clinic(&settings, &looked_at.clinic)?;
        let cookie = Cookie::build((CLINIC_COOKIE, site.id.to_string()))
            .path("/")
            .http_only(true)
            .secure(clinic.setting().is_https)
            .same_site(SameSite::Strict);
        jar.add(cookie)
    };
    let back = LOOKED_AT_ON
        .into_iter()
        .find(|page| *page == looked_at.back);
    Ok((jar, Redirect::to(back.unwrap_or("/"))).into_response())
}
