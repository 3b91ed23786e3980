#include "fluxhop/stats/cumulants.hpp"

#include <algorithm>
#include <boost/math/distributions/gamma.hpp>
#include <boost/math/distributions/normal.hpp>
#include <cmath>

#include "fluxhop/base/require.hpp"

namespace fluxhop {
namespace {

namespace bm = boost::math;

/// Least skewness that differs from none: the gamma law then has 4e8 degrees of freedom.
constexpr double least_skewness = 1e-4;

double two_sided(double lower, double upper) { return std::min(1.0, 2.0 * std::min(lower, upper)); }

}  // namespace

double Cumulants::central_moment(std::size_t order) const {
    const double k2 = values_[1], k3 = values_[2], k4 = values_[3];
    switch (order) {
        case 2: return k2;
        case 3: return k3;
        case 4: return k4 + 3.0 * k2 * k2;
        case 5: return values_[4] + 10.0 * k3 * k2;
        default: break;
    }
    FLUXHOP_ASSERT(order == 6);
    return values_[5] + 15.0 * k4 * k2 + 10.0 * k3 * k3 + 15.0 * k2 * k2 * k2;
}

Cumulants Cumulants::repeated(double count) const {
    Cumulants result = *this;
    for (double& value : result.values_) value *= count;
    return result;
}

Cumulants Cumulants::operator+(const Cumulants& other) const {
    Cumulants result = *this;
    for (std::size_t i = 0; i < orders; ++i) result.values_[i] += other.values_[i];
    return result;
}

Cumulants poisson_cumulants(double mean) {
    return Cumulants({mean, mean, mean, mean, mean, mean});
}

Cumulants cumulants_of(std::span<const double> law, double first) {
    double mean = 0.0;
    for (std::size_t i = 0; i < law.size(); ++i) mean += law[i] * static_cast<double>(i);
    std::array<double, 7> m{};
    for (std::size_t i = 0; i < law.size(); ++i) {
        double power = law[i];
        for (std::size_t order = 1; order <= 6; ++order) {
            power *= static_cast<double>(i) - mean;
            m[order] += power;
        }
    }
    return Cumulants({first + mean, m[2], m[3], m[4] - 3.0 * m[2] * m[2], m[5] - 10.0 * m[3] * m[2],
                      m[6] - 15.0 * m[4] * m[2] - 10.0 * m[3] * m[3] + 30.0 * m[2] * m[2] * m[2]});
}

double skewed_p_value(double z, double skewness) {
    if (!std::isfinite(z) || !std::isfinite(skewness)) return 0.0;
    if (std::abs(skewness) < least_skewness) {
        return two_sided(bm::cdf(bm::normal(), z), bm::cdf(bm::normal(), -z));
    }
    const double side = std::copysign(1.0, skewness);
    const double shape = 4.0 / (skewness * skewness);
    const double x = shape + side * z * std::sqrt(shape);
    if (x <= 0.0) return 0.0;
    const bm::gamma_distribution<double> law(shape);
    return two_sided(bm::cdf(law, x), bm::cdf(bm::complement(law, x)));
}

TestOutcome mean_test(double sample_mean, double count, const Cumulants& law) {
    const double deviation = std::sqrt(law.variance());
    const double z = std::sqrt(count) * (sample_mean - law.mean()) / deviation;
    const double skewness = law.central_moment(3) / std::pow(deviation, 3.0);
    return {z, skewed_p_value(z, skewness / std::sqrt(count))};
}

TestOutcome spread_test(double mean_square_deviation, double count, const Cumulants& law) {
    const double m2 = law.variance(), m4 = law.central_moment(4), m6 = law.central_moment(6);
    const double variance = m4 - m2 * m2;  // of one squared deviation
    const double y = std::sqrt(count / variance) * (mean_square_deviation - m2);
    const double skewness = (m6 - 3.0 * m2 * m4 + 2.0 * m2 * m2 * m2) / std::pow(variance, 1.5);
    return {y, skewed_p_value(y, skewness / std::sqrt(count))};
}

}  // namespace fluxhop
