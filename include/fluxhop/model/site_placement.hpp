/// Where pinning sites lie: samples of positions in a box.
#pragma once

#include <cstddef>
#include <vector>

#include "fluxhop/base/random.hpp"
#include "fluxhop/model/box.hpp"

namespace fluxhop {

/// Independent uniform positions: a Poisson process with its number given. Two words of the stream
/// a site, so that a longer sample begins with the shorter one.
std::vector<Point> place_poisson(std::size_t count, const Box& box, RandomStream& random);

/// Coverage pi (minimum distance)^2/4 x density at which random sequential addition of discs jams
/// (Hinrichsen, Feder and Jossang, J. Stat. Phys. 44, 793 (1986)).
inline constexpr double jamming_coverage = 0.547;

/// Uniform positions one after the other, each refused and drawn again when it lies nearer than
/// `minimum_distance` (m) to an earlier one (random sequential addition). Tries at most 1000 times
/// per site (100,000 for few sites), which reaches a coverage of 0.535. How many words of the stream
/// a site takes depends on the sites before it.
/// @throws UsageError with the number attained when `count` sites cannot be placed
std::vector<Point> place_apart(std::size_t count, const Box& box, double minimum_distance,
                               RandomStream& random);

}  // namespace fluxhop
