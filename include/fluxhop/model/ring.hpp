/// The superconducting ring: its persistent current decays as vortices hop across the wall.
///
/// State (PHYSICS item 20): Phi_ext + L I = n phi with n trapped flux units of phi = Phi0 a/w, since
/// a vortex that hops by a across a wall of width w carries the fraction a/w of Phi0 through it.
/// J = I/(w d). Two nodes: `hole` holds n, `outside` counts the units that have left.
#pragma once

#include "fluxhop/model/model.hpp"

namespace fluxhop {

/// All in SI units; energies in kT.
struct RingParameters {
    double temperature = 0.0;              ///< K
    double mean_radius = 0.0;              ///< m
    double wall_width = 0.0;               ///< m, across which vortices hop
    double wall_thickness = 0.0;           ///< m, along the field
    double inductance = 0.0;               ///< H
    double hop_length = 0.0;               ///< m, a
    double hop_sites = 1.0;                ///< independent places in the wall where a hop can start
    double attempt_frequency = 0.0;        ///< 1/s per direction and site, nu0
    double critical_current_density = 0.0; ///< A/m^2, Jc0
    PowerLawBarrier barrier;               ///< U0 in kT, mu
    double applied_flux = 0.0;             ///< Wb, Phi_ext
    double initial_current_density = 0.0;  ///< A/m^2; rounded to a whole number of flux units
};

/// What follows from the parameters, for reports.
struct RingDerived {
    double flux_unit = 0.0;              ///< Wb, Phi0 a/w
    double current_density_per_unit = 0.0; ///< A/m^2 lost with each hop
    std::int64_t initial_units = 0;      ///< n at the start
    double initial_current_density = 0.0; ///< A/m^2, after rounding
    double fluxoids = 0.0;               ///< L I / Phi0 at the start
    double barrier_step = 0.0;           ///< g: rise of the barrier per hop at the start, kT
    double consistent_barrier = 0.0;     ///< Jc0 Phi0 d a / 2 in kT (PHYSICS section 0)
};

/// The nodes of a ring's network, and of a ladder's.
namespace ring_node {
inline constexpr NodeId hole{0};
inline constexpr NodeId outside{1};
}  // namespace ring_node

/// Inductance in H of a thin flat ring with uniform current: mu0 R [ln(8R/g) - 2], g = 0.2235 (w + d)
/// being the geometric mean distance of a rectangular section (Grover, Inductance Calculations, 1946).
/// @param mean_radius,width,thickness m
double thin_ring_inductance(double mean_radius, double width, double thickness);

/// Flux units at the start before rounding; a state holds up to 2^52 of them.
double exact_initial_units(const RingParameters& ring);

RingDerived derive(const RingParameters& ring);
Model make_ring(const RingParameters& ring);
State initial_state(const RingParameters& ring);

}  // namespace fluxhop
