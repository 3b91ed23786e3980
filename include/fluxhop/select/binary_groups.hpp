/// What selectors share that hold their rates in groups by binary exponent.
#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <stdexcept>

#include "fluxhop/base/require.hpp"

namespace fluxhop::binary_groups {

__extension__ using Wide = unsigned __int128;

/// A number of channels whose members fit the 32 bits that groups have for them.
inline std::size_t countable(std::size_t channels) {
    if (channels > std::numeric_limits<std::uint32_t>::max()) {
        throw std::length_error("groups hold fewer than 2^32 channels: engine.selector = \"sum_tree\" holds more");
    }
    return channels;
}

/// By its leading bit, the number of a rate's octave: below `exponents`. Each octave of the subnormal
/// rates has its own, so that no rate is less than half of the top of its group.
inline constexpr std::size_t exponents = 2100;
inline std::size_t exponent_of(double rate) {
    const auto bits = std::bit_cast<std::uint64_t>(rate);
    const std::size_t biased = bits >> 52;
    return biased == 0 ? static_cast<std::size_t>(std::bit_width(bits)) : biased + 52;
}

/// ln2 of the least power of two above every rate of an exponent.
inline int top_of(std::size_t exponent) { return static_cast<int>(exponent) - 1074; }

/// ln2 of the unit of which all rates of an exponent are whole multiples.
inline int unit_of(std::size_t exponent) { return std::max(static_cast<int>(exponent) - 53, 0) - 1074; }

/// A rate in these units: below 2^53.
inline std::uint64_t units_of(double rate) {
    const auto bits = std::bit_cast<std::uint64_t>(rate);
    const std::uint64_t implicit = (bits >> 52) == 0 ? 0 : std::uint64_t{1} << 52;
    return (bits & ((std::uint64_t{1} << 52) - 1)) | implicit;
}

/// The sum of rates of one exponent, exact however often they come and go.
class ExactSum {
public:
    explicit ExactSum(std::size_t exponent = 0) : unit_(std::ldexp(1.0, unit_of(exponent))) {}

    void add(double rate) { units_ += units_of(rate); }
    void subtract(double rate) {
        FLUXHOP_ASSERT(units_ >= units_of(rate));
        units_ -= units_of(rate);
    }
    /// Rounded once; zero if and only if nothing is left. There are fewer than 2^(53 + 32) units, so
    /// that either part is exact.
    double value() const {
        const auto high = static_cast<std::int64_t>(units_ >> 32);
        const auto low = static_cast<std::int64_t>(units_ & 0xffffffffU);
        return (static_cast<double>(high) * 0x1p32 + static_cast<double>(low)) * unit_;
    }

    template <class Archive>
    void persist(Archive& archive) {
        archive(unit_, units_);
    }

private:
    double unit_;  ///< a power of two
    Wide units_ = 0;
};

/// Uniform in (0, 1].
inline double share_of(std::uint64_t word) {
    return static_cast<double>(static_cast<std::int64_t>((word >> 11) + 1)) * 0x1p-53;
}

/// One word gives a whole number below n, to 2^-64 n, and a uniform deviate in (0, 1], to 2^-53 or, of
/// large n, to 2^-64 n.
struct Split {
    std::size_t position;
    double share;
};
inline Split split(std::uint64_t word, std::size_t n) {
    const Wide product = static_cast<Wide>(word) * n;
    return {static_cast<std::size_t>(product >> 64), share_of(static_cast<std::uint64_t>(product))};
}

}  // namespace fluxhop::binary_groups
