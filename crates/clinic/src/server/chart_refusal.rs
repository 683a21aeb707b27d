//! Why a chart does not take what was stated, as a text of the pages.

use needlework_chart::fold::Refusal;

use super::engine_refusal::EngineRefusal;
use super::problem::Problem;
use super::said::Said;

/// What the chart names in its own words, with the texts of the same.
const NAMES: [(&str, &str); 23] = [
    ("the given name", "chart-given-name"),
    ("the reason", "chart-reason"),
    ("the comment", "chart-comment"),
    ("the version of the questions", "chart-form-version"),
    ("the version of the text", "chart-text-version"),
    ("the lot of the cartridge", "chart-lot"),
    ("the unit of the cartridge", "chart-unit"),
    ("the amendment", "chart-amendment"),
    ("the zone", "zone"),
    ("the distance from the plan", "chart-deviation"),
    ("the response", "chart-response"),
    ("the words to the patient", "check-in-reply"),
    ("what was tried", "silence-note"),
    ("the outcome", "chart-outcome"),
    ("the language", "chart-language"),
    ("a grade", "chart-grade"),
    ("the depth in mm", "chart-depth"),
    ("the number of passes", "chart-passes"),
    ("pain", "chart-pain"),
    ("the level", "chart-level"),
    ("the grade", "chart-grade"),
    ("identity", "chart-identity"),
    ("contact", "chart-contact"),
];

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
        Refusal::CorrectionOfNoEntry => "refused-chart-correction-of-no-entry",
        Refusal::LastEntry(_) => "refused-chart-last-entry",
        Refusal::NothingCorrected => "refused-nothing-corrected",
        Refusal::Over { .. } => "refused-chart-over",
        Refusal::Role { .. } => "refused-chart-role",
        Refusal::OwnPlan(_) => "refused-chart-own-plan",
        Refusal::AnotherPlanInForce { .. } => "refused-chart-plan-in-force",
        Refusal::NoConsent { .. } => "refused-chart-no-consent",
        Refusal::ConsentWithoutPlan => "refused-chart-consent-without-plan",
        Refusal::SentLater => "refused-chart-sent-later",
        Refusal::LookedAtBefore => "refused-look-again",
        Refusal::OnsetInFuture => "refused-future-day",
        Refusal::OnsetBeforeSession => "refused-onset-before-session",
        Refusal::OnsetBeforeBirth => "refused-onset-before-birth",
        Refusal::ReportedBeforeOpened => "refused-reported-before-opened",
        Refusal::Unreported => "refused-unreported",
        Refusal::RatedBeforeRegistered => "refused-rated-before-registered",
        Refusal::RatingOfAnother => "refused-rating-of-another",
        Refusal::NoPair => "refused-chart-no-pair",
        Refusal::NotBlind => "refused-chart-not-blind",
        Refusal::GradedBefore => "refused-chart-graded-before",
        Refusal::CartridgeExpired(_) => "refused-chart-cartridge-expired",
        Refusal::CartridgeUnfit(_) => "refused-chart-cartridge-unfit",
        Refusal::NoOverride { .. } => "refused-chart-no-override",
        Refusal::NoMailAddress => "refused-mail-address",
        Refusal::UnknownTimeZone => "refused-time-zone",
        Refusal::Blank(what) | Refusal::OutOfRange { what, .. } | Refusal::NotConfirmed(what) => {
            return named(refusal, what);
        }
    };
    Problem::refused(key)
}

/// A refusal that names a text, a number or a condition.
fn named(refusal: &Refusal, what: &str) -> Problem {
    let Some((_, name)) = NAMES.iter().find(|(name, _)| *name == what) else {
        return Problem::engine(EngineRefusal::unsaid(refusal));
    };
    let mut values = vec![("what", Said::Text(name))];
    let key = match refusal {
        Refusal::OutOfRange { least, most, .. } => {
            values.push(("least", Said::Written(least.to_string())));
            values.push(("most", Said::Written(most.to_string())));
            "refused-chart-out-of-range"
        }
        Refusal::NotConfirmed(_) => "refused-chart-not-confirmed",
        _ => "refused-chart-blank",
    };
    Problem::engine(EngineRefusal::new(refusal, key, values))
}
