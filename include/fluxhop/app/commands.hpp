/// The commands of the program, free of argument parsing.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "fluxhop/app/theory_study.hpp"
#include "fluxhop/selftest/selftest.hpp"

namespace fluxhop {

/// Exit codes, documented in the README.
enum class ExitCode : int {
    done = 0,
    rejected = 1,      ///< the comparison or the self-test rejects
    bad_input = 2,     ///< usage or configuration
    failed = 3,        ///< a failure while running
};

/// What the command line says about a run.
struct RunRequest {
    std::string config_path;
    std::string output_path;             ///< empty: the configuration's name, here
    std::vector<std::string> overrides;  ///< section.key=value
    std::size_t threads = 0;             ///< 0 for all cores
    bool json = false;
    bool compare = false;                ///< with theory and verdict
    std::string against_path;            ///< CSV with somebody else's ODE solution
    bool only_theory = false;            ///< no Monte Carlo
    TheoryChoice theory;                 ///< which readings
};

/// run, compare and theory.
ExitCode run(const RunRequest& request);
ExitCode check(const RunRequest& request);
ExitCode info(const std::string& path, bool json);

/// What the command line says about a self-test.
struct SelftestRequest {
    selftest::Options options;
    bool json = false;
    std::string json_path;  ///< file for the JSON object; empty: standard output, instead of the table
};
ExitCode run_selftest(const SelftestRequest& request);

}  // namespace fluxhop
