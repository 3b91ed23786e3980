/// The flow of the model at real occupations and its derivatives: what the mean-field and the
/// linear-noise equations are made of. Derivatives are taken of the model's own propensities.
///
/// All vectors run over the model's variables: the occupations of the nodes and, where hops have
/// displacements, the odometer. Times, s, are those of the model's schedule.
#pragma once

#include <Eigen/Core>
#include <Eigen/SparseCore>
#include <cstdint>

#include "fluxhop/model/model.hpp"

namespace fluxhop {

/// Coefficients of van Kampen's system-size expansion in occupations N (PHYSICS section 3).
struct FlowExpansion {
    Eigen::VectorXd flow;       ///< f_i = dN_i/dt, 1/s
    Eigen::MatrixXd jacobian;   ///< J_ij = df_i/dN_j, 1/s
    Eigen::MatrixXd diffusion;  ///< D_ij = sum over hops of propensity x jump_i x jump_j, 1/s
};

/// f at the given variables, into `flow`.
void mean_flow(const Model& model, const Eigen::VectorXd& variables, double time,
               Eigen::VectorXd& flow);

/// Hops per second of the whole network.
double total_propensity(const Model& model, const Eigen::VectorXd& variables, double time);

/// J alone, for networks of many nodes. The pattern does not depend on the occupations: every variable
/// an edge depends on, and the whole diagonal (zeros included).
Eigen::SparseMatrix<double, Eigen::ColMajor, std::int64_t> sparse_jacobian(
    const Model& model, const Eigen::VectorXd& variables, double time);

FlowExpansion expand(const Model& model, const Eigen::VectorXd& variables, double time);

/// (1/2) sum_kl d2f_i/dN_k dN_l Sigma_kl: what fluctuations add to the mean flow, 1/s.
Eigen::VectorXd curvature_flow(const Model& model, const Eigen::VectorXd& variables, double time,
                               const Eigen::MatrixXd& covariance);

}  // namespace fluxhop
