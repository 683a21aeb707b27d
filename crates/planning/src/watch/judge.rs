//! A report judged by the rules of everybody and by the forecast of this person.

use needlework_protocol::check_in::{
    Assessment, CheckIn, CheckInRules, Context, assess_with, outside_forecast,
};

use super::band::{AgainstForecast, against_forecast};
use crate::locked::LockedForecast;

/// What follows from a report.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// Level, words and rules.
    pub assessment: Assessment,
    /// Each graded sign beside its forecast.
    pub against: Vec<AgainstForecast>,
}

/// Judges a report against the earlier ones of the same session and against the forecast of its plan, where there is one. The
/// forecast can only add a message to what the rules say.
pub fn judge(
    rules: &CheckInRules,
    forecast: Option<&LockedForecast>,
    check_in: &CheckIn,
    history: &[CheckIn],
    context: Context<'_>,
) -> Judged {
    let against = forecast.map_or_else(Vec::new, |forecast| {
        against_forecast(rules, forecast, check_in)
    });
    let outside = against.iter().filter(|one| one.is_outside());
    let found = outside_forecast(rules, outside.map(|one| one.sign).collect());
    Judged {
        assessment: assess_with(rules, check_in, history, context, found),
        against,
    }
}
