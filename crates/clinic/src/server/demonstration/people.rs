//! Who comes to the demonstration, and how far each has come.

use jiff::SignedDuration;
use jiff::civil::date;
use needlework_chart::event::{
    AdverseEventOpened, ConsentClass, OverrideDecided, OverrideSubject, PlanCompleted, PlanStopped,
    Seen,
};
use needlework_chart::id::{
    AdverseEventId, ConsentId, OverrideId, PatientId, PhotographId, RatingId,
};
use needlework_chart::record::NewPhotograph;

use super::course::{Reached, USUAL, Wish};
use super::healing::{CALM, STILL_RED};
use super::portrait::portrait;
use super::{Somebody, Stage, Story};
use crate::language::USUAL_LANGUAGE;
use crate::server::access::uuid;
use crate::server::office::appointment::{Appointment, Purpose};
use crate::server::office::clinic_site::FIRST_SITE;
use crate::server::problem::Problem;
use crate::server::rated_scale::{Given, rated, rated_under};

const CHEEKS_AND_EYES: &[(&str, Option<f64>)] = &[("cheek", Some(3.0)), ("periorbital", Some(3.0))];
const CHEEKS: &[(&str, Option<f64>)] = &[("cheek", Some(3.0))];
/// Since when the result of Anna Huber can be judged, days: she is asked what she says of it, and has not answered yet.
const JUDGED_DAYS_AGO: i64 = 14;
const BOTH: [ConsentClass; 2] = [ConsentClass::Treatment, ConsentClass::Photograph];

const fn somebody(
    family: &'static str,
    given: &'static str,
    birth_date: jiff::civil::Date,
) -> Somebody {
    Somebody {
        family,
        given,
        birth_date,
        sex: "female",
        phototype: "II",
        photodamage: "moderate",
        years_since_menopause: None,
        indication: "facial-wrinkles",
        zones: CHEEKS_AND_EYES,
    }
}

/// Everybody comes.
pub(super) async fn arrive(stage: &Stage) -> Result<(), Problem> {
    new_today(stage).await?;
    waits_for_prescriber(stage).await?;
    has_options(stage).await?;
    in_review(stage).await?;
    ready_today(stage).await?;
    after_first_session(stage).await?;
    unsigned(stage).await?;
    completed(stage).await?;
    stopped(stage).await?;
    refused(stage).await
}

async fn new_today(stage: &Stage) -> Result<(), Problem> {
    let who = somebody("Aebi", "Nora", date(1988, 4, 17));
    let patient = Story::begin(stage, &who, 1001, 0)?.keep().await?;
    appointment(stage, patient, Purpose::Consultation, 9, 0).await
}

async fn waits_for_prescriber(stage: &Stage) -> Result<(), Problem> {
    let who = somebody("Brunner", "Lea", date(1979, 11, 2));
    let mut story = Story::begin(stage, &who, 1002, 3)?;
    story.screen(&who, stage.days_ago(2), &[("herpes-history", "yes")])?;
    story.keep().await?;
    Ok(())
}

async fn has_options(stage: &Stage) -> Result<(), Problem> {
    let who = Somebody {
        years_since_menopause: Some(3.0),
        ..somebody("Caruso", "Sofia", date(1971, 6, 30))
    };
    let mut story = Story::begin(stage, &who, 1003, 9)?;
    story.screen(&who, stage.days_ago(8), &[])?;
    story.plan(stage.days_ago(7), &USUAL, Reached::Draft)?;
    let fewer = Wish {
        name: "Three sessions",
        sessions: Some(3),
        is_declined: false,
    };
    story.plan(stage.days_ago(6), &fewer, Reached::Draft)?;
    let more = Wish {
        name: "Six sessions",
        sessions: Some(6),
        is_declined: true,
    };
    story.plan(stage.days_ago(5), &more, Reached::Draft)?;
    story.keep().await?;
    Ok(())
}

async fn in_review(stage: &Stage) -> Result<(), Problem> {
    let who = Somebody {
        phototype: "IV",
        indication: "acne-scars",
        zones: CHEEKS,
        sex: "male",
        photodamage: "mild",
        ..somebody("Demir", "Emre", date(1996, 1, 21))
    };
    let mut story = Story::begin(stage, &who, 1004, 5)?;
    story.screen(&who, stage.days_ago(4), &[])?;
    story.plan(stage.days_ago(1), &USUAL, Reached::InReview)?;
    story.keep().await?;
    Ok(())
}

