#include "fluxhop/model/material.hpp"

#include <cmath>
#include <numbers>

#include "fluxhop/base/constants.hpp"
#include "fluxhop/base/require.hpp"

namespace fluxhop {
namespace {

/// 1 - t^2 and 1 + t^2, of which every form is a product of powers.
struct Reduced {
    double gap;
    double sum;
};

Reduced reduce(const TwoFluid& material, double temperature) {
    FLUXHOP_ASSERT(temperature >= 0.0 && temperature < material.critical_temperature);
    const double t = temperature / material.critical_temperature;
    return {(1.0 - t) * (1.0 + t), 1.0 + t * t};
}

}  // namespace

double TwoFluid::penetration_depth(double temperature) const {
    const Reduced t = reduce(*this, temperature);
    return 1.0 / std::sqrt(t.gap * t.sum);
}

double TwoFluid::coherence_length(double temperature) const {
    const Reduced t = reduce(*this, temperature);
    return std::sqrt(t.sum / t.gap);
}

double TwoFluid::thermodynamic_field(double temperature) const {
    return reduce(*this, temperature).gap;
}

double TwoFluid::upper_critical_field(double temperature) const {
    const Reduced t = reduce(*this, temperature);
    return t.gap / t.sum;
}

double TwoFluid::pin_energy(double temperature) const {
    const Reduced t = reduce(*this, temperature);
    return std::sqrt(t.gap * t.sum) * t.sum;
}

double TwoFluid::depairing_current(double temperature) const {
    const Reduced t = reduce(*this, temperature);
    return std::sqrt(t.gap * t.sum) * t.gap;
}

double critical_current(const TwoFluid& material, PinningKind kind, double temperature) {
    const Reduced t = reduce(material, temperature);
    if (kind == PinningKind::critical_temperature) {
        return std::pow(t.gap, 7.0 / 6.0) * std::pow(t.sum, 5.0 / 6.0);
    }
    return std::pow(t.gap, 2.5) / std::sqrt(t.sum);
}

double depairing_current(double lambda, double xi) {
    FLUXHOP_ASSERT(lambda > 0.0 && xi > 0.0);
    return constants::flux_quantum / (3.0 * std::numbers::sqrt3 * constants::pi *
                                      constants::vacuum_permeability * lambda * lambda * xi);
}

double thermodynamic_field(double lambda, double xi) {
    FLUXHOP_ASSERT(lambda > 0.0 && xi > 0.0);
    return constants::flux_quantum / (2.0 * std::numbers::sqrt2 * constants::pi * lambda * xi);
}

double upper_critical_field(double xi) {
    FLUXHOP_ASSERT(xi > 0.0);
    return constants::flux_quantum / (2.0 * constants::pi * xi * xi);
}

}  // namespace fluxhop
