#include "../../support/catch.hpp"
#include "../../support/systems.hpp"
#include "fluxhop/base/require.hpp"
#include "fluxhop/ensemble/comparison.hpp"
#include "fluxhop/ensemble/creep.hpp"
#include "fluxhop/ensemble/ensemble.hpp"
#include "fluxhop/ensemble/verdicts.hpp"
#include "fluxhop/theory/mean_field.hpp"

using namespace fluxhop;

namespace {

const std::vector<double>& grid() {
    static const auto times = TimeGrid::logarithmic(1e-1, 1e6, 5).times();
    return times;
}

Comparison judge(const test::TestSystem& system, const Eigen::MatrixXd& hops,
                 const LinearNoise& theory, const ComparisonOptions& options = {}) {
    const Eigen::MatrixXd sensitivity =
        rate_sensitivity(system.model, system.initial, system.grid, theory.mean_field);
    return compare_with_theory(system.grid,
                               {against_linear_noise(system.model.landscape(), ring_node::outside,
                                                     hops, theory, sensitivity)},
                               options);
}

/// Judges an ensemble of the ladder with its rates off by a factor against the right theory.
Comparison judge_ladder(double rate_factor, std::size_t realizations, std::uint64_t seed) {
    const auto truth = test::ladder(grid());
    const auto simulated = test::ladder(grid(), test::ladder_g, rate_factor);
    const Eigen::MatrixXd hops =
        run_ensemble(simulated.experiment(seed), realizations, 0).series(0);
    const LinearNoise theory = solve_linear_noise(truth.model, truth.initial, truth.grid);
    return judge(truth, hops, theory);
}

}  // namespace

