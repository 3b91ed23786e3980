#include "fluxhop/app/study.hpp"

#include <fmt/format.h>

#include <cmath>

#include "fluxhop/app/memory.hpp"
#include "fluxhop/app/reference.hpp"
#include "fluxhop/app/result_dataset.hpp"
#include "fluxhop/app/stack.hpp"
#include "fluxhop/app/stopwatch.hpp"
#include "fluxhop/app/theory_study.hpp"
#include "fluxhop/app/trajectories.hpp"
#include "fluxhop/base/require.hpp"
#include "fluxhop/theory/kink.hpp"
#include "fluxhop/theory/mean_field.hpp"

namespace fluxhop {
namespace {

Experiment experiment_of(const Config& config, const System& system, std::uint64_t point) {
    return {.model = system.model,
            .initial = system.initial,
            .grid = system.grid,
            .recorded = system.recorded,
            .selector = config.selector,
            .seed = config.seed,
            .point = point,
            .method = config.method,
            .leaps = config.leaps,
            .tracking = system.tracking};
}

/// Where the exact law fits, it replaces linear noise.
void use_exact_law(ComparedSeries& series, const Probe& probe, const MasterEquation& exact) {
    if (!probe.lies_within(exact.space.nodes())) return;  // it knows no odometer
    series.mean = exact.mean * probe.weights(exact.mean.cols());
    series.variance.resize(series.mean.size());
    for (Eigen::Index t = 0; t < series.mean.size(); ++t) {
        series.variance[t] =
            project_covariance(exact.covariance[static_cast<std::size_t>(t)], probe, probe);
    }
    series.variance_margin = 0.0;
    series.least_mean = 0.0;
    series.unknown.clear();
}

/// Puts somebody else's ODE solution in the place of ours; the finite-size bias stays.
void use_reference(ComparedSeries& series, const Eigen::VectorXd& reference) {
    series.mean += reference - series.mean_field;
    series.mean_field = reference;
}

/// Up to so many judged regions, the correlation of every two is tested as well.
constexpr std::size_t most_paired = 6;

std::vector<ComparedPair> pairs_of(const System& system, const TheoryStudy& theory) {
    std::vector<ComparedPair> pairs;
    if (system.judged.size() > most_paired || !theory.noise) return pairs;
    const auto& covariance = theory.master ? theory.master->covariance : theory.noise->covariance;
    for (std::size_t i = 0; i < system.judged.size(); ++i) {
        for (std::size_t j = i + 1; j < system.judged.size(); ++j) {
            const Probe& a = system.recorded[system.judged[i]];
            const Probe& b = system.recorded[system.judged[j]];
            ComparedPair pair{i, j, Eigen::VectorXd(static_cast<Eigen::Index>(covariance.size())),
                              theory.master ? 0.0 : linear_noise_remainder};
            for (std::size_t t = 0; t < covariance.size(); ++t) {
                pair.covariance[static_cast<Eigen::Index>(t)] =
                    project_covariance(covariance[t], a, b);
            }
            pairs.push_back(std::move(pair));
        }
    }
    return pairs;
}

/// @param reference of the recorded numbers, times x numbers; empty for our own ODE
Findings theory_of(const Config& config, const Experiment& experiment, const System& system,
                   const Ensemble& ensemble, const Eigen::MatrixXd& reference) {
    TheoryStudy theory = study_theory(config, {.to_compare = true}, experiment.grid);
    if (theory.noise) theory.noise->mean_field = *theory.mean_field;
    const Eigen::MatrixXd sensitivity =
        rate_sensitivity(system.model, system.initial, experiment.grid, *theory.mean_field);
    const std::vector<bool> unknown = times_at_kink(system.model, *theory.mean_field);
    std::vector<ComparedSeries> all;
    for (std::size_t i = 0; i < system.recorded.size(); ++i) {
        const Probe& probe = system.recorded[i];
        if (theory.noise) {
            all.push_back(against_linear_noise(system.model.landscape(), probe, ensemble.series(i),
                                               *theory.noise, sensitivity, unknown));
        } else {
            all.push_back(
                against_mean_field(probe, ensemble.series(i), *theory.mean_field, sensitivity));
            all.back().relative_margin = config.comparison.margin;
        }
        if (theory.master) use_exact_law(all.back(), probe, *theory.master);
        all.back().name = system.labels[i];
        all.back().unit = unit_of(system, i);
        if (reference.size() > 0) {
            use_reference(all.back(), reference.col(static_cast<Eigen::Index>(i)));
        }
    }
    return {{}, std::move(all), pairs_of(system, theory), {}, {}};
}

/// An observable of every realization, from its recorded number: realizations x times.
Eigen::MatrixXd values_of(const Observable& observable, const TimeGrid& grid,
                          const Eigen::MatrixXd& recorded) {
    Eigen::MatrixXd values(recorded.rows(), recorded.cols());
    for (Eigen::Index r = 0; r < recorded.rows(); ++r) {
        const auto number = [&](std::size_t t, std::size_t) {
            return recorded(r, static_cast<Eigen::Index>(t));
        };
        for (std::size_t t = 0; t < grid.size(); ++t) {
            values(r, static_cast<Eigen::Index>(t)) = observable.at(grid, t, 0, number);
        }
    }
    return values;
}

Findings find(const Config& config, const Experiment& experiment, const System& system,
              const Ensemble& ensemble, const Eigen::MatrixXd& reference) {
    Findings findings = theory_of(config, experiment, system, ensemble, reference);
    std::vector<ComparedSeries> judged;
    for (const std::size_t i : system.judged) judged.push_back(findings.series[i]);
    findings.comparison = compare_with_theory(experiment.grid, judged, config.comparison, findings.pairs);
    if (system.decaying) {
        const Observable& decaying = system.observables[*system.decaying];
        const ComparedSeries& series = findings.series[decaying.first];
        findings.creep = analyse_creep(values_of(decaying, experiment.grid, series.realizations),
                                       experiment.grid, comparable_marks(experiment.grid, series));
    }
    return findings;
}

System assembled(const Config& config, const Plan& plan) {
    return assemble(config,
                    plan.against ? std::optional(TimeGrid(plan.against->times)) : std::nullopt);
}

void require_feasible(const Config& config, const System& system, const Plan& plan) {
    if (plan.with_theory) require_comparable(static_cast<std::size_t>(config.realizations));
    if (plan.against) recorded_numbers(*plan.against, config, system);
    require_trajectories_fit(config, system);
}

}  // namespace

std::optional<double> expected_hops(const Config& config) {
    constexpr std::size_t most_nodes = 200, most_times = 100'000;  // it must not cost more than a run
    const System system = assemble(config);
    if (system.model.landscape().node_count() > most_nodes || system.grid.size() > most_times) {
        return std::nullopt;
    }
    try {
        const double hops = expected_hops(system.model, system.initial, system.grid);
        return std::isfinite(hops) ? std::optional(hops) : std::nullopt;
    } catch (const RunError&) {
        return std::nullopt;
    }
}

void require_one_result(const std::vector<Config>& configs, const Plan& plan) {
    Dimensions dimensions;
    for (const Config& config : configs) {
        const System system = assembled(config, plan);
        require_feasible(config, system, plan);
        merge_dimensions(dimensions, planned_dimensions(config, system));
    }
}

void require_feasible(const std::vector<Config>& configs, const Plan& plan) {
    require_one_result(configs, plan);
    require_memory(memory_of_run(configs, assembled(configs.front(), plan), plan), plan);
}

Study conduct(const Config& config, const Plan& plan, const EnsembleSource& source) {
    const Stopwatch watch;
    System system = assembled(config, plan);
    const auto count = static_cast<std::size_t>(config.realizations);
    require_feasible(config, system, plan);
    require_memory(memory_of_run({config}, system, plan), plan);
    Eigen::MatrixXd reference;
    if (plan.against) reference = recorded_numbers(*plan.against, config, system);
    const Experiment experiment = experiment_of(config, system, plan.point);
    const SelectorKind selector = resolve(experiment);
    Ensemble ensemble = source(experiment, count);
    std::optional<Findings> findings;
    if (plan.with_theory) findings = find(config, experiment, system, ensemble, reference);
    if (plan.against) findings->against = plan.against->source;
    return {config,
            std::move(system),
            std::move(ensemble),
            selector,
            std::move(findings),
            watch.seconds()};
}

Ensemble run_some(const Config& config, const Plan& plan, std::span<const std::uint64_t> ids,
                  const Progress& progress, Keeper* keeper) {
    const System system = assembled(config, plan);
    require_feasible(config, system, plan);
    require_memory(memory_of_run({config}, system, plan), plan);
    return run_realizations(experiment_of(config, system, plan.point), ids, plan.threads, progress,
                            keeper);
}

SelectorKind chosen_selector(const Config& config, const System& system) {
    return resolve(experiment_of(config, system, 0));
}

Totals totals(const Study& study) {
    Totals sum;
    for (const RunSummary& run : study.ensemble.summaries()) {
        sum.all += run;
        sum.frozen += run.frozen ? 1 : 0;
    }
    return sum;
}

std::vector<std::string> warnings(const Study& study) {
    const Totals sum = totals(study);
    std::vector<std::string> lines;
    if (sum.all.flux_flow_hops > 0) {
        lines.push_back(fmt::format(
            "{} of {} hops began where the barrier is gone (J > Jc0, or B > Bm): the rate is held at "
            "the attempt frequency there; that is flux flow, not creep",
            sum.all.flux_flow_hops, sum.all.hops));
    }
    if (sum.frozen > 0) {
        lines.push_back(fmt::format("{} of {} realizations froze: every rate reached exactly zero "
                                    "before the last time",
                                    sum.frozen, study.ensemble.realizations()));
    }
    return lines;
}

}  // namespace fluxhop
