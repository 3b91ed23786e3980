#include "fluxhop/model/model.hpp"

#include <algorithm>

namespace fluxhop {

Model::Model(Landscape landscape, std::vector<BarrierLaw> barriers, Drive drive)
    : landscape_(std::move(landscape)), barriers_(std::move(barriers)), drive_(std::move(drive)) {
    FLUXHOP_ASSERT(barriers_.size() == landscape_.node_count());
    reach_ = std::visit([](const auto& d) { return d.reach; }, drive_);
}

std::vector<NodeId> Model::dependencies(EdgeId id) const {
    const HopEdge& hop = landscape_.edge(id);
    std::vector<NodeId> nodes = std::visit(
        [&hop](const auto& drive) {
            const auto of_tilt = drive.dependencies(hop);
            return std::vector<NodeId>(of_tilt.begin(), of_tilt.end());
        },
        drive_);
    const bool counts_departures = landscape_.multiplicity(hop.from) == Multiplicity::occupancy;
    if (counts_departures && std::find(nodes.begin(), nodes.end(), hop.from) == nodes.end()) {
        nodes.push_back(hop.from);
    }
    return nodes;
}

}  // namespace fluxhop
