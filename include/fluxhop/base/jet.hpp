/// A number that carries its first and second derivative along one direction.
///
/// The theory reads the rate functions with Jets where the Monte Carlo reads them with doubles, so
/// that u' and u'' of the linear-noise equations need no formula of their own (one rate, once).
#pragma once

#include <cmath>

namespace fluxhop {

struct Jet {
    double value = 0.0;
    double first = 0.0;   ///< d value / d s
    double second = 0.0;  ///< d^2 value / d s^2

    constexpr Jet() = default;
    constexpr Jet(double constant) : value(constant) {}  // NOLINT: a constant is a Jet
    constexpr Jet(double v, double d1, double d2) : value(v), first(d1), second(d2) {}
};

/// f(x) by the chain rule from f, f' and f'' at x.value.
constexpr Jet chain(const Jet& x, double f, double df, double ddf) {
    return {f, df * x.first, df * x.second + ddf * x.first * x.first};
}

constexpr Jet operator-(const Jet& a) { return {-a.value, -a.first, -a.second}; }
constexpr Jet operator+(const Jet& a, const Jet& b) {
    return {a.value + b.value, a.first + b.first, a.second + b.second};
}
constexpr Jet operator-(const Jet& a, const Jet& b) { return a + (-b); }
constexpr Jet operator*(const Jet& a, const Jet& b) {
    return {a.value * b.value, a.first * b.value + a.value * b.first,
            a.second * b.value + 2.0 * a.first * b.first + a.value * b.second};
}
constexpr Jet operator/(const Jet& a, double b) { return a * Jet(1.0 / b); }

constexpr bool operator<(const Jet& a, const Jet& b) { return a.value < b.value; }

/// A barrier that diverges (ln 0) gives a rate of zero that stays zero, not 0 times an infinite slope.
inline Jet exp(const Jet& x) {
    const double e = std::exp(x.value);
    if (e == 0.0) return {};
    return chain(x, e, e, e);
}
/// A power of the drive that has become zero (exp of -infinity) stays so, likewise.
inline Jet expm1(const Jet& x) {
    const double e = std::exp(x.value);
    if (e == 0.0) return {-1.0};
    return chain(x, std::expm1(x.value), e, e);
}
inline Jet log(const Jet& x) {
    return chain(x, std::log(x.value), 1.0 / x.value, -1.0 / (x.value * x.value));
}
inline Jet abs(const Jet& x) { return x.value < 0.0 ? -x : x; }

}  // namespace fluxhop
