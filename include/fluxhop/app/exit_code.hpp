#pragma once

namespace fluxhop {

/// Exit codes, documented in the README.
enum class ExitCode : int {
    done = 0,
    rejected = 1,      ///< the comparison rejects
    bad_input = 2,     ///< usage or configuration
    failed = 3,        ///< a failure while running
    undecided = 4,     ///< the comparison neither accepts nor rejects
    interrupted = 130, ///< stopped by SIGINT
    terminated = 143,  ///< stopped by SIGTERM
};

}  // namespace fluxhop
