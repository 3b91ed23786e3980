/// Exact cumulants of a law, and tests of a sample's mean and spread that need nothing else.
#pragma once

#include <array>
#include <cstddef>
#include <span>

#include "fluxhop/stats/hypothesis.hpp"

namespace fluxhop {

/// The first six cumulants of a law. Those of a sum of independent quantities add up.
class Cumulants {
public:
    static constexpr std::size_t orders = 6;

    Cumulants() = default;
    explicit Cumulants(const std::array<double, orders>& values) : values_(values) {}

    /// @param order 1 (the mean) to 6
    double operator[](std::size_t order) const { return values_[order - 1]; }
    double mean() const { return values_[0]; }
    double variance() const { return values_[1]; }
    /// E[(X - mean)^order], order 2 to 6.
    double central_moment(std::size_t order) const;

    /// The law of `count` independent copies together.
    Cumulants repeated(double count) const;
    Cumulants operator+(const Cumulants& other) const;

private:
    std::array<double, orders> values_{};
};

Cumulants poisson_cumulants(double mean);

/// Of a law on first, first + 1, ... @param law probabilities, of sum one
Cumulants cumulants_of(std::span<const double> law, double first = 0.0);

/// A mean of n independent deviates against the law they should have: Z = sqrt(n) (mean - mu)/sigma.
/// The p-value, two-sided, knows the law's skewness (Pearson's type III).
TestOutcome mean_test(double sample_mean, double count, const Cumulants& law);

/// Their mean square deviation S^2 from mu: Y = (S^2 - sigma^2)/sd, where the variance of S^2 is exactly
/// (mu_4 - sigma^4)/n for any law. A Gaussian has 2 sigma^4/n; for others that is wrong, for a Poisson
/// law of mean m by a factor 1 + 1/(2m).
TestOutcome spread_test(double mean_square_deviation, double count, const Cumulants& law);

/// How likely a standardized deviate of this skewness is as far out as z, on either side.
/// 0 where either is no finite number: the moments of a wrong engine can overflow.
double skewed_p_value(double z, double skewness);

}  // namespace fluxhop
