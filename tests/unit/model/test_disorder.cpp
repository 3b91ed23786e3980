#include <boost/math/special_functions/gamma.hpp>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "../../support/catch.hpp"
#include "fluxhop/base/constants.hpp"
#include "fluxhop/model/disorder.hpp"
#include "fluxhop/stats/hypothesis.hpp"
#include "fluxhop/stats/moments.hpp"

using namespace fluxhop;
using test::relative_difference;

namespace {

double gaussian_below(double z) { return 0.5 * std::erfc(-z / std::sqrt(2.0)); }

/// A law and its distribution function, written from the textbook and not from the quantiles.
struct Case {
    std::string name;
    Distribution law;
    std::function<double(double)> probability_below;
};

/// Lognormal: e^X of mean 50 and deviation 30 has sigma^2 = ln(1.36), e^(mu + sigma^2/2) = 50.
/// Gamma: shape k = (20/15)^2 = 16/9, scale 225/20 = 11.25.
const std::vector<Case> continuous_laws{
    {"normal", NormalLaw{300.0, 40.0}, [](double x) { return gaussian_below((x - 300.0) / 40.0); }},
    {"lognormal", LognormalLaw{50.0, 30.0},
     [](double x) {
         const double sigma = std::sqrt(std::log(1.36));
         return gaussian_below((std::log(x) - std::log(50.0) + sigma * sigma / 2.0) / sigma);
     }},
    {"exponential", ExponentialLaw{12.0}, [](double x) { return 1.0 - std::exp(-x / 12.0); }},
    {"gamma", GammaLaw{20.0, 15.0},
     [](double x) { return boost::math::gamma_p(16.0 / 9.0, x / 11.25); }},
    {"uniform", UniformLaw{10.0, 30.0}, [](double x) { return (x - 10.0) / 20.0; }}};

constexpr std::size_t count = 100'000;

HugeVector<double> sample_of(const Distribution& law, std::uint64_t id, std::size_t size = count) {
    RandomStream random(81, id, Purpose::disorder);
    return draw_sample(law, size, random);
}

/// p-value of the sample against a distribution function.
double p_value(std::span<const double> sample, const std::function<double(double)>& below) {
    std::vector<double> probabilities;
    for (const double value : sample) probabilities.push_back(below(value));
    return kolmogorov_smirnov_uniform(probabilities).p_value;
}

}  // namespace

TEST_CASE("samples follow their laws", "[disorder]") {
    // The planted error, 3 % on every value, is seen for each law: for the exponential, the hardest,
    // the functions are 0.011 apart, and the limit at this count and level is 0.0085.
    for (const Case& c : continuous_laws) {
        INFO(c.name);
        const auto sample = sample_of(c.law, 0);
        CHECK(p_value(sample, c.probability_below) > test::false_alarm);
        const auto planted = [&c](double x) { return c.probability_below(x / 1.03); };
        CHECK(p_value(sample, planted) < test::false_alarm);
    }
}

TEST_CASE("samples have the mean and deviation of their laws", "[disorder]") {
    for (const Case& c : continuous_laws) {
        INFO(c.name);
        Moments moments;
        for (const double value : sample_of(c.law, 1)) moments.push(value);
        const double variance = deviation(c.law) * deviation(c.law);
        CHECK(std::abs(moments.mean() - mean(c.law)) <
              test::sigma_limit * std::sqrt(variance / double{count}));
        CHECK(std::abs(moments.variance() - variance) <
              test::sigma_limit * moments.variance_standard_error());
    }
    CHECK(mean(LognormalLaw{50.0, 30.0}) == 50.0);
    CHECK(deviation(GammaLaw{20.0, 15.0}) == 15.0);
    CHECK(deviation(UniformLaw{10.0, 30.0}) == Approx(20.0 / std::sqrt(12.0)));
}

TEST_CASE("a constant law is constant and takes its words", "[disorder]") {
    RandomStream random(81, 2, Purpose::disorder), words(81, 2, Purpose::disorder);
    CHECK(draw_sample(ConstantLaw{7.5}, 3, random) == HugeVector<double>(3, 7.5));
    for (int i = 0; i < 3; ++i) words();
    CHECK(random() == words());
    CHECK(mean(ConstantLaw{7.5}) == 7.5);
    CHECK(deviation(ConstantLaw{7.5}) == 0.0);
}

TEST_CASE("quantiles undo the distribution functions to the ends", "[disorder]") {
    for (const Case& c : continuous_laws) {
        INFO(c.name);
        for (const double probability : {1e-9, 0.01, 0.5, 0.99, 1.0 - 1e-9}) {
            const double x = quantile(c.law, probability);
            CHECK(std::abs(c.probability_below(x) - probability) < 1e-13);
        }
        CHECK(std::isfinite(quantile(c.law, 0x1p-53)));
        CHECK(std::isfinite(quantile(c.law, 1.0 - 0x1p-53)));
    }
}

TEST_CASE("a sample belongs to its stream", "[disorder]") {
    for (const Case& c : continuous_laws) {
        INFO(c.name);
        const auto sample = sample_of(c.law, 3, 100);
        CHECK(sample == sample_of(c.law, 3, 100));
        CHECK(sample != sample_of(c.law, 4, 100));
        const auto longer = sample_of(c.law, 3, 200);
        CHECK(std::equal(sample.begin(), sample.end(), longer.begin()));
    }
}

TEST_CASE("one sample serves every temperature", "[disorder]") {
    // Drawn in J and divided by kT it is the sample drawn in kT, from the law so scaled; only
    // rounding differs. A law drawn in another unit at every temperature would scatter anew.
    const double boltzmann = constants::boltzmann;
    for (const double kelvin : {4.2, 77.0}) {
        const double scale = boltzmann * kelvin;
        const std::vector<std::pair<Distribution, Distribution>> joule_and_kt{
            {NormalLaw{3e-20, 4e-21}, NormalLaw{3e-20 / scale, 4e-21 / scale}},
            {LognormalLaw{3e-20, 2e-20}, LognormalLaw{3e-20 / scale, 2e-20 / scale}},
            {ExponentialLaw{3e-20}, ExponentialLaw{3e-20 / scale}},
            {GammaLaw{3e-20, 2e-20}, GammaLaw{3e-20 / scale, 2e-20 / scale}},
            {UniformLaw{1e-20, 3e-20}, UniformLaw{1e-20 / scale, 3e-20 / scale}}};
        for (const auto& laws : joule_and_kt) {
            const auto joule = sample_of(laws.first, 5, 50);
            const auto kt = sample_of(laws.second, 5, 50);
            for (std::size_t k = 0; k < kt.size(); ++k) {
                CHECK(relative_difference(joule[k] / scale, kt[k]) < 1e-12);
            }
        }
    }
}

TEST_CASE("negative energies of a normal law stay and are counted", "[disorder]") {
    const auto sample = sample_of(NormalLaw{10.0, 10.0}, 6);
    const double expected = gaussian_below(-1.0);
    const double fraction = static_cast<double>(count_below(sample, 0.0)) / double{count};
    CHECK(std::abs(fraction - expected) <
          test::sigma_limit * std::sqrt(expected * (1.0 - expected) / double{count}));
    CHECK(count_below(std::vector<double>{-1.0, 0.0, 1.0}, 0.0) == 1);
    CHECK(count_below(sample_of(LognormalLaw{10.0, 10.0}, 6), 0.0) == 0);
}
