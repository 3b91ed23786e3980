#include "fluxhop/model/model.hpp"

#include <algorithm>

namespace fluxhop {

Model::Model(Landscape landscape, std::vector<BarrierLaw> barriers, Drive drive,
             std::vector<double> depths, Schedule schedule)
    : landscape_(std::move(landscape)),
      barriers_(std::move(barriers)),
      drive_(std::move(drive)),
      depths_(std::move(depths)),
      schedule_(std::move(schedule)) {
    FLUXHOP_ASSERT(barriers_.size() == 1 || barriers_.size() == landscape_.node_count());
    reach_ = std::visit([](const auto& d) { return d.reach(); }, drive_);
    const bool blocks = landscape_.capacity() != Landscape::unlimited;
    if (blocks && reach_ == Reach::departures) reach_ = Reach::neighbourhood;
}

double Model::departure_rate(NodeId node, const State& state) const {
    if (landscape_.counts_vortices(node) && state(node) == 0.0) return 0.0;
    const auto [first, last] = landscape_.departure_range(node);
    double sum = 0.0;
    for (std::size_t e = first; e < last; ++e) sum += propensity(EdgeId(e), state);
    return sum;
}

EdgeId Model::choose_departure(NodeId node, double target, const State& state) const {
    const auto [first, last] = landscape_.departure_range(node);
    FLUXHOP_ASSERT(first < last);
    double sum = 0.0;
    std::size_t chosen = last;
    for (std::size_t e = first; e < last; ++e) {
        const double rate = propensity(EdgeId(e), state);
        if (rate > 0.0) chosen = e;
        sum += rate;
        if (sum >= target && rate > 0.0) break;
    }
    FLUXHOP_ASSERT(chosen < last);
    return EdgeId(chosen);
}

std::vector<NodeId> Model::dependencies(EdgeId id) const {
    const HopEdge hop = landscape_.edge(id);
    std::vector<NodeId> nodes =
        std::visit([&hop](const auto& drive) { return drive.dependencies(hop); }, drive_);
    const auto add = [&nodes](NodeId node) {
        if (std::find(nodes.begin(), nodes.end(), node) == nodes.end()) nodes.push_back(node);
    };
    if (landscape_.counts_vortices(hop.from)) add(hop.from);
    if (is_limited(hop.to) && landscape_.counts_vortices(hop.to)) add(hop.to);
    return nodes;
}

}  // namespace fluxhop
