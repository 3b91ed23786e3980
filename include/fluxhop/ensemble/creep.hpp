/// What an experimenter reads off a decay: its law, its rate S, and the effective barrier.
#pragma once

#include <Eigen/Core>
#include <optional>
#include <vector>

#include "fluxhop/observe/time_grid.hpp"
#include "fluxhop/stats/decay.hpp"

namespace fluxhop {

/// An estimate with the standard error that the spread between realizations gives.
struct Estimate {
    double value = 0.0;
    double standard_error = 0.0;
};

/// The decay over the window t >= 100 t0, realization by realization. Of the logarithmic and the power law it
/// is the one that fits better that gives t0, and along which S is taken.
struct CreepRate {
    DecayLaw law = DecayLaw::logarithmic;
    double window_begin = 0.0;  ///< s
    double window_end = 0.0;    ///< s
    Estimate slope;             ///< dJ/d ln t, units of J
    Estimate creep_rate;        ///< S = -d ln J/d ln t: at the geometric middle of the window, or throughout
    Estimate effective_barrier; ///< U*/kT = 1/S
    Estimate curvature;         ///< d^2 J/d(ln t)^2 / 2, units of J
    TestOutcome straightness;   ///< Student test of zero curvature
};

struct CreepAnalysis {
    std::vector<DecayFit> fits;     ///< logarithmic, exponential, power
    std::optional<CreepRate> rate;  ///< absent when the window spans less than two decades, or its t0 is unknown

    /// The logarithm stands and both alternatives fall at this level.
    bool is_logarithmic(double level) const;
};

/// @param current realizations x times, J in A/m^2 (or any unit)
/// @param marks   grid indices to fit at; see comparable_marks
/// @return nothing when fewer than five marks are left to tell the laws apart, or J hardly changes between them
std::optional<CreepAnalysis> analyse_creep(const Eigen::MatrixXd& current, const TimeGrid& grid,
                                           const std::vector<std::size_t>& marks);

}  // namespace fluxhop
