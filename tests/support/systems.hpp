/// The systems the tests run, in one place.
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <vector>

#include "fluxhop/base/constants.hpp"
#include "fluxhop/engine/run.hpp"
#include "fluxhop/model/ladder.hpp"
#include "fluxhop/model/ring.hpp"
#include "fluxhop/observe/time_grid.hpp"
#include "fluxhop/selftest/samples.hpp"

namespace fluxhop::test {

/// A model with everything an Experiment points to.
struct TestSystem {
    Model model;
    State initial;
    TimeGrid grid;
    std::vector<Probe> recorded{ring_node::outside};

    Experiment experiment(std::uint64_t seed,
                          SelectorKind selector = SelectorKind::automatic) const {
        return {model, initial, grid, recorded, selector, seed};
    }
};

inline constexpr double ladder_g = 0.1;

/// PHYSICS 1.3 with nu = 1/s unless scaled.
inline TestSystem ladder(std::vector<double> times, double g = ladder_g, double nu = 1.0) {
    const LadderParameters parameters{.barrier_step = g, .attempt_frequency = nu, .rungs = 20'000};
    return {make_ladder(parameters), initial_state(parameters), TimeGrid(std::move(times))};
}

/// The ring of configs/nbti_ring_4K.toml.
inline RingParameters nbti_ring() {
    RingParameters ring;
    ring.temperature = 4.2;
    ring.mean_radius = 50e-6;
    ring.wall_width = 5e-6;
    ring.wall_thickness = 0.2e-6;
    ring.inductance = thin_ring_inductance(50e-6, 5e-6, 0.2e-6);
    ring.hop_length = 22e-9;
    ring.hop_sites = 1000;
    ring.attempt_frequency = 1e10;
    ring.critical_current_density = 3.3e9;
    ring.barrier = {.height = 300.0, .mu = -1.0};
    ring.initial_current_density = 3.234e9;
    return ring;
}

using selftest::thermal_ring;

inline TestSystem make_system(const RingParameters& ring, std::vector<double> times) {
    return {make_ring(ring), initial_state(ring), TimeGrid(std::move(times))};
}

}  // namespace fluxhop::test
