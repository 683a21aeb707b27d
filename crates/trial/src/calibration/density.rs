//! The posterior density of everything that the studies teach about, with its gradient.
//!
//! All coordinates are standard Gaussian before any study is seen: standard scores of the inputs that some surface depends
//! on, of the spreads between studies, of where each study lies in them, and of the misfit of each count.

use std::ops::Range;

use faer::Mat;
use faer::Side;
use faer::linalg::solvers::Solve;

use crate::calibration::inputs::{Inputs, Spread};
use crate::calibration::surface::Surface;
use crate::calibration::target::{Count, Target};
use crate::measure::Family;

/// One study as the density sees it.
#[derive(Debug, Clone)]
pub(crate) struct StudyTerm {
    measured: Option<Measured>,
    counted: Vec<Counted>,
}

/// Numbers whose misfits are Gaussian together.
#[derive(Debug, Clone)]
struct Measured {
    surfaces: Vec<Surface>,
    observed: Vec<f64>,
    /// Inverse of the covariance of their misfits, row by row.
    precision: Vec<f64>,
}

/// A count of people.
#[derive(Debug, Clone)]
struct Counted {
    surface: Surface,
    misfit: f64,
    count: Count,
    weight: f64,
}

/// A target with its surface.
#[derive(Debug, Clone)]
pub(crate) struct FittedTarget {
    pub(crate) target: Target,
    pub(crate) surface: Surface,
    /// Misfits of the runs.
    pub(crate) misfits: Vec<f64>,
    /// Variance by who takes part and how readings err.
    pub(crate) sampling_variance: f64,
}

impl FittedTarget {
    /// Standard deviation of the misfit of the surface, with all that a file leaves open.
    pub(crate) fn misfit(&self) -> f64 {
        covariance(&self.misfits, &self.misfits).sqrt()
    }

    /// Variance of what one study reports around the surface.
    fn error_variance(&self) -> f64 {
        let stated = self.target.stated_error.map_or(0.0, |error| error * error);
        self.sampling_variance.max(stated)
    }
}

fn covariance(a: &[f64], b: &[f64]) -> f64 {
    let sum: f64 = a.iter().zip(b).map(|(a, b)| a * b).sum();
    sum / a.len().max(1) as f64
}

impl StudyTerm {
    /// `None` when nothing of the study can be compared, or misfits do not make a covariance.
    pub(crate) fn of(targets: &[FittedTarget]) -> Option<Self> {
        let (counts, numbers): (Vec<&FittedTarget>, Vec<&FittedTarget>) = targets
            .iter()
            .partition(|fitted| fitted.target.counted.is_some());
        let counted = counts
            .into_iter()
            .filter_map(|fitted| {
                Some(Counted {
                    surface: fitted.surface.clone(),
                    misfit: fitted.misfit(),
                    count: fitted.target.counted?,
                    weight: fitted.target.weight,
                })
            })
            .collect::<Vec<_>>();
        let measured = if numbers.is_empty() {
            None
        } else {
            Some(Measured::of(&numbers)?)
        };
        (measured.is_some() || !counted.is_empty()).then_some(Self { measured, counted })
    }

    fn surfaces(&self) -> impl Iterator<Item = &Surface> {
        let measured = self.measured.iter().flat_map(|it| &it.surfaces);
        measured.chain(self.counted.iter().map(|it| &it.surface))
    }
}

impl Measured {
    fn of(numbers: &[&FittedTarget]) -> Option<Self> {
        let size = numbers.len();
        let entry = |row: usize, column: usize| {
            let (Some(a), Some(b)) = (numbers.get(row), numbers.get(column)) else {
                return 0.0;
            };
            let shared = covariance(&a.misfits, &b.misfits);
            let own = if row == column {
                a.error_variance()
            } else {
                0.0
            };
            (shared + own) / (a.target.weight * b.target.weight).sqrt()
        };
        let covariance = Mat::from_fn(size, size, entry);
        let inverse = covariance
            .llt(Side::Lower)
            .ok()?
            .solve(Mat::<f64>::identity(size, size));
        Some(Self {
            surfaces: numbers.iter().map(|it| it.surface.clone()).collect(),
            observed: numbers.iter().map(|it| it.target.observed).collect(),
            precision: (0..size * size)
                .map(|at| inverse[(at / size, at % size)])
                .collect(),
        })
    }

