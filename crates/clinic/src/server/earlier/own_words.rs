//! What earlier courses showed of the own skin, for the person: without grades, and without a number that nobody could see.

use needlework_registry::Change;

use super::draft::{Against, EarlierDraft, Seen};
use super::learned::Moved;
use super::view::ends;
use crate::server::page::Page;
use crate::server::plan_document::PlanDocument;

/// Sentences for the patient; none where the plan knows of no earlier results.
pub(in crate::server) fn own_words(page: &Page, document: &PlanDocument) -> Vec<String> {
    let Some(learned) = &document.learned else {
        return Vec::new();
    };
    let courses = document.case.earlier.iter();
    let mut sentences: Vec<String> = courses
        .flat_map(|course| own_course(page, course))
        .collect();
    let compared = learned.compared(&document.forecast);
    if let Some(main) = compared.first() {
        let least = main.scale.minimal_detectable_change;
        sentences.push(page.say(match main.moved() {
            Moved::Hardly => "own-learned-same",
            Moved::Up(by) if by < least => "own-learned-up-unseen",
            Moved::Up(_) => "own-learned-up",
            Moved::Down(by) if by < least => "own-learned-down-unseen",
            Moved::Down(_) => "own-learned-down",
        }));
    }
    if learned.is_unlikely() {
        sentences.push(page.say("own-learned-unlikely"));
    }
    sentences
}

fn own_course(page: &Page, course: &EarlierDraft) -> Vec<String> {
    let Some((first, last)) = ends(course) else {
        return Vec::new();
    };
    let zone = page.zone_name(&course.zone);
    let results = course.results.iter();
    results
        .map(|result| match &result.seen {
            Seen::Scale { told, against, .. } => {
                let values: [(&str, &str); 4] = [
                    ("zone", zone.as_str()),
                    ("scale", &page.known_scale_name(&result.id)),
                    ("first", &page.day(first)),
                    ("last", &page.day(last)),
                ];
                match (told, against) {
                    (Change::Better, Against::Less | Against::LowerPart) => {
                        page.say_all("own-learned-better-less", &values)
                    }
                    (Change::Better, Against::More | Against::UpperPart) => {
                        page.say_all("own-learned-better-more", &values)
                    }
                    (Change::Better, Against::AsExpected) => {
                        page.say_all("own-learned-better", &values)
                    }
                    (Change::NotTold, _) => page.say_all("own-learned-nothing", &values),
                    (Change::Worse, _) => page.say_all("own-learned-worse", &values),
                }
            }
            Seen::Hours { from, to } => page.say_all(
                "own-learned-hours",
                &[
                    ("zone", &zone),
                    ("sign", &page.known_sign_name(&result.id)),
                    ("from", &page.number(*from, 0)),
                    ("to", &page.number(*to, 0)),
                ],
            ),
        })
        .collect()
}
