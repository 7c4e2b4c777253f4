//! The gamma function's logarithm and the regularised incomplete gamma function.
//!
//! Logarithm: Stirling's series after the argument is lifted above 10 (Abramowitz and Stegun, 6.1.41); incomplete
//! function: the power series below `a + 1` (6.5.29), the continued fraction above (6.5.31), by Lentz's method (1976).
//! Only positive arguments are asked for.

/// Terms after which a series that has not settled never will.
const TERMS: u32 = 100_000;

/// ln Γ(x), x > 0.
pub(super) fn ln_gamma(x: f64) -> f64 {
    let (mut lifted, mut product) = (x, 1.0);
    while lifted < 10.0 {
        product *= lifted;
        lifted += 1.0;
    }
    let inverse = 1.0 / (lifted * lifted);
    // B(2k) / (2k (2k - 1)), k = 1 to 6.
    let series = [1.0 / 12.0, -1.0 / 360.0, 1.0 / 1260.0, -1.0 / 1680.0, 1.0 / 1188.0, -691.0 / 360_360.0];
    let correction = series.iter().rev().fold(0.0, |sum, term| sum * inverse + term) / lifted;
    (lifted - 0.5) * lifted.ln() - lifted + 0.5 * std::f64::consts::TAU.ln() + correction - f64::ln(product)
}

/// P(a, x) for a > 0, x >= 0: the share of a gamma distribution of shape `a` below `x`.
pub(super) fn lower_share(a: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    let scale = (a * x.ln() - x - ln_gamma(a)).exp();
    if x < a + 1.0 { scale * power_series(a, x) } else { 1.0 - scale * continued_fraction(a, x) }
}

fn power_series(a: f64, x: f64) -> f64 {
    let (mut term, mut sum, mut at) = (1.0 / a, 1.0 / a, a);
    for _ in 0..TERMS {
        at += 1.0;
        term *= x / at;
        sum += term;
        if term < sum * f64::EPSILON {
            break;
        }
    }
    sum
}

fn continued_fraction(a: f64, x: f64) -> f64 {
    let mut denominator = x + 1.0 - a;
    let mut c = 1.0 / f64::MIN_POSITIVE;
    let mut d = 1.0 / denominator;
    let mut value = d;
    for step in 1..TERMS {
        let step = f64::from(step);
        let numerator = -step * (step - a);
        denominator += 2.0;
        d = 1.0 / away_from_zero(numerator * d + denominator);
        c = away_from_zero(denominator + numerator / c);
        value *= c * d;
        if (c * d - 1.0).abs() < f64::EPSILON {
            break;
        }
    }
    value
}

/// Lentz's remedy for a fraction that passes 0.
pub(super) fn away_from_zero(value: f64) -> f64 {
    if value.abs() < f64::MIN_POSITIVE { f64::MIN_POSITIVE } else { value }
}
