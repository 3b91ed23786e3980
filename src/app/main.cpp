#include <fmt/format.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <functional>
#include <memory>
#include <string_view>

#include "fluxhop/app/commands.hpp"
#include "fluxhop/app/error_report.hpp"
#include "fluxhop/app/launch.hpp"
#include "fluxhop/version.hpp"

namespace {

using fluxhop::ExitCode;
using fluxhop::RunRequest;

void add_config_options(CLI::App& command, RunRequest& request) {
    command.add_option("config", request.config_path, "Configuration file (TOML)")->required();
    command.add_option_function<std::vector<std::string>>(
               "--set",
               [&request](const std::vector<std::string>& values) {
                   request.overrides.insert(request.overrides.end(), values.begin(), values.end());
               },
               "Override a key: section.key=value (repeatable)")
        ->allow_extra_args(false)
        ->take_all();
    command.add_flag("--json", request.json, "Print one JSON object and nothing else");
}

/// An option that is short for --set key=value.
void add_shorthand(CLI::App& command, RunRequest& request, const char* option, std::string key,
                   const char* help) {
    command.add_option_function<std::string>(
        option,
        [&request, key = std::move(key)](const std::string& value) {
            request.overrides.push_back(key + "=" + value);
        },
        help);
}

void add_run_options(CLI::App& command, RunRequest& request) {
    add_config_options(command, request);
    command.add_option("-o,--output", request.output_path,
                       "Result file (default: the configuration's name with .nc)");
    add_shorthand(command, request, "--realizations", "ensemble.realizations",
                  "Independent runs, instead of ensemble.realizations");
    add_shorthand(command, request, "--seed", "ensemble.seed", "Root seed, instead of ensemble.seed");
    command.add_option("--threads", request.threads, "Threads (default 0: all cores)")
        ->check(CLI::Range(0, 4096));
}

void add_theory_options(CLI::App& command, RunRequest& request) {
    add_config_options(command, request);
    command.add_option("-o,--output", request.output_path,
                       "Result file (default: the configuration's name with _theory.nc)");
    command.add_flag("--mean-field", request.theory.mean_field, "Integrate the mean-field ODE");
    command.add_flag("--noise", request.theory.noise, "Linear noise: covariance and bias");
    command.add_flag("--master-equation", request.theory.master_equation,
                     "The exact law, for up to 1e6 states");
    command.add_flag("--equilibrium", request.theory.equilibrium,
                     "Mean-field equilibrium and exact stationary law");
    command.footer("Without any of these flags: all that fit.");
}

/// A command line that cannot be parsed may have asked for JSON all the same.
bool asks_for_json(int argc, char** argv) {
    return std::any_of(argv, argv + argc,
                       [](const char* word) { return std::string_view(word) == "--json"; });
}

ExitCode guarded(const std::function<ExitCode()>& command, bool as_json) {
    try {
        return command();
    } catch (const fluxhop::ToldElsewhere&) {
        return ExitCode::done;
    } catch (const std::exception& error) {
        return fluxhop::report_error(error, as_json);
    }
}

/// "fluxhop 0.1.0 (hash), Open MPI v4.1.4"
std::string version_text() {
    const std::string mpi = fluxhop::mpi_library();
    return fmt::format("fluxhop {} ({}), {}", fluxhop::version, fluxhop::git_hash,
                       mpi.empty() ? "without MPI" : mpi);
}

ExitCode command(int argc, char** argv, fluxhop::Ranks& ranks) {
    CLI::App app{"fluxhop: kinetic Monte Carlo of vortex hopping in type-II superconductors"};
    app.set_version_flag("--version", version_text());
    app.footer("Exit codes: 0 done, 1 the comparison rejects, 2 bad usage or configuration, "
               "3 a failure while running, 4 the comparison is undecided.");
    app.require_subcommand(1);

    RunRequest request;
    std::string result_path;
    auto* run = app.add_subcommand("run", "Run an ensemble and write the result file");
    auto* compare = app.add_subcommand("compare", "Run, integrate the mean field, and judge");
    auto* theory = app.add_subcommand("theory", "Mean field, noise, master equation, equilibrium");
    auto* check = app.add_subcommand("check", "Validate and print the effective configuration");
    auto* info = app.add_subcommand("info", "Describe a result file");
    add_run_options(*run, request);
    add_run_options(*compare, request);
    compare->add_option("--against", request.against_path,
                        "Compare with this ODE solution (CSV) instead of our own");
    add_theory_options(*theory, request);
    add_config_options(*check, request);
    info->add_option("file", result_path, "Result file (netCDF-4)")->required();
    info->add_flag("--json", request.json, "Print one JSON object and nothing else");

    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        if (!ranks.leads() || app.exit(error) == 0) return ExitCode::done;
        if (asks_for_json(argc, argv)) fluxhop::report_bad_usage(error.what());
        return ExitCode::bad_input;
    }
    if ((info->parsed() || check->parsed()) && !ranks.leads()) return ExitCode::done;
    if (info->parsed()) return fluxhop::info(result_path, request.json);
    if (check->parsed()) return fluxhop::check(request);
    request.compare = compare->parsed();
    request.only_theory = theory->parsed();
    return fluxhop::run(request, ranks);
}

}  // namespace

int main(int argc, char** argv) {
    spdlog::set_default_logger(spdlog::stderr_color_st("fluxhop"));
    spdlog::set_pattern("%^%l%$: %v");
    std::unique_ptr<fluxhop::Ranks> ranks = fluxhop::one_process();
    const ExitCode code = guarded([&] {
        ranks = fluxhop::ranks_of_launch();
        if (!ranks->leads()) spdlog::set_level(spdlog::level::off);
        return command(argc, argv, *ranks);
    }, asks_for_json(argc, argv));
    const bool failed = code == ExitCode::bad_input || code == ExitCode::failed;
    if (failed && ranks->count() > 1) ranks->abort(static_cast<int>(code));
    return static_cast<int>(code);
}
