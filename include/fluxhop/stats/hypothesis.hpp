/// Tests with an exact or stated null distribution.
#pragma once

#include <Eigen/Core>
#include <cstddef>
#include <vector>

namespace fluxhop {

/// A statistic and the probability of one at least as extreme when the null hypothesis holds. What is no
/// number has probability zero: it is never taken for agreement.
struct TestOutcome {
    double statistic = 0.0;
    double p_value = 1.0;
};

/// Mean and covariance of R independent vectors, as a sample to be tested.
struct VectorSample {
    Eigen::VectorXd mean;        ///< size m
    Eigen::MatrixXd covariance;  ///< of one vector, unbiased, m x m
    std::size_t count = 0;       ///< R
};

/// Hotelling's T^2 = R d^T S^-1 d for d = sample mean - expected, from which `fitted` parameters
/// were estimated by generalized least squares with the same S:
/// T^2 (R - f)/((R - 1) f) ~ F(f, R - f), f = m - fitted (Hotelling 1931; Rao 1959).
/// Correlation between the components is accounted for. Requires f >= 1 and R > f.
TestOutcome hotelling(const VectorSample& sample, const Eigen::VectorXd& expected,
                      std::size_t fitted = 0);

/// The smallest |delta| such that a true shift delta x `direction` of the mean is rejected by
/// hotelling() at `level` with probability `power` (noncentral F). Infinite when nothing would be.
double detectable_shift(const VectorSample& sample, const Eigen::VectorXd& direction, double level,
                        double power);

/// Estimate of delta in E[mean] = expected + delta x direction by generalized least squares. The error
/// allows for weights that come from the sample's own covariance (Rao, Biometrika 54, 259 (1967)).
struct ShiftEstimate {
    double value = 0.0;
    double standard_error = 0.0;
};
ShiftEstimate estimate_shift(const VectorSample& sample, const Eigen::VectorXd& expected,
                             const Eigen::VectorXd& direction);

/// What Student's t exceeds with a probability `level`.
double student_quantile(double level, std::size_t degrees_of_freedom);

/// Two-sided Student test of an estimate against zero, allowing |truth| <= margin under the null: the
/// p-value is that of the truth in there which explains the estimate best, one of the margin's ends.
/// The statistic counts what goes beyond the margin.
TestOutcome student(double estimate, double standard_error, std::size_t degrees_of_freedom,
                    double margin = 0.0);

/// Kolmogorov-Smirnov test of values against the uniform distribution on [0, 1]
/// (asymptotic law with Stephens' correction; 35 values or more). Rejects values that are no numbers.
TestOutcome kolmogorov_smirnov_uniform(std::vector<double> values);

/// Upper tail of chi-square; 0 for what is no finite number.
double chi_square_p_value(double statistic, double degrees_of_freedom);

/// Holm's step-down procedure: the limit each p-value had to pass so that the chance of any false
/// rejection in the family is at most `family_level` (Holm, Scand. J. Statist. 6, 65 (1979)). A p-value that is
/// no number is a rejection.
struct HolmDecision {
    double limit = 0.0;
    bool rejected = false;
};
std::vector<HolmDecision> holm(std::vector<double> p_values, double family_level);

}  // namespace fluxhop
