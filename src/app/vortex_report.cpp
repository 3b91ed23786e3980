#include "fluxhop/app/collect.hpp"
#include "fluxhop/app/result_dataset.hpp"
#include "fluxhop/base/constants.hpp"

namespace fluxhop {
namespace {

void add_dwell_times(Dataset& data, const DwellHistogram& dwell) {
    if (dwell.bins().empty()) return;
    const int first = dwell.bins().begin()->first;
    const int last = dwell.bins().rbegin()->first;
    Reals begin;
    Wholes count;
    for (int bin = first; bin <= last; ++bin) {
        begin.push_back(dwell.edge(bin));
        const auto found = dwell.bins().find(bin);
        count.push_back(found == dwell.bins().end() ? 0 : static_cast<std::int64_t>(found->second));
    }
    data.dimensions.emplace_back("dwell_bin", begin.size());
    data.add("dwell_bin", {"dwell_bin"}, begin, "where the bin of dwell times begins", "s");
    data.add("dwell_count", {"dwell_bin"}, count, "stays on a site that ended within the run", "1");
    data.add("dwell_mean", {}, Reals{dwell.mean()},
             "mean of the stays on a site that ended within the run", "s");
}

void add_hop_log(Dataset& data, const VortexHistory& history) {
    if (history.hop_log.empty()) return;
    data.dimensions.emplace_back("logged_hop", history.hop_log.size());
    Reals time;
    Wholes vortex, from, to;
    for (const LoggedHop& hop : history.hop_log) {
        time.push_back(hop.time);
        vortex.push_back(hop.vortex);
        from.push_back(static_cast<std::int64_t>(hop.from.index()));
        to.push_back(static_cast<std::int64_t>(hop.to.index()));
    }
    const Texts over{"logged_hop"};
    data.add("hop_time", over, time, "time of the hop, first realization", "s");
    data.add("hop_vortex", over, vortex, "which vortex", "1");
    data.add("hop_from", over, from, "site it left; from the number of sites on, a reservoir", "1");
    data.add("hop_to", over, to, "site it reached; from the number of sites on, a reservoir", "1");
    data.add("hops_not_logged", {}, Wholes{static_cast<std::int64_t>(history.hops_not_logged)},
             "hops of the first realization beyond the log", "1");
}

}  // namespace

void add_sites(Dataset& data, const Config& config) {
    constexpr std::size_t most_sites = 100'000;
    const auto* system = std::get_if<FilmConfig>(&config.system);
    if (!system || site_count(*system->film) > most_sites) return;
    const FilmParameters& film = *system->film;
    const std::vector<Point> points = positions(film);
    data.dimensions.emplace_back("site", points.size());
    data.add("site_x", {"site"}, collect<Reals>(points, &Point::x),
             "position of the pinning site along the force", "m");
    data.add("site_y", {"site"}, collect<Reals>(points, &Point::y),
             "position of the pinning site across the force", "m");
    if (film.depths.empty()) return;
    const double thermal_energy = constants::boltzmann * film.temperature;
    data.add("site_depth", {"site"},
             collect<Reals>(film.depths, [&](double depth) { return depth * thermal_energy; }),
             "by how much the barriers out of the site exceed [barrier] U0", "J");
}

void add_vortex_history(Dataset& data, const Study& study) {
    const auto& history = study.ensemble.history();
    if (!history) return;
    add_dwell_times(data, history->dwell);
    add_hop_log(data, *history);
}

}  // namespace fluxhop
