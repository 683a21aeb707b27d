//! What the record keeps of a plan: small, readable again, and faithful to the plan.

use jiff::civil::date;
use needlework_planning::{
    Case, FORECAST_SCHEMA, Library, LockedForecast, Plan, PlanError, Settings, plan,
};
use needlework_protocol::Language;

const CHEEK_LINES: &str = include_str!("../../../examples/cheek-lines.toml");
const FEW_DRAWS: Settings = Settings { draws: 40, seed: 3 };
/// Two zones must stay below this, so that a record of thousands of plans stays small.
const LARGEST_BYTES: usize = 60_000;

#[expect(clippy::unwrap_used, reason = "a test that fails here has failed")]
fn planned() -> Plan {
    let library = Library::shipped().unwrap();
    let bytes = CHEEK_LINES.as_bytes();
    let case = Case::read("case.toml", bytes, date(2026, 11, 26), &library).unwrap();
    plan(&case, &library, &FEW_DRAWS, &|_| {}).unwrap()
}

/// Whether a number is another one with four digits, or no farther away than `finest`.
fn is_rounded(kept: f64, of: f64, finest: f64) -> bool {
    (kept - of).abs() <= (0.000_500_1 * of.abs()).max(finest)
}

#[test]
fn a_forecast_is_small_and_comes_back_as_it_was() {
    let forecast = LockedForecast::from(&planned());
    let text = forecast.to_json().unwrap();
    assert!(text.len() < LARGEST_BYTES, "{} bytes", text.len());
    assert_eq!(forecast.zones.len(), 2);
    let back = LockedForecast::from_json(&text).unwrap();
    assert_eq!(back, forecast);
    assert_eq!(back.to_json().unwrap(), text);
}

#[test]
fn it_says_what_the_plan_said() {
    let plan = planned();
    let forecast = LockedForecast::from(&plan);
    assert_eq!(forecast.identity, plan.identity);
    assert_eq!(forecast.judged_on, plan.judged_on);
    assert_eq!(forecast.sessions.len(), plan.sessions.len());
    for (kept, zone) in forecast.zones.iter().zip(&plan.zones) {
        assert_eq!(kept.zone, zone.zone);
        assert_eq!(kept.scales.len(), zone.outlook.scales.len());
        for (kept, scale) in kept.scales.iter().zip(&zone.outlook.scales) {
            let [low, high] = scale.range;
            let finest = (high - low) / 1000.0;
            assert_eq!(scale.improvement.days.len(), forecast.days.len());
            assert_eq!(kept.probability_detectable.len(), forecast.days.len());
            assert_eq!(kept.improvement.len(), forecast.days.len());
            for (kept, value) in kept.improvement.iter().zip(&scale.improvement.values) {
                assert!(is_rounded(kept.p05, value.p05, finest));
                assert!(is_rounded(kept.p95, value.p95, finest));
            }
            assert!(is_rounded(kept.baseline.p50, scale.baseline.p50, 0.0));
        }
        for (kept, sign) in kept.side_effects.iter().zip(&zone.outlook.side_effects) {
            assert_eq!(kept.id, sign.id);
            for (at, value) in sign.grade.values.iter().enumerate() {
                let hour = 24.0 * sign.grade.days[at];
                assert!(is_rounded(forecast.hours[at], hour, 0.0));
                assert!(is_rounded(kept.grade[at].p95, value.p95, 0.000_501));
            }
            assert!(is_rounded(kept.ends_hour.p75, sign.ends_hour.p75, 0.0));
        }
        assert!((kept.global_improvement.iter().sum::<f64>() - 1.0).abs() < 1e-3);
    }
    let scale = &forecast.zones[0].scales[0];
    let judged = scale
        .improvement_at(&forecast.days, forecast.judged_day)
        .unwrap();
    let before = scale.improvement_at(&forecast.days, 0.0).unwrap();
    assert!(judged.p05 < judged.p50 && judged.p50 > before.p95);
    // Patient and clinician read the same chance, also on the border between two days.
    let planned = &plan.zones[0].outlook.scales[0];
    let border = forecast.days.iter().map(|day| day - 0.5);
    for day in border.chain([forecast.judged_day]) {
        let kept = scale.chance_at(&forecast.days, day).unwrap();
        assert!(
            is_rounded(kept, planned.chance_at(day).unwrap(), 0.000_051),
            "{day}"
        );
    }
    assert_eq!(forecast.consent.len(), plan.consent.len());
    assert!(
        forecast
            .consent
            .iter()
            .all(|fact| fact.sentence.contains(&fact.zone))
    );
    let texts: Vec<&String> = plan.notices.iter().map(|notice| &notice.text).collect();
    assert_eq!(
        texts,
        forecast
            .notices
            .iter()
            .map(|notice| &notice.text)
            .collect::<Vec<_>>()
    );
}

/// A signature under a Spanish consent stands under Spanish numbers.
#[test]
fn the_own_risks_are_sentences_in_every_language() {
    let library = Library::shipped().unwrap();
    let forecast = LockedForecast::from(&planned());
    let english = forecast.consent_sentences(&library, Language::ENGLISH);
    let kept: Vec<&String> = forecast.consent.iter().map(|fact| &fact.sentence).collect();
    assert_eq!(english.iter().collect::<Vec<_>>(), kept);
    let spanish = forecast.consent_sentences(&library, Language::of_code("es").unwrap());
    let darkening = forecast
        .consent
        .iter()
        .position(|fact| fact.id == "pigment-darkening")
        .unwrap();
    assert!(
        english[darkening].starts_with("Dark patches ("),
        "{}",
        english[darkening]
    );
    let spanish = &spanish[darkening];
    assert!(spanish.starts_with("Manchas oscuras ("), "{spanish}");
    assert!(
        spanish.contains("de cada 100 personas") && !spanish.contains("cheeks"),
        "{spanish}"
    );
}

#[test]
fn another_schema_and_broken_text_are_refused_with_the_reason() {
    let text = LockedForecast::from(&planned()).to_json().unwrap();
    let other = text.replace(FORECAST_SCHEMA, "needlework.forecast/9");
    for (text, reason) in [(other.as_str(), "needlework.forecast/9"), ("{", "EOF")] {
        let Err(PlanError::ForecastNotRead { reason: found }) = LockedForecast::from_json(text)
        else {
            panic!("{text:.40} was read");
        };
        assert!(found.contains(reason), "{found}");
    }
}
