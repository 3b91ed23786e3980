/// The Arrhenius law with detailed balance. The only place in the project that has it.
#pragma once

#include <algorithm>
#include <cmath>

namespace fluxhop {

/// ln(rate / attempt frequency) of a hop (PHYSICS D2, D3):
///     G = nu0 exp(-max(Us, |W|/2)/kT) exp(W/2kT),  Us = U + |W|/2,
/// so G+/G- = exp(W/kT) for the hop and its reverse whatever the barrier law, and the rate of a hop
/// along the force is nu0 exp(-U/kT) until the barrier vanishes and nu0 from there on.
/// @param barrier U of the hop along the force, in kT; may be negative
/// @param work    W of this hop in kT; negative for the hop against the force
template <class Real>
Real log_arrhenius(const Real& barrier, const Real& work) {
    using std::abs;
    using std::max;
    const Real half_work = 0.5 * work;
    const Real symmetric = barrier + abs(half_work);
    return half_work - max(symmetric, Real(abs(half_work)));
}

/// Whether the barrier has vanished: flux flow, where thermal activation no longer applies.
inline bool is_flux_flow(double barrier) { return barrier < 0.0; }

}  // namespace fluxhop
