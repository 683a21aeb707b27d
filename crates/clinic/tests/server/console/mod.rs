//! What is recorded in a session: what a zone receives in all, forms that come twice or too late, cartridges that do not fit, and
//! what the page shows of it afterwards.

mod amended;
mod answered_for;
mod cartridges;
mod late_forms;
mod products;
mod stock;

use axum::http::StatusCode;
use needlework_chart::event::Deviation;
use needlework_chart::fold::{Session, SessionState};
use needlework_chart::id::{PatientId, SessionId};
use needlework_clinic::server::office::account::Role;

use crate::forms::start_session;
use crate::support::{Answer, Browser, House, between};

/// Fields of a form.
type Typed<'a> = &'a [(&'a str, &'a str)];

/// Somebody in the chair.
struct Chair {
    house: House,
    patient: PatientId,
    session: SessionId,
    operator: Browser,
}

impl Chair {
    /// Miriam Graf, all of whose zones were needled as planned and who is not signed yet.
    async fn needled() -> Self {
        let house = House::of_made_up_people().await;
        let patient = house.patient("Graf").await;
        let chart = house.chart(patient).await;
        let mut sessions = chart.sessions.iter();
        let open = sessions.find(|(_, one)| one.state == SessionState::Open);
        Self {
            patient,
            session: *open.unwrap().0,
            operator: house.as_role(Role::Operator).await,
            house,
        }
    }

    /// Jana Egger, whose session has just begun.
    async fn begun() -> Self {
        let house = House::of_made_up_people().await;
        let started = start(&house, "A2611", "0920").await;
        assert_eq!(started.status, StatusCode::SEE_OTHER, "{}", started.text);
        let session = started.location().rsplit('/').next().unwrap();
        Self {
            patient: house.patient("Egger").await,
            session: session.parse().unwrap(),
            operator: house.as_role(Role::Operator).await,
            house,
        }
    }

    /// Id of a lot in stock.
    async fn lot(&self, lot: &str) -> String {
        let desk = self.house.as_role(Role::FrontDesk).await;
        lot_id(&desk.page("/stock").await, lot)
    }

    fn at(&self, end: &str) -> String {
        format!("/patients/{}/sessions/{}{end}", self.patient, self.session)
    }

    async fn page(&self) -> String {
        self.operator.page(&self.at("")).await
    }

    async fn state(&self) -> Session {
        self.house.chart(self.patient).await.sessions[&self.session].clone()
    }

    async fn seen(&self) -> String {
        self.house.sequence(self.patient).await.to_string()
    }

    async fn post(&self, form: &str, seen: &str, fields: &[(&str, &str)]) -> Answer {
        let mut fields = fields.to_vec();
        fields.push(("seen", seen));
        self.operator.post(&self.at(form), &fields).await
    }

    async fn post_now(&self, form: &str, fields: &[(&str, &str)]) -> Answer {
        self.post(form, &self.seen().await, fields).await
    }

    /// A first zone of the plan, with what the console fills in as planned: id, depth, minutes.
    async fn proposed(&self) -> (String, String, f64) {
        let zone = self.zones().await.remove(0);
        let [depth, minutes, _] = self.as_planned(&zone).await;
        (zone, depth, minutes.parse().unwrap())
    }

    /// Ids of the zones of the plan.
    async fn zones(&self) -> Vec<String> {
        let page = self.page().await;
        let sections = page.split("aria-labelledby=\"zone-").skip(1);
        let zones = sections.map(|section| section.split('"').next().unwrap().to_owned());
        zones.collect()
    }

    /// What the console fills in for a zone as planned: depth, minutes, area.
    async fn as_planned(&self, zone: &str) -> [String; 3] {
        let tapped = [("zone", zone), ("as_planned", "yes")];
        let filled = self.post_now("/zones", &tapped).await;
        assert_eq!(filled.status, StatusCode::OK, "{}", filled.text);
        ["depth_set_mm", "needling_minutes", "area_cm2"].map(|name| field(&filled.text, zone, name))
    }

    /// Needles every zone of the plan but one, as planned.
    async fn needle_all_but(&self, done: &str) {
        for zone in self.zones().await {
            if zone == done {
                continue;
            }
            let [depth, minutes, area] = self.as_planned(&zone).await;
            let fields = [
                ("zone", zone.as_str()),
                ("depth_set_mm", &depth),
                ("passes", "4"),
                ("needling_minutes", &minutes),
                ("area_cm2", &area),
                ("endpoint", "erythema"),
            ];
            let recorded = self.post_now("/zones", &fields).await;
            assert_eq!(recorded.status, StatusCode::SEE_OTHER, "{}", recorded.text);
        }
    }
}

/// What stands in a field of the form of a zone.
fn field(page: &str, zone: &str, name: &str) -> String {
    let zone = format!("aria-labelledby=\"zone-{zone}\"");
    let section = between(page, &zone, "</section>");
    let input = between(section, &format!("name=\"{name}\""), ">");
    between(input, "value=\"", "\"").to_owned()
}

