// The exact laws of the one-way ladder (PHYSICS 1.3), the reference for the whole engine.
//
// Each statistical test fails a right engine with probability 1e-6 (seeds fixed beforehand). With
// 1e5 realizations a mean is known to 0.007 hops, so that these errors are seen (shift in hops):
// +2 % on the rate 0.198, barrier taken after the hop 1.0, current before instead of at the midpoint
// 0.5, state recorded after the event 1.0 - all beyond 25 standard errors.
#include "../support/catch.hpp"
#include "../support/systems.hpp"
#include "fluxhop/engine/engine.hpp"
#include "fluxhop/ensemble/ensemble.hpp"
#include "fluxhop/select/linear.hpp"
#include "fluxhop/select/sum_tree.hpp"
#include "fluxhop/stats/moments.hpp"
#include "fluxhop/theory/closed_forms.hpp"

using namespace fluxhop;

namespace {

constexpr double g = test::ladder_g;
constexpr std::size_t runs = 100'000;

SelectorKind any_selector() { return GENERATE(SelectorKind::linear, SelectorKind::sum_tree); }

}  // namespace

TEST_CASE("the exponential of the hops is a martingale", "[exact]") {
    const auto system = test::ladder({1.0, 100.0, 1e4, 1e6});
    const auto ensemble = run_ensemble(system.experiment(101, any_selector()), runs, 0);
    const Eigen::MatrixXd hops = ensemble.series(0);
    for (Eigen::Index t = 0; t < hops.cols(); ++t) {
        const double time = system.grid[static_cast<std::size_t>(t)];
        const double exact = ladder_law::mean_exponential(g, 1.0, time);
        // Known in advance (PHYSICS 1.3): relative variance of exp(g k) is at most (e^g - 1)/2.
        const double error = exact * std::sqrt(std::expm1(g) / (2.0 * runs));
        const double mean = (g * hops.col(t)).array().exp().mean();
        INFO("t " << time);
        CHECK(std::abs(mean - exact) < test::sigma_limit * error);
    }
}

TEST_CASE("mean and variance of the hops are exact, and the variance saturates", "[exact]") {
    // g = 0.1, nu t = 1e2, 1e4, 1e6: PHYSICS 1.3, by matrix exponential.
    const double means[] = {24.186747, 69.337751, 115.380044};
    const double variances[] = {5.003596, 5.041662, 5.041667};
    const auto system = test::ladder({1e2, 1e4, 1e6});
    const auto moments = run_ensemble(system.experiment(102, any_selector()), runs, 0).moments(0);
    for (std::size_t t = 0; t < 3; ++t) {
        INFO("t " << system.grid[t]);
        CHECK(std::abs(moments[t].mean() - means[t]) <
              test::sigma_limit * std::sqrt(variances[t] / runs));
        CHECK(std::abs(moments[t].variance() - variances[t]) <
              test::sigma_limit * moments[t].variance_standard_error());
    }
}

TEST_CASE("deviations die out as t1/t2", "[exact]") {
    // PHYSICS 1.3: 0.504 and 0.1016 at t2/t1 = 2 and 10 for g = 0.1.
    const auto system = test::ladder({1e4, 2e4, 1e5});
    const Eigen::MatrixXd hops = run_ensemble(system.experiment(103), runs, 0).series(0);
    JointMoments moments(3);
    for (Eigen::Index r = 0; r < hops.rows(); ++r) moments.push(hops.row(r));
    const Eigen::MatrixXd c = moments.covariance();
    const auto correlation = [&](int i, int j) { return c(i, j) / std::sqrt(c(i, i) * c(j, j)); };
    const auto error = [](double rho) { return (1.0 - rho * rho) / std::sqrt(double{runs}); };
    CHECK(std::abs(correlation(0, 1) - 0.504) < test::sigma_limit * error(0.504) + 0.0005);
    CHECK(std::abs(correlation(0, 2) - 0.1016) < test::sigma_limit * error(0.1016) + 0.0001);
}

TEMPLATE_TEST_CASE("passage times are sums of independent exponentials", "[exact]", LinearSelector,
                   SumTreeSelector) {
    struct Endless {
        void record_until(double, const State&) {}
        bool complete() const { return false; }
    } recorder;
    constexpr int hops = 60;
    const auto system = test::ladder({1.0});
    Moments times;
    for (std::uint64_t id = 0; id < 20'000; ++id) {
        Engine<TestType> engine(system.model, system.initial,
                                RandomStream(104, id, Purpose::events));
        for (int k = 0; k < hops; ++k) REQUIRE(engine.step(recorder));
        times.push(engine.now());
    }
    const double variance = ladder_law::passage_time_variance(g, 1.0, hops);
    CHECK(std::abs(times.mean() - ladder_law::passage_time_mean(g, 1.0, hops)) <
          test::sigma_limit * std::sqrt(variance / 20'000.0));
    CHECK(std::abs(times.variance() - variance) <
          test::sigma_limit * times.variance_standard_error());
}
