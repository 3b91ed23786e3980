/// The honest comparison of an ensemble with the mean-field ODE (PHYSICS section 3, "Honest tests").
///
/// A correct engine differs from the ODE by about a quarter vortex, so the reference is the ODE plus
/// the finite-size bias of the linear-noise equations. Times on one curve are correlated, so one
/// time per decade enters with the full covariance. Several quantities are tested, so the limits
/// control the chance of any false alarm (Holm).
#pragma once

#include <Eigen/Core>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "fluxhop/model/landscape.hpp"
#include "fluxhop/observe/probe.hpp"
#include "fluxhop/observe/time_grid.hpp"
#include "fluxhop/stats/hypothesis.hpp"
#include "fluxhop/theory/linear_noise.hpp"

namespace fluxhop {

struct ComparisonOptions {
    double false_alarm = 1e-3;  ///< chance that a correct engine is rejected at all
    double power = 0.9;         ///< chance at which the detectable error is stated
    double margin = 0.02;       ///< relative error that is granted to a theory that is no more than a closure
};

/// One recorded quantity, in vortices: its samples and what theory says of it, at every time.
struct ComparedSeries {
    std::string name;              ///< for reports; empty when there is only one
    std::string unit = "vortices"; ///< of its numbers, for reports
    Eigen::MatrixXd realizations;  ///< realizations x times
    Eigen::VectorXd mean_field;    ///< the ODE
    Eigen::VectorXd mean;          ///< E[N]: ODE plus finite-size bias, or exact
    Eigen::VectorXd variance;      ///< Var N: linear noise, or exact; empty when theory has none
    double variance_margin = 0.0;  ///< what the theory is known to leave out of the variance
    Eigen::VectorXd sensitivity;   ///< d<N>/d ln(all rates)
    double least_mean = 0.0;       ///< below this many vortices the theory is not to be judged by
    std::vector<bool> unknown = {};  ///< times of which the theory says nothing; empty when there are none
    /// Theory is an approximation and is judged by whether it is right within this fraction.
    double relative_margin = 0.0;

    bool has_variance() const { return variance.size() > 0; }
};

/// Linear noise expands about many vortices: a nearly empty region is beyond it.
inline constexpr double linear_noise_least_mean = 10.0;

/// What linear noise leaves out of a variance: 1/24 vortex^2 at late times (PHYSICS section 3).
inline constexpr double linear_noise_remainder = 1.0 / 24.0;

/// A series with linear noise as its theory.
/// @param sensitivity of all the model's variables, times x variables: see rate_sensitivity
/// @param unknown     times of which linear noise says nothing: see times_at_kink
ComparedSeries against_linear_noise(const Landscape& landscape, const Probe& probe,
                                    Eigen::MatrixXd realizations, const LinearNoise& theory,
                                    const Eigen::MatrixXd& sensitivity, std::vector<bool> unknown = {});

/// A series with the mean field alone as its theory: no variance, and no finite-size bias.
/// @param mean_field, sensitivity of all the model's variables, times x variables
ComparedSeries against_mean_field(const Probe& probe, Eigen::MatrixXd realizations,
                                  const Eigen::MatrixXd& mean_field,
                                  const Eigen::MatrixXd& sensitivity);

/// The covariance of two series by theory, at every time.
struct ComparedPair {
    std::size_t first = 0, second = 0;  ///< indices of the series
    Eigen::VectorXd covariance;         ///< vortices^2
    double margin = 0.0;                ///< what the theory is known to leave out of it
};

/// One tested quantity.
struct Verdict {
    std::string quantity;
    double observed = 0.0;  ///< what the ensemble gives (its unit is in `quantity`)
    double expected = 0.0;
    TestOutcome test;
    HolmDecision decision;
    bool is_open = false;  ///< if not rejected, too little is known to accept it either
};

/// What a comparison says of one series beyond yes and no.
struct SeriesComparison {
    std::string name;
    std::string unit = "vortices";        ///< of the numbers below
    std::vector<std::size_t> marks = {};  ///< grid indices that entered, one per decade
    TestOutcome ode_alone = {};           ///< against the ODE without its bias; shown, never judged
    double bias_observed = 0.0;      ///< mean - ODE at the last mark, vortices
    double bias_expected = 0.0;
    bool is_frozen = false;          ///< theory says that nothing changes
    bool is_closure = false;         ///< the ODE leaves out more than a finite size: no bias is known
    double ode_margin = 0.0;         ///< the ODE is right within this fraction of N at 95 %
    double best_ode_margin = 0.0;    ///< the same at the time that knows most
    double deciding_realizations = 0.0;  ///< of a closure: about how many would settle its margin
    ShiftEstimate rate_error = {};   ///< relative error of all rates that would explain the data
    double rate_error_bound = 0.0;   ///< |relative rate error| is below this at 95 % confidence
    double detectable_rate_error = 0.0;  ///< smallest one seen with probability options.power
};

/// How a comparison ends. Not to be rejected is enough for a theory with a known error; an approximation
/// must also have been seen to be right within its margin.
enum class Outcome : std::uint8_t { accepted, rejected, undecided };
std::string name_of(Outcome outcome);
Outcome outcome_of(const Verdict& verdict);

struct Comparison {
    std::vector<Verdict> verdicts;  ///< of all series, one family; none when too little happened to be judged
    std::vector<SeriesComparison> series;
    ComparisonOptions options;

    Outcome outcome() const;
};

/// The fewest realizations a comparison accepts.
inline constexpr std::size_t fewest_realizations = 50;

/// Means over R runs are Gaussian enough for the F law from this many vortices^2 of R Var on:
/// the skewness of a Poisson mean is then 1/sqrt(200) = 0.07.
inline constexpr double central_limit_threshold = 200.0;

/// @throws UsageError with fewer
void require_comparable(std::size_t realizations);

/// The grid times that can be judged: one per decade, late enough for the central limit theorem,
/// and at most one per ten realizations.
std::vector<std::size_t> comparable_marks(const TimeGrid& grid, const ComparedSeries& series);

/// A series in which too little happens to be judged is left out; without any the outcome is undecided.
/// @throws UsageError with too few realizations
Comparison compare_with_theory(const TimeGrid& grid, const std::vector<ComparedSeries>& series,
                               const ComparisonOptions& options = {},
                               const std::vector<ComparedPair>& pairs = {});

/// Mean and covariance of the chosen columns.
VectorSample sample_at(const Eigen::MatrixXd& realizations, const std::vector<std::size_t>& columns);

}  // namespace fluxhop