    fn log_likelihood(&self, inputs: &[f64], gradient: &mut [f64]) -> f64 {
        let at: Vec<(f64, Vec<f64>)> = self.surfaces.iter().map(|it| it.at(inputs)).collect();
        let misses: Vec<f64> = at
            .iter()
            .zip(&self.observed)
            .map(|((value, _), observed)| observed - value)
            .collect();
        let mut sum = 0.0;
        let rows = self.precision.chunks(misses.len().max(1));
        let surfaces = self.surfaces.iter().zip(&at);
        for ((row, miss), (surface, (_, slopes))) in rows.zip(&misses).zip(surfaces) {
            let pull: f64 = row.iter().zip(&misses).map(|(p, miss)| p * miss).sum();
            sum -= 0.5 * pull * miss;
            surface.add_slopes(slopes, pull, gradient);
        }
        sum
    }
}

impl Counted {
    /// Binomial in the log-odds; also the derivative by the own misfit.
    fn log_likelihood(&self, inputs: &[f64], own: f64, gradient: &mut [f64]) -> (f64, f64) {
        let (value, slopes) = self.surface.at(inputs);
        let log_odds = value + self.misfit * own;
        let Count { happened, people } = self.count;
        // ln(1 + exp(x)) without overflow.
        let softplus = log_odds.max(0.0) + (-log_odds.abs()).exp().ln_1p();
        let share = 1.0 / (1.0 + (-log_odds).exp());
        let slope = self.weight * (happened - people * share);
        self.surface.add_slopes(&slopes, slope, gradient);
        let value = self.weight * (happened * log_odds - people * softplus);
        (value, slope * self.misfit)
    }
}

/// Where the coordinates of a study begin.
#[derive(Debug, Clone)]
struct Place {
    /// Families in which the study lies somewhere, with the coordinate of each.
    families: Vec<(usize, usize)>,
    /// Coordinates of the misfits of its counts.
    misfits: Range<usize>,
}

/// The density over all coordinates.
#[derive(Debug, Clone)]
pub(crate) struct Density<'a> {
    terms: Vec<&'a StudyTerm>,
    places: Vec<Place>,
    /// Inputs that some surface depends on.
    pub(crate) seen: Vec<usize>,
    /// Families in which some study lies somewhere; their spreads follow the seen inputs.
    pub(crate) families: Vec<Family>,
    spreads: &'a [Spread],
    globals: usize,
    inputs: usize,
    dimensions: usize,
}

