//! The words that guard prescribed drugs: what they must catch, and what they must let pass.

use needlework_protocol::{Medicines, Stopping};

#[test]
fn stopping_a_prescribed_drug_is_noticed_in_many_wordings() {
    let medicines = Medicines::shipped().unwrap();
    for text in [
        "Stop isotretinoin before you come.",
        "Come without make-up. Do not take your prescribed painkiller.",
        "Leave out your medicines on the day",
        "PAUSE TRETINOIN FOR A WEEK",
        "Skip the blood thinner; we will call you.",
        "Don’t use hydroquinone for seven days",
        "No antibiotics for 5 days before",
        "If it was prescribed, discontinue the topical antibiotic",
        "Stop auto-immune therapies 1 day before.",
        "Do not stop walking, but stop heparin.",
    ] {
        assert_eq!(medicines.stopping(text), Stopping::Prescribed, "{text}");
    }
}

#[test]
fn items_with_and_without_prescription_are_noticed() {
    let medicines = Medicines::shipped().unwrap();
    for text in [
        "Pause retinol for 7 days.",
        "Avoid AHA, BHA and scrubs.",
        "No ibuprofen for three days.",
        "Leave out fish oil that nobody prescribed.",
    ] {
        assert_eq!(
            medicines.stopping(text),
            Stopping::SometimesPrescribed,
            "{text}"
        );
    }
}

#[test]
fn sending_somebody_to_the_prescriber_is_no_stop() {
    let medicines = Medicines::shipped().unwrap();
    for text in [
        "Ask the person who prescribed it; do not stop it on your own.",
        "Never stop a prescribed medicine for a treatment like this.",
        "Avoid the sun. Your prescriber decides about antibiotics.",
        "Six months after the last dose of isotretinoin.",
        "Stop and call us.",
        "Unstoppable retinol fans should ask.",
    ] {
        assert_eq!(medicines.stopping(text), Stopping::Nothing, "{text}");
    }
    assert_eq!(
        medicines.stopping(medicines.ask_prescriber()),
        Stopping::Nothing
    );
}
