#include "fluxhop/engine/rate_cache.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <numeric>

namespace fluxhop {
namespace {

constexpr std::int64_t nothing = std::numeric_limits<std::int64_t>::min();

/// The node whose occupation settles the propensity of an edge; where none does, that of another edge.
std::size_t key_node(const Model& model, EdgeId edge) {
    if (model.landscape().node_count() == 2) return 0;
    const std::size_t edges = model.landscape().edge_count();
    for (std::size_t i = 0; i < edges; ++i) {
        const auto nodes = model.dependencies(EdgeId((edge.index() + i) % edges));
        if (!nodes.empty()) return nodes.front().index();
    }
    return 0;
}

/// As many slots as there are states to come through, up to a limit.
std::int64_t slot_count(const State& initial, std::int64_t most) {
    double vortices = 63.0;
    for (const std::int64_t n : initial.occupations()) {
        vortices += std::abs(static_cast<double>(n));
    }
    const double slots = std::min(vortices, static_cast<double>(most));
    return static_cast<std::int64_t>(std::bit_ceil(static_cast<std::uint64_t>(slots)));
}

}  // namespace

bool RateCache::accepts(const Model& model, const Start& initial) {
    const Landscape& landscape = model.landscape();
    if (landscape.edge_count() == 0 || landscape.edge_count() > most_hops) return false;
    if (landscape.node_count() > most_nodes) return false;  // some without a hop
    if (landscape.has_displacements() || !model.schedule().is_constant()) return false;
    if (landscape.node_count() == 2) return initial.node_count() == 2;
    for (std::size_t e = 0; e < landscape.edge_count(); ++e) {
        if (model.dependencies(EdgeId(e)).size() > 1) return false;
    }
    return true;
}

RateCache::RateCache(const Model& model, const State& initial, std::int64_t slots)
    : model_(&model),
      variables_(Variables::count(initial.node_count())),
      mask_(slot_count(initial, slots) - 1) {
    FLUXHOP_ASSERT(accepts(model, initial));
    State state = initial;
    state.set_signals(model.schedule().at(0.0));
    for (std::size_t i = 0; i < variables_.size(); ++i) variables_[i] = state(NodeId(i));
    sum_ = std::accumulate(variables_.begin(),
                           variables_.begin() + static_cast<std::ptrdiff_t>(initial.node_count()), 0.0);
    const auto size = static_cast<std::size_t>(mask_ + 1);
    for (std::size_t e = 0; e < model.landscape().edge_count(); ++e) {
        const HopEdge hop = model.landscape().edge(EdgeId(e));
        const std::size_t node = key_node(model, EdgeId(e));
        const auto known = std::find_if(keys_.begin(), keys_.end(),
                                        [node](const Key& key) { return key.node == node; });
        const auto key = static_cast<std::size_t>(known - keys_.begin());
        if (known == keys_.end()) keys_.push_back({node, std::vector(size, nothing)});
        hops_.push_back({key, hop.from.index(), hop.to.index(), std::vector(size, 0.0),
                         std::vector<std::uint8_t>(size, 0)});
    }
}

/// In a network of two nodes the other one has the rest; elsewhere no other node matters.
void RateCache::occupy(const Key& key, std::int64_t occupation) {
    variables_[key.node] = static_cast<double>(occupation);
    if (model_->landscape().node_count() == 2) {
        variables_[1 - key.node] = sum_ - variables_[key.node];
    }
}

void RateCache::learn(std::size_t key, std::int64_t occupation) {
    occupy(keys_[key], occupation);
    const auto variable = [this](NodeId id) { return variables_[id.index()]; };
    const std::size_t place = slot(occupation);
    for (std::size_t e = 0; e < hops_.size(); ++e) {
        if (hops_[e].key != key) continue;
        const HopEdge hop = model_->landscape().edge(EdgeId(e));
        const bool is_empty =
            model_->landscape().counts_vortices(hop.from) && variable(hop.from) == 0.0;
        hops_[e].rates[place] = is_empty ? 0.0 : model_->propensity(EdgeId(e), variable);
        FLUXHOP_ASSERT(hops_[e].rates[place] >= 0.0 && std::isfinite(hops_[e].rates[place]));
        const bool flows = !is_empty && model_->is_flux_flow(hop, variable);
        hops_[e].flux_flow[place] = flows ? 1 : 0;
        knows_flux_flow_ = knows_flux_flow_ || flows;
    }
    keys_[key].held[place] = occupation;
}

bool RateCache::is_flux_flow(const Hop& hop, std::int64_t occupation) {
    know(hop.key, occupation);
    return hop.flux_flow[slot(occupation)] != 0;
}

}  // namespace fluxhop
