/// Quantities that users read, as affine functions of the recorded occupations. Monte Carlo and theory
/// both go through them, so they cannot differ in units.
#pragma once

#include <string>
#include <vector>

namespace fluxhop {

/// A reading of one node's occupation.
struct Reading {
    double offset = 0.0;  ///< value at occupation zero
    double scale = 1.0;   ///< value per vortex (or flux unit)

    double value(double occupation) const { return offset + scale * occupation; }
};

struct Observable {
    std::string name;               ///< as a variable in the result file, "current_density"
    std::string long_name;          ///< for people and axes
    std::string units;              ///< UDUNITS text, "A m-2"
    std::vector<Reading> readings;  ///< one per recorded node
    bool is_count = false;          ///< the occupation itself: stored as whole numbers
};

}  // namespace fluxhop
