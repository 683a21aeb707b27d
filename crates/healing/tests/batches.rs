//! A course does not depend on the company in which it is computed.

mod scene;

use needlework_healing::{Ageing, CourseRequest, HealingError, heal, heal_many};
use scene::{aged, down_to, draws, evenly, sessions, young};

#[test]
fn a_batch_gives_the_same_bits_as_one_course_after_another() {
    let (young, aged) = (young(), aged());
    let plans: Vec<_> = (0..6)
        .map(|number| sessions(3, 28.0, &down_to(number, 0.1 + 0.1 * number as f64)))
        .collect();
    let parameters = draws(37, 11);
    let requests: Vec<_> = parameters
        .iter()
        .enumerate()
        .map(|(number, parameters)| CourseRequest {
            skin: if number % 4 == 0 { &aged } else { &young },
            sessions: plans.get(number % 6).unwrap(),
            parameters,
        })
        .collect();
    let days = evenly(200.0, 23);
    for ageing in [Ageing::On, Ageing::Off] {
        let batch = heal_many(&requests, &days, ageing).unwrap();
        let backwards: Vec<_> = requests.iter().rev().copied().collect();
        let reversed = heal_many(&backwards, &days, ageing).unwrap();
        for ((request, course), other) in requests.iter().zip(&batch).zip(reversed.iter().rev()) {
            assert_eq!(&heal(request, &days, ageing).unwrap(), course);
            assert_eq!(other, course);
        }
    }
}

#[test]
fn a_batch_with_sessions_on_different_days_is_refused() {
    let skin = young();
    let parameters = scene::nominal();
    let plans = [28.0, 30.0].map(|interval| sessions(3, interval, &down_to(2, 0.1)));
    let requests = plans.each_ref().map(|sessions| CourseRequest {
        skin: &skin,
        sessions,
        parameters: &parameters,
    });
    let refused = heal_many(&requests, &[1.0], Ageing::Off);
    assert_eq!(refused, Err(HealingError::DifferentDays { position: 2 }));
}
