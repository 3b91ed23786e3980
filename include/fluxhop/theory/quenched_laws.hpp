/// Exact transport on rings with quenched rates or hard-core exclusion (PHYSICS item 32).
///
/// Rates in 1/s, lengths in any unit, a the distance of neighbouring sites.
#pragma once

#include <cstddef>
#include <span>

namespace fluxhop {

/// D = a^2/<1/G>: independent walkers whose rates, the same both ways, belong to the departure
/// sites (traps) or to the bonds (barriers).
double quenched_diffusivity(std::span<const double> rates, double a);

/// v = 2 a sinh(W/2kT)/<1/G> of traps under a bias, rates G_i exp(+-W/2kT).
/// @param work W in kT
double trap_velocity(std::span<const double> rates, double a, double work);

/// v on a ring of any rates (Derrida, J. Stat. Phys. 31, 433 (1983)), barriers under a bias
/// included.
/// @param along rate from site i to i+1 @param against rate from site i to i-1; all > 0
double ring_velocity(std::span<const double> along, std::span<const double> against, double a);

/// D of one walker on a ring of any rates in detailed balance (no current): with the stationary
/// weights p_i, a^2/(<p> <1/(p_i along_i)>). Traps and barriers are the two special cases of
/// quenched_diffusivity (Lifson and Jackson, J. Chem. Phys. 36, 2410 (1962), on a lattice).
/// @param along rate from site i to i+1 @param against rate from site i to i-1; all > 0
double ring_diffusivity(std::span<const double> along, std::span<const double> against, double a);

/// Net hops per second across every bond of a ring of L sites with n particles and exclusion, hop
/// rates p along and q against: (p - q) n (L - n)/(L (L - 1)), for every occupation of the ring is
/// equally likely.
double exclusion_current(double p, double q, std::size_t particles, std::size_t sites);

}  // namespace fluxhop
