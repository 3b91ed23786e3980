#include <limits>

#include "../../support/catch.hpp"
#include "fluxhop/base/random.hpp"
#include "fluxhop/observe/dwell_histogram.hpp"
#include "fluxhop/stats/hypothesis.hpp"

using namespace fluxhop;

namespace {
constexpr double infinity = std::numeric_limits<double>::infinity();
}

TEST_CASE("a dwell time lies between the edges of its bin", "[dwell]") {
    for (const int per_decade : {1, 3, 10, 24}) {
        const DwellHistogram histogram(per_decade);
        for (int exponent = -300; exponent <= 300; exponent += 7) {
            for (const double factor : {1.0, 1.0 - 1e-16, 1.0 + 3e-16, 1.7, 9.99}) {
                const double dwell = factor * std::pow(10.0, exponent);
                const int bin = histogram.bin_of(dwell);
                CHECK(histogram.edge(bin) <= dwell);
                CHECK(dwell < histogram.edge(bin + 1));
            }
        }
    }
    CHECK(DwellHistogram(10).bin_of(1.0) == 0);
    CHECK(DwellHistogram(10).bin_of(1000.0) == 30);
    CHECK(DwellHistogram(10).edge(-20) == Approx(0.01));
}

TEST_CASE("the ends of the range of double have their bins", "[dwell]") {
    DwellHistogram histogram(10);
    histogram.push(std::numeric_limits<double>::denorm_min());
    histogram.push(std::numeric_limits<double>::max());
    histogram.push(0.0);
    histogram.push(infinity);
    histogram.push(infinity);
    CHECK(histogram.count() == 5);
    CHECK(histogram.below() == 1);
    CHECK(histogram.above() == 2);
    CHECK(histogram.bins().size() == 2);
}

TEST_CASE("merged dwell histograms are the histogram of all", "[dwell]") {
    DwellHistogram all(5), first(5), second(5);
    RandomStream stream(20260102, 0, Purpose::events);
    for (int k = 0; k < 1000; ++k) {
        const double dwell = std::exp(30.0 * (uniform_open_at_zero(stream) - 0.5));
        all.push(dwell);
        (k % 3 ? first : second).push(dwell);
    }
    first.push(infinity);
    all.push(infinity);
    first.merge(second);
    CHECK(first.bins() == all.bins());
    CHECK(first.count() == 1001);
    CHECK(first.above() == 1);
    CHECK(first.mean() == Approx(all.mean()).epsilon(1e-12));
    CHECK(DwellHistogram(5).mean() == 0.0);
}

TEST_CASE("exponential dwell times fill the bins as they should", "[dwell]") {
    DwellHistogram histogram(4);
    RandomStream stream(20260103, 0, Purpose::events);
    const int samples = 100'000;
    const double scale = 3e7;
    for (int k = 0; k < samples; ++k) histogram.push(scale * exponential(stream));
    double statistic = 0.0, tail = samples, seen_tail = samples;
    int cells = 0;
    for (int bin = histogram.bin_of(scale * 1e-3); bin <= histogram.bin_of(scale * 3.0); ++bin) {
        const double expected = samples * (std::exp(-histogram.edge(bin) / scale) -
                                           std::exp(-histogram.edge(bin + 1) / scale));
        const auto found = histogram.bins().find(bin);
        const double seen =
            found == histogram.bins().end() ? 0.0 : static_cast<double>(found->second);
        statistic += (seen - expected) * (seen - expected) / expected;
        tail -= expected;
        seen_tail -= seen;
        ++cells;
    }
    statistic += (seen_tail - tail) * (seen_tail - tail) / tail;
    CHECK(chi_square_p_value(statistic, cells) > test::false_alarm);
    CHECK(std::abs(histogram.mean() / scale - 1.0) < test::sigma_limit / std::sqrt(samples));
}
