/// Somebody else's solution, to compare an ensemble with: a CSV file with a time column and one column
/// per region, each with its unit in the header.
///     time (s), p (gauss), q (gauss)
///     1, 19.98, 20.02
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace fluxhop {

struct ReferenceColumn {
    std::string name;
    std::string unit;            ///< as written in the header
    std::vector<double> values;  ///< in that unit, one per time
};

struct ReferenceSolution {
    std::string source;         ///< the path, for messages
    std::string sha256;         ///< of the text
    std::vector<double> times;  ///< s, increasing, above zero; a row at zero is the start and skipped
    std::vector<ReferenceColumn> columns;
};

/// @throws UsageError with file and line
ReferenceSolution read_reference_solution(const std::string& path);
ReferenceSolution parse_reference_solution(const std::string& source, std::string_view text);

}  // namespace fluxhop
