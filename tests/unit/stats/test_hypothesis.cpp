#include <Eigen/Cholesky>
#include <boost/random/normal_distribution.hpp>
#include <limits>
#include <vector>

#include "../../support/catch.hpp"
#include "fluxhop/base/random.hpp"
#include "fluxhop/stats/cumulants.hpp"
#include "fluxhop/stats/hypothesis.hpp"
#include "fluxhop/stats/moments.hpp"

using namespace fluxhop;
using test::relative_difference;

namespace {

constexpr Eigen::Index dimensions = 4;

/// `count` correlated Gaussian vectors whose mean is `shift` in every component.
VectorSample gaussian_sample(std::size_t count, double shift, std::uint64_t id) {
    RandomStream random(61, id, Purpose::events);
    boost::random::normal_distribution<double> normal;
    JointMoments moments(dimensions);
    for (std::size_t r = 0; r < count; ++r) {
        Eigen::VectorXd value(dimensions);
        double walk = 0.0;
        for (Eigen::Index i = 0; i < dimensions; ++i) {
            walk = 0.8 * walk + normal(random);
            value[i] = shift + walk;
        }
        moments.push(value);
    }
    return {moments.mean(), moments.covariance(), moments.count()};
}

}  // namespace

TEST_CASE("Hotelling's p-values are uniform for correlated data", "[stats]") {
    // A chi-square that sums the components as if independent would fail here.
    std::vector<double> p_values;
    for (std::uint64_t id = 0; id < 2000; ++id) {
        p_values.push_back(
            hotelling(gaussian_sample(40, 0.0, id), Eigen::VectorXd::Zero(dimensions)).p_value);
    }
    CHECK(kolmogorov_smirnov_uniform(p_values).p_value > test::false_alarm);
}

TEST_CASE("Hotelling in one dimension is Student's t", "[stats]") {
    VectorSample sample;
    sample.mean = Eigen::VectorXd::Constant(1, 0.7);
    sample.covariance = Eigen::MatrixXd::Constant(1, 1, 4.0);
    sample.count = 25;
    const TestOutcome squared = hotelling(sample, Eigen::VectorXd::Zero(1));
    const TestOutcome t = student(0.7, 2.0 / 5.0, 24);
    CHECK(relative_difference(squared.statistic, t.statistic * t.statistic) < 1e-12);
    CHECK(relative_difference(squared.p_value, t.p_value) < 1e-10);
}

