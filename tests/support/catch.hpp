/// Catch2 in either major version, and what the tests share.
#pragma once

#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
using Catch::Approx;
#else
#include <catch2/catch.hpp>
#endif

#include <algorithm>
#include <cmath>

namespace fluxhop::test {

/// False-alarm level of every single statistical test, two-sided. Seeds are fixed and were chosen
/// before the first run; with some fifty tests the whole suite fails a correct engine, over all
/// choices of seeds, once in 20,000.
inline constexpr double false_alarm = 1e-6;

/// The same as a number of standard errors of a Gaussian estimate.
inline constexpr double sigma_limit = 4.8916;

inline double relative_difference(double a, double b) {
    const double scale = std::max(std::abs(a), std::abs(b));
    return scale == 0.0 ? 0.0 : std::abs(a - b) / scale;
}

}  // namespace fluxhop::test
