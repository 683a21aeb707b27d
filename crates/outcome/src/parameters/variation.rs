//! How places and people differ beyond what technique, skin and age explain. A place is a clinic or a study: its hands, its
//! people, its eyes and its instruments.

use needlework_evidence::parameters;

parameters! {
    /// Standard deviations between places.
    pub struct BetweenPlaces in "outcome.between_places" {
        /// Of the logarithm of the improvement of every scale.
        response: "-",
        /// Of the logarithm of every change in a biopsy.
        biopsy: "-",
        /// Of the logarithm of how long redness, swelling, tenderness and tightness last.
        duration: "-",
        /// Of the logarithm of how long channels stay open.
        closure: "-",
        /// Of the logarithm of the uptake beyond that of untouched skin.
        uptake: "-",
        /// Of the logarithm of pain.
        pain: "-",
        /// Of the log-odds of risks.
        risk: "-",
    }
}

parameters! {
    /// Standard deviations between people of one place.
    pub struct BetweenPeople in "outcome.between_people" {
        /// Of the logarithm of the response to the same injury.
        response: "-",
        /// Of the logarithm of how long signs last and channels stay open.
        duration: "-",
    }
}

parameters! {
    /// Where this place lies between places.
    pub struct PlaceDeviation in "outcome.place" {
        /// Improvement.
        response: "standard deviations",
        /// Changes in biopsies.
        biopsy: "standard deviations",
        /// Duration of signs.
        duration: "standard deviations",
        /// Duration of open channels.
        closure: "standard deviations",
        /// Uptake.
        uptake: "standard deviations",
        /// Pain.
        pain: "standard deviations",
        /// Risks.
        risk: "standard deviations",
    }
}

parameters! {
    /// Where this person lies between people.
    pub struct PersonDeviation in "outcome.person" {
        /// Response.
        response: "standard deviations",
        /// Duration of signs and open channels.
        duration: "standard deviations",
    }
}

parameters! {
    /// How exactly people tell of themselves.
    pub struct OwnReports in "outcome.own_reports" {
        /// Standard deviation of the logarithm of how long a sign lasted, as somebody remembers it.
        log_hours_error: "-",
    }
}
