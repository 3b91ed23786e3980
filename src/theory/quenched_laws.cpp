#include "fluxhop/theory/quenched_laws.hpp"

#include <cmath>

#include "fluxhop/base/require.hpp"

namespace fluxhop {
namespace {

double mean_inverse(std::span<const double> rates) {
    FLUXHOP_ASSERT(!rates.empty());
    double sum = 0.0;
    for (const double rate : rates) sum += 1.0 / rate;
    return sum / static_cast<double>(rates.size());
}

}  // namespace

double quenched_diffusivity(std::span<const double> rates, double a) {
    return a * a / mean_inverse(rates);
}

double trap_velocity(std::span<const double> rates, double a, double work) {
    return 2.0 * a * std::sinh(0.5 * work) / mean_inverse(rates);
}

double ring_velocity(std::span<const double> along, std::span<const double> against, double a) {
    FLUXHOP_ASSERT(!along.empty() && along.size() == against.size());
    const std::size_t sites = along.size();
    double weights = 0.0;
    for (std::size_t n = 0; n < sites; ++n) {
        // r_n = (1/p_n) (1 + q_{n+1}/p_{n+1} + q_{n+1} q_{n+2}/(p_{n+1} p_{n+2}) + ...), sites
        // terms
        double term = 1.0 / along[n];
        weights += term;
        for (std::size_t k = 1; k < sites; ++k) {
            const std::size_t site = (n + k) % sites;
            term *= against[site] / along[site];
            weights += term;
        }
    }
    double log_ratio = 0.0;
    for (std::size_t n = 0; n < sites; ++n) log_ratio += std::log(against[n] / along[n]);
    return static_cast<double>(sites) * a * -std::expm1(log_ratio) / weights;
}

double ring_diffusivity(std::span<const double> along, std::span<const double> against, double a) {
    FLUXHOP_ASSERT(along.size() == against.size() && !along.empty());
    const auto sites = static_cast<double>(along.size());
    double weight = 1.0, weights = 0.0, resistance = 0.0;
    for (std::size_t i = 0; i < along.size(); ++i) {
        weights += weight;
        resistance += 1.0 / (weight * along[i]);
        weight *= along[i] / against[(i + 1) % along.size()];
    }
    return a * a * sites * sites / (weights * resistance);
}

double exclusion_current(double p, double q, std::size_t particles, std::size_t sites) {
    FLUXHOP_ASSERT(sites >= 2 && particles <= sites);
    const auto n = static_cast<double>(particles);
    const auto size = static_cast<double>(sites);
    return (p - q) * n * (size - n) / (size * (size - 1.0));
}

}  // namespace fluxhop
