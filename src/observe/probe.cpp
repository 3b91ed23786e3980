#include "fluxhop/observe/probe.hpp"

namespace fluxhop {

Eigen::VectorXd Probe::weights(Eigen::Index variables) const {
    Eigen::VectorXd result = Eigen::VectorXd::Zero(variables);
    for_each([&](NodeId variable, double weight) {
        result[static_cast<Eigen::Index>(variable.index())] += weight;
    });
    return result;
}

}  // namespace fluxhop
