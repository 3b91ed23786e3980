/// Somebody else's ODE solution as the numbers that a system records.
#pragma once

#include <Eigen/Core>

#include "fluxhop/app/assemble.hpp"
#include "fluxhop/io/reference_solution.hpp"

namespace fluxhop {

/// The solution in vortices: its times x recorded numbers.
/// @throws UsageError for a system that has no such solution, and for columns that are missing or in
///         units of something else
Eigen::MatrixXd recorded_numbers(const ReferenceSolution& reference, const Config& config,
                                 const System& system);

}  // namespace fluxhop
