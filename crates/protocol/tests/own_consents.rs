//! Consents in the words of a clinic: every version stays to be read by whoever signed it.

#![expect(clippy::unwrap_used, reason = "a test that fails here has failed")]

use needlework_evidence::Bibliography;
use needlework_protocol::{ConsentClass, ConsentWords, Consents, Language, OwnConsent};

const CLASS: ConsentClass = ConsentClass::Research;

fn words(title: &str) -> ConsentWords {
    ConsentWords {
        title: title.to_owned(),
        paragraphs: vec![format!("{title}: what is agreed to.")],
        revoking: format!("{title}: how to take it back."),
    }
}

fn with(own: &OwnConsent) -> Consents {
    let mut consents = Consents::shipped(&Bibliography::shipped().unwrap()).unwrap();
    consents.reword(CLASS, own);
    consents
}

/// The title that is read under a signature.
fn title(own: &OwnConsent, version: &str, language: Language) -> Option<String> {
    let consents = with(own);
    let signed = consents.get(CLASS).unwrap().signed_words(version, language);
    signed.map(|words| words.title.clone())
}

#[test]
fn what_was_signed_is_read_in_its_own_words_whatever_came_after() {
    let shipped = with(&OwnConsent::default());
    let shipped = shipped.get(CLASS).unwrap();
    let (number, of_shipped) = (shipped.text_version(), |language| {
        shipped.words(language).title.clone()
    });
    let mut own = OwnConsent::default();
    let mut signed = Vec::new();
    for (language, new) in [
        (Language::ENGLISH, Some("First")),
        (Language::ENGLISH, Some("Second")),
        (Language::of_code("es").unwrap(), Some("Tercero")),
        (Language::ENGLISH, None),
        (Language::of_code("es").unwrap(), None),
    ] {
        own.reword(language, new.map(words)).unwrap();
        signed.push(with(&own).get(CLASS).unwrap().text_version());
    }
    let named = ["+1", "+2", "+3", "+4", ""].map(|end| format!("{number}{end}"));
    assert_eq!(signed, named);
    let [english, spanish] = [Language::ENGLISH, Language::of_code("es").unwrap()].map(of_shipped);
    for (version, in_english, in_spanish) in [
        (&named[0], "First", spanish.as_str()),
        (&named[1], "Second", &spanish),
        (&named[2], "Second", "Tercero"),
        (&named[3], &english, "Tercero"),
        (&named[4], &english, &spanish),
    ] {
        let read = [Language::ENGLISH, Language::of_code("es").unwrap()]
            .map(|one| title(&own, version, one));
        assert_eq!(
            read,
            [in_english, in_spanish].map(|one| Some(one.to_owned())),
            "{version}"
        );
    }
}

#[test]
fn a_version_that_is_not_kept_shows_no_other_words() {
    let mut own = OwnConsent::default();
    own.reword(Language::ENGLISH, Some(words("First"))).unwrap();
    // Of an earlier shipped text only what the clinic had worded itself is known.
    assert_eq!(
        title(&own, "research/9+1", Language::ENGLISH).unwrap(),
        "First"
    );
    assert_eq!(
        title(&own, "research/9+1", Language::of_code("es").unwrap()),
        None
    );
    for version in [
        "research/9",
        "research/1+7",
        "treatment/1",
        "research",
        "research/1+x",
        "",
    ] {
        assert_eq!(title(&own, version, Language::ENGLISH), None, "{version}");
    }
}

#[test]
fn settings_from_before_versions_were_kept_are_read_and_go_on() {
    let text = r#"{"version": 2, "words": {"en": {"title": "Second", "paragraphs": ["Yes."], "revoking": "Ask."}}}"#;
    let mut own: OwnConsent = serde_json::from_str(text).unwrap();
    own.reword(Language::ENGLISH, Some(words("Third"))).unwrap();
    let read = ["research/1+1", "research/1+2", "research/1+3"]
        .map(|version| title(&own, version, Language::ENGLISH));
    assert_eq!(
        read,
        [None, Some("Second".to_owned()), Some("Third".to_owned())]
    );
    let again: OwnConsent = serde_json::from_str(&serde_json::to_string(&own).unwrap()).unwrap();
    assert_eq!(again, own);
}

#[test]
fn words_that_nobody_may_sign_change_nothing() {
    let mut own = OwnConsent::default();
    own.reword(Language::ENGLISH, Some(words("First"))).unwrap();
    let before = own.clone();
    assert!(own.reword(Language::ENGLISH, Some(words(""))).is_err());
    own.reword(Language::of_code("es").unwrap(), None).unwrap();
    assert_eq!(own, before);
}

/// The words of a consent were made easier to read: whoever signed the earlier ones reads those.
#[test]
fn what_was_signed_before_the_shipped_words_changed_is_read_in_its_own_words() {
    let consents = Consents::shipped(&Bibliography::shipped().unwrap()).unwrap();
    let treatment = consents.get(ConsentClass::Treatment).unwrap();
    for (language, signed, shipped) in [
        (
            Language::ENGLISH,
            "lines where the device passed, cold sores that come back",
            "Cold sores that come back.",
        ),
        (
            Language::of_code("es").unwrap(),
            "escozor al aplicar cosméticos",
            "Escozor al poner cremas",
        ),
    ] {
        let first = treatment.signed_words("treatment/1", language).unwrap();
        let now = treatment.words(language);
        let has = |words: &ConsentWords, part: &str| words.paragraphs.join(" ").contains(part);
        assert!(has(first, signed) && !has(now, signed), "{signed}");
        assert!(has(now, shipped) && !has(first, shipped), "{shipped}");
    }
    assert!(
        treatment
            .signed_words("treatment/9", Language::ENGLISH)
            .is_none()
    );
}
