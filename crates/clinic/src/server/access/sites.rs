//! The clinics of a group: adding, changing and closing one.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use needlework_chart::id::SiteId;
use needlework_chart::lists::Lists;

use super::management::LONGEST_NAME;
use super::{Allowed, ManageClinic};
use crate::server::office::appointment::{LONGEST_MINUTES, ROOM_TURN, RoomTurn};
use crate::server::office::clinic_site::ClinicSite;
use crate::server::office::settings::Settings;
use crate::server::office::{Office, file};
use crate::server::problem::Problem;

/// Longest postal address, characters: six lines of a letter.
const LONGEST_ADDRESS: usize = 300;
/// Longest name of a room, characters: it stands in a line with others.
const LONGEST_ROOM: usize = 40;

impl Allowed<ManageClinic> {
    /// A new id for a clinic.
    ///
    /// # Errors
    /// When no random bytes can be had.
    pub fn new_site_id(&self) -> Result<SiteId, Problem> {
        Ok(SiteId::new(self.clinic().now(), self.clinic().chance())?)
    }

    /// Adds a clinic, or changes the one with this id.
    ///
    /// # Errors
    /// When it may not be so, or somebody else changed the settings since they were seen.
    pub async fn put_site(&self, seen: u64, site: ClinicSite) -> Result<(), Problem> {
        let (_, mut settings) = self.settings().await;
        let id = site.id.uuid();
        settings.sites.put(site);
        check_sites(&settings)?;
        let documents = [file(&settings, seen)?];
        self.clinic().record.put_documents(&documents).await?;
        self.note("site-changed", None, Some(id)).await
    }

    /// Closes a clinic, so that nothing new is held there, or opens it again.
    ///
    /// # Errors
    /// When there is no such clinic, appointments lie ahead there, it is the last open one, or somebody else changed the settings
    /// since they were seen.
    pub async fn close_site(&self, seen: u64, id: SiteId, is_closed: bool) -> Result<(), Problem> {
        let now = self.clinic().now();
        let closed = |office: &Office, _: &Lists| {
            let held = office.settings();
            if held.version != seen {
                return Err(Problem::conflict("refused-stale-document"));
            }
            let mut settings = held.value.clone();
            let mut site = settings.sites.get(id).cloned().ok_or(Problem::NotFound)?;
            if is_closed {
                require_none_ahead(office, &settings, &site, now)?;
            }
            site.is_closed = is_closed;
            settings.sites.put(site);
            check_sites(&settings)?;
            // Whoever makes an appointment at this moment learns that the clinic is closed, or is seen here.
            let turn = file(&RoomTurn {}, office.room_turn.seen(ROOM_TURN))?;
            Ok(vec![file(&settings, seen)?, turn])
        };
        self.clinic().put_from_newest(closed).await?;
        self.note("site-changed", None, Some(id.uuid())).await
    }
}

/// Refuses to close a clinic to which somebody will come.
fn require_none_ahead(
    office: &Office,
    settings: &Settings,
    site: &ClinicSite,
    now: Timestamp,
) -> Result<(), Problem> {
    let longest = SignedDuration::from_mins(i64::from(LONGEST_MINUTES));
    let from = now.checked_sub(longest).unwrap_or(now);
    let ahead = office.appointments.between(from, Timestamp::MAX);
    let ahead = ahead.filter(|one| one.site == site.id && one.ends_at() > now);
    match ahead.count() {
        0 => Ok(()),
        number => Err(Problem::refused_with(
            "refused-appointments-ahead",
            &[
                ("clinic", settings.name_of(site)),
                ("number", &number.to_string()),
            ],
        )),
    }
}

/// Whether a group may have these clinics.
///
/// # Errors
/// With what is wrong.
pub(super) fn check_sites(settings: &Settings) -> Result<(), Problem> {
    let sites = &settings.sites;
    let mut names = BTreeSet::new();
    let is_named_apart =
        |site: &ClinicSite| names.insert(settings.name_of(site).trim().to_lowercase());
    if !sites.iter().all(is_named_apart) {
        return Err(Problem::refused("refused-site-name"));
    }
    if sites.open().next().is_none() {
        return Err(Problem::refused("refused-last-site"));
    }
    sites.iter().try_for_each(check_site)
}

fn check_site(site: &ClinicSite) -> Result<(), Problem> {
    if site.name.chars().count() > LONGEST_NAME {
        return Err(Problem::refused("refused-clinic-name"));
    }
    if site.address.chars().count() > LONGEST_ADDRESS {
        return Err(Problem::refused("refused-site-address"));
    }
    if !site.is_emergency_number_dialled() {
        return Err(Problem::refused("refused-emergency-number"));
    }
    let is_no_room = |room: &String| room.trim().is_empty() || room.chars().count() > LONGEST_ROOM;
    if site.rooms.is_empty() || site.rooms.iter().any(is_no_room) {
        return Err(Problem::refused("refused-no-room"));
    }
    if !site.opening.keys().all(|day| (1..=7).contains(day)) {
        return Err(Problem::refused("refused-weekdays"));
    }
    if site.opening.values().any(|[from, to]| from >= to) {
        return Err(Problem::refused("refused-opening-hours"));
    }
    Ok(())
}
