/// Where a ring comes to rest: the barrier depends on |J|, so that rates have a kink at J = 0.
#pragma once

#include <Eigen/Core>
#include <vector>

#include "fluxhop/model/model.hpp"

namespace fluxhop {

/// The times at which linear noise, which takes rates for smooth, says nothing of a ring: its current is
/// within four of its equilibrium's standard deviations, sqrt(kT/L), of zero, where ln of a rate has a kink.
/// It has none for the linear law with U0 = W(Jc0)/2, and hardly any for the cosine pin (PHYSICS D2).
/// @param mean_field times x variables of the model
/// @return one per time; nothing where no current is fed back
std::vector<bool> times_at_kink(const Model& model, const Eigen::MatrixXd& mean_field);

}  // namespace fluxhop
