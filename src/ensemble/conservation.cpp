#include "fluxhop/ensemble/conservation.hpp"

#include "fluxhop/base/require.hpp"

namespace fluxhop {
namespace {

/// Whether the recorded numbers are the occupations of all nodes.
bool records_all_nodes(const Experiment& experiment) {
    const auto& recorded = experiment.recorded;
    if (recorded.size() != experiment.model.landscape().node_count()) return false;
    for (std::size_t i = 0; i < recorded.size(); ++i) {
        if (recorded[i].terms.size() != 1 || recorded[i].terms[0].first != NodeId(i)) return false;
    }
    return true;
}

}  // namespace

Conservation::Conservation(const Experiment& experiment)
    : nodes_(records_all_nodes(experiment) ? experiment.recorded.size() : 0),
      width_(experiment.width()) {
    for (std::size_t i = 0; i < nodes_; ++i) {
        total_ += static_cast<std::uint64_t>(experiment.initial[NodeId(i)]);
    }
}

void Conservation::require(std::span<const double> recorded) const {
    if (nodes_ == 0) return;
    bool holds = true;
    for (std::size_t row = 0; row < recorded.size(); row += width_) {
        std::uint64_t sum = 0;
        for (const double n : recorded.subspan(row, nodes_)) {
            sum += static_cast<std::uint64_t>(static_cast<std::int64_t>(n));
        }
        holds &= sum == total_;
    }
    if (!holds) throw RunError("vortices were lost or made: an error of the program");
}

}  // namespace fluxhop
