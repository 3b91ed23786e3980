/// Laws of quenched disorder: how pinning energies scatter from site to site.
///
/// A law knows no unit: what is drawn is in the unit of its parameters. Draw energies in J (the unit
/// a configuration is read into) and divide by kT afterwards; then one sample, from a stream of
/// Purpose::disorder, serves every temperature of a sweep.
///
/// Every draw inverts the distribution function at one uniform deviate, never by rejection: site k
/// takes word k of the stream whatever the other sites drew, a longer sample begins with the shorter
/// one, and two laws drawn from one stream rank the sites alike. Platforms differ at most in the last
/// bits of their mathematical functions.
#pragma once

#include <cstddef>
#include <limits>
#include <variant>

#include "fluxhop/base/huge_pages.hpp"
#include "fluxhop/base/random.hpp"

namespace fluxhop {

/// The same value everywhere. Takes a word of the stream all the same.
struct ConstantLaw {
    double value = 0.0;
};

/// Gaussian. Reaches below zero: see DrawnSample::negative. Requires deviation > 0.
struct NormalLaw {
    double mean = 0.0;
    double deviation = 1.0;
};

/// exp of a Gaussian; mean and deviation are those of the variable itself, not of its logarithm:
/// sigma^2 = ln(1 + (deviation/mean)^2), mu = ln(mean) - sigma^2/2. Requires both > 0.
struct LognormalLaw {
    double mean = 1.0;
    double deviation = 1.0;
};

/// Density exp(-x/mean)/mean. Requires mean > 0.
struct ExponentialLaw {
    double mean = 1.0;
};

/// Gamma of shape (mean/deviation)^2 and scale deviation^2/mean. Requires both > 0, and
/// deviation <= 4 mean: at smaller shapes than 1/16 the smallest values underflow to zero.
struct GammaLaw {
    double mean = 1.0;
    double deviation = 1.0;
};

/// Flat between two values. Requires from < to.
struct UniformLaw {
    double from = 0.0;
    double to = 1.0;
};

using Distribution =
    std::variant<ConstantLaw, NormalLaw, LognormalLaw, ExponentialLaw, GammaLaw, UniformLaw>;

double mean(const Distribution& law);
double deviation(const Distribution& law);

/// The value below which a fraction `probability` of the draws lies, 0 < probability < 1.
double quantile(const Distribution& law, double probability);

/// One value, from one word of the stream.
double draw(const Distribution& law, RandomStream& random);

/// Independent values in the order of the sites. Nothing is clipped: a normal law may give negative
/// energies, and the caller decides what they mean.
struct DrawnSample {
    HugeVector<float> excess;   ///< by which each value exceeds the mean of the law, to 24 bits
    std::size_t negative = 0;   ///< how many values lie below zero: sites without a pinning well
    double least = std::numeric_limits<double>::infinity();  ///< of the values
};

/// Requires that no value is 1e38 from the mean, where single precision ends.
DrawnSample draw_sample(const Distribution& law, std::size_t count, RandomStream& random);

}  // namespace fluxhop
