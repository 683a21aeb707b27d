//! A session in one of two clinics: its gate offers what is there, its record says where it was, the recall tells it.

use axum::http::StatusCode;
use needlework_clinic::server::office::account::Role;

use super::Group;
use crate::forms::{option_of, start_session};
use crate::support::between;

impl Group {
    /// A pen and a lot come to the second clinic: the lot of the demonstration, of which a part went there.
    async fn equip_lake(&self) {
        let pen = [
            ("device", "exceed-unlimited"),
            ("serial", "LK-1"),
            ("clinic", &self.lake),
            ("room", "Attic"),
        ];
        let added = self.desk.post("/stock/devices", &pen).await;
        assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.text);
        let lot = [
            ("device", "exceed-unlimited"),
            ("reference", "EXC-12"),
            ("lot", "A2611"),
            ("expires_on", "2027-11-26"),
            ("needles", "6"),
            ("needle_length_mm", "1.5"),
            ("received", "1"),
            ("clinic", &self.lake),
        ];
        let received = self.desk.post("/stock/lots", &lot).await;
        assert_eq!(received.status, StatusCode::SEE_OTHER, "{}", received.text);
        let twice = self.desk.post("/stock/lots", &lot).await;
        assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
}

#[tokio::test]
async fn the_gate_offers_what_is_in_its_clinic_and_the_record_says_where_it_was() {
    let group = Group::new().await;
    group.equip_lake().await;
    let operator = group.house.as_role(Role::Operator).await;
    let patient = group.house.patient("Egger").await;
    let gate_of = format!("/patients/{patient}/sessions/start");
    // The appointment of this morning is in Linden.
    let gate = operator.page(&gate_of).await;
    assert!(!option_of(&gate, "device", "EX-2071").is_empty(), "{gate}");
    assert!(option_of(&gate, "device", "LK-1").is_empty(), "{gate}");
    let linden_lot = option_of(&gate, "lot", "A2611");
    group.cancel("Egger, Jana").await;
    let gate = operator.page(&gate_of).await;
    assert!(gate.contains("Choose the clinic first"), "{gate}");
    assert!(!gate.contains("name=\"device\""), "{gate}");
    let unsaid = operator.post(&gate_of, &[("unit", "1")]).await;
    assert_eq!(unsaid.status, StatusCode::OK);
    assert!(unsaid.text.contains("Choose the clinic first"));
    let chosen = operator
        .page(&format!("{gate_of}?clinic={}", group.lake))
        .await;
    assert!(!option_of(&chosen, "device", "LK-1").is_empty(), "{chosen}");
    group
        .book_at_lake("Egger", ("treatment", "16:00"), "Attic")
        .await;
    let gate = operator.page(&gate_of).await;
    let rooms = between(&gate, "name=\"room\"", "</select>");
    assert!(
        rooms.contains(">Attic<") && !rooms.contains(">2<"),
        "{rooms}"
    );
    let (device, lot) = (
        option_of(&gate, "device", "LK-1"),
        option_of(&gate, "lot", "A2611"),
    );
    assert_ne!(lot, linden_lot);
    let mut there = [
        ("clinic", group.lake.as_str()),
        ("room", "Attic"),
        ("device", &device),
        ("lot", &linden_lot),
        ("unit", "0901"),
    ];
    let elsewhere = start_session(&operator, &gate_of, &there).await;
    assert_eq!(elsewhere.status, StatusCode::OK, "the lot lies in Linden");
    there[3].1 = &lot;
    let started = start_session(&operator, &gate_of, &there).await;
    assert_eq!(started.status, StatusCode::SEE_OTHER, "{}", started.text);
    let chart = group.house.chart(patient).await;
    let session = chart.sessions.values().next().unwrap();
    let clinic = session.started.facts.clinic.as_ref().unwrap();
    assert_eq!(
        (clinic.name.as_str(), clinic.site.to_string()),
        ("Lake", group.lake.clone())
    );
    let console = operator.page(started.location()).await;
    assert!(console.contains("Lake, room Attic"), "{console}");
    // The only unit that came to Lake is used; those of Linden are not.
    let stock = group.desk.page("/stock?article=device&lot=LK-1").await;
    let uses = between(&stock, "role=\"status\">", "</section>");
    assert!(
        uses.contains("Egger, Jana") && uses.contains("Lake"),
        "{uses}"
    );
    let left = between(&stock, "<tbody>", "</tbody>");
    assert!(
        left.contains("<td>Linden</td>") && !left.contains("<td>Lake</td>"),
        "{left}"
    );
    let table = group
        .desk
        .page("/stock/recall.csv?article=cartridge&lot=A2611")
        .await;
    let mut lines = table.lines();
    assert!(
        lines.next().unwrap().ends_with(",Unit,Remark,Clinic"),
        "{table}"
    );
    assert!(
        lines.any(|line| line.contains("Egger") && line.ends_with(",0901,,Lake")),
        "{table}"
    );
}

