//! Quantiles of the Beta distribution, by halving the regularised incomplete beta function (the continued fraction of
//! Abramowitz and Stegun, 26.5.8, by Lentz's method). Degenerate: shapes that are not positive and finite, and
//! probabilities outside 0 to 1, have none.

use crate::support::statistics::gamma::{away_from_zero, ln_gamma};
use crate::support::statistics::quantile::halve;

/// Steps of the fraction; it needs about the square root of the larger shape.
const STEPS: u32 = 100_000;

/// The value that a Beta variable of shapes `a` and `b` stays below with `probability`.
#[must_use]
pub fn quantile(probability: f64, a: f64, b: f64) -> Option<f64> {
    let is_shape = |shape: f64| shape > 0.0 && shape.is_finite();
    if !is_shape(a) || !is_shape(b) || !(0.0..=1.0).contains(&probability) {
        return None;
    }
    Some(halve(0.0, 1.0, probability, |value| lower_share(value, a, b)))
}

/// The share of a Beta distribution below `x`.
fn lower_share(x: f64, a: f64, b: f64) -> f64 {
    let scale = (ln_gamma(a + b) - ln_gamma(a) - ln_gamma(b) + a * x.ln() + b * (-x).ln_1p()).exp();
    // The fraction settles fast only on the near side of the mean; the far side is the rest of the mirrored one.
    if x < (a + 1.0) / (a + b + 2.0) {
        scale * continued_fraction(x, a, b) / a
    } else {
        1.0 - scale * continued_fraction(1.0 - x, b, a) / b
    }
}

fn continued_fraction(x: f64, a: f64, b: f64) -> f64 {
    let (mut c, mut d) = (1.0, 1.0 / away_from_zero(1.0 - (a + b) * x / (a + 1.0)));
    let mut value = d;
    for step in 1..STEPS {
        let m = f64::from(step);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        let mut change = 1.0;
        for numerator in [even, odd] {
            d = 1.0 / away_from_zero(1.0 + numerator * d);
            c = away_from_zero(1.0 + numerator / c);
            change = c * d;
            value *= change;
        }
        if (change - 1.0).abs() < f64::EPSILON {
            break;
        }
    }
    value
}
