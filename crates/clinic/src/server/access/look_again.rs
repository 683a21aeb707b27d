//! Looking once more at a chart that somebody has before the eyes: to redraw a part of its page, to take in what its form sends.
//!
//! Opening the page wrote a line into the trail. It stands for the looks that follow in the same sign-in, for a while; whoever
//! looks without having opened the chart writes a line by looking.

use jiff::SignedDuration;
use needlework_chart::access::AccessQuery;
use needlework_chart::event::Recorded;
use needlework_chart::id::PatientId;
use needlework_chart::record::OpenChart;

use super::{Allowed, DraftPlans, Duty, FollowUp, Photograph, RateOutcomes, ReadCharts, Treat};
use crate::server::problem::Problem;

/// The line of the trail that says that somebody opened a chart.
const OPENED: &str = "chart-opened";

/// For how long that line stands for further looks: longer than anybody writes a plan in one go, and short enough that the trail
/// says within the hour who had a chart before the eyes.
const STANDS: SignedDuration = SignedDuration::from_hours(1);

/// Newest lines of one person about one chart among which the opening is looked for: more than the photographs of an album, each
/// of which writes its own. Where it lies behind them, another one is written.
const NEWEST: u32 = 100;

impl<D: Duty> Allowed<D> {
    async fn open_again(&self, patient: PatientId) -> Result<OpenChart, Problem> {
        let chart = self.clinic().record.open(patient).await?;
        if !self.has_opened(patient).await? {
            self.note(OPENED, Some(patient), None).await?;
        }
        Ok(chart)
    }

    /// Whether this sign-in opened a chart a short while ago, by the trail.
    async fn has_opened(&self, patient: PatientId) -> Result<bool, Problem> {
        let query = AccessQuery {
            patient: Some(patient),
            user: Some(self.who().account().user),
            before_position: None,
            at_most: NEWEST,
        };
        let since = (self.clinic().now() - STANDS).max(self.who().login().began_at);
        let looks = self.clinic().record.accesses(query).await?;
        let mut looks = looks.iter().map(|(_, look)| look);
        Ok(looks.any(|look| look.action == OPENED && look.at >= since))
    }
}

/// Declares that a duty may see a chart again.
macro_rules! looks_again {
    ($($duty:ident)+) => {$(
        impl Allowed<$duty> {
            /// A chart once more. It writes a line of the trail, unless this sign-in opened the chart within the last hour.
            ///
            /// # Errors
            /// When nobody has this id, the person was erased, or the database does not answer.
            pub async fn look_again(&self, patient: PatientId) -> Result<OpenChart, Problem> {
                self.open_again(patient).await
            }
        }
    )+};
}

looks_again!(ReadCharts DraftPlans Photograph);

/// Declares that a duty may see what was recorded in a chart, which it has opened, since its page was drawn.
macro_rules! sees_since {
    ($($duty:ident)+) => {$(
        impl Allowed<$duty> {
            /// What was recorded in a chart after the version that somebody saw, the first event first. The chart was opened
            /// before, which is in the trail.
            ///
            /// # Errors
            /// When the database does not answer.
            pub async fn recorded_since(
                &self,
                patient: PatientId,
                seen: u64,
            ) -> Result<Vec<Recorded>, Problem> {
                let history = self.clinic().record.history(patient).await?;
                let seen = usize::try_from(seen).unwrap_or(usize::MAX);
                Ok(history.into_iter().skip(seen).collect())
            }
        }
    )+};
}

sees_since!(Treat DraftPlans FollowUp RateOutcomes);
