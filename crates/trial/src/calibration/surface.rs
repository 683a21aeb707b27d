//! A response surface of second degree: what a study reports as a function of the inputs that matter to it.

use faer::linalg::solvers::Solve;
use faer::{Mat, Side};

/// Most inputs of one surface.
const MOST_INPUTS: usize = 24;
/// An input matters when its slope stands so many standard errors above 0.
const LEAST_SCORE: f64 = 3.5;
/// Parts of the runs that are left out in turn to measure the misfit.
const FOLDS: usize = 4;
/// How strongly curvature is held towards none, in runs.
const RIDGES: [f64; 4] = [1.0, 10.0, 60.0, 300.0];

/// `y = constant + slope . x + x' curvature x` over chosen inputs.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Surface {
    /// Indices of the inputs.
    pub(crate) inputs: Vec<usize>,
    constant: f64,
    slope: Vec<f64>,
    /// Symmetric, row by row.
    curvature: Vec<f64>,
}

/// A surface and how far runs lie from one that did not see them.
#[derive(Debug, Clone)]
pub(crate) struct Fitted {
    pub(crate) surface: Surface,
    /// Of the runs of full weight.
    pub(crate) misfits: Vec<f64>,
}

/// Runs to fit a surface to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sample<'a> {
    /// Inputs of every run.
    pub(crate) runs: &'a [Vec<f64>],
    pub(crate) values: &'a [f64],
    /// What every run counts, 0 to 1.
    pub(crate) weights: &'a [f64],
}

impl Surface {
    /// Value at a point of all inputs, and its slopes by the own inputs.
    pub(crate) fn at(&self, point: &[f64]) -> (f64, Vec<f64>) {
        let own = self.inputs.iter();
        let local: Vec<f64> = own
            .map(|at| point.get(*at).copied().unwrap_or(0.0))
            .collect();
        // The curvature is symmetric: its rows are its columns, which add up in vectors.
        let mut curved = vec![0.0; local.len()];
        for (column, x) in self.curvature.chunks(local.len().max(1)).zip(&local) {
            for (sum, share) in curved.iter_mut().zip(column) {
                *sum += share * x;
            }
        }
        let mut value = self.constant;
        let own = self.slope.iter().zip(&curved).zip(&local);
        let slopes = own
            .map(|((slope, curved), x)| {
                value += x * (slope + curved);
                slope + 2.0 * curved
            })
            .collect();
        (value, slopes)
    }

    /// Adds `by` times the slopes of [`Surface::at`] to a gradient over all inputs.
    pub(crate) fn add_slopes(&self, slopes: &[f64], by: f64, gradient: &mut [f64]) {
        for (at, slope) in self.inputs.iter().zip(slopes) {
            if let Some(slot) = gradient.get_mut(*at) {
                *slot += by * slope;
            }
        }
    }

    /// Fits a surface to runs. `forced` is an input that it always has. `None` when the runs do not determine it.
    pub(crate) fn fit(sample: Sample, forced: Option<usize>) -> Option<Fitted> {
        let Sample {
            runs,
            values,
            weights,
        } = sample;
        let inputs = chosen(sample, forced)?;
        let scaled = |row: Vec<f64>, weight: &f64| -> Vec<f64> {
            row.into_iter().map(|x| x * weight.sqrt()).collect()
        };
        let features: Vec<Vec<f64>> = runs
            .iter()
            .zip(weights)
            .map(|(run, weight)| scaled(features(run, &inputs), weight))
            .collect();
        let values: Vec<f64> = values
            .iter()
            .zip(weights)
            .map(|(value, weight)| value * weight.sqrt())
            .collect();
        let misfits = left_out(&features, &values, inputs.len())?;
        let size = |misfits: &[f64]| misfits.iter().map(|it| it * it).sum::<f64>();
        let (ridge, misfits) = RIDGES
            .into_iter()
            .zip(misfits)
            .min_by(|(_, a), (_, b)| size(a).total_cmp(&size(b)))?;
        let everything = vec![true; features.len()];
        let equations = Equations::of(&features, &values, &everything);
        let solved = equations.solve(inputs.len(), ridge)?;
        Some(Fitted {
            surface: Self::of_coefficients(inputs, &solved),
            misfits: misfits
                .into_iter()
                .zip(weights)
                .filter(|(_, weight)| **weight >= 1.0)
                .map(|(misfit, _)| misfit)
                .collect(),
        })
    }

