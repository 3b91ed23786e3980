/// Recorded numbers: weighted sums of the model's variables.
#pragma once

#include <Eigen/Core>
#include <cstddef>
#include <span>
#include <vector>

#include "fluxhop/base/ids.hpp"

namespace fluxhop {

/// weight x (sum over `count` variables from `first` on, `stride` apart).
struct ProbeTerm {
    NodeId first;
    double weight = 1.0;
    std::size_t count = 1;
    std::size_t stride = 1;
};

struct Probe {
    Probe(NodeId variable) : terms{{variable}} {}  // NOLINT: a variable is a probe
    explicit Probe(std::vector<ProbeTerm> sum) : terms(std::move(sum)) {}

    std::vector<ProbeTerm> terms;

    /// @param variables callable NodeId -> double
    template <class Variables>
    double value(const Variables& variables) const {
        double sum = 0.0;
        for_each([&](NodeId variable, double weight) { sum += weight * variables(variable); });
        return sum;
    }

    /// Calls visit(variable, weight) for everything in the sum.
    template <class Visit>
    void for_each(Visit&& visit) const {
        for (const ProbeTerm& term : terms) {
            for (std::size_t i = 0; i < term.count; ++i) {
                visit(NodeId(term.first.index() + i * term.stride), term.weight);
            }
        }
    }

    /// Its weights, one for each of `variables` variables.
    Eigen::VectorXd weights(Eigen::Index variables) const;

    /// Whether it reads none but the first `variables` variables.
    bool lies_within(std::size_t variables) const;
};

/// The probes' values for each row of variables; NaN for a probe that reads more than there are.
Eigen::MatrixXd project(const Eigen::MatrixXd& variables, std::span<const Probe> probes);

/// The covariance of two probes, given that of the variables; NaN as above.
double project_covariance(const Eigen::MatrixXd& covariance, const Probe& a, const Probe& b);

}  // namespace fluxhop
