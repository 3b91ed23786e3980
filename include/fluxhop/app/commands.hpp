/// The commands of the program, free of argument parsing.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "fluxhop/app/exit_code.hpp"
#include "fluxhop/app/theory_study.hpp"
#include "fluxhop/ensemble/ranks.hpp"

namespace fluxhop {

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

/// run, compare and theory. All ranks share the realizations, the first one reports and writes.
ExitCode run(const RunRequest& request, Ranks& ranks);
ExitCode check(const RunRequest& request);
ExitCode info(const std::string& path, bool json);

}  // namespace fluxhop
