#include "fluxhop/theory/closed_forms.hpp"

#include <cmath>
#include <numbers>

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
