/// What a result file says of where it comes from, and the way back from there.
#pragma once

#include <string>
#include <vector>

#include "fluxhop/app/job.hpp"
#include "fluxhop/app/stopwatch.hpp"
#include "fluxhop/io/dataset.hpp"

namespace fluxhop {

/// The version of the result file's layout; raised when a reader would have to change.
inline constexpr std::int64_t result_format_version = 1;

/// The attributes from which a result can be had again: command, configuration, seed and input files;
/// those that may explain a difference: versions, libraries, processor; and an account of the run.
/// @param earlier time that has gone into the run before this process, s
Attributes provenance(const Job& job, const Ranks& ranks, const Stopwatch& watch, double earlier = 0.0);

/// The request that a result file answers.
/// @throws UsageError when the file does not say, was written by `theory`, or an input file has changed
RunRequest request_of(const std::string& path, const Dataset& stored);

/// In what the program that wrote a file and this one differ: "libraries: X in the file, Y now".
std::vector<std::string> differing_origins(const Attributes& stored, const Attributes& now);

}  // namespace fluxhop
