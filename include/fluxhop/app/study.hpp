/// A run or a comparison from beginning to end, and everything known about it afterwards.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "fluxhop/app/assemble.hpp"
#include "fluxhop/ensemble/comparison.hpp"
#include "fluxhop/ensemble/creep.hpp"
#include "fluxhop/ensemble/ensemble.hpp"
#include "fluxhop/io/reference_solution.hpp"

namespace fluxhop {

/// What theory says and how the ensemble compares with it.
struct Findings {
    std::string against;                 ///< the file whose ODE solution was judged; empty for our own
    std::vector<ComparedSeries> series;  ///< one per recorded node
    std::vector<ComparedPair> pairs;     ///< of judged nodes, when they are few
    Comparison comparison;
    std::optional<CreepAnalysis> creep;
};

struct Study {
    Config config;
    System system;
    Ensemble ensemble;
    SelectorKind selector = SelectorKind::automatic;  ///< the one that was used
    std::optional<Findings> findings;  ///< of `fluxhop compare`
    double wall_time = 0.0;            ///< s
};

/// Sums over the realizations.
struct Totals {
    RunSummary all;
    std::uint64_t frozen = 0;  ///< realizations
};

/// The form in which the realizations of a configuration run.
SelectorKind chosen_selector(const Config& config, const System& system);

/// About how many hops one realization will make; nothing when the mean field cannot say.
std::optional<double> expected_hops(const Config& config);

/// What of a run goes to a checkpoint, and so is in memory twice for a while.
struct Saving {
    std::size_t processes = 0;    ///< of this machine that save states at a time
    bool is_dispensable = false;  ///< --checkpoint-every off would do without
};

/// What to do with a configuration.
struct Plan {
    bool with_theory = false;  ///< also the mean-field side and the comparison
    const ReferenceSolution* against = nullptr;  ///< its ODE solution instead of ours, at its times
    std::size_t threads = 0;   ///< 0 for all cores
    std::uint64_t point = 0;   ///< number of the sweep point
    std::size_t processes = 1;  ///< that share this machine's memory
    Saving saving = {};
};

/// Whether the points of a sweep fit into one result file. @throws UsageError when they do not
void require_one_result(const std::vector<Config>& configs, const Plan& plan);

/// Before hours of work on all points of a sweep. @throws UsageError as conduct does
void require_feasible(const std::vector<Config>& configs, const Plan& plan);

/// Where the ensemble of an experiment comes from, with so many realizations.
using EnsembleSource = std::function<Ensemble(const Experiment&, std::size_t)>;

/// Takes the ensemble of one sweep point and, if planned, compares it.
/// @throws UsageError when the ensemble cannot fit into this machine's memory, or the reference
///         solution does not fit the system
Study conduct(const Config& config, const Plan& plan, const EnsembleSource& source);

/// Runs some realizations of one sweep point; see run_realizations.
Ensemble run_some(const Config& config, const Plan& plan, std::span<const std::uint64_t> ids,
                  const Progress& progress, Keeper* keeper);

Totals totals(const Study& study);

/// Warnings that belong to the results: flux flow, frozen runs. One sentence each.
std::vector<std::string> warnings(const Study& study);

}  // namespace fluxhop
