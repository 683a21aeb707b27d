//! A group of two clinics: the one of the demonstration, here "Linden", and "Lake", which is open on Thursdays from four to eight in
//! the evening. The clock stands on a Thursday at ten.

mod answering;
mod day;
mod session;
mod settings;

use axum::http::StatusCode;
use needlework_clinic::server::office::account::Role;

use crate::forms::{FIRST_CLINIC, clinic_of_group};
use crate::support::{Answer, Browser, House, between};

/// Telephone of the first clinic.
const LINDEN_TELEPHONE: &str = "+41 44 555 00 00";
/// Telephone of the second.
const LAKE_TELEPHONE: &str = "+41 41 555 11 11";
/// When the second is open: the evening of the day on which the clock stands.
const THURSDAY_EVENING: [(&str, &str); 3] = [("open", "4"), ("from_4", "16:00"), ("to_4", "20:00")];

/// Two clinics, and who works in them.
struct Group {
    house: House,
    owner: Browser,
    desk: Browser,
    /// Ids of the clinics.
    linden: String,
    lake: String,
}

impl Group {
    async fn new() -> Self {
        let house = House::of_made_up_people().await;
        let owner = house.as_role(Role::Owner).await;
        let mut lake = vec![
            ("name", "Lake"),
            ("telephone", LAKE_TELEPHONE),
            ("address", "Seeweg 1\r\n6000 Luzern"),
            ("rooms", "1, Attic"),
        ];
        lake.extend(THURSDAY_EVENING);
        let added = send(&owner, "/settings/clinics", &lake).await;
        assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.text);
        let linden = [
            ("name", "Linden"),
            ("telephone", LINDEN_TELEPHONE),
            ("rooms", "1, 2"),
        ];
        let named = send(&owner, FIRST_CLINIC, &linden).await;
        assert_eq!(named.status, StatusCode::SEE_OTHER, "{}", named.text);
        let settings = owner.page("/settings").await;
        Self {
            linden: id_of(&settings, "Linden"),
            lake: id_of(&settings, "Lake"),
            desk: house.as_role(Role::FrontDesk).await,
            owner,
            house,
        }
    }

    /// Makes an appointment today; the room is named as the form names it.
    async fn book(&self, family: &str, (purpose, hour): (&str, &str), room: &str) -> Answer {
        let patient = self.house.patient(family).await;
        let starts = format!("2026-11-26T{hour}");
        let fields = [
            ("purpose", purpose),
            ("starts", starts.as_str()),
            ("minutes", "60"),
            ("room", room),
        ];
        let address = format!("/patients/{patient}/appointments");
        self.desk.post(&address, &fields).await
    }

    /// The same in a room of the second clinic.
    async fn book_at_lake(&self, family: &str, what: (&str, &str), room: &str) {
        let made = self
            .book(family, what, &format!("{}/{room}", self.lake))
            .await;
        assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text);
    }

    /// Cancels the first appointment of somebody.
    async fn cancel(&self, family: &str) {
        let page = self.desk.page("/appointments").await;
        let rows = page.split("<li>");
        let row = rows.into_iter().find(|row| row.contains(family)).unwrap();
        let id = between(row, "name=\"id\" value=\"", "\"");
        let cancelled = self.desk.post("/appointments/cancel", &[("id", id)]).await;
        assert_eq!(cancelled.status, StatusCode::SEE_OTHER);
    }

    /// The browser of somebody who looks at one clinic alone.
    async fn looks_at(&self, role: Role, clinic: &str, back: &str) -> Browser {
        let mut browser = self.house.as_role(role).await;
        let fields = [("clinic", clinic), ("back", back)];
        let answer = browser.post("/looked-at", &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        assert_eq!(answer.location(), back);
        let signed_in = browser.cookie.clone();
        browser.take_cookie(&answer);
        browser.cookie = format!("{signed_in}; {}", browser.cookie);
        browser
    }
}

/// The id of a clinic in the list of the settings.
fn id_of(settings: &str, name: &str) -> String {
    let links = settings.split("href=\"/settings/clinics/").skip(1);
    let mut found = links.filter(|link| link.contains(&format!("<strong>{name}</strong>")));
    let link = found.next().unwrap();
    link.split('"').next().unwrap().to_owned()
}

/// Sends the form of a clinic as it stands, with some of it changed.
async fn send(owner: &Browser, address: &str, other: &[(&str, &str)]) -> Answer {
    let settings = owner.page("/settings").await;
    let seen = between(&settings, "name=\"seen\" value=\"", "\"");
    owner.post(address, &clinic_of_group(seen, other)).await
}
