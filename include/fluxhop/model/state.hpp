/// The state of one realization: how many vortices (or flux units) each node holds.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "fluxhop/base/ids.hpp"
#include "fluxhop/model/landscape.hpp"

namespace fluxhop {

/// The largest occupation: every count up to it is exact as a double, half units included.
inline constexpr std::int64_t largest_count = std::int64_t{1} << 52;

class State {
public:
    explicit State(std::vector<std::int64_t> occupations) : occupations_(std::move(occupations)) {}

    std::int64_t operator[](NodeId node) const { return occupations_[node.index()]; }
    /// The occupation as the model's formulas read it.
    double operator()(NodeId node) const { return static_cast<double>((*this)[node]); }
    std::span<const std::int64_t> occupations() const { return occupations_; }

    /// `count` vortices move. The sum over all nodes is conserved by construction.
    void apply(const HopEdge& hop, std::int64_t count = 1) {
        occupations_[hop.from.index()] -= count;
        occupations_[hop.to.index()] += count;
    }

private:
    std::vector<std::int64_t> occupations_;
};

}  // namespace fluxhop
