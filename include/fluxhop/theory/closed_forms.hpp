/// Solutions that need no integration, references for everything else.
#pragma once

/// Exact laws of the one-way ladder, rates nu exp(-g k) after k hops (PHYSICS 1.3).
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

/// A region that only loses flux, dB/dt = -eps B exp(-U(B)/kT) with U = alpha kT at B -> 0 (linear law)
/// or U = alpha kT ln(Bm/B) (R. Ma, arXiv:1303.2296, eqs 18 and 20; PHYSICS section 2).
namespace fluxhop::one_way {

/// Fields in any one unit, start <= maximum_field: at the start it is creep, not flow.
struct Decay {
    double alpha = 0.0;          ///< U0/kT > 0
    double maximum_field = 0.0;  ///< Bm, where the barrier vanishes
    double start = 0.0;          ///< B(0) > 0
    double exchange = 0.0;       ///< eps, 1/s
};

/// ln E1(x) from x = exp(log_x), for any x > 0: E1(x) itself leaves the range of double at x = 738.
double log_exponential_integral(double log_x);

/// U = alpha (1 - B/Bm) kT: E1(x) = E1(x(0)) + eps exp(-alpha) t with x = alpha B/Bm. @param t s, >= 0
double linear(const Decay& decay, double t);

/// U = alpha ln(Bm/B) kT: B = B(0) (1 + alpha eps (B(0)/Bm)^alpha t)^(-1/alpha). @param t s, >= 0
double logarithmic(const Decay& decay, double t);

}  // namespace fluxhop::one_way
