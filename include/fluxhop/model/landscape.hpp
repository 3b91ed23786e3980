/// Where vortices can be and how they can get from one place to another: the hop network.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "fluxhop/base/ids.hpp"
#include "fluxhop/base/shared_numbers.hpp"
#include "fluxhop/model/lattice.hpp"

namespace fluxhop {

/// What multiplies the rate of one attempt into a propensity.
enum class Multiplicity : std::uint8_t {
    occupancy,  ///< every vortex on the departure node tries: regions, sites
    constant,   ///< a number of attempts that does not depend on the state: the ring's hop sites
    reservoir,  ///< as many vortices as the applied field would put on a node, a real number
};

/// A directed hop.
struct HopEdge {
    NodeId from;
    NodeId to;
    double log_attempts = 0.0;  ///< ln of the attempts per second, per unit of multiplicity
    double displacement = 0.0;  ///< along the Lorentz force, in hop lengths
    double transverse = 0.0;    ///< across it
    double saddle = 0.0;        ///< extra height of the saddle point, kT; the same both ways
};

/// An immutable directed graph: nodes, and hop edges numbered by departure node. Either the edges are
/// stored (CSR), or they are those of a lattice and computed. A direction of a lattice that leads
/// nowhere is an edge without attempts (log_attempts = -infinity).
class Landscape {
public:
    static constexpr double unlimited = std::numeric_limits<double>::infinity();

    /// @param nodes    multiplicity of each node; its size is the number of nodes
    /// @param edges    in any order; edge ids follow the departure nodes
    /// @param capacity vortices that a node with multiplicity `occupancy` can hold
    Landscape(std::vector<Multiplicity> nodes, std::vector<HopEdge> edges,
              double capacity = unlimited);

    /// The sites of a lattice, and behind open edges its reservoirs: nodes sites() and on.
    /// @param saddles one per bond (site x directions/2 + direction/2 for even directions); may be empty. A hop
    ///                out of an open edge has that of the site's bond of the same axis.
    Landscape(const Lattice& lattice, double log_attempts, double capacity,
              SharedNumbers saddles = {});

    std::size_t node_count() const { return implicit_sites() + multiplicity_.size(); }
    std::size_t edge_count() const { return implicit_edges() + edges_.size(); }

    HopEdge edge(EdgeId id) const {
        if (id.index() >= implicit_edges()) return edges_[id.index() - implicit_edges()];
        return lattice_edge(id.index());
    }
    Multiplicity multiplicity(NodeId node) const {
        const std::size_t sites = implicit_sites();
        return node.index() < sites ? Multiplicity::occupancy : multiplicity_[node.index() - sites];
    }
    bool counts_vortices(NodeId node) const {
        return multiplicity(node) == Multiplicity::occupancy;
    }
    double capacity() const { return capacity_; }
    /// Whether the bonds of a lattice have saddles of their own.
    bool has_saddles() const { return !saddles_.empty(); }
    /// Whether hops along the force are told from hops across it: whether there is an odometer.
    bool has_displacements() const { return has_displacements_; }
    const std::optional<Lattice>& lattice() const { return lattice_; }

    /// The edges that leave a node: a half-open range of edge indices.
    std::pair<std::size_t, std::size_t> departure_range(NodeId node) const {
        const std::size_t sites = implicit_sites();
        if (node.index() < sites) {
            const std::size_t first = node.index() * directions_;
            return {first, first + directions_};
        }
        const std::size_t offset = implicit_edges();
        return {offset + first_edge_[node.index() - sites],
                offset + first_edge_[node.index() - sites + 1]};
    }

    /// Calls visit(node) for every node that has an edge to this one; perhaps more than once.
    template <class Visit>
    void for_each_source(NodeId node, Visit&& visit) const {
        if (node.index() < implicit_sites()) {
            const auto [first, last] = departure_range(node);  // hops come both ways
            for (std::size_t e = first; e < last; ++e) {
                const NodeId neighbour = lattice_target(e);
                if (neighbour != node) visit(neighbour);
            }
            return;
        }
        if (first_source_.empty()) return visit_departures(node, visit);
        for (std::size_t s = first_source_[node.index()]; s < first_source_[node.index() + 1]; ++s) {
            visit(sources_[s]);
        }
    }

private:
    std::size_t implicit_sites() const { return lattice_ ? lattice_->sites() : 0; }
    std::size_t implicit_edges() const { return implicit_sites() * directions_; }
    HopEdge lattice_edge(std::size_t index) const;
    NodeId lattice_target(std::size_t index) const;
    void store(std::vector<HopEdge> edges, std::size_t first_node);
    void store_sources();
    void add_reservoirs(double log_attempts);

    template <class Visit>
    void visit_departures(NodeId node, Visit&& visit) const {
        const auto [first, last] = departure_range(node);
        for (std::size_t e = first; e < last; ++e) visit(edge(EdgeId(e)).to);
    }

    std::vector<Multiplicity> multiplicity_;  ///< of the nodes that are not sites of the lattice
    double capacity_ = unlimited;
    bool has_displacements_ = false;
    std::optional<Lattice> lattice_;
    std::size_t directions_ = 0;
    double log_attempts_ = 0.0;             ///< of every lattice edge
    SharedNumbers saddles_;                 ///< of the lattice's bonds
    std::vector<HopEdge> edges_;            ///< those that are stored
    std::vector<std::size_t> first_edge_;   ///< offsets into edges_ of the nodes that store theirs
    std::vector<NodeId> sources_;           ///< by target node, without a lattice
    std::vector<std::size_t> first_source_;
};

}  // namespace fluxhop
