#include "fluxhop/app/commands.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <filesystem>

#include "fluxhop/app/progress.hpp"
#include "fluxhop/app/report.hpp"
#include "fluxhop/app/result_dataset.hpp"
#include "fluxhop/app/stack.hpp"
#include "fluxhop/app/trajectories.hpp"
#include "fluxhop/base/require.hpp"
#include "fluxhop/io/extended_xyz.hpp"
#include "fluxhop/io/netcdf.hpp"
#include "fluxhop/io/result_file.hpp"

namespace fluxhop {
namespace {

std::string output_path(const RunRequest& request) {
    if (!request.output_path.empty()) return request.output_path;
    const char* suffix = request.only_theory ? "_theory.nc" : ".nc";
    return std::filesystem::path(request.config_path).stem().string() + suffix;
}

/// "contacts.pq.exchange=0.1 /s, ...": the point of a sweep, for people.
std::string label_of(const std::vector<std::string>& point) {
    return fmt::format("{}", fmt::join(point, ", "));
}

/// One finished point: its results and what to say of them.
struct FinishedPoint {
    Dataset dataset;
    std::string text;
    nlohmann::json json;
    bool rejected = false;
    std::string trajectories = {};
};

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

/// Results replace results only: a mistyped -o must not cost a configuration or anything else.
void refuse_overwriting(const std::string& path, bool (*looks_right)(const std::string&),
                        const char* kind) {
    std::error_code ignored;
    const bool precious = std::filesystem::is_regular_file(path, ignored) &&
                          std::filesystem::file_size(path, ignored) > 0 && !looks_right(path);
    require(!precious, fmt::format("{}: exists and is not {}; it is not overwritten", path, kind));
}

/// Where the trajectories of the points go; none without `record.trajectories`.
std::vector<ResultFile> trajectory_files(const RunRequest& request, const std::string& result_path,
                                         const std::vector<Config>& configs) {
    std::vector<ResultFile> files;
    if (request.only_theory) return files;
    for (std::size_t i = 0; i < configs.size(); ++i) {
        if (!keeps_trajectories(configs[i])) continue;
        files.emplace_back(trajectory_path(result_path, i, configs.size()));
        refuse_overwriting(files.back().path(), looks_like_xyz, "a trajectory in extended XYZ");
    }
    return files;
}

/// Warnings, and notes: long lists of those end in a count, `check` shows them all.
void show_remarks(const Config& config, std::size_t most) {
    for (const std::string& warning : config.warnings) spdlog::warn("{}", warning);
    const std::vector<std::string>& notes = config.notes;
    for (std::size_t i = 0; i < std::min(most, notes.size()); ++i) spdlog::info("{}", notes[i]);
    if (notes.size() > most) {
        spdlog::info("{} more notes: see fluxhop check", notes.size() - most);
    }
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

FinishedPoint simulate(const Config& config, const Plan& plan, const std::string& label) {
    warn_of_long_run(config);
    const Study study = [&] {
        ProgressBar bar;
        return conduct(config, plan, bar.callback());
    }();
    for (const std::string& warning : warnings(study)) {
        spdlog::warn("{}{}{}", label, label.empty() ? "" : ": ", warning);
    }
    return {to_dataset(study), text_report(study), json_report(study),
            study.findings && !study.findings->comparison.accepted(), trajectory_text(study)};
}

FinishedPoint calculate(const RunRequest& request, const Config& config) {
    const TheoryStudy study = study_theory(config, request.theory);
    return {to_dataset(study), text_report(study), json_report(study)};
}

void print_reports(const std::vector<FinishedPoint>& points,
                   const std::vector<std::vector<std::string>>& changes, bool as_json,
                   const std::string& path, const std::vector<ResultFile>& trajectories) {
    if (as_json) {
        nlohmann::json object = points[0].json;
        if (points.size() > 1) {
            object = {{"points", nlohmann::json::array()}};
            for (std::size_t i = 0; i < points.size(); ++i) {
                object["points"].push_back(points[i].json);
                object["points"].back()["point"] = changes[i];
            }
        }
        object["result_file"] = path;
        for (const ResultFile& file : trajectories) object["trajectory_files"].push_back(file.path());
        return fmt::print("{}\n", object.dump(2));
    }
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (points.size() > 1) fmt::print("--- {}\n", label_of(changes[i]));
        fmt::print("{}", points[i].text);
    }
    fmt::print("results: {}\n", path);
    for (const ResultFile& file : trajectories) fmt::print("trajectories: {}\n", file.path());
}

}  // namespace

ExitCode run(const RunRequest& request) {
    const Config base = load_config(request.config_path, {request.overrides, {}});
    const auto changes = sweep_points(base.sweep);
    const auto configs = configs_of(request, base);
    std::optional<ReferenceSolution> against;
    if (!request.against_path.empty()) against = read_reference_solution(request.against_path);
    Plan plan{.with_theory = request.compare,
              .against = against ? &*against : nullptr,
              .threads = request.threads};
    const ResultFile file(output_path(request));
    refuse_overwriting(file.path(), looks_like_netcdf, "a netCDF file");
    const std::vector<ResultFile> trajectories = trajectory_files(request, file.path(), configs);
    show_remarks(configs[0], 3);
    std::vector<FinishedPoint> points;
    std::vector<Dataset> datasets;
    for (const Config& config : configs) {
        plan.point = points.size();
        points.push_back(request.only_theory
                             ? calculate(request, config)
                             : simulate(config, plan, label_of(changes[points.size()])));
        datasets.push_back(std::move(points.back().dataset));
    }
    file.write(NetcdfImage(base.sweep.empty() ? datasets[0] : stack(datasets, base.sweep)).bytes());
    std::size_t written = 0;
    for (const FinishedPoint& point : points) {
        if (!point.trajectories.empty()) write_xyz(trajectories[written++], point.trajectories);
    }
    print_reports(points, changes, request.json, file.path(), trajectories);
    const bool rejected = std::any_of(points.begin(), points.end(),
                                      [](const FinishedPoint& point) { return point.rejected; });
    return rejected ? ExitCode::rejected : ExitCode::done;
}

ExitCode check(const RunRequest& request) {
    const Config config = load_config(request.config_path, {request.overrides, {}});
    const Config first_point = configs_of(request, config).front();
    const auto points = sweep_points(config.sweep);
    const System system = assemble(first_point);
    if (request.json) {
        nlohmann::json object{{"valid", true},
                              {"configuration", config.effective},
                              {"notes", config.notes},
                              {"warnings", config.warnings},
                              {"points", points.size()},
                              {"derived_at", points.front()},
                              {"derived", nlohmann::json::object()}};
        for (const auto& [label, value] : system.derived) object["derived"][label] = value;
        fmt::print("{}\n", object.dump(2));
        return ExitCode::done;
    }
    fmt::print("{}", config.effective);
    if (points.size() > 1) {
        fmt::print("\n# a sweep of {} points; what follows is at the first: {}", points.size(),
                   label_of(points.front()));
    }
    fmt::print("\n# {} recording times from {:.6g} s to {:.6g} s\n", system.grid.size(),
               system.grid[0], system.grid.end());
    for (const auto& [label, value] : system.derived) fmt::print("# {}: {}\n", label, value);
    if (const auto hops = expected_hops(first_point)) {
        fmt::print("# about {:.3g} hops per realization\n", *hops);
    }
    show_remarks(config, config.notes.size());
    return ExitCode::done;
}

ExitCode info(const std::string& path, bool json) {
    const Dataset header = read_header(path);
    if (json) {
        fmt::print("{}\n", json_description(header).dump(2));
    } else {
        fmt::print("{}", describe(header));
    }
    return ExitCode::done;
}

}  // namespace fluxhop
