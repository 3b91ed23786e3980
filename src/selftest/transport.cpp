// How far vortices come that do not block one another, and how long they remember where they were.
#include <cmath>

#include "fluxhop/selftest/conformity.hpp"
#include "fluxhop/selftest/samples.hpp"
#include "fluxhop/selftest/state_counts.hpp"
#include "fluxhop/stats/moments.hpp"
#include "fluxhop/theory/quenched_laws.hpp"

namespace fluxhop::selftest {
namespace {

Subject displacement(const std::string& name, const FilmParameters& film, std::vector<double> times) {
    Model model = make_film(film);
    const Probe odometer = model.odometer();
    return {name, std::move(model), initial_state(film), TimeGrid(std::move(times)), {odometer}};
}

double total(const FilmParameters& film) {
    return film.vortices.total();
}

/// The difference of two Poisson numbers (Skellam, J. R. Stat. Soc. 109, 296 (1946)).
Cumulants skellam(double along, double against) {
    const double difference = along - against, sum = along + against;
    return Cumulants({difference, sum, difference, sum, difference, sum});
}

/// Ten vortices on a uniform ring under a steady current.
void test_steady_current(Campaign& campaign, unsigned test) {
    constexpr double u = 2.0, x = 0.3;
    const FilmParameters film = ring_of_sites(5, 2, u, x);
    const Subject subject = displacement("steady current", film, {0.1, 1.0, 10.0});
    std::vector<Cumulants> laws;
    for (const double t : subject.grid.times()) {
        laws.push_back(skellam(10.0 * rate_along(u, x) * t, 10.0 * rate_against(u, x) * t));
    }
    campaign.in_every_engine(subject, test, 10'000, [&](const char* engine, const Ensemble& ensemble) {
        add_conformity(campaign, subject.name, engine, ensemble.series(0), laws);
    });
}

/// A current that rises from -0.4 to 0.9 within two seconds: the means are integrals of exp(+-u x(t)).
void test_ramped_current(Campaign& campaign, unsigned test) {
    constexpr double u = 3.0, low = -0.4, high = 0.9, from = 0.5, to = 2.5;
    constexpr double slope = (high - low) / (to - from);
    FilmParameters film = ring_of_sites(5, 1, u, 0.0);
    film.current = Signal(PiecewiseLinear({{from, low}, {to, high}}));
    const Subject subject = displacement("ramped current", film, {0.3, 1.0, 2.0, 3.0});
    const auto hops = [&](double direction, double t) {
        const double k = direction * u, reached = low + slope * (std::clamp(t, from, to) - from);
        return 5.0 * (std::exp(k * low) * std::min(t, from) +
                      (std::exp(k * reached) - std::exp(k * low)) / (k * slope) +
                      std::exp(k * high) * std::max(0.0, t - to));
    };
    std::vector<Cumulants> laws;
    for (const double t : subject.grid.times()) laws.push_back(skellam(hops(1.0, t), hops(-1.0, t)));
    campaign.in_every_engine(subject, test, 10'000, [&](const char* engine, const Ensemble& ensemble) {
        add_conformity(campaign, subject.name, engine, ensemble.series(0), laws);
    });
}

/// Traps with rates 1/k at rest and k vortices on each, which is their law at rest: displacements have
/// mean v t and, without a current, variance 2 D t at all times.
void test_traps(Campaign& campaign, unsigned test, const std::string& name, double x) {
    constexpr double u = 4.0, t = 10.0;
    constexpr std::int64_t held[] = {3, 11, 1, 7, 12, 2, 5, 9, 4, 1, 8, 6, 10, 2, 12, 3, 7, 1, 5, 9};
    FilmParameters film = ring_of_sites(std::size(held), 0, u, x);
    std::vector<double> rates, depths;
    for (std::size_t i = 0; i < std::size(held); ++i) {
        film.vortices[i] = held[i];
        depths.push_back(std::log(static_cast<double>(held[i])));
        rates.push_back(1.0 / static_cast<double>(held[i]));
    }
    film.depths = std::move(depths);
    const double mean = trap_velocity(rates, 1.0, 2.0 * u * x) * t * total(film);
    const double variance = 2.0 * quenched_diffusivity(rates, 1.0) * t * total(film);
    campaign.in_every_engine(
        displacement(name, film, {t}), test, 5'000, [&](const char* engine, const Ensemble& ensemble) {
            const Moments hops = ensemble.moments(0)[0];
            const std::uint64_t dof = hops.count() - 1;
            campaign.add({name, engine, "drift: t", student(hops.mean() - mean, hops.standard_error(), dof)});
            if (x != 0.0) return;
            campaign.add({name, engine, "diffusion: t",
                          student(hops.variance() - variance, hops.variance_standard_error(), dof)});
        });
}

