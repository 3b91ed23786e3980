/// Indices that cannot be mistaken for one another or for a count.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>

namespace fluxhop {

/// An index into one kind of thing, held in a Word.
template <class Tag, class Word>
class StrongId {
public:
    constexpr StrongId() = default;
    constexpr explicit StrongId(std::size_t index) : index_(static_cast<Word>(index)) {}
    constexpr std::size_t index() const { return index_; }
    friend constexpr auto operator<=>(StrongId, StrongId) = default;

private:
    Word index_ = 0;
};

/// Pinning site, region, fluxoid state or reservoir; 32 bits, since the hot loop is bound by memory.
using NodeId = StrongId<struct NodeTag, std::uint32_t>;
/// A directed hop from one node to another; a film has up to six times as many as sites.
using EdgeId = StrongId<struct EdgeTag, std::uint64_t>;

}  // namespace fluxhop
