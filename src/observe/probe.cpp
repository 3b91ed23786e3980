#include "fluxhop/observe/probe.hpp"

#include <limits>

namespace fluxhop {
namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

}  // namespace

Eigen::VectorXd Probe::weights(Eigen::Index variables) const {
    Eigen::VectorXd result = Eigen::VectorXd::Zero(variables);
    for_each([&](NodeId variable, double weight) {
        result[static_cast<Eigen::Index>(variable.index())] += weight;
    });
    return result;
}

bool Probe::lies_within(std::size_t variables) const {
    bool inside = true;
    for_each([&](NodeId variable, double) { inside = inside && variable.index() < variables; });
    return inside;
}

Eigen::MatrixXd project(const Eigen::MatrixXd& variables, std::span<const Probe> probes) {
    Eigen::MatrixXd result = Eigen::MatrixXd::Zero(variables.rows(),
                                                   static_cast<Eigen::Index>(probes.size()));
    for (Eigen::Index i = 0; i < result.cols(); ++i) {
        const Probe& probe = probes[static_cast<std::size_t>(i)];
        if (!probe.lies_within(static_cast<std::size_t>(variables.cols()))) {
            result.col(i).setConstant(unknown);
            continue;
        }
        probe.for_each([&](NodeId variable, double weight) {
            result.col(i) += weight * variables.col(static_cast<Eigen::Index>(variable.index()));
        });
    }
    return result;
}

double project_covariance(const Eigen::MatrixXd& covariance, const Probe& a, const Probe& b) {
    const auto size = static_cast<std::size_t>(covariance.cols());
    if (!a.lies_within(size) || !b.lies_within(size)) return unknown;
    return a.weights(covariance.cols()).dot(covariance * b.weights(covariance.cols()));
}

}  // namespace fluxhop
