#include "fluxhop/model/landscape.hpp"

#include <algorithm>

#include "fluxhop/base/require.hpp"

namespace fluxhop {

Landscape::Landscape(std::vector<Multiplicity> nodes, std::vector<HopEdge> edges, double capacity)
    : multiplicity_(std::move(nodes)), capacity_(capacity) {
    has_displacements_ = std::any_of(edges.begin(), edges.end(),
                                     [](const HopEdge& edge) { return edge.displacement != 0.0; });
    store(std::move(edges), 0);
    store_sources();
}

Landscape::Landscape(const Lattice& lattice, double log_attempts, double capacity,
                     SharedNumbers saddles)
    : capacity_(capacity),
      has_displacements_(true),
      lattice_(lattice),
      directions_(lattice.directions()),
      log_attempts_(log_attempts),
      saddles_(std::move(saddles)) {
    FLUXHOP_ASSERT(saddles_.empty() || saddles_.size() == lattice.sites() * directions_ / 2);
    add_reservoirs(log_attempts);
}

/// The edges by which vortices come in; those by which they leave belong to the sites.
void Landscape::add_reservoirs(double log_attempts) {
    const std::size_t sites = lattice_->sites();
    multiplicity_.resize(lattice_->reservoirs(), Multiplicity::reservoir);
    std::vector<HopEdge> entries;
    if (lattice_->reservoirs() == 0) return store({}, sites);
    for (std::size_t site = 0; site < sites; ++site) {
        for (std::size_t d = 0; d < directions_; ++d) {
            const NodeId beyond = lattice_target(site * directions_ + d);
            if (beyond.index() < sites) continue;
            const HopEdge exit = lattice_edge(site * directions_ + d);
            entries.push_back({exit.to, exit.from, log_attempts, -exit.displacement,
                               -exit.transverse, exit.saddle});
        }
    }
    store(std::move(entries), sites);
}

NodeId Landscape::lattice_target(std::size_t index) const {
    using Kind = Lattice::Destination::Kind;
    const auto to = lattice_->destination(index / directions_, index % directions_);
    if (to.kind == Kind::site) return NodeId(to.index);
    if (to.kind == Kind::nowhere) return NodeId(index / directions_);
    return NodeId(lattice_->sites() + to.index);
}

HopEdge Landscape::lattice_edge(std::size_t index) const {
    const NodeId from(index / directions_);
    const std::size_t direction = index % directions_;
    const NodeId to = lattice_target(index);
    const Step step = lattice_->step(direction);
    const double attempts =
        to == from ? -std::numeric_limits<double>::infinity() : log_attempts_;
    HopEdge hop{from, to, attempts, step.x, step.y, 0.0};
    if (saddles_.empty()) return hop;
    // A bond belongs to the end it leaves in an even direction; to the site if the other is outside.
    const bool even = direction % 2 == 0 || to.index() >= lattice_->sites();
    const std::size_t owner = even ? from.index() : to.index();
    hop.saddle = saddles_[owner * (directions_ / 2) + direction / 2];
    return hop;
}

void Landscape::store(std::vector<HopEdge> edges, std::size_t first_node) {
    edges_ = std::move(edges);
    std::stable_sort(edges_.begin(), edges_.end(),
                     [](const HopEdge& a, const HopEdge& b) { return a.from < b.from; });
    first_edge_.assign(node_count() - first_node + 1, 0);
    for (const HopEdge& edge : edges_) {
        FLUXHOP_ASSERT(edge.from.index() < node_count() && edge.to.index() < node_count());
        FLUXHOP_ASSERT(edge.from != edge.to);
        ++first_edge_[edge.from.index() - first_node + 1];
    }
    for (std::size_t i = 0; i + 1 < first_edge_.size(); ++i) first_edge_[i + 1] += first_edge_[i];
}

void Landscape::store_sources() {
    first_source_.assign(node_count() + 1, 0);
    for (const HopEdge& edge : edges_) ++first_source_[edge.to.index() + 1];
    for (std::size_t i = 0; i < node_count(); ++i) first_source_[i + 1] += first_source_[i];
    sources_.resize(edges_.size());
    std::vector<std::size_t> next(first_source_.begin(), first_source_.end() - 1);
    for (const HopEdge& edge : edges_) sources_[next[edge.to.index()]++] = edge.from;
}

}  // namespace fluxhop
