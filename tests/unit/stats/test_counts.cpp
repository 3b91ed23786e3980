#include "../../support/catch.hpp"
#include "fluxhop/base/random.hpp"
#include "fluxhop/stats/counts.hpp"

using namespace fluxhop;

TEST_CASE("Pearson's test counts as by hand and lumps what is rare", "[stats]") {
    const StateLaw law = normalized({{{0}, 6.0}, {{1}, 3.9}, {{2}, 0.06}, {{3}, 0.04}});
    const PearsonOutcome many = pearson({{{0}, 1100.0}, {{1}, 840.0}, {{2}, 60.0}}, law);
    CHECK(many.cells == 3);
    CHECK(many.test.statistic == Approx(1000.0 / 120.0 + 360.0 / 78.0 + 160.0 / 2.0));
    CHECK(many.test.p_value == Approx(chi_square_p_value(many.test.statistic, 2.0)));
    // What would be expected less than 20 times together goes to the least of the others.
    const PearsonOutcome few = pearson({{{0}, 110.0}, {{1}, 84.0}, {{2}, 6.0}}, law);
    CHECK(few.cells == 2);
    CHECK(few.test.statistic == Approx(100.0 / 120.0 + 100.0 / 80.0));
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
