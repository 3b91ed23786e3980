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

/// A law of the given mean. The standard deviation is a key of its own where the law leaves it open.
Distribution read_law(TomlReader& in, const std::string& what, double mean, double energy_unit) {
    const auto law = in.choice({"disorder", what}, law_names, "constant").value_or(0);
    if (law == 0) return ConstantLaw{mean};
    if (law == 3) return ExponentialLaw{mean};
    const Key key{"disorder", what + "_deviation"};
    const double deviation = in.quantity(key, dim::energy, Range::positive()) * energy_unit;
    if (law == 4 && deviation > 4.0 * mean) {
        in.error(key, "a gamma law needs a deviation of at most 4 means");
        return ConstantLaw{mean};
    }
    if (law == 1) return NormalLaw{mean, deviation};
    if (law == 2) return LognormalLaw{mean, deviation};
    if (law == 4) return GammaLaw{mean, deviation};
    const double half_width = std::sqrt(3.0) * deviation;
    return UniformLaw{mean - half_width, mean + half_width};
}

/// Barriers at zero drive, kT, by site.
void require_wells(TomlReader& in, const std::vector<double>& heights) {
    const std::size_t flat = count_below(heights, 0.0);
    if (flat == 0) return;
    in.error({"disorder", "sites_deviation"},
             fmt::format("{} of {} sites would have a negative barrier; take less, or a law that "
                         "stays positive (lognormal, exponential, gamma)",
                         flat, heights.size()));
}

/// `count` distinct numbers below `places`, as how many fall on each group of `per_site` places.
/// Selection sampling (Knuth, The Art of Computer Programming 2, 3.4.2, algorithm S).
std::vector<std::int64_t> scatter(std::int64_t count, std::size_t sites, std::int64_t per_site,
                                  RandomStream random) {
    std::vector<std::int64_t> vortices(sites, 0);
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
std::vector<std::int64_t> scatter_freely(std::int64_t count, std::size_t sites,
                                         RandomStream random) {
    std::vector<std::int64_t> vortices(sites, 0);
    for (; count > 0; --count) {
        const double place = uniform_open_at_zero(random) * static_cast<double>(sites);
        ++vortices[std::min(static_cast<std::size_t>(place), sites - 1)];
    }
    return vortices;
}

std::vector<std::int64_t> spread_evenly(std::int64_t count, std::size_t sites) {
    std::vector<std::int64_t> vortices(sites, 0);
    for (std::int64_t v = 0; v < count; ++v) {
        const double place = (static_cast<double>(v) + 0.5) * static_cast<double>(sites) /
                             static_cast<double>(count);
        ++vortices[static_cast<std::size_t>(place)];
    }
    return vortices;
}

/// By exactly one of field, filling (vortices per site) and count.
double read_count(TomlReader& in, const FilmParameters& film) {
    const bool by_field = in.has({"vortices", "field"});
    const bool by_filling = in.has({"vortices", "filling"});
    const bool by_count = in.has({"vortices", "count"});
    if (by_field + by_filling + by_count > 1) {
        in.error({"vortices", "field"}, "give one of field, filling and count, not more");
    }
    if (by_filling) {
        return in.number({"vortices", "filling"}, Range::positive()) *
               static_cast<double>(site_count(film));
    }
    if (by_count) {
        return static_cast<double>(in.integer({"vortices", "count"}, 0, largest_count));
    }
    return in.quantity({"vortices", "field"}, dim::field, {0.0, 1e6}) * extent(film).area() /
           constants::flux_quantum;
}

}  // namespace

void read_disorder(TomlReader& in, FilmParameters& film, const PinningConfig& pinning,
                   const std::vector<double>& energies, const SampleStreams& streams) {
    const double thermal_energy = constants::boltzmann * film.temperature;
    const double unit = pinning.energy_scale / thermal_energy;
    RandomStream depths = streams.stream(Part::depths), saddles = streams.stream(Part::saddles);
    std::vector<double> heights;
    if (!energies.empty()) {
        for (const double energy : energies) heights.push_back(energy * pinning.energy_scale);
    } else {
        const Distribution law = read_law(in, "sites", pinning.height, unit);
        if (in.failed()) return;
        if (deviation(law) > 0.0) heights = draw_sample(law, site_count(film), depths);
    }
    require_wells(in, heights);
    for (const double height : heights) film.depths.push_back(height - pinning.height);

    const double mean = in.quantity({"disorder", "saddles_mean"}, dim::energy,
                                    {0.0, Range::any().high}, "0 J") * unit;
    const Distribution law = read_law(in, "saddles", mean, unit);
    if (in.failed() || (mean == 0.0 && deviation(law) == 0.0)) return;
    film.saddles = draw_sample(law, bond_count(film), saddles);
    const double lowest = *std::min_element(film.saddles.begin(), film.saddles.end());
    const double shallowest =
        heights.empty() ? pinning.height : *std::min_element(heights.begin(), heights.end());
    if (lowest < 0.0 && lowest + shallowest < 0.0) {
        in.error({"disorder", "saddles"},
                 fmt::format("a saddle {:.3g} kT below the mean would leave no barrier", -lowest));
    }
}

void read_vortices(TomlReader& in, FilmParameters& film, const SampleStreams& streams) {
    const auto placement = in.choice({"vortices", "placement"}, {"random", "even"}, "random");
    const double exact = read_count(in, film);
    if (in.failed()) return;
    const double places = static_cast<double>(site_count(film)) * film.capacity;
    const double count = std::round(exact);
    if (!(count <= places && count <= static_cast<double>(largest_count))) {
        in.error({"vortices", in.has({"vortices", "field"}) ? "field" : "count"},
                 fmt::format("{:.6g} vortices do not fit on {} sites that hold {:g} each", count,
                             site_count(film), film.capacity));
        return;
    }
    const auto whole = static_cast<std::int64_t>(count);
    if (placement == 1) {
        film.vortices = spread_evenly(whole, site_count(film));
    } else if (film.capacity == Landscape::unlimited) {
        film.vortices = scatter_freely(whole, site_count(film), streams.stream(Part::vortices));
    } else {
        film.vortices = scatter(whole, site_count(film), static_cast<std::int64_t>(film.capacity),
                                streams.stream(Part::vortices));
    }
}

}  // namespace fluxhop
