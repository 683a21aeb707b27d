//! What a signed session learns later: a zone that nobody had recorded, and a correction that lies far from the plan.

use needlework_chart::event::{Correction, OverrideSubject};

use super::*;

/// A zone of the plan of Jana Egger, whose session was signed without it.
struct Forgotten {
    chair: Chair,
    zone: String,
    fields: Vec<(String, String)>,
}

impl Forgotten {
    /// All zones of the plan but one are recorded as proposed, and the session is signed.
    async fn of_one_zone() -> Self {
        let chair = Chair::begun().await;
        let mut zones = chair.zones().await;
        assert!(zones.len() > 1, "the plan has several zones");
        let zone = zones.pop().unwrap();
        chair.needle_all_but(&zone).await;
        let [depth, minutes, area] = chair.as_planned(&zone).await;
        let fields = [
            ("zone", zone.clone()),
            ("depth_set_mm", depth),
            ("passes", "4".to_owned()),
            ("needling_minutes", minutes),
            ("area_cm2", area),
            ("endpoint", "erythema".to_owned()),
        ];
        let fields = fields
            .map(|(name, value)| (name.to_owned(), value))
            .to_vec();
        let discard = [("lot", "A2611"), ("unit", "0920")];
        let gone = chair.post_now("/discard", &discard).await;
        assert_eq!(gone.status, StatusCode::SEE_OTHER, "{}", gone.text);
        let second = physician(&chair.house).await;
        let why = [("reason", "it was left out"), ("second", second.as_str())];
        let signed = chair.post_now("/sign", &why).await;
        assert_eq!(signed.status, StatusCode::SEE_OTHER, "{}", signed.text);
        Self {
            chair,
            zone,
            fields,
        }
    }

    /// Sends the form that adds the zone, with some fields changed.
    async fn add(&self, changed: &[(&str, &str)]) -> Answer {
        let seen = self.chair.seen().await;
        self.add_seen(&seen, changed).await
    }

    async fn add_seen(&self, seen: &str, changed: &[(&str, &str)]) -> Answer {
        let is_changed = |name: &str| changed.iter().any(|(other, _)| *other == name);
        let mut fields = plain(&self.fields);
        fields.extend([("add", "yes"), ("reason", "The page was turned too early.")]);
        fields.retain(|(name, _)| !is_changed(name));
        fields.extend(changed);
        self.chair.post("/amend", seen, &fields).await
    }
}

fn plain(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    let fields = fields.iter();
    fields
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect()
}

#[tokio::test]
async fn a_zone_that_was_needled_and_forgotten_is_added_after_the_signature() {
    let forgotten = Forgotten::of_one_zone().await;
    let chair = &forgotten.chair;
    let signed = chair.state().await;
    let needled = |session: &Session| session.delivered().any(|one| one.zone == forgotten.zone);
    assert!(!needled(&signed));
    let page = chair.page().await;
    assert!(page.contains("Add a zone that was needled and not recorded"));
    let seen = chair.seen().await;
    let added = forgotten.add(&[]).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.text);
    let now = chair.state().await;
    assert!(needled(&now) && now.signed == signed.signed);
    let entry = now.delivered().last().unwrap();
    let amended = now.addition_of(entry.entry).unwrap();
    assert_eq!(amended.facts.deviation, Some(Deviation::Inside));
    assert_eq!(amended.author.name, "Noa Lind");
    assert!(
        added
            .location()
            .ends_with(&format!("#entry-{}", entry.entry))
    );
    // A second tap on the button adds no second entry.
    let again = forgotten.add_seen(&seen, &[]).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", again.text);
    assert_eq!(
        chair.state().await.delivered().count(),
        now.delivered().count()
    );

    let page = chair.page().await;
    for told in [
        "Added after the signature",
        "The page was turned too early.",
        "As corrected: 100 % of the planned zones",
    ] {
        assert!(page.contains(told), "{told}: {page}");
    }
    let history = chair
        .operator
        .page(&format!("/patients/{}", chair.patient))
        .await;
    assert!(history.contains("added after the signature: "), "{history}");
    let api = format!("/api/v1/patients/{}", chair.patient);
    let api = chair.operator.page(&api).await;
    let api: serde_json::Value = serde_json::from_str(&api).unwrap();
    let told = &api["sessions"][chair.session.to_string()]["entries"];
    assert_eq!(told[now.entries().count() - 1]["zone"], forgotten.zone);
}

#[tokio::test]
async fn a_zone_that_is_added_far_from_the_plan_is_answered_for_by_two_and_kept_beyond_a_hard_stop()
{
    let forgotten = Forgotten::of_one_zone().await;
    let chair = &forgotten.chair;
    let before = chair.seen().await;
    let deep = [("depth_set_mm", "9")];
    let held = forgotten.add(&deep).await;
    assert_eq!(held.status, StatusCode::OK, "{}", held.text);
    for kept in [
        "name=\"deviation_reason\"",
        "value=\"9\"",
        "lies outside what the device reaches",
    ] {
        assert!(held.text.contains(kept), "{kept}");
    }
    let own = chair.state().await.started.author.user.to_string();
    let alone = [
        deep[0],
        ("deviation_reason", "deep"),
        ("second", own.as_str()),
    ];
    let alone = forgotten.add(&alone).await;
    assert_eq!(alone.status, StatusCode::UNPROCESSABLE_ENTITY);
    for wrong in [
        ("depth_set_mm", "0"),
        ("passes", ""),
        ("zone", "nowhere"),
        ("endpoint", "smoke"),
        ("reason", " "),
    ] {
        let refused = forgotten.add(&[wrong]).await;
        assert_eq!(
            refused.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{wrong:?}"
        );
    }
    assert_eq!(chair.seen().await, before);
    let second = physician(&chair.house).await;
    let both = [
        deep[0],
        ("deviation_reason", "scarred"),
        ("second", second.as_str()),
    ];
    let added = forgotten.add(&both).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.text);
    let page = chair.page().await;
    for told in [
        "This happened, and lies beyond a hard stop.",
        "scarred (second name: Dr. Ida Frei)",
    ] {
        assert!(page.contains(told), "{told}");
    }
    let state = chair.state().await;
    let amended = &state.amendments.last().unwrap().facts;
    assert_eq!(amended.deviation, Some(Deviation::Major));
    let chart = chair.house.chart(chair.patient).await;
    let decided = &chart.overrides[&amended.override_id.unwrap()].facts.subject;
    let about = OverrideSubject::Tolerance {
        session: chair.session,
        zone: forgotten.zone.clone(),
    };
    assert_eq!(*decided, about);
}

