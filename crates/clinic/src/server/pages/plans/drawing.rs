//! Drawing everything that pages show of a plan once, when it is locked.

use std::sync::Arc;

use needlework_planning::{Library, Plan};

use super::paper::paper;
use crate::server::access::Duty;
use crate::server::drawn_plan::{DrawnPlan, Part};
use crate::server::outlook_view::OutlookView;
use crate::server::page::Page;
use crate::server::pages::mine::plan::drawn_cuts;
use crate::server::problem::Problem;

/// Draws everything that pages show of a plan which was just locked, in every language, and keeps it: nobody who looks at it then
/// waits for the model.
pub(super) async fn draw_all<D: Duty>(
    drawn: &DrawnPlan<'_, D>,
    page: &Page,
    (plan, library): (Plan, Arc<Library>),
) -> Result<(), Problem> {
    let (page, document) = (page.clone(), drawn.document.clone());
    let drawing = tokio::task::spawn_blocking(move || {
        let languages = page.languages().into_iter();
        let parts = languages.map(|(code, _, _)| {
            let page = page.speaking(code);
            let outlook = OutlookView::of(&page, &plan, &library)?.html()?;
            let paper = paper(&page, &plan, &library, &document)?;
            Ok([
                (Part::Outlook, page.code(), vec![outlook]),
                (Part::Cuts, page.code(), drawn_cuts(&page, &plan)),
                (Part::Paper, page.code(), vec![paper]),
            ])
        });
        parts.collect::<Result<Vec<_>, Problem>>()
    });
    let parts = drawing.await.map_err(|_| Problem::Fault("plan"))??;
    for (part, language, html) in parts.into_iter().flatten() {
        drawn.keep(part, language, &html).await;
    }
    Ok(())
}
