// A film as the wall of a ring: every hop along the force takes current away. The same process as
// make_ring's, reached by another model: both must read alike.
#include "../support/catch.hpp"
#include "../support/films.hpp"
#include "../support/systems.hpp"
#include "fluxhop/ensemble/ensemble.hpp"
#include "fluxhop/model/ring.hpp"
#include "fluxhop/theory/closed_forms.hpp"
#include "fluxhop/theory/kink.hpp"
#include "fluxhop/theory/linear_noise.hpp"
#include "fluxhop/theory/mean_field.hpp"

using namespace fluxhop;

namespace {

constexpr double height = 20.0, step = 0.004, start = 0.8;  // J/Jc0 per hop, and at first
constexpr double vortices = 12.0;

/// Twelve vortices that do not block one another on six sites; nu0 exp(-height) = 1/s each way.
FilmParameters wall() {
    FilmParameters film = test::ring_of_sites(6, 2, height, start);
    film.feedback = -step;
    return film;
}

/// The ring with as many hop sites as the film has vortices, and the film's current and steps.
RingParameters same_ring() {
    const FilmParameters film = wall();
    RingParameters ring;
    ring.temperature = film.temperature;
    ring.mean_radius = 1e-5;
    ring.wall_width = extent(film).width;
    ring.wall_thickness = film.thickness;
    ring.hop_length = film.hop_length;
    ring.hop_sites = vortices;
    ring.attempt_frequency = film.attempt_frequency;
    ring.critical_current_density = film.critical_current_density;
    ring.barrier = {height, -1.0};
    const double unit = constants::flux_quantum * ring.hop_length / ring.wall_width;
    ring.inductance = unit / (step * film.critical_current_density * ring.wall_width * film.thickness);
    ring.initial_current_density = start * film.critical_current_density;
    return ring;
}

}  // namespace

TEST_CASE("the wall of a ring and the ring have one mean field and one noise", "[exact]") {
    // Odometer of the film = flux units that have left the ring, to 1e-9; from creep to equilibrium,
    // where hops back count. Catches a current before the hop, feedback of the wrong sign or size, and
    // the work of another length.
    const FilmParameters film = wall();
    const RingParameters ring = same_ring();
    REQUIRE(exact_initial_units(ring) == Approx(start / step).epsilon(1e-12));
    const TimeGrid grid({1e-9, 1e-6, 1e-3, 1.0, 100.0});
    const Model film_model = make_film(film), ring_model = make_ring(ring);
    const LinearNoise a = solve_linear_noise(film_model, initial_state(film), grid);
    const LinearNoise b = solve_linear_noise(ring_model, initial_state(ring), grid);
    const Eigen::MatrixXd left_film = solve_mean_field(film_model, initial_state(film), grid);
    const Eigen::MatrixXd left_ring = solve_mean_field(ring_model, initial_state(ring), grid);
    const NodeId odometer = film_model.odometer();
    for (Eigen::Index t = 0; t < 5; ++t) {
        INFO("t " << grid[std::size_t(t)] << ", hops " << left_film(t, 6));
        CHECK(test::relative_difference(left_film(t, 6), left_ring(t, 1)) < 1e-9);
        CHECK(std::abs(a.bias(t, 6) - b.bias(t, 1)) < 1e-6);
        CHECK(test::relative_difference(a.variance(odometer)[t],
                                        b.variance(ring_node::outside)[t]) < 1e-6);
    }
    CHECK(std::abs(left_film(4, 6) - start / step) < 0.5);  // at the end no current is left
}

