#include <fmt/format.h>

#include <cmath>

#include "fluxhop/app/assemble_parts.hpp"
#include "fluxhop/base/constants.hpp"

namespace fluxhop {
namespace {

using Kind = Observable::Kind;

/// Adds a recorded number. @return its index
std::size_t record(System& system, Probe probe, std::string label) {
    system.recorded.push_back(std::move(probe));
    system.labels.push_back(std::move(label));
    return system.recorded.size() - 1;
}

void impose(System& system, const char* name, const char* meaning, const char* units,
            const Signal& signal, double scale) {
    Imposed imposed{name, meaning, units, {}};
    for (const double time : system.grid.times()) {
        imposed.values.push_back(scale * signal.value(time));
    }
    system.imposed.push_back(std::move(imposed));
}

void impose_field(System& system, const Signal& vortices, double field_per_vortex) {
    impose(system, "applied_field", "applied magnetic field", "T", vortices, field_per_vortex);
}

/// What all hops together have done: flux across the film, and the voltage that makes
/// (Josephson-Anderson: Phi0 a/w for each hop by a across the width w).
void observe_transport(System& system, double hop_length, const Box& box, double vortices,
                       std::size_t odometer) {
    const double flux = constants::flux_quantum * hop_length / box.width;
    auto& all = system.observables;
    if (vortices > 0.0) {
        all.push_back({"displacement", "mean displacement of a vortex along the force", "m",
                       {{0.0, hop_length / vortices}}, Kind::value, odometer});
    }
    all.push_back({"voltage", "voltage over the length since the time before", "V", {{0.0, flux}},
                   Kind::rate, odometer});
    all.push_back({"electric_field", "electric field since the time before", "V m-1",
                   {{0.0, flux / box.height}}, Kind::rate, odometer});
}

/// The field of columns of a lattice, each a hop wide.
void observe_profile(System& system, std::size_t first_label, std::size_t columns,
                     std::size_t rows, double hop_length, double field_per_vortex) {
    Axis axis{"column", "middle of the column, from the left edge", {}, {}, "m"};
    Observable profile{"field", "magnetic field of the column", "T", {}, Kind::value, first_label,
                       "column"};
    for (std::size_t x = 0; x < columns; ++x) {
        axis.numbers.push_back((static_cast<double>(x) + 0.5) * hop_length);
        profile.readings.push_back({0.0, field_per_vortex});
        record(system, Probe({{NodeId(x), 1.0, rows, columns}}), fmt::format("column {}", x));
    }
    system.axes.push_back(std::move(axis));
    system.observables.push_back(std::move(profile));
}

/// Averages over the vortices, by the tracker.
void observe_vortices(System& system, double hop_length) {
    const std::size_t first = system.recorded.size();
    const double area = hop_length * hop_length;
    const auto add = [&](const char* name, const char* meaning, const char* units, double scale,
                         std::size_t channel) {
        Observable one{name, meaning, units, {{0.0, scale}}, Kind::value, first + channel};
        one.has_theory = false;
        system.observables.push_back(std::move(one));
    };
    add("tracked_displacement", "displacement along the force of vortices that stayed inside", "m",
        hop_length, VortexTracker::along);
    add("transverse_displacement", "their displacement across it", "m", hop_length,
        VortexTracker::across);
    add("square_displacement", "mean square of their displacement along the force", "m2", area,
        VortexTracker::along_squared);
    add("transverse_square_displacement", "mean square of it across the force", "m2", area,
        VortexTracker::across_squared);
}

bool is_open(const FilmParameters& film) { return reservoir_count(film) > 0; }

void describe(System& system, const FilmParameters& film, const Box& box, double vortices) {
    const double field = vortices * constants::flux_quantum / box.area();
    const double filling = vortices / static_cast<double>(site_count(film));
    system.derived = {
        {"sites", fmt::format("{}", site_count(film))},
        {"vortices at the start", fmt::format("{:.0f} ({:.4g} per site)", vortices, filling)},
        {"mean field at the start", fmt::format("{:.6g} T", field)},
        {"width along the force, length", fmt::format("{:.6g} m, {:.6g} m", box.width, box.height)},
        {"work of a hop at Jc0", fmt::format("{:.6g} kT", film.work_at_jc0)},
        {"vortex length l implied by it",
         fmt::format("{:.6g} m", film.thickness * film.work_at_jc0 / work_of_hop(film))},
        {"J/Jc0 at the start", fmt::format("{:.6g}", film.current.value(0.0))}};
}

/// Whether there is a magnetization that a constant applied field leaves to decay.
bool relaxes(const SlabParameters& slab) {
    if (slab.edges != EdgeKind::open || !slab.applied_field.is_constant()) return false;
    const double balanced =
        slab.applied_field.value(0.0) * static_cast<double>(slab.columns);
    return std::abs(vortex_count(slab) - balanced) > 0.5;
}

}  // namespace

System assemble_system(const FilmConfig& config, const GridMaker& grid) {
    const FilmParameters& film = *config.film;
    const Box box = extent(film);
    const double vortices = vortex_count(film);
    Model model = make_film(film);
    Start initial = start_of(film);
    TimeGrid times = grid.make(model, initial);
    const NodeId odometer = model.odometer();
    System system{std::move(model), std::move(initial), std::move(times), {}, {}, {}, {}, {}};
    system.mean_field_is_closure = film.capacity != Landscape::unlimited;

    const std::size_t hops = record(system, odometer, "net displacement");
    system.judged = {hops};
    observe_transport(system, film.hop_length, box, is_open(film) ? 0.0 : vortices, hops);
    if (is_open(film)) {
        impose_field(system, film.applied_field,
                     static_cast<double>(site_count(film)) * constants::flux_quantum / box.area());
        const std::size_t inside =
            record(system, Probe({{NodeId(0), 1.0, site_count(film)}}), "vortices inside");
        system.judged.push_back(inside);
        system.observables.push_back(
            {"vortices", "vortices inside", "1", {{}}, Kind::count, inside});
    }
    const double jc0 = film.critical_current_density;
    if (film.feedback == 0.0) {
        impose(system, "transport_current_density", "transport current density", "A m-2",
               film.current, jc0);
    } else {
        system.observables.push_back(
            {"net_hops", "displacement of all hops along the force, net, in hop lengths", "1", {{}},
             Kind::value, hops});
        system.decaying = system.observables.size();
        system.observables.push_back({"current_density", "persistent current density", "A m-2",
                                      {{film.current.value(0.0) * jc0, film.feedback * jc0}},
                                      Kind::value, hops});
    }
    if (const auto* lattice = std::get_if<Lattice>(&film.sites);
        lattice && config.record_profile) {
        observe_profile(system, system.recorded.size(), lattice->columns, lattice->rows,
                        film.hop_length,
                        constants::flux_quantum / (film.hop_length * box.height));
    }
    if (config.tracking) {
        system.tracking = config.tracking;
        observe_vortices(system, film.hop_length);
        if (config.tracking->keep_frames) system.map = SiteMap{box, positions(film), film.thickness};
    }
    describe(system, film, box, vortices);
    return system;
}

System assemble_system(const SlabParameters& slab, const GridMaker& grid) {
    const double b = field_per_vortex(slab);
    const double per_column = 1.0 / static_cast<double>(slab.columns);
    const double per_tesla = 1.0 / constants::vacuum_permeability;
    Model model = make_slab(slab);
    State initial = initial_state(slab);
    TimeGrid times = grid.make(model, initial);
    const NodeId odometer = model.odometer();
    System system{std::move(model), std::move(initial), std::move(times), {}, {}, {}, {}, {}};

    impose_field(system, slab.applied_field, b);
    const std::size_t inside =
        record(system, Probe({{NodeId(0), 1.0, slab.columns}}), "vortices inside");
    const std::size_t hops = record(system, odometer, "net displacement");
    system.judged = {inside};
    Observable magnetization{"magnetization", "magnetization, mean B/mu0 less the applied field",
                             "A m-1", {{0.0, b * per_column * per_tesla}}, Kind::value, inside};
    for (const double field : system.imposed[0].values) {
        magnetization.drift.push_back(-field * per_tesla);
    }
    system.observables.push_back({"vortices", "vortices inside", "1", {{}}, Kind::count, inside});
    if (relaxes(slab)) system.decaying = system.observables.size();
    system.observables.push_back(std::move(magnetization));
    const Box box{static_cast<double>(slab.columns) * slab.hop_length, slab.length, false, false};
    observe_transport(system, slab.hop_length, box, 0.0, hops);

    const std::size_t first_column = system.recorded.size();
    system.judged.push_back(first_column + slab.columns / 2);
    observe_profile(system, first_column, slab.columns, 1, slab.hop_length, b);
    Axis bonds{"bond", "boundary between two columns, from the left edge", {}, {}, "m"};
    Observable current{"current_density", "current density between two columns", "A m-2", {},
                       Kind::value, system.recorded.size(), "bond"};
    const double jc0 = slab.critical_current_density;
    for (std::size_t x = 0; x + 1 < slab.columns; ++x) {
        bonds.numbers.push_back(static_cast<double>(x + 1) * slab.hop_length);
        current.readings.push_back({0.0, jc0 * current_per_vortex(slab)});
        record(system, Probe({{NodeId(x), 1.0}, {NodeId(x + 1), -1.0}}), fmt::format("bond {}", x));
    }
    system.axes.push_back(std::move(bonds));
    system.observables.push_back(std::move(current));
    system.derived = {
        {"B of one vortex in a column", fmt::format("{:.6g} T", b)},
        {"J of one vortex between columns", fmt::format("{:.6g} A/m^2", jc0 * current_per_vortex(slab))},
        {"work of a hop at Jc0", fmt::format("{:.6g} kT", slab.work_at_jc0)},
        {"full penetration mu0 Jc0 w, w half the width",
         fmt::format("{:.6g} T", 0.5 * jc0 * box.width / per_tesla)},
        {"B inside at the start", fmt::format("{:.6g} T", b * per_column * vortex_count(slab))},
        {"applied field at the start", fmt::format("{:.6g} T", b * slab.applied_field.value(0.0))}};
    return system;
}

}  // namespace fluxhop
