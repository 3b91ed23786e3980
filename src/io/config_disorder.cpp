#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "fluxhop/base/constants.hpp"
#include "fluxhop/io/config_sample.hpp"
#include "fluxhop/model/disorder.hpp"

namespace fluxhop {
namespace {

namespace dim = dimension;

const std::vector<std::string> law_names{"constant", "normal", "lognormal",
                                         "exponential", "gamma", "uniform"};

/// kT. Tails of the widest law reach 1e13 times as far, and single precision ends at 1e38.
constexpr double most_energy = 1e18;

enum Kind : std::size_t { constant, normal, lognormal, exponential, gamma, uniform };

/// The standard deviation is a key of its own where the law leaves it open.
DisorderKeys::Law read_law(TomlReader& in, const std::string& what) {
    const auto kind = in.choice({"disorder", what}, law_names, "constant");
    const Key key{"disorder", what + "_deviation"};
    if (!kind) in.pass_over("disorder", {key.name.c_str()});
    DisorderKeys::Law law{kind.value_or(constant), 0.0};
    if (law.kind == constant || law.kind == exponential) return law;
    law.deviation = in.quantity(key, dim::energy, Range::positive());
    return law;
}

/// A law of the given mean, in units of J/`unit`; constant after an error.
Distribution make_law(TomlReader& in, const std::string& what, const DisorderKeys::Law& keys,
                      double mean, double unit) {
    const double deviation = keys.deviation * unit;
    const auto refuse = [&](const char* why) {
        in.error({"disorder", what + "_deviation"}, why);
        return ConstantLaw{mean};
    };
    if (!std::isfinite(mean) || !std::isfinite(deviation)) return refuse("overflows in units of kT");
    if (keys.kind != constant && std::max(mean, deviation) > most_energy) {
        return refuse("energies are drawn up to a mean and a deviation of 1e18 kT");
    }
    // Beyond these ratios double precision does not hold the tails.
    if (keys.kind == gamma && !(deviation <= 4.0 * mean && deviation >= 1e-3 * mean)) {
        return refuse("a gamma law needs a deviation of 0.001 to 4 means");
    }
    if (keys.kind == lognormal && !(deviation <= 1e6 * mean)) {
        return refuse("a lognormal law needs a deviation of at most 1e6 means");
    }
    if (keys.kind == exponential && mean > 0.0) return ExponentialLaw{mean};
    if (keys.kind == normal) return NormalLaw{mean, deviation};
    if (keys.kind == lognormal) return LognormalLaw{mean, deviation};
    if (keys.kind == gamma) return GammaLaw{mean, deviation};
    const double half_width = std::sqrt(3.0) * deviation;
    const UniformLaw law{mean - half_width, mean + half_width};
    if (keys.kind == uniform && law.from < law.to) return law;
    return ConstantLaw{mean};
}

/// What one J at T = 0 is in kT.
double energy_unit(const SampleRecipe& recipe) {
    return recipe.pinning.energy_scale / (constants::boltzmann * recipe.film->temperature);
}

Distribution law_of_sites(TomlReader& in, const SampleRecipe& recipe) {
    return make_law(in, "sites", recipe.disorder.sites, recipe.pinning.height, energy_unit(recipe));
}

/// Nothing where all saddles lie at the height that the sites alone give.
std::optional<Distribution> law_of_saddles(TomlReader& in, const SampleRecipe& recipe) {
    const double unit = energy_unit(recipe), mean = recipe.disorder.saddles_mean * unit;
    const Distribution law = make_law(in, "saddles", recipe.disorder.saddles, mean, unit);
    if (mean == 0.0 && deviation(law) == 0.0) return std::nullopt;
    return law;
}

/// @return whether there is room for a saddle on each bond
bool require_room_for_saddles(TomlReader& in, const FilmParameters& film, const SampleLimits& limits) {
    const double bonds = static_cast<double>(bond_count(film));
    return require_room(in, {"disorder", "saddles"}, fmt::format("saddles of {:g} bonds", bonds),
                        4.0 * bonds + 13.0 * static_cast<double>(site_count(film)), limits);
}

/// @param flat sites that have a negative barrier at zero drive
void require_wells(TomlReader& in, std::size_t flat, std::size_t sites) {
    if (flat == 0) return;
    in.error({"disorder", "sites_deviation"},
             fmt::format("{} of {} sites would have a negative barrier; take less, or a law that "
                         "stays positive (lognormal, exponential, gamma)",
                         flat, sites));
}

// Depths: each returns the barrier of the shallowest site, kT.

/// Those that a site file gives, as written.
double take_depths(const SampleRecipe& recipe) {
    const std::vector<double>& energies = recipe.sites.energies;
    const PinningConfig& pinning = recipe.pinning;
    std::vector<double> depths;
    depths.reserve(energies.size());
    for (const double energy : energies) {
        depths.push_back(energy * pinning.energy_scale - pinning.height);
    }
    recipe.film->depths = depths;
    return *std::min_element(energies.begin(), energies.end()) * pinning.energy_scale;
}

double draw_depths(TomlReader& in, const SampleRecipe& recipe) {
    FilmParameters& film = *recipe.film;
    const Distribution law = law_of_sites(in, recipe);
    if (deviation(law) == 0.0) return recipe.pinning.height;
    RandomStream stream = recipe.streams.stream(SampleStreams::Part::depths);
    DrawnSample sample = draw_sample(law, site_count(film), stream);
    require_wells(in, sample.negative, sample.excess.size());
    film.depths = {std::move(sample.excess), mean(law) - recipe.pinning.height};
    return sample.least;
}

void draw_saddles(TomlReader& in, const SampleRecipe& recipe, double shallowest,
                  const SampleLimits& limits) {
    FilmParameters& film = *recipe.film;
    const auto law = law_of_saddles(in, recipe);
    if (!law || !require_room_for_saddles(in, film, limits)) return;
    RandomStream stream = recipe.streams.stream(SampleStreams::Part::saddles);
    DrawnSample sample = draw_sample(*law, bond_count(film), stream);
    if (sample.least < 0.0 && sample.least + shallowest < 0.0) {
        in.error({"disorder", "saddles"},
                 fmt::format("a saddle {:.3g} kT below the mean would leave no barrier", -sample.least));
    }
    film.saddles = {std::move(sample.excess), mean(*law)};
}

}  // namespace

DisorderKeys read_disorder(TomlReader& in, bool sites_are_drawn) {
    DisorderKeys keys;
    if (sites_are_drawn) keys.sites = read_law(in, "sites");
    keys.saddles_mean = in.quantity({"disorder", "saddles_mean"}, dim::energy,
                                    {0.0, Range::any().high}, "0 J");
    keys.saddles = read_law(in, "saddles");
    return keys;
}

void check_disorder(TomlReader& in, const SampleRecipe& recipe, const SampleLimits& limits) {
    law_of_sites(in, recipe);
    const auto law = law_of_saddles(in, recipe);
    const bool bonds_are_known = std::holds_alternative<Lattice>(recipe.film->sites) &&
                                 in.sound({"sites", "vortices"});  // else they may be too many as well
    if (law && bonds_are_known) require_room_for_saddles(in, *recipe.film, limits);
}

void draw_disorder(TomlReader& in, const SampleRecipe& recipe, const SampleLimits& limits) {
    const bool as_written = !recipe.sites.energies.empty();
    const double shallowest = as_written ? take_depths(recipe) : draw_depths(in, recipe);
    draw_saddles(in, recipe, shallowest, limits);
}

}  // namespace fluxhop
