#include "fluxhop/theory/state_space.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <numeric>

namespace fluxhop {
namespace {

constexpr std::uint64_t largest = std::numeric_limits<std::uint64_t>::max();

/// Exact until it saturates: the running value is a binomial after every factor.
std::uint64_t binomial(std::uint64_t n, std::uint64_t k) {
    k = std::min(k, n - k);
    std::uint64_t value = 1;
    for (std::uint64_t i = 1; i <= k; ++i) {
        const std::uint64_t common = std::gcd(value, i);
        const std::uint64_t factor = (n - k + i) / (i / common);
        value /= common;
        if (value > largest / factor) return largest;
        value *= factor;
    }
    return value;
}

std::string size_text(std::uint64_t size) {
    return size == largest ? "more than 1.8e19" : fmt::format("{}", size);
}

}  // namespace

std::uint64_t state_space_size(std::int64_t vortices, std::size_t nodes) {
    require(vortices >= 0 && nodes >= 1, "a state needs a node and no negative number of vortices");
    return binomial(static_cast<std::uint64_t>(vortices) + nodes - 1, nodes - 1);
}

StateSpace::StateSpace(std::int64_t vortices, std::size_t nodes)
    : vortices_(vortices), nodes_(nodes) {
    const std::uint64_t count = state_space_size(vortices, nodes);
    require(count <= limit,
            fmt::format("the master equation of {} vortices on {} nodes has {} states; at most {} "
                        "can be solved",
                        vortices, nodes, size_text(count), limit));
    const auto columns = static_cast<std::size_t>(vortices) + 1;
    ways_.assign((nodes + 1) * columns, 0);
    ways_[0] = 1;
    for (std::size_t i = columns; i < ways_.size(); ++i) {  // Pascal's rule along each row
        ways_[i] = ways_[i - columns] + (i % columns == 0 ? 0 : ways_[i - 1]);
    }
}

std::uint64_t StateSpace::rank(std::span<const std::int64_t> occupations) const {
    FLUXHOP_ASSERT(occupations.size() == nodes_);
    std::uint64_t result = 0;
    std::int64_t left = vortices_;
    for (std::size_t i = 0; i < nodes_; ++i) {  // skip the states with fewer vortices on node i
        result += ways(nodes_ - i, left);
        left -= occupations[i];
        result -= ways(nodes_ - i, left);
    }
    FLUXHOP_ASSERT(left == 0);
    return result;
}

std::vector<std::int64_t> StateSpace::unrank(std::uint64_t rank) const {
    FLUXHOP_ASSERT(rank < size());
    std::vector<std::int64_t> occupations(nodes_, 0);
    std::int64_t left = vortices_;
    for (std::size_t i = 0; i + 1 < nodes_; ++i) {
        for (; rank >= ways(nodes_ - i - 1, left); --left) {
            rank -= ways(nodes_ - i - 1, left);
            ++occupations[i];
        }
    }
    occupations.back() = left;
    return occupations;
}

void StateSpace::step(std::vector<std::int64_t>& occupations) {
    std::size_t last_filled = occupations.size() - 1;
    while (occupations[last_filled] == 0) --last_filled;
    const std::int64_t moved = std::exchange(occupations[last_filled], 0);
    ++occupations[last_filled - 1];
    occupations.back() = moved - 1;
}

StateSpace make_state_space(const Model& model, const State& initial) {
    for (std::size_t i = 0; i < model.landscape().node_count(); ++i) {
        require(model.landscape().multiplicity(NodeId(i)) == Multiplicity::occupancy,
                fmt::format("the master equation needs a closed network, and node {} is a ring or "
                            "a reservoir whose occupation has no bounds",
                            i));
    }
    const auto occupations = initial.occupations();
    return {std::accumulate(occupations.begin(), occupations.end(), std::int64_t{0}),
            occupations.size()};
}

}  // namespace fluxhop
