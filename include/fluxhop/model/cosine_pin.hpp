/// Thermally activated motion over a tilted cosine pin, overdamped (PHYSICS item 7):
///     U(x) = (U0/2)(1 - cos 2 pi x/a) - F x,   viscosity eta per length, segment length l.
///
/// The reduced tilt i = F a/(pi U0) = J/Jc0 is one at depinning, the work of a hop is
/// F a = pi u i kT with u = U0/kT. Rates are read as nu0 exp(-barrier) with the attempt frequency
/// of the untilted pin, nu0 = pi U0/(eta l a^2), so that the barriers here hold what the tilt does
/// to the prefactor as well.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "fluxhop/base/interval.hpp"
#include "fluxhop/base/jet.hpp"

namespace fluxhop::cosine_pin {

/// sqrt(1 - i^2) - i arccos i: height from the well to the saddle in units of U0; 0 from i = 1 on.
double washboard(double tilt);

/// Kramers' high-barrier law: u washboard(i) - ln(1 - i^2)/2, the second term from his prefactor
/// nu0 sqrt(1 - i^2). The well is gone at i >= 1, where this is `flowing`.
/// @param height U0 in kT @param tilt i >= 0
double kramers(double height, double tilt);
Jet kramers(double height, const Jet& tilt);
Interval kramers(double height, const Interval& tilt);

/// What kramers() gives beyond depinning: a negative number of no other meaning. (The limit of the
/// formula at i -> 1 is +inf, the vanishing prefactor; a zero would not count as flux flow.)
inline constexpr double flowing = -1.0;

/// The exact law (Smoluchowski equation; Stratonovich's Bessel form), with f = pi u i:
///     barrier = ln(pi u) + ln Int_0^1 exp(-f y) I0(u sin pi y) dy,
/// so that G+ = nu0 exp(-barrier) = (kT/(eta l a^2)) / Int and G- = G+ exp(-f) give the exact drift
/// velocity a (G+ - G-). Negative beyond depinning: there the rate rises above nu0, as flux flow
/// does, and must not be clamped. Relative error of a rate below 1e-10 for u <= 600, i <= 5.
/// @param height U0 in kT, > 0 @param tilt i >= 0
double smoluchowski(double height, double tilt);

/// The same for one height: up to a tilt of two by polynomials, which cost 20 ns where the integral costs
/// 10 us. Off it by less than 5e-12.
class SmoluchowskiTable {
public:
    /// @param height U0 in kT, > 0
    explicit SmoluchowskiTable(double height);

    double operator()(double tilt) const;
    Jet operator()(const Jet& tilt) const;
    Interval operator()(const Interval& tilt) const;

private:
    static constexpr std::size_t order = 12;
    using Panel = std::array<double, order>;  ///< Chebyshev coefficients, the first one twice its worth
    Panel make_panel(double begin) const;

    double height_, width_;      ///< of a panel, in tilt
    std::vector<Panel> panels_;  ///< from tilt zero on
};

}  // namespace fluxhop::cosine_pin
