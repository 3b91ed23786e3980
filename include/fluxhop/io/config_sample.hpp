/// A sample of a film: where its sites are, how deep, and where the vortices start.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "fluxhop/base/random.hpp"
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

/// [sites] of every arrangement; a site file also sets the depths it names.
/// @param folder that the path of a site file is relative to
void read_sites(TomlReader& in, FilmParameters& film, const std::string& folder,
                const SampleStreams& streams, std::vector<double>& energies);

/// [disorder]: depths and saddles. @param energies of a site file, kT, or none
void read_disorder(TomlReader& in, FilmParameters& film, const PinningConfig& pinning,
                   const std::vector<double>& energies, const SampleStreams& streams);

/// [vortices]: how many, and where they start.
void read_vortices(TomlReader& in, FilmParameters& film, const SampleStreams& streams);

}  // namespace fluxhop
