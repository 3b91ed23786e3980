/// All that a hop reads and changes of a site, in eight bytes.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

namespace fluxhop {

/// The mean wait of a vortex there for any of its ways, to 1e-12 of it; its last bits say what is there.
class SiteRecord {
public:
    /// A set of the directions a vortex can hop in; bit d is direction d.
    using Ways = std::uint64_t;
    static constexpr unsigned most_ways = 6;

    /// @param mean_wait s, not negative; infinite where a vortex never leaves
    /// @param kind below 32, see PeriodicNeighbours
    SiteRecord(double mean_wait, std::size_t kind)
        : bits_(((std::bit_cast<std::uint64_t>(mean_wait) + (spare + 1) / 2) & ~spare) |
                kind << kind_at) {}

    double mean_wait() const { return std::bit_cast<double>(bits_ & ~spare); }
    std::size_t kind() const { return bits_ >> kind_at & 31; }

    /// Whether there is a vortex.
    bool is_taken() const { return (bits_ & taken) != 0; }
    void set_taken(bool on) { bits_ = (bits_ & ~taken) | (on ? taken : 0); }

    /// Whether a vortex next to it may be waiting for the way here.
    bool is_watched() const { return (bits_ & watched) != 0; }
    void watch_if_taken() { bits_ |= (bits_ & taken) << 1; }
    void end_watch() { bits_ &= ~watched; }

    /// The ways for which a clock runs.
    Ways clocked() const { return bits_ >> ways_at & ((1U << most_ways) - 1); }
    void set_clocked(Ways ways) { bits_ |= ways << ways_at; }
    void end_clocks(Ways ways) { bits_ &= ~(ways << ways_at); }
    /// Whether there is a vortex without a clock for a way.
    bool is_waiting_for(unsigned way) const {
        return (bits_ & taken & ~(bits_ >> (ways_at + way))) != 0;
    }

private:
    static constexpr std::uint64_t taken = 1, watched = 2, spare = 0x1fff;
    static constexpr unsigned kind_at = 2, ways_at = 7;

    std::uint64_t bits_;
};

}  // namespace fluxhop
