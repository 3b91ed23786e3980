/// One realization from a choice made at run time.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "fluxhop/base/ids.hpp"
#include "fluxhop/engine/run_summary.hpp"
#include "fluxhop/engine/tau_leap.hpp"
#include "fluxhop/model/model.hpp"
#include "fluxhop/model/start.hpp"
#include "fluxhop/observe/probe.hpp"
#include "fluxhop/observe/time_grid.hpp"
#include "fluxhop/observe/vortex_tracker.hpp"

namespace fluxhop {

enum class SelectorKind : std::uint8_t {
    automatic,
    linear,
    sum_tree,
    composition_rejection,
    bounded_rejection,  ///< with a bracket on the current where it is fed back (feedback_engine.hpp)
    // Chosen by `automatic` alone, where they apply:
    compiled_lattice,          ///< lattice_film.hpp
    compiled_network_linear,   ///< compiled_network.hpp with few nodes
    compiled_network_bounded,  ///< and with more
    lockstep,                  ///< lock_step.hpp, or lane_engine.hpp for one realization
};

/// As in result files: "sum_tree".
const char* name_of(SelectorKind kind);

enum class Method : std::uint8_t {
    exact,        ///< every hop by itself
    tau_leaping,  ///< many hops at once where no propensity notices; see tau_leap.hpp
};

/// What every realization of an ensemble shares.
struct Experiment {
    const Model& model;
    Start initial;
    const TimeGrid& grid;
    std::span<const Probe> recorded;  ///< the numbers that are kept
    SelectorKind selector = SelectorKind::automatic;
    std::uint64_t seed = 0;
    std::uint64_t point = 0;  ///< number of the sweep point
    Method method = Method::exact;
    LeapOptions leaps{};
    std::optional<TrackingOptions> tracking{};  ///< follow each vortex; by the exact method only

    /// Numbers kept at each grid time: the probes, then the channels of the tracker.
    std::size_t width() const {
        return recorded.size() + (tracking ? std::size_t{VortexTracker::channels} : 0);
    }
};

/// The form in which the experiment will run.
SelectorKind resolve(const Experiment& experiment);

struct RealizationResult {
    RunSummary summary;
    std::optional<VortexHistory> history;  ///< with tracking
};

/// Runs realization `id` by the experiment's method; its numbers depend on the experiment and the id
/// only.
/// @param out     grid.size() x experiment.width() numbers, time-major
/// @param witness is told of every hop; may be null, and is with tracking
RealizationResult run_realization(const Experiment& experiment, std::uint64_t id, std::span<double> out,
                                  HopObserver* witness = nullptr);

}  // namespace fluxhop
