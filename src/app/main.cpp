#include <fmt/format.h>
#include <fmt/ranges.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <csignal>
#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include "fluxhop/app/commands.hpp"
#include "fluxhop/app/error_report.hpp"
#include "fluxhop/app/launch.hpp"
#include "fluxhop/version.hpp"

namespace {

using fluxhop::ExitCode;
using fluxhop::RunRequest;

void add_json_option(CLI::App& command, RunRequest& request) {
    command.add_flag("--json", request.json, "Print one JSON object and nothing else");
}

void add_threads_option(CLI::App& command, RunRequest& request) {
    command.add_option("--threads", request.threads, "Threads (default 0: all cores)")
        ->check(CLI::Range(0, 4096));
}

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
    add_json_option(command, request);
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
    command.add_option("--checkpoint-every", request.checkpoint_every,
                       "How often the state of the run is kept: a duration, or off (default: 5 min)");
    command.add_flag("--keep-state", request.keep_state,
                     "Leave the checkpoint, from which the run can go on to later times");
    add_threads_option(command, request);
}

void add_resume_options(CLI::App& command, fluxhop::ResumeRequest& request) {
    command.add_option("checkpoint", request.checkpoint_path, "As in result.nc.checkpoint")->required();
    command.add_option("--realizations", request.realizations, "So many instead, to extend the run");
    command.add_option("--until", request.until,
                       "New last recording time; after --keep-state, to extend the run");
    command.add_option("--checkpoint-every", request.checkpoint_every,
                       "How often the state of the run is kept: a duration, or off (default: 5 min)");
    command.add_option("--threads", request.threads, "Threads (default 0: all cores)")
        ->check(CLI::Range(0, 4096));
    command.add_flag("--drop-damaged", request.drop_damaged,
                     "Take up what is whole of a damaged checkpoint, run the rest again");
    command.add_flag("--json", request.json, "Print one JSON object and nothing else");
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

/// A command line that cannot be parsed may have asked for JSON all the same.
bool asks_for_json(int argc, char** argv) {
    return std::any_of(argv, argv + argc,
                       [](const char* word) { return std::string_view(word) == "--json"; });
}

/// What is wrong with a command line; of a misspelt command, what there is.
std::string usage_mistake(const CLI::App& app, const CLI::Error& error, int argc, char** argv) {
    std::vector<std::string> commands;
    for (const CLI::App* each : app.get_subcommands({})) commands.push_back(each->get_name());
    const std::string first = argc > 1 ? argv[1] : "-";
    const bool is_command = std::find(commands.begin(), commands.end(), first) != commands.end();
    if (is_command || first.starts_with('-')) return error.what();
    return fmt::format("{}: not a command; there are {}", first, fmt::join(commands, ", "));
}

ExitCode guarded(const std::function<ExitCode()>& command, bool as_json) {
    try {
        const ExitCode code = command();
        fluxhop::require_output_written();
        return code;
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
    app.footer("Exit codes: 0 done, 1 the comparison or the self-test rejects, 2 bad usage or "
               "configuration, 3 a failure while running, 4 the comparison is undecided, 130 and 143 "
               "stopped by a signal.");
    app.require_subcommand(1);
    app.failure_message([&](const CLI::App* at, const CLI::Error& error) {
        return CLI::FailureMessage::simple(at, CLI::Error("", usage_mistake(app, error, argc, argv)));
    });

    RunRequest request;
    fluxhop::ResumeRequest resumed;
    std::string result_path;
    auto* run = app.add_subcommand("run", "Run an ensemble and write the result file");
    auto* compare = app.add_subcommand("compare", "Run, integrate the mean field, and judge");
    auto* theory = app.add_subcommand("theory", "Mean field, noise, master equation, equilibrium");
    auto* check = app.add_subcommand("check", "Validate and print the effective configuration");
    auto* rerun = app.add_subcommand("rerun", "Run a result file again, compare bit for bit");
    auto* info = app.add_subcommand("info", "Describe a result file");
    auto* selftest = app.add_subcommand("selftest", "Test this build against exact laws");
    add_run_options(*run, request);
    add_run_options(*compare, request);
    compare->add_option("--against", request.against_path,
                        "Compare with this ODE solution (CSV) instead of our own");
    add_theory_options(*theory, request);
    add_config_options(*check, request);
    auto* resume = app.add_subcommand("resume", "Go on with a run from its checkpoint");
    add_resume_options(*resume, resumed);
    rerun->add_option("file", result_path, "Result file (netCDF-4)")->required();
    add_json_option(*rerun, request);
    add_threads_option(*rerun, request);
    info->add_option("file", result_path, "Result file (netCDF-4)")->required();
    add_json_option(*info, request);
    fluxhop::SelftestRequest trial;
    add_selftest_options(*selftest, trial);

    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        ranks.agree_to_end();  // all read the same command line
        if (!ranks.leads() || app.exit(error) == 0) return ExitCode::done;
        if (asks_for_json(argc, argv)) fluxhop::report_bad_usage(usage_mistake(app, error, argc, argv).c_str());
        return ExitCode::bad_input;
    }
    const bool is_for_one = info->parsed() || check->parsed() || selftest->parsed();
    if (is_for_one) ranks.agree_to_end();
    if (is_for_one && !ranks.leads()) return ExitCode::done;
    if (rerun->parsed()) return fluxhop::rerun(result_path, request.threads, request.json, ranks);
    if (info->parsed()) return fluxhop::info(result_path, request.json);
    if (selftest->parsed()) return fluxhop::run_selftest(trial);
    if (check->parsed()) return fluxhop::check(request);
    if (resume->parsed()) return fluxhop::resume(resumed, ranks);
    request.compare = compare->parsed();
    request.only_theory = theory->parsed();
    return fluxhop::run(request, ranks);
}

}  // namespace

int main(int argc, char** argv) {
    std::signal(SIGXFSZ, SIG_IGN);  // a file larger than allowed is an error of writing, not a signal
    spdlog::set_default_logger(spdlog::stderr_color_st("fluxhop"));
    spdlog::set_pattern("%^%l%$: %v");
    std::unique_ptr<fluxhop::Ranks> ranks = fluxhop::one_process();
    const ExitCode code = guarded([&] {
        ranks = fluxhop::ranks_of_launch();
        if (!ranks->leads()) spdlog::set_level(spdlog::level::off);
        return command(argc, argv, *ranks);
    }, asks_for_json(argc, argv));
    const bool failed = code == ExitCode::bad_input || code == ExitCode::failed;
    if (failed && ranks->count() > 1 && !ranks->has_agreed_to_end()) {
        ranks->abort(static_cast<int>(code));
    }
    return static_cast<int>(code);
}
