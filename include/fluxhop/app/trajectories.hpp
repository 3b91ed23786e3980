/// The trajectories of the first realization as a file for OVITO, ASE, VMD and plot_film.py.
#pragma once

#include <string>

#include "fluxhop/app/study.hpp"

namespace fluxhop {

/// Whether the configuration asks for the places of all vortices at all recording times.
bool keeps_trajectories(const Config& config);

/// Bytes of such a file, about; where vortices enter, as many are counted as the applied field makes.
double trajectory_bytes(const Config& config, const System& system);

/// Before hours of work. @throws UsageError when the file would be absurdly large
void require_trajectories_fit(const Config& config, const System& system);

/// "film.nc" gives "film.xyz"; in a sweep, point 3 gives "film_3.xyz" (counted from 0).
std::string trajectory_path(const std::string& result_path, std::size_t point, std::size_t points);

/// Whether a file begins as extended XYZ files do: a number, then a line with a lattice.
bool looks_like_xyz(const std::string& path);

/// All frames as extended XYZ; empty without trajectories.
std::string trajectory_text(const Study& study);

}  // namespace fluxhop
