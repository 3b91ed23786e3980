#include "fluxhop/theory/linear_noise.hpp"

#include <Eigen/SparseCore>

#include "fluxhop/theory/expansion.hpp"
#include "fluxhop/theory/mean_field.hpp"

namespace fluxhop {
namespace {

using Vector = Eigen::VectorXd;
using Matrix = Eigen::MatrixXd;

/// The unknowns in one vector: mean field, bias, covariance (column-major).
struct Layout {
    Eigen::Index nodes;

    Eigen::Index size() const { return 2 * nodes + nodes * nodes; }
    auto mean(auto& y) const { return y.segment(0, nodes); }
    auto bias(auto& y) const { return y.segment(nodes, nodes); }
    Matrix covariance(const Vector& y) const {
        return Eigen::Map<const Matrix>(y.data() + 2 * nodes, nodes, nodes);
    }
    void set_covariance(Vector& y, const Matrix& value) const {
        Eigen::Map<Matrix>(y.data() + 2 * nodes, nodes, nodes) = value;
    }
};

void derivative(const Model& model, Layout layout, double time, const Vector& y, Vector& out) {
    const Vector mean = layout.mean(y);
    const Matrix covariance = layout.covariance(y);
    const FlowExpansion expansion = expand(model, mean, time);
    layout.mean(out) = expansion.flow;
    layout.bias(out) =
        expansion.jacobian * layout.bias(y) + curvature_flow(model, mean, time, covariance);
    const Eigen::SparseMatrix<double> jacobian = expansion.jacobian.sparseView();
    const Matrix spread = jacobian * covariance;  // J Sigma; Sigma is symmetric
    layout.set_covariance(out, spread + spread.transpose() + expansion.diffusion);
}

}  // namespace

Eigen::VectorXd LinearNoise::variance(NodeId node) const {
    const auto i = static_cast<Eigen::Index>(node.index());
    Vector result(static_cast<Eigen::Index>(covariance.size()));
    for (Eigen::Index t = 0; t < result.size(); ++t) {
        result[t] = covariance[static_cast<std::size_t>(t)](i, i);
    }
    return result;
}

LinearNoise solve_linear_noise(const Model& model, const State& initial, const TimeGrid& grid,
                               Tolerances tolerances) {
    const Vector start = real_variables(model, initial);
    const Layout layout{start.size()};
    Vector y = Vector::Zero(layout.size());
    layout.mean(y) = start;
    Cvode solver({.derivative = [&](double t, const Vector& state,
                                    Vector& out) { derivative(model, layout, t, state, out); },
                  .jacobian = {},
                  .initial = y,
                  .breaks = model.schedule().breaks()},
                 tolerances);

    const auto times = static_cast<Eigen::Index>(grid.size());
    LinearNoise result{Matrix(times, layout.nodes), Matrix(times, layout.nodes), {}};
    for (Eigen::Index t = 0; t < times; ++t) {
        const Vector& now = solver.advance_to(grid[static_cast<std::size_t>(t)]);
        result.mean_field.row(t) = layout.mean(now);
        result.bias.row(t) = layout.bias(now);
        result.covariance.push_back(layout.covariance(now));
    }
    return result;
}

}  // namespace fluxhop
