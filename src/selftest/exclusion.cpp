// Vortices that keep one another out of their sites.
#include <cmath>

#include "fluxhop/selftest/equilibrium_laws.hpp"
#include "fluxhop/selftest/state_counts.hpp"
#include "fluxhop/stats/moments.hpp"
#include "fluxhop/theory/quenched_laws.hpp"

namespace fluxhop::selftest {
namespace {

/// A film with one vortex a site, its sites recorded.
Subject sites_of(const std::string& name, FilmParameters film, double time) {
    film.capacity = 1.0;
    Subject subject{name, make_film(film), initial_state(film), TimeGrid({time}), {}};
    for (std::size_t i = 0; i < film.vortices.size(); ++i) subject.recorded.emplace_back(NodeId(i));
    return subject;
}

/// Seven sites around, three vortices, a current: every arrangement is equally likely, and
/// (p - q) n (L - n)/(L (L - 1)) pass every bond a second (asymmetric simple exclusion).
void test_driven_ring(Campaign& campaign, unsigned test) {
    constexpr double u = 1.0, x = 0.8;
    const double p = rate_along(u, x), q = rate_against(u, x);
    const double relaxed = 40.0 / ((p + q) * 0.376);  // slowest mode (p + q)(1 - cos(2 pi/7))
    FilmParameters film = ring_of_sites(7, 0, u, x);
    film.vortices = {1, 1, 1, 0, 0, 0, 0};
    Subject subject = sites_of("exclusion on a ring, driven", film, relaxed);
    subject.grid = TimeGrid({0.5 * relaxed, relaxed});
    subject.recorded.insert(subject.recorded.begin(), subject.model.odometer());
    const double expected = 7.0 * exclusion_current(p, q, 3, 7) * 0.5 * relaxed;
    const StateLaw law = exclusion_law(std::vector<double>(7, 0.0), 3);
    campaign.in_every_engine(subject, test, 20'000, [&](const char* engine, const Ensemble& ensemble) {
        add_chi_square(campaign, subject.name, engine, states_at(ensemble, 1, 1), law);
        const Eigen::MatrixXd hops = ensemble.series(0);
        Moments passed;
        for (Eigen::Index r = 0; r < hops.rows(); ++r) passed.push(hops(r, 1) - hops(r, 0));
        campaign.add({subject.name, engine, "current: t",
                      student(passed.mean() - expected, passed.standard_error(), passed.count() - 1)});
    });
}

/// A square lattice on a torus without a current: prod exp(depth_i n_i). The depths put the rates of
/// leaving at either end of an octave.
void test_disordered_film(Campaign& campaign, unsigned test) {
    FilmParameters film =
        film_on({LatticeKind::square, 4, 3, EdgeKind::periodic, EdgeKind::periodic}, 2.0, 0.0);
    std::vector<double> depths;
    for (std::size_t i = 0; i < film.vortices.size(); ++i) {
        const double place = i % 2 == 0 ? 1.01 : 1.99;
        depths.push_back(std::log(4.0 / std::ldexp(place, static_cast<int>(i % 3))));
        film.vortices[i] = i < 3 ? 1 : 0;
    }
    film.depths = depths;
    add_law(campaign, test, sites_of("exclusion in a disordered film", film, 20.0), 20'000,
            exclusion_law(depths, 3));
}

/// Six disordered sites around with a current, three vortices, before anything has relaxed.
void test_transient(Campaign& campaign, unsigned test, double time) {
    constexpr double u = 1.5, x = 0.4;
    FilmParameters film = ring_of_sites(6, 0, u, x);
    film.vortices = {1, 1, 0, 0, 1, 0};
    film.depths = {0.3, -0.2, 0.5, 0.0, -0.4, 0.1};
    const StateLaw law =
        law_after(film.vortices.counts(), time, [&](const DiscreteState& state, const Hops& hop) {
            for (std::size_t i = 0; i < 6; ++i) {
                for (const auto& [to, rate] : {std::pair((i + 1) % 6, rate_along(u, x)),
                                               std::pair((i + 5) % 6, rate_against(u, x))}) {
                    if (state[i] == 0 || state[to] == 1) continue;
                    DiscreteState after = state;
                    std::swap(after[i], after[to]);
                    hop(after, rate * std::exp(-film.depths[i]));
                }
            }
        });
    add_law(campaign, test, sites_of("exclusion, not yet relaxed", film, time), 20'000, law);
}

}  // namespace

void test_exclusion(Campaign& campaign) {
    test_driven_ring(campaign, 60);
    test_disordered_film(campaign, 62);
    test_transient(campaign, 63, 0.4);
    test_transient(campaign, 64, 1.5);
}

}  // namespace fluxhop::selftest
