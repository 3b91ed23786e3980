#include <boost/random/normal_distribution.hpp>
#include <boost/random/poisson_distribution.hpp>
#include <algorithm>
#include <complex>
#include <vector>

#include "../../support/catch.hpp"
#include "fluxhop/base/constants.hpp"
#include "fluxhop/base/random.hpp"
#include "fluxhop/stats/hypothesis.hpp"
#include "fluxhop/stats/spectrum.hpp"

using namespace fluxhop;
using constants::pi;

namespace {

/// Chance, two-sided and over all frequencies, of a density as far off the expected one anywhere. The
/// periodogram of a long series is exponential: the sum over R realizations is S/2 chi-square of 2 R.
double p_value(const PowerSpectrum& spectrum, const std::vector<double>& expected) {
    const Eigen::VectorXd density = spectrum.density();
    const double freedom = 2.0 * static_cast<double>(spectrum.count());
    double least = 1.0;
    for (std::size_t m = 0; m < expected.size(); ++m) {
        const double statistic = freedom * density[static_cast<Eigen::Index>(m)] / expected[m];
        const double above = chi_square_p_value(statistic, freedom);
        least = std::min({least, 2.0 * above, 2.0 * (1.0 - above)});
    }
    return least * static_cast<double>(expected.size());
}

/// E[S(f_m)] of N windows from the covariance c_k of increments k apart, exactly.
template <class Covariance>
std::vector<double> expected_density(int windows, double window, Covariance covariance) {
    std::vector<double> density;
    for (int m = 1; 2 * m < windows; ++m) {
        double sum = covariance(0);
        for (int k = 1; k < windows; ++k) {
            sum += 2.0 * (1.0 - static_cast<double>(k) / windows) * covariance(k) *
                   std::cos(2.0 * pi * m * k / windows);
        }
        density.push_back(2.0 / window * sum);
    }
    return density;
}

}  // namespace

TEST_CASE("the periodogram is its own definition", "[spectrum]") {
    for (const std::size_t windows : {3u, 7u, 8u, 30u, 101u}) {
        std::vector<double> increments;
        for (std::size_t k = 0; k < windows; ++k) {
            increments.push_back(std::sin(1.7 * static_cast<double>(k * k)));
        }
        PowerSpectrum spectrum(windows, 0.25);
        spectrum.push(increments);
        REQUIRE(spectrum.density().size() == static_cast<Eigen::Index>((windows - 1) / 2));
        for (Eigen::Index m = 0; m < spectrum.density().size(); ++m) {
            std::complex<double> sum = 0.0;
            for (std::size_t k = 0; k < windows; ++k) {
                const double angle = 2.0 * pi * static_cast<double>(k) *
                                     static_cast<double>(m + 1) / static_cast<double>(windows);
                sum += increments[k] * std::polar(1.0, -angle);
            }
            const double length = 0.25 * static_cast<double>(windows);
            CHECK(spectrum.density()[m] == Approx(2.0 / length * std::norm(sum)).margin(1e-12));
            CHECK(spectrum.frequencies()[m] == Approx(static_cast<double>(m + 1) / length));
        }
    }
}

TEST_CASE("independent events of charge q make white noise of 2 q^2 R", "[spectrum]") {
    // Hops both ways: the noise adds, the mean does not matter.
    const double q = 0.3, along = 40.0, against = 15.0, window = 0.1;
    const int windows = 256, realizations = 2000;
    RandomStream stream(20260104, 0, Purpose::events);
    boost::random::poisson_distribution<int> forward(along * window), back(against * window);
    PowerSpectrum spectrum(windows, window);
    std::vector<double> increments(windows);
    for (int r = 0; r < realizations; ++r) {
        for (double& increment : increments) increment = q * (forward(stream) - back(stream));
        spectrum.push(increments);
    }
    const double law = 2.0 * q * q * (along + against);
    CHECK(p_value(spectrum, std::vector<double>(127, law)) > test::false_alarm);
    // Their mean is the variance of the increments, relative error sqrt(2/(windows realizations)).
    const double level = spectrum.density().mean() / law - 1.0;
    CHECK(std::abs(level) < test::sigma_limit * std::sqrt(2.0 * 1.1 / (windows * realizations)));
    // The error it states is that of an exponential law, of kurtosis 9: sd/sd = sqrt(8/(4 R)).
    const double stated = spectrum.standard_error().mean() / law * std::sqrt(realizations);
    CHECK(std::abs(stated - 1.0) < test::sigma_limit * std::sqrt(2.0 / (127.0 * realizations)));
}

