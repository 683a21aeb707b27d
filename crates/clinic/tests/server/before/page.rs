//! The public page: for anybody, light, the same for all of one language, with every number banded.

use std::sync::Arc;

use axum::http::{Request, StatusCode, header};
use jiff::SignedDuration;
use needlework_clinic::server::PublicPageDrawer;

use crate::forms::change_settings;
use crate::support::{DEMONSTRATION, HOST, House, between};

/// What the page with everything that it loads may weigh, bytes (issue 6).
const MOST_BYTES: usize = 200_000;

/// Addresses of style sheets, modules and pictures that a page loads.
fn assets(page: &str) -> Vec<&str> {
    let marks = ["href=\"/assets/", "src=\"/assets/"];
    let found = marks.iter().flat_map(|mark| page.split(mark).skip(1));
    found.map(|rest| rest.split('"').next().unwrap()).collect()
}

#[tokio::test]
async fn page_and_assets_weigh_less_than_200_kb_in_every_language_and_set_no_cookie() {
    let house = House::empty(DEMONSTRATION).await;
    let stranger = house.stranger();
    for code in ["en", "es"] {
        let answer = stranger.get(&format!("/before?lang={code}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        assert!(answer.headers.get(header::SET_COOKIE).is_none());
        let mut bytes = answer.text.len();
        let loaded = assets(&answer.text);
        assert!(loaded.len() >= 5, "{loaded:?}");
        for asset in loaded {
            let file = stranger.get(&format!("/assets/{asset}")).await;
            assert_eq!(file.status, StatusCode::OK, "{asset}");
            bytes += file.text.len();
        }
        println!(
            "{code}: {bytes} bytes, of them {} the page",
            answer.text.len()
        );
        assert!(bytes < MOST_BYTES, "{code}: {bytes} bytes");
    }
}

#[tokio::test]
async fn it_is_drawn_before_anybody_asks_in_every_language_and_again_on_another_day() {
    let house = House::of_made_up_people().await;
    let drawer = PublicPageDrawer::new(Arc::clone(&house.clinic));
    // In how many languages it is missing after each, until it is in none.
    let drawn = async || {
        let mut missing = vec![drawer.draw_one().await.unwrap()];
        while missing.last() != Some(&0) {
            missing.push(drawer.draw_one().await.unwrap());
        }
        missing
    };
    assert_eq!(drawn().await, [1, 0]);
    assert_eq!(drawn().await, [0]);
    let early = house.stranger().page("/before?lang=es").await;
    let anew = house.started_anew().await;
    assert!(anew.stranger().page("/before?lang=es").await == early);
    house.clock.move_on(SignedDuration::from_hours(24));
    assert_eq!(drawn().await, [1, 0]);
}

#[tokio::test]
async fn it_is_the_same_for_everybody_until_a_setting_changes() {
    let house = House::of_made_up_people().await;
    let stranger = house.stranger();
    let first = stranger.page("/before").await;
    let began = std::time::Instant::now();
    let second = stranger.page("/before").await;
    let again = began.elapsed();
    assert!(first == second);
    println!("the kept page takes {} ms", again.as_millis());
    house.clock.move_on(SignedDuration::from_hours(24));
    let tomorrow = stranger.page("/before").await;
    assert!(tomorrow.contains("<h1>"));
    let owner = house
        .as_role(needlework_clinic::server::office::account::Role::Owner)
        .await;
    change_settings(&owner, &[("clinic_name", "Under the Linden")]).await;
    assert!(!tomorrow.contains("Under the Linden"));
    let renamed = stranger.page("/before").await;
    assert!(renamed.contains("Under the Linden"), "{renamed}");
}

#[tokio::test]
async fn it_speaks_the_language_of_the_browser_or_the_one_that_is_asked_for() {
    let house = House::empty(DEMONSTRATION).await;
    let stranger = house.stranger();
    let ask = async |address: &str, wanted: &str| {
        let request = Request::get(address)
            .header(header::HOST, HOST)
            .header(header::ACCEPT_LANGUAGE, wanted);
        stranger
            .ask(request.body(axum::body::Body::empty()).unwrap())
            .await
            .text
    };
    assert!(
        ask("/before", "es-ES,es;q=0.9")
            .await
            .contains("<html lang=\"es\">")
    );
    assert!(
        ask("/before?lang=en", "es")
            .await
            .contains("<html lang=\"en\">")
    );
    assert!(
        ask("/before?lang=es", "en")
            .await
            .contains("<html lang=\"es\">")
    );
    assert!(
        ask("/before?lang=xx", "en")
            .await
            .contains("<html lang=\"en\">")
    );
    let spanish = ask("/before?lang=es", "en").await;
    for english in [
        "Redness",
        "Do not ",
        "of 100 forecasts",
        "after the first visit",
    ] {
        assert!(!spanish.contains(english), "{english}");
    }
}

#[tokio::test]
async fn it_says_first_that_a_prescribed_drug_is_not_stopped_and_promises_nothing() {
    let house = House::empty(DEMONSTRATION).await;
    let page = house.stranger().page("/before?lang=en").await;
    let care = between(&page, "id=\"before-it\"", "</section>");
    let ask = care
        .find("Do not stop any medicine that was prescribed")
        .unwrap();
    assert!(care.find("retinol").unwrap() > ask);
    assert!(page.contains("not a promise for one person"));
    for never in [
        "FDA approved",
        "suitable",
        "guaranteed",
        "you are a candidate",
    ] {
        assert!(
            !page.to_lowercase().contains(&never.to_lowercase()),
            "{never}"
        );
    }
    // The moments stand side by side for whoever has no script, each with its numbers.
    assert_eq!(page.matches("<figure data-name").count(), 7);
    assert!(between(&page, "data-slider", ">").contains("hidden"));
    for way in ["Chemical peel", "laser", "filler", "Facelift"] {
        assert!(page.contains(way), "{way}");
    }
    let five_years = page.matches("5 years with upkeep").count();
    assert!(five_years > 10, "{five_years}");
}

/// What must not be taken for a mild sign stands beside the forecast, and the page does not say that it has no number where it
/// prints one.
#[tokio::test]
async fn the_first_days_say_that_blisters_are_not_expected_and_how_sure_a_number_is() {
    let house = House::empty(DEMONSTRATION).await;
    let page = house.stranger().page("/before?lang=en").await;
    let days = between(&page, "<h2 id=\"days\">", "</section>");
    assert!(
        days.contains("Blisters, grouped or not, and pus are not expected: contact the clinic.")
    );
    assert!(
        !days.contains("small blisters") && !days.contains("No rate was found"),
        "{days}"
    );
    let spots = between(
        days,
        "spots without blisters, which ",
        " people have at all",
    );
    assert!(
        spots.contains("of 100 (") && spots.contains(" to "),
        "{spots}"
    );
}

/// Effect, days lost, risk and cost side by side; needling by the forecast of the page, and what is said of many ways once.
#[tokio::test]
async fn other_ways_stand_side_by_side_and_needling_is_told_by_this_forecast() {
    let house = House::empty(DEMONSTRATION).await;
    let page = house.stranger().page("/before?lang=en").await;
    let ways = between(&page, "<h2 id=\"ways\">", "</section>");
    let table = between(ways, "<table", "</table>");
    for column in [
        "What it does",
        "Visits",
        "Days lost",
        "How long it lasts",
        "Cost in 5 years",
        "Change of skin colour",
    ] {
        assert!(
            table.contains(&format!("<th scope=\"col\">{column}</th>")),
            "{column}: {table}"
        );
    }
    let needling = between(table, "<th scope=\"row\">", "</tr>");
    assert!(needling.starts_with("Needling</th>"), "{needling}");
    assert!(
        needling.contains("of 100 forecasts a change can be seen"),
        "{needling}"
    );
    assert!(needling.contains("red for "), "{needling}");
    let card = between(ways, "<details", "</details>");
    // Of published figures that contradict the forecast, how long it lasts alone is told, both of them (conflict C16).
    for lasts in ["3 to 6 months", "12 to 18 months"] {
        assert!(needling.contains(lasts) && card.contains(lasts), "{lasts}");
    }
    assert!(!needling.contains("1 to 3 days"), "{needling}");
    let retinoid = table.split("<th scope=\"row\">Vitamin A cream").nth(1);
    let retinoid = retinoid.unwrap().split("</tr>").next().unwrap();
    assert!(retinoid.contains("raises collagen"), "{retinoid}");
    assert!(retinoid.contains("not checked"), "{retinoid}");
    assert_eq!(ways.matches("the regulator asks").count(), 1, "{ways}");
    assert!(!page.contains("Columns of ablation") && !page.contains("51 articles"));
    assert!(!page.contains("Radiofrequency needling only"));
    assert!(page.contains("All channels are open."));
}

/// "Less than 1" is no number of which one says "about".
#[tokio::test]
async fn few_open_channels_are_told_without_about() {
    let house = House::empty(DEMONSTRATION).await;
    for (language, told, refused) in [
        (
            "en",
            "Less than 1 of 100 channels are still open (",
            "About less",
        ),
        (
            "es",
            "Menos de 1 de cada 100 canales siguen abiertos (",
            "unos menos",
        ),
    ] {
        let page = house
            .stranger()
            .page(&format!("/before?lang={language}"))
            .await;
        assert!(page.contains(told), "{page}");
        assert!(!page.contains(refused), "{page}");
    }
}

/// The cost over five years counts visits by what the page says of how long a change lasts, and by nothing else.
#[tokio::test]
async fn the_cost_of_needling_follows_from_how_long_this_forecast_says_that_it_lasts() {
    let house = House::empty(DEMONSTRATION).await;
    let page = house.stranger().page("/before?lang=en").await;
    let ways = between(&page, "<h2 id=\"ways\">", "</section>");
    let table = between(ways, "<table", "</table>");
    let needling = between(table, "<th scope=\"row\">", "</tr>");
    assert!(needling.contains("Two years later a change can still be seen"));
    let cells: Vec<&str> = needling.split("<td>").skip(1).collect();
    let visits: u32 = cells[1].split('<').next().unwrap().parse().unwrap();
    let counted = between(
        ways,
        "The cost of needling counts ",
        " ends after two years",
    );
    assert!(
        counted.starts_with(&format!("{visits} visits.")),
        "{counted}"
    );
    let months: u32 = between(counted, "one visit more every ", " months")
        .rsplit(' ')
        .next()
        .unwrap()
        .parse()
        .unwrap();
    // Five years are 60 months; the lowest price of a visit is 100 dollars.
    let upkeep = 60_u32.div_ceil(months) - 1;
    let least = format!("USD\u{a0}{}", 100 * (visits + upkeep));
    assert!(cells[4].contains(&least), "{least}: {}", cells[4]);
    let card = between(ways, "<details", "</details>");
    assert!(card.contains(&least), "{card}");
    assert!(!needling.contains("15,000") && !card.contains("15,000"));
}
