// Every selector, and the form that is chosen without one, against every exactly solvable model.
//
// Each statistical test fails a right engine with probability 1e-6 (seeds fixed beforehand). Aimed at
// these errors, in the selector named: a new group after a rejection (composition-rejection),
// candidates that are no events but pass no time and heights that are not compared (bounded
// rejection), a draw that leaves out the last channel (linear, tree), a rate kept of another
// occupation (compiled network).
#include "../support/catch.hpp"
#include "../support/films.hpp"
#include "../support/regions.hpp"
#include "../support/systems.hpp"
#include "fluxhop/engine/departure_table.hpp"
#include "fluxhop/ensemble/ensemble.hpp"
#include "fluxhop/stats/hypothesis.hpp"
#include "fluxhop/theory/closed_forms.hpp"
#include "fluxhop/theory/quenched_laws.hpp"
#include "fluxhop/theory/stationary.hpp"

using namespace fluxhop;

namespace {

constexpr SelectorKind kinds[] = {SelectorKind::automatic, SelectorKind::linear, SelectorKind::sum_tree,
                                  SelectorKind::composition_rejection,
                                  SelectorKind::bounded_rejection,
                                  SelectorKind::compiled_network_linear,
                                  SelectorKind::compiled_network_bounded};

bool takes(const Model& model, SelectorKind kind) {
    const bool compiled = kind == SelectorKind::compiled_network_linear ||
                          kind == SelectorKind::compiled_network_bounded;
    return !compiled || DepartureTable::accepts(model);
}

/// Calls check(experiment) with each selector that the model allows, and a seed of its own.
template <class Check>
void with_every_selector(Experiment experiment, std::uint64_t seed, Check&& check) {
    for (const SelectorKind kind : kinds) {
        if (!takes(experiment.model, kind)) continue;
        experiment.selector = kind;
        experiment.seed = seed++;
        INFO(name_of(kind) << ", run as " << name_of(resolve(experiment)));
        check(experiment);
    }
}

void check_mean(const Moments& moments, double mean) {
    INFO(moments.mean() << " +- " << moments.standard_error() << " for " << mean);
    CHECK(std::abs(moments.mean() - mean) < test::sigma_limit * moments.standard_error());
}

}  // namespace

TEST_CASE("every selector: the martingale of the ladder", "[exact][select]") {
    constexpr std::size_t runs = 5'000;
    constexpr double g = test::ladder_g;
    const auto system = test::ladder({1.0, 100.0, 1e4});
    with_every_selector(system.experiment(0), 701, [&](const Experiment& experiment) {
        const Eigen::MatrixXd hops = run_ensemble(experiment, runs, 0).series(0);
        for (Eigen::Index t = 0; t < hops.cols(); ++t) {
            const double exact =
                ladder_law::mean_exponential(g, 1.0, system.grid[static_cast<std::size_t>(t)]);
            const double error = exact * std::sqrt(std::expm1(g) / (2.0 * runs));
            const double mean = (g * hops.col(t)).array().exp().mean();
            CHECK(std::abs(mean - exact) < test::sigma_limit * error);
        }
    });
}

TEST_CASE("every selector: the stationary law of exchanging regions", "[exact][select]") {
    // One of seven regions in a ring, by chi-square; 20 s are ten relaxation times of the ring.
    RegionNetwork network;
    for (std::size_t i = 0; i < 7; ++i) {
        const double area = test::one_gauss_area * (i % 2 == 0 ? 1.0 : 2.5);
        network.regions.push_back({"", area, 2, 14e-4, PowerLawBarrier{1.0 + 0.1 * double(i), -1.0}});
    }
    for (std::size_t i = 0; i < 7; ++i) network.contacts.push_back({i, (i + 1) % 7, 1.0});
    const Model model = make_region_network(network);
    const State initial = initial_state(network);
    const TimeGrid grid({20.0});
    const std::vector<Probe> recorded{NodeId(4)};
    const Eigen::VectorXd law = stationary_law(model, initial).marginal[4];
    constexpr std::size_t runs = 4'000;
    with_every_selector({model, initial, grid, recorded}, 711, [&](const Experiment& experiment) {
        const Eigen::MatrixXd found = run_ensemble(experiment, runs, 0).series(0);
        double chi_square = 0.0, rare = double(runs), rare_expected = double(runs);
        int cells = 1;
        for (Eigen::Index n = 0; n < law.size(); ++n) {
            const double expected = law[n] * double(runs);
            if (expected < 20.0) continue;
            const auto count = double((found.array() == double(n)).count());
            chi_square += (count - expected) * (count - expected) / expected;
            rare -= count;
            rare_expected -= expected;
            ++cells;
        }
        chi_square += (rare - rare_expected) * (rare - rare_expected) / rare_expected;
        REQUIRE(cells >= 4);
        CHECK(chi_square_p_value(chi_square, double(cells - 1)) > test::false_alarm);
    });
}

