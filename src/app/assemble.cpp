#include "fluxhop/app/assemble.hpp"

#include <fmt/format.h>

namespace fluxhop {
namespace {

Observable net_hops(const char* long_name) { return {"net_hops", long_name, "1", {{}}, true}; }

System assemble_system(const RingParameters& ring) {
    const RingDerived derived = derive(ring);
    return {.model = make_ring(ring),
            .initial = initial_state(ring),
            .recorded = {ring_node::outside},
            .labels = {},
            .judged = {0},
            .observables = {net_hops("flux units that have left the ring, net"),
                            {"current_density", "persistent current density", "A m-2",
                             {{derived.initial_current_density, -derived.current_density_per_unit}}}},
            .derived = {{"inductance", fmt::format("{:.6g} H", ring.inductance)},
                        {"flux unit Phi0 a/w", fmt::format("{:.6g} Wb", derived.flux_unit)},
                        {"trapped at the start", fmt::format("{} flux units = {:.6g} fluxoids",
                                                             derived.initial_units,
                                                             derived.fluxoids)},
                        {"J at the start, rounded to a whole unit",
                         fmt::format("{:.6g} A/m^2", derived.initial_current_density)},
                        {"J lost per hop",
                         fmt::format("{:.6g} A/m^2", derived.current_density_per_unit)},
                        {"barrier rise per hop g", fmt::format("{:.6g} kT", derived.barrier_step)},
                        {"barrier consistent with a, d and Jc0",
                         fmt::format("{:.6g} kT", derived.consistent_barrier)}}};
}

System assemble_system(const LadderParameters& ladder) {
    const double rungs = static_cast<double>(ladder.rungs);
    return {.model = make_ladder(ladder),
            .initial = initial_state(ladder),
            .recorded = {ring_node::outside},
            .labels = {},
            .judged = {0},
            .observables = {net_hops("hops made"),
                            {"reduced_current", "reduced current J/Jc0", "1",
                             {{1.0 + 0.5 / rungs, -1.0 / rungs}}}},
            .derived = {{"barrier at zero current",
                         fmt::format("{:.6g} kT", ladder.barrier_step * rungs)}}};
}

System assemble_system(const RegionNetwork& network) {
    System system{make_region_network(network), initial_state(network), {}, {}, {}, {}, {}};
    Observable vortices{"vortices", "vortices in the region", "1", {}, true};
    Observable field{"field", "magnetic field of the region", "T", {}};
    for (std::size_t i = 0; i < network.regions.size(); ++i) {
        const Region& region = network.regions[i];
        system.recorded.push_back(NodeId(i));
        system.labels.push_back(region.name);
        vortices.readings.push_back({});
        field.readings.push_back({0.0, field_per_vortex(region.area)});
        system.derived.emplace_back(
            region.name, fmt::format("{} vortices, B = {:.10g} T at the start", region.vortices,
                                     field.readings.back().value(static_cast<double>(region.vortices))));
        // Without a reservoir the total is conserved, and the last region follows from the others.
        const bool follows = network.reservoirs.empty() && i + 1 == network.regions.size();
        if (!follows) system.judged.push_back(i);
    }
    system.observables = {std::move(vortices), std::move(field)};
    return system;
}

}  // namespace

System assemble(const Config& config) {
    return std::visit([](const auto& parameters) { return assemble_system(parameters); },
                      config.system);
}

TimeGrid make_grid(const GridConfig& grid) {
    if (grid.spacing == GridConfig::Spacing::linear) {
        return TimeGrid::linear(grid.first, grid.last, static_cast<std::size_t>(grid.count));
    }
    return TimeGrid::logarithmic(grid.first, grid.last,
                                 static_cast<std::size_t>(grid.per_decade));
}

}  // namespace fluxhop
