//! What came, held against what was said.
//!
//! [`CarriedOut`] holds the ratings of one chart against the forecast that was locked. A [`Position`] says where one observed
//! result lies in its prediction; a [`Judgement`] says it of one person in words that a page can draw. Over many people,
//! [`Reliability`] tells how often intervals held what they promised, [`Watch`] whether a device or an operator stands apart from
//! the rest of the clinic, and [`RunChart`] whether a side effect became more frequent. [`Agreement`] says how far an open and a
//! blinded rater agree, [`OverrideReview`] what followed where somebody decided against a rule, [`VerdictReview`] what patients say
//! themselves. [`ToldReview`], [`ToldRun`], [`ToldAgreement`] and [`ToldVerdicts`] are the same for those who may not see small
//! counts. [`SyntheticClinic`] makes clinics whose truth is known, to check all of it. [`research_table`] is what may leave the clinic.
//!
//! Everything here is pure: no clock, no file, and the same rows give the same result.

mod agreement;
mod course;
mod evidence;
mod exact;
mod judgement;
mod outcome;
mod overrides;
mod position;
mod ranks;
mod reliability;
mod research;
mod run_chart;
mod suppression;
mod synthetic;
mod verdict;
mod watch;

pub use agreement::{
    Agreement, AgreementMeasure, FEWEST_PEOPLE, MeasuredAgreement, RatedTwice,
    intraclass_correlation, limits_of_agreement, weighted_kappa,
};
pub use course::{CarriedOut, GivenGrade, JudgedScale, Rater, days_between, days_from_judgement};
pub use exact::{SharedInterval, share};
pub use judgement::{Change, Judgement, MeasuredChange, Place};
pub use outcome::{CourseOutcome, Group, Kind, REPORTED_URGENT, Trait, TreatedSession};
pub use overrides::{
    Compared, DecidedAgainst, FEWEST_SESSIONS, OverrideReview, ReviewedRule, ReviewedSession,
    RuleKind, RuleReview,
};
pub use position::Position;
pub use reliability::{Held, Reliability, ReliabilityPoint, Weighed};
pub use research::{
    ColumnKind, RESEARCH_COLUMNS, ResearchColumn, ResearchResult, ResearchRow, ResearchTable,
    SMALLEST_CELL, research_dictionary, research_table,
};
pub use run_chart::{ChartPoint, FALSE_POINT_SHARE, Month, RunChart};
pub use suppression::{
    SignRun, ToldAgreement, ToldCount, ToldReview, ToldRule, ToldRun, ToldVerdicts,
};
pub use synthetic::{Drift, SyntheticClinic, SyntheticRecord};
pub use verdict::{
    Answer, ChosenAnswer, Crossed, JudgedPeople, Verdict, VerdictGroup, VerdictReview,
};
pub use watch::{FALSE_ALARM_SHARE, Finding, Stream, Watch};
