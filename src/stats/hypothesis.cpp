#include "fluxhop/stats/hypothesis.hpp"

#include <Eigen/Cholesky>
#include <algorithm>
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/fisher_f.hpp>
#include <boost/math/distributions/non_central_f.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/tools/roots.hpp>
#include <cmath>
#include <limits>
#include <numeric>

#include "fluxhop/base/require.hpp"

namespace fluxhop {
namespace {

namespace bm = boost::math;

/// v^T S^-1 w.
double inner(const VectorSample& sample, const Eigen::VectorXd& v, const Eigen::VectorXd& w) {
    return v.dot(sample.covariance.ldlt().solve(w));
}

double power_at(double noncentrality, double critical, double dof1, double dof2) {
    if (noncentrality <= 0.0) return 0.0;
    return bm::cdf(bm::complement(bm::non_central_f(dof1, dof2, noncentrality), critical));
}

}  // namespace

TestOutcome hotelling(const VectorSample& sample, const Eigen::VectorXd& expected,
                      std::size_t fitted) {
    const double count = static_cast<double>(sample.count);
    const double free = static_cast<double>(expected.size()) - static_cast<double>(fitted);
    FLUXHOP_ASSERT(free >= 1.0 && count > free);
    const Eigen::VectorXd d = sample.mean - expected;
    const double t_squared = count * inner(sample, d, d);
    const double f = t_squared * (count - free) / ((count - 1.0) * free);
    if (!std::isfinite(f)) return {t_squared, 0.0};
    return {t_squared, bm::cdf(bm::complement(bm::fisher_f(free, count - free), f))};
}

double detectable_shift(const VectorSample& sample, const Eigen::VectorXd& direction, double level,
                        double power) {
    const double count = static_cast<double>(sample.count);
    const double dof = static_cast<double>(direction.size());
    const double per_unit = count * inner(sample, direction, direction);
    if (!(per_unit > 0.0)) return std::numeric_limits<double>::infinity();
    const double critical =
        bm::quantile(bm::complement(bm::fisher_f(dof, count - dof), level));
    const auto excess = [&](double noncentrality) {
        return power_at(noncentrality, critical, dof, count - dof) - power;
    };
    double upper = 10.0;
    while (excess(upper) < 0.0) upper *= 2.0;
    std::uintmax_t iterations = 100;
    const auto bracket =
        bm::tools::bisect(excess, 0.0, upper, bm::tools::eps_tolerance<double>(20), iterations);
    return std::sqrt(bracket.second / per_unit);
}

ShiftEstimate estimate_shift(const VectorSample& sample, const Eigen::VectorXd& expected,
                             const Eigen::VectorXd& direction) {
    const double norm = inner(sample, direction, direction);
    const double free = static_cast<double>(sample.count) - 1.0, size = static_cast<double>(direction.size());
    const double of_weights = free * (free - 1.0) / ((free - size) * (free - size + 1.0));
    return {inner(sample, direction, sample.mean - expected) / norm,
            std::sqrt(of_weights / (norm * static_cast<double>(sample.count)))};
}

double student_quantile(double level, std::size_t degrees_of_freedom) {
    return bm::quantile(bm::complement(bm::students_t(static_cast<double>(degrees_of_freedom)), level));
}

TestOutcome student(double estimate, double standard_error, std::size_t degrees_of_freedom,
                    double margin) {
    const double excess = std::abs(estimate) - margin;
    if (excess <= 0.0 && standard_error == 0.0) return {0.0, 1.0};
    if (std::isnan(excess / standard_error)) return {excess / standard_error, 0.0};
    const bm::students_t law(static_cast<double>(degrees_of_freedom));
    const double near = bm::cdf(bm::complement(law, excess / standard_error));
    const double far = bm::cdf(bm::complement(law, (excess + 2.0 * margin) / standard_error));
    return {std::copysign(std::max(0.0, excess) / standard_error, estimate), std::min(1.0, near + far)};
}

TestOutcome kolmogorov_smirnov_uniform(std::vector<double> values) {
    if (std::any_of(values.begin(), values.end(), [](double v) { return std::isnan(v); })) return {1.0, 0.0};
    std::sort(values.begin(), values.end());
    const double n = static_cast<double>(values.size());
    double distance = 0.0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double below = static_cast<double>(i) / n;
        distance = std::max({distance, values[i] - below, below + 1.0 / n - values[i]});
    }
    const double x = distance * (std::sqrt(n) + 0.12 + 0.11 / std::sqrt(n));
    if (x < 0.2) return {distance, 1.0};  // the alternating series has not converged; p > 1 - 1e-12
    double p = 0.0;
    for (int k = 1; k <= 100; ++k) p += (k % 2 ? 2.0 : -2.0) * std::exp(-2.0 * k * k * x * x);
    return {distance, std::clamp(p, 0.0, 1.0)};
}

double chi_square_p_value(double statistic, double degrees_of_freedom) {
    if (!std::isfinite(statistic)) return 0.0;
    return bm::cdf(bm::complement(bm::chi_squared(degrees_of_freedom), statistic));
}

std::vector<HolmDecision> holm(std::vector<double> p_values, double family_level) {
    for (double& p : p_values) p = std::isnan(p) ? 0.0 : p;
    std::vector<std::size_t> order(p_values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(),
              [&](std::size_t a, std::size_t b) { return p_values[a] < p_values[b]; });
    std::vector<HolmDecision> decisions(p_values.size());
    bool rejecting = true;
    for (std::size_t rank = 0; rank < order.size(); ++rank) {
        const double limit = family_level / static_cast<double>(order.size() - rank);
        rejecting = rejecting && p_values[order[rank]] <= limit;
        decisions[order[rank]] = {limit, rejecting};
    }
    return decisions;
}

}  // namespace fluxhop
