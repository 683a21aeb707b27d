//! Every draw from the priors is a model of living skin.

mod scene;

use needlework_healing::HealingParameters;
use scene::parameter_set;

#[test]
fn twenty_thousand_draws_are_admissible() {
    let set = parameter_set();
    for draw in set.draws(20_000, 1) {
        let parameters = HealingParameters::at(&set, &draw).unwrap();
        assert_eq!(parameters.admissible(), Ok(()));
    }
}
