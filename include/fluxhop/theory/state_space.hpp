/// All the states of a closed network: the ways to place N vortices on R nodes.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "fluxhop/model/model.hpp"

namespace fluxhop {

/// C(N + R - 1, R - 1), the number of ways; the largest 64-bit number when it is larger than that.
std::uint64_t state_space_size(std::int64_t vortices, std::size_t nodes);

/// The compositions of N into R parts in lexicographic order, numbered from 0 by the combinatorial
/// number system (Knuth, The Art of Computer Programming 4A, 7.2.1.3).
class StateSpace {
public:
    static constexpr std::uint64_t limit = 1'000'000;

    /// @throws UsageError, with the size, above the limit
    StateSpace(std::int64_t vortices, std::size_t nodes);

    std::uint64_t size() const { return ways(nodes_, vortices_); }
    std::int64_t vortices() const { return vortices_; }
    std::size_t nodes() const { return nodes_; }

    /// The number of a state; the occupations must add up to vortices().
    std::uint64_t rank(std::span<const std::int64_t> occupations) const;
    /// The state of a number below size().
    std::vector<std::int64_t> unrank(std::uint64_t rank) const;

    /// Calls visit(rank, occupations) for every state in order of rank.
    template <class Visit>
    void for_each(Visit&& visit) const {
        std::vector<std::int64_t> occupations = unrank(0);
        visit(std::uint64_t{0}, std::as_const(occupations));
        for (std::uint64_t r = 1; r < size(); ++r) {
            step(occupations);
            visit(r, std::as_const(occupations));
        }
    }

private:
    /// Ways to place so many vortices on so many nodes.
    std::uint64_t ways(std::size_t nodes, std::int64_t vortices) const {
        return ways_[nodes * (static_cast<std::size_t>(vortices_) + 1) +
                     static_cast<std::size_t>(vortices)];
    }
    /// From a state to the next; not from the last.
    static void step(std::vector<std::int64_t>& occupations);

    std::int64_t vortices_;
    std::size_t nodes_;
    std::vector<std::uint64_t> ways_;  ///< (nodes_ + 1) x (vortices_ + 1)
};

/// The states a network can reach from `initial`.
/// @throws UsageError when it is not closed (a ring or a reservoir: occupations without bounds) or
///         has too many states
StateSpace make_state_space(const Model& model, const State& initial);

}  // namespace fluxhop
