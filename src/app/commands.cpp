#include "fluxhop/app/commands.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <filesystem>

#include "fluxhop/app/launch.hpp"
#include "fluxhop/app/memory.hpp"
#include "fluxhop/app/provenance.hpp"
#include "fluxhop/app/report.hpp"
#include "fluxhop/app/safekeeping.hpp"
#include "fluxhop/app/trajectories.hpp"
#include "fluxhop/base/archive.hpp"
#include "fluxhop/base/require.hpp"
#include "fluxhop/io/extended_xyz.hpp"
#include "fluxhop/io/netcdf.hpp"
#include "fluxhop/io/output_lock.hpp"
#include "fluxhop/io/result_file.hpp"
#include "fluxhop/version.hpp"

namespace fluxhop {
namespace {

std::string output_path(const RunRequest& request) {
    if (!request.output_path.empty()) return request.output_path;
    const char* suffix = request.only_theory ? "_theory.nc" : ".nc";
    return std::filesystem::path(request.config_path).stem().string() + suffix;
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
        return fmt::print("{}", json_text(object));
    }
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (points.size() > 1) fmt::print("--- {}\n", label_of(changes[i]));
        fmt::print("{}", points[i].text);
    }
    fmt::print("results: {}\n", path);
    for (const ResultFile& file : trajectories) fmt::print("trajectories: {}\n", file.path());
}

void write_trajectories(const std::vector<ResultFile>& files, const std::vector<FinishedPoint>& points) {
    std::size_t written = 0;
    for (const FinishedPoint& point : points) {
        if (!point.trajectories.empty()) write_xyz(files[written++], point.trajectories);
    }
}

/// Ranks that do not see the same configuration would mix two ensembles; the seed that one made up is
/// everybody's.
Job read_job_together(RunRequest request, Ranks& ranks) {
    request.processes = ranks.on_this_machine();
    Job job;
    together(ranks, [&] { job = read_job(request); });
    if (ranks.count() == 1) return job;
    const std::uint64_t seed = ranks.everybody(job.configs[0].seed).front();
    request.overrides.push_back(fmt::format("ensemble.seed={}", seed));
    std::string all;
    together(ranks, [&] {
        job = read_job(request);
        for (const Config& config : job.configs) all += config.effective;
    });
    require_same(ranks, all + git_hash, "configuration or program");
    return job;
}

/// The worst of all points: one rejection outweighs what is undecided.
ExitCode exit_code_of(const std::vector<FinishedPoint>& points) {
    const auto any = [&](Outcome outcome) {
        return std::any_of(points.begin(), points.end(), [outcome](const FinishedPoint& point) {
            return point.outcome == outcome;
        });
    };
    if (any(Outcome::rejected)) return ExitCode::rejected;
    return any(Outcome::undecided) ? ExitCode::undecided : ExitCode::done;
}

std::size_t realizations_of(const Job& job) {
    std::size_t count = 0;
    for (const Config& config : job.configs) count += static_cast<std::size_t>(config.realizations);
    return count;
}

}  // namespace

ExitCode resume(const ResumeRequest& request, Ranks& ranks) {
    RunRequest resumed;
    together(ranks, [&] {
        if (!ranks.leads()) return;
        if (ranks.count() > 1 && !request.until.empty()) {
            throw RunError("--until: go on without mpirun; the states at the last time are in one file");
        }
        resumed = request_of(request);
    });
    ArchiveWriter out;
    if (ranks.leads()) out(resumed);
    const auto bytes = ranks.from_first(out.take());
    ArchiveReader in(bytes);
    if (!ranks.leads()) in(resumed);
    return run(resumed, ranks);
}

ExitCode run(const RunRequest& request, Ranks& ranks) {
    const Stopwatch watch;
    const Job job = read_job_together(request, ranks);
    std::optional<OutputLock> lock;
    std::optional<ResultFile> file;
    std::vector<ResultFile> trajectories;
    together(ranks, [&] {
        if (!ranks.leads()) return;
        const std::string path = output_path(request);
        file.emplace(path);
        lock.emplace(path);
        refuse_overwriting(file->path(), looks_like_netcdf, "a netCDF file");
        trajectories = trajectory_files(request, file->path(), job.configs);
        show_remarks(job.configs[0], 3);
        if (job.against) {
            spdlog::info("{}: recorded at its {} times up to {:g} s, instead of those of [time]", job.against->source,
                         job.against->times.size(), job.against->times.back());
        }
    });
    std::optional<Safekeeping> kept;
    together(ranks, [&] {
        if (!request.only_theory) kept.emplace(job, file ? file->path() : "", ranks);
    });
    std::vector<FinishedPoint> points;
    try {
        points = perform(job, ranks, kept ? &*kept : nullptr);
        if (!ranks.leads()) return ExitCode::done;
        Dataset results = take_results(points, job.sweep);
        const Attributes origin = provenance(job, ranks, watch, kept ? kept->earlier_seconds() : 0.0);
        results.attributes.insert(results.attributes.end(), origin.begin(), origin.end());
        file->write(NetcdfImage(results).bytes());
        write_trajectories(trajectories, points);
    } catch (const Interrupted&) {
        if (!ranks.leads()) return ExitCode::done;
        return kept->stop(realizations_of(job));
    } catch (...) {
        if (kept) kept->save_after_failure();
        throw;
    }
    const auto state = kept ? kept->finish() : std::nullopt;
    print_reports(points, job.changes, request.json, file->path(), trajectories);
    if (state && !request.json) fmt::print("state: {}\n", *state);
    return exit_code_of(points);
}

ExitCode check(const RunRequest& request) {
    Config config =
        read_config(request.config_path, read_config_text(request.config_path), {request.overrides, {}}).keys();
    const std::vector<Config> configs = read_job(request).configs;
    if (configs.size() > 1) require_one_result(configs, {});
    const Config& first_point = configs.front();
    const auto points = sweep_points(config.sweep);
    const System system = assemble(first_point);
    const MemoryEstimate memory = memory_of_run(configs, system, {});
    try {
        require_memory(memory, {});
    } catch (const UsageError& error) {  // the machine that is to run it may be another one
        config.warnings.emplace_back(error.what());
    }
    if (request.json) {
        nlohmann::json object{{"valid", true},
                              {"configuration", config.effective},
                              {"notes", config.notes},
                              {"warnings", config.warnings},
                              {"points", points.size()},
                              {"derived_at", points.front()},
                              {"derived", nlohmann::json::object()}};
        for (const auto& [label, value] : system.derived) object["derived"][label] = value;
        object["selector"] = name_of(chosen_selector(first_point, system));
        object["memory_bytes"] = memory.total();
        fmt::print("{}", json_text(object));
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
    fmt::print("# hops are drawn by: {}\n", name_of(chosen_selector(first_point, system)));
    fmt::print("# memory of a run: about {}; {:.2g} GB more while a checkpoint is written\n",
               text_of(memory), memory.saving / 1e9);
    if (const auto hops = expected_hops(first_point)) {
        fmt::print("# about {:.3g} hops per realization\n", *hops);
    }
    show_remarks(config, config.notes.size());
    return ExitCode::done;
}

ExitCode info(const std::string& path, bool json) {
    const Dataset header = read_header(path);
    if (json) {
        fmt::print("{}", json_text(json_description(header)));
    } else {
        fmt::print("{}", describe(header));
    }
    return ExitCode::done;
}

}  // namespace fluxhop
