/// The linear-noise equations (PHYSICS section 3): fluctuations about the mean field, and the shift
/// of the mean that they cause. The shift is of order one vortex, the spread of order sqrt(N).
///     dSigma/dt = J Sigma + Sigma J^T + D          covariance, Sigma(0) = 0
///     dm/dt     = J m + (1/2) f'' : Sigma          finite-size bias, m(0) = 0
#pragma once

#include <Eigen/Core>
#include <vector>

#include "fluxhop/model/model.hpp"
#include "fluxhop/observe/time_grid.hpp"
#include "fluxhop/theory/cvode.hpp"

namespace fluxhop {

/// At the grid times, in vortices.
struct LinearNoise {
    Eigen::MatrixXd mean_field;                ///< grid.size() x variable_count
    Eigen::MatrixXd bias;                      ///< E[N] - mean field, of the same shape
    std::vector<Eigen::MatrixXd> covariance;   ///< one square matrix per time

    /// Variance of one node over time.
    Eigen::VectorXd variance(NodeId node) const;
};

/// @throws RunError when the integration fails
LinearNoise solve_linear_noise(const Model& model, const State& initial, const TimeGrid& grid,
                               Tolerances tolerances = {1e-9, 1e-10});

}  // namespace fluxhop
