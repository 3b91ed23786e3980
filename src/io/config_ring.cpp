#include <fmt/format.h>

#include <cmath>

#include "fluxhop/base/constants.hpp"
#include "fluxhop/io/config_systems.hpp"

namespace fluxhop {
namespace {

namespace dim = dimension;

constexpr auto most_units = static_cast<double>(largest_count);

/// A barrier this far from Jc0 Phi0 d a/2 is worth a word.
constexpr double barrier_tolerance = 0.02;

void derive_barrier(TomlReader& in, RingParameters& ring) {
    ring.barrier.height = derive(ring).consistent_barrier;
    in.note_derived({"barrier", "U0"}, fmt::format("{:.10g} kT", ring.barrier.height));
}

void note_inconsistent_barrier(const RingParameters& ring, std::vector<std::string>& notes) {
    const double consistent = derive(ring).consistent_barrier;
    const double ratio = ring.barrier.height / consistent;
    if (std::abs(ratio - 1.0) < barrier_tolerance) return;
    notes.push_back(fmt::format(
        "barrier.U0 = {:.4g} kT where a, d and Jc0 imply Jc0 Phi0 d a/2 = {:.4g} kT; U0 sets the "
        "barrier, the ring's energy the work of a hop (leave U0 out to derive it)",
        ring.barrier.height, consistent));
}

void read_barrier(TomlReader& in, RingParameters& ring, double thermal_energy) {
    ring.barrier.mu = in.number({"barrier", "mu"}, {-10.0, 10.0}, -1.0);
    const auto height = in.optional_quantity({"barrier", "U0"}, dim::energy, Range::positive());
    ring.barrier.height = height.value_or(0.0) / thermal_energy;
    ring.critical_current_density =
        in.quantity({"barrier", "Jc0"}, dim::current_density, Range::positive());
}

}  // namespace

double read_temperature(TomlReader& in) {
    const double kelvin =
        in.quantity({"system", "temperature"}, dim::temperature, Range::positive());
    in.units().set_temperature(kelvin);
    return kelvin;
}

RingParameters read_ring(TomlReader& in, std::vector<std::string>& notes) {
    RingParameters ring;
    ring.temperature = read_temperature(in);
    read_barrier(in, ring, constants::boltzmann * ring.temperature);

    ring.mean_radius = in.quantity({"ring", "mean_radius"}, dim::length, Range::positive());
    ring.wall_width = in.quantity({"ring", "wall_width"}, dim::length, Range::positive());
    ring.wall_thickness = in.quantity({"ring", "wall_thickness"}, dim::length, Range::positive());
    const auto inductance =
        in.optional_quantity({"ring", "inductance"}, dim::inductance, Range::positive());
    ring.hop_length = in.quantity({"ring", "hop_length"}, dim::length, Range::positive());
    ring.hop_sites =
        static_cast<double>(in.integer({"ring", "hop_sites"}, 1, 1'000'000'000'000, 1));
    ring.attempt_frequency =
        in.quantity({"ring", "attempt_frequency"}, dim::frequency, Range::positive());
    ring.applied_flux = in.quantity({"ring", "applied_flux"}, dim::flux, Range::any(), "0 Wb");
    ring.initial_current_density = in.quantity({"ring", "initial_current_density"},
                                               dim::current_density, Range::any());
    if (!in.sound({"system", "ring", "barrier"})) return ring;

    if (ring.wall_width >= 2.0 * ring.mean_radius) {
        in.error({"ring", "wall_width"}, "must be less than twice the mean radius");
    }
    if (ring.hop_length > ring.wall_width) {
        in.error({"ring", "hop_length"}, "must not exceed the wall width");
    }
    if (std::abs(ring.initial_current_density) > ring.critical_current_density) {
        in.error({"ring", "initial_current_density"},
                 fmt::format("exceeds Jc0 = {:g} A/m^2: that is flux flow, not creep",
                             ring.critical_current_density));
    }
    ring.inductance = inductance.value_or(
        thin_ring_inductance(ring.mean_radius, ring.wall_width, ring.wall_thickness));
    if (!inductance && !(ring.inductance > 0.0)) {
        in.error({"ring", "mean_radius"},
                 "the thin-ring formula gives no positive inductance; give ring.inductance");
    }
    // Also false for what overflowed on the way.
    if (!(std::abs(exact_initial_units(ring)) <= most_units)) {
        in.error({"ring", "initial_current_density"},
                 fmt::format("the ring would hold {:.3g} flux units of Phi0 hop_length/wall_width; at "
                             "most {:g} can be counted",
                             exact_initial_units(ring), most_units));
    }
    if (!in.sound({"ring"})) return ring;
    if (!inductance) {
        in.note_derived({"ring", "inductance"}, fmt::format("{:.10g} H", ring.inductance));
    }
    if (ring.barrier.height == 0.0) {
        derive_barrier(in, ring);
    } else {
        note_inconsistent_barrier(ring, notes);
    }
    return ring;
}

}  // namespace fluxhop
