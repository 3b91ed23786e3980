/// The result file's contents. What each variable means is in its long_name.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "fluxhop/app/study.hpp"
#include "fluxhop/io/dataset.hpp"

namespace fluxhop {

Dataset to_dataset(const Study& study);

/// The dimensions that the result of a configuration will have, as far as they are known before the run.
std::vector<std::pair<std::string, std::size_t>> planned_dimensions(const Config& config, const System& system);

/// Verdicts, what they can see, and the laws of the decay; requires study.findings.
void add_comparison(Dataset& data, const Study& study);

/// Times, the other coordinates that observables run along, and what is imposed over time.
void add_coordinates(Dataset& data, const System& system);

/// Positions and depths of pinning sites, up to 100,000 of them.
void add_sites(Dataset& data, const Config& config);

/// Dwell times, and the hop log of the first realization; nothing without tracking.
void add_vortex_history(Dataset& data, const Study& study);

/// Steady transport: mean electric field, diffusion of the flux that has passed, spectrum of the
/// voltage; nothing without an odometer or under a drive that changes.
void add_transport(Dataset& data, const Study& study);

/// What is known exactly of independent vortices on one ring of sites under a constant current: drift,
/// electric field and, without a current or without disorder, diffusivity. Of any film the force.
void add_exact_transport(Dataset& data, const Study& study);

}  // namespace fluxhop
