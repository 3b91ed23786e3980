/// Poisson deviates of any mean, from one hop to 1e15 at a time.
#pragma once

#include <boost/random/normal_distribution.hpp>
#include <boost/random/poisson_distribution.hpp>
#include <cmath>
#include <cstdint>

namespace fluxhop {

/// Mean from which the Gaussian is the better Poisson. Boost's PTRD rejection (Hoermann, Insur. Math.
/// Econ. 12, 39 (1993)) compares logarithms of size mean, which costs mean x 1e-16 of the density;
/// the rounded Gaussian misses about 0.1/sqrt(mean). They cross at 1e10, both at 1e-6.
inline constexpr double gaussian_poisson_from = 1e10;

/// A Poisson deviate; 0 for a mean of zero. 0 <= mean <= 2^52.
template <class Generator>
std::int64_t poisson(Generator& generator, double mean) {
    if (!(mean > 0.0)) return 0;
    if (mean < gaussian_poisson_from) {
        return boost::random::poisson_distribution<std::int64_t, double>(mean)(generator);
    }
    const double deviate = boost::random::normal_distribution<double>()(generator);
    return std::llround(mean + std::sqrt(mean) * deviate);
}

}  // namespace fluxhop
