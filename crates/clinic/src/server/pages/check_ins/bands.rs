//! Reports of the last session on the bands of their forecast, one picture per sign.

use needlework_chart::fold::Chart;
use needlework_evidence::HOURS_PER_DAY;
use needlework_planning::{
    AgainstForecast, Library, LockedForecast, against_forecast, last_check_in_day,
};
use needlework_protocol::capitalised;
use needlework_protocol::check_in::{CheckIn, GradedSign};

use crate::chart::{BandPoint, Breadth, Drawing as _, HealingBand, ReportPlace, ReportPoint};
use crate::server::check_in::HealingSession;
use crate::server::page::Page;

/// One sign.
pub(super) struct BandPicture {
    /// Name of the sign.
    pub(super) name: String,
    /// The picture.
    pub(super) picture: String,
}

/// Signs that were graded, each on its band. Redness is shown in any case, so that a forecast is seen before the first report.
pub(super) fn pictures(
    page: &Page,
    library: &Library,
    chart: &Chart,
    healing: HealingSession<'_>,
) -> Vec<BandPicture> {
    let forecast = healing.forecast(chart);
    let history = healing.history(chart);
    let into = library.translation(page.protocol_language());
    let signs = GradedSign::NAMES.iter().map(|(_, sign)| *sign);
    let signs = signs.filter(|sign| {
        let is_told = history
            .iter()
            .any(|one| one.grades.get(sign).is_some_and(|grade| grade.number() > 0));
        is_told || (*sign == GradedSign::Redness && forecast.is_some())
    });
    signs
        .map(|sign| {
            let name = capitalised(library.check_in_words.graded_sign(sign, into));
            let drawing = drawing(page, library, forecast.as_ref(), &history, sign);
            let canvas = drawing.draw(Breadth::Narrow);
            let id = format!("band-{}", sign.id());
            let words = if drawing.band.is_empty() {
                "band-words-alone"
            } else {
                "band-words"
            };
            let description = page.say_with(words, "sign", &name);
            BandPicture {
                picture: canvas.finish(&id, "small-band", &name, &description),
                name,
            }
        })
        .collect()
}

/// Where a report lies beside what was forecast of its sign.
fn place(against: Option<AgainstForecast>) -> ReportPlace {
    match against {
        None => ReportPlace::Unknown,
        Some(against) if against.is_outside() => ReportPlace::Beyond,
        Some(_) => ReportPlace::Within,
    }
}

fn drawing(
    page: &Page,
    library: &Library,
    forecast: Option<&LockedForecast>,
    history: &[CheckIn],
    sign: GradedSign,
) -> HealingBand {
    let day = |hour: f64| hour / HOURS_PER_DAY;
    let last = history.last().map_or(0.0, |one| day(one.hour).ceil());
    let last_day = last.max(last_check_in_day(&library.care));
    let band = forecast.map_or_else(Vec::new, |forecast| {
        let hours = forecast.hours.iter().copied();
        let hours = hours.filter(|hour| day(*hour) <= last_day);
        hours
            .filter_map(|hour| {
                let grade = forecast.grade_band(sign.id(), hour)?;
                Some(BandPoint {
                    day: day(hour),
                    low: grade.p05,
                    middle: grade.p50,
                    high: grade.p95,
                })
            })
            .collect()
    });
    let reports = history.iter().filter_map(|one| {
        let grade = one.grades.get(&sign)?;
        let against = forecast.map(|forecast| against_forecast(&library.check_in, forecast, one));
        let against = against.unwrap_or_default();
        let of_sign = against.into_iter().find(|one| one.sign == sign);
        Some(ReportPoint {
            day: day(one.hour),
            grade: f64::from(grade.number()),
            place: place(of_sign),
        })
    });
    HealingBand {
        value_label: page.say("band-grade"),
        time_label: page.say("band-days"),
        last_day,
        reports: reports.collect(),
        band,
    }
}
