/// The honest comparison of an ensemble with the mean-field ODE (PHYSICS section 3, "Honest tests").
///
/// A correct engine differs from the ODE by about a quarter vortex, so the reference is the ODE plus
/// the finite-size bias of the linear-noise equations. Times on one curve are correlated, so one
/// time per decade enters with the full covariance. Several quantities are tested, so the limits
/// control the chance of any false alarm (Holm).
#pragma once

#include <Eigen/Core>
#include <cstddef>
#include <string>
#include <vector>

#include "fluxhop/engine/run.hpp"
#include "fluxhop/stats/hypothesis.hpp"
#include "fluxhop/theory/linear_noise.hpp"

namespace fluxhop {

struct ComparisonOptions {
    double false_alarm = 1e-3;  ///< chance that a correct engine is rejected at all
    double power = 0.9;         ///< chance at which the detectable error is stated
};

/// One tested quantity.
struct Verdict {
    std::string quantity;
    double observed = 0.0;  ///< what the ensemble gives (its unit is in `quantity`)
    double expected = 0.0;
    TestOutcome test;
    HolmDecision decision;
};

struct Comparison {
    std::vector<std::size_t> marks;  ///< grid indices that entered, one per decade
    std::vector<Verdict> verdicts;
    TestOutcome ode_alone;           ///< against the ODE without its bias; shown, never judged
    ShiftEstimate rate_error;        ///< relative error of all rates that would explain the data
    double equivalence_bound = 0.0;  ///< |relative rate error| is below this at 95 % confidence
    double detectable_rate_error = 0.0;  ///< smallest one seen with probability options.power
    ComparisonOptions options;

    bool accepted() const;
};

/// One recorded quantity: its samples and what the theory says of it.
struct ComparedSeries {
    NodeId node;                          ///< whose occupation it is
    const Eigen::MatrixXd& realizations;  ///< realizations x times, in vortices
    const LinearNoise& theory;            ///< at the same times
};

/// The fewest realizations a comparison accepts.
inline constexpr std::size_t fewest_realizations = 50;

/// The grid times that can be judged: one per decade, late enough for the central limit theorem,
/// and at most one per ten realizations.
std::vector<std::size_t> comparable_marks(const TimeGrid& grid, const ComparedSeries& series);

/// @throws UsageError with too few realizations, or when too little happens to be judged
Comparison compare_with_theory(const Experiment& experiment, const ComparedSeries& series,
                               const ComparisonOptions& options = {});

/// Mean and covariance of the chosen columns.
VectorSample sample_at(const Eigen::MatrixXd& realizations, const std::vector<std::size_t>& columns);

}  // namespace fluxhop
