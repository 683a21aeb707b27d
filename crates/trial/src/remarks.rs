//! Why the model does not reach some numbers, from `data/remarks.toml`.

use needlework_evidence::{Block, DataError, DataFile};

use crate::trial::Trial;

/// The data file of the shipped remarks.
const FILE: DataFile = DataFile {
    name: "remarks.toml",
    text: include_str!("../data/remarks.toml"),
};
/// Longest remark, characters: one sentence.
const LONGEST_SENTENCE: usize = 400;

/// What is to be said of one number, or a few, of a study.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// Id of the study.
    pub study: String,
    /// Scale of the numbers.
    pub scale: String,
    /// One sentence.
    pub sentence: String,
}

impl Remark {
    /// The shipped remarks on these studies.
    ///
    /// # Errors
    /// As [`Remark::read`]; the tests rule it out for the shipped studies.
    pub fn shipped(trials: &[Trial]) -> Result<Vec<Self>, DataError> {
        Self::read(&FILE, trials)
    }

    /// Reads remarks on these studies.
    ///
    /// # Errors
    /// When the file is not TOML, a key is missing or unknown, a sentence is too long, a study is unknown or reports nothing
    /// on that scale, or two remarks are on the same.
    pub fn read(file: &DataFile, trials: &[Trial]) -> Result<Vec<Self>, DataError> {
        let mut root = Block::parse(file.name, file.text)?;
        let mut seen: Vec<(String, String)> = Vec::new();
        let remarks = root.rows("remark", |row| {
            let remark = remark(row, trials)?;
            let on = (remark.study.clone(), remark.scale.clone());
            if seen.contains(&on) {
                return Err(row.error("scale", &on.1, "a scale without another remark"));
            }
            seen.push(on);
            Ok(remark)
        })?;
        root.finish()?;
        Ok(remarks)
    }
}

fn remark(row: &mut Block, trials: &[Trial]) -> Result<Remark, DataError> {
    let study = row.text("study")?;
    let scale = row.text("scale")?;
    let Some(trial) = trials.iter().find(|trial| trial.id == study) else {
        return Err(row.error("study", &study, "the id of a study"));
    };
    if !trial.endpoints.iter().any(|it| it.scale == scale) {
        let allowed = format!("a scale on which {study} reports");
        return Err(row.error("scale", &scale, &allowed));
    }
    Ok(Remark {
        study,
        scale,
        sentence: row.line("sentence", LONGEST_SENTENCE)?,
    })
}

#[cfg(test)]
mod tests {
    use needlework_evidence::DataFile;

    use super::Remark;
    use crate::embedded::EVIDENCE_TRIALS;
    use crate::knowledge::Knowledge;
    use crate::trial::Trial;

    fn trials() -> Vec<Trial> {
        let knowledge = Knowledge::shipped().unwrap();
        EVIDENCE_TRIALS
            .iter()
            .map(|(file, text)| Trial::read(file, text.as_bytes(), &knowledge).unwrap())
            .collect()
    }

    fn refusal(text: &'static str) -> String {
        let file = DataFile {
            name: "remarks.toml",
            text,
        };
        Remark::read(&file, &trials()).unwrap_err().to_string()
    }

    #[test]
    fn the_shipped_remarks_are_on_shipped_studies() {
        assert!(Remark::shipped(&trials()).unwrap().len() > 10);
    }

    #[test]
    fn a_remark_on_an_unknown_study_or_scale_is_refused() {
        let told =
            refusal("[[remark]]\nstudy = \"nobody-1999\"\nscale = \"pain\"\nsentence = \"x\"");
        assert!(told.contains("nobody-1999"), "{told}");
        let told =
            refusal("[[remark]]\nstudy = \"gupta-2011\"\nscale = \"pain\"\nsentence = \"x\"");
        assert!(told.contains("gupta-2011"), "{told}");
    }

    #[test]
    fn two_remarks_on_the_same_are_refused() {
        let told = refusal(
            "[[remark]]\nstudy = \"gupta-2011\"\nscale = \"closure-hours\"\nsentence = \"x\"\n\
             [[remark]]\nstudy = \"gupta-2011\"\nscale = \"closure-hours\"\nsentence = \"y\"",
        );
        assert!(told.contains("another remark"), "{told}");
    }
}