async fn ready_today(stage: &Stage) -> Result<(), Problem> {
    let who = somebody("Egger", "Jana", date(1982, 9, 12));
    let mut story = Story::begin(stage, &who, 1005, 16)?;
    story.screen(&who, stage.days_ago(3), &[])?;
    let plan = story.plan(stage.days_ago(3), &USUAL, Reached::Approved)?;
    story.agree(&who, stage.days_ago(2), plan, &BOTH)?;
    story.be_reminded(stage.days_ago(2), USUAL_LANGUAGE, None)?;
    let patient = story.keep().await?;
    appointment(stage, patient, Purpose::Treatment, 10, 30).await
}

async fn after_first_session(stage: &Stage) -> Result<(), Problem> {
    let who = somebody("Fontana", "Giulia", date(1975, 2, 8));
    let mut story = Story::begin(stage, &who, 1006, 20)?;
    story.screen(&who, stage.days_ago(12), &[])?;
    let plan = story.plan(stage.days_ago(12), &USUAL, Reached::Approved)?;
    story.agree(&who, stage.days_ago(10), plan, &BOTH)?;
    let at = stage.days_ago(2);
    story.session(at, plan, "0101", true)?;
    let told = at + SignedDuration::from_hours(30);
    story.report(&who, told, &STILL_RED)?;
    let patient = story.keep().await?;
    appointment(stage, patient, Purpose::Review, 14, 0).await
}

async fn unsigned(stage: &Stage) -> Result<(), Problem> {
    let who = somebody("Graf", "Miriam", date(1969, 12, 5));
    let mut story = Story::begin(stage, &who, 1007, 30)?;
    story.screen(&who, stage.days_ago(8), &[])?;
    let plan = story.plan(stage.days_ago(8), &USUAL, Reached::Approved)?;
    story.agree(&who, stage.days_ago(7), plan, &BOTH)?;
    story.session(stage.days_ago(1), plan, "0102", false)?;
    let away = story.somewhere_by_day();
    story.be_reminded(stage.days_ago(1), "es", away)?;
    story.keep().await?;
    Ok(())
}

async fn completed(stage: &Stage) -> Result<(), Problem> {
    let who = somebody("Huber", "Anna", date(1966, 5, 19));
    let mut story = Story::begin(stage, &who, 1008, 250)?;
    story.screen(&who, stage.days_ago(240), &[])?;
    let plan = story.plan(stage.days_ago(240), &USUAL, Reached::Approved)?;
    let consent = story.agree(&who, stage.days_ago(238), plan, &BOTH)?;
    let gaps = story.gaps_days(plan);
    let last = JUDGED_DAYS_AGO + judge_after_days(stage);
    let first = last + gaps.last().copied().unwrap_or_default();
    // Everybody else may grade the outcome blind.
    story.supervisor.clone_from(&stage.staff.clinician.name);
    for (gap, unit) in gaps.iter().zip(110..) {
        story.session(stage.days_ago(first - gap), plan, &format!("0{unit}"), true)?;
    }
    // Make-up, brush and actives may be released since: nobody has yet.
    let told = stage.days_ago(last) + SignedDuration::from_hours(170);
    story.report(&who, told, &CALM)?;
    let clinician = stage.staff.clinician.clone();
    let scale = rated_under(&stage.library, "lemperle-wrinkles").ok_or(Problem::Fault("scale"))?;
    for (days, grade) in [(240, 3.0), (JUDGED_DAYS_AGO, 2.0)] {
        let at = stage.days_ago(days);
        let given = Given {
            zone: Some("cheek".to_owned()),
            grade,
            day: stage.day(at),
            seen: Some(Seen::Live),
        };
        let rating = RatingId::new(at, stage.clinic.chance())?;
        story.add(at, &clinician, rated(rating, scale, given))?;
    }
    let at = stage.days_ago(30);
    story.add(at, &clinician, PlanCompleted { plan })?;
    // The next plan knows what came of the last.
    let again = Wish {
        name: "Another course",
        ..USUAL
    };
    story.plan(stage.days_ago(20), &again, Reached::Draft)?;
    let patient = story.keep().await?;
    for (days, lines) in [(first + 1, 1.0), (JUDGED_DAYS_AGO, 0.45)] {
        for (view, turn) in [
            ("front", 0.0),
            ("left-oblique", -0.8),
            ("right-oblique", 0.8),
        ] {
            photograph(stage, patient, consent, days, view, &portrait(turn, lines)?).await?;
        }
    }
    Ok(())
}

