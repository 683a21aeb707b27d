//! A plain scalar solver on the same laws: Dormand and Prince 5(4) with an elementary step control.

use needlework_healing::rates::{
    Cells, Inflammation, Matrix, activation_excess, cell_rates, inflammation_rates, matrix_rates,
};
use needlework_healing::{Ageing, Healthy, Region};

use crate::scene::{LAYERS, Samples, Scene};

/// States of one layer: five of inflammation, three of cells, six of the matrix.
pub(crate) const STATES: usize = 14;
const ALL: usize = STATES * LAYERS;

/// The rates of all layers.
pub(crate) fn rates(healthy: &[Healthy; LAYERS], now: &[f64], rates: &mut [f64]) {
    for ((healthy, y), rate) in healthy
        .iter()
        .zip(now.chunks(STATES))
        .zip(rates.chunks_mut(STATES))
    {
        let laws = &healthy.laws;
        let inflammation = Inflammation {
            alarmin: y[0],
            clot: y[1],
            neutrophils: y[2],
            inflammatory: y[3],
            repair: y[4],
        };
        let cells = Cells {
            tgf: y[5],
            fibroblasts: y[6],
            myofibroblasts: y[7],
        };
        let matrix = Matrix {
            labile_3: y[8],
            labile_1: y[9],
            mature_3: y[10],
            mature_1: y[11],
            elastin: y[12],
            new_elastin: y[13],
        };
        let activation = activation_excess(laws, cells.tgf);
        let i = inflammation_rates(laws, &inflammation);
        let c = cell_rates(laws, &inflammation, activation, &cells);
        let m = matrix_rates(
            laws,
            inflammation.inflammatory,
            activation,
            &cells,
            1.0,
            &matrix,
        );
        rate.copy_from_slice(&[
            i.alarmin,
            i.clot,
            i.neutrophils,
            i.inflammatory,
            i.repair,
            c.tgf,
            c.fibroblasts,
            c.myofibroblasts,
            m.labile_3,
            m.labile_1,
            m.mature_3,
            m.mature_1,
            m.elastin,
            m.new_elastin,
        ]);
    }
}

/// Healthy skin in each layer.
pub(crate) fn healthy(scene: &Scene) -> [Healthy; LAYERS] {
    std::array::from_fn(|layer| {
        let region = if layer == 0 {
            Region::Papillary
        } else {
            Region::Reticular
        };
        Healthy::of(&scene.skin, &scene.parameters, region, Ageing::Off).unwrap()
    })
}

/// Goes through sessions and sampled days; `advance` solves from one to the next.
pub(crate) fn through_sessions(
    scene: &Scene,
    mut advance: impl FnMut(&mut Vec<f64>, f64, f64),
) -> Samples {
    let skin = healthy(scene);
    let mut y: Vec<f64> = [
        0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 0.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.0,
    ]
    .repeat(LAYERS);
    let (mut now, mut next, mut samples) = (0.0, 0, Vec::new());
    for &day in &scene.days {
        while next < scene.sessions.len() && scene.sessions[next].day <= day {
            let session = &scene.sessions[next];
            if session.day > now {
                advance(&mut y, now, session.day);
            }
            now = session.day;
            for (layer, state) in session.injury.dermis.iter().zip(y.chunks_mut(STATES)) {
                state[0] += layer.damaged * (1.0 - state[0]);
                state[1] += layer.clot;
                state[6] *= 1.0 - layer.channel;
                for amount in &mut state[8..] {
                    *amount *= 1.0 - scene.parameters.matrix.channel_loss * layer.channel;
                }
            }
            next += 1;
        }
        if day > now {
            advance(&mut y, now, day);
        }
        now = day;
        for (healthy, y) in skin.iter().zip(y.chunks(STATES)) {
            let c = healthy.collagen;
            samples.push([
                y[5],
                y[6],
                y[7],
                y[8] * c[0],
                y[9] * c[1],
                y[10] * c[2],
                y[11] * c[3],
            ]);
        }
    }
    Samples(samples)
}

const NODES: [[f64; 6]; 6] = [
    [1.0 / 5.0, 0.0, 0.0, 0.0, 0.0, 0.0],
    [3.0 / 40.0, 9.0 / 40.0, 0.0, 0.0, 0.0, 0.0],
    [44.0 / 45.0, -56.0 / 15.0, 32.0 / 9.0, 0.0, 0.0, 0.0],
    [
        19372.0 / 6561.0,
        -25360.0 / 2187.0,
        64448.0 / 6561.0,
        -212.0 / 729.0,
        0.0,
        0.0,
    ],
    [
        9017.0 / 3168.0,
        -355.0 / 33.0,
        46732.0 / 5247.0,
        49.0 / 176.0,
        -5103.0 / 18656.0,
        0.0,
    ],
    [
        35.0 / 384.0,
        0.0,
        500.0 / 1113.0,
        125.0 / 192.0,
        -2187.0 / 6784.0,
        11.0 / 84.0,
    ],
];
const ERROR: [f64; 7] = [
    71.0 / 57600.0,
    0.0,
    -71.0 / 16695.0,
    71.0 / 1920.0,
    -17253.0 / 339_200.0,
    22.0 / 525.0,
    -1.0 / 40.0,
];

/// One course.
pub(crate) fn course(scene: &Scene, tolerance: f64) -> Samples {
    let skin = healthy(scene);
    let mut step = 0.1;
    through_sessions(scene, |y, from, to| {
        let (mut now, mut slopes, mut trial) = (from, [[0.0; ALL]; 7], [0.0; ALL]);
        rates(&skin, y, &mut slopes[0]);
        while now < to {
            let h = f64::min(step, to - now);
            for (stage, row) in NODES.iter().enumerate() {
                for (state, value) in trial.iter_mut().enumerate() {
                    let rise: f64 = (0..=stage)
                        .map(|earlier| row[earlier] * slopes[earlier][state])
                        .sum();
                    *value = y[state] + h * rise;
                }
                rates(&skin, &trial, &mut slopes[stage + 1]);
            }
            let error = (0..ALL).map(|state| {
                let error: f64 = (0..7)
                    .map(|stage| ERROR[stage] * slopes[stage][state])
                    .sum();
                (h * error / (tolerance * y[state].abs().max(1.0))).powi(2)
            });
            let error = (error.sum::<f64>() / ALL as f64).sqrt();
            if error <= 1.0 {
                now = if h < step { to } else { now + h };
                y.copy_from_slice(&trial);
                slopes[0] = slopes[6];
            }
            let factor = (0.9 * error.max(1e-10).powf(-0.2)).clamp(0.2, 5.0);
            if error > 1.0 || h >= step {
                step = h * factor;
            }
        }
    })
}
