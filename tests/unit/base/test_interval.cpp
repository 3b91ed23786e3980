#include <limits>
#include <random>

#include "../../support/catch.hpp"
#include "fluxhop/base/interval.hpp"
#include "fluxhop/model/barrier.hpp"
#include "fluxhop/model/rates.hpp"

using namespace fluxhop;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// Three numbers or three brackets through an expression of many operations.
template <class Real>
Real expression(int which, const Real& a, const Real& b, const Real& c) {
    using std::abs;
    using std::exp;
    using std::expm1;
    using std::log;
    using std::max;
    const Real positive = Real(1e-3) + abs(b);
    switch (which) {
        case 0:
            return a * b - c / positive;
        case 1:
            return max(Real(a * c), b) - 2.0 * a;
        case 2:
            return exp(0.1 * a * b) - expm1(-abs(c));
        case 3:
            return log(positive) * a + abs(a * c);
        case 4:
            return a / (Real(10.0) + abs(a)) * exp(0.2 * c);
        case 5:
            return -(a - b) * (b - c) * 3.0 + 1.0;
        default:
            return exp(-log(positive) * 0.5) / (1.0 + exp(a));
    }
}

class Dice {
public:
    double uniform(double low, double high) {
        return std::uniform_real_distribution<double>(low, high)(engine_);
    }
    /// Wide, narrow, degenerate and with a bound at `low`.
    Interval bracket(double low, double high) {
        const double from = uniform(0.0, 1.0) < 0.1 ? low : uniform(low, high);
        const double width = std::pow(10.0, uniform(-17.0, 0.0)) * (high - low);
        return {from, std::min(from + (uniform(0.0, 1.0) < 0.1 ? 0.0 : width), high)};
    }
    double inside(const Interval& bracket) {
        const double coin = uniform(0.0, 1.0);
        if (coin < 0.1) return bracket.lower;
        if (coin < 0.2) return bracket.upper;
        return std::min(bracket.lower + uniform(0.0, 1.0) * (bracket.upper - bracket.lower),
                        bracket.upper);
    }

private:
    std::mt19937_64 engine_{20260101};
};

}  // namespace

TEST_CASE("a bracket contains whatever the expression gives inside", "[interval]") {
    Dice dice;
    long outside = 0;
    for (int trial = 0; trial < 200'000; ++trial) {
        const Interval a = dice.bracket(-3.0, 3.0);
        const Interval b = dice.bracket(-3.0, 3.0);
        const Interval c = dice.bracket(-3.0, 3.0);
        const int which = trial % 7;
        const Interval result = expression(which, a, b, c);
        const double value = expression(which, dice.inside(a), dice.inside(b), dice.inside(c));
        if (!result.contains(value)) ++outside;
    }
    CHECK(outside == 0);
}

TEST_CASE("a bracket of one number is as narrow as the library's rounding", "[interval]") {
    Dice dice;
    for (int which = 0; which < 7; ++which) {
        const double a = dice.uniform(-3.0, 3.0);
        const Interval result = expression<Interval>(which, a, 0.7, -1.3);
        CHECK(result.upper - result.lower <= 1e-12 * (1.0 + std::abs(result.upper)));
    }
}

TEST_CASE("monotone functions give the range itself", "[interval]") {
    const Interval x(0.25, 4.0);
    CHECK(test::relative_difference(exp(x).upper, std::exp(4.0)) < 2e-14);
    CHECK(test::relative_difference(log(x).lower, std::log(0.25)) < 2e-14);
    CHECK(abs(Interval(-2.0, 1.0)).upper == 2.0);
    CHECK(abs(Interval(-2.0, 1.0)).lower == 0.0);
    CHECK((Interval(-2.0, 1.0) * Interval(-3.0, 5.0)).lower == -10.0);
    CHECK((Interval(-2.0, 1.0) * Interval(-3.0, 5.0)).upper == 6.0);
}

TEST_CASE("infinite bounds never make a NaN", "[interval]") {
    const Interval brackets[] = {
        0.0,         infinity,         -infinity, {0.0, infinity}, {-infinity, infinity},
        {-1.0, 2.0}, {-infinity, 0.0}, 1.0};
    const auto is_number = [](const Interval& x) { return x.lower <= x.upper; };
    for (const Interval& a : brackets) {
        for (const Interval& b : brackets) {
            CHECK(is_number(a + b));
            CHECK(is_number(a - b));
            CHECK(is_number(a * b));
            CHECK(is_number(max(a, b)));
            if (b.lower > 0.0) CHECK(is_number(a / b));
        }
        CHECK(is_number(exp(a)));
        CHECK(is_number(expm1(a)));
        CHECK(is_number(log(a)));
    }
    CHECK(log(Interval(0.0, 1.0)).lower == -infinity);
    CHECK(exp(log(Interval(0.0))).upper == 0.0);
    CHECK((Interval(0.0) * infinity).upper == 0.0);
}

TEST_CASE("brackets of every barrier law and of its rate contain the values", "[interval]") {
    Dice dice;
    const BarrierLaw laws[] = {PowerLawBarrier{20.0, -1.0}, PowerLawBarrier{20.0, -0.5},
                               PowerLawBarrier{20.0, 0.0},  PowerLawBarrier{20.0, 1.0 / 7.0},
                               PowerLawBarrier{300.0, 1.5}, NoBarrier{},
                               CutoffBarrier{{20.0, 0.0}, 15.0},
                               KramersBarrier{20.0},        KramersBarrier{400.0},
                               SmoluchowskiBarrier{20.0},   SmoluchowskiBarrier{300.0}};
    long outside = 0;
    for (const BarrierLaw& law : laws) {
        for (int trial = 0; trial < 1000; ++trial) {
            const Interval tilt = dice.bracket(0.0, 1.5);
            const double sign = trial % 2 ? 1.0 : -1.0;
            const double x = dice.inside(tilt);
            const double barrier = barrier_height(law, x);
            const Interval bracket = barrier_height(law, tilt);
            if (!bracket.contains(barrier)) ++outside;
            const Interval log_rate = log_arrhenius(over_barrier(bracket, Interval(sign * 40.0) * tilt));
            if (!log_rate.contains(log_arrhenius(over_barrier(barrier, sign * 40.0 * x)))) ++outside;
            if (!exp(log_rate).contains(std::exp(log_arrhenius(over_barrier(barrier, sign * 40.0 * x)))))
                ++outside;
        }
    }
    CHECK(outside == 0);
}

TEST_CASE("a frozen state has a rate of zero as its lower bound", "[interval]") {
    const PowerLawBarrier frozen{20.0, 1.0};
    const Interval rate = exp(log_arrhenius(over_barrier(frozen(Interval(0.0, 0.5)), Interval(0.0, 5.0))));
    CHECK(rate.lower == 0.0);
    CHECK(rate.contains(std::exp(-20.0)));
    CHECK(exp(log_arrhenius(over_barrier(frozen(Interval(0.0)), Interval(0.0)))).upper == 0.0);
}
