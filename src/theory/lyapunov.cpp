#include "fluxhop/theory/lyapunov.hpp"

#include <algorithm>
#include <boost/math/quadrature/gauss_kronrod.hpp>
#include <boost/math/quadrature/tanh_sinh.hpp>
#include <cmath>

#include "fluxhop/base/require.hpp"
#include "fluxhop/theory/zero_range.hpp"

namespace fluxhop {
namespace {

/// Keeps the logarithm finite at an empty region; the integral does not notice.
constexpr double least_occupation = 1e-290;

/// int_0^b f(n) dn: tanh-sinh takes the integrable singularity at an empty region in its stride.
template <class Function>
double integral_from_empty(Function f, double b) {
    boost::math::quadrature::tanh_sinh<double> quadrature;
    try {
        return quadrature.integrate(f, 0.0, b);
    } catch (const std::exception&) {
        throw UsageError("it diverges where a region with an inverse-power barrier is empty");
    }
}

/// int_a^b f(n) dn for 0 < a < b, over s = ln(n/a): as good for many decades as for steps of rounding,
/// whose ends a quadrature over n could not tell apart.
template <class Function>
double integral_over_decades(Function f, double a, double b) {
    const auto weighted = [&](double s) { return f(a * std::exp(s)) * a * std::exp(s); };
    return boost::math::quadrature::gauss_kronrod<double, 15>::integrate(
        weighted, 0.0, std::log1p((b - a) / a), 12, 1e-12);
}

template <class Function>
double integral(Function f, double a, double b) {
    if (a > b) return -integral(f, b, a);
    if (b <= least_occupation || a == b) return 0.0;
    return a <= least_occupation ? integral_from_empty(f, b) : integral_over_decades(f, a, b);
}

}  // namespace

Eigen::VectorXd lyapunov_function(const Model& model, const Eigen::VectorXd& start,
                                  const Eigen::MatrixXd& occupations) {
    const ZeroRange network(model);
    Eigen::VectorXd result = Eigen::VectorXd::Zero(occupations.rows());
    for (Eigen::Index i = 0; i < occupations.cols(); ++i) {
        const NodeId node(static_cast<std::size_t>(i));
        if (!network.is_region(node)) continue;
        const auto potential = [&](double n) {
            const double log_n = std::log(std::max(n, least_occupation));
            return network.log_activity(node, log_n) - network.log_weight(node);
        };
        double before = start[i], sum = 0.0;
        for (Eigen::Index t = 0; t < occupations.rows(); ++t) {
            const double now = occupations(t, i);
            sum += integral(potential, before, now);
            before = now;
            result[t] += sum;
        }
    }
    return result;
}

}  // namespace fluxhop
