#include "fluxhop/app/theory_study.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "fluxhop/app/memory.hpp"
#include "fluxhop/base/machine.hpp"
#include "fluxhop/base/require.hpp"
#include "fluxhop/theory/lyapunov.hpp"
#include "fluxhop/theory/mean_field.hpp"

namespace fluxhop {
namespace {

/// Runs a reading: on its own account it may not fit, asked for by name it must.
void attempt(TheoryStudy& study, const char* what, bool asked, bool by_default,
             const std::function<void()>& reading) {
    if (!asked && !by_default) return;
    try {
        reading();
    } catch (const UsageError& reason) {
        if (asked) throw;
        study.skipped.push_back(fmt::format("{}: {}", what, reason.what()));
    }
}

void require_default_size(bool asked, double size, double limit, const char* unit,
                          const char* option) {
    require(asked || size <= limit, fmt::format("{}{:g} {}; ask for it with {}",
                                                 size > 1.8e19 ? "more than " : "",
                                                 std::min(size, 1.8e19), unit, option));
}

/// Zero for what is no closed network, which the solver itself refuses with its reason.
double states_of(const Model& model, const State& initial) {
    double total = 0.0;
    for (std::size_t i = 0; i < model.landscape().node_count(); ++i) {
        if (model.landscape().multiplicity(NodeId(i)) == Multiplicity::constant) return 0.0;
        total += initial(NodeId(i));
    }
    if (total < 0.0 || total > 1e9) return 1e300;
    return static_cast<double>(state_space_size(static_cast<std::int64_t>(total),
                                                initial.node_count()));
}

/// Regions x vortices of a closed network; an open one has a law for each region, at no cost.
double vortices_to_share(const Model& model, const State& initial) {
    double regions = 0.0, total = 0.0;
    for (std::size_t i = 0; i < model.landscape().node_count(); ++i) {
        if (model.landscape().multiplicity(NodeId(i)) != Multiplicity::occupancy) return 0.0;
        regions += 1.0;
        total += initial(NodeId(i));
    }
    return regions * total;
}

/// Hops move vortices and make none: the sum over all nodes, reservoirs included, stays.
void require_conserved(const Model& model, const State& initial,
                       const Eigen::MatrixXd& variables) {
    constexpr double tolerance = 1e-6;  // of the vortices and of what has passed the reservoirs
    const auto nodes = static_cast<Eigen::Index>(model.landscape().node_count());
    const double total = real_variables(model, initial).head(nodes).sum();
    for (Eigen::Index t = 0; t < variables.rows(); ++t) {
        const auto occupations = variables.row(t).head(nodes);
        const double size = occupations.cwiseAbs().sum();
        if (!(std::abs(occupations.sum() - total) <= tolerance * (1.0 + size))) {
            throw RunError("the mean field loses or makes vortices: an error of the program");
        }
    }
}

/// Nothing for more states than are solved at all, which the solver refuses.
double master_equation_bytes(const System& system) {
    const double states = states_of(system.model, system.initial);
    return states > StateSpace::limit ? 0.0 : master_equation_bytes(system, states);
}

void require_room(const char* what, double bytes) {
    const double available = physical_memory();
    require(bytes < available, fmt::format("{} needs about {:.3g} GB of memory; this machine has {:.3g} GB", what,
                                           bytes / 1e9, available / 1e9));
}

/// What was asked for by name is refused before anything is solved.
void require_room_for(const TheoryChoice& choice, const System& system) {
    double bytes = 0.0;
    if (choice.mean_field) bytes += mean_field_bytes(system);
    if (choice.noise) bytes += noise_bytes(system);
    if (choice.master_equation) bytes += master_equation_bytes(system);
    require_room("theory", bytes);
}

}  // namespace

TheoryStudy study_theory(const Config& config, const TheoryChoice& choice,
                         const std::optional<TimeGrid>& grid, const Progress& progress) {
    TheoryStudy study{config, assemble(config, grid), {}, {}, {}, {}, {}, {}, {}, {}};
    const Model& model = study.system.model;
    const State& initial = study.system.initial;
    const bool all = !choice.any();
    require_room_for(choice, study.system);
    attempt(study, "mean field", choice.mean_field, all, [&] {
        require_room("the mean field", mean_field_bytes(study.system));
        // An approximation need not be solved to the last digit.
        const Tolerances tolerances =
            study.system.mean_field_is_closure ? Tolerances{1e-7, 1e-9} : Tolerances{1e-12, 1e-13};
        study.mean_field =
            solve_mean_field(model, initial, study.system.grid, tolerances, progress);
        require_conserved(model, initial, *study.mean_field);
    });
    if (study.mean_field) {
        attempt(study, "Lyapunov function", false, true, [&] {
            study.lyapunov =
                lyapunov_function(model, real_variables(model, initial), *study.mean_field);
        });
        if (const auto* network = std::get_if<RegionNetwork>(&config.system)) {
            study.one_way = one_way::solve_pair(*network, study.system.grid);
        }
    }
    attempt(study, "linear noise", choice.noise, all, [&] {
        require(!study.system.mean_field_is_closure,
                "vortices that block each other are no small fluctuation about the mean field");
        require_default_size(choice.noise, static_cast<double>(model.landscape().node_count()),
                             noise_by_default, "nodes", "--noise");
        require_room("linear noise", noise_bytes(study.system));
        study.noise = solve_linear_noise(model, initial, study.system.grid);
    });
    attempt(study, "master equation", choice.master_equation, all, [&] {
        require_default_size(choice.master_equation, states_of(model, initial),
                             master_equation_by_default, "states", "--master-equation");
        require_room("the master equation",
                     master_equation_bytes(study.system));
        study.master = solve_master_equation(model, initial, study.system.grid);
    });
    if (choice.to_compare) return study;
    attempt(study, "equilibrium", choice.equilibrium, all,
            [&] { study.equilibrium = mean_field_equilibrium(model, initial); });
    if (!study.equilibrium) return study;
    attempt(study, "stationary law", choice.equilibrium, all, [&] {
        require_default_size(choice.equilibrium, vortices_to_share(model, initial), stationary_by_default,
                             "regions x vortices", "--equilibrium");
        study.stationary = stationary_law(model, initial);
    });
    return study;
}

}  // namespace fluxhop