    fn of_coefficients(inputs: Vec<usize>, solved: &[f64]) -> Self {
        let count = inputs.len();
        let coefficient = |at: usize| solved.get(at).copied().unwrap_or(0.0);
        let mut curvature = vec![0.0; count * count];
        let mut at = 1 + count;
        for row in 0..count {
            for column in row..count {
                let share = if row == column { 1.0 } else { 0.5 } * coefficient(at);
                for place in [row * count + column, column * count + row] {
                    if let Some(slot) = curvature.get_mut(place) {
                        *slot = share;
                    }
                }
                at += 1;
            }
        }
        Self {
            constant: coefficient(0),
            slope: (1..=count).map(coefficient).collect(),
            curvature,
            inputs,
        }
    }
}

/// The inputs whose slopes stand out, steepest first.
fn chosen(sample: Sample, forced: Option<usize>) -> Option<Vec<usize>> {
    let weights = || sample.weights.iter().map(|weight| weight.sqrt());
    let all: Vec<Vec<f64>> = sample
        .runs
        .iter()
        .zip(weights())
        .map(|(run, weight)| {
            let row = std::iter::once(&1.0).chain(run);
            row.map(|x| x * weight).collect()
        })
        .collect();
    let values: Vec<f64> = sample
        .values
        .iter()
        .zip(weights())
        .map(|(value, weight)| value * weight)
        .collect();
    let width = all.first()?.len();
    let Equations { normal, right } = Equations::of(&all, &values, &vec![true; all.len()]);
    let mut held = normal;
    for at in 1..width {
        held[(at, at)] += 1.0;
    }
    let factor = held.llt(Side::Lower).ok()?;
    let slopes = factor.solve(&right);
    let inverse = factor.solve(Mat::<f64>::identity(width, width));
    let squares: f64 = all
        .iter()
        .zip(&values)
        .map(|(run, value)| {
            let fitted: f64 = run
                .iter()
                .enumerate()
                .map(|(at, x)| x * slopes[(at, 0)])
                .sum();
            (value - fitted).powi(2)
        })
        .sum();
    let noise = squares / all.len().saturating_sub(width).max(1) as f64;
    let score = |at: usize| {
        let error = (noise * inverse[(at + 1, at + 1)]).sqrt();
        if error > 0.0 {
            slopes[(at + 1, 0)].abs() / error
        } else {
            0.0
        }
    };
    let mut steep: Vec<(usize, f64)> = (0..width - 1)
        .map(|at| (at, score(at)))
        .filter(|(at, score)| *score > LEAST_SCORE && Some(*at) != forced)
        .collect();
    steep.sort_by(|a, b| b.1.total_cmp(&a.1));
    let mut inputs: Vec<usize> = forced.into_iter().collect();
    inputs.extend(steep.into_iter().map(|(at, _)| at));
    inputs.truncate(MOST_INPUTS);
    Some(inputs)
}

/// One, the chosen inputs, and their products.
fn features(run: &[f64], inputs: &[usize]) -> Vec<f64> {
    let own: Vec<f64> = inputs
        .iter()
        .map(|at| run.get(*at).copied().unwrap_or(0.0))
        .collect();
    let mut features = Vec::with_capacity(1 + own.len() * (own.len() + 3) / 2);
    features.push(1.0);
    features.extend(&own);
    for (at, first) in own.iter().enumerate() {
        features.extend(own.iter().skip(at).map(|second| first * second));
    }
    features
}

/// For every ridge, how far each run lies from the surface of the runs of other folds.
fn left_out(features: &[Vec<f64>], values: &[f64], inputs: usize) -> Option<Vec<Vec<f64>>> {
    let mut misfits = vec![vec![0.0; values.len()]; RIDGES.len()];
    for fold in 0..FOLDS {
        let seen: Vec<bool> = (0..values.len()).map(|run| run % FOLDS != fold).collect();
        let equations = Equations::of(features, values, &seen);
        for (ridge, misfits) in RIDGES.into_iter().zip(&mut misfits) {
            let solved = equations.solve(inputs, ridge)?;
            let rows = features.iter().zip(values).zip(misfits).zip(&seen);
            for (((row, value), misfit), _) in rows.filter(|(_, seen)| !**seen) {
                let fitted: f64 = row.iter().zip(&solved).map(|(x, c)| x * c).sum();
                *misfit = value - fitted;
            }
        }
    }
    Some(misfits)
}

/// Normal equations of least squares.
struct Equations {
    normal: Mat<f64>,
    right: Mat<f64>,
}

