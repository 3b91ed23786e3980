#include "fluxhop/theory/transport_laws.hpp"

#include <cmath>

#include "fluxhop/base/require.hpp"

namespace fluxhop {

double voltage_noise(double flux, double rate_along, double rate_against) {
    return 2.0 * flux * flux * (rate_along + rate_against);
}

double LinearTransport::electric_field(double current) const {
    const double x = u * std::abs(current) / critical_current;
    // 2 sinh(x) exp(-u) without overflow at large u and without cancellation at small x.
    const double size = full_field * std::exp(x - u) * -std::expm1(-2.0 * x);
    return std::copysign(size, current);
}

double LinearTransport::taff_resistivity() const {
    return 2.0 * full_field * (u / critical_current) * std::exp(-u);
}

double LinearTransport::n_value(double current) const {
    const double x = u * std::abs(current) / critical_current;
    return x < 1e-8 ? 1.0 : x / std::tanh(x);
}

double LinearTransport::current_at(double criterion) const {
    FLUXHOP_ASSERT(criterion > 0.0);
    // asinh(y) with ln y known, y = exp(log_y) beyond the range of double: ln(2y) for large y.
    const double log_y = std::log(0.5 * criterion / full_field) + u;
    const double x = log_y > 40.0 ? log_y + std::log(2.0) : std::asinh(std::exp(log_y));
    return critical_current * x / u;
}

double practical_critical_current(double u, double mu, double log_ratio) {
    FLUXHOP_ASSERT(u > 0.0 && log_ratio >= 0.0);
    if (mu == 0.0) return std::exp(-log_ratio / u);
    const double excess = mu * log_ratio / u;
    if (excess <= -1.0) return 0.0;
    return std::exp(-std::log1p(excess) / mu);
}

double n_value(double u, double mu, double reduced) { return u * std::pow(reduced, -mu); }

}  // namespace fluxhop
