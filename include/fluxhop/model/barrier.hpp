/// Barrier laws U(x): the activation energy of a hop against the reduced drive x.
///
/// x is what suppresses the barrier in units of the value at which it vanishes: |J|/Jc0 where a
/// current tilts the barrier, B/Bm where the field of a region lowers it. Laws are a closed variant; adding one touches this file only.
#pragma once

#include <cmath>
#include <variant>

#include "fluxhop/base/require.hpp"

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

    /// U in kT; negative for x > 1 (the rates clamp it, PHYSICS D3). Real is double or Jet. x >= 0.
    template <class Real>
    Real operator()(const Real& x) const {
        if (mu == -1.0) return height * (Real(1.0) - x);
        using std::expm1;
        using std::log;
        if (mu == 0.0) return -height * log(x);
        return (height / mu) * expm1(-mu * log(x));  // expm1: no cancellation as mu -> 0
    }
};

/// Nothing in the way: every attempt succeeds (the field outside, PHYSICS T3).
struct NoBarrier {
    template <class Real>
    Real operator()(const Real&) const {
        return Real(0.0);
    }
};

using BarrierLaw = std::variant<PowerLawBarrier, NoBarrier>;

/// Whether a law gives the true rate without a barrier as well, so that D3's limit is not for it.
inline bool holds_beyond_depinning(const BarrierLaw&) { return false; }

/// U in kT of any law.
template <class Real>
Real barrier_height(const BarrierLaw& law, const Real& x) {
    return std::visit([&x](const auto& barrier) -> Real { return barrier(x); }, law);
}

}  // namespace fluxhop
