#include "fluxhop/base/exponential.hpp"

#include <cmath>
#include <vector>

#include "../../support/catch.hpp"
#include "fluxhop/base/random.hpp"
#include "fluxhop/stats/hypothesis.hpp"

using namespace fluxhop;

namespace {

double worst_of(const std::vector<double>& arguments) {
    double worst = 0.0;
    for (const double u : arguments) {
        const long double exact = -std::log(static_cast<long double>(u));
        const long double error = std::abs((negative_log(u) - exact) / exact);
        worst = std::max(worst, static_cast<double>(error));
    }
    return worst;
}

}  // namespace

TEST_CASE("the logarithm made for lanes is right to 1e-15", "[random]") {
    // Every binade that a uniform deviate can fall into, both sides of every place where the exponent
    // or the sign of the series' argument changes, and close to one, where the logarithm vanishes.
    // Catches a wrong or missing term of the series but for the last (8e-18) and a wrong exponent.
    RandomStream random(21, 0, Purpose::events);
    std::vector<double> arguments;
    for (int k = 0; k <= 1022; ++k) {
        const double power = std::ldexp(1.0, -k), root = std::sqrt(0.5) * power;
        for (const double edge : {power, root, 1.5 * power}) {
            for (const double u : {edge, std::nextafter(edge, 0.0), std::nextafter(edge, 2.0)}) {
                if (u < 1.0 && u >= 0x1p-1022) arguments.push_back(u);
            }
        }
        for (int i = 0; i < 200 && k < 1022; ++i) {
            arguments.push_back((1.0 - 0.5 * uniform_open(random)) * power);
        }
        if (k > 1 && k < 54) arguments.push_back(1.0 - power);
    }
    for (int i = 0; i < 100'000; ++i) arguments.push_back(uniform_open(random));
    CHECK(worst_of(arguments) < 1e-15);
}

TEST_CASE("deviates from words are those of the stream, and its logarithms are exponential", "[random]") {
    RandomStream random(22, 3, Purpose::events, 4);
    const RandomStream whole = random;
    std::vector<double> uniform;
    for (std::uint64_t number = 0; number < 50'000; ++number) {
        for (const std::uint64_t word : whole.block(number)) {
            RandomStream before = random;
            REQUIRE(word == random());
            REQUIRE(uniform_open_from(word) == uniform_open(before));
            uniform.push_back(-std::expm1(-negative_log(uniform_open_from(word))));
        }
    }
    CHECK(kolmogorov_smirnov_uniform(uniform).p_value > test::false_alarm);
    CHECK(uniform_open_from(0) == 0x1p-53);
    CHECK(uniform_open_from(~std::uint64_t{0}) == 1.0 - 0x1p-53);
}
