/// Statistics of creep: is the decay logarithmic, how fast, and against which alternatives.
///
/// Everything here works on the mean of R independent realizations and their covariance between
/// times, so every error comes from the spread between realizations. Times on one curve are strongly
/// correlated (PHYSICS 1.3): a least-squares error of one averaged curve would be wrong.
#pragma once

#include <Eigen/Core>
#include <string>
#include <vector>

#include "fluxhop/stats/hypothesis.hpp"

namespace fluxhop {

/// The laws a decay y(t) is tried against, each with three free parameters.
enum class DecayLaw {
    logarithmic,  ///< y = a - b ln(1 + t/c)
    exponential,  ///< y = a + b exp(-t/c)
    power,        ///< y = a (1 + t/c)^-b
};

const char* name_of(DecayLaw law);
const char* formula_of(DecayLaw law);

struct DecayFit {
    DecayLaw law = DecayLaw::logarithmic;
    double a = 0.0, a_error = 0.0;  ///< in the units of y
    double b = 0.0, b_error = 0.0;  ///< in the units of y (power: a number)
    double c = 0.0, c_error = 0.0;  ///< in the units of t
    bool c_is_bound = false;        ///< c is an end of the range it was looked for in: the times do not tell it
    TestOutcome goodness;           ///< Hotelling T^2 of what the fit leaves over
};

/// Generalized least squares of a decay law on one vector of times (same size as the sample).
/// Requires at least four times and more realizations than times.
DecayFit fit_decay(DecayLaw law, const VectorSample& sample, const Eigen::VectorXd& times);

/// Weights w such that w . y is the leading coefficient of the least-squares polynomial of given
/// degree through (x_i, y_i): slope (1) or curvature (2). Applied to each realization, it gives that
/// realization's own value. Requires x.size() > degree.
Eigen::VectorXd leading_coefficient_weights(const Eigen::VectorXd& x, int degree);

}  // namespace fluxhop
