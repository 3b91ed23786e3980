/// Does this build sample what it says? Exact laws and event-level tests, every engine on every model.
///
/// No expectation reads the model's rate formulas: laws, generators and propensities are written out
/// here a second time, from the parameters. After the Discrete Stochastic Model Test Suite (Evans,
/// Gillespie and Wilkinson, Bioinformatics 24, 285 (2008)), with limits that a right engine passes at
/// a stated rate.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "fluxhop/stats/hypothesis.hpp"

namespace fluxhop::selftest {

struct Options {
    /// Chosen before the first run. Any other seed is a fresh trial at the same level.
    std::uint64_t seed = 20'261'121;
    bool thorough = false;       ///< ten times as many realizations
    std::size_t threads = 0;     ///< 0 for all cores; the numbers do not depend on it
    double false_alarm = 1e-4;   ///< chance, over all seeds, that a right engine fails anything
};

struct Check {
    std::string test;       ///< what was simulated
    std::string engine;     ///< the selector or compiled form that ran it
    std::string statistic;  ///< what was computed of it
    TestOutcome outcome;
    HolmDecision decision = {};
    bool is_uniform = true; ///< whether a right engine's p-values are evenly spread, not merely large
};

struct Report {
    Options options;
    std::vector<Check> checks;

    bool passed() const;
};

/// Called with the name of each test before it runs.
using Announce = std::function<void(const std::string&)>;

Report run(const Options& options, const Announce& announce = {});

}  // namespace fluxhop::selftest