TEST_CASE("the comparison accepts the right engine where the bare ODE is rejected", "[ensemble]") {
    const Comparison comparison = judge_ladder(1.0, 10'000, 91);
    CHECK(comparison.outcome() == Outcome::accepted);
    CHECK(comparison.series[0].ode_alone.p_value < 1e-30);  // the quarter vortex (DESIGN trap 11)
    CHECK(comparison.series[0].detectable_rate_error < 0.01);
    CHECK(std::abs(comparison.series[0].rate_error.value) <
          test::sigma_limit * comparison.series[0].rate_error.standard_error);
}

TEST_CASE("the comparison finds a rate error as often as it says", "[ensemble][long]") {
    const double detectable = judge_ladder(1.0, 1000, 92).series[0].detectable_rate_error;
    CHECK(detectable < 0.03);
    int detected = 0;
    constexpr int tries = 200;
    for (int i = 0; i < tries; ++i) {
        const auto seed = 1000 + static_cast<std::uint64_t>(i);
        detected += judge_ladder(1.0 + detectable, 1000, seed).outcome() == Outcome::accepted ? 0 : 1;
    }
    // 90 % by the mean alone; the other tests of the family can only add. Binomial, 200 tries.
    CHECK(detected / double{tries} > 0.9 - test::sigma_limit * std::sqrt(0.09 / tries));
}

TEST_CASE("the comparison rarely accuses the right engine", "[ensemble][long]") {
    // At level 0.05 the family must reject 300 right ensembles about 15 times or less.
    int alarms = 0;
    constexpr int tries = 300;
    const auto truth = test::ladder(grid());
    const LinearNoise theory = solve_linear_noise(truth.model, truth.initial, truth.grid);
    for (int i = 0; i < tries; ++i) {
        const auto seed = 5000 + static_cast<std::uint64_t>(i);
        const Eigen::MatrixXd hops = run_ensemble(truth.experiment(seed), 500, 0).series(0);
        const ComparisonOptions options{.false_alarm = 0.05};
        alarms += judge(truth, hops, theory, options).outcome() == Outcome::accepted ? 0 : 1;
    }
    CHECK(alarms / double{tries} < 0.05 + test::sigma_limit * std::sqrt(0.05 * 0.95 / tries));
}

TEST_CASE("a comparison that cannot be made says so", "[ensemble]") {
    CHECK_THROWS_AS(judge_ladder(1.0, fewest_realizations - 1, 93), UsageError);
    const auto system = test::ladder({1e-6, 1e-5});
    const Eigen::MatrixXd hops = run_ensemble(system.experiment(94), 100, 0).series(0);
    const LinearNoise theory = solve_linear_noise(system.model, system.initial, system.grid);
    const Comparison nothing = judge(system, hops, theory);  // hardly a hop: the ensemble is kept all the same
    CHECK(nothing.verdicts.empty());
    CHECK(nothing.outcome() == Outcome::undecided);
}

TEST_CASE("times that later ones repeat do not count", "[ensemble]") {
    // From the third decade on nothing changes any more: five equal columns are one time.
    RandomStream random(96, 0, Purpose::events);
    Eigen::MatrixXd runs(100, 8);
    for (Eigen::Index r = 0; r < 100; ++r) {
        double walk = 0.0;
        for (Eigen::Index t = 0; t < 8; ++t) runs(r, t) = t < 4 ? walk += exponential(random) : walk;
    }
    const TimeGrid decades({1.0, 10.0, 100.0, 1e3, 1e4, 1e5, 1e6, 1e7});
    ComparedSeries series;
    series.realizations = runs;
    series.mean_field = series.mean = Eigen::VectorXd::Constant(8, 5.0);
    series.variance = Eigen::VectorXd::Constant(8, 5.0);
    CHECK(comparable_marks(decades, series) == std::vector<std::size_t>{0, 1, 2, 7});
}

TEST_CASE("variances and correlations keep their level with few realizations", "[ensemble]") {
    // 50 Gaussian runs, 10,000 times, two marks, at a level of 1e-3. A plain t of squares is wrong 7 times as
    // often, as its error falls with them; limits are 1e-6 above 2.3 times the level.
    RandomStream random(97, 0, Purpose::events);
    const auto gaussian = [&random] {
        return std::sqrt(2.0 * exponential(random)) * std::cos(2.0 * constants::pi * uniform_open_at_zero(random));
    };
    int variances = 0, correlations = 0;
    for (int trial = 0; trial < 10'000; ++trial) {
        std::vector<ComparedSeries> series(2);
        for (ComparedSeries& one : series) {
            one.realizations.resize(50, 2);
            one.variance = Eigen::VectorXd::Ones(2);
        }
        for (Eigen::Index r = 0; r < 50; ++r) {
            for (Eigen::Index t = 0; t < 2; ++t) {
                series[0].realizations(r, t) = gaussian();
                series[1].realizations(r, t) = -0.8 * series[0].realizations(r, t) + 0.6 * gaussian();
            }
        }
        const Marks marks{0, 1};
        const Verdict variance = variance_verdict(series[0], sample_at(series[0].realizations, marks), marks);
        variances += variance.test.p_value <= 1e-3;
        const ComparedPair pair{0, 1, Eigen::VectorXd::Constant(2, -0.8)};
        correlations += correlation_verdict(series, pair, marks).test.p_value <= 1e-3;
    }
    INFO(variances << " and " << correlations << " of 10000");
    CHECK(variances < 50);
    CHECK(correlations < 50);
}

TEST_CASE("the creep rate of a power law is its exponent, and one that does not decay has none", "[ensemble]") {
    // J = (1 + t/c)^-b over sixteen decades: from a straight line in ln t, S would be 3 % less.
    const TimeGrid grid = TimeGrid::logarithmic(1e-8, 1e8, 5);
    RandomStream random(98, 0, Purpose::events);
    Eigen::MatrixXd power(200, Eigen::Index(grid.size())), flat = power;
    for (Eigen::Index r = 0; r < power.rows(); ++r) {
        double walk = 0.0, noise = 0.0;
        for (Eigen::Index t = 0; t < power.cols(); ++t) {
            walk += 1e-4 * (exponential(random) - 1.0);
            noise = exponential(random);
            power(r, t) = std::exp(-0.04 * std::log1p(grid[std::size_t(t)] / 1e-7)) * (1.0 + walk);
            flat(r, t) = 1e-3 * noise;
        }
    }
    const Marks marks = grid.decade_marks();
    const auto creep = analyse_creep(power, grid, marks);
    REQUIRE((creep && creep->rate));
    CHECK(creep->rate->law == DecayLaw::power);
    CHECK(std::abs(creep->rate->creep_rate.value - 0.04) < test::sigma_limit * creep->rate->creep_rate.standard_error);
    CHECK(creep->rate->creep_rate.standard_error < 2e-4);
    CHECK(creep->rate->window_begin >= 0.9e-5);
    CHECK_FALSE(analyse_creep(flat, grid, marks));
}

TEST_CASE("the creep rate is that of the ladder, realization by realization", "[ensemble]") {
    const auto system = test::ladder(TimeGrid::logarithmic(1e-1, 1e8, 5).times());
    const Eigen::MatrixXd hops = run_ensemble(system.experiment(95), 2000, 0).series(0);
    const LinearNoise theory = solve_linear_noise(system.model, system.initial, system.grid);
    const Comparison comparison = judge(system, hops, theory);
    const Eigen::MatrixXd current = (1.0 - hops.array() / 2000.0).matrix();
    const auto creep = analyse_creep(current, system.grid, comparison.series[0].marks);
    REQUIRE(creep.has_value());
    CHECK(creep->is_logarithmic(1e-3));
    REQUIRE(creep->rate.has_value());
    // Item 10 of PHYSICS 1.2: slope 1/g hops per e-fold, here of a current that loses 1/2000 each.
    const Estimate slope = creep->rate->slope;
    CHECK(std::abs(slope.value + 10.0 / 2000.0) < test::sigma_limit * slope.standard_error + 1e-6);
    CHECK(slope.standard_error < 0.001 * 10.0 / 2000.0);
    const double middle = std::sqrt(creep->rate->window_begin * creep->rate->window_end);
    const double current_there = 1.0 - 10.0 * std::log1p(0.1 * middle) / 2000.0;
    CHECK(creep->rate->creep_rate.value == Approx(0.005 / current_there).epsilon(2e-3));
}
