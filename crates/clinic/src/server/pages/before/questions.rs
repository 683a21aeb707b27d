//! The questions: about the person, the wish, and the protocol's own about what may speak against it.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use jiff::civil::Date;
use needlework_planning::Library;
use needlework_skin::{AGES_YEARS, Photodamage, Phototype, Sex};

use super::Wanted;
use super::given::{Mistake, is_asked};
use crate::server::clinic::Shared;
use crate::server::intake::{Beside, Fields};
use crate::server::page::Page;
use crate::server::pages::questionnaire::{Asked, QuestionField, groups};
use crate::server::pages::{Shown, show};

/// One choice.
pub(super) struct Choice {
    id: String,
    text: String,
    is_chosen: bool,
}

#[derive(Template)]
#[template(path = "clinic/before/questions.html")]
pub(super) struct QuestionsPage {
    page: Page,
    mistakes: Vec<Mistake>,
    age: String,
    youngest: String,
    oldest: String,
    sexes: Vec<Choice>,
    phototypes: Vec<Choice>,
    photodamages: Vec<Choice>,
    years_since_menopause: String,
    acne_prone: bool,
    wishes: Vec<Choice>,
    zones: Vec<Choice>,
    questions: Vec<QuestionField>,
}

/// The empty form.
pub(in crate::server) async fn show_questions(
    State(clinic): State<Shared>,
    headers: HeaderMap,
    Query(wanted): Query<Wanted>,
) -> Shown {
    let page = Page::of_visitor(&clinic, &headers, &wanted.lang).await;
    let library = clinic.library().await;
    let nothing = Fields::new(Vec::new());
    let today = clinic.today().await;
    show(&QuestionsPage::of(
        page,
        &library,
        &nothing,
        today,
        Vec::new(),
    ))
}

impl QuestionsPage {
    /// The form with what was typed, and what is wrong with it.
    pub(super) fn of(
        page: Page,
        library: &Library,
        typed: &Fields,
        today: Date,
        mistakes: Vec<Mistake>,
    ) -> Self {
        let asked = Asked {
            earlier: None,
            beside: &Beside::default(),
            is_correction: false,
        };
        let all = groups(&page, library, asked, today, Some(typed));
        let questions = all.into_iter().flat_map(|group| group.questions);
        let is_wanted = |one: &QuestionField| {
            let rule = library.screening.get(&one.rule);
            rule.is_some_and(|rule| is_asked(library, rule))
        };
        Self {
            mistakes,
            age: typed.get("age").to_owned(),
            youngest: format!("{:.0}", AGES_YEARS.start()),
            oldest: format!("{:.0}", AGES_YEARS.end()),
            sexes: choices(&page, "sex", Sex::NAMES, typed.get("sex")),
            phototypes: choices(
                &page,
                "before-phototype",
                Phototype::NAMES,
                typed.get("phototype"),
            ),
            photodamages: choices(
                &page,
                "before-photodamage",
                Photodamage::NAMES,
                typed.get("photodamage"),
            ),
            years_since_menopause: typed.get("years_since_menopause").to_owned(),
            acne_prone: typed.get("acne_prone") == "yes",
            wishes: library
                .courses
                .iter()
                .map(|course| Choice {
                    text: page.indication_name(&course.id),
                    is_chosen: typed.get("indication") == course.id,
                    id: course.id.clone(),
                })
                .collect(),
            zones: zones(&page, library, &typed.all("zone")),
            questions: questions.filter(is_wanted).collect(),
            page,
        }
    }
}

fn choices<T>(page: &Page, subject: &str, names: &[(&str, T)], chosen: &str) -> Vec<Choice> {
    let choice = |(name, _): &(&str, T)| Choice {
        id: (*name).to_owned(),
        text: page.say(&format!("{subject}-{name}")),
        is_chosen: *name == chosen,
    };
    names.iter().map(choice).collect()
}

fn zones(page: &Page, library: &Library, chosen: &[&str]) -> Vec<Choice> {
    let open = library.zones.iter().filter(|zone| zone.blocked.is_none());
    open.map(|zone| Choice {
        text: page.zone_name(&zone.id),
        is_chosen: chosen.contains(&zone.id.as_str()),
        id: zone.id.clone(),
    })
    .collect()
}
