#include "fluxhop/ensemble/verdicts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "fluxhop/stats/decay.hpp"
#include "fluxhop/stats/moments.hpp"

namespace fluxhop {
namespace {

using Vector = Eigen::VectorXd;
using Matrix = Eigen::MatrixXd;

/// Moments over the realizations of a quantity that each one gives.
template <class Quantity>
Moments over_realizations(const Matrix& realizations, Quantity quantity) {
    Moments moments;
    for (Eigen::Index r = 0; r < realizations.rows(); ++r) moments.push(quantity(r));
    return moments;
}

}  // namespace

Vector pick(const Vector& values, const Marks& marks) {
    Vector result(index(marks.size()));
    for (std::size_t i = 0; i < marks.size(); ++i) result[index(i)] = values[index(marks[i])];
    return result;
}

std::string labelled(const ComparedSeries& series, const std::string& quantity) {
    return series.name.empty() ? quantity : fmt::format("{}: {}", series.name, quantity);
}

Verdict mean_verdict(const ComparedSeries& series, const VectorSample& sample,
                     const Vector& expected) {
    const Eigen::Index last = expected.size() - 1;
    const std::string what = fmt::format("mean at {} times (last shown)", expected.size());
    return {.quantity = labelled(series, what),
            .observed = sample.mean[last],
            .expected = expected[last],
            .test = hotelling(sample, expected),
            .decision = {}};
}

Verdict margin_verdict(const ComparedSeries& series, const VectorSample& sample,
                       const Vector& expected) {
    Verdict worst{.quantity = labelled(series, fmt::format("mean within {:g} %, {} times",
                                                           100.0 * series.relative_margin,
                                                           expected.size())),
                  .observed = 0.0,
                  .expected = 0.0,
                  .test = {0.0, 2.0},
                  .decision = {}};
    for (Eigen::Index i = 0; i < expected.size(); ++i) {
        const double error =
            std::sqrt(sample.covariance(i, i) / static_cast<double>(sample.count));
        const TestOutcome test = student(sample.mean[i] - expected[i], error, sample.count - 1,
                                         series.relative_margin * std::abs(expected[i]));
        if (test.p_value >= worst.test.p_value) continue;
        worst.test = test;
        worst.observed = sample.mean[i];
        worst.expected = expected[i];
    }
    worst.test.p_value =
        std::min(1.0, worst.test.p_value * static_cast<double>(expected.size()));
    return worst;
}

Verdict variance_verdict(const ComparedSeries& series, const VectorSample& sample,
                         const Marks& marks) {
    const Vector variance = pick(series.variance, marks);
    const double count = static_cast<double>(sample.count);
    const Moments ratio = over_realizations(series.realizations, [&](Eigen::Index r) {
        const Vector deviation = pick(series.realizations.row(r), marks) - sample.mean;
        return (deviation.array().square() / variance.array()).mean() * count / (count - 1.0);
    });
    const double margin = std::log1p(series.variance_margin * variance.cwiseInverse().mean());
    // The error of a variance grows with it, that of its logarithm does not: Student's law needs that.
    return {.quantity = labelled(series, "variance / theory"),
            .observed = ratio.mean(),
            .expected = 1.0,
            .test = student(std::log(ratio.mean()), ratio.standard_error() / ratio.mean(), sample.count - 1,
                            margin),
            .decision = {}};
}

Verdict slope_verdict(const TimeGrid& grid, const ComparedSeries& series, const Vector& expected,
                      const Marks& marks) {
    Vector log_time(index(marks.size()));
    for (std::size_t i = 0; i < marks.size(); ++i) log_time[index(i)] = std::log(grid[marks[i]]);
    const Vector weights = leading_coefficient_weights(log_time, 1);
    const Moments slope = over_realizations(series.realizations, [&](Eigen::Index r) {
        return weights.dot(pick(series.realizations.row(r), marks));
    });
    const double theory = weights.dot(expected);
    return {.quantity = labelled(series, "change per e-fold of time"),
            .observed = slope.mean(),
            .expected = theory,
            .test = student(slope.mean() - theory, slope.standard_error(), slope.count() - 1),
            .decision = {}};
}

Verdict correlation_verdict(const std::vector<ComparedSeries>& series, const ComparedPair& pair,
                            const Marks& marks) {
    const ComparedSeries &a = series[pair.first], &b = series[pair.second];
    const Vector scale =
        (pick(a.variance, marks).array() * pick(b.variance, marks).array()).sqrt();
    const double theory = (pick(pair.covariance, marks).array() / scale.array()).mean();
    const Vector mean_a = sample_at(a.realizations, marks).mean;
    const Vector mean_b = sample_at(b.realizations, marks).mean;
    const double count = static_cast<double>(a.realizations.rows());
    Moments product, square_a, square_b;
    for (Eigen::Index r = 0; r < a.realizations.rows(); ++r) {
        const Vector da = pick(a.realizations.row(r), marks) - mean_a;
        const Vector db = pick(b.realizations.row(r), marks) - mean_b;
        product.push((da.array() * db.array() / scale.array()).mean() * count / (count - 1.0));
        square_a.push((da.array().square() / pick(a.variance, marks).array()).mean());
        square_b.push((db.array().square() / pick(b.variance, marks).array()).mean());
    }
    // The error of a product grows with the variances of the sample; here it is what those of theory make of it.
    const double error = product.standard_error() / std::sqrt(square_a.mean() * square_b.mean());
    const double margin = pair.margin * scale.cwiseInverse().mean();
    return {.quantity = fmt::format("{}, {}: correlation", a.name, b.name),
            .observed = product.mean(),
            .expected = theory,
            .test = student(product.mean() - theory, error, product.count() - 1, margin),
            .decision = {}};
}

}  // namespace fluxhop
