/// What the sites of a film and the columns of a slab have in common: [barrier] and [material].
#pragma once

#include <string>
#include <vector>

#include "fluxhop/io/toml_reader.hpp"
#include "fluxhop/model/barrier.hpp"

namespace fluxhop {

/// A work or segment this far from what U0 and Jc0 imply is worth a word.
inline constexpr double segment_tolerance = 0.02;

/// All in SI units, energies in kT, at the temperature of the system.
struct PinningConfig {
    BarrierLaw barrier;
    double height = 0.0;                    ///< U0
    double critical_current_density = 0.0;  ///< Jc0
    double work_at_jc0 = 0.0;               ///< of a hop
    double segment = 0.0;                   ///< l, m, given or implied by the work
    double attempt_frequency = 0.0;         ///< nu0, per direction
    double energy_scale = 1.0;              ///< pinning energies over those at T = 0
};

/// @param temperature K @param hop_length m
/// [barrier] law, mu, U0, U_max, Jc0, segment, attempt_frequency; of U0 and segment one may be left out: it
/// then follows from U0 = Jc0 Phi0 l a/2 (from U0 = Jc0 Phi0 l a/pi for the cosine pin). With
/// [material] critical_temperature, U0, U_max and Jc0 are those at T = 0; without an attempt frequency,
/// [material] viscosity or Bc2 and normal_resistivity give it.
PinningConfig read_pinning(TomlReader& in, double temperature, double hop_length,
                           std::vector<std::string>& notes);

}  // namespace fluxhop
