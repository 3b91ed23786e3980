#include "fluxhop/ensemble/comparison.hpp"

#include <fmt/format.h>

#include <Eigen/Cholesky>
#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>

#include "fluxhop/base/require.hpp"
#include "fluxhop/ensemble/verdicts.hpp"
#include "fluxhop/stats/decay.hpp"
#include "fluxhop/stats/moments.hpp"

namespace fluxhop {
namespace {

using Vector = Eigen::VectorXd;
using Matrix = Eigen::MatrixXd;

/// A slope needs two times.
constexpr std::size_t fewest_marks = 2;

/// Two times whose values are this close to determining one another count once.
constexpr double least_conditional_variance = 1e-4;

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
        const Eigen::LLT<Matrix> factor(correlation);
        if (factor.info() != Eigen::Success) continue;  // determined to the last digit
        const double left = factor.matrixLLT()(index(kept.size()), index(kept.size()));
        if (left * left > least_conditional_variance) kept = candidate;
    }
    std::reverse(kept.begin(), kept.end());
    return kept;
}

/// The marks at which both series are judged.
Marks shared_marks(const TimeGrid& grid, const ComparedSeries& a, const ComparedSeries& b) {
    const Marks of_a = comparable_marks(grid, a), of_b = comparable_marks(grid, b);
    Marks both;
    std::set_intersection(of_a.begin(), of_a.end(), of_b.begin(), of_b.end(),
                          std::back_inserter(both));
    return both;
}

Vector sample_variance(const ComparedSeries& series) {
    const Matrix& runs = series.realizations;
    const auto deviations = (runs.rowwise() - runs.colwise().mean()).array();
    return deviations.square().colwise().sum() / static_cast<double>(runs.rows() - 1);
}

void judge(std::vector<Verdict>& verdicts, double family_level) {
    std::vector<double> p_values;
    p_values.reserve(verdicts.size());
    for (const Verdict& verdict : verdicts) p_values.push_back(verdict.test.p_value);
    const auto decisions = holm(p_values, family_level);
    for (std::size_t i = 0; i < verdicts.size(); ++i) verdicts[i].decision = decisions[i];
}

constexpr double one_sided = 0.05;

/// How far the ODE is from the mean at every mark, as fractions of the ODE's value; infinite where that is
/// zero but for rounding.
struct RelativeDistance {
    Vector distance;  ///< |mean - ODE|
    Vector error;     ///< its standard error
    std::size_t count;

    RelativeDistance(const VectorSample& sample, const Vector& mean_field) {
        constexpr double rounding = 1e-9;
        const Vector spread = sample.covariance.diagonal().cwiseSqrt();
        const Vector size = mean_field.cwiseAbs();
        const Vector value = (size.array() > rounding * spread.array()).select(size, 0.0);
        const auto fraction = [&](const Vector& of) -> Vector {
            return (value.array() > 0.0).select(of.array() / value.array(), std::numeric_limits<double>::infinity());
        };
        distance = fraction((sample.mean - mean_field).cwiseAbs());
        error = fraction(spread / std::sqrt(static_cast<double>(sample.count)));
        count = sample.count;
    }

    /// What 95 % confidence leaves at every mark.
    double worst() const { return bound(one_sided).maxCoeff(); }
    /// At the mark that knows most, chosen among so many: each at its share of 5 %.
    double best() const { return bound(share()).minCoeff(); }
    double share() const { return one_sided / static_cast<double>(distance.size()); }
    double quantile(double level) const { return student_quantile(level, count - 1); }
    Vector bound(double level) const { return distance + quantile(level) * error; }
};

/// How many runs would show an approximation right or wrong within its margin, at the mark that knows
/// most (early ones see too few hops to tell). Errors fall with the root of the number.
double deciding_realizations(const RelativeDistance& from_ode, double margin, std::size_t count) {
    constexpr double two_sided_1e_3 = 3.29;
    Eigen::Index best = 0;
    from_ode.bound(from_ode.share()).minCoeff(&best);
    const double distance = from_ode.distance[best];
    const double quantile = distance > margin ? two_sided_1e_3 : from_ode.quantile(from_ode.share());
    const double ratio = quantile * from_ode.error[best] / std::abs(margin - distance);
    return static_cast<double>(count) * ratio * ratio;
}

