#include "fluxhop/theory/closed_forms.hpp"

#include <algorithm>
#include <boost/math/special_functions/expint.hpp>
#include <boost/math/tools/roots.hpp>
#include <cmath>
#include <cstdint>
#include <numbers>

#include "fluxhop/base/require.hpp"

namespace fluxhop::ladder_law {

double mean_exponential(double g, double nu, double t) { return 1.0 + nu * std::expm1(g) * t; }

double mean_field(double g, double nu, double t) { return std::log1p(g * nu * t) / g; }

double late_mean(double g, double nu, double t) {
    double sum = 0.0;
    for (int m = 1; g * m < 40.0; ++m) sum += 1.0 / std::expm1(g * m);
    return (std::log(nu * t) + std::numbers::egamma) / g + 0.5 - sum;
}

double late_variance(double g) { return 1.0 / (2.0 * g) + 1.0 / 24.0; }

double passage_time_mean(double g, double nu, int hops) {
    return std::expm1(g * hops) / std::expm1(g) / nu;
}

double passage_time_variance(double g, double nu, int hops) {
    return std::expm1(2.0 * g * hops) / std::expm1(2.0 * g) / (nu * nu);
}

}  // namespace fluxhop::ladder_law

namespace fluxhop::one_way {
namespace {

/// ln(e^a + e^b).
double log_sum(double a, double b) {
    return std::max(a, b) + std::log1p(std::exp(-std::abs(a - b)));
}

/// x e^x E1(x) for large x by the continued fraction (DLMF 6.9.1).
double scaled_by_fraction(double x) {
    double tail = x;
    for (int k = 30; k >= 1; --k) tail = x + k / (1.0 + k / tail);
    return x / tail;
}

}  // namespace

double log_exponential_integral(double log_x) {
    const double x = std::exp(log_x);
    if (x < 1e-17) return std::log(-log_x - std::numbers::egamma);  // E1 = -ln x - gamma_E + x - ...
    if (x > 600.0) return std::log(scaled_by_fraction(x)) - x - log_x;
    return std::log(boost::math::expint(1, x));
}

double linear(const Decay& decay, double t) {
    FLUXHOP_ASSERT(decay.alpha > 0.0 && decay.start > 0.0 && t >= 0.0);
    const double log_start = std::log(decay.alpha * decay.start / decay.maximum_field);
    const double log_lost = std::log(decay.exchange * t) - decay.alpha;
    if (std::isinf(log_lost)) return decay.start;  // nothing has happened
    const double target = log_sum(log_exponential_integral(log_start), log_lost);
    const auto excess = [&](double log_x) { return log_exponential_integral(log_x) - target; };
    // E1(x) > -ln x - gamma_E puts the root above exp(-gamma_E - E1); one more against rounding.
    const double lowest = std::min(-std::numbers::egamma - std::exp(target), log_start) - 1.0;
    if (excess(log_start) >= 0.0) return decay.start;
    std::uintmax_t iterations = 200;
    const auto [low, high] = boost::math::tools::toms748_solve(
        excess, lowest, log_start, boost::math::tools::eps_tolerance<double>(), iterations);
    return std::exp(0.5 * (low + high)) * decay.maximum_field / decay.alpha;
}

double logarithmic(const Decay& decay, double t) {
    FLUXHOP_ASSERT(decay.alpha > 0.0 && decay.start > 0.0 && t >= 0.0);
    const double first = std::pow(decay.start / decay.maximum_field, decay.alpha);
    return decay.start *
           std::exp(-std::log1p(decay.alpha * decay.exchange * first * t) / decay.alpha);
}

}  // namespace fluxhop::one_way
