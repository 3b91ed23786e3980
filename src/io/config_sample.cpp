#include "fluxhop/io/config_sample.hpp"

#include <fmt/format.h>

namespace fluxhop {

std::size_t site_count(const SampleRecipe& recipe) {
    return recipe.sites.at_random ? recipe.sites.count : site_count(*recipe.film);
}

bool require_room(TomlReader& in, const Key& key, const std::string& what, double bytes,
                  const SampleLimits& limits) {
    if (bytes <= limits.bytes) return true;
    in.error(key, fmt::format("{} need at least {:.3g} GB of memory; this machine has {:.3g} GB", what, bytes / 1e9,
                              limits.bytes / 1e9));
    return false;
}

void check_sample(TomlReader& in, const SampleRecipe& recipe, const FilmConfig& config,
                  const SampleLimits& limits) {
    check_sites(in, recipe, limits);
    if (in.sound({"sites"})) check_vortices(in, recipe, config, limits);
    check_disorder(in, recipe, limits);
}

void make_sample(TomlReader& in, const SampleRecipe& recipe, const SampleLimits& limits) {
    place_sites(in, recipe, limits);
    if (in.failed()) return;
    place_vortices(recipe);
    draw_disorder(in, recipe, limits);
}

}  // namespace fluxhop
