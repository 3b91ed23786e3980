#include "fluxhop/stats/moments.hpp"

#include <cmath>

#include "fluxhop/base/require.hpp"

namespace fluxhop {

void Moments::push(double value) {
    Moments one;
    one.n_ = 1.0;
    one.mean_ = value;
    merge(one);
}

void Moments::merge(const Moments& other) {
    if (other.n_ == 0.0) return;
    const double na = n_, nb = other.n_, n = na + nb;
    const double d = other.mean_ - mean_, d2 = d * d;
    const double m2 = m2_ + other.m2_ + d2 * na * nb / n;
    const double m3 = m3_ + other.m3_ + d2 * d * na * nb * (na - nb) / (n * n) +
                      3.0 * d * (na * other.m2_ - nb * m2_) / n;
    m4_ += other.m4_ + d2 * d2 * na * nb * (na * na - na * nb + nb * nb) / (n * n * n) +
           6.0 * d2 * (na * na * other.m2_ + nb * nb * m2_) / (n * n) +
           4.0 * d * (na * other.m3_ - nb * m3_) / n;
    mean_ += d * nb / n;
    m2_ = m2;
    m3_ = m3;
    n_ = n;
}

double Moments::variance() const { return n_ < 2.0 ? 0.0 : m2_ / (n_ - 1.0); }

double Moments::standard_error() const { return n_ < 2.0 ? 0.0 : std::sqrt(variance() / n_); }

double Moments::skewness() const {
    return m2_ == 0.0 ? 0.0 : std::sqrt(n_) * m3_ / std::pow(m2_, 1.5);
}

double Moments::excess_kurtosis() const { return m2_ == 0.0 ? 0.0 : n_ * m4_ / (m2_ * m2_) - 3.0; }

double Moments::variance_standard_error() const {
    return n_ < 2.0 ? 0.0 : variance() * std::sqrt((excess_kurtosis() + 2.0) / n_);
}

JointMoments::JointMoments(Eigen::Index size)
    : mean_(Eigen::VectorXd::Zero(size)), m2_(Eigen::MatrixXd::Zero(size, size)) {}

void JointMoments::push(const Eigen::VectorXd& value) {
    n_ += 1.0;
    const Eigen::VectorXd before = value - mean_;
    mean_ += before / n_;
    m2_ += before * (value - mean_).transpose();
}

void JointMoments::merge(const JointMoments& other) {
    if (other.n_ == 0.0) return;
    const double n = n_ + other.n_;
    const Eigen::VectorXd d = other.mean_ - mean_;
    m2_ += other.m2_ + d * d.transpose() * (n_ * other.n_ / n);
    mean_ += d * (other.n_ / n);
    n_ = n;
}

Eigen::MatrixXd JointMoments::covariance() const {
    FLUXHOP_ASSERT(n_ >= 2.0);
    return 0.5 * (m2_ + m2_.transpose()) / (n_ - 1.0);
}

}  // namespace fluxhop
