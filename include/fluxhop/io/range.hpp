/// The values a number of a configuration may take.
#pragma once

#include <string>

namespace fluxhop {

/// Bounds in SI units.
struct Range {
    double low;
    double high;
    bool low_open = false;

    static Range positive();
    static Range any();
    bool contains(double value) const;
    /// "> 0 K", "1 to 1e+09"
    std::string describe(const char* unit = "") const;
};

}  // namespace fluxhop