TEST_CASE("the detectable shift is detected as often as stated", "[stats][long]") {
    const Eigen::VectorXd direction = Eigen::VectorXd::Ones(dimensions);
    const double level = 0.01, power = 0.8;
    // From the true covariance, as if known; the test uses each sample's own.
    const double shift = detectable_shift(gaussian_sample(400'000, 0.0, 1), direction, level, power) *
                         std::sqrt(400'000.0 / 200.0);
    int detected = 0;
    constexpr int tries = 1000;
    for (int i = 0; i < tries; ++i) {
        const auto sample = gaussian_sample(200, shift, 1000 + static_cast<std::uint64_t>(i));
        detected += hotelling(sample, Eigen::VectorXd::Zero(dimensions)).p_value <= level ? 1 : 0;
    }
    const double standard_error = std::sqrt(power * (1.0 - power) / tries);
    CHECK(std::abs(detected / double{tries} - power) <
          test::sigma_limit * standard_error + 0.02);  // 0.02: F at 400,000 - 4 instead of 196 d.o.f.
}

TEST_CASE("a shift is estimated with its error", "[stats]") {
    const Eigen::VectorXd direction = Eigen::VectorXd::Ones(dimensions);
    const auto sample = gaussian_sample(10'000, 0.25, 7);
    const ShiftEstimate estimate =
        estimate_shift(sample, Eigen::VectorXd::Zero(dimensions), direction);
    CHECK(std::abs(estimate.value - 0.25) < test::sigma_limit * estimate.standard_error);
    CHECK(estimate.standard_error < 0.02);
}

TEST_CASE("Student's test allows the margin it is given", "[stats]") {
    CHECK(student(0.0, 0.1, 100, 0.6).p_value == Approx(1.0));
    CHECK(student(0.0, 0.0, 100).p_value == 1.0);
    CHECK(student(0.5, 0.1, 100, 0.6).statistic == 0.0);
    CHECK(student(0.5, 0.1, 100, 0.6).p_value > 0.5);
    CHECK(student(0.7, 0.1, 100, 0.6).p_value == Approx(0.1599).epsilon(1e-3));  // one side
    CHECK(student(0.7, 0.1, 100).p_value == Approx(student(0.7, 0.1, 100, 1e-9).p_value));
    CHECK(student(-0.7, 0.1, 100, 0.6).statistic == Approx(-1.0));
}

TEST_CASE("at the end of its margin Student's test rejects as often as it says", "[stats]") {
    // Means of ten Gaussians that are off by the margin: p-values uniform. A two-sided tail beyond the
    // margin would reject half as often.
    std::vector<double> p_values;
    for (std::uint64_t id = 0; id < 2000; ++id) {
        RandomStream random(63, id, Purpose::events);
        Moments sample;
        for (int i = 0; i < 10; ++i) {
            const double radius = std::sqrt(2.0 * exponential(random));
            sample.push(0.8 + radius * std::cos(2.0 * M_PI * uniform_open(random)));
        }
        p_values.push_back(student(sample.mean(), sample.standard_error(), 9, 0.8).p_value);
    }
    CHECK(kolmogorov_smirnov_uniform(p_values).p_value > test::false_alarm);
}

TEST_CASE("Holm's procedure stops at the first that stands", "[stats]") {
    const auto decisions = holm({0.04, 0.001, 0.02, 0.03}, 0.05);
    CHECK(decisions[1].rejected);
    CHECK(decisions[1].limit == Approx(0.0125));
    CHECK_FALSE(decisions[2].rejected);
    CHECK(decisions[2].limit == Approx(0.05 / 3.0));
    CHECK_FALSE(decisions[3].rejected);
    CHECK_FALSE(decisions[0].rejected);  // 0.04 <= 0.05, but a smaller one already stood
}

TEST_CASE("Kolmogorov-Smirnov knows the uniform law and others", "[stats]") {
    RandomStream random(62, 0, Purpose::events);
    std::vector<double> uniform, squared;
    for (int i = 0; i < 2000; ++i) {
        uniform.push_back(uniform_open_at_zero(random));
        squared.push_back(uniform.back() * uniform.back());
    }
    CHECK(kolmogorov_smirnov_uniform(uniform).p_value > test::false_alarm);
    CHECK(kolmogorov_smirnov_uniform(squared).p_value < 1e-12);
    CHECK(kolmogorov_smirnov_uniform(std::vector<double>(40, 0.5)).statistic == Approx(0.5));
}

TEST_CASE("what is no number is never taken for agreement", "[stats]") {
    const double none = std::numeric_limits<double>::quiet_NaN();
    std::vector<double> values(40, 0.5);
    values[20] = none;
    CHECK(kolmogorov_smirnov_uniform(values).p_value == 0.0);
    for (const double value : {none, std::numeric_limits<double>::infinity()}) {
        CHECK(chi_square_p_value(value, 3.0) == 0.0);
        CHECK(skewed_p_value(value, 0.0) == 0.0);
        CHECK(skewed_p_value(value, 0.5) == 0.0);
        CHECK(skewed_p_value(1.0, value) == 0.0);
    }
    CHECK(student(none, 1.0, 10).p_value == 0.0);
    CHECK(student(1.0, none, 10).p_value == 0.0);
    CHECK(mean_test(0.0, 10.0, Cumulants({none, none, none, none, none, none})).p_value == 0.0);
    const VectorSample sample{Eigen::Vector2d(none, 0.0), Eigen::Matrix2d::Identity(), 100};
    CHECK(hotelling(sample, Eigen::Vector2d::Zero()).p_value == 0.0);
    const auto decisions = holm({0.5, none, 1e-9}, 0.05);
    CHECK_FALSE(decisions[0].rejected);
    CHECK(decisions[1].rejected);
    CHECK(decisions[2].rejected);
}
