/// An ensemble shared among ranks: who runs which realization, and how the parts become one.
///
/// Realizations are dealt round robin through all points of a sweep. Those of one point take the same
/// time within a few percent, so no rank has to deal them out while it could hop vortices itself; and a
/// sweep of single realizations is spread as well.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "fluxhop/ensemble/ensemble.hpp"
#include "fluxhop/ensemble/ranks.hpp"

namespace fluxhop {

/// The realizations 0 .. count-1 of one sweep point among so many ranks.
struct Dealing {
    std::size_t ranks = 1;
    std::uint64_t point = 0;
    std::size_t count = 0;
    std::vector<std::uint64_t> kept = {};  ///< the first rank has these already; rising

    /// The ids a rank runs, rising.
    std::vector<std::uint64_t> ids_of(std::size_t rank) const;
};

/// The shares put together at the first rank, bit for bit what one process gets; the others give theirs
/// away and get nothing. Every rank has to call it, for the same points in the same order.
/// @param share row i is realization dealing.ids_of(rank)[i]
std::optional<Ensemble> gather(Ranks& ranks, const Dealing& dealing, Ensemble share);

}  // namespace fluxhop
