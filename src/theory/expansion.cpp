#include "fluxhop/theory/expansion.hpp"

#include <algorithm>
#include <vector>

#include "fluxhop/model/derivative.hpp"

namespace fluxhop {
namespace {

Eigen::Index row(NodeId node) { return static_cast<Eigen::Index>(node.index()); }

/// Where a multiplicity counts vortices, none is the least; a solver's trial step may undershoot, and
/// the logarithm of a diverging barrier needs a positive argument. Far below anything that matters.
constexpr double emptiest = 1e-100;

double real_occupation(const Model& model, const Eigen::VectorXd& occupation, NodeId node) {
    const double value = occupation[row(node)];
    const bool counts = model.landscape().multiplicity(node) == Multiplicity::occupancy;
    return counts ? std::max(value, emptiest) : value;
}

double rate_at(const Model& model, EdgeId edge, const Eigen::VectorXd& occupation) {
    return model.propensity(
        edge, [&](NodeId node) { return real_occupation(model, occupation, node); });
}

Jet along(const Model& model, EdgeId edge, const Eigen::VectorXd& occupation, NodeId a, NodeId b) {
    const auto real = [&](NodeId node) { return real_occupation(model, occupation, node); };
    return propensity_along(model, edge, real, a, b);
}

template <class Visit>
void for_each_edge(const Model& model, Visit visit) {
    for (std::size_t e = 0; e < model.landscape().edge_count(); ++e) {
        visit(EdgeId(e), row(model.landscape().edge(EdgeId(e)).from),
              row(model.landscape().edge(EdgeId(e)).to));
    }
}

/// (1/2) sum_kl d2a/dN_k dN_l Sigma_kl of one propensity; mixed derivatives by polarization.
double half_hessian_trace(const Model& model, EdgeId edge, const Eigen::VectorXd& occupation,
                          const Eigen::MatrixXd& covariance) {
    const std::vector<NodeId> nodes = model.dependencies(edge);
    double sum = 0.0;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        const double own = along(model, edge, occupation, nodes[i], nodes[i]).second;
        sum += 0.5 * own * covariance(row(nodes[i]), row(nodes[i]));
        for (std::size_t j = 0; j < i; ++j) {
            const double other = along(model, edge, occupation, nodes[j], nodes[j]).second;
            const double both = along(model, edge, occupation, nodes[i], nodes[j]).second;
            sum += 0.5 * (both - own - other) * covariance(row(nodes[i]), row(nodes[j]));
        }
    }
    return sum;
}

}  // namespace

void mean_flow(const Model& model, const Eigen::VectorXd& occupation, Eigen::VectorXd& flow) {
    flow.setZero(occupation.size());
    for_each_edge(model, [&](EdgeId edge, Eigen::Index from, Eigen::Index to) {
        const double rate = rate_at(model, edge, occupation);
        flow[from] -= rate;
        flow[to] += rate;
    });
}

Eigen::SparseMatrix<double, Eigen::ColMajor, std::int64_t> sparse_jacobian(
    const Model& model, const Eigen::VectorXd& occupation) {
    using Entry = Eigen::Triplet<double, std::int64_t>;
    const Eigen::Index size = occupation.size();
    std::vector<Entry> entries;
    for (Eigen::Index i = 0; i < size; ++i) entries.emplace_back(i, i, 0.0);
    for_each_edge(model, [&](EdgeId edge, Eigen::Index from, Eigen::Index to) {
        for (const NodeId node : model.dependencies(edge)) {
            const double slope = along(model, edge, occupation, node, node).first;
            entries.emplace_back(from, row(node), -slope);
            entries.emplace_back(to, row(node), slope);
        }
    });
    Eigen::SparseMatrix<double, Eigen::ColMajor, std::int64_t> jacobian(size, size);
    jacobian.setFromTriplets(entries.begin(), entries.end());
    return jacobian;
}

FlowExpansion expand(const Model& model, const Eigen::VectorXd& occupation) {
    const Eigen::Index size = occupation.size();
    FlowExpansion result{Eigen::VectorXd::Zero(size), Eigen::MatrixXd::Zero(size, size),
                         Eigen::MatrixXd::Zero(size, size)};
    mean_flow(model, occupation, result.flow);
    for_each_edge(model, [&](EdgeId edge, Eigen::Index from, Eigen::Index to) {
        for (const NodeId node : model.dependencies(edge)) {
            const double slope = along(model, edge, occupation, node, node).first;
            result.jacobian(from, row(node)) -= slope;
            result.jacobian(to, row(node)) += slope;
        }
        const double rate = rate_at(model, edge, occupation);
        result.diffusion(from, from) += rate;
        result.diffusion(to, to) += rate;
        result.diffusion(from, to) -= rate;
        result.diffusion(to, from) -= rate;
    });
    return result;
}

Eigen::VectorXd curvature_flow(const Model& model, const Eigen::VectorXd& occupation,
                               const Eigen::MatrixXd& covariance) {
    Eigen::VectorXd flow = Eigen::VectorXd::Zero(occupation.size());
    for_each_edge(model, [&](EdgeId edge, Eigen::Index from, Eigen::Index to) {
        const double extra = half_hessian_trace(model, edge, occupation, covariance);
        flow[from] -= extra;
        flow[to] += extra;
    });
    return flow;
}

}  // namespace fluxhop
