/// The readers of the larger parts of a configuration: the systems, one reader per kind, and sweeps.
#pragma once

#include <string>
#include <vector>

#include "fluxhop/io/config.hpp"
#include "fluxhop/io/toml_reader.hpp"
#include "fluxhop/model/ladder.hpp"
#include "fluxhop/model/regions.hpp"
#include "fluxhop/model/ring.hpp"

namespace fluxhop {

struct UndrawnFilm;

// Each notes errors in the reader and adds to `notes` what a careful reader should know, to `warnings`
// what is probably a mistake.

/// [system] temperature in K; from here on kT is a unit.
double read_temperature(TomlReader& in);

RingParameters read_ring(TomlReader& in, std::vector<std::string>& notes);

/// @param end_time s, the last recording time: the rungs must last that long
LadderParameters read_ladder(TomlReader& in, double end_time);

/// [regions.*], [reservoirs.*], [contacts.*] and [hops]
RegionNetwork read_regions(TomlReader& in, std::vector<std::string>& notes,
                           std::vector<std::string>& warnings);

/// [cylinder] with [regions.bulk], [regions.surface] and [reservoirs.outside]: eq. (23)
RegionNetwork read_cylinder(TomlReader& in, std::vector<std::string>& notes);

/// [chain]: equal cells in a row, vortices everywhere and more in the middle
RegionNetwork read_chain(TomlReader& in);

/// [sites], [vortices], [barrier], [disorder], [material], [current], [field], [wall] and [record]:
/// individual vortices on a lattice, on random sites or on those of a file
/// @param folder that the path of a site file is relative to
/// @param seed   of the sample: sites, energies and where the vortices start
UndrawnFilm read_film(TomlReader& in, const std::string& folder, std::uint64_t seed,
                      const SampleLimits& limits, std::vector<std::string>& notes);

/// [slab], [barrier], [material] and [field]: columns in a parallel field
SlabParameters read_slab(TomlReader& in, std::vector<std::string>& notes);

/// [sweep]: section.key = [values] or { from = , to = , count = , spacing = }
std::vector<SweepAxis> read_sweep(TomlReader& in);

}  // namespace fluxhop
