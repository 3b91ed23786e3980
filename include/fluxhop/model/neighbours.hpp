/// Which pinning sites lie within a hop of each other.
#pragma once

#include <span>
#include <vector>

#include "fluxhop/base/ids.hpp"
#include "fluxhop/model/box.hpp"

namespace fluxhop {

/// Two sites near each other, once: from < to.
struct Bond {
    NodeId from, to;
    double dx = 0.0, dy = 0.0;  ///< from -> to in m, nearest image
};

/// All pairs no farther apart than `cutoff` (m, > 0), in the order of from, then of to. The time
/// grows with the points and the bonds, not with the pairs, unless they crowd in a corner of the box.
/// @param most_pairs that may be looked at
/// @throws UsageError when a point lies outside the box, when a periodic side is not longer than
/// twice the cutoff (two sites could then be neighbours by two images), or with too many pairs
std::vector<Bond> neighbours_within(std::span<const Point> points, const Box& box, double cutoff,
                                    double most_pairs = 1e10);

}  // namespace fluxhop
