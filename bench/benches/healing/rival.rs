//! The same laws solved by diffsol's explicit Runge-Kutta method of Tsitouras.

use diffsol::{NalgebraMat, OdeBuilder, OdeSolverMethod, OdeSolverStopReason, VectorHost as _};

use crate::plain::{STATES, healthy, rates, through_sessions};
use crate::scene::{LAYERS, Samples, Scene};

/// One course.
pub(crate) fn course(scene: &Scene, tolerance: f64) -> Samples {
    let skin = healthy(scene);
    through_sessions(scene, |y, from, to| {
        let start = y.clone();
        let problem = OdeBuilder::<NalgebraMat<f64>>::new()
            .t0(from)
            .h0(0.1)
            .rtol(tolerance)
            .atol([tolerance])
            .rhs(|y, _p, _t, rate| rates(&skin, y.as_slice(), rate.as_mut_slice()))
            .init(
                move |_p, _t, y| y.as_mut_slice().copy_from_slice(&start),
                STATES * LAYERS,
            )
            .build()
            .unwrap();
        let mut solver = problem.tsit45().unwrap();
        solver.set_stop_time(to).unwrap();
        while solver.step().unwrap() != OdeSolverStopReason::TstopReached {}
        y.copy_from_slice(solver.state().y.as_slice());
    })
}