/// The form that opens a unit of a lot, with everything confirmed.
fn unit_of<'a>(lot: &'a str, unit: &'a str) -> [(&'a str, &'a str); 5] {
    [
        ("lot", lot),
        ("unit", unit),
        ("pack_intact", "yes"),
        ("opened_before_patient", "yes"),
        ("single_use", "yes"),
    ]
}

/// Starts the session of Jana Egger with a unit of a lot.
async fn start(house: &House, lot: &str, unit: &str) -> Answer {
    let patient = house.patient("Egger").await;
    let operator = house.as_role(Role::Operator).await;
    let address = format!("/patients/{patient}/sessions/start");
    let stock = house.as_role(Role::FrontDesk).await.page("/stock").await;
    let lot = lot_id(&stock, lot);
    let said = [
        ("opened_before_patient", "yes"),
        ("single_use", "yes"),
        ("unit", unit),
        ("lot", &lot),
    ];
    start_session(&operator, &address, &said).await
}

fn lot_id(stock: &str, lot: &str) -> String {
    let parts = stock.split("<details>");
    let mut own = parts.filter(|part| part.contains(&format!("Change lot {lot}<")));
    between(own.next().unwrap(), "/stock/lots/", "\"").to_owned()
}

/// A lot that comes in.
async fn receive(house: &House, lot: &str, device: &str, length_mm: &str, units: &str) {
    let fields = [
        ("device", device),
        ("reference", "R-1"),
        ("lot", lot),
        ("expires_on", "2028-12-31"),
        ("needles", "12"),
        ("needle_length_mm", length_mm),
        ("received", units),
    ];
    let desk = house.as_role(Role::FrontDesk).await;
    let received = desk.post("/stock/lots", &fields).await;
    assert_eq!(received.status, StatusCode::SEE_OTHER, "{}", received.text);
}

