#include <boost/random/normal_distribution.hpp>

#include "../../support/catch.hpp"
#include "fluxhop/base/random.hpp"
#include "fluxhop/stats/decay.hpp"
#include "fluxhop/stats/moments.hpp"

using namespace fluxhop;
using test::relative_difference;

namespace {

Eigen::VectorXd times() {
    Eigen::VectorXd t(9);
    for (Eigen::Index i = 0; i < 9; ++i) t[i] = std::pow(10.0, static_cast<double>(i) - 1.0);
    return t;
}

/// Noise as creep has it: each decade keeps a tenth of the last one's deviation.
template <class Curve>
VectorSample noisy(Curve curve, std::uint64_t seed, double spread = 0.01) {
    const Eigen::VectorXd t = times();
    RandomStream random(seed, 0, Purpose::events);
    boost::random::normal_distribution<double> normal(0.0, spread);
    JointMoments moments(t.size());
    for (int r = 0; r < 400; ++r) {
        Eigen::VectorXd y(t.size());
        double deviation = 0.0;
        for (Eigen::Index i = 0; i < t.size(); ++i) {
            deviation = 0.1 * deviation + normal(random);
            y[i] = curve(t[i]) + deviation;
        }
        moments.push(y);
    }
    return {moments.mean(), moments.covariance(), moments.count()};
}

}  // namespace

TEST_CASE("each law finds its own parameters and rejects the others' curves", "[stats]") {
    const auto logarithm = [](double t) { return 3.0 - 0.1 * std::log1p(t / 7.0); };
    const auto exponential_curve = [](double t) { return 2.0 + 0.5 * std::exp(-t / 3000.0); };
    const auto power_curve = [](double t) { return 3.0 * std::pow(1.0 + t / 5.0, -0.06); };
    const struct {
        DecayLaw law;
        VectorSample sample;
        double a, b, c;
    } cases[] = {{DecayLaw::logarithmic, noisy(logarithm, 71), 3.0, 0.1, 7.0},
                 {DecayLaw::exponential, noisy(exponential_curve, 72), 2.0, 0.5, 3000.0},
                 {DecayLaw::power, noisy(power_curve, 73), 3.0, 0.06, 5.0}};
    for (const auto& [law, sample, a, b, c] : cases) {
        const DecayFit fit = fit_decay(law, sample, times());
        INFO(name_of(law));
        CHECK(std::abs(fit.a - a) < test::sigma_limit * fit.a_error);
        CHECK(std::abs(fit.b - b) < test::sigma_limit * fit.b_error);
        CHECK(std::abs(fit.c - c) < test::sigma_limit * fit.c_error);
        CHECK(fit.a_error < 0.002);
        CHECK(fit.b_error < 0.01 * b);
        CHECK(fit.c_error < 0.1 * c);
        CHECK(fit.goodness.p_value > test::false_alarm);
        for (const auto& other : cases) {
            if (other.law == law) continue;
            CHECK(fit_decay(other.law, sample, times()).goodness.p_value < 1e-9);
        }
    }
}

TEST_CASE("leading coefficients are those of a polynomial", "[stats]") {
    Eigen::VectorXd x(6);
    x << 1, 2, 4, 5, 9, 12;
    const Eigen::VectorXd parabola = 3.0 + 0.5 * x.array() - 0.25 * x.array().square();
    const Eigen::VectorXd line = 3.0 + 0.5 * x.array();
    CHECK(leading_coefficient_weights(x, 2).dot(parabola) == Approx(-0.25).epsilon(1e-10));
    CHECK(leading_coefficient_weights(x, 1).dot(line) == Approx(0.5).epsilon(1e-12));
    CHECK(std::abs(leading_coefficient_weights(x, 2).dot(line)) < 1e-12);
}
