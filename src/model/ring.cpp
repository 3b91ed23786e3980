#include "fluxhop/model/ring.hpp"

#include <cmath>

#include "fluxhop/base/constants.hpp"
#include "fluxhop/base/jet.hpp"

namespace fluxhop {
namespace {

double flux_unit(const RingParameters& ring) {
    return constants::flux_quantum * ring.hop_length / ring.wall_width;
}

double cross_section(const RingParameters& ring) { return ring.wall_width * ring.wall_thickness; }

RingFeedback feedback(const RingParameters& ring) {
    const double critical_current = ring.critical_current_density * cross_section(ring);
    const double thermal_energy = constants::boltzmann * ring.temperature;
    return {.hole = ring_node::hole,
            .per_unit = flux_unit(ring) / (ring.inductance * critical_current),
            .equilibrium = ring.applied_flux / flux_unit(ring),
            .work_at_jc0 = flux_unit(ring) * critical_current / thermal_energy};
}

std::int64_t initial_units(const RingParameters& ring) {
    return std::llround(exact_initial_units(ring));
}

}  // namespace

double exact_initial_units(const RingParameters& ring) {
    const double current = ring.initial_current_density * cross_section(ring);
    return (ring.applied_flux + ring.inductance * current) / flux_unit(ring);
}

double thin_ring_inductance(double mean_radius, double width, double thickness) {
    const double mean_distance = 0.2235 * (width + thickness);
    return constants::vacuum_permeability * mean_radius *
           (std::log(8.0 * mean_radius / mean_distance) - 2.0);
}

RingDerived derive(const RingParameters& ring) {
    const RingFeedback drive = feedback(ring);
    const std::int64_t units = initial_units(ring);
    const double reduced = drive.reduced_current(static_cast<double>(units));
    const Jet along_units(reduced, drive.per_unit, 0.0);
    return {.flux_unit = flux_unit(ring),
            .current_density_per_unit = drive.per_unit * ring.critical_current_density,
            .initial_units = units,
            .initial_current_density = reduced * ring.critical_current_density,
            .fluxoids = reduced * ring.critical_current_density * cross_section(ring) *
                        ring.inductance / constants::flux_quantum,
            .barrier_step = -ring.barrier(abs(along_units)).first,
            .consistent_barrier = 0.5 * drive.work_at_jc0};
}

Model make_ring(const RingParameters& ring) {
    const double log_attempts = std::log(ring.hop_sites * ring.attempt_frequency);
    Landscape landscape({Multiplicity::constant, Multiplicity::constant},
                        {{ring_node::hole, ring_node::outside, log_attempts},
                         {ring_node::outside, ring_node::hole, log_attempts}});
    return {std::move(landscape), {ring.barrier, ring.barrier}, feedback(ring)};
}

State initial_state(const RingParameters& ring) { return State({initial_units(ring), 0}); }

}  // namespace fluxhop
