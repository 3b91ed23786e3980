// The lock-step form and the generic engine have one law, and the telegraph's exact one. Each test
// fails a right program with probability 1e-6 (seeds fixed beforehand). The hop-for-hop comparison of
// tests/unit/engine/test_lock_step.cpp is sharper, but shares the definition of what is drawn.
#include <cmath>
#include <map>

#include "../support/catch.hpp"
#include "../support/regions.hpp"
#include "../support/systems.hpp"
#include "fluxhop/ensemble/ensemble.hpp"
#include "fluxhop/stats/hypothesis.hpp"

using namespace fluxhop;

namespace {

/// Two samples of equal size from one law: chi-square over cells of 40 values or more.
TestOutcome same_law(const Eigen::VectorXd& a, const Eigen::VectorXd& b) {
    std::map<double, std::pair<double, double>> counts;
    for (const double value : a) counts[value].first += 1.0;
    for (const double value : b) counts[value].second += 1.0;
    double statistic = 0.0, cells = 0.0, in_a = 0.0, in_b = 0.0, left = static_cast<double>(2 * a.size());
    for (const auto& [value, count] : counts) {
        in_a += count.first;
        in_b += count.second;
        left -= count.first + count.second;
        if (in_a + in_b < 40.0 || (left > 0.0 && left < 40.0)) continue;
        statistic += (in_a - in_b) * (in_a - in_b) / (in_a + in_b);
        cells += 1.0;
        in_a = in_b = 0.0;
    }
    REQUIRE(cells > 1.0);
    return {statistic, chi_square_p_value(statistic, cells - 1.0)};
}

void check_same_law(const test::TestSystem& system, std::size_t runs, std::uint64_t seed) {
    REQUIRE(resolve(system.experiment(seed)) == SelectorKind::lockstep);
    const Ensemble in_lanes = run_ensemble(system.experiment(seed), runs, 0);
    const Ensemble generic = run_ensemble(system.experiment(seed + 1, SelectorKind::linear), runs, 0);
    const Eigen::MatrixXd a = in_lanes.series(0), b = generic.series(0);
    for (Eigen::Index t = 0; t < a.cols(); ++t) {
        const TestOutcome outcome = same_law(a.col(t), b.col(t));
        INFO("time " << system.grid[static_cast<std::size_t>(t)] << " chi-square " << outcome.statistic);
        CHECK(outcome.p_value > test::false_alarm);
    }
}

}  // namespace

TEST_CASE("ring: lock-step and generic engine have one law", "[exact]") {
    // Mean after three years known to 0.4 hops: +2 % on the rate is 5.8 hops.
    check_same_law(test::make_system(test::nbti_ring(), {1e-8, 1.0, 1e8}), 2'000, 641);
}

TEST_CASE("two regions: lock-step and generic engine have one law", "[exact]") {
    for (const double mu : {-1.0, 0.0}) {
        const RegionNetwork network = test::fig3(mu);
        check_same_law({make_region_network(network), initial_state(network),
                        TimeGrid({1.0, 100.0, 1e4, 1e6}), {NodeId(0)}},
                       20'000, 643);
    }
}

TEST_CASE("one vortex between two regions is a telegraph", "[exact]") {
    // Rates a out of p and b out of q: P(in p, t) = b/(a + b) + a/(a + b) exp(-(a + b) t), and with
    // the one before known, the same from there: the pairs (t1, t2) have an exact law as well.
    const RegionNetwork network{{{"p", test::one_gauss_area, 1, 4e-4, PowerLawBarrier{2.0, -1.0}},
                                 {"q", 2.0 * test::one_gauss_area, 0, 4e-4, PowerLawBarrier{1.0, 0.0}}},
                                {},
                                {{0, 1, 1.0}}};
    const double a = std::exp(-2.0 * (1.0 - 0.25)), b = 0.5 * std::exp(std::log(0.125));
    constexpr std::size_t runs = 100'000;
    const test::TestSystem system{make_region_network(network), initial_state(network),
                                  TimeGrid({1.0, 3.0}), {NodeId(0)}};
    REQUIRE(resolve(system.experiment(645)) == SelectorKind::lockstep);
    const Eigen::MatrixXd in_p = run_ensemble(system.experiment(645), runs, 0).series(0);
    const auto stays = [&](double rate_in, double time) {
        return rate_in / (a + b) + (1.0 - rate_in / (a + b)) * std::exp(-(a + b) * time);
    };
    double statistic = 0.0;
    for (const double first : {0.0, 1.0}) {
        const double reached = first == 1.0 ? stays(b, 1.0) : 1.0 - stays(b, 1.0);
        const double remains = stays(first == 1.0 ? b : a, 2.0);
        for (const double second : {0.0, 1.0}) {
            const double expected = runs * reached * (first == second ? remains : 1.0 - remains);
            const auto count = static_cast<double>(
                (in_p.col(0).array() == first && in_p.col(1).array() == second).count());
            statistic += (count - expected) * (count - expected) / expected;
        }
    }
    INFO("chi-square " << statistic);
    CHECK(chi_square_p_value(statistic, 3.0) > test::false_alarm);
}
