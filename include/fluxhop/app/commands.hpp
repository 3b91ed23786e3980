/// The commands of the program, free of argument parsing.
#pragma once

#include <string>

#include "fluxhop/app/exit_code.hpp"
#include "fluxhop/app/job.hpp"
#include "fluxhop/ensemble/ranks.hpp"

namespace fluxhop {

/// run, compare and theory. All ranks share the realizations, the first one reports and writes.
ExitCode run(const RunRequest& request, Ranks& ranks);
ExitCode check(const RunRequest& request);
ExitCode info(const std::string& path, bool json);

}  // namespace fluxhop
