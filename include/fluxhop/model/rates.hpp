/// The Arrhenius law with detailed balance. The only place in the project that has it.
#pragma once

#include <algorithm>
#include <cmath>

namespace fluxhop {

/// The two energies of a hop that its rate depends on, in kT.
template <class Real>
struct HopEnergies {
    Real saddle;    ///< Us: the saddle point over the mean of the two states
    Real released;  ///< W: the energy of the state before less that of the state after
};

/// The energies of a hop for which the barrier along the force is U (kT): Us = U + |W|/2.
template <class Real>
HopEnergies<Real> over_barrier(const Real& barrier, const Real& work) {
    using std::abs;
    return {barrier + 0.5 * abs(work), work};
}

/// ln(rate / attempt frequency) of a hop (PHYSICS D2, D3):
///     G = nu0 exp(-max(Us, |W|/2)/kT) exp(W/2kT),
/// so G+/G- = exp(W/kT) for the hop and its reverse whatever the barrier law. The rate of a hop along
/// the force is nu0 exp(-U/kT) until the barrier vanishes, and nu0 from there on.
template <class Real>
Real log_arrhenius(const HopEnergies<Real>& hop) {
    using std::abs;
    using std::max;
    const Real half = 0.5 * hop.released;
    return half - max(hop.saddle, Real(abs(half)));
}

/// The same where the saddle point is that of a rate which holds without a barrier as well.
template <class Real>
Real log_rate_without_limit(const HopEnergies<Real>& hop) {
    return 0.5 * hop.released - hop.saddle;
}

/// Whether the barrier has vanished: flux flow, where thermal activation no longer applies.
inline bool is_flux_flow(const HopEnergies<double>& hop) {
    return hop.saddle < 0.5 * std::abs(hop.released);
}

}  // namespace fluxhop
