/// The state of one realization: how many vortices (or flux units) each node holds, and how far they
/// have come.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>
#include <vector>

#include "fluxhop/base/archive.hpp"
#include "fluxhop/base/huge_pages.hpp"
#include "fluxhop/base/ids.hpp"
#include "fluxhop/model/landscape.hpp"
#include "fluxhop/model/schedule.hpp"

namespace fluxhop {

/// The largest occupation: every count up to it is exact as a double, half units included.
inline constexpr std::int64_t largest_count = std::int64_t{1} << 52;

inline bool is_count(double value) { return std::abs(value) <= 0x1p53 && std::floor(value) == value; }

/// What the model's formulas read, numbered by NodeId: the occupations of the nodes, then the odometer
/// (the sum of the displacements of all hops, in hop lengths), then the external signals.
struct Variables {
    static NodeId odometer(std::size_t nodes) { return NodeId(nodes); }
    static NodeId current(std::size_t nodes) { return NodeId(nodes + 1); }
    static NodeId field(std::size_t nodes) { return NodeId(nodes + 2); }
    static std::size_t count(std::size_t nodes) { return nodes + 3; }
};

class State {
public:
    explicit State(const std::vector<std::int64_t>& occupations)
        : nodes_(occupations.size()), values_(occupations.begin(), occupations.end()) {
        values_.resize(Variables::count(nodes_), 0.0);
    }

    /// Without vortices.
    explicit State(std::size_t nodes) : nodes_(nodes), values_(Variables::count(nodes), 0.0) {}

    std::size_t node_count() const { return nodes_; }
    std::int64_t operator[](NodeId node) const {
        return static_cast<std::int64_t>(values_[node.index()]);
    }
    /// A variable as the model's formulas read it.
    double operator()(NodeId variable) const { return values_[variable.index()]; }
    double odometer() const { return values_[nodes_]; }
    /// The occupations of all nodes.
    std::vector<std::int64_t> occupations() const {
        return {values_.begin(), values_.begin() + static_cast<std::ptrdiff_t>(nodes_)};
    }

    void set(NodeId node, double occupation) { values_[node.index()] = occupation; }
    void set_odometer(double distance) { values_[nodes_] = distance; }
    void set_signals(const Signals& signals) {
        values_[nodes_ + 1] = signals.current;
        values_[nodes_ + 2] = signals.field;
    }

    /// `count` vortices move. The sum over all nodes is conserved by construction.
    void apply(const HopEdge& hop, std::int64_t count = 1) {
        const auto moved = static_cast<double>(count);
        values_[hop.from.index()] -= moved;
        values_[hop.to.index()] += moved;
        values_[nodes_] += moved * hop.displacement;
    }

    template <class Archive>
    void persist(Archive& archive) {
        archive(std::span(values_));
        const std::span occupied(values_.data(), nodes_);
        require_saved(std::ranges::all_of(occupied, is_count), "an occupation is no whole number");
    }

private:
    std::size_t nodes_;
    HugeVector<double> values_;
};

}  // namespace fluxhop
