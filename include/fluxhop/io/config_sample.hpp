/// A sample of a film: where its sites are, how deep, and where the vortices start.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "fluxhop/base/random.hpp"
#include "fluxhop/io/config.hpp"
#include "fluxhop/io/config_pinning.hpp"
#include "fluxhop/model/film.hpp"

namespace fluxhop {

/// The random streams of a sample. Each part has its own, so that changing one leaves the others.
class SampleStreams {
public:
    SampleStreams(std::uint64_t seed, std::uint64_t sample) : seed_(seed), sample_(sample) {}
    enum class Part : std::uint64_t { positions, depths, saddles, vortices };
    RandomStream stream(Part part) const {
        return {seed_, sample_, Purpose::disorder, static_cast<std::uint64_t>(part)};
    }

private:
    std::uint64_t seed_, sample_;
};

// Keys are read first, all of them, so that every mistake is told; then the sample is made.

/// [sites] as written, apart from what goes into the film at once.
struct SiteKeys {
    bool at_random = false;
    std::size_t count = 0;          ///< at random
    double minimum_distance = 0.0;  ///< m
    std::vector<double> energies;   ///< of a site file, kT, or none
};

/// [sites] of every arrangement: the lattice, or the box and the sites of a file.
/// @param folder that the path of a site file is relative to
SiteKeys read_sites(TomlReader& in, FilmParameters& film, const std::string& folder);

/// [disorder]: how the depths and saddles are distributed.
struct DisorderKeys {
    struct Law {
        std::size_t kind = 0;
        double deviation = 0.0;  ///< J
    };
    Law sites, saddles;
    double saddles_mean = 0.0;  ///< J
};

/// @param sites_are_drawn false where a file gives their energies
DisorderKeys read_disorder(TomlReader& in, bool sites_are_drawn);

/// [vortices]: how many, by one of three keys, and where they start.
struct VortexKeys {
    bool evenly = false;
    double filling = 0.0, count = 0.0, field = 0.0;
};

VortexKeys read_vortices(TomlReader& in);

/// Sites at random, and the bonds of all that are not on a lattice.
void place_sites(TomlReader& in, FilmParameters& film, const SiteKeys& keys,
                 const SampleStreams& streams, const SampleLimits& limits);

/// Depths and saddles. @param energies of a site file, kT, or none
void draw_disorder(TomlReader& in, FilmParameters& film, const PinningConfig& pinning,
                   const DisorderKeys& keys, const std::vector<double>& energies,
                   const SampleStreams& streams, const SampleLimits& limits);

/// @param config of the film, with what is recorded of it
void place_vortices(TomlReader& in, const FilmConfig& config, FilmParameters& film, const VortexKeys& keys,
                    const SampleStreams& streams, const SampleLimits& limits);

}  // namespace fluxhop
