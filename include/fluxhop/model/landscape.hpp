/// Where vortices can be and how they can get from one place to another: the hop network.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "fluxhop/base/ids.hpp"

namespace fluxhop {

/// What multiplies the rate of one attempt into a propensity.
enum class Multiplicity : std::uint8_t {
    occupancy,  ///< every vortex on the departure node tries: regions, sites
    constant,   ///< a number of attempts that does not depend on the state: the ring's hop sites
};

/// A directed hop, as given to the landscape.
struct HopEdge {
    NodeId from;
    NodeId to;
    double log_attempts = 0.0;  ///< ln of the attempts per second, per unit of multiplicity
};

/// An immutable directed graph: nodes, and hop edges stored by departure node (CSR).
class Landscape {
public:
    /// @param nodes multiplicity of each node; its size is the number of nodes
    /// @param edges in any order; edge ids follow the departure nodes
    Landscape(std::vector<Multiplicity> nodes, std::vector<HopEdge> edges);

    std::size_t node_count() const { return multiplicity_.size(); }
    std::size_t edge_count() const { return edges_.size(); }

    const HopEdge& edge(EdgeId id) const { return edges_[id.index()]; }
    Multiplicity multiplicity(NodeId node) const { return multiplicity_[node.index()]; }

    /// The edges that leave a node: a half-open range of edge indices.
    std::pair<std::size_t, std::size_t> departure_range(NodeId node) const {
        return {first_edge_[node.index()], first_edge_[node.index() + 1]};
    }

private:
    std::vector<Multiplicity> multiplicity_;
    std::vector<HopEdge> edges_;
    std::vector<std::size_t> first_edge_;  ///< node_count + 1 offsets into edges_
};

}  // namespace fluxhop
