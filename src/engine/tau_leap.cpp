#include "fluxhop/engine/tau_leap.hpp"

#include <algorithm>
#include <limits>

#include "fluxhop/base/poisson.hpp"

namespace fluxhop {

std::optional<Leap> TauLeaper::leap(const State& state, double most) {
    planner_.plan(state);
    const double critical_total = planner_.critical_total();
    double wait = planner_.longest_leap();
    if (!pays(wait)) return std::nullopt;
    const double to_critical = critical_total > 0.0 ? exponential(random_) / critical_total
                                                    : std::numeric_limits<double>::infinity();
    for (; pays(wait); wait *= 0.5) {
        const double shortened = std::max(0.0, std::min({wait, to_critical, most}));
        auto result = try_leap(state, shortened);
        if (!result) continue;  // a node would have gone below zero: half the leap, as in the paper
        if (shortened == to_critical && !hop_critical(*result)) continue;
        return result;
    }
    return std::nullopt;
}

/// Whether a leap, cut short by critical hops on average, spares enough hops.
bool TauLeaper::pays(double wait) const {
    const double total = planner_.total();
    return total * wait >= options_.least_hops &&
           total >= options_.least_hops * planner_.critical_total();
}

/// Weak trapezoidal with theta = 1/2: half the leap at a(N), the other half at 2 a(N*) - a(N), N*
/// being the state in between. @return nothing when an occupation would become negative
std::optional<Leap> TauLeaper::try_leap(const State& state, double wait) {
    Leap leap{wait, state, {.leaps = 1}};
    std::vector<double> rates;
    for (std::size_t e = 0; e < model_->landscape().edge_count(); ++e) {
        rates.push_back(planner_.is_critical(EdgeId(e)) ? 0.0 : planner_.propensity(EdgeId(e)));
    }
    if (!hop_many(state, rates, 0.5 * wait, leap)) return std::nullopt;
    const State midway = leap.state;
    if (!hop_many(midway, extrapolated_propensities(midway), 0.5 * wait, leap)) return std::nullopt;
    return leap;
}

/// 2 a(midway) - a(start), not below zero; zero for critical edges.
std::vector<double> TauLeaper::extrapolated_propensities(const State& midway) const {
    std::vector<double> rates;
    for (std::size_t e = 0; e < model_->landscape().edge_count(); ++e) {
        const EdgeId edge(e);
        rates.push_back(planner_.is_critical(edge)
                            ? 0.0
                            : std::max(0.0, 2.0 * model_->propensity(edge, midway) -
                                                planner_.propensity(edge)));
    }
    return rates;
}

/// Poisson numbers of hops at constant rates from `state`, onto the leap.
/// @return false when the vortices of some node did not suffice
bool TauLeaper::hop_many(const State& state, const std::vector<double>& rates, double wait,
                         Leap& leap) {
    const Landscape& landscape = model_->landscape();
    for (std::size_t e = 0; e < rates.size(); ++e) {
        const HopEdge hop = landscape.edge(EdgeId(e));
        const std::int64_t count = poisson(random_, rates[e] * wait);
        leap.state.apply(hop, count);
        leap.passed.hops += static_cast<std::uint64_t>(count);
        if (count > 0 && model_->is_flux_flow(hop, state)) {
            leap.passed.flux_flow_hops += static_cast<std::uint64_t>(count);
        }
    }
    for (std::size_t i = 0; i < landscape.node_count(); ++i) {
        const bool counts = landscape.multiplicity(NodeId(i)) == Multiplicity::occupancy;
        if (counts && leap.state[NodeId(i)] < 0) return false;
    }
    return true;
}

/// One hop along a critical edge, at the end of the leap.
/// @return false when the leap has left no vortex for it
bool TauLeaper::hop_critical(Leap& leap) {
    double target = uniform_open_at_zero(random_) * planner_.critical_total();
    std::size_t chosen = 0;
    for (std::size_t e = 0; e < model_->landscape().edge_count() && target > 0.0; ++e) {
        const double rate = planner_.propensity(EdgeId(e));
        if (!planner_.is_critical(EdgeId(e)) || rate == 0.0) continue;
        chosen = e;
        target -= rate;
    }
    const HopEdge hop = model_->landscape().edge(EdgeId(chosen));
    if (model_->landscape().counts_vortices(hop.from) && leap.state[hop.from] == 0) return false;
    if (model_->is_flux_flow(hop, leap.state)) ++leap.passed.flux_flow_hops;
    leap.state.apply(hop);
    ++leap.passed.hops;
    return true;
}

}  // namespace fluxhop
