#include "fluxhop/stats/counts.hpp"

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <vector>

#include "fluxhop/base/require.hpp"

namespace fluxhop {
namespace {

/// Expected counts below which chi-square is not yet the law of Pearson's statistic.
constexpr double least_expected = 20.0;

}  // namespace

StateLaw normalized(StateLaw weights) {
    double sum = 0.0;
    for (const auto& [state, weight] : weights) sum += weight;
    for (auto& [state, weight] : weights) weight /= sum;
    return weights;
}

PearsonOutcome pearson(const StateCounts& counts, const StateLaw& law) {
    double total = 0.0;
    for (const auto& [state, count] : counts) {
        if (!law.contains(state)) return {{std::numeric_limits<double>::infinity(), 0.0}, 0};
        total += count;
    }
    struct Cell {
        double count, expected;
    };
    std::vector<Cell> cells;
    Cell rare{total, total};
    for (const auto& [state, probability] : law) {
        const double expected = probability * total;
        if (expected < least_expected) continue;
        const auto found = counts.find(state);
        const double count = found == counts.end() ? 0.0 : found->second;
        cells.push_back({count, expected});
        rare.count -= count;
        rare.expected -= expected;
    }
    if (rare.expected < least_expected && cells.size() > 1) {  // too few to be a cell of their own
        Cell& least = *std::ranges::min_element(cells, {}, &Cell::expected);
        least.count += rare.count;
        least.expected += rare.expected;
    } else {
        cells.push_back(rare);
    }
    PearsonOutcome result{{}, cells.size()};
    for (const Cell& cell : cells) {
        result.test.statistic += (cell.count - cell.expected) * (cell.count - cell.expected) / cell.expected;
    }
    FLUXHOP_ASSERT(result.cells > 1);
    result.test.p_value =
        chi_square_p_value(result.test.statistic, static_cast<double>(result.cells - 1));
    return result;
}

ChoiceTest::ChoiceTest(std::size_t channels)
    : excess_(Eigen::VectorXd::Zero(static_cast<Eigen::Index>(channels))),
      sum_(excess_),
      sum_square_(Eigen::MatrixXd::Zero(excess_.size(), excess_.size())) {}

void ChoiceTest::push(std::size_t chosen, const Eigen::VectorXd& probabilities) {
    excess_ -= probabilities;
    excess_[static_cast<Eigen::Index>(chosen)] += 1.0;
    sum_ += probabilities;
    sum_square_.noalias() += probabilities * probabilities.transpose();
}

TestOutcome ChoiceTest::outcome() const {
    Eigen::MatrixXd covariance = -sum_square_;
    covariance.diagonal() += sum_;
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> modes(covariance);
    TestOutcome result;
    double dimensions = 0.0;
    for (Eigen::Index i = 0; i < excess_.size(); ++i) {
        const double variance = modes.eigenvalues()[i];
        if (variance < least_expected) continue;  // the sum of all choices is no choice
        const double along = modes.eigenvectors().col(i).dot(excess_);
        result.statistic += along * along / variance;
        dimensions += 1.0;
    }
    FLUXHOP_ASSERT(dimensions > 0.0);
    result.p_value = chi_square_p_value(result.statistic, dimensions);
    return result;
}

}  // namespace fluxhop
