#include "fluxhop/io/range.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>

namespace fluxhop {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

}  // namespace

Range Range::positive() { return {0.0, infinity, true}; }
Range Range::any() { return {-infinity, infinity}; }

bool Range::contains(double value) const {
    return std::isfinite(value) && (low_open ? value > low : value >= low) && value <= high;
}

std::string Range::describe(const char* unit) const {
    const std::string tail = *unit ? fmt::format(" {}", unit) : "";
    if (std::isinf(low) && std::isinf(high)) return "finite";
    if (std::isinf(high)) return fmt::format("{} {:g}{}", low_open ? ">" : ">=", low, tail);
    if (low_open) return fmt::format("above {:g} and up to {:g}{}", low, high, tail);
    return fmt::format("{:g} to {:g}{}", low, high, tail);
}

}  // namespace fluxhop
