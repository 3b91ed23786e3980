#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "fluxhop/base/constants.hpp"
#include "fluxhop/io/config_sample.hpp"

namespace fluxhop {
namespace {

namespace dim = dimension;
using Part = SampleStreams::Part;

/// `count` distinct numbers below `places`, as how many fall on each group of `per_site` places.
/// Selection sampling (Knuth, The Art of Computer Programming 2, 3.4.2, algorithm S).
SiteOccupations scatter(std::int64_t count, std::size_t sites, std::int64_t per_site,
                                  RandomStream random) {
    SiteOccupations vortices(sites);
    auto left = static_cast<double>(sites) * static_cast<double>(per_site);
    for (std::size_t site = 0; site < sites && count > 0; ++site) {
        for (std::int64_t place = 0; place < per_site && count > 0; ++place, left -= 1.0) {
            if (uniform_open_at_zero(random) * left > static_cast<double>(count)) continue;
            ++vortices[site];
            --count;
        }
    }
    return vortices;
}

/// Each vortex on a site of its own choice.
SiteOccupations scatter_freely(std::int64_t count, std::size_t sites,
                                         RandomStream random) {
    SiteOccupations vortices(sites);
    for (; count > 0; --count) {
        const double place = uniform_open_at_zero(random) * static_cast<double>(sites);
        ++vortices[std::min(static_cast<std::size_t>(place), sites - 1)];
    }
    return vortices;
}

SiteOccupations spread_evenly(std::int64_t count, std::size_t sites) {
    SiteOccupations vortices(sites);
    for (std::int64_t v = 0; v < count; ++v) {
        const double place = (static_cast<double>(v) + 0.5) * static_cast<double>(sites) /
                             static_cast<double>(count);
        ++vortices[static_cast<std::size_t>(place)];
    }
    return vortices;
}

/// Bytes that sites and vortices take at least while the sample is made and run; saddles and bonds come on
/// top, and fluxhop::memory_of_run knows more.
double least_bytes(const SampleRecipe& recipe, const FilmConfig& config, double vortices) {
    const FilmParameters& film = *recipe.film;
    const double sites = static_cast<double>(site_count(recipe));
    const bool is_single = film.capacity == 1.0;
    double bytes = (is_single ? 13.0 : 36.0) * sites + 12.0 * vortices;  // depth and record; counts and states
    if (config.tracking) bytes += 4.0 * sites + 48.0 * vortices;
    if (config.tracking && config.tracking->keep_frames) bytes += sizeof(Point) * sites;
    const auto* lattice = std::get_if<Lattice>(&film.sites);
    if (lattice && config.record_profile) bytes += 200.0 * static_cast<double>(lattice->columns);
    return bytes;
}

Key sites_key(const FilmParameters& film) {
    return {"sites", std::holds_alternative<Lattice>(film.sites) ? "columns" : "count"};
}

Key count_key(const TomlReader& in) {
    for (const char* name : {"field", "filling"}) {
        if (in.has({"vortices", name})) return {"vortices", name};
    }
    return {"vortices", "count"};
}

/// A whole number.
double count_of(const SampleRecipe& recipe) {
    const VortexKeys& keys = recipe.vortices;
    return std::round(keys.count + keys.filling * static_cast<double>(site_count(recipe)) +
                      keys.field * extent(*recipe.film).area() / constants::flux_quantum);
}

/// So many vortices must fit on the sites and into this machine.
void require_fit(TomlReader& in, const SampleRecipe& recipe, const FilmConfig& config, double count,
                 const SampleLimits& limits) {
    const FilmParameters& film = *recipe.film;
    const std::size_t sites = site_count(recipe);
    if (!(count <= static_cast<double>(sites) * film.capacity && count <= static_cast<double>(largest_count))) {
        return in.error(count_key(in), fmt::format("{:.6g} vortices do not fit on {} sites that hold {:g} each",
                                                   count, sites, film.capacity));
    }
    const bool are_sites_too_many = least_bytes(recipe, config, 0.0) > limits.bytes;
    require_room(in, are_sites_too_many ? sites_key(film) : count_key(in),
                 fmt::format("{} sites and {:.6g} vortices", sites, count),
                 least_bytes(recipe, config, count), limits);
}

}  // namespace

VortexKeys read_vortices(TomlReader& in) {
    VortexKeys keys;
    keys.evenly = in.choice({"vortices", "placement"}, {"random", "even"}, "random") == 1;
    const Key field{"vortices", "field"}, filling{"vortices", "filling"}, count{"vortices", "count"};
    const int given = int{in.has(field)} + int{in.has(filling)} + int{in.has(count)};
    if (in.has(filling)) keys.filling = in.number(filling, Range::positive());
    if (in.has(count)) keys.count = static_cast<double>(in.integer(count, 0, largest_count));
    if (in.has(field)) keys.field = in.quantity(field, dim::field, {0.0, 1e6});
    if (given == 0) {
        in.missing_one_of("vortices", {"field", "filling", "count"},
                          "missing; give a field such as \"20 gauss\", or filling or count");
    }
    if (given > 1) in.error(field, "give one of field, filling and count, not more");
    return keys;
}

void check_vortices(TomlReader& in, const SampleRecipe& recipe, const FilmConfig& config,
                    const SampleLimits& limits) {
    const double capacity = recipe.film->capacity;
    require_fit(in, recipe, config, count_of(recipe), limits);
    if (!in.sound({"sites", "vortices"})) return;
    const double places = capacity * static_cast<double>(site_count(recipe));
    if (recipe.vortices.evenly || capacity == Landscape::unlimited || places <= limits.steps) return;
    in.error({"vortices", "placement"},
             fmt::format("\"random\" looks at each of {:.3g} places, of at most {:.3g}; allowed here: "
                         "\"even\", or capacity = \"unlimited\"",
                         places, limits.steps));
}

void place_vortices(const SampleRecipe& recipe) {
    FilmParameters& film = *recipe.film;
    const std::size_t sites = site_count(film);
    const auto count = static_cast<std::int64_t>(count_of(recipe));
    if (recipe.vortices.evenly) {
        film.vortices = spread_evenly(count, sites);
    } else if (film.capacity == Landscape::unlimited) {
        film.vortices = scatter_freely(count, sites, recipe.streams.stream(Part::vortices));
    } else {
        film.vortices = scatter(count, sites, static_cast<std::int64_t>(film.capacity),
                                recipe.streams.stream(Part::vortices));
    }
}

}  // namespace fluxhop
