//! The part of the settings on which the rows of the registry depend.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;

use crate::server::clinic::time_zone;
use crate::server::office::settings::Settings;

/// What the reading of rows gets of the settings, and all of it: rows stay as long as it stays, whatever else is changed.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::server) struct RowSettings {
    /// By it a photograph has its day, and by the day a pair is before or after a course.
    time_zone: TimeZone,
    /// From their hours follows when the clinic may release what waits for its word.
    rules: BTreeMap<String, f64>,
}

impl RowSettings {
    /// The part of these settings. Every setting is named here, so that a new one compiles only once somebody has said whether rows
    /// depend on it.
    pub(in crate::server) fn of(settings: &Settings) -> Self {
        let Settings {
            time_zone: _,
            rules,
            // Names, telephones, addresses, rooms, hours and languages are for pages, appointments and mails.
            clinic_name: _,
            sites: _,
            alert_address: _,
            overdue_address: _,
            language: _,
            quiet_hours: _,
            // Words, which no row holds.
            consents: _,
            care: _,
            // What may be on the skin, which no row holds.
            products: _,
            // Who may sign in and see to what.
            idle_minutes: _,
            absolute_hours: _,
            has_single_licensed_user: _,
            checks_owner: _,
        } = settings;
        Self {
            time_zone: time_zone(settings),
            rules: rules.clone(),
        }
    }

    /// The time zone of the clinic.
    pub(in crate::server) fn into_time_zone(self) -> TimeZone {
        self.time_zone
    }
}

#[cfg(test)]
mod tests {
    use needlework_chart::id::SiteId;

    use super::*;
    use crate::server::office::clinic_site::ClinicSite;

    #[test]
    fn rows_depend_on_time_zone_and_rules_and_on_no_name_or_hour() {
        let before = Settings::default();
        let mut after = Settings {
            clinic_name: "Another name".to_owned(),
            language: "es".to_owned(),
            idle_minutes: 5,
            absolute_hours: 1,
            has_single_licensed_user: true,
            ..before.clone()
        };
        let lake = SiteId::from_uuid(uuid::Uuid::from_u128(2));
        after.sites.put(ClinicSite::new(lake));
        assert_eq!(RowSettings::of(&before), RowSettings::of(&after));
        after.time_zone = "Asia/Tokyo".to_owned();
        assert_ne!(RowSettings::of(&before), RowSettings::of(&after));
        let mut after = before.clone();
        after.rules.insert("no-makeup".to_owned(), 48.0);
        assert_ne!(RowSettings::of(&before), RowSettings::of(&after));
    }
}
