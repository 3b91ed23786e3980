#include "fluxhop/model/regions.hpp"

#include <cmath>

#include "fluxhop/base/constants.hpp"

namespace fluxhop {
namespace {

/// Both directions of a contact between regions; A_i eps_ij = A_j eps_ji.
void add_exchange(std::vector<HopEdge>& edges, const RegionNetwork& network,
                  const Contact& contact) {
    const Region& first = network.regions[contact.first];
    const Region& second = network.regions[contact.second];
    const double back = contact.exchange * first.area / second.area;
    edges.push_back({NodeId(contact.first), NodeId(contact.second), std::log(contact.exchange)});
    edges.push_back({NodeId(contact.second), NodeId(contact.first), std::log(back)});
}

/// Exit to a reservoir, and entry from it unless its field is zero.
void add_reservoir_exchange(std::vector<HopEdge>& edges, const RegionNetwork& network,
                            const Contact& contact) {
    const Region& region = network.regions[contact.first];
    const Reservoir& reservoir = network.reservoirs[contact.second - network.regions.size()];
    edges.push_back({NodeId(contact.first), NodeId(contact.second), std::log(contact.exchange)});
    if (reservoir.field == 0.0) return;
    const double entries = contact.exchange * reservoir.field / field_per_vortex(region.area);
    edges.push_back({NodeId(contact.second), NodeId(contact.first), std::log(entries)});
}

}  // namespace

double exchange_coefficient(double interface_length, double hop_length, double attempt_frequency,
                            double area) {
    return interface_length * hop_length * attempt_frequency / (2.0 * area);
}

double CylinderGeometry::bulk_area() const {
    return constants::pi * (radius - depth) * (radius - depth);
}

double CylinderGeometry::surface_area() const {
    return constants::pi * depth * (2.0 * radius - depth);
}

std::vector<Contact> CylinderGeometry::contacts() const {
    return {{0, 1, hop_speed / (radius - depth)},
            {1, 2, radius * hop_speed / ((2.0 * radius - depth) * depth)}};
}

std::vector<Contact> chain_contacts(std::size_t cells, double exchange) {
    std::vector<Contact> contacts;
    for (std::size_t i = 0; i + 1 < cells; ++i) contacts.push_back({i, i + 1, exchange});
    return contacts;
}

double field_per_vortex(double area) { return constants::flux_quantum / area; }

Model make_region_network(const RegionNetwork& network) {
    std::vector<Multiplicity> multiplicities;
    std::vector<BarrierLaw> barriers;
    RegionField drive;
    for (const Region& region : network.regions) {
        multiplicities.push_back(Multiplicity::occupancy);
        barriers.push_back(region.barrier);
        drive.nodes.push_back({field_per_vortex(region.area) / region.maximum_field, 0.0});
    }
    for (const Reservoir& reservoir : network.reservoirs) {
        multiplicities.push_back(Multiplicity::constant);
        barriers.push_back(reservoir.barrier);
        const bool has_barrier = !std::holds_alternative<NoBarrier>(reservoir.barrier);
        drive.nodes.push_back({0.0, has_barrier ? reservoir.field / reservoir.maximum_field : 0.0});
    }
    std::vector<HopEdge> edges;
    for (const Contact& contact : network.contacts) {
        FLUXHOP_ASSERT(contact.first < network.regions.size() && contact.exchange >= 0.0);
        if (contact.exchange == 0.0) continue;  // a closed door
        if (contact.second < network.regions.size()) {
            add_exchange(edges, network, contact);
        } else {
            add_reservoir_exchange(edges, network, contact);
        }
    }
    return {Landscape(std::move(multiplicities), std::move(edges)), std::move(barriers),
            std::move(drive)};
}

State initial_state(const RegionNetwork& network) {
    std::vector<std::int64_t> occupations;
    for (const Region& region : network.regions) occupations.push_back(region.vortices);
    occupations.resize(network.regions.size() + network.reservoirs.size(), 0);
    return State(occupations);
}

}  // namespace fluxhop
