#include "../../support/catch.hpp"
#include "fluxhop/base/random.hpp"
#include "fluxhop/stats/counts.hpp"

using namespace fluxhop;

TEST_CASE("Pearson's test counts as by hand and lumps what is rare", "[stats]") {
    const StateLaw law = normalized({{{0}, 6.0}, {{1}, 3.9}, {{2}, 0.06}, {{3}, 0.04}});
    const PearsonOutcome outcome = pearson({{{0}, 110.0}, {{1}, 84.0}, {{2}, 6.0}}, law);
    CHECK(outcome.cells == 3);
    CHECK(outcome.test.statistic == Approx(100.0 / 120.0 + 36.0 / 78.0 + 16.0 / 2.0));
    CHECK(outcome.test.p_value == Approx(chi_square_p_value(outcome.test.statistic, 2.0)));
    CHECK(pearson({{{7}, 1.0}}, law).test.p_value == 0.0);
}

TEST_CASE("choices with changing probabilities give uniform p-values", "[stats]") {
    // 400 trials of 500 choices among four channels, one of which never opens. Catches a variance that is
    // not that of the choices; channels 5 % off are seen in a long trial.
    std::vector<double> p_values;
    const auto trial = [](std::uint64_t id, int choices, double bias) {
        RandomStream random(65, id, Purpose::events);
        ChoiceTest test(4);
        for (int i = 0; i < choices; ++i) {
            Eigen::VectorXd weights(4);
            weights << uniform_open(random), 2.0, 0.0, 1.0 + i % 3;
            weights /= weights.sum();
            double target = uniform_open(random);
            std::size_t chosen = 0;
            if ((target -= weights[0] * bias) > 0.0) chosen = (target -= weights[1]) > 0.0 ? 3 : 1;
            test.push(chosen, weights);
        }
        return test.outcome().p_value;
    };
    for (std::uint64_t id = 0; id < 400; ++id) p_values.push_back(trial(id, 500, 1.0));
    CHECK(kolmogorov_smirnov_uniform(p_values).p_value > test::false_alarm);
    CHECK(trial(1000, 200'000, 1.05) < 1e-6);
}
