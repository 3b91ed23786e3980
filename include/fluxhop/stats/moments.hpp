/// Running moments that can be merged: chunk by chunk, in a fixed order, the result is the same on
/// any number of threads or ranks.
#pragma once

#include <Eigen/Core>
#include <cstdint>

namespace fluxhop {

/// Count, mean and central sums up to fourth order of one quantity
/// (Pebay, Sandia report SAND2008-6212 (2008)).
class Moments {
public:
    void push(double value);
    void merge(const Moments& other);

    std::uint64_t count() const { return static_cast<std::uint64_t>(n_); }
    double mean() const { return mean_; }
    /// Unbiased sample variance; 0 below two values.
    double variance() const;
    /// Standard error of the mean from the spread of the values.
    double standard_error() const;
    double skewness() const;
    /// Fourth standardized moment minus 3.
    double excess_kurtosis() const;
    /// Standard error of variance(), with the measured kurtosis (no Gaussian assumption).
    double variance_standard_error() const;

private:
    double n_ = 0.0;
    double mean_ = 0.0;
    double m2_ = 0.0, m3_ = 0.0, m4_ = 0.0;
};

/// Mean vector and covariance matrix of equally distributed vectors.
class JointMoments {
public:
    explicit JointMoments(Eigen::Index size);

    void push(const Eigen::VectorXd& value);
    void merge(const JointMoments& other);

    std::uint64_t count() const { return static_cast<std::uint64_t>(n_); }
    const Eigen::VectorXd& mean() const { return mean_; }
    /// Unbiased sample covariance. Requires count() >= 2.
    Eigen::MatrixXd covariance() const;

private:
    double n_ = 0.0;
    Eigen::VectorXd mean_;
    Eigen::MatrixXd m2_;
};

}  // namespace fluxhop
