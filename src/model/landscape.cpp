#include "fluxhop/model/landscape.hpp"

#include <algorithm>

#include "fluxhop/base/require.hpp"

namespace fluxhop {

Landscape::Landscape(std::vector<Multiplicity> nodes, std::vector<HopEdge> edges)
    : multiplicity_(std::move(nodes)), edges_(std::move(edges)) {
    std::stable_sort(edges_.begin(), edges_.end(),
                     [](const HopEdge& a, const HopEdge& b) { return a.from < b.from; });
    first_edge_.assign(node_count() + 1, 0);
    for (const HopEdge& edge : edges_) {
        FLUXHOP_ASSERT(edge.from.index() < node_count() && edge.to.index() < node_count());
        FLUXHOP_ASSERT(edge.from != edge.to);
        ++first_edge_[edge.from.index() + 1];
    }
    for (std::size_t node = 0; node < node_count(); ++node) {
        first_edge_[node + 1] += first_edge_[node];
    }
}

}  // namespace fluxhop