TEST_CASE("an autoregressive series has its Lorentzian", "[spectrum]") {
    const double memory = 0.8, window = 0.5;
    const int windows = 200, realizations = 2000;
    RandomStream stream(20260105, 0, Purpose::events);
    boost::random::normal_distribution<double> normal;
    PowerSpectrum all(windows, window), half(windows, window);
    std::vector<double> series(windows);
    for (int r = 0; r < realizations; ++r) {
        double value = normal(stream);
        for (double& increment : series) {
            increment = value;
            value = memory * value + std::sqrt(1.0 - memory * memory) * normal(stream);
        }
        (r % 2 ? half : all).push(series);
    }
    all.merge(half);
    CHECK(all.count() == realizations);
    const auto expected =
        expected_density(windows, window, [memory](int k) { return std::pow(memory, k); });
    CHECK(p_value(all, expected) > test::false_alarm);
    // The long series' law, (2/dt) (1 - m^2)/(1 + m^2 - 2 m cos w), is a Lorentzian at small w.
    for (std::size_t m = 0; m < expected.size(); ++m) {
        const double angle = 2.0 * pi * static_cast<double>(m + 1) / windows;
        const double law = 2.0 / window * (1.0 - memory * memory) /
                           (1.0 + memory * memory - 2.0 * memory * std::cos(angle));
        CHECK(test::relative_difference(expected[m], law) < 0.05);
    }
}

TEST_CASE("a telegraph signal has its Lorentzian", "[spectrum]") {
    // Switches between 0 and 1 at a rate of 0.5/s each way: <x x> - 1/4 = exp(-|t|)/4,
    // S(f) = (4 x 1/4)/(1 + (2 pi f)^2) below 1/(2 dt).
    const double window = 0.05;
    const int windows = 2048, realizations = 400;
    RandomStream stream(20260106, 0, Purpose::events);
    PowerSpectrum spectrum(windows, window);
    std::vector<double> increments(windows);
    for (int r = 0; r < realizations; ++r) {
        double x = stream() >> 63 ? 1.0 : 0.0, wait = exponential(stream) / 0.5;
        for (double& increment : increments) {
            increment = 0.0;
            double left = window;
            for (; wait < left; left -= wait, wait = exponential(stream) / 0.5, x = 1.0 - x) {
                increment += x * wait;
            }
            increment += x * left;
            wait -= left;
        }
        spectrum.push(increments);
    }
    // Increments of the integrated signal: c_0 = 2 (dt - 1 + e^-dt)/4, c_k = (e^dt + e^-dt - 2)
    // e^-k dt/4.
    const auto expected = expected_density(windows, window, [window](int k) {
        if (k == 0) return 0.5 * (window - 1.0 + std::exp(-window));
        return 0.25 * 2.0 * (std::cosh(window) - 1.0) * std::exp(-k * window);
    });
    for (std::size_t m = 0; m < 50; ++m) {
        const double f = spectrum.frequencies()[static_cast<Eigen::Index>(m)];
        CHECK(test::relative_difference(expected[m], 1.0 / (1.0 + 4.0 * pi * pi * f * f)) < 0.03);
    }
    CHECK(p_value(spectrum, expected) > test::false_alarm);
}
