/// Indices that cannot be mistaken for one another or for a count.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>

namespace fluxhop {

/// An index into one kind of thing; 32 bits, since the hot loop is bound by memory.
template <class Tag>
class StrongId {
public:
    constexpr StrongId() = default;
    constexpr explicit StrongId(std::size_t index) : index_(static_cast<std::uint32_t>(index)) {}
    constexpr std::size_t index() const { return index_; }
    friend constexpr auto operator<=>(StrongId, StrongId) = default;

private:
    std::uint32_t index_ = 0;
};

using NodeId = StrongId<struct NodeTag>;  ///< pinning site, region, fluxoid state or reservoir
using EdgeId = StrongId<struct EdgeTag>;  ///< a directed hop from one node to another

}  // namespace fluxhop
