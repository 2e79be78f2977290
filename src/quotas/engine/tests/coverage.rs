//! How near is the interval to that of the beta posterior, which it stands for?

use crate::quotas::engine::interval;

/// `P(B ≤ point)` of the beta distribution by its continued fraction (DLMF 8.17.22).
fn beta_below(point: f64, alpha: f64, beta: f64) -> f64 {
    if point <= 0.0 || point >= 1.0 {
        return f64::from(point >= 1.0);
    }
    if point > (alpha + 1.0) / (alpha + beta + 2.0) {
        return 1.0 - beta_below(1.0 - point, beta, alpha);
    }
    let scale = ln_gamma(alpha + beta) - ln_gamma(alpha) - ln_gamma(beta);
    let front = (scale + alpha * point.ln() + beta * (1.0 - point).ln()).exp() / alpha;
    let (mut above, mut below, mut value) = (1.0, 0.0, 1.0);
    for step in 0..200_i32 {
        let half = f64::from(step / 2);
        let term = if step == 0 {
            1.0
        } else if step % 2 == 0 {
            half * (beta - half) * point / ((alpha + 2.0 * half - 1.0) * (alpha + 2.0 * half))
        } else {
            -(alpha + half) * (alpha + beta + half) * point
                / ((alpha + 2.0 * half) * (alpha + 2.0 * half + 1.0))
        };
        below = 1.0 / (1.0 + term * below);
        above = 1.0 + term / above;
        value *= above * below;
    }
    front * (value - 1.0)
}

/// Lanczos' approximation.
fn ln_gamma(x: f64) -> f64 {
    const TERMS: [f64; 6] = [
        76.180_091_729_471_46,
        -86.505_320_329_416_77,
        24.014_098_240_830_91,
        -1.231_739_572_450_155,
        0.120_865_097_386_617_9e-2,
        -0.539_523_938_495_3e-5,
    ];
    let near = x + 5.5 - (x + 0.5) * (x + 5.5).ln();
    let series = TERMS
        .iter()
        .zip(1..)
        .fold(1.000_000_000_190_015, |sum, (term, step)| sum + term / (x + f64::from(step)));
    (2.506_628_274_631_000_5 * series / x).ln() - near
}

#[test]
fn the_beta_distribution_is_known_at_known_points() {
    // Uniform; B(2, 2) at its middle; B(2, 5): 1 − (1 + 5x)(1 − x)⁵.
    assert!((beta_below(0.3, 1.0, 1.0) - 0.3).abs() < 1e-9);
    assert!((beta_below(0.5, 2.0, 2.0) - 0.5).abs() < 1e-9);
    let x: f64 = 0.3;
    let exact = 1.0 - (1.0 + 5.0 * x) * (1.0 - x).powi(5);
    assert!((beta_below(x, 2.0, 5.0) - exact).abs() < 1e-9);
}

#[test]
fn the_interval_holds_about_four_fifths_of_the_posterior() {
    let square = interval::squared_quantile(80).unwrap();
    let (mut total, mut count, mut least, mut most) = (0.0, 0.0, 1.0_f64, 0.0_f64);
    // Four to forty cases behind it (a society's own and the prior's), rates from 1 in 20 up.
    for behind in [4_u64, 6, 8, 12, 20, 40] {
        for twentieths in 1..20_u64 {
            let rate = interval::rate_of(twentieths.into(), 20);
            let (low, high) = interval::of_posterior(rate, behind * 1_000, square);
            let float = |rate: u64| rate as f64 / interval::ONE as f64;
            let good = behind as f64 * twentieths as f64 / 20.0;
            let bad = behind as f64 - good;
            let held = beta_below(float(high), good, bad) - beta_below(float(low), good, bad);
            (total, count) = (total + held, count + 1.0);
            (least, most) = (least.min(held), most.max(held));
        }
    }
    let mean = total / count;
    println!("posterior mass of the 80 % interval: mean {mean:.4}, from {least:.4} to {most:.4}");
    assert!((0.77..0.81).contains(&mean), "{mean}");
    assert!(least > 0.55 && most < 0.87, "{least} {most}");
}
