/// exp(A t) v for a large sparse matrix, without ever forming exp(A t).
#pragma once

#include <Eigen/Core>

#include "fluxhop/theory/propagator.hpp"

namespace fluxhop {

/// Projects on Krylov subspaces of dimension 30, in steps chosen so that the estimated error of the
/// whole stays below `tolerance` x |v| (Sidje, Expokit, ACM Trans. Math. Softw. 24, 130 (1998), the
/// corrected scheme and the error estimate of DGEXPV). An absolute accuracy: components much
/// smaller than rounding of the largest carry no digits.
/// @param time s @throws RunError after a million steps
Eigen::VectorXd krylov_expv(const Generator& matrix, const Eigen::VectorXd& v, double time,
                            double tolerance);

}  // namespace fluxhop