TEST_CASE("the wall of a ring decays by the exact law of the ladder", "[exact]") {
    // Far from J = 0 hops back are exp(-2 u J/Jc0) < 1e-8 as many and the hops are those of PHYSICS 1.3:
    // g = u step per hop, E[exp(g k)] = 1 + nu (exp(g) - 1) t at every t. 20,000 runs of about 40 hops.
    constexpr double g = height * step;
    constexpr std::size_t runs = 20'000;
    const double nu = vortices * std::exp(height * (start - 0.5 * step));
    const test::TestFilm system(wall(), {1e-8, 1e-7, 2e-6});
    Experiment experiment = system.experiment(591);
    experiment.selector = GENERATE(SelectorKind::automatic, SelectorKind::bounded_rejection);
    const Ensemble ensemble = run_ensemble(experiment, runs, 0);
    const Eigen::MatrixXd hops = ensemble.series(0);
    for (Eigen::Index t = 0; t < hops.cols(); ++t) {
        const double exact = ladder_law::mean_exponential(g, nu, system.grid[std::size_t(t)]);
        const double mean = (g * hops.col(t)).array().exp().mean();
        INFO("t " << system.grid[std::size_t(t)] << ", hops " << hops.col(t).mean());
        CHECK(std::abs(mean - exact) <
              test::sigma_limit * exact * std::sqrt(std::expm1(g) / (2.0 * double(runs))));
    }
}

TEST_CASE("the wall of a ring comes to rest in the ring's equilibrium", "[exact]") {
    // P(k) ~ exp(-u step (k - k0)^2) with W = 2 u J, k0 = J0/step: the discrete Gaussian of the midpoint
    // rule, of variance 1/(2 u step), whatever the barrier. Square-root barriers: with linear ones the
    // current before the hop would give the same law.
    FilmParameters film = test::ring_of_sites(4, 1, 3.0, 0.1);
    film.barrier = PowerLawBarrier{1.5, -0.5};
    film.feedback = -0.04;
    const test::TestFilm system(film, {10.0});  // 15 relaxation times and more
    constexpr std::size_t runs = 20'000;
    const Moments hops = run_ensemble(system.experiment(592), runs, 0).moments(0)[0];
    double norm = 0.0, mean = 0.0, square = 0.0;
    for (int k = -60; k <= 60; ++k) {
        const double weight = std::exp(-3.0 * 0.04 * (k - 2.5) * (k - 2.5));
        norm += weight;
        mean += weight * k;
        square += weight * k * k;
    }
    mean /= norm;
    const double variance = square / norm - mean * mean;
    CHECK(std::abs(hops.mean() - mean) < test::sigma_limit * std::sqrt(variance / double(runs)));
    CHECK(std::abs(hops.variance() - variance) <
          test::sigma_limit * hops.variance_standard_error());
}

TEST_CASE("linear noise is not asked about a ring at rest where its rates have a kink", "[exact]") {
    // The ring's law at rest is the discrete Gaussian whatever the barrier, and the engine has it (above); linear
    // noise is 2 off in the variance where U0 is a tenth of what the ring's energy implies.
    RingParameters ring = test::thermal_ring();
    const auto asked = [&ring](double height, double mu) {
        ring.barrier = {height, mu};
        const Model model = make_ring(ring);
        const TimeGrid grid({1e-9, 1e3});
        return times_at_kink(model, solve_mean_field(model, initial_state(ring), grid));
    };
    const double implied = derive(ring).consistent_barrier;
    CHECK(asked(implied, -1.0).empty());
    CHECK(asked(1.01 * implied, -1.0).empty());
    for (const auto& [height, mu] : {std::pair{0.1 * implied, -1.0}, std::pair{3.0 * implied, -1.0},
                                     std::pair{implied, -0.5}}) {
        const auto times = asked(height, mu);
        REQUIRE(times.size() == 2);
        CHECK(times[1]);
    }
    ring.initial_current_density = 0.9 * ring.critical_current_density;
    CHECK_FALSE(asked(0.1 * implied, -1.0)[0]);
    FilmParameters film = test::ring_of_sites(4, 1, 3.0, 0.1);
    film.feedback = -0.004;
    const test::TestFilm consistent(film, {10.0});
    const auto of = [](const test::TestFilm& system) {
        return times_at_kink(system.model, solve_mean_field(system.model, system.initial, system.grid));
    };
    CHECK(of(consistent).empty());
    film.work_at_jc0 *= 10.0;
    CHECK(of(test::TestFilm(film, {100.0})) == std::vector<bool>{true});
    film.feedback = 0.0;
    CHECK(of(test::TestFilm(film, {100.0})).empty());
}
