#include <fmt/format.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "fluxhop/app/commands.hpp"
#include "fluxhop/base/require.hpp"
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

    std::string out =
        fmt::format("{:<35} {:<22} {:<36}{:>11}{:>11}{:>10}  {}\n", "test", "engine", "statistic", "value", "p", "limit", "verdict");
    for (const Check& check : report.checks) {
        out += fmt::format("{:<35} {:<22} {:<36}{:>11.4g}{:>11.3g}{:>10.2g}  {}\n", check.test,
                           check.engine, check.statistic, check.outcome.statistic, check.outcome.p_value,
                           check.decision.limit, verdict_of(check));
    }
    return out + summary_of(report);
}

void write_json(const std::string& path, const nlohmann::json& object) {
    std::ofstream file(path);
    file << object.dump(2) << '\n';
    file.close();
    if (!file) throw RunError(fmt::format("{}: cannot be written", path));
}

}  // namespace

ExitCode run_selftest(const SelftestRequest& request) {
    const Report report = selftest::run(request.options);
    if (request.json && request.json_path.empty()) {
        fmt::print("{}\n", json_of(report).dump(2));
    } else {
        fmt::print("{}", table_of(report));
        if (request.json) write_json(request.json_path, json_of(report));
    }
    return report.passed() ? ExitCode::done : ExitCode::rejected;
}

}  // namespace fluxhop
