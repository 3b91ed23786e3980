#include "fluxhop/ensemble/comparison.hpp"

#include <fmt/format.h>

#include <Eigen/Cholesky>
#include <algorithm>
#include <cmath>
#include <limits>

#include "fluxhop/base/require.hpp"
#include "fluxhop/stats/decay.hpp"
#include "fluxhop/stats/moments.hpp"
#include "fluxhop/theory/expansion.hpp"

namespace fluxhop {
namespace {

using Vector = Eigen::VectorXd;
using Matrix = Eigen::MatrixXd;
using Marks = std::vector<std::size_t>;

Eigen::Index index(std::size_t i) { return static_cast<Eigen::Index>(i); }

/// Means over R runs are Gaussian enough for the F law from this many vortices^2 of R Var on:
/// the skewness of a Poisson mean is then 1/sqrt(200) = 0.07.
constexpr double central_limit_threshold = 200.0;

/// What linear noise leaves out of a variance: 1/24 vortex^2 at late times (PHYSICS section 3).
constexpr double linear_noise_remainder = 1.0 / 24.0;

/// Two times whose values are this close to determining one another count once.
constexpr double least_conditional_variance = 1e-4;

Vector pick(const Vector& values, const Marks& marks) {
    Vector result(index(marks.size()));
    for (std::size_t i = 0; i < marks.size(); ++i) result[index(i)] = values[index(marks[i])];
    return result;
}

/// E[N] by ODE plus bias, at every time.
Vector expected_mean(const ComparedSeries& series) {
    const Eigen::Index node = index(series.node.index());
    return series.theory.mean_field.col(node) + series.theory.bias.col(node);
}

/// Every k-th mark, counted from the last, so that at most `most` remain.
Marks thinned(const Marks& marks, std::size_t most) {
    const std::size_t stride = (marks.size() + most - 1) / std::max<std::size_t>(most, 1);
    Marks kept;
    for (std::size_t i = 0; i < marks.size(); i += stride) {
        kept.push_back(marks[marks.size() - 1 - i]);
    }
    std::reverse(kept.begin(), kept.end());
    return kept;
}

/// Drops times that the later ones already determine (a frozen sample stays as it was).
Marks informative(const Marks& marks, const Matrix& realizations) {
    Marks kept;
    for (auto mark = marks.rbegin(); mark != marks.rend(); ++mark) {
        Marks candidate = kept;
        candidate.push_back(*mark);
        const Matrix covariance = sample_at(realizations, candidate).covariance;
        const Vector scale = covariance.diagonal().cwiseSqrt();
        if (!(scale.minCoeff() > 0.0)) continue;
        const Matrix correlation =
            scale.cwiseInverse().asDiagonal() * covariance * scale.cwiseInverse().asDiagonal();
        const Matrix factor = correlation.llt().matrixL();
        const double left = factor(index(kept.size()), index(kept.size()));
        if (left * left > least_conditional_variance) kept = candidate;
    }
    std::reverse(kept.begin(), kept.end());
    return kept;
}

/// d<N>/d ln(rate) at the marks: scaling all rates by 1 + delta is scaling time.
Vector rate_sensitivity(const Experiment& experiment, const ComparedSeries& series,
                        const Marks& marks) {
    Vector result(index(marks.size()));
    Vector flow;
    for (std::size_t i = 0; i < marks.size(); ++i) {
        mean_flow(experiment.model, series.theory.mean_field.row(index(marks[i])), flow);
        result[index(i)] = experiment.grid[marks[i]] * flow[index(series.node.index())];
    }
    return result;
}

/// Moments over the realizations of a quantity that each one gives.
template <class Quantity>
Moments over_realizations(const Matrix& realizations, Quantity quantity) {
    Moments moments;
    for (Eigen::Index r = 0; r < realizations.rows(); ++r) moments.push(quantity(r));
    return moments;
}

Verdict mean_verdict(const VectorSample& sample, const Vector& expected) {
    const Eigen::Index last = expected.size() - 1;
    return {.quantity = fmt::format("mean at {} times (last shown)", expected.size()),
            .observed = sample.mean[last],
            .expected = expected[last],
            .test = hotelling(sample, expected),
            .decision = {}};
}

/// The ratio of variances to linear noise, averaged over the marks; each realization contributes
/// its own squared deviations, so their correlation and kurtosis enter by themselves.
Verdict variance_verdict(const ComparedSeries& series, const VectorSample& sample,
                         const Marks& marks) {
    const Vector noise = pick(series.theory.variance(series.node), marks);
    const double count = static_cast<double>(sample.count);
    const Moments ratio = over_realizations(series.realizations, [&](Eigen::Index r) {
        const Vector deviation = pick(series.realizations.row(r), marks) - sample.mean;
        return (deviation.array().square() / noise.array()).mean() * count / (count - 1.0);
    });
    const double margin = linear_noise_remainder * noise.cwiseInverse().mean();
    return {.quantity = "variance / linear noise",
            .observed = ratio.mean(),
            .expected = 1.0,
            .test = student(ratio.mean() - 1.0, ratio.standard_error(), sample.count - 1, margin),
            .decision = {}};
}

Verdict slope_verdict(const Experiment& experiment, const ComparedSeries& series,
                      const Vector& expected, const Marks& marks) {
    Vector log_time(index(marks.size()));
    for (std::size_t i = 0; i < marks.size(); ++i) {
        log_time[index(i)] = std::log(experiment.grid[marks[i]]);
    }
    const Vector weights = leading_coefficient_weights(log_time, 1);
    const Moments slope = over_realizations(series.realizations, [&](Eigen::Index r) {
        return weights.dot(pick(series.realizations.row(r), marks));
    });
    const double theory = weights.dot(expected);
    return {.quantity = "hops per e-fold of time",
            .observed = slope.mean(),
            .expected = theory,
            .test = student(slope.mean() - theory, slope.standard_error(), slope.count() - 1),
            .decision = {}};
}

void judge(std::vector<Verdict>& verdicts, double family_level) {
    std::vector<double> p_values;
    for (const Verdict& verdict : verdicts) p_values.push_back(verdict.test.p_value);
    const auto decisions = holm(p_values, family_level);
    for (std::size_t i = 0; i < verdicts.size(); ++i) verdicts[i].decision = decisions[i];
}

/// Fills in how large an error of the rates the comparison leaves room for and could have seen.
void state_sensitivity(Comparison& comparison, const VectorSample& sample, const Vector& expected,
                       const Vector& sensitivity) {
    const double first_limit =
        comparison.options.false_alarm / static_cast<double>(comparison.verdicts.size());
    comparison.detectable_rate_error =
        detectable_shift(sample, sensitivity, first_limit, comparison.options.power);
    comparison.rate_error = estimate_shift(sample, expected, sensitivity);
    constexpr double one_sided_95 = 1.6449;
    comparison.equivalence_bound = std::abs(comparison.rate_error.value) +
                                   one_sided_95 * comparison.rate_error.standard_error;
}

}  // namespace

bool Comparison::accepted() const {
    return std::none_of(verdicts.begin(), verdicts.end(),
                        [](const Verdict& verdict) { return verdict.decision.rejected; });
}

VectorSample sample_at(const Matrix& realizations, const Marks& columns) {
    JointMoments moments(index(columns.size()));
    for (Eigen::Index r = 0; r < realizations.rows(); ++r) {
        moments.push(pick(realizations.row(r), columns));
    }
    return {moments.mean(), moments.covariance(), moments.count()};
}

Marks comparable_marks(const TimeGrid& grid, const ComparedSeries& series) {
    const Vector variance = series.theory.variance(series.node);
    const double count = static_cast<double>(series.realizations.rows());
    Marks marks = grid.decade_marks();
    std::erase_if(marks, [&](std::size_t i) {
        return count * variance[index(i)] < central_limit_threshold;
    });
    const Marks affordable = thinned(marks, static_cast<std::size_t>(count) / 10);
    return informative(affordable, series.realizations);
}

Comparison compare_with_theory(const Experiment& experiment, const ComparedSeries& series,
                               const ComparisonOptions& options) {
    const auto count = static_cast<std::size_t>(series.realizations.rows());
    require(count >= fewest_realizations,
            fmt::format("a comparison needs at least {} realizations, not {}", fewest_realizations,
                        count));
    Comparison comparison;
    comparison.options = options;
    comparison.marks = comparable_marks(experiment.grid, series);
    require(comparison.marks.size() >= 2,
            fmt::format("nothing to compare: fewer than two decades of time have realizations x "
                        "variance >= {:g} hops^2; record later times or run more realizations",
                        central_limit_threshold));
    const Marks& marks = comparison.marks;
    const VectorSample sample = sample_at(series.realizations, marks);
    const Vector expected = pick(expected_mean(series), marks);

    comparison.verdicts = {mean_verdict(sample, expected),
                           variance_verdict(series, sample, marks),
                           slope_verdict(experiment, series, expected, marks)};
    judge(comparison.verdicts, options.false_alarm);
    const Eigen::Index node = index(series.node.index());
    comparison.ode_alone = hotelling(sample, pick(series.theory.mean_field.col(node), marks));
    state_sensitivity(comparison, sample, expected, rate_sensitivity(experiment, series, marks));
    return comparison;
}

}  // namespace fluxhop
