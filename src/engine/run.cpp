#include "fluxhop/engine/run.hpp"

#include <algorithm>
#include <array>

#include "fluxhop/engine/departure_table.hpp"
#include "fluxhop/engine/feedback_engine.hpp"
#include "fluxhop/engine/lattice_film.hpp"
#include "fluxhop/engine/lock_step.hpp"
#include "fluxhop/engine/realization.hpp"

namespace fluxhop {
namespace {

/// Channels up to which a scan is the fastest, in the generic and in the compiled form alike: from the
/// table of crossovers in docs/speed_networks.md.
constexpr std::size_t linear_is_faster_up_to = 16;

constexpr std::size_t compiled_linear_is_faster_up_to = 3;

bool is_small(const Model& model) {
    return model.landscape().node_count() <= linear_is_faster_up_to;
}

SelectorKind network_form(const Model& model) {
    return model.landscape().node_count() <= compiled_linear_is_faster_up_to
               ? SelectorKind::compiled_network_linear
               : SelectorKind::compiled_network_bounded;
}

/// Whether the lock-step form can do all that is asked for.
bool runs_in_lock_step(const Experiment& experiment) {
    const std::size_t nodes = experiment.model.landscape().node_count();
    const auto reads_nodes = [nodes](const Probe& probe) { return probe.lies_within(nodes); };
    const auto& recorded = experiment.recorded;
    return !experiment.tracking && std::all_of(recorded.begin(), recorded.end(), reads_nodes) &&
           LockStep::accepts(experiment.model, experiment.initial);
}

}  // namespace

const char* name_of(SelectorKind kind) {
    constexpr std::array names{"auto", "linear", "sum_tree", "composition_rejection",
                               "bounded_rejection", "compiled_lattice", "compiled_network_linear",
                               "compiled_network_bounded", "lockstep"};
    return names[static_cast<std::size_t>(kind)];
}

SelectorKind resolve(const Experiment& experiment) {
    const Model& model = experiment.model;
    const bool sums_bounds = experiment.selector == SelectorKind::bounded_rejection &&
                             !model.schedule().is_constant();  // as a driven run does by itself
    if (sums_bounds) return SelectorKind::sum_tree;
    if (experiment.selector != SelectorKind::automatic) return experiment.selector;
    const bool small = is_small(model);
    if (experiment.method == Method::exact) {
        if (LatticeFilm::accepts(model)) return SelectorKind::compiled_lattice;
        if (runs_in_lock_step(experiment)) return SelectorKind::lockstep;
        if (!small && FeedbackEngine::accepts(model)) return SelectorKind::bounded_rejection;
        if (DepartureTable::accepts(model)) return network_form(model);
    }
    return small ? SelectorKind::linear : SelectorKind::sum_tree;
}

RealizationResult run_realization(const Experiment& experiment, std::uint64_t id,
                                  std::span<double> out, HopObserver* witness) {
    Realization realization(experiment, id, out, witness);
    while (!realization.advance(std::uint64_t{1} << 20)) {
    }
    return realization.result();
}

}  // namespace fluxhop
