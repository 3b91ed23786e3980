/// Where a region network ends up: the mean-field equilibrium, and the exact stationary law of the
/// hopping vortices (PHYSICS 1.6 and section 3).
#pragma once

#include <Eigen/Core>
#include <span>
#include <vector>

#include "fluxhop/model/model.hpp"

namespace fluxhop {

/// The one solution of n_i exp(-U_i(n_i)/kT) = lambda_i u (all u_i = B_i exp(-U_i/kT) equal) with
/// the total of `initial`, or with u of the reservoir; in vortices, each to about 1e-13 of itself
/// however small. NaN for reservoirs, which only count.
/// @throws UsageError when there is no equilibrium (see ZeroRange)
Eigen::VectorXd mean_field_equilibrium(const Model& model, const State& initial);

/// P(n) = prod_i f_i(n_i)/Z with f_i(n) = lambda_i^n / prod_{k=1..n} k exp(-U_i(k)/kT), on the states
/// with the total of the initial state, or on all states when there is a reservoir.
struct StationaryLaw {
    /// ln f_i(n) + n ln u for n = 0, 1, ...: -infinity nowhere; empty for reservoirs. u is the
    /// mean field's, which centres every node's law where the total puts it.
    std::vector<Eigen::VectorXd> log_factor;
    double log_partition = 0.0;             ///< ln Z with these factors
    std::vector<Eigen::VectorXd> marginal;  ///< P(n_i = n); empty for reservoirs
    Eigen::VectorXd mean;                   ///< NaN for reservoirs
    Eigen::MatrixXd covariance;             ///< NaN for reservoirs

    /// ln P of one state, which must have the right total.
    double log_probability(std::span<const std::int64_t> occupations) const;
};

/// By convolution, O(R N^2) for the marginals and O(R^2 N^2) for the covariances of N vortices in R
/// regions; with a reservoir the regions are independent.
/// @throws UsageError when there is no equilibrium (see ZeroRange)
StationaryLaw stationary_law(const Model& model, const State& initial);

}  // namespace fluxhop
