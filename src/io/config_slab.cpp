#include <fmt/format.h>

#include <cmath>

#include "fluxhop/io/config_pinning.hpp"
#include "fluxhop/io/config_signal.hpp"
#include "fluxhop/base/constants.hpp"
#include "fluxhop/io/config_systems.hpp"

namespace fluxhop {
namespace {

namespace dim = dimension;

/// J/Jc0 of the Bean state that the columns start in; zero for a uniform field.
double read_profile(TomlReader& in) {
    const auto shape = in.choice({"slab", "profile"}, {"uniform", "bean"}, "uniform");
    if (!shape) in.pass_over("slab", {"fraction_of_Jc0"});
    in.pass_over("slab", {"initial_field"});  // its default follows from the applied field
    return shape == 1 ? in.number({"slab", "fraction_of_Jc0"}, {-1.0, 1.0}, 1.0) : 0.0;
}

/// Field of a column at the start, T: uniform, or the Bean state of a slab whose vortices leave: J at
/// the given fraction of Jc0 over every hop, the one past the edge included, and the highest field in
/// the middle. With a negative fraction vortices have come in, and the lowest field is there.
std::vector<double> profile_of(TomlReader& in, double fraction, const SlabParameters& slab) {
    const double applied = slab.applied_field.value(0.0) * field_per_vortex(slab);
    const double uniform = in.quantity({"slab", "initial_field"}, dim::field, {0.0, 1e6},
                                       fmt::format("{:.17g} T", applied));
    const double slope = fraction * constants::vacuum_permeability *
                         slab.critical_current_density * slab.hop_length;
    std::vector<double> fields;
    for (std::size_t i = 0; i < slab.columns; ++i) {
        const std::size_t from_edge = std::min(i, slab.columns - 1 - i);
        fields.push_back(uniform + slope * static_cast<double>(from_edge + 1));
    }
    return fields;
}

void place_vortices(TomlReader& in, double fraction, SlabParameters& slab) {
    for (const double field : profile_of(in, fraction, slab)) {
        const double count = std::round(field / field_per_vortex(slab));
        if (!(count >= 0.0 && count <= static_cast<double>(largest_count))) {
            in.error({"slab", "initial_field"},
                     fmt::format("a column would hold {:.4g} vortices of {:.4g} T each", count,
                                 field_per_vortex(slab)));
            return;
        }
        slab.vortices.push_back(static_cast<std::int64_t>(count));
    }
}

}  // namespace

SlabParameters read_slab(TomlReader& in, std::vector<std::string>& notes) {
    SlabParameters slab;
    slab.temperature = read_temperature(in);
    slab.columns = static_cast<std::size_t>(in.integer({"slab", "columns"}, 2, 1'000'000));
    slab.hop_length = in.quantity({"slab", "hop_length"}, dim::length, Range::positive());
    slab.length = in.quantity({"slab", "length"}, dim::length, Range::positive());
    const auto edges = in.choice({"slab", "edges"}, {"closed", "open"}, "open");
    slab.edges = edges == 0 ? EdgeKind::closed : EdgeKind::open;
    const PinningConfig pinning = read_pinning(in, slab.temperature, slab.hop_length, notes);
    slab.barrier = pinning.barrier;
    slab.critical_current_density = pinning.critical_current_density;
    slab.work_at_jc0 = pinning.work_at_jc0;
    slab.attempt_frequency = pinning.attempt_frequency;
    const bool vortex_is_known = in.sound({"slab.hop_length", "slab.length"});
    slab.applied_field = read_signal(in, "field", "applied", dim::field,
                                     vortex_is_known ? field_per_vortex(slab) : 1.0, "0 T");
    const double fraction = read_profile(in);
    if (!in.sound({"system", "slab", "barrier", "material", "field"})) {
        const Key start{"slab", "initial_field"};
        if (in.has(start)) in.quantity(start, dim::field, {0.0, 1e6});
        return slab;
    }
    if (slab.applied_field.range(0.0, Range::any().high).first < 0.0) {
        in.error({"field", "applied"}, "must not become negative");
        return slab;
    }
    if (current_per_vortex(slab) > 1.0) {
        in.error({"slab", "length"},
                 fmt::format("one vortex more in a column of this size is {:.4g} T and {:.4g} Jc0; the "
                             "columns must be longer",
                             field_per_vortex(slab), current_per_vortex(slab)));
        return slab;  // the profile makes no sense in such columns
    }
    place_vortices(in, fraction, slab);
    return slab;
}

}  // namespace fluxhop