/// Twelve vortices in the wall of a ring on their way to rest: m hops along the force have taken 0.05 m of
/// the current away, and a hop sees the current at its middle. Beyond |x| = 1 nobody comes.
void test_wall(Campaign& campaign, unsigned test) {
    constexpr double u = 2.0, start = 0.6, step = 0.05, t = 0.3;
    FilmParameters film = ring_of_sites(6, 2, u, start);
    film.feedback = -step;
    const StateLaw law = law_after({0}, t, [](const DiscreteState& state, const Hops& hop) {
        const auto m = static_cast<double>(state[0]);
        if (m < 32.0) hop({state[0] + 1}, 12.0 * rate_along(u, start - step * (m + 0.5)));
        if (m > -8.0) hop({state[0] - 1}, 12.0 * rate_against(u, start - step * (m - 0.5)));
    });
    add_law(campaign, test, displacement("wall of a ring, not yet at rest", film, {t}), 20'000, law);
}

/// One vortex between two sites. Deviations from the mean die out as exp(-(G01 + G10) t).
void test_telegraph(Campaign& campaign, unsigned test) {
    FilmParameters film = film_on({.columns = 2, .edges_x = EdgeKind::closed}, 1.0, 0.0);
    film.depths = {0.5, -0.3};
    film.vortices = {1, 0};
    const double leaves = std::exp(-0.5), returns = std::exp(0.3), sum = leaves + returns;
    const double rest = returns / sum;  // share of the time on the first site
    Subject subject{"telegraph noise", make_film(film), initial_state(film),
                    TimeGrid({20.0, 20.1, 20.4, 21.0, 22.5}), {NodeId(0)}};
    campaign.in_every_engine(subject, test, 20'000, [&](const char* engine, const Ensemble& ensemble) {
        const Eigen::MatrixXd there = ensemble.series(0).array() - rest;
        const double runs = static_cast<double>(there.rows());
        std::vector<TestOutcome> correlations;
        for (Eigen::Index t = 1; t < there.cols(); ++t) {
            const double lag = subject.grid[static_cast<std::size_t>(t)] - subject.grid[0];
            const double stays = rest * (rest + (1.0 - rest) * std::exp(-sum * lag));
            const double crosses = 2.0 * (rest - stays);  // on one site now, on the other then
            const double p[] = {stays, crosses, 1.0 - stays - crosses};
            const double value[] = {(1.0 - rest) * (1.0 - rest), -rest * (1.0 - rest), rest * rest};
            double mean = 0.0, square = 0.0;
            for (int i = 0; i < 3; ++i) {
                mean += p[i] * value[i];
                square += p[i] * value[i] * value[i];
            }
            const double error = std::sqrt((square - mean * mean) / runs);
            const double z = ((there.col(0).array() * there.col(t).array()).mean() - mean) / error;
            correlations.push_back({z, skewed_p_value(z, 0.0)});
        }
        campaign.add({subject.name, engine, "worst autocorrelation of 4 lags: Z", worst_of(correlations),
                      {}, false});
    });
}

}  // namespace

void test_transport(Campaign& campaign) {
    test_steady_current(campaign, 70);
    test_ramped_current(campaign, 71);
    test_traps(campaign, 72, "diffusion between traps", 0.0);
    test_traps(campaign, 73, "drift between traps", 0.3);
    test_telegraph(campaign, 74);
    test_wall(campaign, 75);
}

}  // namespace fluxhop::selftest