#[tokio::test]
async fn a_correction_that_comes_to_lie_far_from_the_plan_is_answered_for_by_two() {
    let forgotten = Forgotten::of_one_zone().await;
    let chair = &forgotten.chair;
    let state = chair.state().await;
    let (recorded, entry) = state.entries().next().unwrap();
    assert_eq!(recorded.facts.deviation, Deviation::Inside);
    let id = entry.entry.to_string();
    let deeper = (recorded.facts.depth_set_mm + 0.4).to_string();
    let amend = async |fields: &[(&str, &str)]| {
        let mut all = vec![("entry", id.as_str()), ("reason", "Read again.")];
        all.extend(fields);
        chair.post_now("/amend", &all).await
    };
    // What stays near the plan asks nobody else.
    let pain = amend(&[("pain", "4")]).await;
    assert_eq!(pain.status, StatusCode::SEE_OTHER, "{}", pain.text);
    let before = chair.seen().await;
    let held = amend(&[("depth_set_mm", &deeper)]).await;
    assert_eq!(held.status, StatusCode::OK, "{}", held.text);
    assert!(held.text.contains("Far from the plan"), "{}", held.text);
    assert!(held.text.contains(&format!("value=\"{deeper}\"")));
    assert_eq!(chair.seen().await, before);
    let second = physician(&chair.house).await;
    let both = [
        ("depth_set_mm", deeper.as_str()),
        ("deviation_reason", "lines were deep"),
        ("second", &second),
    ];
    let corrected = amend(&both).await;
    assert_eq!(
        corrected.status,
        StatusCode::SEE_OTHER,
        "{}",
        corrected.text
    );
    let state = chair.state().await;
    let amended = &state.amendments.last().unwrap().facts;
    assert!(matches!(amended.corrected, Some(Correction::Needled(_))));
    assert_eq!(amended.deviation, Some(Deviation::Major));
    assert!(amended.override_id.is_some());
    let page = chair.page().await;
    assert!(page.contains("lines were deep (second name: Dr. Ida Frei)"));
    // What was answered for is not asked again where another field is corrected.
    let pain = amend(&[("pain", "5")]).await;
    assert_eq!(pain.status, StatusCode::SEE_OTHER, "{}", pain.text);
}

#[tokio::test]
async fn an_entry_that_is_moved_is_held_against_the_plan_of_its_new_zone() {
    let forgotten = Forgotten::of_one_zone().await;
    let chair = &forgotten.chair;
    let zone = chair.state().await.delivered().next().unwrap().zone.clone();
    let added = forgotten.add(&[]).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.text);
    let state = chair.state().await;
    let added = state.delivered().last().unwrap().entry.to_string();
    let moved = [
        ("entry", added.as_str()),
        ("zone", zone.as_str()),
        ("reason", "The wrong zone was chosen."),
    ];
    let held = chair.post_now("/amend", &moved).await;
    assert_eq!(held.status, StatusCode::OK, "{}", held.text);
    assert!(held.text.contains(&format!("id=\"far-{added}\"")));
    assert_eq!(held.text.matches("name=\"deviation_reason\"").count(), 1);
}

#[tokio::test]
async fn half_a_dose_that_was_none_leaves_too_little_for_which_two_answer() {
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
    let part = [&fields[..], &[("part", "yes")]].concat();
    for fields in [&part[..], &fields] {
        let recorded = chair.post_now("/zones", fields).await;
        assert_eq!(recorded.status, StatusCode::SEE_OTHER, "{}", recorded.text);
    }
    chair.needle_all_but(&zone).await;
    let signed = chair.post_now("/sign", &[]).await;
    assert_eq!(signed.status, StatusCode::SEE_OTHER, "{}", signed.text);
    let first = chair.state().await.zones[0].facts.entry.to_string();
    let mistaken = [
        ("entry", first.as_str()),
        ("not_needled", "yes"),
        ("reason", "Written down twice."),
    ];
    let held = chair.post_now("/amend", &mistaken).await;
    assert_eq!(held.status, StatusCode::OK, "{}", held.text);
    assert!(held.text.contains("% less than planned"), "{}", held.text);
    let second = physician(&chair.house).await;
    let answered = [
        ("deviation_reason", "it hurt too much"),
        ("second", &second),
    ];
    let both = [&mistaken[..], &answered].concat();
    let amended = chair.post_now("/amend", &both).await;
    assert_eq!(amended.status, StatusCode::SEE_OTHER, "{}", amended.text);
    let page = chair.page().await;
    assert!(page.contains("it hurt too much (second name: Dr. Ida Frei)"));
}
