/// Indices that cannot be mistaken for one another or for a count.
#pragma once

#include <compare>
#include <cstddef>

namespace fluxhop {

/// An index into one kind of thing.
template <class Tag>
class StrongId {
public:
    constexpr StrongId() = default;
    constexpr explicit StrongId(std::size_t index) : index_(index) {}
    constexpr std::size_t index() const { return index_; }
    friend constexpr auto operator<=>(StrongId, StrongId) = default;

private:
    std::size_t index_ = 0;
};

/// Pinning site, region, fluxoid state or reservoir.
using NodeId = StrongId<struct NodeTag>;
/// A directed hop from one node to another.
using EdgeId = StrongId<struct EdgeTag>;

}  // namespace fluxhop
