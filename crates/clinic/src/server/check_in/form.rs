//! The form of a check-in: large choices that work without script, and what came back.

use axum::body::Bytes;
use axum::extract::Multipart;
use axum::extract::multipart::MultipartError;
use jiff::Timestamp;
use needlework_chart::id::{CheckInId, PatientId};
use needlework_planning::Library;
use needlework_protocol::capitalised;
use needlework_protocol::check_in::{
    CheckIn, Grade, GradedSign, Level, LevelRow, Symptom, SymptomQuestion,
};

use super::drawing::{example, example_of};
use crate::server::clinic::Clinic;
use crate::server::intake::Fields;
use crate::server::page::Page;
use crate::server::problem::Problem;

/// Most points of the pain scale.
const MOST_PAIN: u8 = 10;
/// Longest free words, characters.
const LONGEST_WORDS: usize = 2000;
/// Version of ids that say when they were made.
const TIMED_VERSION: usize = 7;
/// Name of the field with the photograph.
const PHOTOGRAPH: &str = "photograph";

/// One choice of a graded sign.
pub(in crate::server) struct GradeChoice {
    pub(in crate::server) value: u8,
    pub(in crate::server) text: String,
    /// A drawing on light and on dark skin; empty for what is not seen.
    pub(in crate::server) drawing: String,
}

/// A sign that is graded.
pub(in crate::server) struct GradedField {
    pub(in crate::server) name: &'static str,
    pub(in crate::server) words: String,
    pub(in crate::server) choices: Vec<GradeChoice>,
    /// Questions that are asked with it, since what they ask about must not be graded as this sign.
    pub(in crate::server) beside: Vec<TickField>,
}

/// A question whose answer is a tick.
pub(in crate::server) struct TickField {
    pub(in crate::server) name: &'static str,
    pub(in crate::server) words: String,
    /// A drawing on light and on dark skin; empty for what is not drawn.
    pub(in crate::server) drawing: String,
}

/// The form as it is drawn.
pub(in crate::server) struct CheckInForm {
    /// Id of the report that it makes, however often its answers are sent.
    pub(in crate::server) key: CheckInId,
    /// Whose report it is: answers that a device kept are never sent as those of somebody else.
    pub(in crate::server) whose: PatientId,
    /// Where it is sent.
    pub(in crate::server) action: String,
    /// What is said at the head: whom to call in an emergency.
    pub(in crate::server) emergency_words: String,
    pub(in crate::server) emergency: Vec<TickField>,
    pub(in crate::server) graded: Vec<GradedField>,
    pub(in crate::server) others: Vec<TickField>,
    pub(in crate::server) pain: Vec<u8>,
    /// Whether it is sent in parts, which the page of the patient reads, with a photograph or without.
    pub(in crate::server) is_in_parts: bool,
    /// Whether a photograph may be sent along: the consent to photographs holds, and the patient sends it.
    pub(in crate::server) may_photograph: bool,
}

impl CheckInForm {
    /// A new form; `photographs` says whether the patient may send one along, and is `None` on a form of a colleague.
    ///
    /// # Errors
    /// When no random bytes can be had.
    pub(in crate::server) fn new(
        page: &Page,
        clinic: &Clinic,
        library: &Library,
        whose: PatientId,
        action: String,
        photographs: Option<bool>,
    ) -> Result<Self, Problem> {
        let into = library.translation(page.protocol_language());
        let rules = library
            .check_in
            .translated(library.speech(page.protocol_language()));
        let asked = library.check_in_words.questions(&rules, into);
        let grades: Vec<(Grade, String)> = rules
            .grades()
            .iter()
            .map(|row| (row.grade, row.record.text.clone()))
            .collect();
        let graded = asked.graded.into_iter().map(|question| GradedField {
            name: question.sign.id(),
            words: capitalised(&question.words),
            choices: grades
                .iter()
                .map(|(grade, text)| GradeChoice {
                    value: grade.number(),
                    text: text.trim_end_matches('.').to_owned(),
                    drawing: if question.is_seen {
                        example(question.sign, *grade)
                    } else {
                        String::new()
                    },
                })
                .collect(),
            beside: ticks(question.beside),
        });
        let emergency = rules.level_row(Level::Emergency);
        Ok(Self {
            key: CheckInId::new(clinic.now(), clinic.chance())?,
            whose,
            action,
            emergency_words: emergency.map_or_else(String::new, LevelRow::patient),
            emergency: ticks(asked.emergency),
            graded: graded.collect(),
            others: ticks(asked.others),
            pain: (0..=MOST_PAIN).collect(),
            is_in_parts: photographs.is_some(),
            may_photograph: photographs.unwrap_or(false),
        })
    }
}

fn ticks(questions: Vec<SymptomQuestion>) -> Vec<TickField> {
    let fields = questions.into_iter().map(|question| TickField {
        name: question.symptom.id(),
        drawing: example_of(question.symptom),
        words: capitalised(&question.words),
    });
    fields.collect()
}

