#include "fluxhop/engine/leap_plan.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "fluxhop/model/derivative.hpp"

namespace fluxhop {
namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();

/// Hops of one leap that doubles and 64-bit integers count without loss.
constexpr double most_hops = 0x1p50;

/// How much more than epsilon a propensity may change along the mean path: room for its curvature,
/// none for a kink such as the vanishing of a barrier.
constexpr double curvature_allowance = 2.0;

bool counts(const Model& model, NodeId node) {
    return model.landscape().multiplicity(node) == Multiplicity::occupancy;
}

}  // namespace

LeapPlanner::LeapPlanner(const Model& model, const LeapOptions& options)
    : model_(&model),
      options_(options),
      propensity_(model.landscape().edge_count()),
      critical_(edge_count()),
      sensitivity_(model.landscape().node_count()),
      drift_(sensitivity_.size()),
      spread_(sensitivity_.size()) {
    FLUXHOP_ASSERT(options.epsilon > 0.0 && options.relaxation > 0.0 && options.exact_hops > 0);
    for (std::size_t e = 0; e < edge_count(); ++e) {
        dependencies_.push_back(model.dependencies(EdgeId(e)));
        FLUXHOP_ASSERT(std::ranges::all_of(dependencies_.back(), [this](NodeId node) {
            return node.index() < sensitivity_.size();
        }));
        slope_.emplace_back(dependencies_.back().size());
    }
}

void LeapPlanner::plan(const State& state) {
    measure(state);
    sort_out_critical(state);
    longest_leap_ = std::min({bounded_by_drift_and_spread(), bounded_by_relaxation(),
                              most_hops / total_});
    while (longest_leap_ * total_ >= options_.least_hops && !stays_faithful(state, longest_leap_)) {
        longest_leap_ *= 0.5;
    }
}

/// Propensities, their slopes, and s_i.
void LeapPlanner::measure(const State& state) {
    for (std::size_t i = 0; i < sensitivity_.size(); ++i) {
        const NodeId node(i);
        sensitivity_[i] = counts(*model_, node) && state[node] == 0 ? infinite : 0.0;
    }
    total_ = 0.0;
    for (std::size_t e = 0; e < edge_count(); ++e) {
        propensity_[e] = model_->propensity(EdgeId(e), state);
        total_ += propensity_[e];
        for (std::size_t d = 0; d < dependencies_[e].size(); ++d) {
            const NodeId node = dependencies_[e][d];
            const bool silent = propensity_[e] == 0.0;  // and its logarithm has no slope
            slope_[e][d] =
                silent ? 0.0 : propensity_along(*model_, EdgeId(e), state, node, node).first;
            if (silent) continue;
            double& sensitivity = sensitivity_[node.index()];
            sensitivity = std::max(sensitivity, std::abs(slope_[e][d]) / propensity_[e]);
        }
    }
}

/// Marks the critical edges; the others give the drift and spread of the nodes.
void LeapPlanner::sort_out_critical(const State& state) {
    std::fill(drift_.begin(), drift_.end(), 0.0);
    std::fill(spread_.begin(), spread_.end(), 0.0);
    critical_total_ = 0.0;
    for (std::size_t e = 0; e < edge_count(); ++e) {
        const HopEdge hop = model_->landscape().edge(EdgeId(e));
        const bool may_run_out = counts(*model_, hop.from) && state[hop.from] < options_.critical;
        critical_[e] =
            may_run_out || allowed_change(hop.from) < 1.0 || allowed_change(hop.to) < 1.0;
        if (critical_[e]) {
            critical_total_ += propensity_[e];
            continue;
        }
        drift_[hop.from.index()] -= propensity_[e];
        drift_[hop.to.index()] += propensity_[e];
        spread_[hop.from.index()] += propensity_[e];
        spread_[hop.to.index()] += propensity_[e];
    }
}

/// The paper's eq. (33) with epsilon N_i/g_i = epsilon/s_i.
double LeapPlanner::bounded_by_drift_and_spread() const {
    double longest = infinite;
    for (std::size_t i = 0; i < sensitivity_.size(); ++i) {
        if (spread_[i] == 0.0 || sensitivity_[i] == 0.0) continue;
        const double change = allowed_change(NodeId(i));
        longest = std::min({longest, change / std::abs(drift_[i]), change * change / spread_[i]});
    }
    return longest;
}

/// relaxation / ||J||_1, J_ij = df_i/dN_j of the edges that are not critical: the column sums bound
/// every eigenvalue of J. A hop changes two nodes, hence the 2.
double LeapPlanner::bounded_by_relaxation() const {
    std::vector<double> columns(sensitivity_.size(), 0.0);
    for (std::size_t e = 0; e < edge_count(); ++e) {
        if (critical_[e]) continue;
        for (std::size_t d = 0; d < dependencies_[e].size(); ++d) {
            columns[dependencies_[e][d].index()] += 2.0 * std::abs(slope_[e][d]);
        }
    }
    const double fastest = *std::max_element(columns.begin(), columns.end());
    return fastest == 0.0 ? infinite : options_.relaxation / fastest;
}

/// Whether the propensities at the end of the mean path are what their slopes promise. It looks at
/// the mean, not at what was drawn, so that it cannot favour some outcomes.
bool LeapPlanner::stays_faithful(const State& state, double leap) const {
    const auto ahead = [&](NodeId node) { return state(node) + leap * drift_[node.index()]; };
    const double allowed = curvature_allowance * options_.epsilon;
    for (std::size_t e = 0; e < edge_count(); ++e) {
        const double change = model_->propensity(EdgeId(e), ahead) - propensity_[e];
        if (!(std::abs(change) <= allowed * propensity_[e]) && propensity_[e] > 0.0) return false;
    }
    return true;
}

}  // namespace fluxhop
