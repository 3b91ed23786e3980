#include <boost/math/special_functions/gamma.hpp>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "../../support/catch.hpp"
#include "fluxhop/base/constants.hpp"
#include "fluxhop/base/shared_numbers.hpp"
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

DrawnSample drawn_of(const Distribution& law, std::uint64_t id, std::size_t size = count) {
    RandomStream random(81, id, Purpose::disorder);
    return draw_sample(law, size, random);
}

std::vector<double> sample_of(const Distribution& law, std::uint64_t id, std::size_t size = count) {
    const SharedNumbers values(drawn_of(law, id, size).excess, mean(law));
    return {values.begin(), values.end()};
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
    CHECK(draw_sample(ConstantLaw{7.5}, 3, random).excess == HugeVector<float>(3, 0.0F));
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
            RandomStream joule(81, 5, Purpose::disorder), kt(81, 5, Purpose::disorder);
            for (int k = 0; k < 50; ++k) {
                CHECK(relative_difference(draw(laws.first, joule) / scale, draw(laws.second, kt)) < 1e-12);
            }
        }
    }
}

TEST_CASE("negative energies of a normal law stay and are counted", "[disorder]") {
    const DrawnSample sample = drawn_of(NormalLaw{10.0, 10.0}, 6);
    const double expected = gaussian_below(-1.0);
    const double fraction = static_cast<double>(sample.negative) / double{count};
    CHECK(std::abs(fraction - expected) <
          test::sigma_limit * std::sqrt(expected * (1.0 - expected) / double{count}));
    CHECK(sample.least < 0.0);
    CHECK(drawn_of(LognormalLaw{10.0, 10.0}, 6).negative == 0);
}

TEST_CASE("a sample is what was drawn to single precision of its excess", "[disorder]") {
    // Catches: values rounded in place of what they exceed the mean by (barriers near 3e4 kT would lie in
    // steps of 2e-3 kT), and least or negative taken of rounded values: of the exponential law's values
    // some lie nearer to zero than the mean is known in single precision.
    const std::vector<Distribution> laws{NormalLaw{30'000.3, 2.0}, ExponentialLaw{10.3}, UniformLaw{-1.0, 1.0}};
    for (const Distribution& law : laws) {
        const DrawnSample sample = drawn_of(law, 7);
        RandomStream random(81, 7, Purpose::disorder);
        double least = 1e300, worst = 0.0;
        std::size_t negative = 0;
        for (const float excess : sample.excess) {
            const double value = draw(law, random);
            const double exact = value - mean(law);
            worst = std::max(worst, std::abs(double{excess} - exact) / std::abs(exact));
            least = std::min(least, value);
            negative += value < 0.0 ? 1 : 0;
        }
        CHECK(worst <= 0x1p-24);
        CHECK(sample.least == least);
        CHECK(sample.negative == negative);
    }
}

TEST_CASE("numbers are shared in either precision", "[disorder]") {
    const HugeVector<float> excess{0.5F, -0.25F, 2.0F};
    const SharedNumbers drawn(excess, 10.0), given{10.5, 9.75, 12.0};
    CHECK(drawn == given);
    CHECK(drawn != SharedNumbers(excess, 9.0));
    CHECK(drawn.size() == 3);
    CHECK(drawn.bytes().size() == 12);
    CHECK(given.bytes().size() == 24);
    CHECK(std::vector<double>(drawn.begin(), drawn.end()) == std::vector<double>{10.5, 9.75, 12.0});
    const SharedNumbers copy = drawn;  // NOLINT: that a copy shares is what is looked at
    CHECK(copy.bytes().data() == drawn.bytes().data());
    CHECK(SharedNumbers().empty());
}
