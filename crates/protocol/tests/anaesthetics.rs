//! A numbing product that is known to contain what is barred is told by its name.

use needlework_evidence::Bibliography;
use needlework_protocol::Anaesthetics;
use needlework_protocol::screening::ScreeningRules;

#[test]
fn products_with_prilocaine_are_known_and_others_are_not_taken_for_them() {
    let shipped = Anaesthetics::shipped(&Bibliography::shipped().unwrap()).unwrap();
    for product in [
        "EMLA",
        "Emla 5 % cream",
        "Lidocaine 2.5 % / prilocaine 2.5 %",
        "Crema de prilocaína",
    ] {
        assert!(shipped.prilocaine.is_named_by(product), "{product}");
        assert!(shipped.any.is_named_by(product), "{product}");
    }
    for product in [
        "Lidocaine 4 %",
        "Lidocaína",
        "Tetracaine",
        "Lidocain",
        "Lidocain-Creme",
        "Lidocain, 4 %",
        "Tetracain/Lidocain",
    ] {
        assert!(!shipped.prilocaine.is_named_by(product), "{product}");
        assert!(shipped.any.is_named_by(product), "{product}");
    }
    for product in ["Hyaluronic acid, sterile", "Gel", ""] {
        assert!(!shipped.any.is_named_by(product), "{product}");
    }
}

#[test]
fn each_bar_is_a_rule_of_the_screening() {
    let bibliography = Bibliography::shipped().unwrap();
    let rules = ScreeningRules::shipped(&bibliography).unwrap();
    let shipped = Anaesthetics::shipped(&bibliography).unwrap();
    for barred in [&shipped.prilocaine, &shipped.any] {
        assert!(rules.get(&barred.rule).is_some(), "{}", barred.rule);
    }
}
