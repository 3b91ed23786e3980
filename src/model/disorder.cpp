#include "fluxhop/model/disorder.hpp"

#include <algorithm>
#include <boost/math/distributions/gamma.hpp>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <numbers>
#include <numeric>

#include "fluxhop/base/require.hpp"

namespace fluxhop {
namespace {

namespace bm = boost::math;

/// Plain double throughout: long double differs between platforms, and costs three times as much.
using Policy = bm::policies::policy<bm::policies::promote_double<false>>;

double standard_normal_quantile(double probability) {
    return bm::quantile(bm::normal_distribution<double, Policy>(), probability);
}

double square(double x) { return x * x; }

struct Mean {
    double operator()(const ConstantLaw& law) const { return law.value; }
    double operator()(const UniformLaw& law) const { return std::midpoint(law.from, law.to); }
    double operator()(const auto& law) const { return law.mean; }
};

struct Deviation {
    double operator()(const ConstantLaw&) const { return 0.0; }
    double operator()(const ExponentialLaw& law) const { return law.mean; }
    double operator()(const UniformLaw& law) const {
        return (law.to - law.from) / (2.0 * std::numbers::sqrt3);
    }
    double operator()(const auto& law) const { return law.deviation; }
};

struct Quantile {
    double probability;

    double operator()(const ConstantLaw& law) const { return law.value; }
    double operator()(const NormalLaw& law) const {
        FLUXHOP_ASSERT(law.deviation > 0.0);
        return law.mean + law.deviation * standard_normal_quantile(probability);
    }
    double operator()(const LognormalLaw& law) const {
        FLUXHOP_ASSERT(law.mean > 0.0 && law.deviation > 0.0);
        const double variance = std::log1p(square(law.deviation / law.mean));
        const double exponent = std::sqrt(variance) * standard_normal_quantile(probability);
        return law.mean * std::exp(exponent - variance / 2.0);
    }
    double operator()(const ExponentialLaw& law) const {
        FLUXHOP_ASSERT(law.mean > 0.0);
        return -law.mean * std::log1p(-probability);
    }
    double operator()(const GammaLaw& law) const {
        FLUXHOP_ASSERT(law.mean > 0.0 && law.deviation > 0.0 && law.deviation <= 4.0 * law.mean);
        const double ratio = law.deviation / law.mean;
        const bm::gamma_distribution<double, Policy> unit_mean(1.0 / square(ratio), square(ratio));
        return law.mean * bm::quantile(unit_mean, probability);
    }
    double operator()(const UniformLaw& law) const {
        FLUXHOP_ASSERT(law.from < law.to);
        return std::lerp(law.from, law.to, probability);
    }
};

}  // namespace

double mean(const Distribution& law) { return std::visit(Mean{}, law); }

double deviation(const Distribution& law) { return std::visit(Deviation{}, law); }

double quantile(const Distribution& law, double probability) {
    FLUXHOP_ASSERT(0.0 < probability && probability < 1.0);
    return std::visit(Quantile{probability}, law);
}

double draw(const Distribution& law, RandomStream& random) {
    return quantile(law, uniform_open(random));
}

DrawnSample draw_sample(const Distribution& law, std::size_t count, RandomStream& random) {
    const double origin = mean(law);
    DrawnSample sample{HugeVector<float>(count)};
    for (float& excess : sample.excess) {
        const double value = draw(law, random);
        FLUXHOP_ASSERT(std::abs(value - origin) < 1e38);
        if (value < 0.0) ++sample.negative;
        sample.least = std::min(sample.least, value);
        excess = static_cast<float>(value - origin);
    }
    return sample;
}

}  // namespace fluxhop
