#include "fluxhop/engine/run.hpp"

#include <algorithm>
#include <array>

#include "fluxhop/engine/lattice_film.hpp"
#include "fluxhop/engine/lock_step.hpp"
#include "fluxhop/engine/realization.hpp"

namespace fluxhop {
namespace {

/// Channels up to which a scan beats a tree: most of a scan is the sum, which the tree has ready.
constexpr std::size_t linear_is_faster_up_to = 16;

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
                               "compiled_lattice", "lockstep"};
    return names[static_cast<std::size_t>(kind)];
}

SelectorKind resolve(SelectorKind kind, std::size_t channels) {
    if (kind != SelectorKind::automatic) return kind;
    return channels <= linear_is_faster_up_to ? SelectorKind::linear : SelectorKind::sum_tree;
}

SelectorKind resolve(const Experiment& experiment) {
    const SelectorKind kind =
        resolve(experiment.selector, experiment.model.landscape().node_count());
    const bool may_compile = experiment.selector == SelectorKind::automatic &&
                             experiment.method == Method::exact;
    if (!may_compile) return kind;
    if (LatticeFilm::accepts(experiment.model, experiment.initial)) {
        return SelectorKind::compiled_lattice;
    }
    return runs_in_lock_step(experiment) ? SelectorKind::lockstep : kind;
}

RealizationResult run_realization(const Experiment& experiment, std::uint64_t id,
                                  std::span<double> out) {
    Realization realization(experiment, id, out);
    while (!realization.advance(std::uint64_t{1} << 20)) {
    }
    return realization.result();
}

void run_queue(const Experiment& experiment, RealizationQueue& queue) {
    if (resolve(experiment) == SelectorKind::lockstep) {
        LockStep(experiment).run(queue);
        return;
    }
    while (const auto run = queue.next()) {
        queue.finish(*run, run_realization(experiment, run->id, run->out));
    }
}

}  // namespace fluxhop