/// How far off the ODE is, and how large an error of the rates there is room for.
SeriesComparison describe(const ComparedSeries& series, const VectorSample& sample,
                          const Marks& marks, double level, double power) {
    const Vector expected = pick(series.mean, marks);
    const Vector mean_field = pick(series.mean_field, marks);
    const Vector sensitivity = pick(series.sensitivity, marks);
    const Eigen::Index last = expected.size() - 1;
    const RelativeDistance from_ode(sample, mean_field);
    SeriesComparison result{.name = series.name,
                            .unit = series.unit,
                            .marks = marks,
                            .ode_alone = hotelling(sample, mean_field),
                            .bias_observed = sample.mean[last] - mean_field[last],
                            .bias_expected = expected[last] - mean_field[last],
                            .is_closure = !series.has_variance(),
                            .ode_margin = from_ode.worst(),
                            .best_ode_margin = from_ode.best(),
                            .rate_error = estimate_shift(sample, expected, sensitivity)};
    if (result.is_closure) {
        result.deciding_realizations =
            deciding_realizations(from_ode, series.relative_margin, sample.count);
    }
    result.rate_error_bound = std::abs(result.rate_error.value) +
                              student_quantile(one_sided, sample.count - static_cast<std::size_t>(last) - 1) *
                                  result.rate_error.standard_error;
    result.detectable_rate_error = detectable_shift(sample, sensitivity, level, power);
    return result;
}

/// A series that theory says cannot change is judged by whether it did.
void judge_frozen(Comparison& comparison, const ComparedSeries& series) {
    const bool stayed = (series.realizations.rowwise() - series.mean.transpose()).isZero(1e-9);
    for (const char* what : {"mean stays", "variance stays zero", "slope stays zero"}) {
        comparison.verdicts.push_back({.quantity = labelled(series, what),
                                       .observed = series.realizations.rightCols(1).mean(),
                                       .expected = series.mean[series.mean.size() - 1],
                                       .test = {0.0, stayed ? 1.0 : 0.0},
                                       .decision = {}});
    }
    SeriesComparison unchanged{.name = series.name, .is_frozen = true};
    unchanged.detectable_rate_error = std::numeric_limits<double>::infinity();
    comparison.series.push_back(std::move(unchanged));
}

}  // namespace

std::string name_of(Outcome outcome) {
    switch (outcome) {
        case Outcome::accepted: return "accepted";
        case Outcome::rejected: return "rejected";
        case Outcome::undecided: break;
    }
    return "undecided";
}

Outcome outcome_of(const Verdict& verdict) {
    if (verdict.decision.rejected) return Outcome::rejected;
    return verdict.is_open ? Outcome::undecided : Outcome::accepted;
}

Outcome Comparison::outcome() const {
    if (verdicts.empty()) return Outcome::undecided;
    const auto any = [this](Outcome outcome) {
        return std::any_of(verdicts.begin(), verdicts.end(), [outcome](const Verdict& verdict) {
            return outcome_of(verdict) == outcome;
        });
    };
    if (any(Outcome::rejected)) return Outcome::rejected;
    return any(Outcome::undecided) ? Outcome::undecided : Outcome::accepted;
}

void require_comparable(std::size_t realizations) {
    require(realizations >= fewest_realizations,
            fmt::format("a comparison needs at least {} realizations, not {}", fewest_realizations,
                        realizations));
}

VectorSample sample_at(const Matrix& realizations, const Marks& columns) {
    JointMoments moments(index(columns.size()));
    for (Eigen::Index r = 0; r < realizations.rows(); ++r) {
        moments.push(pick(realizations.row(r), columns));
    }
    return {moments.mean(), moments.covariance(), moments.count()};
}

