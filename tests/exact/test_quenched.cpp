// Transport through one sample of quenched disorder (PHYSICS item 32): traps and barriers on a ring.
//
// Vortices that do not block one another are independent walkers. Depths ln k with whole k allow a
// start at the stationary law itself, k vortices on each such site: then mean and (at rest) variance
// of the displacement are exact at every time and nothing has to relax first.
#include <numeric>

#include "../support/catch.hpp"
#include "../support/films.hpp"
#include "fluxhop/ensemble/ensemble.hpp"
#include "fluxhop/theory/linear_noise.hpp"
#include "fluxhop/theory/mean_field.hpp"
#include "fluxhop/theory/quenched_laws.hpp"

using namespace fluxhop;
using test::relative_difference;

namespace {

constexpr double depth = 4.0;

/// Traps of rates 1, 1/2, ... 1/12 per second at rest, as many vortices as the depth holds.
FilmParameters traps(std::size_t sites, double x, std::uint64_t sample) {
    test::Drawn drawn(sample);
    FilmParameters film = test::ring_of_sites(sites, 0, depth, x);
    std::vector<double> depths;
    for (std::size_t i = 0; i < sites; ++i) {
        film.vortices[i] = 1 + drawn.below(12);
        depths.push_back(std::log(double(film.vortices[i])));
    }
    film.depths = depths;
    return film;
}

/// Barriers of exponential saddles, rates from 1 down to about 1/e^4 per second.
FilmParameters barriers(std::size_t sites, std::int64_t each, double x, std::uint64_t sample) {
    test::Drawn drawn(sample);
    FilmParameters film = test::ring_of_sites(sites, each, depth, x);
    std::vector<double> saddles;
    for (std::size_t i = 0; i < sites; ++i) saddles.push_back(-std::log(1.0 - drawn.between(0.0, 0.98)));
    film.saddles = saddles;
    return film;
}

double total(const FilmParameters& film) { return film.vortices.total(); }

std::vector<double> exponentials(const SharedNumbers& depths) {
    std::vector<double> rates;
    for (const double depth : depths) rates.push_back(std::exp(-depth));
    return rates;
}

/// Hops along and against of barriers: bond i joins i and i + 1.
double barrier_velocity(const FilmParameters& film, double x) {
    std::vector<double> along, against;
    const std::size_t sites = film.saddles.size();
    for (std::size_t i = 0; i < sites; ++i) {
        along.push_back(std::exp(depth * x - film.saddles[i]));
        against.push_back(std::exp(-depth * x - film.saddles[(i + sites - 1) % sites]));
    }
    return ring_velocity(along, against, 1.0);
}

Moments run(const FilmParameters& film, double time, std::uint64_t seed, std::size_t runs) {
    const test::TestFilm system(film, {time});
    return run_ensemble(system.experiment(seed), runs, 0).moments(0)[0];
}

}  // namespace

TEST_CASE("traps diffuse with the harmonic mean of their rates", "[exact]") {
    // One sample of 200 sites, 1300 vortices; sum of displacements over 2000 runs: variance 2 D t each,
    // known to 3.2 %, the arithmetic mean of the rates is 75 % off.
    const FilmParameters film = traps(200, 0.0, 541);
    const double d = quenched_diffusivity(exponentials(film.depths), 1.0);
    constexpr double t = 10.0;
    const Moments hops = run(film, t, 542, 2'000);
    CHECK(std::abs(hops.mean()) < test::sigma_limit * std::sqrt(2.0 * d * t * total(film) / 2000.0));
    CHECK(std::abs(hops.variance() - 2.0 * d * t * total(film)) <
          test::sigma_limit * hops.variance_standard_error());
}

TEST_CASE("traps drift at 2 a sinh(W/2kT) over the mean dwell time", "[exact]") {
    // Both readings: Monte Carlo within its errors (0.2 %), mean field to 1e-8, where the occupations
    // must not move either. Catches a barrier of the arrival site and a depth of the wrong sign.
    const FilmParameters film = traps(200, 0.3, 543);
    const double work = film.work_at_jc0 * 0.3;
    const double v = trap_velocity(exponentials(film.depths), 1.0, work);
    constexpr double t = 10.0;
    const Moments hops = run(film, t, 544, 500);
    INFO("relative error of the mean " << hops.standard_error() / hops.mean());
    CHECK(std::abs(hops.mean() - v * t * total(film)) < test::sigma_limit * hops.standard_error());
    const test::TestFilm system(film, {t, 100.0 * t});
    const Eigen::MatrixXd field = solve_mean_field(system.model, system.initial, system.grid);
    for (Eigen::Index time = 0; time < 2; ++time) {
        CHECK(relative_difference(field(time, 200), v * system.grid[std::size_t(time)] * total(film)) <
              1e-8);
        for (Eigen::Index i = 0; i < 200; ++i) {
            CHECK(relative_difference(field(time, i), double(film.vortices[std::size_t(i)])) < 1e-8);
        }
    }
}

TEST_CASE("random barriers under a bias drift at Derrida's velocity", "[exact]") {
    // 200 sites and 2 vortices on each. The mean field is exact for independent vortices, so the Monte
    // Carlo is compared with it while it still relaxes; its slope at the end is Derrida's formula.
    const FilmParameters film = barriers(200, 2, 0.2, 545);
    const test::TestFilm system(film, {20.0, 1e5, 2e5});
    const Eigen::MatrixXd field = solve_mean_field(system.model, system.initial, system.grid);
    const double slope = (field(2, 200) - field(1, 200)) / 1e5;
    CHECK(relative_difference(slope, barrier_velocity(film, 0.2) * total(film)) < 1e-8);
    const Moments hops = run(film, 20.0, 546, 500);
    INFO("relative error of the mean " << hops.standard_error() / hops.mean());
    CHECK(std::abs(hops.mean() - field(0, 200)) < test::sigma_limit * hops.standard_error());
}

TEST_CASE("random barriers diffuse with the harmonic mean of their rates", "[exact]") {
    // A ring of 24 sites: the linear-noise equations, exact here, reach the slope 2 D per vortex late;
    // the Monte Carlo is compared with their variance at t = 30, long before.
    const FilmParameters film = barriers(24, 5, 0.0, 547);
    const test::TestFilm system(film, {30.0, 1e4, 2e4});
    const LinearNoise noise = solve_linear_noise(system.model, system.initial, system.grid);
    const Eigen::VectorXd variance = noise.variance(system.model.odometer());
    const double d = quenched_diffusivity(exponentials(film.saddles), 1.0);
    CHECK(relative_difference((variance[2] - variance[1]) / 1e4, 2.0 * d * total(film)) < 1e-6);
    const Moments hops = run(film, 30.0, 548, 1'500);
    INFO("variance " << hops.variance() << " +- " << hops.variance_standard_error());
    CHECK(std::abs(hops.variance() - variance[0]) <
          test::sigma_limit * hops.variance_standard_error());
    CHECK(std::abs(hops.mean()) < test::sigma_limit * hops.standard_error());
}
