#include "fluxhop/io/config_sample.hpp"

#include <fmt/format.h>

#include <cmath>
#include <numeric>

#include "fluxhop/base/constants.hpp"
#include "fluxhop/model/disorder.hpp"

namespace fluxhop {
namespace {

namespace dim = dimension;
using Part = SampleStreams::Part;

const std::vector<std::string> law_names{"constant", "normal", "lognormal",
                                         "exponential", "gamma", "uniform"};

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

/// Barriers at zero drive, kT, by site.
void require_wells(TomlReader& in, std::span<const double> heights) {
    const std::size_t flat = count_below(heights, 0.0);
    if (flat == 0) return;
    in.error({"disorder", "sites_deviation"},
             fmt::format("{} of {} sites would have a negative barrier; take less, or a law that "
                         "stays positive (lognormal, exponential, gamma)",
                         flat, heights.size()));
}

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
double least_bytes(const FilmConfig& config, double vortices) {
    const FilmParameters& film = *config.film;
    const double sites = static_cast<double>(site_count(film));
    const bool is_single = film.capacity == 1.0;
    double bytes = (is_single ? 17.0 : 40.0) * sites + 12.0 * vortices;  // depth and record; counts and states
    if (config.tracking) bytes += 4.0 * sites + 48.0 * vortices;
    if (config.tracking && config.tracking->keep_frames) bytes += sizeof(Point) * sites;
    const auto* lattice = std::get_if<Lattice>(&film.sites);
    if (lattice && config.record_profile) bytes += 200.0 * static_cast<double>(lattice->columns);
    return bytes;
}

Key sites_key(const FilmParameters& film) {
    return {"sites", std::holds_alternative<Lattice>(film.sites) ? "columns" : "count"};
}

/// @return whether there is as much
bool require_room(TomlReader& in, const Key& key, const std::string& what, double bytes,
                  const SampleLimits& limits) {
    if (bytes <= limits.bytes) return true;
    in.error(key, fmt::format("{} need at least {:.3g} GB of memory; this machine has {:.3g} GB", what, bytes / 1e9,
                              limits.bytes / 1e9));
    return false;
}

Key count_key(const TomlReader& in) {
    return {"vortices", in.has({"vortices", "field"}) ? "field" : "count"};
}

/// Whether so many vortices fit on the sites and into this machine.
bool fits(TomlReader& in, const FilmConfig& config, double count, const SampleLimits& limits) {
    const FilmParameters& film = *config.film;
    const auto sites = static_cast<double>(site_count(film));
    if (!(count <= sites * film.capacity && count <= static_cast<double>(largest_count))) {
        in.error(count_key(in), fmt::format("{:.6g} vortices do not fit on {} sites that hold {:g} each",
                                            count, site_count(film), film.capacity));
        return false;
    }
    const bool are_sites_too_many = least_bytes(config, 0.0) > limits.bytes;
    return require_room(in, are_sites_too_many ? sites_key(film) : count_key(in),
                        fmt::format("{} sites and {:.6g} vortices", site_count(film), count),
                        least_bytes(config, count), limits);
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

void draw_disorder(TomlReader& in, FilmParameters& film, const PinningConfig& pinning,
                   const DisorderKeys& keys, const std::vector<double>& energies,
                   const SampleStreams& streams, const SampleLimits& limits) {
    const double unit = pinning.energy_scale / (constants::boltzmann * film.temperature);
    RandomStream depths = streams.stream(Part::depths), saddles = streams.stream(Part::saddles);
    std::vector<double> heights;
    heights.reserve(energies.size());
    for (const double energy : energies) heights.push_back(energy * pinning.energy_scale);
    const Distribution of_sites = make_law(in, "sites", keys.sites, pinning.height, unit);
    if (energies.empty() && deviation(of_sites) > 0.0) {
        heights = draw_sample(of_sites, site_count(film), depths);
    }
    require_wells(in, heights);
    const double shallowest =
        heights.empty() ? pinning.height : *std::min_element(heights.begin(), heights.end());
    for (double& height : heights) height -= pinning.height;  // there may be no room for both
    if (!heights.empty()) film.depths = std::move(heights);

    const double mean = keys.saddles_mean * unit;
    const Distribution of_saddles = make_law(in, "saddles", keys.saddles, mean, unit);
    if (mean == 0.0 && deviation(of_saddles) == 0.0) return;
    const double bonds = static_cast<double>(bond_count(film));
    if (!require_room(in, {"disorder", "saddles"}, fmt::format("saddles of {:g} bonds", bonds),
                      8.0 * bonds + 17.0 * static_cast<double>(site_count(film)), limits)) {
        return;
    }
    film.saddles = draw_sample(of_saddles, bond_count(film), saddles);
    if (film.saddles.empty()) return;
    const double lowest = *std::min_element(film.saddles.begin(), film.saddles.end());
    if (lowest < 0.0 && lowest + shallowest < 0.0) {
        in.error({"disorder", "saddles"},
                 fmt::format("a saddle {:.3g} kT below the mean would leave no barrier", -lowest));
    }
}

void place_vortices(TomlReader& in, const FilmConfig& config, FilmParameters& film, const VortexKeys& keys,
                    const SampleStreams& streams, const SampleLimits& limits) {
    const std::size_t sites = site_count(film);
    const double exact = keys.count + keys.filling * static_cast<double>(sites) +
                         keys.field * extent(film).area() / constants::flux_quantum;
    if (!fits(in, config, std::round(exact), limits)) return;
    const auto whole = static_cast<std::int64_t>(std::round(exact));
    if (keys.evenly) {
        film.vortices = spread_evenly(whole, sites);
    } else if (film.capacity == Landscape::unlimited) {
        film.vortices = scatter_freely(whole, sites, streams.stream(Part::vortices));
    } else if (film.capacity * static_cast<double>(sites) > limits.steps) {
        in.error({"vortices", "placement"},
                 fmt::format("\"random\" looks at each of {:.3g} places, of at most {:.3g}; allowed here: "
                             "\"even\", or capacity = \"unlimited\"",
                             film.capacity * static_cast<double>(sites), limits.steps));
    } else {
        film.vortices = scatter(whole, sites, static_cast<std::int64_t>(film.capacity),
                                streams.stream(Part::vortices));
    }
}

}  // namespace fluxhop
