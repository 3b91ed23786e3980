/// Exact laws of the one-way ladder, rates nu exp(-g k) after k hops (PHYSICS 1.3).
#pragma once

namespace fluxhop::ladder_law {

/// E[exp(g k)] = 1 + nu (e^g - 1) t, exact at all times (martingale).
double mean_exponential(double g, double nu, double t);

/// Mean field: k = ln(1 + g nu t)/g.
double mean_field(double g, double nu, double t);

/// <k> as t -> infinity: (ln(nu t) + gamma_E)/g + 1/2 - sum_m 1/(e^(g m) - 1), up to terms that are
/// exponentially small in 1/g and in nu t.
double late_mean(double g, double nu, double t);

/// Var k as t -> infinity: 1/(2g) + 1/24, up to terms exponentially small in 1/g.
double late_variance(double g);

/// Mean and variance of the time of the K-th hop, a sum of independent exponentials.
double passage_time_mean(double g, double nu, int hops);
double passage_time_variance(double g, double nu, int hops);

}  // namespace fluxhop::ladder_law
