#include "fluxhop/model/model.hpp"

#include <algorithm>
#include <string>

#include "fluxhop/base/require.hpp"

namespace fluxhop {
namespace {

[[noreturn]] void report_no_way(NodeId node) {
    throw RunError("a vortex is to leave node " + std::to_string(node.index()) +
                   ", and every way has a rate of zero: an error of the program");
}

}  // namespace

Model::Model(Landscape landscape, std::vector<BarrierLaw> barriers, Drive drive,
             SharedNumbers depths, Schedule schedule)
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
    double sum = 0.0;
    std::size_t chosen = last;
    for (std::size_t e = first; e < last; ++e) {
        const double rate = propensity(EdgeId(e), state);
        if (rate > 0.0) chosen = e;
        sum += rate;
        if (sum >= target && rate > 0.0) break;
    }
    if (chosen == last) report_no_way(node);  // an edge past the end would be somebody else's memory
    return EdgeId(chosen);
}

bool Model::departs_alike(NodeId a, NodeId b) const {
    FLUXHOP_ASSERT(reach_ == Reach::departures);
    const auto [first_a, last_a] = landscape_.departure_range(a);
    const auto [first_b, last_b] = landscape_.departure_range(b);
    const bool alike = landscape_.multiplicity(a) == landscape_.multiplicity(b) &&
                       law(a) == law(b) && depth(a) == depth(b) && last_a - first_a == last_b - first_b &&
                       std::visit([&](const auto& drive) { return drive.pulls_alike(a, b); }, drive_);
    if (!alike) return false;
    for (std::size_t i = 0; i < last_a - first_a; ++i) {
        const HopEdge from_a = landscape_.edge(EdgeId(first_a + i));
        const HopEdge from_b = landscape_.edge(EdgeId(first_b + i));
        if (from_a.log_attempts != from_b.log_attempts || from_a.displacement != from_b.displacement ||
            from_a.saddle != from_b.saddle || depth(from_a.to) != depth(from_b.to)) {
            return false;
        }
    }
    return true;
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
