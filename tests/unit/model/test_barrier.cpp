#include "../../support/catch.hpp"
#include "fluxhop/base/interval.hpp"
#include "fluxhop/base/jet.hpp"
#include "fluxhop/model/barrier.hpp"

using namespace fluxhop;
using test::relative_difference;

TEST_CASE("the barrier family has its named members", "[model]") {
    const double x = 0.37;
    const auto at = [x](double mu) { return PowerLawBarrier{300.0, mu}(x); };
    CHECK(relative_difference(at(-1.0), 300.0 * (1.0 - x)) < 1e-15);
    CHECK(relative_difference(at(-0.5), 600.0 * (1.0 - std::sqrt(x))) < 1e-14);
    CHECK(relative_difference(at(0.0), -300.0 * std::log(x)) < 1e-15);
    CHECK(relative_difference(at(1.0), 300.0 * (1.0 / x - 1.0)) < 1e-14);
    CHECK(relative_difference(at(1.0 / 7.0), 2100.0 * (std::pow(x, -1.0 / 7.0) - 1.0)) < 1e-13);
}

TEST_CASE("the family is continuous through mu = 0 and mu = -1", "[model]") {
    for (const double x : {1e-6, 0.1, 0.999}) {
        CHECK(relative_difference(PowerLawBarrier{1.0, 1e-12}(x), PowerLawBarrier{1.0, 0.0}(x)) <
              1e-10);
        CHECK(relative_difference(PowerLawBarrier{1.0, -1.0 + 1e-12}(x),
                                  PowerLawBarrier{1.0, -1.0}(x)) < 1e-10);
    }
}

TEST_CASE("the barrier vanishes at the critical current and is negative above", "[model]") {
    for (const double mu : {-1.0, -0.5, 0.0, 0.5, 1.5}) {
        const PowerLawBarrier law{50.0, mu};
        CHECK(law(1.0) == 0.0);
        CHECK(law(1.01) < 0.0);
    }
}

TEST_CASE("jets carry the derivatives of the barrier", "[model]") {
    // U' = -U0 x^(-mu-1), U'' = U0 (mu+1) x^(-mu-2), independent of the code under test.
    for (const double mu : {-1.0, -0.5, 0.0, 0.7}) {
        for (const double x : {0.01, 0.5, 0.98}) {
            const Jet u = PowerLawBarrier{80.0, mu}(Jet(x, 1.0, 0.0));
            CHECK(relative_difference(u.value, PowerLawBarrier{80.0, mu}(x)) < 1e-15);
            CHECK(relative_difference(u.first, -80.0 * std::pow(x, -mu - 1.0)) < 1e-13);
            CHECK(std::abs(u.second - 80.0 * (mu + 1.0) * std::pow(x, -mu - 2.0)) <=
                  1e-12 * std::abs(u.second) + 1e-12);
        }
    }
}

TEST_CASE("a barrier that stays finite without a drive has a number for its slope there", "[model]") {
    // x^-mu is exp(-mu ln 0): 0 times an infinite slope of the logarithm would be no number.
    for (const double mu : {-0.5, -0.9, -2.0}) {
        const Jet at_rest = PowerLawBarrier{80.0, mu}(Jet(0.0, 1.0, 0.0));
        CHECK(relative_difference(at_rest.value, 80.0 / -mu) < 1e-15);
        CHECK((at_rest.first == 0.0 && at_rest.second == 0.0));
    }
}

TEST_CASE("a cutoff leaves the law below it and takes its place above", "[model]") {
    // A slope kept above the cutoff would be seen, and a bound that forgets it.
    const PowerLawBarrier law{25.0, 0.0};
    const CutoffBarrier cut{law, 40.0};
    const double meeting = std::exp(-40.0 / 25.0);
    CHECK(cut(0.0) == 40.0);
    CHECK(cut(0.5 * meeting) == 40.0);
    CHECK(cut(2.0 * meeting) == law(2.0 * meeting));
    CHECK(cut(1.5) == law(1.5));
    const Jet at_rest = cut(Jet(0.0, 1.0, 0.0)), tilted = cut(Jet(0.5, 1.0, 0.0));
    CHECK((at_rest.value == 40.0 && at_rest.first == 0.0 && at_rest.second == 0.0));
    CHECK(tilted.first == Approx(-25.0 / 0.5));
    const Interval around = cut(Interval(0.0, 0.5));
    CHECK(around.upper == 40.0);
    CHECK(around.lower == Approx(law(0.5)));
}

TEST_CASE("a barrier that diverges at rest leaves a rate of zero with slopes of zero", "[model]") {
    for (const double mu : {0.0, 0.5, 1.0}) {
        const Jet height = PowerLawBarrier{25.0, mu}(Jet(0.0));
        const Jet rate = exp(-height);
        CHECK(rate.value == 0.0);
        CHECK(rate.first == 0.0);
        CHECK(rate.second == 0.0);
    }
}