#[tokio::test]
async fn a_device_is_moved_to_another_clinic_with_a_reason() {
    let group = Group::new().await;
    let stock = group.desk.page("/stock").await;
    let devices = between(&stock, "id=\"devices\"", "</section>");
    let id = between(devices, "action=\"/stock/devices/", "\"");
    let move_to = async |clinic: &str, reason: &str| {
        let fields = [
            ("seen", "1"),
            ("do", "moved"),
            ("clinic", clinic),
            ("room", "Attic"),
            ("reason", reason),
        ];
        let address = format!("/stock/devices/{id}");
        group.desk.post(&address, &fields).await
    };
    for (clinic, reason) in [("", "lent"), (group.lake.as_str(), " ")] {
        let refused = move_to(clinic, reason).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let moved = move_to(&group.lake, "lent for the winter").await;
    assert_eq!(moved.status, StatusCode::SEE_OTHER, "{}", moved.text);
    let stock = group.desk.page("/stock").await;
    assert!(stock.contains("EX-2071, Lake, room Attic"), "{stock}");
    assert!(stock.contains("lent for the winter"), "{stock}");
}

#[tokio::test]
async fn unopened_units_of_a_lot_are_moved_to_another_clinic_and_none_is_lost() {
    let group = Group::new().await;
    let lots = async || {
        let stock = group.desk.page("/stock").await;
        between(&stock, "id=\"lots\"", "</section>").to_owned()
    };
    // Clinic and units left of each part of the lot.
    let parts = async || {
        let lots = lots().await;
        let rows = lots.split("<tr><th scope=\"row\">").skip(1);
        let rows = rows.filter(|row| row.starts_with("A2611"));
        let cells = rows.map(|row| {
            let cells: Vec<&str> = row.split("<td>").skip(1).collect();
            let text = |cell: &str| cell.split('<').next().unwrap().to_owned();
            (
                text(cells[0]),
                text(cells[3]).trim().parse::<usize>().unwrap(),
            )
        });
        cells.collect::<Vec<_>>()
    };
    let before = parts().await;
    let [(linden, left)] = before.as_slice() else {
        panic!("one part: {before:?}");
    };
    let page = lots().await;
    let form = between(&page, "Change lot A2611", "</details>");
    let address = format!(
        "/stock/lots/{}",
        between(form, "action=\"/stock/lots/", "\"")
    );
    let seen = between(form, "name=\"seen\" value=\"", "\"");
    let move_to = async |seen: &str, clinic: &str, units: usize| {
        let units = units.to_string();
        let fields = [
            ("seen", seen),
            ("do", "moved"),
            ("clinic", clinic),
            ("received", &units),
            ("reason", "a box for the lake"),
        ];
        group.desk.post(&address, &fields).await
    };
    for (clinic, units) in [
        ("", 1),
        (group.linden.as_str(), 1),
        (group.lake.as_str(), 0),
        (group.lake.as_str(), left + 1),
    ] {
        let refused = move_to(seen, clinic, units).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let moved = move_to(seen, &group.lake, 2).await;
    assert_eq!(moved.status, StatusCode::SEE_OTHER, "{}", moved.text);
    let stale = move_to(seen, &group.lake, 1).await;
    assert_ne!(stale.status, StatusCode::SEE_OTHER, "of an old page");
    let again = (seen.parse::<u64>().unwrap() + 1).to_string();
    let moved = move_to(&again, &group.lake, 1).await;
    assert_eq!(moved.status, StatusCode::SEE_OTHER, "{}", moved.text);
    let mut after = parts().await;
    after.sort();
    let mut expected = vec![(linden.clone(), left - 3), ("Lake".to_owned(), 3)];
    expected.sort();
    assert_eq!(after, expected);
    assert_eq!(lots().await.matches("a box for the lake").count(), 4);
    // Units of a blocked lot stay blocked where they go.
    let seen = (seen.parse::<u64>().unwrap() + 2).to_string();
    let block = [
        ("seen", seen.as_str()),
        ("do", "blocked"),
        ("reason", "recall"),
    ];
    let blocked = group.desk.post(&address, &block).await;
    assert_eq!(blocked.status, StatusCode::SEE_OTHER, "{}", blocked.text);
    let seen = (seen.parse::<u64>().unwrap() + 1).to_string();
    let moved = move_to(&seen, &group.lake, 1).await;
    assert_eq!(moved.status, StatusCode::SEE_OTHER, "{}", moved.text);
    let table = lots().await;
    let table = between(&table, "<tbody>", "</tbody>");
    let rows = table.split("<tr><th scope=\"row\">").skip(1);
    let rows: Vec<&str> = rows.filter(|row| row.starts_with("A2611")).collect();
    assert!(
        rows.len() == 2 && rows.iter().all(|row| row.contains(">blocked<")),
        "{table}"
    );
}
