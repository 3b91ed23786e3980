/// A sample of a film: where its sites are, how deep, and where the vortices start.
#pragma once

#include <cstdint>
#include <memory>
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

// Keys are read first, all of the configuration, so that every mistake is told at once and before a
// sample is made, which may take minutes.

/// [sites] as written, apart from what goes into the film at once.
struct SiteKeys {
    bool at_random = false;
    std::size_t count = 0;          ///< at random
    double minimum_distance = 0.0;  ///< m
    std::vector<double> energies;   ///< of a site file, kT, or none
    std::optional<InputFile> file = {};
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

/// All that a sample is made of.
struct SampleRecipe {
    std::shared_ptr<FilmParameters> film;  ///< with everything but what is drawn, which comes there
    PinningConfig pinning;
    SiteKeys sites;
    DisorderKeys disorder;
    VortexKeys vortices;
    SampleStreams streams;
};

/// As many as there will be.
std::size_t site_count(const SampleRecipe& recipe);

/// A film as its keys say.
struct UndrawnFilm {
    FilmConfig config;
    SampleRecipe recipe;
};

// Judged while the keys are read: what can be said of a sample before it is drawn.

void check_sites(TomlReader& in, const SampleRecipe& recipe, const SampleLimits& limits);
/// @param config says what is recorded
void check_vortices(TomlReader& in, const SampleRecipe& recipe, const FilmConfig& config,
                    const SampleLimits& limits);
void check_disorder(TomlReader& in, const SampleRecipe& recipe, const SampleLimits& limits);
void check_sample(TomlReader& in, const SampleRecipe& recipe, const FilmConfig& config,
                  const SampleLimits& limits);

/// Notes an error unless there are so many bytes. @return whether there are
bool require_room(TomlReader& in, const Key& key, const std::string& what, double bytes,
                  const SampleLimits& limits);

// Done once no key has a mistake; errors are of what only the sample shows.

/// Sites at random, and the bonds of all that are not on a lattice.
void place_sites(TomlReader& in, const SampleRecipe& recipe, const SampleLimits& limits);
void place_vortices(const SampleRecipe& recipe);
/// Depths and saddles.
void draw_disorder(TomlReader& in, const SampleRecipe& recipe, const SampleLimits& limits);
void make_sample(TomlReader& in, const SampleRecipe& recipe, const SampleLimits& limits);

}  // namespace fluxhop
