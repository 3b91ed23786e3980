#include "fluxhop/theory/creep_laws.hpp"

#include <algorithm>
#include <boost/math/special_functions/beta.hpp>
#include <cmath>

#include "fluxhop/base/constants.hpp"
#include "fluxhop/base/require.hpp"

namespace fluxhop {

using constants::pi;
using constants::vacuum_permeability;

namespace flux_balance {

double slab(double half_width) { return 2.0 / (vacuum_permeability * half_width * half_width); }

double cylinder(double radius) { return 6.0 / (vacuum_permeability * radius * radius); }

double ring(double radius, double inductance, double cross_section) {
    return 2.0 * pi * radius / (inductance * cross_section);
}

double ring_inductance(double radius, double wire_radius) {
    return vacuum_permeability * radius * (std::log(8.0 * radius / wire_radius) - 2.0);
}

}  // namespace flux_balance

namespace creep_law {

double linear(double start, double scale, double t_over_t0) {
    return start - scale * std::log1p(t_over_t0);
}

double linear_time(double scale, double balance, double field) { return scale / (balance * field); }

double power(double start, double n, double t_over_t0) {
    if (n == 1.0) return start * std::exp(-t_over_t0);
    return start * std::exp(-std::log1p((n - 1.0) * t_over_t0) / (n - 1.0));
}

double interpolation(double critical, double u, double mu, double t_over_t0) {
    const double elapsed = std::log1p(t_over_t0) / u;
    if (mu == 0.0) return critical * std::exp(-elapsed);
    return critical * std::exp(-std::log1p(mu * elapsed) / mu);
}

double relaxation_rate(double u, double mu, double log_time) {
    return 1.0 / effective_barrier(u, mu, log_time);
}

double effective_barrier(double u, double mu, double log_time) { return u + mu * log_time; }

}  // namespace creep_law

double RampedSlab::time_constant() const {
    return vacuum_permeability * scale * half_width / (2.0 * ramp);
}

double RampedSlab::current(double start, double steady, double t) const {
    FLUXHOP_ASSERT(ramp > 0.0 && scale > 0.0);
    // ln(1 + (e^d - 1) e^-s) = ln((1 - e^-s) + e^(d-s)), also where e^d is out of range.
    const double elapsed = t / time_constant();
    const double reached = std::log(-std::expm1(-elapsed));
    const double left = (steady - start) / scale - elapsed;
    const double larger = std::max(reached, left);
    return steady - scale * (larger + std::log1p(std::exp(std::min(reached, left) - larger)));
}

SeparableSlab SeparableSlab::after_ramp(double half_width, double scale, double ramp) {
    // From the diffusion equation on 100, 200 and 400 cells, extrapolated (PHYSICS item 15:
    // 0.6778).
    constexpr double ramp_memory = 0.677806;
    return {half_width, scale, ramp_memory * vacuum_permeability * scale * half_width / ramp};
}

double SeparableSlab::electric_field(double x, double t) const {
    return vacuum_permeability * scale * (half_width * x - 0.5 * x * x) / (t + offset);
}

double SeparableSlab::magnetization(double start, double t) const {
    return start - 0.5 * scale * half_width * std::log1p(t / offset);
}

namespace remanent_slab {

double surface_slope(double n) { return 0.5 * boost::math::beta(0.5, n / (n + 1.0)); }

double decay_constant(double n) {
    return 2.0 * n / (n + 1.0) * std::pow(surface_slope(n), n + 1.0);
}

double mean_profile(double n) { return (n + 1.0) / (2.0 * n * surface_slope(n)); }

}  // namespace remanent_slab

}  // namespace fluxhop
