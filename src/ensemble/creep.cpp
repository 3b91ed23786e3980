#include "fluxhop/ensemble/creep.hpp"

#include <cmath>

#include "fluxhop/ensemble/comparison.hpp"
#include "fluxhop/stats/moments.hpp"

namespace fluxhop {
namespace {

using Vector = Eigen::VectorXd;
using Matrix = Eigen::MatrixXd;

/// From 100 t0 on, ln(1 + t/t0) is a straight line in ln t to 1 %.
constexpr double straight_from = 100.0;
constexpr double least_window = 100.0;
constexpr std::size_t fewest_fitted = 5;

Estimate estimate_of(const Moments& moments) {
    return {moments.mean(), moments.standard_error()};
}

/// Of the laws a creep rate makes sense for the one that fits better.
const DecayFit& better_law(const std::vector<DecayFit>& fits) {
    const DecayFit &logarithmic = fits[0], &power = fits[2];
    return power.goodness.statistic < logarithmic.goodness.statistic ? power : logarithmic;
}

/// Between the first and the last mark, beyond what chance makes of no change.
bool decays(const VectorSample& sample) {
    constexpr double errors = 5.0;
    const Eigen::Index last = sample.mean.size() - 1;
    const Matrix& covariance = sample.covariance;
    const double variance = covariance(0, 0) + covariance(last, last) - 2.0 * covariance(0, last);
    const double change = sample.mean[last] - sample.mean[0];
    return change * change * static_cast<double>(sample.count) > errors * errors * variance;
}

std::optional<CreepRate> creep_rate(const Matrix& current, const TimeGrid& grid, const DecayFit& fit) {
    if (fit.c_is_bound) return std::nullopt;
    const double t0 = fit.c;
    Eigen::Index first = 0;
    const auto times = static_cast<Eigen::Index>(grid.size());
    while (first < times && grid[static_cast<std::size_t>(first)] < straight_from * t0) ++first;
    if (first >= times) return std::nullopt;
    CreepRate rate;
    rate.law = fit.law;
    rate.window_begin = grid[static_cast<std::size_t>(first)];
    rate.window_end = grid.end();
    if (rate.window_end < least_window * rate.window_begin) return std::nullopt;

    const double log_middle = 0.5 * (std::log(rate.window_begin) + std::log(rate.window_end));
    const Vector t = Eigen::Map<const Vector>(grid.times().data(), times).tail(times - first);
    const Vector slope_weights = leading_coefficient_weights(t.array().log(), 1);
    const Vector curvature_weights = leading_coefficient_weights((t / t0).array().log1p(), 2);
    const Matrix window = current.rightCols(times - first);
    const bool has_logarithm = window.minCoeff() > 0.0 || window.maxCoeff() < 0.0;
    const bool along_power = fit.law == DecayLaw::power && has_logarithm;
    Moments slopes, rates, curvatures;
    for (Eigen::Index r = 0; r < current.rows(); ++r) {
        const Vector j = window.row(r);
        const double slope = slope_weights.dot(j);
        slopes.push(slope);
        rates.push(along_power ? -slope_weights.dot(j.cwiseAbs().array().log().matrix())
                               : -slope / (j.mean() + slope * (log_middle - t.array().log().mean())));
        curvatures.push(curvature_weights.dot(j));
    }
    rate.slope = estimate_of(slopes);
    rate.creep_rate = estimate_of(rates);
    const double s = rate.creep_rate.value;
    rate.effective_barrier = {1.0 / s, rate.creep_rate.standard_error / (s * s)};
    rate.curvature = estimate_of(curvatures);
    rate.straightness = student(rate.curvature.value, rate.curvature.standard_error,
                                static_cast<std::size_t>(current.rows()) - 1);
    return rate;
}

}  // namespace

bool CreepAnalysis::is_logarithmic(double level) const {
    const bool straight = !rate || rate->straightness.p_value > level;
    return straight && fits[0].goodness.p_value > level && fits[1].goodness.p_value <= level &&
           fits[2].goodness.p_value <= level;
}

std::optional<CreepAnalysis> analyse_creep(const Matrix& current, const TimeGrid& grid,
                                           const std::vector<std::size_t>& marks) {
    if (marks.size() < fewest_fitted) return std::nullopt;
    const VectorSample sample = sample_at(current, marks);
    Vector times(static_cast<Eigen::Index>(marks.size()));
    for (std::size_t i = 0; i < marks.size(); ++i) {
        times[static_cast<Eigen::Index>(i)] = grid[marks[i]];
    }
    if (!decays(sample)) return std::nullopt;
    CreepAnalysis analysis;
    for (const DecayLaw law :
         {DecayLaw::logarithmic, DecayLaw::exponential, DecayLaw::power}) {
        analysis.fits.push_back(fit_decay(law, sample, times));
    }
    analysis.rate = creep_rate(current, grid, better_law(analysis.fits));
    return analysis;
}

}  // namespace fluxhop
