#include "fluxhop/app/job.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <cmath>

#include "fluxhop/app/launch.hpp"
#include "fluxhop/app/progress.hpp"
#include "fluxhop/app/report.hpp"
#include "fluxhop/app/result_dataset.hpp"
#include "fluxhop/app/shares.hpp"
#include "fluxhop/app/stack.hpp"
#include "fluxhop/app/trajectories.hpp"
#include "fluxhop/base/require.hpp"

namespace fluxhop {
namespace {

/// Every process of a job has the sample.
SampleLimits limits_of(const RunRequest& request) {
    return {.bytes = physical_memory(request.processes)};
}

/// The configuration of one point of a sweep; all points share the base's seed.
UndrawnConfig config_at(const RunRequest& request, const std::string& text, const Config& base,
                        const std::vector<std::string>& point) {
    Overrides overrides{request.overrides, point, limits_of(request)};
    overrides.command_line.push_back(fmt::format("ensemble.seed={}", base.seed));
    return read_config(request.config_path, text, overrides);
}

void refuse_setting_what_is_swept(const RunRequest& request, const std::vector<SweepAxis>& sweep) {
    for (const SweepAxis& axis : sweep) {
        for (const std::string& assignment : request.overrides) {
            require(!assignment.starts_with(axis.path + "="),
                    fmt::format("--set {}: the key is swept by [sweep]", assignment));
        }
    }
}

/// The configurations of all points, the keys of each validated before the first sample is drawn.
std::vector<Config> configs_of(const RunRequest& request, const std::string& text,
                               UndrawnConfig base) {
    const std::vector<SweepAxis> sweep = base.keys().sweep;
    refuse_setting_what_is_swept(request, sweep);
    if (sweep.empty()) return {std::move(base).draw()};
    const auto points = sweep_points(sweep);
    std::vector<Config> configs;
    configs.reserve(points.size());
    for (const auto& point : points) {
        configs.push_back(config_at(request, text, base.keys(), point).keys());
    }
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (!std::holds_alternative<FilmConfig>(configs[i].system)) continue;
        configs[i] = config_at(request, text, base.keys(), points[i]).draw();
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

/// Nor is the mean field of a large film, solved without a matrix, a matter of seconds.
void warn_of_long_theory(const Config& config) {
    constexpr double per_site_and_decade = 3e-4;  // s, of one core; 100 x 100 pins of film_2d.toml
    constexpr double worth_a_word = 60.0;         // s
    const auto* film = std::get_if<FilmConfig>(&config.system);
    if (!film) return;
    const double decades = std::max(1.0, std::log10(config.time.last / config.time.first));
    const double sites = static_cast<double>(site_count(*film->film));
    const double seconds = per_site_and_decade * sites * decades;
    if (seconds > worth_a_word) {
        spdlog::warn("the mean field of {:g} sites over {:.2g} decades of time: some {:.2g} minutes of "
                     "one core",
                     sites, decades, seconds / 60.0);
    }
}

FinishedPoint finished(const Study& study, const std::string& label) {
    for (const std::string& warning : warnings(study)) {
        spdlog::warn("{}{}{}", label, label.empty() ? "" : ": ", warning);
    }
    return {to_dataset(study), text_report(study), json_report(study),
            study.findings ? std::optional(study.findings->comparison.outcome()) : std::nullopt,
            trajectory_text(study)};
}

Study simulate(const Config& config, const Plan& plan, Keeper* keeper) {
    warn_of_long_run(config);
    if (plan.with_theory) warn_of_long_theory(config);
    ProgressBar bar("realizations");
    return conduct(config, plan, [&](const Experiment& experiment, std::size_t count) {
        return run_ensemble(experiment, count, plan.threads, bar.callback(), keeper);
    });
}

/// Of several ranks the first one alone keeps what is on its way, and all keep their last states.
Saving saving_of(const RunRequest& request, Safekeeping* kept) {
    if (!kept || !kept->keeper()) return {};
    if (request.keep_state) return {.processes = request.processes, .is_dispensable = false};
    return {.processes = 1, .is_dispensable = !request.goes_on};
}

FinishedPoint calculate(const RunRequest& request, const Config& config) {
    if (!request.theory.any() || request.theory.mean_field) warn_of_long_theory(config);
    const TheoryStudy study = [&] {
        ProgressBar bar("times of the mean field");
        return study_theory(config, request.theory, {}, bar.callback());
    }();
    return {to_dataset(study), text_report(study), json_report(study)};
}

}  // namespace

std::string label_of(const std::vector<std::string>& point) {
    return fmt::format("{}", fmt::join(point, ", "));
}

Job read_job(const RunRequest& request) {
    Job job{.request = request,
            .config_text = request.config_text ? *request.config_text
                                               : read_config_text(request.config_path),
            .configuration = {},
            .sweep = {},
            .changes = {},
            .configs = {},
            .against = {}};
    UndrawnConfig base = read_config(request.config_path, job.config_text,
                                     {request.overrides, {}, limits_of(request)});
    job.configuration = base.keys().effective;
    job.sweep = base.keys().sweep;
    job.changes = sweep_points(job.sweep);
    if (!request.against_path.empty()) job.against = read_reference_solution(request.against_path);
    job.configs = configs_of(request, job.config_text, std::move(base));
    require(!job.against || job.configs.size() == 1,
            "--against: one solution for all points of a sweep; compare each point with its own, by --set");
    return job;
}

std::vector<FinishedPoint> perform(const Job& job, Ranks& ranks, Safekeeping* kept) {
    Plan plan{.with_theory = job.request.compare,
              .against = job.against ? &*job.against : nullptr,
              .threads = job.request.threads,
              .processes = job.request.processes,
              .saving = saving_of(job.request, kept)};
    const bool has_ranks = ranks.count() > 1 && !job.request.only_theory;
    if (has_ranks && plan.threads == 0) plan.threads = ranks.fair_threads();
    const bool is_shared = job.configs.size() > 1 || has_ranks;  // else the one point says it
    if (is_shared && !job.request.only_theory) together(ranks, [&] { require_feasible(job.configs, plan); });
    std::optional<Shares> shares;
    if (has_ranks) shares.emplace(ranks, job.configs, plan, kept);
    Keeper* keeper = kept ? kept->keeper() : nullptr;
    std::vector<FinishedPoint> points;
    if (!ranks.leads()) return points;
    for (; plan.point < job.configs.size(); ++plan.point) {
        const Config& config = job.configs[plan.point];
        if (job.request.only_theory) {
            points.push_back(calculate(job.request, config));
        } else {
            const Study study = shares ? shares->conduct(config, plan) : simulate(config, plan, keeper);
            points.push_back(finished(study, label_of(job.changes[plan.point])));
        }
    }
    return points;
}

Dataset take_results(std::vector<FinishedPoint>& points, const std::vector<SweepAxis>& sweep) {
    std::vector<Dataset> datasets;
    datasets.reserve(points.size());
    for (FinishedPoint& point : points) datasets.push_back(std::move(point.dataset));
    return sweep.empty() ? std::move(datasets[0]) : stack(datasets, sweep);
}

}  // namespace fluxhop