impl<'a> Density<'a> {
    pub(crate) fn of(inputs: &'a Inputs, terms: &[&'a StudyTerm]) -> Self {
        let globals = inputs.globals.len();
        let used = |input: usize| {
            terms
                .iter()
                .flat_map(|term| term.surfaces())
                .any(|surface| surface.inputs.contains(&input))
        };
        let seen: Vec<usize> = (0..globals).filter(|input| used(*input)).collect();
        let families: Vec<Family> = Family::ALL
            .into_iter()
            .filter(|family| used(inputs.place(*family)))
            .collect();
        let mut dimensions = seen.len() + families.len();
        let places = terms
            .iter()
            .map(|term| {
                let own = families.iter().enumerate().filter(|(_, family)| {
                    let input = inputs.place(**family);
                    term.surfaces().any(|it| it.inputs.contains(&input))
                });
                let families: Vec<(usize, usize)> = own
                    .enumerate()
                    .map(|(nth, (at, _))| (at, dimensions + nth))
                    .collect();
                dimensions += families.len();
                let misfits = dimensions..dimensions + term.counted.len();
                dimensions = misfits.end;
                Place { families, misfits }
            })
            .collect();
        Self {
            terms: terms.to_vec(),
            places,
            seen,
            families,
            spreads: &inputs.spreads,
            globals,
            inputs: inputs.count(),
            dimensions,
        }
    }

    /// The same coordinates without what was observed.
    #[cfg(test)]
    fn forget_observations(&mut self) {
        self.terms.clear();
    }

    /// Number of coordinates.
    pub(crate) fn dimensions(&self) -> usize {
        self.dimensions
    }

    /// Names of the first coordinates: those that every study shares.
    pub(crate) fn shared_names(&self, inputs: &Inputs) -> Vec<String> {
        let globals = self.seen.iter();
        let globals = globals.filter_map(|at| inputs.global_names.get(*at).cloned());
        let spreads = self.families.iter();
        let spreads = spreads.filter_map(|family| inputs.spreads.get(*family as usize));
        globals
            .chain(spreads.map(|spread| spread.key.clone()))
            .collect()
    }

    /// Logarithm of the density up to a constant; `gradient` receives its gradient.
    pub(crate) fn log_density(&self, at: &[f64], gradient: &mut [f64]) -> f64 {
        let mut sum = 0.0;
        for (slot, x) in gradient.iter_mut().zip(at) {
            *slot = -x;
            sum -= 0.5 * x * x;
        }
        let mut point = vec![0.0; self.inputs];
        for (input, x) in self.seen.iter().zip(at) {
            if let Some(slot) = point.get_mut(*input) {
                *slot = *x;
            }
        }
        let mut slopes = vec![0.0; self.inputs];
        for (term, place) in self.terms.iter().zip(&self.places) {
            sum += self.study(term, place, at, &mut point, &mut slopes, gradient);
        }
        for (input, slot) in self.seen.iter().zip(gradient) {
            *slot += slopes.get(*input).copied().unwrap_or(0.0);
        }
        sum
    }

    /// Logarithm of the likelihood of one study. `slopes` collects the gradient by the shared inputs; what belongs to the
    /// study goes to `gradient` at once.
    fn study(
        &self,
        term: &StudyTerm,
        place: &Place,
        at: &[f64],
        point: &mut [f64],
        slopes: &mut [f64],
        gradient: &mut [f64],
    ) -> f64 {
        let coordinate = |index: usize| at.get(index).copied().unwrap_or(0.0);
        let mut chain = Vec::with_capacity(place.families.len());
        for (family, deviation) in &place.families {
            let spread_at = self.seen.len() + family;
            let Some((input, spread)) = self.families.get(*family).and_then(|it| {
                let index = *it as usize;
                Some((self.globals + index, self.spreads.get(index)?))
            }) else {
                continue;
            };
            let (value, by) = spread.place(coordinate(spread_at), coordinate(*deviation));
            if let Some(slot) = point.get_mut(input) {
                *slot = value;
            }
            chain.push((input, [spread_at, *deviation], by));
        }
        let mut sum = 0.0;
        if let Some(measured) = &term.measured {
            sum += measured.log_likelihood(point, slopes);
        }
        for (counted, own) in term.counted.iter().zip(place.misfits.clone()) {
            let (value, slope) = counted.log_likelihood(point, coordinate(own), slopes);
            sum += value;
            if let Some(slot) = gradient.get_mut(own) {
                *slot += slope;
            }
        }
        for (input, coordinates, by) in chain {
            let Some(slope) = slopes.get_mut(input) else {
                continue;
            };
            for (index, by) in coordinates.into_iter().zip(by) {
                if let Some(slot) = gradient.get_mut(index) {
                    *slot += *slope * by;
                }
            }
            *slope = 0.0;
            if let Some(slot) = point.get_mut(input) {
                *slot = 0.0;
            }
        }
        sum
    }
}

#[cfg(test)]
mod tests;
