/// Physical constants in SI units.
#pragma once

#include <numbers>

namespace fluxhop::constants {

inline constexpr double elementary_charge = 1.602176634e-19;  ///< C, exact (SI 2019)
inline constexpr double planck = 6.62607015e-34;              ///< J s, exact (SI 2019)
inline constexpr double boltzmann = 1.380649e-23;             ///< J/K, exact (SI 2019)
inline constexpr double flux_quantum = planck / (2.0 * elementary_charge);  ///< Phi0 = h/2e, Wb
inline constexpr double vacuum_permeability = 1.25663706212e-6;             ///< N/A^2, CODATA 2018
inline constexpr double pi = std::numbers::pi;

}  // namespace fluxhop::constants
