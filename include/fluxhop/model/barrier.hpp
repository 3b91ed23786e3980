/// Barrier laws U(x): the activation energy of a hop against the reduced drive x.
///
/// x is what suppresses the barrier in units of the value at which it vanishes: |J|/Jc0 where a
/// current tilts the barrier, B/Bm where the field of a region lowers it. Laws are a closed
/// variant: adding one touches this file only. Real is double, Jet (derivatives) or Interval
/// (bounds).
#pragma once

#include <algorithm>
#include <cmath>
#include <memory>
#include <variant>

#include "fluxhop/model/cosine_pin.hpp"

namespace fluxhop {

/// U(x) = (U0/mu) (x^-mu - 1), PHYSICS section 0: one family for most of what the field uses.
///   mu = -1    U0 (1 - x)             Anderson-Kim
///   mu = -1/2  2 U0 (1 - sqrt x)      plastic creep (Abulafia et al., PRL 77, 1596 (1996))
///   mu = 0     U0 ln(1/x)             Zeldov, Vinokur-Feigel'man-Geshkenbein (PRL 67, 915 (1991))
///   mu > 0     inverse power          collective creep, vortex glass
/// For mu >= 0 the barrier diverges as x -> 0: such a state is frozen.
struct PowerLawBarrier {
    double height = 0.0;  ///< U0 in kT
    double mu = -1.0;     ///< glass exponent

    static constexpr bool holds_beyond_depinning = false;

    /// U in kT; negative for x > 1 (the rates clamp it, PHYSICS D3). x >= 0.
    template <class Real>
    Real operator()(const Real& x) const {
        if (mu == -1.0) return height * (Real(1.0) - x);
        using std::expm1;
        using std::log;
        if (mu == 0.0) return -height * log(x);
        return (height / mu) * expm1(-mu * log(x));  // expm1: no cancellation as mu -> 0
    }
};

/// A power law beside another way over (plastic among elastic creep), whose barrier does not depend on
/// the drive: the lower of the two. With mu >= 0 nothing is frozen then where there is no drive.
struct CutoffBarrier {
    PowerLawBarrier law;
    double highest = 0.0;  ///< kT

    static constexpr bool holds_beyond_depinning = false;

    /// U in kT; negative for x > 1. x >= 0.
    template <class Real>
    Real operator()(const Real& x) const {
        using std::min;
        return min(Real(highest), law(x));
    }
};

/// Nothing in the way: every attempt succeeds (the field outside, PHYSICS T3).
struct NoBarrier {
    static constexpr bool holds_beyond_depinning = false;

    template <class Real>
    Real operator()(const Real&) const {
        return Real(0.0);
    }
};

/// Kramers' law of the cosine pin (PHYSICS item 7): the washboard barrier and the loss of prefactor
/// under tilt. The work of a hop at x = 1 is pi U0. Good to 1/(2u) at rest and worse where less
/// than 5 kT is left of the barrier: +14 % at 3.4 kT.
struct KramersBarrier {
    double height = 0.0;  ///< U0 in kT

    static constexpr bool holds_beyond_depinning = false;

    /// U in kT; cosine_pin::flowing, a negative number, for x >= 1. x >= 0.
    template <class Real>
    Real operator()(const Real& x) const {
        return cosine_pin::kramers(height, x);
    }
};

/// The exact law of the same pin, from rest through depinning to flux flow (PHYSICS item 7).
struct SmoluchowskiBarrier {
    /// @param height U0 in kT, > 0
    explicit SmoluchowskiBarrier(double height)
        : table(std::make_shared<const cosine_pin::SmoluchowskiTable>(height)) {}

    std::shared_ptr<const cosine_pin::SmoluchowskiTable> table;

    /// The rate above nu0 is right: a negative U must not be clamped.
    static constexpr bool holds_beyond_depinning = true;

    /// U in kT with nu0 exp(-U) the exact rate of the hop along the force. x >= 0.
    template <class Real>
    Real operator()(const Real& x) const {
        return (*table)(x);
    }
};

using BarrierLaw = std::variant<PowerLawBarrier, CutoffBarrier, NoBarrier, KramersBarrier,
                                SmoluchowskiBarrier>;

/// U in kT of any law.
template <class Real>
Real barrier_height(const BarrierLaw& law, const Real& x) {
    return std::visit([&x](const auto& barrier) -> Real { return barrier(x); }, law);
}

/// Whether a negative U of this law is a rate that really exceeds the attempt frequency (flux flow
/// described exactly) and not an extrapolation that the rates have to clamp (PHYSICS D3).
inline bool holds_beyond_depinning(const BarrierLaw& law) {
    return std::visit([](const auto& barrier) { return barrier.holds_beyond_depinning; }, law);
}

}  // namespace fluxhop
