// What is imposed over time, and its least and largest value over a span.
#include "../../support/catch.hpp"
#include "../../support/films.hpp"
#include "fluxhop/model/schedule.hpp"

using namespace fluxhop;

namespace {

const PiecewiseLinear steps({{1.0, 0.0}, {2.0, 4.0}, {2.0, 10.0}, {5.0, 10.0}, {5.0, -1.0}});

/// Largest gap between the range and what 4000 values in [begin, end) span; a value outside counts 1e9.
template <class Law>
double misfit(const Law& law, double begin, double end) {
    const auto [low, high] = law.range(begin, end);
    double least = law.value(begin), most = least;
    for (int i = 0; i < 4000; ++i) {
        const double value = law.value(begin + (end - begin) * (i + 0.999) / 4000.0);
        least = std::min(least, value);
        most = std::max(most, value);
    }
    if (least < low - 1e-12 || most > high + 1e-12) return 1e9;
    return std::max(least - low, high - most);
}

}  // namespace

TEST_CASE("straight pieces hold before and after, and jump to the later value", "[schedule]") {
    CHECK(steps.value(-3.0) == 0.0);
    CHECK(steps.value(1.5) == 2.0);
    CHECK(steps.value(2.0) == 10.0);
    CHECK(steps.value(std::nextafter(2.0, 0.0)) == Approx(4.0));
    CHECK(steps.value(5.0) == -1.0);
    CHECK(steps.value(1e9) == -1.0);
    CHECK_FALSE(steps.is_constant());
    CHECK(PiecewiseLinear({{0.0, 3.0}, {7.0, 3.0}}).is_constant());
}

TEST_CASE("a jump at the end of a span does not count, one at its start does", "[schedule]") {
    // The windows of the driven engine end at jumps: a bound that looked past one would be loose, one
    // that missed the value at its start would be no bound.
    CHECK(steps.range(1.0, 2.0) == std::pair(0.0, 4.0));
    CHECK(steps.range(2.0, 5.0) == std::pair(10.0, 10.0));
    CHECK(steps.range(1.5, 2.5) == std::pair(2.0, 10.0));
    CHECK(steps.range(5.0, 9.0) == std::pair(-1.0, -1.0));
    CHECK(steps.range(0.0, 6.0) == std::pair(-1.0, 10.0));
}

TEST_CASE("ranges span what the signal takes", "[schedule]") {
    // 4000 values between resolve a slope of 20 to 0.02 and the top of a wave to 1e-4.
    test::Drawn drawn(521);
    for (int trial = 0; trial < 300; ++trial) {
        const double begin = drawn.between(-1.0, 6.0);
        const double end = begin + std::pow(10.0, drawn.between(-3.0, 0.5));
        CHECK(misfit(steps, begin, end) < 0.02);
        const Sinusoid wave{drawn.between(-1.0, 1.0), drawn.between(-1.0, 1.0),
                            drawn.between(0.1, 2.0)};
        CHECK(misfit(wave, begin, end) < 0.01);
    }
}

TEST_CASE("a schedule breaks where any of its signals does", "[schedule]") {
    const Schedule schedule{Signal(steps), Signal(PiecewiseLinear({{0.5, 0.0}, {2.0, 1.0}}))};
    CHECK(schedule.breaks() == std::vector<double>{0.5, 1.0, 2.0, 5.0});
    CHECK_FALSE(schedule.is_constant());
    CHECK(schedule.at(2.0).current == 10.0);
    CHECK(schedule.at(2.0).field == 1.0);
    CHECK(Schedule{Signal(0.3), Signal(Sinusoid{0.1, 0.0, 2.0})}.is_constant());
    CHECK_FALSE(Schedule{Signal(0.3), Signal(Sinusoid{0.1, 0.1, 2.0})}.is_constant());
}
