#include "fluxhop/engine/run.hpp"

#include <array>

#include "fluxhop/engine/lattice_film.hpp"
#include "fluxhop/engine/realization.hpp"

namespace fluxhop {
namespace {

/// Channels up to which a scan beats a tree: most of a scan is the sum, which the tree has ready.
constexpr std::size_t linear_is_faster_up_to = 16;

}  // namespace

const char* name_of(SelectorKind kind) {
    constexpr std::array names{"auto", "linear", "sum_tree", "composition_rejection",
                               "compiled_lattice"};
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
    const bool compiles =
        may_compile && LatticeFilm::accepts(experiment.model);
    return compiles ? SelectorKind::compiled_lattice : kind;
}

RealizationResult run_realization(const Experiment& experiment, std::uint64_t id,
                                  std::span<double> out) {
    Realization realization(experiment, id, out);
    while (!realization.advance(std::uint64_t{1} << 20)) {
    }
    return realization.result();
}

}  // namespace fluxhop
