/// A bracket that contains every value a formula takes for arguments within given brackets.
///
/// Exact thinning of rates that change in time needs a bound on a rate over a window, and gets it
/// by reading the rate formula with Intervals where the Monte Carlo reads it with doubles (one
/// rate, once). Natural interval extension (Moore, Interval Analysis (1966)): an argument that
/// occurs twice counts as two, so brackets are safe and not always tight.
///
/// Bounds are not rounded outward. IEEE + - * / and sqrt round monotonically, so the bracket still
/// holds whatever double the same formula gives inside; results of the mathematical library, which
/// is not promised to be monotone, are widened by a relative 1e-14. No result is NaN: 0 inf = 0,
/// and a bound that reads inf - inf is infinite.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>

#include "fluxhop/base/require.hpp"

namespace fluxhop {

struct Interval {
    double lower = 0.0;
    double upper = 0.0;

    constexpr Interval() = default;
    constexpr Interval(double value) : lower(value), upper(value) {}  // NOLINT: a constant is one
    constexpr Interval(double low, double high) : lower(low), upper(high) {
        FLUXHOP_ASSERT(low <= high);
    }

    constexpr bool contains(double value) const { return lower <= value && value <= upper; }

    template <class Archive>
    void persist(Archive& archive) {
        archive(lower, upper);
    }
};

namespace interval_detail {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double library_error = 1e-14;  ///< relative; two orders above what libm leaves

constexpr double or_else(double value, double fallback) {
    return value == value ? value : fallback;
}
constexpr double product(double a, double b) { return a == 0.0 || b == 0.0 ? 0.0 : a * b; }
constexpr double quotient(double a, double b) { return or_else(a / b, 0.0); }  // inf/inf

/// Moves both bounds outward by the error of the mathematical library.
constexpr Interval widened(double lower, double upper) {
    return {lower * (lower > 0.0 ? 1.0 - library_error : 1.0 + library_error),
            upper * (upper > 0.0 ? 1.0 + library_error : 1.0 - library_error)};
}

}  // namespace interval_detail

constexpr Interval operator-(const Interval& a) { return {-a.upper, -a.lower}; }
constexpr Interval operator+(const Interval& a, const Interval& b) {
    using namespace interval_detail;
    return {or_else(a.lower + b.lower, -infinity), or_else(a.upper + b.upper, infinity)};
}
constexpr Interval operator-(const Interval& a, const Interval& b) { return a + (-b); }
constexpr Interval operator*(const Interval& a, const Interval& b) {
    using interval_detail::product;
    const auto [low, high] = std::minmax({product(a.lower, b.lower), product(a.lower, b.upper),
                                          product(a.upper, b.lower), product(a.upper, b.upper)});
    return {low, high};
}
/// The divisor must be positive throughout.
constexpr Interval operator/(const Interval& a, const Interval& b) {
    using interval_detail::quotient;
    FLUXHOP_ASSERT(b.lower > 0.0);
    return {std::min(quotient(a.lower, b.lower), quotient(a.lower, b.upper)),
            std::max(quotient(a.upper, b.lower), quotient(a.upper, b.upper))};
}

/// The smallest bracket that holds both.
constexpr Interval hull(const Interval& a, const Interval& b) {
    return {std::min(a.lower, b.lower), std::max(a.upper, b.upper)};
}
constexpr Interval max(const Interval& a, const Interval& b) {
    return {std::max(a.lower, b.lower), std::max(a.upper, b.upper)};
}
constexpr Interval min(const Interval& a, const Interval& b) {
    return {std::min(a.lower, b.lower), std::min(a.upper, b.upper)};
}
constexpr Interval abs(const Interval& x) {
    if (x.lower >= 0.0) return x;
    if (x.upper <= 0.0) return -x;
    return {0.0, std::max(-x.lower, x.upper)};
}

/// Of the part of x that is not negative; log(0) = -inf.
inline Interval log(const Interval& x) {
    return interval_detail::widened(std::log(std::max(x.lower, 0.0)),
                                    std::log(std::max(x.upper, 0.0)));
}
inline Interval exp(const Interval& x) {
    return interval_detail::widened(std::exp(x.lower), std::exp(x.upper));
}
inline Interval expm1(const Interval& x) {
    return interval_detail::widened(std::expm1(x.lower), std::expm1(x.upper));
}

}  // namespace fluxhop
