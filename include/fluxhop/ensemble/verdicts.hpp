/// The single tests of a comparison; comparison.hpp puts them together.
#pragma once

#include <Eigen/Core>
#include <string>
#include <vector>

#include "fluxhop/ensemble/comparison.hpp"

namespace fluxhop {

/// Grid indices at which a series is judged.
using Marks = std::vector<std::size_t>;

inline Eigen::Index index(std::size_t i) { return static_cast<Eigen::Index>(i); }

/// The values at the marks.
Eigen::VectorXd pick(const Eigen::VectorXd& values, const Marks& marks);

/// "p: mean" for a named series, "mean" for the only one.
std::string labelled(const ComparedSeries& series, const std::string& quantity);

Verdict mean_verdict(const ComparedSeries& series, const VectorSample& sample,
                     const Eigen::VectorXd& expected);

/// Whether the mean lies within the margin of a theory that is an approximation, at every mark; the
/// marks share the level (Bonferroni). The mark that fits worst is shown.
Verdict margin_verdict(const ComparedSeries& series, const VectorSample& sample,
                       const Eigen::VectorXd& expected);

/// The ratio of variances to theory, averaged over the marks; each realization contributes its own
/// squared deviations, so their correlation and kurtosis enter by themselves.
Verdict variance_verdict(const ComparedSeries& series, const VectorSample& sample,
                         const Marks& marks);

Verdict slope_verdict(const TimeGrid& grid, const ComparedSeries& series,
                      const Eigen::VectorXd& expected, const Marks& marks);

/// The correlation of two series, averaged over the marks they share: each realization contributes
/// its own products of deviations, in units of the standard deviations of theory.
Verdict correlation_verdict(const std::vector<ComparedSeries>& series, const ComparedPair& pair,
                            const Marks& marks);

}  // namespace fluxhop