/// A form that came back.
pub(in crate::server) struct Filled {
    /// Id of the report that it makes, unless it was known with other answers.
    pub(in crate::server) key: CheckInId,
    /// Whose form it was, where it says so.
    pub(in crate::server) whose: Option<PatientId>,
    /// What was answered; the hour is set by who knows the session.
    pub(in crate::server) told: CheckIn,
    /// When it was answered, where the device kept it for a while before it could be sent.
    pub(in crate::server) kept_at: Option<Timestamp>,
    /// A file that was sent along; empty: none.
    pub(in crate::server) photograph: Bytes,
}

impl Filled {
    /// Reads a form that may carry a photograph.
    ///
    /// # Errors
    /// When it did not arrive as a whole, or says what no form of ours says.
    pub(in crate::server) async fn read_parts(mut form: Multipart) -> Result<Self, Problem> {
        let mut fields = Vec::new();
        let mut photograph = Bytes::new();
        while let Some(field) = form.next_field().await.map_err(|error| cut_off(&error))? {
            let name = field.name().unwrap_or_default().to_owned();
            if name == PHOTOGRAPH {
                photograph = field.bytes().await.map_err(|error| cut_off(&error))?;
            } else {
                let value = field.text().await.map_err(|error| cut_off(&error))?;
                fields.push((name, value));
            }
        }
        let filled = Self::read(&Fields::new(fields))?;
        Ok(Self {
            photograph,
            ..filled
        })
    }

    /// Reads the fields of a form.
    ///
    /// # Errors
    /// When the key is none, a grade or the pain is out of range, a question is unknown, or the words are too long.
    pub(in crate::server) fn read(fields: &Fields) -> Result<Self, Problem> {
        let key = fields.get("key").parse().map_err(|_| not_this_form())?;
        let mut told = CheckIn::default();
        for (name, sign) in GradedSign::NAMES {
            if let Some(number) = fields.whole(&format!("grade_{name}"))? {
                let number = u8::try_from(number).ok();
                let grade = number.and_then(Grade::numbered).ok_or_else(not_this_form)?;
                told.grades.insert(*sign, grade);
            }
        }
        if let Some(pain) = fields.whole("pain")? {
            let pain = u8::try_from(pain).ok().filter(|pain| *pain <= MOST_PAIN);
            told.pain = Some(pain.ok_or_else(not_this_form)?);
        }
        for name in fields.all("symptom") {
            told.symptoms
                .insert(Symptom::named(name).ok_or_else(not_this_form)?);
        }
        let words = fields.some("words");
        if words.is_some_and(|words| words.chars().count() > LONGEST_WORDS) {
            return Err(Problem::refused("refused-words-too-long"));
        }
        told.free_text = words.map(str::to_owned);
        let whose = fields.some("whose").map(str::parse).transpose();
        Ok(Self {
            key,
            whose: whose.map_err(|_| not_this_form())?,
            told,
            kept_at: fields.some("kept_at").and_then(|text| text.parse().ok()),
            photograph: Bytes::new(),
        })
    }

    /// Refuses a form that was drawn for somebody else.
    ///
    /// # Errors
    /// When it says that it is of another patient.
    pub(in crate::server) fn require_of(&self, patient: PatientId) -> Result<(), Problem> {
        if self.whose.is_none_or(|whose| whose == patient) {
            return Ok(());
        }
        Err(Problem::refused("refused-answers-of-another"))
    }

    /// When it was answered: now, or when the device kept it, never before the form was drawn and never in the future.
    pub(in crate::server) fn answered_at(&self, now: Timestamp) -> Timestamp {
        let drawn_at = drawn_at(self.key).unwrap_or(now);
        self.kept_at
            .filter(|kept| drawn_at <= *kept && *kept <= now)
            .unwrap_or(now)
    }

    /// Graded signs and pain that were left open. A calm answer to half of the questions would be no answer.
    pub(in crate::server) fn left_open(&self) -> Vec<GradedSign> {
        let signs = GradedSign::NAMES.iter().map(|(_, sign)| *sign);
        signs
            .filter(|sign| !self.told.grades.contains_key(sign))
            .collect()
    }
}

/// The photograph of a form that holds nothing else.
///
/// # Errors
/// When it did not arrive as a whole.
pub(in crate::server) async fn photograph_of(mut form: Multipart) -> Result<Bytes, Problem> {
    while let Some(field) = form.next_field().await.map_err(|error| cut_off(&error))? {
        if field.name() == Some(PHOTOGRAPH) {
            return field.bytes().await.map_err(|error| cut_off(&error));
        }
    }
    Ok(Bytes::new())
}

/// When a form was drawn, from the id that it was given then.
fn drawn_at(key: CheckInId) -> Option<Timestamp> {
    let uuid = key.uuid();
    if uuid.get_version_num() != TIMED_VERSION {
        return None;
    }
    let (seconds, nanoseconds) = uuid.get_timestamp()?.to_unix();
    let seconds = i64::try_from(seconds).ok()?;
    Timestamp::new(seconds, i32::try_from(nanoseconds).ok()?).ok()
}

fn cut_off(_: &MultipartError) -> Problem {
    Problem::refused("refused-answers-cut-off")
}

fn not_this_form() -> Problem {
    Problem::refused("refused-answer-kind")
}
