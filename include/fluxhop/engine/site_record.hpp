/// All that a hop reads and changes of a site, in eight bytes.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

namespace fluxhop {

/// The total rate of a vortex there, to 3e-14 of it; its last bits are flags and the kind of the site.
class SiteRecord {
public:
    enum Flag : std::uint64_t {
        taken = 1,   ///< there is a vortex
        caged = 2,   ///< it has been laid aside, all its ways being blocked
        warden = 4,  ///< a vortex laid aside is, or was, next to this one
    };

    /// @param rate 1/s, not negative, finite
    /// @param kind below 32, see PeriodicNeighbours
    SiteRecord(double rate, std::size_t kind)
        : bits_(((std::bit_cast<std::uint64_t>(rate) + (spare + 1) / 2) & ~spare) | kind << kind_at) {}

    double rate() const { return std::bit_cast<double>(bits_ & ~spare); }
    std::size_t kind() const { return (bits_ & spare) >> kind_at; }
    bool is(Flag flag) const { return (bits_ & flag) != 0; }
    void set(Flag flag, bool on) { bits_ = on ? bits_ | flag : bits_ & ~std::uint64_t{flag}; }

private:
    static constexpr unsigned kind_at = 3;
    static constexpr std::uint64_t spare = 0xff;

    std::uint64_t bits_;
};

}  // namespace fluxhop
