//! Instructions in the words of a clinic: which words count, for which rule, since when.

#![expect(clippy::unwrap_used, reason = "a broken example must stop its test")]

use jiff::{SignedDuration, Timestamp};
use needlework_evidence::Bibliography;
use needlework_protocol::care::CareRules;
use needlework_protocol::{Language, OwnCareError, OwnCareWords, Phrasebook, Speech, Translations};

const RULE: &str = "no-exercise";

fn rules() -> CareRules {
    CareRules::shipped(&Bibliography::shipped().unwrap()).unwrap()
}

fn now() -> Timestamp {
    "2026-11-26T09:00:00Z".parse().unwrap()
}

fn spoken(rules: &CareRules, language: Language) -> CareRules {
    let (phrases, translations) = (
        Phrasebook::shipped().unwrap(),
        Translations::shipped(language).unwrap(),
    );
    rules.translated(Speech {
        phrases: phrases.of(language),
        translations: Some(&translations),
    })
}

fn patient(rules: &CareRules, language: Language) -> String {
    let spoken = spoken(rules, language);
    spoken.get(RULE).unwrap().record.patient.clone().unwrap()
}

#[test]
fn own_words_stand_in_their_language_only_and_leave_everything_else_as_it_is() {
    let shipped = rules();
    let mut own = OwnCareWords::default();
    let rule = shipped.get(RULE).unwrap();
    let text = "No sport, please.".to_owned();
    assert!(
        own.reword(Language::ENGLISH, rule, Some(text.clone()), now())
            .unwrap()
    );
    let mut worded = shipped.clone();
    worded.reword(RULE, &own);
    assert_eq!(patient(&worded, Language::ENGLISH), text);
    assert_eq!(
        patient(&worded, Language::of_code("es").unwrap()),
        patient(&shipped, Language::of_code("es").unwrap())
    );
    let spoken = spoken(&worded, Language::ENGLISH);
    let (one, other) = (spoken.get(RULE).unwrap(), shipped.get(RULE).unwrap());
    assert_eq!(
        (one.kind, &one.forbids, &one.label),
        (other.kind, &other.forbids, &other.label)
    );
    assert_eq!(one.record.setting, other.record.setting);
    // The rule itself keeps the original.
    assert_eq!(worded.get(RULE).unwrap().record, other.record);
    let others = spoken.iter().zip(shipped.iter());
    assert!(
        others
            .filter(|(one, _)| one.record.id != RULE)
            .all(|(one, other)| one == other)
    );
}

#[test]
fn words_for_another_version_of_the_rule_no_longer_stand() {
    let shipped = rules();
    let mut own = OwnCareWords::default();
    let rule = shipped.get(RULE).unwrap();
    own.reword(Language::ENGLISH, rule, Some("No sport.".to_owned()), now())
        .unwrap();
    let version = rule.record.version;
    assert_eq!(own.now(Language::ENGLISH, version), Some("No sport."));
    assert_eq!(own.now(Language::ENGLISH, version + 1), None);
    // Worded anew for the new version, they stand again, even in the same words.
    let mut newer = rule.clone();
    newer.record.version += 1;
    assert!(
        own.reword(
            Language::ENGLISH,
            &newer,
            Some("No sport.".to_owned()),
            now()
        )
        .unwrap()
    );
    assert_eq!(own.now(Language::ENGLISH, version + 1), Some("No sport."));
}

#[test]
fn what_was_shown_at_a_moment_can_be_said() {
    let shipped = rules();
    let rule = shipped.get(RULE).unwrap();
    let mut own = OwnCareWords::default();
    let minute = SignedDuration::from_mins(1);
    let later = |minutes: i32| now() + minute * minutes;
    for (minutes, text) in [
        (0, Some("No sport.")),
        (10, Some("Do not run.")),
        (20, None),
    ] {
        let text = text.map(str::to_owned);
        assert!(
            own.reword(Language::ENGLISH, rule, text, later(minutes))
                .unwrap()
        );
    }
    let all = own.all(Language::ENGLISH).iter();
    let stood: Vec<(u32, Timestamp, Option<&str>)> = all
        .map(|one| (one.version, one.since, one.text.as_deref()))
        .collect();
    assert_eq!(
        stood,
        [
            (1, later(0), Some("No sport.")),
            (2, later(10), Some("Do not run.")),
            (3, later(20), None),
        ]
    );
    assert!(own.all(Language::of_code("es").unwrap()).is_empty());
    // The same again changes nothing.
    assert!(
        !own.reword(Language::ENGLISH, rule, None, later(30))
            .unwrap()
    );
    // It is read back as it was written.
    let text = serde_json::to_string(&own).unwrap();
    let read: OwnCareWords = serde_json::from_str(&text).unwrap();
    assert_eq!(read, own);
}

/// Every shipped text may be said by a clinic in the same words: the check refuses nothing that Needlework says itself.
#[test]
fn the_shipped_words_pass_the_check_in_every_language_and_their_opposites_do_not() {
    let shipped = rules();
    let mut told = 0;
    for language in Language::all() {
        let spoken = spoken(&shipped, language);
        for rule in spoken.iter().filter(|rule| rule.is_told()) {
            told += 1;
            let original = rule.record.patient.clone().unwrap();
            assert!(
                original.chars().count() * 2 <= OwnCareWords::LONGEST,
                "{original}"
            );
            let mut own = OwnCareWords::default();
            let same = own.reword(language, rule, Some(original), now());
            assert!(same.unwrap(), "{}", rule.record.id);
        }
    }
    assert!(told > 90, "{told}");
    let refused = |rule: &str, text: &str| {
        let mut own = OwnCareWords::default();
        let rule = shipped.get(rule).unwrap();
        let refused = own.reword(Language::ENGLISH, rule, Some(text.to_owned()), now());
        assert_eq!(own, OwnCareWords::default());
        refused.unwrap_err()
    };
    assert_eq!(
        refused(RULE, "Exercise as you like."),
        OwnCareError::Direction
    );
    assert_eq!(
        refused("mild-cleanser", "Wash with soap."),
        OwnCareError::Direction
    );
    // Words that narrow deny nothing, and what is narrowed stays so.
    for (rule, text) in [
        ("no-makeup", "Make-up until your clinic clears you."),
        (RULE, "Exercise only in the evening."),
        ("lukewarm-water", "Wash with hot water."),
    ] {
        assert_eq!(refused(rule, text), OwnCareError::Direction, "{text}");
    }
    assert_eq!(
        refused(RULE, "No sport for 3 days."),
        OwnCareError::Number("3".to_owned())
    );
    assert_eq!(refused(RULE, "No sport.\nNone."), OwnCareError::Length);
    assert_eq!(
        refused("channels-open", "No."),
        OwnCareError::NotTold("channels-open".to_owned())
    );
    assert_eq!(
        refused("no-sauna", "Stop your isotretinoin."),
        OwnCareError::Stops
    );
}
