/// All that a hop reads and changes of a site, in eight bytes.
#pragma once

#include <bit>
#include <cstdint>

namespace fluxhop {

/// The total rate of a vortex there, with flags for its last bits: the rate is short by up to 2e-15.
class SiteRecord {
public:
    enum Flag : std::uint64_t {
        taken = 1,   ///< there is a vortex
        caged = 2,   ///< it has been laid aside, all its ways being blocked
        warden = 4,  ///< a vortex laid aside is, or was, next to this one
    };

    /// @param rate 1/s, not negative
    explicit SiteRecord(double rate) : bits_(std::bit_cast<std::uint64_t>(rate) & ~flags) {}

    double rate() const { return std::bit_cast<double>(bits_ & ~flags); }
    bool is(Flag flag) const { return (bits_ & flag) != 0; }
    void set(Flag flag, bool on) { bits_ = on ? bits_ | flag : bits_ & ~std::uint64_t{flag}; }

private:
    static constexpr std::uint64_t flags = taken | caged | warden;

    std::uint64_t bits_;
};

}  // namespace fluxhop
