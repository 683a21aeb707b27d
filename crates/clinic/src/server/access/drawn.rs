//! What locked plans drew, for whoever has opened the chart. It shows nothing that the plan in the chart does not say, so that no
//! line of the trail stands for it.

use needlework_chart::id::PlanId;
use needlework_chart::record::OpenChart;
use zeroize::Zeroizing;

use super::{Allowed, Duty};
use crate::server::problem::Problem;

impl<D: Duty> Allowed<D> {
    /// A part of what a plan of an open chart drew; `None`: none was kept.
    ///
    /// # Errors
    /// When the person was erased meanwhile, or it cannot be read.
    pub async fn drawn_of(
        &self,
        chart: &OpenChart,
        plan: PlanId,
        part: &str,
    ) -> Result<Option<Zeroizing<Vec<u8>>>, Problem> {
        Ok(self.clinic().record.drawn(chart, plan, part).await?)
    }

    /// Keeps a part of what a plan of an open chart drew.
    ///
    /// # Errors
    /// When the person was erased meanwhile, or it cannot be written.
    pub async fn keep_drawn_of(
        &self,
        chart: &OpenChart,
        plan: PlanId,
        part: &str,
        drawn: &[u8],
    ) -> Result<(), Problem> {
        let record = &self.clinic().record;
        Ok(record.keep_drawn(chart, plan, part, drawn).await?)
    }
}
