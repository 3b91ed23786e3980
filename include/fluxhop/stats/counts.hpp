/// Counted outcomes against probabilities.
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <map>
#include <vector>

#include "fluxhop/stats/hypothesis.hpp"

namespace fluxhop {

/// A state by its whole numbers; how often it was found, or how likely it is.
using DiscreteState = std::vector<std::int64_t>;
using StateCounts = std::map<DiscreteState, double>;
using StateLaw = std::map<DiscreteState, double>;

/// The weights over their sum.
StateLaw normalized(StateLaw weights);

struct PearsonOutcome {
    TestOutcome test;  ///< p = 0 when a state was found that cannot be
    std::size_t cells = 0;
};

/// Pearson's chi-square of independent outcomes. States expected less than 20 times share a cell; expected less
/// than 20 times together, they share that of the least of the others.
PearsonOutcome pearson(const StateCounts& counts, const StateLaw& law);

/// How often each of several channels was chosen, when every choice had probabilities of its own:
/// (O - E)^T V^-1 (O - E) ~ chi-square, V the sum of the covariances diag(p) - p p^T of the choices.
class ChoiceTest {
public:
    explicit ChoiceTest(std::size_t channels);

    /// @param probabilities of this choice, of sum one
    void push(std::size_t chosen, const Eigen::VectorXd& probabilities);
    TestOutcome outcome() const;

private:
    Eigen::VectorXd excess_;      ///< O - E
    Eigen::VectorXd sum_;         ///< of the probabilities
    Eigen::MatrixXd sum_square_;  ///< of p p^T
};

}  // namespace fluxhop
