#include "fluxhop/app/job.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <spdlog/spdlog.h>

#include "fluxhop/app/progress.hpp"
#include "fluxhop/app/report.hpp"
#include "fluxhop/app/result_dataset.hpp"
#include "fluxhop/app/shares.hpp"
#include "fluxhop/app/stack.hpp"
#include "fluxhop/app/trajectories.hpp"
#include "fluxhop/base/require.hpp"

namespace fluxhop {
namespace {

/// The configuration of one point of a sweep; all points share the base's seed.
Config config_at(const RunRequest& request, const Config& base,
                 const std::vector<std::string>& point) {
    Overrides overrides{request.overrides, point};
    overrides.command_line.push_back(fmt::format("ensemble.seed={}", base.seed));
    return load_config(request.config_path, overrides);
}

/// The configurations of all points, each validated before the first one runs.
std::vector<Config> configs_of(const RunRequest& request, const Config& base) {
    for (const SweepAxis& axis : base.sweep) {
        for (const std::string& assignment : request.overrides) {
            require(!assignment.starts_with(axis.path + "="),
                    fmt::format("--set {}: the key is swept by [sweep]", assignment));
        }
    }
    if (base.sweep.empty()) return {base};
    std::vector<Config> configs;
    for (const auto& point : sweep_points(base.sweep)) {
        configs.push_back(config_at(request, base, point));
    }
    return configs;
}

/// A run that will not end in a day should say so before it starts.
void warn_of_long_run(const Config& config) {
    constexpr double hops_per_second = 2e7;  // of one core; other machines are within a factor of three
    constexpr double worth_a_word = 600.0;   // s
    if (config.method != Method::exact) return;
    const auto hops = expected_hops(config);
    if (!hops) return;
    const double seconds = *hops * static_cast<double>(config.realizations) / hops_per_second;
    if (seconds > worth_a_word) {
        spdlog::warn("about {:.2g} hops in each of {} realizations: some {:.2g} hours of one core",
                     *hops, config.realizations, seconds / 3600.0);
    }
}

FinishedPoint finished(const Study& study, const std::string& label) {
    for (const std::string& warning : warnings(study)) {
        spdlog::warn("{}{}{}", label, label.empty() ? "" : ": ", warning);
    }
    return {to_dataset(study), text_report(study), json_report(study),
            study.findings && !study.findings->comparison.accepted(), trajectory_text(study)};
}

Study simulate(const Config& config, const Plan& plan) {
    warn_of_long_run(config);
    ProgressBar bar;
    return conduct(config, plan, [&](const Experiment& experiment, std::size_t count) {
        return run_ensemble(experiment, count, plan.threads, bar.callback());
    });
}

FinishedPoint calculate(const RunRequest& request, const Config& config) {
    const TheoryStudy study = study_theory(config, request.theory);
    return {to_dataset(study), text_report(study), json_report(study)};
}

}  // namespace

std::string label_of(const std::vector<std::string>& point) {
    return fmt::format("{}", fmt::join(point, ", "));
}

Job read_job(const RunRequest& request) {
    Job job{.request = request, .sweep = {}, .changes = {}, .configs = {}, .against = {}};
    const Config base = load_config(request.config_path, {request.overrides, {}});
    job.sweep = base.sweep;
    job.changes = sweep_points(base.sweep);
    job.configs = configs_of(request, base);
    if (!request.against_path.empty()) job.against = read_reference_solution(request.against_path);
    return job;
}

std::vector<FinishedPoint> perform(const Job& job, Ranks& ranks) {
    Plan plan{.with_theory = job.request.compare,
              .against = job.against ? &*job.against : nullptr,
              .threads = job.request.threads};
    std::optional<Shares> shares;
    if (ranks.count() > 1 && !job.request.only_theory) shares.emplace(ranks, job.configs, plan);
    std::vector<FinishedPoint> points;
    if (!ranks.leads()) return points;
    for (; plan.point < job.configs.size(); ++plan.point) {
        const Config& config = job.configs[plan.point];
        if (job.request.only_theory) {
            points.push_back(calculate(job.request, config));
        } else {
            const Study study = shares ? shares->conduct(config, plan) : simulate(config, plan);
            points.push_back(finished(study, label_of(job.changes[plan.point])));
        }
    }
    return points;
}

Dataset take_results(std::vector<FinishedPoint>& points, const std::vector<SweepAxis>& sweep) {
    std::vector<Dataset> datasets;
    for (FinishedPoint& point : points) datasets.push_back(std::move(point.dataset));
    return sweep.empty() ? std::move(datasets[0]) : stack(datasets, sweep);
}

}  // namespace fluxhop
