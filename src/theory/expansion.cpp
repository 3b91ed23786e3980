#include "fluxhop/theory/expansion.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "fluxhop/model/derivative.hpp"

namespace fluxhop {
namespace {

using Vector = Eigen::VectorXd;
using Matrix = Eigen::MatrixXd;

Eigen::Index row(NodeId variable) { return static_cast<Eigen::Index>(variable.index()); }

/// Where a multiplicity counts vortices, none is the least; a solver's trial step may undershoot, and
/// the logarithm of a diverging barrier needs a positive argument. Far below anything that matters.
constexpr double emptiest = 1e-100;

/// What the model's formulas read at a point of the flow.
class FlowPoint {
public:
    FlowPoint(const Model& model, const Vector& variables, double time)
        : model_(&model), values_(&variables), signals_(model.schedule().at(time)) {}

    double operator()(NodeId variable) const {
        if (variable == model_->field()) return signals_.field;
        if (variable.index() < model_->variable_count()) return changing(variable);
        return signals_.current;
    }

private:
    double changing(NodeId variable) const {
        const double value = (*values_)[row(variable)];
        const Landscape& landscape = model_->landscape();
        const bool counts =
            variable.index() < landscape.node_count() && landscape.counts_vortices(variable);
        return counts ? std::max(value, emptiest) : value;
    }

    const Model* model_;
    const Vector* values_;
    Signals signals_;
};

/// A variable that a hop changes, and by how much.
struct Jump {
    Eigen::Index row;
    double amount;
};

/// What one hop along an edge changes.
class Jumps {
public:
    Jumps(const Model& model, const HopEdge& hop)
        : jumps_{{{row(hop.from), -1.0}, {row(hop.to), 1.0}, {row(model.odometer()), hop.displacement}}},
          count_(model.landscape().has_displacements() ? 3 : 2) {}
    const Jump* begin() const { return jumps_.data(); }
    const Jump* end() const { return jumps_.data() + count_; }

private:
    std::array<Jump, 3> jumps_;
    std::size_t count_;
};

template <class Visit>
void for_each_edge(const Model& model, Visit visit) {
    for (std::size_t e = 0; e < model.landscape().edge_count(); ++e) {
        visit(EdgeId(e), Jumps(model, model.landscape().edge(EdgeId(e))));
    }
}

double slope(const Model& model, EdgeId edge, const FlowPoint& at, NodeId variable) {
    return propensity_along(model, edge, at, variable, variable).first;
}

/// (1/2) sum_kl d2a/dN_k dN_l Sigma_kl of one propensity; mixed derivatives by polarization.
double half_hessian_trace(const Model& model, EdgeId edge, const FlowPoint& at,
                          const Matrix& covariance) {
    const std::vector<NodeId> nodes = model.dependencies(edge);
    double sum = 0.0;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        const double own = propensity_along(model, edge, at, nodes[i], nodes[i]).second;
        sum += 0.5 * own * covariance(row(nodes[i]), row(nodes[i]));
        for (std::size_t j = 0; j < i; ++j) {
            const double other = propensity_along(model, edge, at, nodes[j], nodes[j]).second;
            const double both = propensity_along(model, edge, at, nodes[i], nodes[j]).second;
            sum += 0.5 * (both - own - other) * covariance(row(nodes[i]), row(nodes[j]));
        }
    }
    return sum;
}

}  // namespace

void mean_flow(const Model& model, const Vector& variables, double time, Vector& flow) {
    const FlowPoint at(model, variables, time);
    flow.setZero(variables.size());
    for_each_edge(model, [&](EdgeId edge, const Jumps& changes) {
        const double rate = model.propensity(edge, at);
        for (const Jump& jump : changes) flow[jump.row] += jump.amount * rate;
    });
}

double total_propensity(const Model& model, const Vector& variables, double time) {
    const FlowPoint at(model, variables, time);
    double total = 0.0;
    for (std::size_t e = 0; e < model.landscape().edge_count(); ++e) {
        total += model.propensity(EdgeId(e), at);
    }
    return total;
}

Eigen::SparseMatrix<double, Eigen::ColMajor, std::int64_t> sparse_jacobian(const Model& model,
                                                                           const Vector& variables,
                                                                           double time) {
    using Entry = Eigen::Triplet<double, std::int64_t>;
    const FlowPoint at(model, variables, time);
    const Eigen::Index size = variables.size();
    std::vector<Entry> entries;
    for (Eigen::Index i = 0; i < size; ++i) entries.emplace_back(i, i, 0.0);
    for_each_edge(model, [&](EdgeId edge, const Jumps& changes) {
        for (const NodeId variable : model.dependencies(edge)) {
            const double gradient = slope(model, edge, at, variable);
            for (const Jump& jump : changes) {
                entries.emplace_back(jump.row, row(variable), jump.amount * gradient);
            }
        }
    });
    Eigen::SparseMatrix<double, Eigen::ColMajor, std::int64_t> jacobian(size, size);
    jacobian.setFromTriplets(entries.begin(), entries.end());
    return jacobian;
}

FlowExpansion expand(const Model& model, const Vector& variables, double time) {
    const FlowPoint at(model, variables, time);
    const Eigen::Index size = variables.size();
    FlowExpansion result{Vector::Zero(size), Matrix::Zero(size, size), Matrix::Zero(size, size)};
    for_each_edge(model, [&](EdgeId edge, const Jumps& changes) {
        for (const NodeId variable : model.dependencies(edge)) {
            const double gradient = slope(model, edge, at, variable);
            for (const Jump& jump : changes) {
                result.jacobian(jump.row, row(variable)) += jump.amount * gradient;
            }
        }
        const double rate = model.propensity(edge, at);
        for (const Jump& one : changes) {
            result.flow[one.row] += one.amount * rate;
            for (const Jump& other : changes) {
                result.diffusion(one.row, other.row) += one.amount * other.amount * rate;
            }
        }
    });
    return result;
}

Vector curvature_flow(const Model& model, const Vector& variables, double time,
                      const Matrix& covariance) {
    const FlowPoint at(model, variables, time);
    Vector flow = Vector::Zero(variables.size());
    for_each_edge(model, [&](EdgeId edge, const Jumps& changes) {
        const double extra = half_hessian_trace(model, edge, at, covariance);
        for (const Jump& jump : changes) flow[jump.row] += jump.amount * extra;
    });
    return flow;
}

}  // namespace fluxhop