/// Days after the last session at which a result is judged.
#[expect(
    clippy::cast_possible_truncation,
    reason = "the data file allows 1 to 365 days"
)]
fn judge_after_days(stage: &Stage) -> i64 {
    stage.clinic.shipped_library().visits.judge_after_days.value as i64
}

/// A drawn face is put into the album.
async fn photograph(
    stage: &Stage,
    patient: PatientId,
    consent: ConsentId,
    days_ago: i64,
    view: &str,
    pixels: &[u8],
) -> Result<(), Problem> {
    let at = stage.days_ago(days_ago);
    let record = &stage.clinic.record;
    let opened = record.open(patient).await?;
    let new = NewPhotograph {
        photograph: PhotographId::new(at, stage.clinic.chance())?,
        consent,
        session: None,
        view: view.to_owned(),
        taken_at: at,
        media_type: "image/jpeg".to_owned(),
    };
    let author = stage.staff.clinician.clone();
    record
        .add_photograph(&opened, new, pixels, author, at)
        .await?;
    Ok(())
}

async fn stopped(stage: &Stage) -> Result<(), Problem> {
    let who = Somebody {
        phototype: "V",
        ..somebody("Imhof", "Daria", date(1984, 8, 27))
    };
    let mut story = Story::begin(stage, &who, 1009, 60)?;
    let screening = story.screen(
        &who,
        stage.days_ago(50),
        &[("melasma-or-pih", "dark-marks")],
    )?;
    let physician = stage.staff.physician.clone();
    let at = stage.days_ago(50);
    let rule = stage.library.screening.get("melasma-or-pih");
    story.add(
        at,
        &physician,
        OverrideDecided {
            override_id: OverrideId::new(at, stage.clinic.chance())?,
            subject: OverrideSubject::ScreeningRule {
                screening,
                rule: "melasma-or-pih".to_owned(),
                version: rule.map_or(1, |rule| rule.record.version),
            },
            reason_code: rule
                .and_then(|rule| rule.decisions.first().cloned())
                .unwrap_or_default(),
            reason: "Old marks, stable for two years; informed about darkening.".to_owned(),
            second_name: None,
        },
    )?;
    let plan = story.plan(stage.days_ago(49), &USUAL, Reached::Approved)?;
    story.agree(&who, stage.days_ago(45), plan, &BOTH)?;
    let session = story.session(stage.days_ago(40), plan, "0103", true)?;
    let at = stage.days_ago(18);
    story.add(
        at,
        &physician,
        AdverseEventOpened {
            adverse_event: AdverseEventId::new(at, stage.clinic.chance())?,
            session: Some(session),
            sign: "pigment-change".to_owned(),
            description: "Darker patches on both cheeks since two weeks.".to_owned(),
            onset_on: Some(stage.day(stage.days_ago(32))),
            is_serious: false,
            is_thought_serious: false,
            grade: 2,
        },
    )?;
    let reason = "Darkening after the first session.".to_owned();
    story.add(at, &physician, PlanStopped { plan, reason })?;
    story.keep().await?;
    Ok(())
}

async fn refused(stage: &Stage) -> Result<(), Problem> {
    let who = somebody("Jung", "Mei", date(1990, 3, 3));
    let mut story = Story::begin(stage, &who, 1010, 2)?;
    story.screen(
        &who,
        stage.days_ago(1),
        &[("keloid-tendency", "yes"), ("wound-or-rash", "yes")],
    )?;
    story.keep().await?;
    Ok(())
}

async fn appointment(
    stage: &Stage,
    patient: PatientId,
    purpose: Purpose,
    hour: i8,
    minute: i8,
) -> Result<(), Problem> {
    let today = stage.day(stage.clinic.now());
    let starts = today
        .at(hour, minute, 0, 0)
        .to_zoned(stage.page.zone().clone())
        .map_err(|_| Problem::Fault("demonstration"))?;
    stage
        .put(&Appointment {
            id: uuid(&stage.clinic)?,
            patient,
            purpose,
            starts_at: starts.timestamp(),
            minutes: 60,
            site: FIRST_SITE,
            room: if purpose == Purpose::Treatment {
                "1"
            } else {
                "2"
            }
            .to_owned(),
        })
        .await
}
