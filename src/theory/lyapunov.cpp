#include "fluxhop/theory/lyapunov.hpp"

#include <algorithm>
#include <boost/math/quadrature/tanh_sinh.hpp>
#include <cmath>

#include "fluxhop/base/require.hpp"
#include "fluxhop/theory/zero_range.hpp"

namespace fluxhop {
namespace {

/// Keeps the logarithm finite at an empty region; the integral does not notice.
constexpr double emptiest = 1e-290;

/// Below this width relative to its ends an interval is taken at its middle, which is wrong by 1e-13 of
/// itself; the abscissas of a quadrature would coincide with the ends.
constexpr double narrow = 1e-6;

/// int_a^b f(n) dn. tanh-sinh takes the integrable singularity at an empty region in its stride.
template <class Function>
double integral(Function f, double a, double b) {
    if (std::abs(b - a) <= narrow * std::max(a, b)) return (b - a) * f(0.5 * (a + b));
    boost::math::quadrature::tanh_sinh<double> quadrature;
    try {
        return a < b ? quadrature.integrate(f, a, b) : -quadrature.integrate(f, b, a);
    } catch (const std::exception&) {
        throw UsageError("it diverges where a region with an inverse-power barrier is empty");
    }
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
            const double log_n = std::log(std::max(n, emptiest));
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
