/// What a hop reads and changes, of several realizations side by side, and the two steps of the hot loop
/// in all of them at once.
#pragma once

#include <array>
#include <cstdint>

#include "fluxhop/engine/rate_cache.hpp"

namespace fluxhop {

/// Enough for the latencies of one group of lanes to hide behind the others.
inline constexpr std::size_t lane_count = 32;

/// Lane l holds one realization. The clock has the numbers of clock.hpp, in a form for vector code.
struct Lanes {
    using Reals = std::array<double, lane_count>;
    using Counts = std::array<std::int64_t, lane_count>;
    using Words = std::array<std::uint64_t, lane_count>;

    alignas(64) Reals time{}, time_rest{};  ///< s: the sum of the waits, and what it has lost
    alignas(64) Reals next_record{};        ///< s; infinite in a vacant lane
    alignas(64) Reals wait{};               ///< s, until the next hop
    alignas(64) std::array<Reals, RateCache::most_hops> sums{};  ///< 1/s: of the rates up to each hop
    alignas(64) std::array<Counts, RateCache::most_nodes> occupation{};  ///< by node
    alignas(64) Counts unknown{};           ///< not zero where the cache lacked a rate
    alignas(64) Counts chosen{};            ///< the hop that happened last

    double after_wait(std::size_t lane) const { return time[lane] + (time_rest[lane] + wait[lane]); }
};

/// Vector units to use. The numbers do not depend on it.
enum class InstructionSet : std::uint8_t { baseline, avx2 };

/// Whether this machine, and this build, has it.
bool has(InstructionSet instructions);
InstructionSet best_instruction_set();

struct LaneKernel {
    using Words = Lanes::Words;

    /// Draws the wait for the next hop. @return whether some lane must be attended to first: a rate is
    /// not in the cache, or a grid time lies before the hop
    bool (*propose)(Lanes& lanes, const RateCache& cache, const Words& words);
    /// Chooses the hop and makes it.
    void (*execute)(Lanes& lanes, const RateCache& cache, const Words& words);
    /// The first step again in one lane, all rates of which are in the cache now.
    void (*propose_again)(Lanes& lanes, const RateCache& cache, const Words& words,
                          std::size_t lane);
};

/// @param instructions one that the machine has
LaneKernel lane_kernel(InstructionSet instructions);

}  // namespace fluxhop
