/// Two regions in contact as long as nothing comes back (R. Ma, arXiv:1303.2296, section III E).
#pragma once

#include <Eigen/Core>
#include <optional>

#include "fluxhop/model/regions.hpp"
#include "fluxhop/observe/time_grid.hpp"

namespace fluxhop::one_way {

struct PairSolution {
    Eigen::MatrixXd vortices;  ///< times x regions, real numbers
    const char* equation;      ///< of the paper: "eq. 18" (linear barrier) or "eq. 20" (logarithmic)
};

/// At the start the giving region must send so many times what comes back: then the neglected flow
/// changes the first hops by less than 1 %.
inline constexpr double least_imbalance = 100.0;

/// The region that sends more follows its closed form, the other receives what it loses (eq. 11).
/// @return nothing unless there are two regions and no reservoir, one region sends far more than the
///         other, and its barrier is linear or logarithmic and not exceeded (creep, not flow)
std::optional<PairSolution> solve_pair(const RegionNetwork& network, const TimeGrid& grid);

}  // namespace fluxhop::one_way
