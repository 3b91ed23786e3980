#include <fmt/format.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>
#include <functional>
#include <new>

#include "fluxhop/app/commands.hpp"
#include "fluxhop/base/require.hpp"
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

void add_selftest_options(CLI::App& command, fluxhop::SelftestRequest& request) {
    command.add_flag("--thorough", request.options.thorough, "Ten times as many realizations");
    command.add_option("--seed", request.options.seed, "Another root seed: a fresh trial");
    command.add_option("--threads", request.options.threads, "Threads (default 0: all cores)")
        ->check(CLI::Range(0, 4096));
    auto* json = command.add_option("--json", request.json_path,
                                    "Write one JSON object to a file; without a name print it and "
                                    "nothing else");
    json->expected(0, 1);
    command.callback([&request, json] { request.json = json->count() > 0; });
}

int guarded(const std::function<ExitCode()>& command) {
    try {
        return static_cast<int>(command());
    } catch (const fluxhop::UsageError& error) {
        fmt::print(stderr, "{}\n", error.what());
        return static_cast<int>(ExitCode::bad_input);
    } catch (const std::bad_alloc&) {
        fmt::print(stderr, "fluxhop: out of memory; take fewer realizations or times\n");
    } catch (const std::exception& error) {
        fmt::print(stderr, "fluxhop: {}\n", error.what());
    }
    return static_cast<int>(ExitCode::failed);
}

}  // namespace

int main(int argc, char** argv) {
    spdlog::set_default_logger(spdlog::stderr_color_st("fluxhop"));
    spdlog::set_pattern("%^%l%$: %v");

    CLI::App app{"fluxhop: kinetic Monte Carlo of vortex hopping in type-II superconductors"};
    app.set_version_flag("--version",
                         fmt::format("fluxhop {} ({})", fluxhop::version, fluxhop::git_hash));
    app.footer("Exit codes: 0 done, 1 the comparison or the self-test rejects, 2 bad usage or configuration, "
               "3 a failure while running.");
    app.require_subcommand(1);

    RunRequest request;
    std::string result_path;
    auto* run = app.add_subcommand("run", "Run an ensemble and write the result file");
    auto* compare = app.add_subcommand("compare", "Run, integrate the mean field, and judge");
    auto* theory = app.add_subcommand("theory", "Mean field, noise, master equation, equilibrium");
    auto* check = app.add_subcommand("check", "Validate and print the effective configuration");
    auto* info = app.add_subcommand("info", "Describe a result file");
    auto* selftest = app.add_subcommand("selftest", "Test this build against exact laws");
    add_run_options(*run, request);
    add_run_options(*compare, request);
    compare->add_option("--against", request.against_path,
                        "Compare with this ODE solution (CSV) instead of our own");
    add_theory_options(*theory, request);
    add_config_options(*check, request);
    info->add_option("file", result_path, "Result file (netCDF-4)")->required();
    info->add_flag("--json", request.json, "Print one JSON object and nothing else");
    fluxhop::SelftestRequest trial;
    add_selftest_options(*selftest, trial);

    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        const int code = app.exit(error);
        return code == 0 ? 0 : static_cast<int>(ExitCode::bad_input);
    }
    return guarded([&] {
        if (info->parsed()) return fluxhop::info(result_path, request.json);
        if (selftest->parsed()) return fluxhop::run_selftest(trial);
        if (check->parsed()) return fluxhop::check(request);
        request.compare = compare->parsed();
        request.only_theory = theory->parsed();
        return fluxhop::run(request);
    });
}
