/// How far a realization may leap: the step selection of tau-leaping. Deterministic; nothing is drawn.
///
/// Cao, Gillespie and Petzold, J. Chem. Phys. 124, 044109 (2006) bound the mean and the variance of
/// the change of each occupation by epsilon N_i/g_i, so that no propensity changes by more than the
/// fraction epsilon. Their g_i = 1, 2, 3 is the order of a chemical reaction. A hop over a barrier of
/// U0 = 75 kT has g = |d ln a/d ln N| up to 75 instead, so g is read off the model's own propensities:
/// the bound is epsilon/s_i with s_i = max over the edges of |d ln a/dN_i|.
#pragma once

#include <cstdint>
#include <vector>

#include "fluxhop/model/model.hpp"

namespace fluxhop {

/// The defaults reach 0.1 % of the mean and 2 % of the variance with room; docs/tau_leaping.md.
struct LeapOptions {
    double epsilon = 0.03;  ///< relative change of any propensity in one leap
    /// Leap in units of (a lower bound of) the shortest relaxation time: beyond 2 an explicit leap is
    /// unstable; at 0.3 the variance about an equilibrium is right to 0.5 %.
    double relaxation = 0.3;
    std::int64_t critical = 10;      ///< a node with fewer vortices (n_c) loses at most one per leap
    double least_hops = 10.0;        ///< a leap over fewer expected hops does not pay
    std::uint32_t exact_hops = 100;  ///< hops made one by one where no leap pays; at least 1
};

class LeapPlanner {
public:
    LeapPlanner(const Model& model, const LeapOptions& options);

    /// Looks at a state; all that follows speaks of it.
    void plan(const State& state);

    double propensity(EdgeId edge) const { return propensity_[edge.index()]; }
    double total() const { return total_; }
    double critical_total() const { return critical_total_; }

    /// An edge at most one hop of which may happen in a leap: its departure node could run out, or
    /// a single hop changes a propensity by more than epsilon (the paper's floor of one vortex).
    bool is_critical(EdgeId edge) const { return critical_[edge.index()]; }

    /// The longest leap, s, over the edges that are not critical; infinite when nothing notices it.
    double longest_leap() const { return longest_leap_; }

private:
    void measure(const State& state);
    void sort_out_critical(const State& state);
    double bounded_by_drift_and_spread() const;
    double bounded_by_relaxation() const;
    bool stays_faithful(const State& state, double leap) const;
    double allowed_change(NodeId node) const { return options_.epsilon / sensitivity_[node.index()]; }
    std::size_t edge_count() const { return propensity_.size(); }

    const Model* model_;
    LeapOptions options_;
    std::vector<std::vector<NodeId>> dependencies_;  ///< of each edge's propensity

    std::vector<double> propensity_;          ///< 1/s, by edge
    std::vector<bool> critical_;              ///< by edge
    std::vector<double> sensitivity_;         ///< s_i, 1/vortex, by node
    std::vector<double> drift_;  ///< mean change without critical hops, vortices/s, by node
    std::vector<double> spread_;              ///< its variance, vortices^2/s, by node
    std::vector<std::vector<double>> slope_;  ///< d propensity/dN, 1/s, by edge and dependency
    double total_ = 0.0;
    double critical_total_ = 0.0;
    double longest_leap_ = 0.0;
};

}  // namespace fluxhop
