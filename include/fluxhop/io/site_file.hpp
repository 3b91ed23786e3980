/// Pinning sites somebody measured or made: a CSV file of positions and, if known, energies.
///     # columnar defects, sample 7
///     x [nm], y [nm], U0 [meV]
///     12.5, 340.2, 31.0
///     88.1, 12.9, 27.4
/// Columns come in any order and carry their unit. U0 may be left out, and may be an energy (meV, J,
/// ...), a temperature (K: times the Boltzmann constant) or a multiple of kT.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "fluxhop/model/box.hpp"

namespace fluxhop {

struct SiteTable {
    std::string source;            ///< the path, for messages
    std::string sha256;            ///< of the text
    std::vector<Point> points;     ///< m, in the order of the file
    std::vector<double> energies;  ///< kT, >= 0, one per point; empty without a column U0
};

/// @param kelvin temperature that kT is taken at, > 0
/// @throws UsageError with file, line and column; also when two sites have the same position
SiteTable read_site_file(const std::string& path, double kelvin);
SiteTable parse_site_file(const std::string& source, std::string_view text, double kelvin);

}  // namespace fluxhop
