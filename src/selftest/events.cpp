// Every hop of several models, against propensities written down a second time.
#include <cmath>

#include "fluxhop/selftest/event_audit.hpp"
#include "fluxhop/selftest/equilibrium_laws.hpp"

namespace fluxhop::selftest {
namespace {

/// The events of one realization, and the time in which no fewer happen, s.
struct Length {
    std::size_t events = 0;
    double time = 0.0;
};

void audit(Campaign& campaign, unsigned test, Subject subject, const Propensities& propensities,
           const Length& length, std::size_t realizations) {
    campaign.announce(subject.name);
    subject.grid = TimeGrid({length.time});
    subject.recorded = {NodeId(0)};
    for (const SelectorKind engine : engines) {
        const auto experiment = campaign.experiment(subject, test, engine);
        if (!experiment) continue;
        campaign.carry_out(subject.name, name_of(engine), [&] {
            EventAudit events(propensities, length.events);
            double cut_short = 0.0, value = 0.0;
            for (std::uint64_t id = 0; id < campaign.runs(realizations); ++id) {
                events.begin(subject.initial);
                run_realization(*experiment, id, {&value, 1}, &events);
                if (!events.is_complete()) cut_short += 1.0;
            }
            if (cut_short == 0.0) return events.add_to(campaign, subject.name, name_of(engine));
            campaign.add_exact(subject.name, name_of(engine), "runs with too few hops", cut_short);
        });
    }
}

/// Both ways around a ring of sites; hop 2 i goes from i to i + 1, hop 2 i + 1 to i - 1.
std::vector<std::pair<std::size_t, std::size_t>> hops_around(std::size_t sites) {
    std::vector<std::pair<std::size_t, std::size_t>> hops;
    for (std::size_t i = 0; i < sites; ++i) {
        hops.emplace_back(i, (i + 1) % sites);
        hops.emplace_back(i, (i + sites - 1) % sites);
    }
    return hops;
}

constexpr double u = 2.0, current = 0.15;

/// Depths at which a site's rate of leaving lies at either end of an octave, many octaves apart.
std::vector<double> depths_at_octave_edges(std::size_t sites) {
    std::vector<double> depths;
    const double at_rest = rate_along(u, current) + rate_against(u, current);
    for (std::size_t i = 0; i < sites; ++i) {
        const double place = i % 2 == 0 ? 1.01 : 1.99;
        depths.push_back(std::log(at_rest / std::ldexp(place, -static_cast<int>(i % 5))));
    }
    return depths;
}

/// n_i exp(+-u x - depth_i), and nothing onto a site that is full.
Propensities of_traps(const FilmParameters& film) {
    const std::size_t sites = film.vortices.size();
    return {hops_around(sites), [film, sites](const std::vector<double>& n, Eigen::VectorXd& rates) {
                for (std::size_t i = 0; i < sites; ++i) {
                    const double rate = n[i] * std::exp(-film.depths[i]);
                    const double ahead = 1.0 - n[(i + 1) % sites] / film.capacity;
                    const double behind = 1.0 - n[(i + sites - 1) % sites] / film.capacity;
                    const auto hop = static_cast<Eigen::Index>(2 * i);
                    rates[hop] = rate * rate_along(u, current) * ahead;
                    rates[hop + 1] = rate * rate_against(u, current) * behind;
                }
            }};
}

/// So many sites around, a vortex on each.
FilmParameters traps(std::size_t sites) {
    FilmParameters film = ring_of_sites(sites, 1, u, current);
    film.depths = depths_at_octave_edges(sites);
    return film;
}

/// A vortex on every second of them, which let no other in.
FilmParameters blocked_traps(std::size_t sites) {
    FilmParameters film = traps(sites);
    film.capacity = 1.0;
    for (std::size_t i = 1; i < sites; i += 2) film.vortices[i] = 0;
    return film;
}

void audit_traps(Campaign& campaign, unsigned test, const std::string& name, const FilmParameters& film,
                 double time) {
    audit(campaign, test, {name, make_film(film), initial_state(film), TimeGrid({1.0}), {}},
          of_traps(film), {10'000, time}, 60);
}

/// The wall of a ring: m hops along the force have taken 0.05 m of the current away, and a hop sees the
/// current at its middle.
void audit_wall(Campaign& campaign, unsigned test) {
    constexpr std::size_t sites = 12;
    constexpr double start = 0.6, step = 0.05;
    FilmParameters film = traps(sites);
    film.current = Signal(start);
    film.feedback = -step;
    const auto rates_of = [film](const std::vector<double>& n, Eigen::VectorXd& rates) {
        const double passed = n.back();
        const double along = rate_along(u, start - step * (passed + 0.5));
        const double against = rate_against(u, start - step * (passed - 0.5));
        for (std::size_t i = 0; i < sites; ++i) {
            const double rate = n[i] * std::exp(-film.depths[i]);
            const auto hop = static_cast<Eigen::Index>(2 * i);
            rates[hop] = rate * along;
            rates[hop + 1] = rate * against;
        }
    };
    audit(campaign, test, {"wall of a ring", make_film(film), initial_state(film), TimeGrid({1.0}), {}},
          {hops_around(sites), rates_of}, {10'000, 4'800.0}, 60);
}

/// The ring of samples.hpp: 10 exp(-4 +- W/2kT), W = 0.2 kT (n - 1/2 - 0.3) released by leaving.
void audit_ring(Campaign& campaign, unsigned test) {
    const RingParameters ring = thermal_ring();
    const Propensities propensities{
        {{0, 1}, {1, 0}}, [](const std::vector<double>& n, Eigen::VectorXd& rates) {
            rates[0] = 10.0 * std::exp(-4.0 + 0.1 * (n[0] - 0.8));
            rates[1] = 10.0 * std::exp(-4.0 - 0.1 * (n[0] + 0.2));
        }};
    audit(campaign, test, {"ring at rest", make_ring(ring), initial_state(ring), TimeGrid({1.0}), {}},
          propensities, {10'000, 31'000.0}, 60);
}

/// Three regions around: n_i eps_ij exp(-U_i(B_i)), the eps back from the areas.
void audit_regions(Campaign& campaign, unsigned test) {
    const RegionNetwork network = three_regions();
    Propensities propensities;
    std::vector<double> exchange;
    for (const Contact& contact : network.contacts) {
        propensities.hops.emplace_back(contact.first, contact.second);
        propensities.hops.emplace_back(contact.second, contact.first);
        exchange.push_back(contact.exchange);
        exchange.push_back(contact.exchange * network.regions[contact.first].area /
                           network.regions[contact.second].area);
    }
    propensities.at = [network, exchange, hops = propensities.hops](const std::vector<double>& n,
                                                                    Eigen::VectorXd& rates) {
        for (std::size_t h = 0; h < hops.size(); ++h) {
            const std::size_t from = hops[h].first;
            rates[static_cast<Eigen::Index>(h)] =
                n[from] == 0.0 ? 0.0
                               : n[from] * exchange[h] *
                                     std::exp(-barrier_of(network.regions[from], n[from]));
        }
    };
    audit(campaign, test,
          {"three regions", make_region_network(network), initial_state(network), TimeGrid({1.0}), {}},
          propensities, {10'000, 4'800.0}, 60);
}

/// A closed slab of three columns, U0 = 2 kT: x = (n_i - n_j - 1)/20 between before and after, W = 8 x.
void audit_slab(Campaign& campaign, unsigned test) {
    SlabParameters slab = small_slab(EdgeKind::closed);
    slab.vortices = {6, 0, 0};
    const Propensities propensities{
        {{0, 1}, {1, 0}, {1, 2}, {2, 1}}, [](const std::vector<double>& n, Eigen::VectorXd& rates) {
            constexpr std::pair<std::size_t, std::size_t> hops[] = {{0, 1}, {1, 0}, {1, 2}, {2, 1}};
            for (std::size_t h = 0; h < 4; ++h) {
                const auto [from, to] = hops[h];
                const double x = (n[from] - n[to] - 1.0) / 20.0;
                rates[static_cast<Eigen::Index>(h)] =
                    n[from] * std::exp(-2.0 * (1.0 - std::abs(x)) + std::min(0.0, 8.0 * x));
            }
        }};
    audit(campaign, test, {"slab", make_slab(slab), initial_state(slab), TimeGrid({1.0}), {}},
          propensities, {10'000, 12'500.0}, 60);
}

}  // namespace

void test_events(Campaign& campaign) {
    audit_traps(campaign, 30, "walkers on deep and shallow sites", traps(12), 4'500.0);
    audit_traps(campaign, 31, "vortices that block one another", blocked_traps(12), 9'500.0);
    audit_ring(campaign, 32);
    audit_regions(campaign, 33);
    audit_slab(campaign, 34);
    audit_traps(campaign, 35, "walkers on three sites", traps(3), 8'500.0);
    audit_wall(campaign, 36);
}

}  // namespace fluxhop::selftest
