// Exact cumulants, and the spread of a sample's spread against brute force.
#include <vector>

#include "../../support/catch.hpp"
#include "fluxhop/base/random.hpp"
#include "fluxhop/stats/cumulants.hpp"

using namespace fluxhop;
using test::relative_difference;

namespace {

std::vector<double> poisson_law(double mean) {
    std::vector<double> law{std::exp(-mean)};
    for (int n = 1; n < 200; ++n) law.push_back(law.back() * mean / n);
    return law;
}

}  // namespace

TEST_CASE("cumulants of a law are those of its definition", "[stats]") {
    const Cumulants poisson = cumulants_of(poisson_law(3.7));
    for (std::size_t order = 1; order <= Cumulants::orders; ++order) {
        CHECK(relative_difference(poisson[order], 3.7) < 1e-10);
    }
    const double coin[] = {0.7, 0.3};
    const Cumulants one = cumulants_of(coin, 2.0);
    CHECK(one.mean() == Approx(2.3));
    CHECK(one.variance() == Approx(0.21));
    CHECK(one[3] == Approx(0.21 * 0.4));
    CHECK(one[4] == Approx(0.21 * (1.0 - 6.0 * 0.21)));
    for (std::size_t order = 2; order <= 6; ++order) {
        const double n = static_cast<double>(order);
        CHECK(one.central_moment(order) ==
              Approx(0.7 * std::pow(-0.3, n) + 0.3 * std::pow(0.7, n)));
    }
}

TEST_CASE("cumulants of independent quantities add up", "[stats]") {
    const Cumulants sum = cumulants_of(poisson_law(1.5)).repeated(2.0) + poisson_cumulants(4.0);
    const Cumulants direct = poisson_cumulants(7.0);
    for (std::size_t order = 2; order <= 6; ++order) {
        CHECK(relative_difference(sum.central_moment(order), direct.central_moment(order)) < 1e-10);
    }
}

TEST_CASE("the standard deviation of a mean square deviation is exact", "[stats]") {
    // All 3^4 samples of four from a skewed law on 0, 1, 5, weighted by their probability: Y has mean zero
    // and variance one. The published Y, for Gaussians, would have another.
    const std::vector<double> law{0.8, 0.1, 0.0, 0.0, 0.0, 0.1};
    const double values[] = {0.0, 1.0, 5.0}, p[] = {0.8, 0.1, 0.1};
    const Cumulants cumulants = cumulants_of(law);
    double mean = 0.0, square = 0.0, gaussian = 0.0;
    for (int sample = 0; sample < 81; ++sample) {
        double weight = 1.0, deviation = 0.0;
        for (int i = 0, rest = sample; i < 4; ++i, rest /= 3) {
            weight *= p[rest % 3];
            deviation += 0.25 * std::pow(values[rest % 3] - cumulants.mean(), 2);
        }
        const double y = spread_test(deviation, 4.0, cumulants).statistic;
        mean += weight * y;
        square += weight * y * y;
        const double published = std::sqrt(4.0 / 2.0) * (deviation / cumulants.variance() - 1.0);
        gaussian += weight * published * published;
    }
    CHECK(std::abs(mean) < 1e-12);
    CHECK(square == Approx(1.0).epsilon(1e-12));
    CHECK(std::abs(gaussian - 1.0) > 0.2);
}

TEST_CASE("p-values of means and spreads of a skewed law are uniform", "[stats]") {
    // Exponential deviates by their cumulants (k - 1)!: 2000 samples of 400.
    const Cumulants law({1.0, 1.0, 2.0, 6.0, 24.0, 120.0});
    std::vector<double> of_means, of_spreads;
    for (std::uint64_t id = 0; id < 2000; ++id) {
        RandomStream random(64, id, Purpose::events);
        double sum = 0.0, squares = 0.0;
        for (int i = 0; i < 400; ++i) {
            const double x = exponential(random);
            sum += x;
            squares += (x - 1.0) * (x - 1.0);
        }
        of_means.push_back(mean_test(sum / 400.0, 400.0, law).p_value);
        of_spreads.push_back(spread_test(squares / 400.0, 400.0, law).p_value);
    }
    CHECK(kolmogorov_smirnov_uniform(of_means).p_value > test::false_alarm);
    CHECK(kolmogorov_smirnov_uniform(of_spreads).p_value > test::false_alarm);
}

TEST_CASE("tails follow the skewness", "[stats]") {
    CHECK(skewed_p_value(3.0, 0.0) == Approx(0.0026998).epsilon(1e-4));
    CHECK(skewed_p_value(3.0, 1e-3) == Approx(skewed_p_value(3.0, 0.0)).epsilon(0.02));
    CHECK(skewed_p_value(5.0, 0.5) > 10.0 * skewed_p_value(5.0, 0.0));
    CHECK(skewed_p_value(5.0, -0.5) == 0.0);  // below what such a law can reach
    CHECK(skewed_p_value(-5.0, -0.5) == Approx(skewed_p_value(5.0, 0.5)));
}
