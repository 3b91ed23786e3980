#include <vector>

#include "../../support/catch.hpp"
#include "fluxhop/base/random.hpp"
#include "fluxhop/stats/moments.hpp"

using namespace fluxhop;
using test::relative_difference;

namespace {

std::vector<double> sample(std::size_t size) {
    RandomStream random(51, 0, Purpose::events);
    std::vector<double> values;
    for (std::size_t i = 0; i < size; ++i) values.push_back(1e6 + exponential(random));
    return values;
}

double central(const std::vector<double>& values, double mean, int order) {
    double sum = 0.0;
    for (const double value : values) sum += std::pow(value - mean, order);
    return sum / static_cast<double>(values.size());
}

}  // namespace

TEST_CASE("moments agree with their definitions, pushed or merged", "[stats]") {
    const auto values = sample(1000);
    const double n = 1000.0;
    Moments pushed, left, right;
    for (std::size_t i = 0; i < values.size(); ++i) {
        pushed.push(values[i]);
        (i < 137 ? left : right).push(values[i]);
    }
    left.merge(right);
    double mean = 0.0;
    for (const double value : values) mean += value / n;
    const double m2 = central(values, mean, 2);
    for (const Moments& moments : {pushed, left}) {
        CHECK(moments.count() == 1000);
        CHECK(relative_difference(moments.mean(), mean) < 1e-14);
        CHECK(relative_difference(moments.variance(), m2 * n / (n - 1.0)) < 1e-9);
        CHECK(relative_difference(moments.skewness(),
                                  central(values, mean, 3) / std::pow(m2, 1.5)) < 1e-8);
        CHECK(relative_difference(moments.excess_kurtosis() + 3.0,
                                  central(values, mean, 4) / (m2 * m2)) < 1e-8);
    }
}

TEST_CASE("moments of nothing and of one value", "[stats]") {
    Moments moments, empty;
    moments.merge(empty);
    CHECK(moments.count() == 0);
    moments.push(3.0);
    CHECK(moments.mean() == 3.0);
    CHECK(moments.variance() == 0.0);
    CHECK(moments.standard_error() == 0.0);
}

TEST_CASE("joint moments agree with their definition, pushed or merged", "[stats]") {
    RandomStream random(52, 0, Purpose::events);
    Eigen::MatrixXd values(300, 3);
    for (Eigen::Index i = 0; i < 300; ++i) {
        values(i, 0) = exponential(random);
        values(i, 1) = values(i, 0) + exponential(random);
        values(i, 2) = exponential(random) - 2.0 * values(i, 1);
    }
    JointMoments pushed(3), left(3), right(3);
    for (Eigen::Index i = 0; i < 300; ++i) {
        pushed.push(values.row(i));
        (i < 211 ? left : right).push(values.row(i));
    }
    left.merge(right);
    const Eigen::MatrixXd centred = values.rowwise() - values.colwise().mean();
    const Eigen::MatrixXd covariance = centred.transpose() * centred / 299.0;
    CHECK((pushed.covariance() - covariance).norm() < 1e-12);
    CHECK((left.covariance() - covariance).norm() < 1e-12);
    CHECK((left.mean() - values.colwise().mean().transpose()).norm() < 1e-12);
}
