#include "fluxhop/theory/lyapunov.hpp"

#include <boost/math/quadrature/tanh_sinh.hpp>
#include <cmath>

#include "fluxhop/theory/zero_range.hpp"

namespace fluxhop {

Eigen::VectorXd lyapunov_function(const Model& model, const Eigen::VectorXd& start,
                                  const Eigen::MatrixXd& occupations) {
    const ZeroRange network(model);
    // ln n is singular, but integrable, where a region empties: tanh-sinh takes it in its stride.
    boost::math::quadrature::tanh_sinh<double> quadrature;
    Eigen::VectorXd result = Eigen::VectorXd::Zero(occupations.rows());
    for (Eigen::Index i = 0; i < occupations.cols(); ++i) {
        const NodeId node(static_cast<std::size_t>(i));
        if (!network.is_region(node)) continue;
        const auto potential = [&](double n) {
            return network.log_activity(node, std::log(n)) - network.log_weight(node);
        };
        double before = start[i], sum = 0.0;
        for (Eigen::Index t = 0; t < occupations.rows(); ++t) {
            const double now = occupations(t, i);
            const double low = std::min(before, now), high = std::max(before, now);
            const double piece = low < high ? quadrature.integrate(potential, low, high) : 0.0;
            sum += now > before ? piece : -piece;
            before = now;
            result[t] += sum;
        }
    }
    return result;
}

}  // namespace fluxhop
