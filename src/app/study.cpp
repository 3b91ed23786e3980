#include "fluxhop/app/study.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <unistd.h>

#include "fluxhop/base/require.hpp"
#include "fluxhop/theory/mean_field.hpp"

namespace fluxhop {
namespace {

Experiment experiment_of(const Config& config, const System& system, const TimeGrid& grid) {
    return {.model = system.model,
            .initial = system.initial,
            .grid = grid,
            .recorded = system.recorded,
            .selector = config.selector,
            .seed = config.seed};
}

void require_memory(double realizations, std::size_t times, bool with_theory) {
    const double copies = with_theory ? 4.0 : 3.0;
    const double needed = copies * 8.0 * realizations * static_cast<double>(times);
    const double available = static_cast<double>(::sysconf(_SC_PHYS_PAGES)) *
                             static_cast<double>(::sysconf(_SC_PAGE_SIZE));
    require(needed < available,
            fmt::format("{:g} realizations x {} times need about {:.3g} GB; this machine has {:.3g} "
                        "GB: take fewer of either",
                        realizations, times, needed / 1e9, available / 1e9));
}

Findings find(const Experiment& experiment, const System& system, const Ensemble& ensemble,
              const ComparisonOptions& options) {
    const Eigen::MatrixXd hops = ensemble.series(0);
    LinearNoise theory = solve_linear_noise(experiment.model, experiment.initial, experiment.grid);
    theory.mean_field = solve_mean_field(experiment.model, experiment.initial, experiment.grid);
    Comparison comparison =
        compare_with_theory(experiment, {system.recorded[0], hops, theory}, options);
    const Observable& decaying = system.observables.back();
    const Eigen::MatrixXd current = (decaying.offset + decaying.scale * hops.array()).matrix();
    auto creep = analyse_creep(current, experiment.grid, comparison.marks);
    return {std::move(theory), std::move(comparison), std::move(creep)};
}

}  // namespace

Study conduct(const Config& config, bool with_theory, std::size_t threads,
              const Progress& progress) {
    const auto begin = std::chrono::steady_clock::now();
    const auto start = fmt::gmtime(std::chrono::system_clock::now());
    System system = assemble(config);
    TimeGrid grid = make_grid(config.time);
    const auto count = static_cast<std::size_t>(config.realizations);
    require_memory(static_cast<double>(count), grid.size(), with_theory);

    const Experiment experiment = experiment_of(config, system, grid);
    Ensemble ensemble = run_ensemble(experiment, count, threads, progress);
    std::optional<Findings> findings;
    if (with_theory) findings = find(experiment, system, ensemble, config.comparison);
    const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - begin;
    return {config,
            std::move(system),
            std::move(grid),
            std::move(ensemble),
            std::move(findings),
            fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", start),
            wall.count(),
            threads};
}

Totals totals(const Study& study) {
    Totals sum;
    for (const RunSummary& run : study.ensemble.summaries()) {
        sum.hops += run.hops;
        sum.flux_flow_hops += run.flux_flow_hops;
        sum.frozen += run.frozen ? 1 : 0;
    }
    return sum;
}

std::vector<std::string> warnings(const Study& study) {
    const Totals sum = totals(study);
    std::vector<std::string> lines;
    if (sum.flux_flow_hops > 0) {
        lines.push_back(fmt::format(
            "{} of {} hops began with J > Jc0: there the barrier is gone and the rate is held at the "
            "attempt frequency; that is flux flow, not creep",
            sum.flux_flow_hops, sum.hops));
    }
    if (sum.frozen > 0) {
        lines.push_back(fmt::format("{} of {} realizations froze: every rate reached exactly zero "
                                    "before the last time",
                                    sum.frozen, study.ensemble.realizations()));
    }
    return lines;
}

}  // namespace fluxhop