impl Equations {
    fn of(rows: &[Vec<f64>], values: &[f64], seen: &[bool]) -> Self {
        let kept: Vec<(&Vec<f64>, f64)> = rows
            .iter()
            .zip(values)
            .zip(seen)
            .filter(|(_, seen)| **seen)
            .map(|((row, value), _)| (row, *value))
            .collect();
        let width = rows.first().map_or(0, Vec::len);
        let design = Mat::from_fn(kept.len(), width, |row, column| {
            let cell = kept.get(row).and_then(|(row, _)| row.get(column));
            cell.copied().unwrap_or(0.0)
        });
        let outcome = Mat::from_fn(kept.len(), 1, |row, _| {
            kept.get(row).map_or(0.0, |(_, value)| *value)
        });
        Self {
            normal: design.transpose() * &design,
            right: design.transpose() * &outcome,
        }
    }

    /// Coefficients, with curvature held towards none.
    fn solve(&self, inputs: usize, ridge: f64) -> Option<Vec<f64>> {
        let mut normal = self.normal.clone();
        for at in 1..normal.nrows() {
            normal[(at, at)] += if at <= inputs { 1.0 } else { ridge };
        }
        let solved = normal.llt(Side::Lower).ok()?.solve(&self.right);
        Some((0..normal.nrows()).map(|at| solved[(at, 0)]).collect())
    }
}

#[cfg(test)]
mod tests {
    use rand_chacha::ChaCha8Rng;
    use rand_chacha::rand_core::{Rng, SeedableRng};

    use super::{Sample, Surface};

    /// Points in a cube, and a law of second degree over the first three of ten inputs.
    fn known() -> (Vec<Vec<f64>>, Vec<f64>) {
        let mut random = ChaCha8Rng::seed_from_u64(3);
        let mut next = || (random.next_u64() >> 11) as f64 / (1_u64 << 52) as f64 - 1.0;
        let runs: Vec<Vec<f64>> = (0..600)
            .map(|_| (0..10).map(|_| next()).collect())
            .collect();
        let values = runs
            .iter()
            .map(|x| 2.0 + x[0] - 0.5 * x[1] + 0.8 * x[2] + 1.5 * x[0] * x[1] - 0.7 * x[2] * x[2])
            .collect();
        (runs, values)
    }

    #[test]
    fn a_law_of_second_degree_is_found_with_its_slopes() {
        let (runs, values) = known();
        let sample = Sample {
            runs: &runs,
            values: &values,
            weights: &vec![1.0; runs.len()],
        };
        let fitted = Surface::fit(sample, None).unwrap();
        assert_eq!(
            {
                let mut inputs = fitted.surface.inputs.clone();
                inputs.sort_unstable();
                inputs
            },
            [0, 1, 2]
        );
        let at = [0.4, -0.3, 0.2, 9.0, 9.0, 9.0, 9.0, 9.0, 9.0, 9.0];
        let expected = 2.0 + 0.4 + 0.15 + 0.16 - 0.18 - 0.028;
        let (value, slopes) = fitted.surface.at(&at);
        assert!((value - expected).abs() < 0.02);
        let mut gradient = [0.0; 10];
        fitted.surface.add_slopes(&slopes, 2.0, &mut gradient);
        let by_hand = [2.0 * (1.0 - 0.45), 2.0 * (-0.5 + 0.6), 2.0 * (0.8 - 0.28)];
        for (slope, expected) in gradient.iter().zip(by_hand) {
            assert!((slope - expected).abs() < 0.05, "{slope} {expected}");
        }
        assert!(gradient[3..].iter().all(|slope| *slope == 0.0));
    }

    #[test]
    fn misfits_are_those_of_runs_that_the_surface_did_not_see() {
        let (runs, mut values) = known();
        let mut random = ChaCha8Rng::seed_from_u64(5);
        for value in &mut values {
            *value += (random.next_u64() >> 11) as f64 / (1_u64 << 53) as f64 - 0.5;
        }
        let sample = Sample {
            runs: &runs,
            values: &values,
            weights: &vec![1.0; runs.len()],
        };
        let misfits = Surface::fit(sample, None).unwrap().misfits;
        let variance = misfits.iter().map(|it| it * it).sum::<f64>() / misfits.len() as f64;
        // Uniform noise of width one has the variance 1/12.
        assert!((0.95..1.2).contains(&(variance * 12.0)), "{variance}");
    }
}
