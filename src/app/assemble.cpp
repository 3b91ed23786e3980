#include "fluxhop/app/assemble_parts.hpp"

#include <fmt/format.h>

#include <algorithm>


namespace fluxhop {
namespace {

Observable net_hops(const char* long_name) {
    return {"net_hops", long_name, "1", {{}}, Observable::Kind::count};
}

/// The mean time between the hops of one vortex (or of the whole network, where none are counted).
double waiting_time(const Model& model, const Start& initial) {
    const Landscape& landscape = model.landscape();
    const Signals signals = model.schedule().at(0.0);
    const auto variables = [&](NodeId variable) {
        if (variable == Variables::current(landscape.node_count())) return signals.current;
        return variable == model.field() ? signals.field : initial(variable);
    };
    double vortices = 0.0, rate = 0.0;
    for (std::size_t i = 0; i < landscape.node_count(); ++i) {
        if (landscape.counts_vortices(NodeId(i)) && initial[NodeId(i)] == 0) continue;
        if (landscape.counts_vortices(NodeId(i))) vortices += initial(NodeId(i));
        const auto [first, last] = landscape.departure_range(NodeId(i));
        for (std::size_t e = first; e < last; ++e) rate += model.propensity(EdgeId(e), variables);
    }
    require(rate > 0.0, "nothing moves at the start, so that there is no waiting time; allowed here: "
                        "\"second\"");
    return std::max(vortices, 1.0) / rate;
}

}  // namespace

TimeGrid GridMaker::make(const Model& model, const Start& initial) const {
    if (*given_) return **given_;
    const GridConfig& config = *config_;
    try {
        return make(config, model, initial);
    } catch (const UsageError& error) {
        throw UsageError(fmt::format("{}: {}", config.place, error.what()));
    }
}

TimeGrid GridMaker::make(const GridConfig& config, const Model& model, const Start& initial) {
    const double unit = config.in_waiting_times ? waiting_time(model, initial) : 1.0;
    if (config.spacing == GridConfig::Spacing::linear) {
        return TimeGrid::linear(unit * config.first, unit * config.last,
                                static_cast<std::size_t>(config.count));
    }
    return TimeGrid::logarithmic(unit * config.first, unit * config.last,
                                 static_cast<std::size_t>(config.per_decade));
}

System assemble_system(const RingParameters& ring, const GridMaker& grid) {
    const RingDerived derived = derive(ring);
    Model model = make_ring(ring);
    State initial = initial_state(ring);
    TimeGrid times = grid.make(model, initial);
    return {.model = std::move(model),
            .initial = std::move(initial),
            .grid = std::move(times),
            .recorded = {ring_node::outside},
            .labels = {""},
            .judged = {0},
            .observables = {net_hops("flux units that have left the ring, net"),
                            {"current_density", "persistent current density", "A m-2",
                             {{derived.initial_current_density, -derived.current_density_per_unit}}}},
            .axes = {},
            .decaying = 1,
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

System assemble_system(const LadderParameters& ladder, const GridMaker& grid) {
    const double rungs = static_cast<double>(ladder.rungs);
    Model model = make_ladder(ladder);
    State initial = initial_state(ladder);
    TimeGrid times = grid.make(model, initial);
    return {.model = std::move(model),
            .initial = std::move(initial),
            .grid = std::move(times),
            .recorded = {ring_node::outside},
            .labels = {""},
            .judged = {0},
            .observables = {net_hops("hops made"),
                            {"reduced_current", "reduced current J/Jc0", "1",
                             {{1.0 + 0.5 / rungs, -1.0 / rungs}}}},
            .axes = {},
            .decaying = 1,
            .derived = {{"barrier at zero current",
                         fmt::format("{:.6g} kT", ladder.barrier_step * rungs)}}};
}

System assemble_system(const RegionNetwork& network, const GridMaker& grid) {
    Model model = make_region_network(network);
    State initial = initial_state(network);
    TimeGrid times = grid.make(model, initial);
    System system{std::move(model), std::move(initial), std::move(times), {}, {}, {}, {}, {}};
    Observable vortices{"vortices", "vortices in the region", "1", {}, Observable::Kind::count};
    Observable field{"field", "magnetic field of the region", "T", {}};
    vortices.axis = field.axis = "region";
    for (std::size_t i = 0; i < network.regions.size(); ++i) {
        const Region& region = network.regions[i];
        system.recorded.emplace_back(NodeId(i));
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
    system.axes = {{"region", "region", system.labels}};
    system.observables = {std::move(vortices), std::move(field)};
    return system;
}

const Observable* find_observable(const System& system, std::string_view name) {
    const auto found = std::find_if(system.observables.begin(), system.observables.end(),
                                    [&](const Observable& one) { return one.name == name; });
    return found == system.observables.end() ? nullptr : &*found;
}

const char* unit_of(const System& system, std::size_t number) {
    const std::size_t nodes = system.model.landscape().node_count();
    return system.recorded[number].lies_within(nodes) ? "vortices" : "hop lengths";
}

System assemble(const Config& config, const std::optional<TimeGrid>& grid) {
    const GridMaker maker(config.time, grid);
    return std::visit([&](const auto& parameters) { return assemble_system(parameters, maker); },
                      config.system);
}

}  // namespace fluxhop
