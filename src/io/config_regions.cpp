#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "fluxhop/base/constants.hpp"
#include "fluxhop/io/config_contacts.hpp"
#include "fluxhop/io/config_systems.hpp"

namespace fluxhop {
namespace {

namespace dim = dimension;

/// law, U0, mu, maximum_field of a region or reservoir.
struct BarrierKeys {
    BarrierLaw law = NoBarrier{};
    double maximum_field = 1.0;  // T; without a barrier nothing depends on it
};

BarrierKeys read_law(TomlReader& in, const std::string& section, double thermal_energy) {
    const auto law = in.choice({section, "law"}, {"linear", "logarithmic", "inverse power", "none"});
    if (!law) in.pass_over(section, {"U0", "mu", "maximum_field"});
    if (!law || *law == 3) return {};
    PowerLawBarrier barrier{.height = 0.0, .mu = *law == 0 ? -1.0 : 0.0};
    barrier.height =
        in.quantity({section, "U0"}, dim::energy, Range::positive()) / thermal_energy;
    if (*law == 2) barrier.mu = in.number({section, "mu"}, {0.0, 10.0, true});
    return {barrier, in.quantity({section, "maximum_field"}, dim::field, Range::positive())};
}

/// `vortices` or `field`; a field is rounded to whole vortices, and says so.
void read_start(TomlReader& in, const std::string& section, Region& region,
                std::vector<std::string>& notes) {
    const Key field_key{section, "field"}, count_key{section, "vortices"};
    if (in.has(field_key) && in.has(count_key)) {
        in.pass_over(section, {"field"});
        in.error(count_key, "give either the field or the number of vortices");
    }
    if (in.has(count_key)) {
        region.vortices = in.integer(count_key, 0, largest_count);
        return;
    }
    if (!in.has(field_key)) {
        return in.missing_one_of(section, {"field", "vortices"},
                                 "missing; give a field such as \"20 gauss\", or the number of vortices");
    }
    const double field = in.quantity(field_key, dim::field, {0.0, 1e6});
    const double exact = field / field_per_vortex(region.area);
    if (!(exact <= static_cast<double>(largest_count))) {
        return in.error(field_key, "more than 2^52 vortices");
    }
    region.vortices = std::llround(exact);
    const double rounded = static_cast<double>(region.vortices);
    if (std::abs(rounded - exact) > 1e-9 * std::max(1.0, exact)) {
        notes.push_back(fmt::format("{}: {:.10g} vortices rounded to {}, B = {:.10g} T", section,
                                    exact, region.vortices,
                                    rounded * field_per_vortex(region.area)));
    }
}

/// A field rounded to whole vortices may lie half a vortex above the one that was asked for.
void refuse_overfull(TomlReader& in, const Key& key, const Region& region) {
    const double fullest = region.maximum_field / field_per_vortex(region.area) + 0.5;
    const bool has_barrier = !std::holds_alternative<NoBarrier>(region.barrier);
    if (!has_barrier || static_cast<double>(region.vortices) <= fullest) return;
    in.error(key, fmt::format("region {} starts at {:g} T, above its maximum field {:g} T, where it "
                              "has no barrier",
                              region.name,
                              static_cast<double>(region.vortices) * field_per_vortex(region.area),
                              region.maximum_field));
}

/// @param area m^2 when the geometry gives it; otherwise it is a key of the region
Region read_region(TomlReader& in, const std::string& name, double thermal_energy,
                   std::vector<std::string>& notes, std::optional<double> area = {}) {
    const std::string section = "regions." + name;
    Region region;
    region.name = name;
    region.area = area ? *area : in.quantity({section, "area"}, dim::area, Range::positive());
    if (area) in.note_derived({section, "area"}, fmt::format("{:.10g} m^2", *area));
    const BarrierKeys keys = read_law(in, section, thermal_energy);
    region.barrier = keys.law;
    region.maximum_field = keys.maximum_field;
    read_start(in, section, region, notes);
    const Key start{section, in.has({section, "field"}) ? "field" : "vortices"};
    if (in.sound({"system", "cylinder", section})) refuse_overfull(in, start, region);
    return region;
}

Reservoir read_reservoir(TomlReader& in, const std::string& name, double thermal_energy,
                         std::vector<std::string>& notes) {
    const std::string section = "reservoirs." + name;
    Reservoir reservoir;
    reservoir.name = name;
    reservoir.field = in.quantity({section, "field"}, dim::field, {0.0, 1e6});
    const bool boltzmann = in.flag({section, "boltzmann"}, false);
    if (!in.sound({section + ".boltzmann"})) {
        in.pass_over(section, {"law", "U0", "mu", "maximum_field"});
        return reservoir;
    }
    if (boltzmann) {
        const BarrierKeys keys = read_law(in, section, thermal_energy);
        reservoir.barrier = keys.law;
        reservoir.maximum_field = keys.maximum_field;
    } else if (reservoir.field > 0.0) {
        notes.push_back(fmt::format(
            "{}: vortices enter without a barrier (as in eq. 23 of arXiv:1303.2296), so in "
            "equilibrium the field inside exceeds the field outside; boltzmann = true gives the "
            "outside a barrier",
            section));
    }
    return reservoir;
}

void warn_of_isolated(const RegionNetwork& network, std::vector<std::string>& warnings) {
    for (std::size_t i = 0; i < network.regions.size(); ++i) {
        const bool touched = std::any_of(
            network.contacts.begin(), network.contacts.end(),
            [i](const Contact& contact) { return contact.first == i || contact.second == i; });
        if (!touched) {
            warnings.push_back(fmt::format("regions.{} is in no contact: its field stays as it is",
                                           network.regions[i].name));
        }
    }
}

}  // namespace

RegionNetwork read_regions(TomlReader& in, std::vector<std::string>& notes,
                           std::vector<std::string>& warnings) {
    const double thermal_energy = constants::boltzmann * read_temperature(in);
    RegionNetwork network;
    NodeNames names;
    for (const std::string& name : in.subsections("regions")) {
        names.emplace(name, names.size());
        network.regions.push_back(read_region(in, name, thermal_energy, notes));
    }
    if (network.regions.empty()) {
        in.error({"regions", "NAME"}, "there is no region; write a table [regions.NAME] for each");
    }
    for (const std::string& name : in.subsections("reservoirs")) {
        if (!names.emplace(name, names.size()).second) {
            in.error({"reservoirs", name}, "a region has this name already");
        }
        network.reservoirs.push_back(read_reservoir(in, name, thermal_energy, notes));
    }
    network.contacts = read_contacts(in, network, names);
    if (!in.failed()) warn_of_isolated(network, warnings);
    return network;
}

RegionNetwork read_cylinder(TomlReader& in, std::vector<std::string>& notes) {
    const double thermal_energy = constants::boltzmann * read_temperature(in);
    const CylinderGeometry cylinder{
        .radius = in.quantity({"cylinder", "radius"}, dim::length, Range::positive()),
        .depth = in.quantity({"cylinder", "surface_depth"}, dim::length, Range::positive()),
        .hop_speed = in.quantity({"cylinder", "hop_speed"}, dim::speed, Range::positive())};
    if (in.sound({"cylinder"}) && cylinder.depth >= cylinder.radius) {
        in.error({"cylinder", "surface_depth"}, "must be less than the radius");
    }
    for (const char* container : {"regions", "reservoirs"}) in.subsections(container);
    RegionNetwork network;
    network.regions = {
        read_region(in, "bulk", thermal_energy, notes, cylinder.bulk_area()),
        read_region(in, "surface", thermal_energy, notes, cylinder.surface_area())};
    network.reservoirs = {read_reservoir(in, "outside", thermal_energy, notes)};
    network.contacts = cylinder.contacts();
    return network;
}

RegionNetwork read_chain(TomlReader& in) {
    const double thermal_energy = constants::boltzmann * read_temperature(in);
    const std::string section = "chain";
    const auto cells = static_cast<std::size_t>(in.integer({section, "cells"}, 2, 10'000));
    const double width = in.quantity({section, "cell_width"}, dim::length, Range::positive());
    const double depth = in.quantity({section, "cell_depth"}, dim::length, Range::positive());
    const double hop = in.quantity({section, "hop_length"}, dim::length, Range::positive());
    const double attempts =
        in.quantity({section, "attempt_frequency"}, dim::frequency, Range::positive());
    const BarrierKeys keys = read_law(in, section, thermal_energy);
    const auto most = largest_count;
    const auto everywhere = in.integer({section, "vortices"}, 0, most, 0);
    const auto centre = in.integer({section, "centre_vortices"}, 0, most, 0);

    RegionNetwork network;
    for (std::size_t i = 0; i < cells; ++i) {
        network.regions.push_back({.name = fmt::format("cell_{}", i),
                                   .area = width * depth,
                                   .vortices = everywhere + (i == cells / 2 ? centre : 0),
                                   .maximum_field = keys.maximum_field,
                                   .barrier = keys.law});
    }
    if (in.sound({"system", section})) {
        refuse_overfull(in, {section, "centre_vortices"}, network.regions[cells / 2]);
    }
    network.contacts =
        chain_contacts(cells, exchange_coefficient(depth, hop, attempts, width * depth));
    return network;
}

}  // namespace fluxhop
