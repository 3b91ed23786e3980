/// The Lyapunov function of exchanging regions (PHYSICS item 26): it never rises along the mean field.
#pragma once

#include <Eigen/Core>

#include "fluxhop/model/model.hpp"

namespace fluxhop {

/// F - F(start) = sum_i int_{N_i(start)}^{N_i} ln(n exp(-U_i(n)/kT)/lambda_i) dn in kT, along the rows
/// of `occupations` (times x nodes); the free energy of the regions, up to kT.
/// @throws UsageError when the network has no detailed balance (see ZeroRange)
Eigen::VectorXd lyapunov_function(const Model& model, const Eigen::VectorXd& start,
                                  const Eigen::MatrixXd& occupations);

}  // namespace fluxhop
