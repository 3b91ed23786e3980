#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>

#include "fluxhop/app/commands.hpp"
#include "fluxhop/app/report.hpp"
#include "fluxhop/base/require.hpp"
#include "fluxhop/io/result_file.hpp"
#include "fluxhop/version.hpp"

namespace fluxhop {
namespace {

using selftest::Check;
using selftest::Report;

const char* verdict_of(const Check& check) { return check.decision.rejected ? "FAILED" : "passed"; }

nlohmann::json to_json(const Check& check) {
    return {{"test", check.test},
            {"engine", check.engine},
            {"statistic", check.statistic},
            {"value", check.outcome.statistic},
            {"p_value", check.outcome.p_value},
            {"limit", check.decision.limit},
            {"passed", !check.decision.rejected}};
}

nlohmann::json json_of(const Report& report) {
    nlohmann::json tests = nlohmann::json::array();
    for (const Check& check : report.checks) tests.push_back(to_json(check));
    return {{"program", "fluxhop"},
            {"version", version},
            {"git_hash", git_hash},
            {"seed", report.options.seed},
            {"thorough", report.options.thorough},
            {"false_alarm_level", report.options.false_alarm},
            {"passed", report.passed()},
            {"tests", std::move(tests)}};
}

std::string summary_of(const Report& report) {
    std::size_t failed = 0;
    for (const Check& check : report.checks) failed += check.decision.rejected ? 1 : 0;
    return fmt::format(
        "\n{} of {} tests passed (fluxhop {}, {}, seed {}{}).\n"
        "A right engine fails any of them, over all seeds, with a probability of at most {:g}; the limits "
        "are Holm's.\n",
        report.checks.size() - failed, report.checks.size(), version, git_hash, report.options.seed,
        report.options.thorough ? ", thorough" : "", report.options.false_alarm);
}

std::string table_of(const Report& report) {
    std::string out = fmt::format("{:<35} {:<24} {:<38}{:>11}{:>11}{:>10}  {}\n", "test", "engine",
                                  "statistic", "value", "p", "limit", "verdict");
    for (const Check& check : report.checks) {
        out += fmt::format("{:<35} {:<24} {:<38}{:>11.4g}{:>11.3g}{:>10.2g}  {}\n", check.test,
                           check.engine, check.statistic, check.outcome.statistic, check.outcome.p_value,
                           check.decision.limit, verdict_of(check));
    }
    return out + summary_of(report);
}

/// Reports replace reports only.
ResultFile report_file(const std::string& path) {
    std::ifstream existing(path);
    require(!existing || existing.peek() == '{' || existing.peek() == std::ifstream::traits_type::eof(),
            fmt::format("{}: exists and is not a JSON object; it is not overwritten", path));
    return ResultFile(path);
}

/// The test that is running, for people who wait at a terminal.
void show_progress(const std::string& test) {
    std::fputs(fmt::format("\r\033[K{}", test).c_str(), stderr);  // throws nothing, should the terminal go
    std::fflush(stderr);
}

}  // namespace

ExitCode run_selftest(const SelftestRequest& request) {
    std::optional<ResultFile> file;
    if (!request.json_path.empty()) file = report_file(request.json_path);
    const bool is_watched = ::isatty(STDERR_FILENO) == 1;
    const Report report =
        selftest::run(request.options, is_watched ? show_progress : selftest::Announce());
    if (is_watched) show_progress("");
    const std::string object = json_text(json_of(report));
    const bool only_json = request.json && !file;
    fmt::print("{}", only_json ? object : table_of(report));
    if (file) file->write(std::as_bytes(std::span(object)));
    return report.passed() ? ExitCode::done : ExitCode::rejected;
}

}  // namespace fluxhop
