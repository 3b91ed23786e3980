#include "fluxhop/app/memory.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "fluxhop/app/trajectories.hpp"
#include "fluxhop/base/machine.hpp"
#include "fluxhop/base/require.hpp"
#include "fluxhop/ensemble/ranks.hpp"

namespace fluxhop {
namespace {

double real(std::size_t number) { return static_cast<double>(number); }

double sample_bytes(const Config& config) {
    const auto* system = std::get_if<FilmConfig>(&config.system);
    if (!system) return 0.0;
    const FilmParameters& film = *system->film;
    double bytes = real(film.depths.bytes().size() + film.saddles.bytes().size() +
                        film.vortices.bytes().size());
    if (const auto* placed = std::get_if<PlacedSites>(&film.sites)) {
        bytes += real(placed->points.size() * sizeof(Point) + placed->bonds.size() * sizeof(Bond));
    }
    return bytes;
}

/// Hops that are stored, and what sorting them takes; those of a lattice are computed.
double model_bytes(const System& system) {
    const Landscape& landscape = system.model.landscape();
    const auto& lattice = landscape.lattice();
    const double computed = lattice ? real(lattice->sites() * lattice->directions()) : 0.0;
    return 2.0 * sizeof(HopEdge) * (real(landscape.edge_count()) - computed) +
           system.initial.bytes();
}

double vortices_of(const System& system) {
    double count = 0.0;
    for (std::size_t i = 0; i < system.initial.node_count(); ++i) {
        const NodeId node(i);
        if (system.model.landscape().counts_vortices(node)) count += system.initial(node);
    }
    return count;
}

/// Code and libraries.
constexpr double program_bytes = 2e7;

/// One realization on its way, by the form it runs in; as measured.
double realization_bytes(SelectorKind form, const System& system) {
    const double nodes = real(system.initial.node_count()),
                 edges = real(system.model.landscape().edge_count());
    const bool follows = system.tracking.has_value();
    const bool counts = follows || form == SelectorKind::compiled_lattice || form == SelectorKind::bounded_rejection;
    const double vortices = counts ? vortices_of(system) : 0.0;
    const double tracker = follows ? 4.0 * nodes + 48.0 * vortices : 0.0;
    switch (form) {
        case SelectorKind::compiled_lattice:
            return tracker + 8.0 * nodes + 26.0 * vortices;
        case SelectorKind::compiled_network_linear:
        case SelectorKind::compiled_network_bounded:
            return tracker + 80.0 * nodes + 16.0 * edges;
        case SelectorKind::bounded_rejection:
            return tracker + 32.0 * nodes + 8.0 * vortices;
        case SelectorKind::composition_rejection:
            return tracker + 40.0 * nodes;
        default:
            return tracker + 28.0 * nodes;
    }
}

double running_bytes(const Config& config, const System& system, const Plan& plan) {
    const std::size_t threads = plan.threads > 0 ? plan.threads : one_process()->fair_threads();
    const double at_once = std::min(real(threads), static_cast<double>(config.realizations));
    return program_bytes + model_bytes(system) +
           at_once * realization_bytes(chosen_selector(config, system), system);
}

/// The datasets of all points, the one they are stacked to and its file; and the numbers of one
/// ensemble.
double results_bytes(const Config& config, std::size_t points, const System& system,
                     const Plan& plan) {
    const double realizations = static_cast<double>(config.realizations),
                 times = real(system.grid.size());
    const double width =
        real(system.recorded.size()) + (system.tracking ? double{VortexTracker::channels} : 0.0);
    double observed = 0.0;
    for (const Observable& observable : system.observables)
        observed += real(observable.readings.size());
    const double kept = config.keep_realizations ? realizations * times * observed : 0.0;
    const double dataset = 8.0 * (kept + 3.0 * times * observed + realizations);
    const double per_realization =
        sizeof(RunSummary) + sizeof(std::optional<VortexHistory>) + 8.0 * times * width;
    const double series = plan.with_theory ? 4.0 * 8.0 * realizations * times * width : 0.0;
    const double pictures = 1.2 * trajectory_bytes(config, system);
    return realizations * per_realization + real(points) * (3.0 * dataset + pictures) + series;
}

/// What the processes of this machine take together, bytes.
struct Need {
    double working, saving;
};

/// Each has the sample and what it runs; results come together at the first, and so are there twice.
Need need_of(const MemoryEstimate& estimate, const Plan& plan) {
    const double copies = plan.processes > 1 ? 2.0 : 1.0;
    return {real(plan.processes) * (estimate.sample + estimate.running) + copies * estimate.results +
                estimate.theory,
            real(plan.saving.processes) * estimate.saving};
}

std::string gigabytes(double bytes) { return fmt::format("{:.3g} GB", bytes / 1e9); }

}  // namespace

/// The times, and the vectors of the solver.
double mean_field_bytes(const System& system) {
    return 8.0 * real(system.model.variable_count()) * (2.0 * real(system.grid.size()) + 20.0);
}

double noise_bytes(const System& system) {
    const double nodes = real(system.model.landscape().node_count());
    return 8.0 * nodes * nodes * (real(system.grid.size()) + 20.0);
}

/// The generator, twice while it is made, and the covariances.
double master_equation_bytes(const System& system, double states) {
    const double nodes = real(system.model.landscape().node_count());
    return 48.0 * states * (real(system.model.landscape().edge_count()) + 1.0) +
           8.0 * nodes * nodes * real(system.grid.size());
}

MemoryEstimate memory_of_run(const std::vector<Config>& configs, const System& system,
                             const Plan& plan) {
    MemoryEstimate estimate;
    for (const Config& config : configs) estimate.sample += sample_bytes(config);
    estimate.running = running_bytes(configs.front(), system, plan);
    estimate.saving = estimate.running - program_bytes - model_bytes(system);
    estimate.results = results_bytes(configs.front(), configs.size(), system, plan);
    if (!plan.with_theory) return estimate;
    estimate.theory = 2.0 * mean_field_bytes(system);  // with faster and slower hops as well
    const bool has_noise =
        !system.mean_field_is_closure && system.initial.node_count() <= noise_by_default;
    if (has_noise) estimate.theory += noise_bytes(system);
    return estimate;
}

std::string text_of(const MemoryEstimate& estimate) {
    std::vector<std::string> parts;
    for (const auto& [name, bytes] :
         {std::pair{"sample", estimate.sample}, std::pair{"running", estimate.running},
          std::pair{"results", estimate.results}, std::pair{"theory", estimate.theory}}) {
        if (bytes >= 0.01 * estimate.total())
            parts.push_back(fmt::format("{} {}", name, gigabytes(bytes)));
    }
    return fmt::format("{} ({})", gigabytes(estimate.total()), fmt::join(parts, ", "));
}

void require_memory(const MemoryEstimate& estimate, const Plan& plan) {
    const Need need = need_of(estimate, plan);
    const double available = real(plan.processes) * physical_memory(plan.processes);
    if (need.working + need.saving < available) return;
    std::string wanted = text_of(estimate) + " of memory";
    if (plan.processes > 1) {
        wanted += fmt::format(", {} in {} processes", gigabytes(need.working), plan.processes);
    }
    if (need.saving >= 0.01 * need.working) {
        wanted += fmt::format(", and {} more while a checkpoint is written", gigabytes(need.saving));
    }
    const bool would_fit = plan.saving.is_dispensable && need.working < available;
    throw UsageError(fmt::format("this needs about {}; this machine has {}: {}take fewer sites, recording times, "
                                 "realizations{} or threads",
                                 wanted, gigabytes(available),
                                 would_fit ? "--checkpoint-every off would fit; or " : "",
                                 plan.processes > 1 ? ", processes" : ""));
}

}  // namespace fluxhop
