//! Why a chart does not take what was stated, as a text of the pages.

use needlework_chart::fold::Refusal;

use super::problem::Problem;

/// The problem of a page whose statement a chart refused. It tells what to do on the pages, which know no ids.
pub(super) fn refused_by_chart(refusal: &Refusal) -> Problem {
    let key = match refusal {
        Refusal::NotRegistered => "refused-chart-empty",
        Refusal::AlreadyRegistered => "refused-chart-registered",
        Refusal::Unknown { .. } => "refused-chart-unknown",
        Refusal::Twice { .. } => "refused-chart-twice",
        Refusal::Plan { .. } => "refused-chart-plan-state",
        Refusal::OpenSession { .. } => "refused-chart-open-session",
        Refusal::NothingDone(_) => "refused-chart-nothing-done",
        Refusal::Session { .. } => "refused-chart-session-state",
        Refusal::NothingNeedled(_) => "refused-chart-nothing-needled",
        Refusal::SomethingNeedled(_) => "refused-chart-something-needled",
        Refusal::Over { .. } => "refused-chart-over",
        Refusal::Role { .. } => "refused-chart-role",
        Refusal::OwnPlan(_) => "refused-chart-own-plan",
        Refusal::AnotherPlanInForce { .. } => "refused-chart-plan-in-force",
        Refusal::NoConsent { .. } => "refused-chart-no-consent",
        Refusal::ConsentWithoutPlan => "refused-chart-consent-without-plan",
        Refusal::SentLater => "refused-chart-sent-later",
        Refusal::NoPair => "refused-chart-no-pair",
        Refusal::NotBlind => "refused-chart-not-blind",
        Refusal::GradedBefore => "refused-chart-graded-before",
        Refusal::CartridgeExpired(_) => "refused-chart-cartridge-expired",
        Refusal::CartridgeUnfit(_) => "refused-chart-cartridge-unfit",
        Refusal::NoOverride { .. } => "refused-chart-no-override",
        Refusal::NoMailAddress => "refused-mail-address",
        Refusal::UnknownTimeZone => "refused-time-zone",
        // Which condition, text or number it is stands in the words of the chart alone.
        Refusal::Blank(_) | Refusal::OutOfRange { .. } | Refusal::NotConfirmed(_) => {
            return Problem::refused_as(refusal.to_string());
        }
    };
    Problem::refused(key)
}