TEST_CASE("every selector: the current of the exclusion process", "[exact][select]") {
    // Seven bonds of (p - q) n (L - n)/(L (L - 1)) each, once every arrangement is equally likely.
    FilmParameters film = test::ring_of_sites(7, 0, 1.0, 0.8);
    film.capacity = 1.0;
    film.vortices = {1, 1, 1, 0, 0, 0, 0};
    const double p = test::rate_along(1.0, 0.8), q = test::rate_against(1.0, 0.8);
    const test::TestFilm system(film, {40.0, 80.0});
    with_every_selector(system.experiment(0), 721, [&](const Experiment& experiment) {
        const Eigen::MatrixXd hops = run_ensemble(experiment, 1'000, 0).series(0);
        Moments current;
        for (Eigen::Index r = 0; r < hops.rows(); ++r) current.push((hops(r, 1) - hops(r, 0)) / 40.0);
        check_mean(current, 7.0 * exclusion_current(p, q, 3, 7));
    });
}

TEST_CASE("every selector: a vortex between two wells is a telegraph", "[exact][select]") {
    // P(still or again there) = p + (1 - p) exp(-(a + b) t), p = b/(a + b), before it has relaxed.
    FilmParameters film = test::film_on({.columns = 2, .edges_x = EdgeKind::closed}, 2.0, 0.0);
    film.depths = {0.5, -0.3};
    film.vortices = {1, 0};
    const double a = std::exp(-0.5), b = std::exp(0.3), p = b / (a + b);
    const test::TestFilm system(film, {0.3, 1.0, 3.0}, true);
    constexpr double runs = 10'000.0;
    with_every_selector(system.experiment(0), 731, [&](const Experiment& experiment) {
        const auto there = run_ensemble(experiment, std::size_t(runs), 0).moments(1);
        for (std::size_t t = 0; t < 3; ++t) {
            const double exact = p + (1.0 - p) * std::exp(-(a + b) * system.grid[t]);
            CHECK(std::abs(there[t].mean() - exact) <
                  test::sigma_limit * std::sqrt(exact * (1.0 - exact) / runs));
        }
    });
}

TEST_CASE("every selector: the velocity among quenched traps", "[exact][select]") {
    // Depths ln k with k vortices on each such site: stationary from the start.
    constexpr double u = 4.0, x = 0.3;
    test::Drawn drawn(741);
    FilmParameters film = test::ring_of_sites(24, 0, u, x);
    std::vector<double> rates, depths;
    double vortices = 0.0;
    for (std::size_t i = 0; i < film.vortices.size(); ++i) {
        const std::int64_t n = 1 + drawn.below(12);
        film.vortices[i] = n;
        depths.push_back(std::log(double(n)));
        rates.push_back(1.0 / double(n));
        vortices += double(n);
    }
    film.depths = depths;
    const test::TestFilm system(film, {5.0});
    const double exact = vortices * trap_velocity(rates, 1.0, 2.0 * u * x) * 5.0;
    with_every_selector(system.experiment(0), 742, [&](const Experiment& experiment) {
        check_mean(run_ensemble(experiment, 500, 0).moments(0)[0], exact);
    });
}
