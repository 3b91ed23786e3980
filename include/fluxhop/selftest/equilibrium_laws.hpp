/// Laws at rest, written down from the parameters: nothing here reads the model's rates.
#pragma once

#include "fluxhop/selftest/samples.hpp"
#include "fluxhop/stats/counts.hpp"

namespace fluxhop::selftest {

/// U/kT of a region that holds n vortices; a power law, creep only (x <= 1).
double barrier_of(const Region& region, double n);

/// A closed network of regions as a zero-range process (Spitzer 1970): prod f_i(n_i) on all states with
/// its total, f_i(n) = A_i^n/n! exp(sum_{k <= n} U_i(k)/kT).
StateLaw closed_regions_law(const RegionNetwork& network);

/// Regions next to one reservoir without barrier: independent, A_i Ba/Phi0 in place of A_i.
/// @param most vortices in a region beyond which there is no probability left
StateLaw open_regions_law(const RegionNetwork& network, std::int64_t most);

/// The thermal ring: P(n) ~ exp(-0.2 (n - 0.3)^2/2), by flux units that have left.
StateLaw thermal_ring_law();

/// Columns of small_slab: prod 1/n_i! exp(-slab_pull n_i^2/2) with a given total, and behind open edges,
/// at an applied field of H vortices a column, prod H^n_i/n_i! exp(-slab_pull (n_i - H)^2/2).
StateLaw closed_slab_law(std::int64_t vortices);
StateLaw open_slab_law(double applied);

/// Every way to place vortices on sites that hold one each, with prod exp(depth_i n_i).
/// @param depths kT, one per site
StateLaw exclusion_law(const std::vector<double>& depths, std::int64_t vortices);

}  // namespace fluxhop::selftest