ComparedSeries against_mean_field(const Probe& probe, Matrix realizations,
                                  const Matrix& mean_field, const Matrix& sensitivity) {
    const Vector weights = probe.weights(mean_field.cols());
    const Vector expected = mean_field * weights;
    return {.name = {},
            .realizations = std::move(realizations),
            .mean_field = expected,
            .mean = expected,
            .variance = {},
            .sensitivity = sensitivity * weights};
}

ComparedSeries against_linear_noise(const Landscape& landscape, const Probe& probe,
                                    Matrix realizations, const LinearNoise& theory,
                                    const Matrix& sensitivity, std::vector<bool> unknown) {
    ComparedSeries series =
        against_mean_field(probe, std::move(realizations), theory.mean_field, sensitivity);
    series.mean += theory.bias * probe.weights(theory.bias.cols());
    series.variance.resize(series.mean.size());
    for (Eigen::Index t = 0; t < series.mean.size(); ++t) {
        series.variance[t] =
            project_covariance(theory.covariance[static_cast<std::size_t>(t)], probe, probe);
    }
    series.variance_margin = linear_noise_remainder;
    series.unknown = std::move(unknown);
    if (landscape.has_displacements()) return series;
    probe.for_each([&](NodeId node, double) {
        if (landscape.counts_vortices(node)) series.least_mean = linear_noise_least_mean;
    });
    return series;
}

Marks comparable_marks(const TimeGrid& grid, const ComparedSeries& series) {
    const double count = static_cast<double>(series.realizations.rows());
    Marks marks = grid.decade_marks();
    const Vector variance = series.has_variance() ? series.variance : sample_variance(series);
    std::erase_if(marks, [&](std::size_t i) {
        return (!series.unknown.empty() && series.unknown[i]) ||
               count * variance[index(i)] < central_limit_threshold ||
               std::abs(series.mean_field[index(i)]) < series.least_mean;
    });
    const Marks affordable = thinned(marks, static_cast<std::size_t>(count) / 10);
    return informative(affordable, series.realizations);
}

Comparison compare_with_theory(const TimeGrid& grid, const std::vector<ComparedSeries>& series,
                               const ComparisonOptions& options,
                               const std::vector<ComparedPair>& pairs) {
    Comparison comparison{.verdicts = {}, .series = {}, .options = options};
    const double tests = 3.0 * static_cast<double>(series.size()) + static_cast<double>(pairs.size());
    for (const ComparedSeries& one : series) {
        require_comparable(static_cast<std::size_t>(one.realizations.rows()));
        if (one.has_variance() && one.variance.isZero(0.0)) {
            judge_frozen(comparison, one);
            continue;
        }
        const Marks marks = comparable_marks(grid, one);
        if (marks.size() < fewest_marks) continue;
        const VectorSample sample = sample_at(one.realizations, marks);
        const Vector expected = pick(one.mean, marks);
        comparison.series.push_back(
            describe(one, sample, marks, options.false_alarm / tests, options.power));
        if (one.has_variance()) {
            comparison.verdicts.push_back(mean_verdict(one, sample, expected));
            comparison.verdicts.push_back(variance_verdict(one, sample, marks));
            comparison.verdicts.push_back(slope_verdict(grid, one, expected, marks));
        } else {
            comparison.verdicts.push_back(margin_verdict(one, sample, expected));
            const double known = comparison.series.back().best_ode_margin;
            comparison.verdicts.back().is_open = !(known <= one.relative_margin);
        }
    }
    for (const ComparedPair& pair : pairs) {
        const Marks marks = shared_marks(grid, series[pair.first], series[pair.second]);
        if (!marks.empty()) {
            comparison.verdicts.push_back(correlation_verdict(series, pair, marks));
        }
    }
    judge(comparison.verdicts, options.false_alarm);
    return comparison;
}

}  // namespace fluxhop
