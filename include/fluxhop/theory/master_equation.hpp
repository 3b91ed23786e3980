/// The master equation of a closed network: the exact law of the Monte Carlo at any time.
///     dP(n)/dt = sum over hops of a(n before) P(n before) - a(n) P(n)
#pragma once

#include <Eigen/Core>
#include <vector>

#include "fluxhop/model/model.hpp"
#include "fluxhop/observe/time_grid.hpp"
#include "fluxhop/theory/propagator.hpp"
#include "fluxhop/theory/state_space.hpp"

namespace fluxhop {

struct MasterEquationOptions {
    Propagation method = Propagation::automatic;
    bool keep_distribution = false;  ///< size() doubles for every grid time
};

/// At the grid times, in vortices.
struct MasterEquation {
    StateSpace space;
    Eigen::MatrixXd mean;                       ///< grid.size() x node_count
    std::vector<Eigen::MatrixXd> covariance;    ///< one node_count x node_count matrix per time
    std::vector<Eigen::VectorXd> distribution;  ///< by rank in `space`; empty unless asked for

    /// Variance of one node over time.
    Eigen::VectorXd variance(NodeId node) const;
};

/// The model's propensities between the states of a space.
Generator make_generator(const Model& model, const StateSpace& space);

/// Mean vector and covariance matrix of the occupations.
struct OccupationMoments {
    Eigen::VectorXd mean;
    Eigen::MatrixXd covariance;
};
OccupationMoments occupation_moments(const StateSpace& space, const Eigen::VectorXd& distribution);

/// @throws UsageError for a network that is not closed or has more than StateSpace::limit states
/// @throws RunError when the integration fails
MasterEquation solve_master_equation(const Model& model, const State& initial, const TimeGrid& grid,
                                     const MasterEquationOptions& options = {});

}  // namespace fluxhop
