/// Viscous motion of vortices: what sets the attempt frequency of a pin.
#pragma once

#include "fluxhop/base/constants.hpp"
#include "fluxhop/base/require.hpp"

namespace fluxhop {

/// Viscosity of a vortex per length, eta = Phi0 Bc2/rho_n, in kg m^-1 s^-1
/// (Bardeen and Stephen, Phys. Rev. 140, A1197 (1965); PHYSICS item 7). Flux flow then has the
/// resistivity rho_n B/Bc2.
/// @param upper_critical_field Bc2 in T @param normal_resistivity rho_n in ohm m
inline double bardeen_stephen_viscosity(double upper_critical_field, double normal_resistivity) {
    FLUXHOP_ASSERT(upper_critical_field >= 0.0 && normal_resistivity > 0.0);
    return constants::flux_quantum * upper_critical_field / normal_resistivity;
}

/// A segment on an overdamped cosine pin (PHYSICS item 7).
struct PinnedSegment {
    double pin_energy = 0.0;  ///< U0, J
    double viscosity = 0.0;   ///< eta, kg m^-1 s^-1
    double length = 0.0;      ///< l along the field, m
    double hop = 0.0;         ///< a, the period of the pin, m
};

/// nu0 = pi U0/(eta l a^2) in 1/s, per direction: Kramers' sqrt(|U''well U''saddle|)/(2 pi eta l)
/// of the untilted pin, both curvatures being 2 pi^2 U0/a^2.
inline double attempt_frequency_of_pin(const PinnedSegment& pin) {
    FLUXHOP_ASSERT(pin.viscosity > 0.0 && pin.length > 0.0 && pin.hop > 0.0);
    return constants::pi * pin.pin_energy / (pin.viscosity * pin.length * pin.hop * pin.hop);
}

}  // namespace fluxhop