async fn physician(house: &House) -> String {
    let owner = house.as_role(Role::Owner).await;
    let page = owner.page("/settings").await;
    let mut rows = page.split("/settings/colleagues/");
    let row = rows.find(|row| row.contains("ida.frei"));
    row.unwrap().split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn a_second_full_dose_of_a_zone_is_no_longer_as_planned() {
    let chair = Chair::needled().await;
    let (zone, depth, minutes) = chair.proposed().await;
    let before = chair.seen().await;
    let minutes = minutes.to_string();
    let again = [
        ("zone", zone.as_str()),
        ("depth_set_mm", &depth),
        ("passes", "4"),
        ("needling_minutes", &minutes),
        ("endpoint", "erythema"),
    ];
    let held = chair.post_now("/zones", &again).await;
    assert_eq!(held.status, StatusCode::OK, "{}", held.text);
    assert!(held.text.contains("% more than planned"), "{}", held.text);
    assert!(
        !held.text.contains("name=\"part\""),
        "too much stays too much"
    );
    assert_eq!(chair.seen().await, before);
    let second = physician(&chair.house).await;
    let mut answered = again.to_vec();
    answered.extend([("reason", "deep lines"), ("second", second.as_str())]);
    let recorded = chair.post_now("/zones", &answered).await;
    assert_eq!(recorded.status, StatusCode::SEE_OTHER, "{}", recorded.text);
    let signed = chair.post_now("/sign", &[]).await;
    assert_eq!(signed.status, StatusCode::SEE_OTHER, "{}", signed.text);
    let state = chair.state().await;
    let score = state.signed.unwrap().facts.score.unwrap();
    assert!(score.share_within_tolerance < 1.0, "{score:?}");
    let page = chair.page().await;
    assert!(
        page.contains("deep lines (second name: Dr. Ida Frei)"),
        "{page}"
    );
}

#[tokio::test]
async fn two_halves_of_a_zone_are_as_planned_and_a_half_alone_is_answered_for() {
    let chair = Chair::begun().await;
    let (zone, depth, minutes) = chair.proposed().await;
    let half = (minutes / 2.0).to_string();
    let fields = [
        ("zone", zone.as_str()),
        ("depth_set_mm", &depth),
        ("passes", "4"),
        ("needling_minutes", &half),
        ("endpoint", "erythema"),
    ];
    let held = chair.post_now("/zones", &fields).await;
    assert_eq!(held.status, StatusCode::OK);
    assert!(held.text.contains("name=\"part\""), "{}", held.text);
    let mut part = fields.to_vec();
    part.push(("part", "yes"));
    let first = chair.post_now("/zones", &part).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", first.text);
    // Nobody has said why no more was done.
    let asked = chair.post_now("/sign", &[]).await;
    assert_eq!(asked.status, StatusCode::OK);
    let form = between(&asked.text, "/sign\"", "</form>");
    assert!(form.contains("% less than planned") && form.contains("name=\"second\""));
    assert_eq!(chair.state().await.state, SessionState::Open);
    let second = chair.post_now("/zones", &fields).await;
    assert_eq!(second.status, StatusCode::SEE_OTHER, "{}", second.text);
    let entries = chair.state().await.zones;
    assert_eq!(entries.len(), 2);
    for entry in &entries {
        assert_eq!(entry.facts.deviation, Deviation::Inside);
        let facts = &entry.facts;
        // Nobody said anything of these.
        assert_eq!((facts.directions, facts.area_cm2), (None, None));
    }
    chair.needle_all_but(&zone).await;
    let signed = chair.post_now("/sign", &[]).await;
    assert_eq!(signed.status, StatusCode::SEE_OTHER, "{}", signed.text);
}

#[tokio::test]
async fn a_session_with_half_a_dose_is_signed_with_a_reason_and_a_second_name() {
    let chair = Chair::begun().await;
    let (zone, depth, minutes) = chair.proposed().await;
    let half = (minutes / 2.0).to_string();
    let part = [
        ("zone", zone.as_str()),
        ("depth_set_mm", &depth),
        ("passes", "4"),
        ("needling_minutes", &half),
        ("endpoint", "erythema"),
        ("part", "yes"),
    ];
    let first = chair.post_now("/zones", &part).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", first.text);
    let second = physician(&chair.house).await;
    let answered = [("reason", "it hurt too much"), ("second", second.as_str())];
    let signed = chair.post_now("/sign", &answered).await;
    assert_eq!(signed.status, StatusCode::SEE_OTHER, "{}", signed.text);
    let page = chair.page().await;
    let decided = "far from the plan: it hurt too much (second name: Dr. Ida Frei)";
    assert!(page.contains(decided), "{page}");
    let chart = format!("/patients/{}", chair.patient);
    assert!(chair.operator.page(&chart).await.contains(decided));
}

#[tokio::test]
async fn a_room_is_given_away_once_even_at_the_same_moment() {
    let house = House::of_made_up_people().await;
    let desk = house.as_role(Role::FrontDesk).await;
    let (one, two) = (house.patient("Graf").await, house.patient("Egger").await);
    for hour in ["10", "11", "14"] {
        let starts = format!("2026-12-04T{hour}:00");
        let fields = [
            ("purpose", "review"),
            ("starts", starts.as_str()),
            ("minutes", "30"),
            ("room", "2"),
        ];
        let at = |who: PatientId| format!("/patients/{who}/appointments");
        let (first, second) = (at(one), at(two));
        let (first, second) = tokio::join!(desk.post(&first, &fields), desk.post(&second, &fields));
        let mut states = [first.status, second.status];
        states.sort();
        assert_eq!(
            states,
            [StatusCode::SEE_OTHER, StatusCode::UNPROCESSABLE_ENTITY],
            "{hour}"
        );
    }
}

#[tokio::test]
async fn the_page_of_a_session_shows_everything_that_was_recorded() {
    let chair = Chair::begun().await;
    let (zone, depth, minutes) = chair.proposed().await;
    let minutes = minutes.to_string();
    let fields = [
        ("zone", zone.as_str()),
        ("depth_set_mm", &depth),
        ("passes", "4"),
        ("needling_minutes", &minutes),
        ("area_cm2", "61"),
        ("directions", "3"),
        ("speed_per_min", "6500"),
        ("pain", "5"),
        ("endpoint", "erythema"),
    ];
    // The area that was typed is another one than planned, so that the zone may lie a little beside the plan.
    let recorded = chair.post_now("/zones", &fields).await;
    assert_ne!(
        recorded.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "{}",
        recorded.text
    );
    let product = [
        ("phase", "before"),
        ("product", "Hyaluronic gel"),
        ("lot", "H-12"),
        ("expires_on", "2027-05-01"),
        ("is_sterile", "yes"),
    ];
    let applied = chair.post_now("/products", &product).await;
    assert_eq!(applied.status, StatusCode::SEE_OTHER, "{}", applied.text);
    let needled = Chair::needled().await;
    let (open, other) = (chair.page().await, needled.page().await);
    for (page, words) in [
        (&open, "Exceed"),
        (&open, "serial no. EX-2071"),
        (&open, "Hyaluronic gel, lot H-12, to be used by"),
        (&open, ", sterile, not on the clinic"),
        (&open, "6 needles of 1.50 mm"),
        (&open, "pack was whole"),
        (&open, "the camera is being repaired"),
        (
            &other,
            "Lidocaine 2.5 % / prilocaine 2.5 %, 5 %, lot N114, 6 g, 120 cm²",
        ),
        (&other, "4 directions"),
        (&other, "pain 3 of 10, redness"),
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    if recorded.status == StatusCode::SEE_OTHER {
        let noted = "3 directions, 6500 strokes per minute";
        assert!(open.contains(noted), "{open}");
        assert!(open.contains("61 cm², pain 5 of 10, redness"), "{open}");
    }
    let chart = format!("/patients/{}", chair.patient);
    let timeline = chair.operator.page(&chart).await;
    assert!(
        timeline.contains("taken before the session: the camera is being repaired"),
        "{timeline}"
    );
}
